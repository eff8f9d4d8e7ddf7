"""Where the measuring happens: deskaid from its wheel, each peer in an environment of its own.

Everything is kept in one folder outside the project and made once. A mark is written last, so
that what was interrupted is made anew. Nothing here names a package index: pip asks the one
this machine is set to, and a peer it cannot bring is named in one line and left out.

Several runs may share the folder: each source of deskaid has an environment of its own, named
by its fingerprint, and whoever makes something holds a lock meanwhile.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import directories

TREE = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 15
_SOURCES = ("src", "data", "pyproject.toml", "README.md", "LICENSE")
_TOOLS = ("pyte>=0.8.2,<1",)
_MARK = "made"
_STALE = 24 * 3600  # seconds after which an older source's environment is nobody's any more
_MOMENT = 1_767_225_600
"""2026-01-01. An index holds when the files it was built from were changed, so all that is
installed gets one moment: two installations of the same content then share an index."""
_LONGEST_INSTALL = 900  # seconds
_INHERITED = ("PYTHON", "TEXTUAL", "DESKAID", "PIP_TARGET", "VIRTUAL_ENV", "NO_COLOR")

PEERS: Mapping[str, tuple[str, ...]] = {
    # tree-sitter 0.26 breaks it (research/speed.md, traps)
    "posting": ("posting>=2.11,<3", "tree-sitter<0.26"),
    "harlequin": ("harlequin>=2.17,<3",),
    "frogmouth": ("frogmouth>=0.9.2,<1",),
    "jrnl": ("jrnl>=4.6,<5",),
    "sqlite-utils": ("sqlite-utils>=3.38,<4",),
}
"""What pip is asked for. `fzf` and `sqlite3` are no Python: they are used where the path has
them."""


@dataclass
class Bench:
    """What a group's ``measure`` is given.

    ``keep`` is the folder that stays, ``scratch`` goes with this run.
    """

    keep: Path
    scratch: Path
    rounds: int = ROUNDS
    sizes: tuple[int, ...] = SIZES
    peers: bool = True
    missing: dict[str, str] = field(default_factory=dict)
    found: dict[str, Path | None] = field(default_factory=dict)
    _ready: set[int] = field(default_factory=set)
    _python: Path | None = None

    @property
    def python(self) -> Path:
        """The Python of an environment with this tree's wheel and the measuring tools."""
        if self._python is None:
            self._python = _deskaid(self.keep)
        return self._python

    def peer(self, name: str) -> Path | None:
        """Return a peer's program, or None; `missing` then says why, for the table's last lines."""
        if name not in self.found:
            self.found[name] = self._find(name)
        return self.found[name]

    def _find(self, name: str) -> Path | None:
        if not self.peers:
            return None
        if name not in PEERS:
            found = shutil.which(name)
            if found is None:
                self.missing[name] = "it is not on the path"
            return Path(found) if found else None
        try:
            return _peer(self.keep, name)
        except EnvironmentNotMade as error:
            self.missing[name] = str(error)
            return None

    def package(self, services: int) -> Path:
        """Return the folder of a generated HSDS package with that many services."""
        with locked(self.keep, f"package-{services}"):
            return directories.package(self.keep, services)

    def home(self, listings: int) -> Path:
        """Return a DESKAID_HOME with that many listings taken in and findable.

        It is shared by every run: who writes to it takes `copy_of_home`.
        """
        if listings not in self._ready:
            package = self.package(listings)
            with locked(self.keep, f"home-{listings}"):
                directories.home(self.keep, package, self.python, self.environment)
            self._ready.add(listings)
        return directories.home_folder(self.keep, listings)

    def copy_of_home(self, listings: int) -> Path:
        """Return a copy of `home` in the scratch folder, to write to."""
        folder = Path(tempfile.mkdtemp(dir=self.scratch)) / "home"
        shutil.copytree(self.home(listings), folder)  # with its times, which the index knows
        return folder

    def environment(self, home: Path | None = None) -> dict[str, str]:
        """Return the variables a measured program starts with; ``home`` is its DESKAID_HOME."""
        return clean_environment() | ({"DESKAID_HOME": str(home)} if home else {})


