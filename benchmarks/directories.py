"""The directories to measure with: packages by `packages`, and desks that took them in.

A package is made anew when the generator changed, a desk when its package was. A desk whose
index or tables are of an older deskaid is made ready in place by `deskaid.prepare`, which then
rebuilds only those; where that fails it is made anew.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from packages import write_package

SITE = """\
name = "Maple Street Library"
address = "40 Maple Street, Springfield"
time_zone = "America/Chicago"
"""
_MARK = "made"
_SAMPLE = 50  # services from which an older generator is told

Environment = Callable[[Path | None], dict[str, str]]


def package_folder(keep: Path, services: int) -> Path:
    """Return where the package of that many services is kept."""
    return keep / "packages" / str(services)


def home_folder(keep: Path, listings: int) -> Path:
    """Return where the desk with that many listings is kept."""
    return keep / "homes" / str(listings)


def package(keep: Path, services: int) -> Path:
    """Return a package of ``services``, made where it is missing or of an older generator."""
    folder = package_folder(keep, services)
    wanted = _generator()
    if _mark_of(folder) != wanted:
        _mark(folder).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.write(f"Making a directory of {services:,} services ...\n")
        write_package(folder, services)
        _mark(folder).write_text(wanted, encoding="utf-8")
    return folder


def home(keep: Path, package: Path, python: Path, environment: Environment) -> Path:
    """Return a desk that took in ``package``, ready for the deskaid of ``python``."""
    folder = home_folder(keep, int(package.name))
    if _mark_of(folder) == _mark_of(package) and _prepared(folder, python, environment):
        return folder
    sys.stderr.write(f"Taking in {int(package.name):,} services ...\n")
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    (making / "config").mkdir(parents=True)
    (making / "config" / "site.toml").write_text(SITE, encoding="utf-8")
    for arguments in (
        ["deskaid.prepare"],
        ["deskaid", "import", str(package), "--source", "benchmark"],
    ):
        subprocess.run(
            [str(python), "-m", *arguments],
            check=True,
            cwd=making,
            env=environment(making),
            stdout=subprocess.DEVNULL,
        )
    _mark(folder).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)  # what was there stays until the new one is whole
    making.rename(folder)
    _mark(folder).write_text(_mark_of(package), encoding="utf-8")
    return folder


def _prepared(folder: Path, python: Path, environment: Environment) -> bool:
    """Make the desk ready for this deskaid, at once where it is; tell whether that worked."""
    command = [str(python), "-m", "deskaid.prepare"]
    return not subprocess.run(command, check=False, cwd=folder, env=environment(folder)).returncode


def _generator() -> str:
    """Return a text that changes with what the generator writes."""
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        write_package(Path(folder), _SAMPLE)
        for path in sorted(Path(folder).iterdir()):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _mark(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.{_MARK}")  # beside: a package holds nothing but itself


def _mark_of(folder: Path) -> str:
    mark = _mark(folder)
    return mark.read_text(encoding="utf-8") if mark.is_file() and folder.is_dir() else ""
