"""One file that holds several: a ZIP with a manifest, written whole or not at all, read warily.

The hashes in the manifest notice accidents, not intent: whoever changes a part can change its
hash too. What must not be forged (a notebook) is sealed inside its part.
"""

import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import error as ZlibError

from deskaid.errors import FileTrouble, Refused
from deskaid.landing import trouble
from deskaid.text import one_line, shortened

FORMAT = 1
BACKUP = "deskaid backup"
NOTEBOOK = "deskaid notebook"
MANIFEST = "manifest.json"

MOST_PARTS = 5_000
LARGEST_MANIFEST = 4 * 1024 * 1024
LARGEST = 8 * 1024**3
"""Bytes of all parts together; a directory of a million listings takes about 1 GiB."""
MOST_SHRUNK = 200
"""No part of a real backup shrinks more; a file made to fill a disk shrinks 1,000 times."""
_HARMLESS = 16 * 1024 * 1024  # bytes that may shrink as they like

_PIECE = 1024 * 1024
_FIXED = frozenset(("deskaid.db", "notes.db", "notes.anchor", "site.toml", "settings.toml"))
_FIRST = r'[^\x00-\x1f\x7f./\\:*?"<>|]'
_PATH_PIECE = rf'{_FIRST}[^\x00-\x1f\x7f/\\:*?"<>|]*(?<![. ])'
_OWN_CARD = re.compile(rf"scripts/(?:{_PATH_PIECE}/){{0,3}}{_PATH_PIECE}")
_DEVICES = re.compile(r"(?i)(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|/|$)")
_BAD = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Part:
    """What goes into an archive: its name there, its bytes or file, when it last changed."""

    name: str
    content: bytes | Path
    changed: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """What the manifest says of a part."""

    size: int
    sha256: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Manifest:
    """What the file says of itself. ``notes`` holds counts and days of expiry, never a word."""

    what: str
    made: datetime
    desk: str
    by: str
    parts: Mapping[str, Stored]
    notes: Mapping[str, Any] = field(default_factory=dict)


def known_name(name: str) -> bool:
    """Tell whether ``name`` may stand for a part: one of ours, and never a way out of a folder."""
    if _DEVICES.search(name):
        return False
    return name in _FIXED or _OWN_CARD.fullmatch(name) is not None


def write(
    destination: AbstractContextManager[Path],
    parts: Iterable[Part],
    *,
    what: str,
    made: datetime,
    notes: Mapping[str, Any],
) -> None:
    """Write an archive to where ``destination`` (see `deskaid.landing`) puts it.

    ``notes`` are counts and days for the manifest. Raises as ``destination`` does, and then
    nothing is left behind.
    """
    import platform

    from deskaid import __version__

    with destination as fresh, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as bundle:
        about = {
            "what": what,
            "format": FORMAT,
            "made": made.astimezone(UTC).isoformat(timespec="seconds"),
            "by": __version__,
            "desk": platform.node(),
            "notes": dict(notes),
            "parts": {part.name: _put(bundle, part) for part in parts},
        }
        bundle.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=2))


def _put(bundle: zipfile.ZipFile, part: Part) -> dict[str, Any]:
    found = sha256()
    size = 0
    about = zipfile.ZipInfo(part.name, date_time=(1980, 1, 1, 0, 0, 0))
    # Sealed notes do not shrink; trying takes time and tells nothing.
    about.compress_type = zipfile.ZIP_STORED if part.name == "notes.db" else zipfile.ZIP_DEFLATED
    about.external_attr = 0o600 << 16
    with bundle.open(about, "w", force_zip64=True) as stream:
        for piece in _pieces(part.content):
            stream.write(piece)
            found.update(piece)
            size += len(piece)
    changed = part.changed.astimezone(UTC).isoformat() if part.changed else ""
    return {"size": size, "sha256": found.hexdigest(), "changed": changed}


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


