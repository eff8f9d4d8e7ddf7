"""The files of phrases, and a fingerprint of them: all that a start asks for, which reads none."""

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

FOLDER = "phrases"


def moment_files(folder: Path) -> Iterator[Path]:
    """Yield the files of phrases in ``folder``, by name; none when there is no such folder."""
    for path in sorted(folder.glob("*.md")):
        if not path.name.startswith((".", "_", "~")) and path.stem.lower() != "readme":
            yield path


def phrases_fingerprint(shipped: Path, local: Path) -> str:
    """Return a short text that changes when a file of phrases comes, goes or changes.

    ``shipped`` is the folder of shipped content, ``local`` that of the library's own cards.
    """
    files: list[str] = []
    for layer, folder in (("shipped", shipped / FOLDER), ("local", local / FOLDER)):
        for path in moment_files(folder):
            try:
                about = path.stat()
            except OSError:  # removed a moment ago: the next look sees that
                continue
            files.append(f"{layer} {path.name} {about.st_size} {about.st_mtime_ns}")
    return f"{len(files)}-{crc32(chr(10).join(files).encode()):08x}"