class EnvironmentNotMade(Exception):
    """Pip could not bring something; the message is one line."""


def clean_environment() -> dict[str, str]:
    """Return this process's variables without those that would change what is measured."""
    return {name: text for name, text in os.environ.items() if not name.startswith(_INHERITED)}


@contextmanager
def bench_at(
    keep: Path | None = None,
    *,
    rounds: int = ROUNDS,
    sizes: tuple[int, ...] = SIZES,
    peers: bool = True,
) -> Iterator[Bench]:
    """Yield a bench whose scratch folder goes afterwards."""
    keep = (keep or usual_folder()).absolute()
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="deskaid-bench-") as scratch:
        yield Bench(keep, Path(scratch), rounds=rounds, sizes=sizes, peers=peers)


def usual_folder() -> Path:
    """Return the folder that is kept where none is named: in this user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("deskaid-benchmarks", appauthor=False)


@contextmanager
def locked(keep: Path, name: str) -> Iterator[None]:
    """Hold the lock of ``name`` in ``keep``: nobody else makes the same thing meanwhile."""
    keep.mkdir(parents=True, exist_ok=True)
    with (keep / f".{name}.lock").open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fingerprint(tree: Path = TREE) -> str:
    """Return a short text that changes with any file that goes into deskaid's wheel."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _SOURCES:
        top = tree / name
        files = [top] if top.is_file() else sorted(top.rglob("*"))
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(tree)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _deskaid(keep: Path) -> Path:
    """Return the Python of the environment for this tree, made where it is missing."""
    with tempfile.TemporaryDirectory(prefix="deskaid-tree-") as scratch:
        # A copy, so that files saved meanwhile do not make it two versions in one.
        tree = Path(scratch) / "tree"
        for name in _SOURCES:
            source = TREE / name
            tree.mkdir(exist_ok=True)
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, tree / name, ignore=ignored)
            else:
                shutil.copy(source, tree / name)
        folder = keep / "environments" / f"deskaid-{fingerprint(tree)}"
        with locked(keep, folder.name):
            _make(folder, (str(tree), *_TOOLS))
    _forget_older(folder)
    return python_of(folder)


def _peer(keep: Path, name: str) -> Path:
    folder = keep / "environments" / f"peer-{name}"
    with locked(keep, folder.name):
        _make(folder, PEERS[name])
    return python_of(folder).with_name(name + (".exe" if sys.platform == "win32" else ""))


def python_of(folder: Path) -> Path:
    """Return the Python of the environment in ``folder``."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _make(folder: Path, wanted: tuple[str, ...]) -> None:
    """Make an environment that holds ``wanted``, unless it was made to its end before.

    Raises `EnvironmentNotMade`; nothing is left behind then.
    """
    mark = folder / _MARK
    said = "\n".join(part for part in wanted if not Path(part).is_absolute())
    if mark.is_file() and mark.read_text(encoding="utf-8") == said:
        mark.touch()
        return
    shutil.rmtree(folder, ignore_errors=True)
    sys.stderr.write(f"Making {folder.name} ...\n")
    python = python_of(folder)
    try:
        for command in (
            [sys.executable, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted],
        ):
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                text=True,
                env=clean_environment(),  # pip compiles what it installs only without PYTHON...
                timeout=_LONGEST_INSTALL,
            )
    except (subprocess.SubprocessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise EnvironmentNotMade(f"it could not be installed: {_last_line(error)}") from error
    for path in folder.glob("**/site-packages/deskaid/data/**/*"):
        os.utime(path, (_MOMENT, _MOMENT))
    mark.write_text(said, encoding="utf-8")


def _last_line(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    lines = [line.strip() for line in str(said).splitlines() if line.strip()]
    return lines[-1][:160] if lines else type(error).__name__


def _forget_older(current: Path) -> None:
    """Remove environments of sources that nobody measured for a day."""
    for folder in current.parent.glob("deskaid-*"):
        mark = folder / _MARK
        if folder != current and mark.is_file() and time.time() - mark.stat().st_mtime > _STALE:
            shutil.rmtree(folder, ignore_errors=True)