class Archive:
    """An opened file; made by `opened`."""

    def __init__(self, bundle: zipfile.ZipFile, manifest: Manifest) -> None:
        self._bundle = bundle
        self.manifest = manifest

    def take_out(self, name: str, destination: Path) -> None:
        """Write one part to ``destination``, 0600, a new file in a folder of our own.

        Raises `Refused` when it is not what the manifest says, `FileTrouble` for a full disk.
        """
        stored = self.manifest.parts[name]
        try:
            found = self._copied(name, destination, stored.size)
        except OSError as error:
            raise trouble(destination, error) from error
        if found != (stored.size, stored.sha256):
            raise damaged()

    def _copied(self, name: str, destination: Path, most: int) -> tuple[int, str]:
        destination.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found, size = sha256(), 0
        handle = os.open(destination, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, _as_refusal(), self._bundle.open(name) as stream:
            while (piece := stream.read(_PIECE)) and size <= most:
                size += len(piece)
                found.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return size, found.hexdigest()


@contextmanager
def opened(file: Path, *, what: str) -> Iterator[Archive]:
    """Yield the archive at ``file`` after its manifest and the names and sizes in it were checked.

    Raises `Refused` for another kind of file, a newer format, a part with a name that is not
    ours or more bytes than a backup can have; `FileTrouble` when it cannot be read.
    """
    place = file.expanduser()
    try:
        with _as_refusal():
            bundle = zipfile.ZipFile(place)
    except FileNotFoundError:
        raise FileTrouble(f"There is no file {place}.", hint="Check the path.") from None
    except OSError as error:
        raise _unreadable(place, error) from error
    with bundle:
        try:
            with _as_refusal():
                manifest = _manifest(bundle, what=what)
                _check_sizes(bundle, manifest)
        except OSError as error:
            raise _unreadable(place, error) from error
        yield Archive(bundle, manifest)


def _unreadable(place: Path, error: OSError) -> FileTrouble:
    return FileTrouble(
        f"{place} cannot be read ({error.strerror or type(error).__name__}).",
        hint="Check the disk and who may read it; nothing was changed.",
    )


@contextmanager
def _as_refusal() -> Iterator[None]:
    try:
        yield
    except _BAD as error:
        raise damaged() from error


def damaged() -> Refused:
    """Return the error for a file that is not what a manifest promises."""
    return Refused(
        "This is not a file that deskaid wrote, or it is damaged.",
        hint="Use another backup; nothing was changed.",
    )


def _manifest(bundle: zipfile.ZipFile, *, what: str) -> Manifest:
    try:
        about = bundle.getinfo(MANIFEST)
    except KeyError:
        raise damaged() from None
    if about.file_size > LARGEST_MANIFEST:
        raise damaged()
    with bundle.open(about) as stream:
        text = stream.read(LARGEST_MANIFEST + 1)
    try:
        said = json.loads(text)
        kind, number = said["what"], said["format"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise damaged() from None
    if kind not in (BACKUP, NOTEBOOK) or not isinstance(number, int) or number < 1:
        raise damaged()
    if number > FORMAT:
        raise Refused(
            "A newer deskaid made this file.", hint="Update deskaid on this computer first."
        )
    if kind != what:
        raise Refused(*_OTHER_KIND[kind][:1], hint=_OTHER_KIND[kind][1])
    return _read(said)


_OTHER_KIND = {
    BACKUP: ("This file is a backup of a whole desk.", "Use: deskaid restore FILE"),
    NOTEBOOK: ("This file holds one notebook.", "Use: deskaid notebook move-in FILE"),
}


def _read(said: dict[str, Any]) -> Manifest:
    try:
        parts = {
            str(name): Stored(
                int(fields["size"]), str(fields["sha256"]), _moment(fields.get("changed"))
            )
            for name, fields in said["parts"].items()
        }
        made = _moment(said["made"])
        notes = said.get("notes")
        if made is None or not isinstance(notes, dict):
            raise damaged()
        desk = shortened(one_line(str(said.get("desk", ""))), 60)
        return Manifest(said["what"], made, desk, one_line(str(said.get("by"))), parts, notes)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise damaged() from None


def _moment(written: object) -> datetime | None:
    if not written:
        return None
    moment = datetime.fromisoformat(str(written))
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _check_sizes(bundle: zipfile.ZipFile, manifest: Manifest) -> None:
    entries = [entry for entry in bundle.infolist() if entry.filename != MANIFEST]
    if len(entries) > MOST_PARTS or len(bundle.namelist()) != len(set(bundle.namelist())):
        raise damaged()
    if {entry.filename for entry in entries} != set(manifest.parts):
        raise damaged()
    for entry in entries:
        if not known_name(entry.filename) or entry.flag_bits & 1:
            raise damaged()
        shrunk = entry.file_size > max(_HARMLESS, entry.compress_size * MOST_SHRUNK)
        if shrunk or entry.file_size != manifest.parts[entry.filename].size:
            raise damaged()
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise damaged()
