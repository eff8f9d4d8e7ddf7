"""Signs of a desk that forgets at a restart: frozen disks, guest logins, folders in memory.

Each sign is evidence, not proof: none of them means only that nothing was noticed. The
markers hold a count of starts and days, nothing else.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from deskaid.database.place import file_system
from deskaid.errors import DeskaidError
from deskaid.paths import Paths, private_folder

IN_MEMORY = frozenset(("tmpfs", "ramfs", "devtmpfs", "zram"))
LAYERED = frozenset(("overlay", "overlayfs", "aufs", "unionfs", "fuse.unionfs-fuse"))
"""File systems of live media, kiosks (overlayroot) and containers: what is written lies on top."""

REMEMBERED_DAYS = 60
"""A desk that has forgotten nothing for so long has been mended."""

MARKER = "starts.json"
TOLD = "reset.told"

# Windows names a profile it throws away TEMP or TEMP.DOMAIN; WDAGUtilityAccount is the login of
# Windows Sandbox; defaultuser0 that of a machine being set up; the rest are guest logins.
_PASSING_PROFILE = re.compile(
    r"(?i)temp(?:\..*)?|guest(?:[-.].*)?|wdagutilityaccount|defaultuser\d*"
)
_GUEST_HOME = re.compile(r"/(?:tmp|run|dev/shm)/|/Users/Guest(?:/|$)|/home/guest-[^/]+(?:/|$)")
_FREEZER = "Persi0.sys"  # the file Faronics Deep Freeze keeps in the root of a frozen drive


@dataclass(frozen=True)
class _Marker:
    """A count of starts, the day of the last one, and which folder had forgotten, and when."""

    starts: int
    day: str
    forgot: Mapping[str, str] = field(default_factory=dict)


def mark_start(paths: Paths, *, today: date) -> None:
    """Count a start in the data, state and cache folders; call it once at each start.

    What had been forgotten by then is remembered for `reset_signs`. A folder that cannot be
    written is left alone: whoever saves there says so.
    """
    known = [found for found in map(_read, _markers(paths)) if found]
    forgot = {
        name: day
        for found in known
        for name, day in found.forgot.items()
        if abs(today - date.fromisoformat(day)) < timedelta(days=REMEMBERED_DAYS)
    }
    forgot |= dict.fromkeys(_forgetful(paths), today.isoformat())
    starts = 1 + max((found.starts for found in known), default=0)
    text = json.dumps({"starts": starts, "day": today.isoformat(), "forgot": forgot})
    for place in _markers(paths):
        with suppress(OSError, DeskaidError):
            private_folder(place.parent)
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_text(text, encoding="utf-8")
            beside.replace(place)


def reset_signs(
    paths: Paths,
    *,
    mounts: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    system: str = sys.platform,
) -> list[str]:
    """Return a sentence for each sign that what is written here is lost at the next restart.

    ``mounts`` (mount point to file system), ``environment`` and ``system`` stand for this
    machine's own in tests.
    """
    environment = os.environ if environment is None else environment
    signs = list(_mount_signs(paths, _mounts(system) if mounts is None else mounts))
    signs += _profile_signs(paths, environment, system)
    signs += _marker_signs(paths)
    return signs


def notice_once(paths: Paths) -> str:
    """Return the first sign as a notice for somebody making a notebook; "" when told before."""
    told = paths.state / TOLD
    signs = [] if told.exists() else reset_signs(paths)
    if not signs:
        return ""
    with suppress(OSError, DeskaidError):  # told again next time, which is no harm
        private_folder(paths.state)
        told.write_text("", encoding="utf-8")
    return f"{signs[0]} Notes here may vanish: ask IT for a folder that stays (DESKAID_HOME)."


def _mount_signs(paths: Paths, mounts: Mapping[str, str]) -> Iterator[str]:
    for name, folder in (("notes", paths.notes.parent), ("settings", paths.config)):
        kind = file_system(folder, dict(mounts))
        if kind in IN_MEMORY:
            yield f"The folder of the {name} ({folder}) is in memory ({kind}): restarts empty it."
        elif kind in LAYERED:
            yield (
                f"The folder of the {name} ({folder}) is on a layer ({kind}) that kiosks and"
                " containers throw away at a restart."
            )


def _profile_signs(paths: Paths, environment: Mapping[str, str], system: str) -> Iterator[str]:
    if system == "win32":
        profile = environment.get("USERPROFILE", "").rstrip("\\/")
        name = re.split(r"[\\/]", profile)[-1]
        if _PASSING_PROFILE.fullmatch(name) and _inside(str(paths.data), profile):
            yield f"Windows gave this login a profile for the moment ({name}): it is removed again."
        drive = paths.data.anchor or "C:\\"
        with suppress(OSError):
            if (Path(drive) / _FREEZER).exists():
                yield f"Deep Freeze is on drive {drive}: a restart puts the drive back as it was."
    elif _GUEST_HOME.match(f"{paths.data.as_posix()}/"):
        yield f"{paths.data} belongs to a guest login or is for temporary files: it is emptied."


def _inside(path: str, folder: str) -> bool:
    return path.replace("/", "\\").lower().startswith(folder.replace("/", "\\").lower() + "\\")


def _marker_signs(paths: Paths) -> Iterator[str]:
    markers = [found for found in map(_read, _markers(paths)) if found]
    remembered = {name: day for found in markers for name, day in found.forgot.items()}
    now = dict.fromkeys(_forgetful(paths), "now")
    for name, when in {**remembered, **now}.items():
        folder = {"data": paths.data, "state": paths.state}.get(name)
        if folder is not None:
            noticed = "" if when == "now" else f" (noticed on {when})"
            yield f"This desk seems to forget: {folder} was emptied or put back{noticed}."


def _forgetful(paths: Paths) -> list[str]:
    """Return which of the folders knows of fewer starts than another one does."""
    data, state, cache = (_read(place) for place in _markers(paths))
    most = max((found.starts for found in (data, state, cache) if found), default=0)
    folders = {"data": data, "state": state}
    return [name for name, found in folders.items() if (found.starts if found else 0) < most]


def _markers(paths: Paths) -> tuple[Path, Path, Path]:
    return paths.data / MARKER, paths.state / MARKER, paths.cache / MARKER


def _read(place: Path) -> _Marker | None:
    try:
        stored = json.loads(place.read_text(encoding="utf-8"))
        forgot = {
            str(name): date.fromisoformat(day).isoformat()
            for name, day in stored.get("forgot", {}).items()
        }
        return _Marker(int(stored["starts"]), date.fromisoformat(stored["day"]).isoformat(), forgot)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _mounts(system: str) -> dict[str, str]:
    if system != "linux":
        return {}
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return {}
    fields = (line.split(" ") for line in lines)
    return {one[1].replace("\\040", " "): one[2] for one in fields if len(one) > 2}
