"""Where an SQLite file may lie: not on a network share, where its locks do not hold."""

import subprocess
import sys
from pathlib import Path

from deskaid.errors import Refused

NETWORK_FILE_SYSTEMS = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "afs",
        "ncpfs",
        "webdav",
        "davfs",
        "fuse.sshfs",
        "fuse.davfs2",
        "fuse.smbnetfs",
        "lustre",
        "gpfs",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
    )
)
"""File systems on which SQLite's locking cannot be relied on (sqlite.org/useovernet.html)."""


def refuse_network_share(path: Path) -> None:
    """Raise `Refused` when ``path`` (which need not exist) lies on a network share."""
    if on_network_share(path):
        raise Refused(
            f"The folder {path.parent} is on a network share, where this file could be damaged.",
            hint="Set DESKAID_HOME to a folder on this computer's own disk.",
        )


def on_network_share(path: Path) -> bool:
    """Tell whether ``path`` lies on a network share, as far as this system says."""
    path = path.expanduser().absolute()
    if sys.platform == "win32":
        return _remote_drive(path)
    mounts = _mounts_by_command() if sys.platform == "darwin" else _mounts_of_linux()
    return file_system(path, mounts) in NETWORK_FILE_SYSTEMS


def file_system(path: Path, mounts: dict[str, str]) -> str:
    """Return the type of the deepest mount that holds ``path``, or "" when none does.

    ``mounts`` maps mount points to file system types.
    """
    try:
        path = path.resolve()
    except OSError:
        path = path.absolute()
    for folder in (path, *path.parents):
        if str(folder) in mounts:
            return mounts[str(folder)]
    return ""


def _mounts_of_linux() -> dict[str, str]:
    mounts: dict[str, str] = {}
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return mounts
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 2:
            mounts[fields[1].replace("\\040", " ")] = fields[2]
    return mounts


def _mounts_by_command() -> dict[str, str]:
    """Read ``mount``: lines such as "//host/share on /Volumes/share (smbfs, nodev)"."""
    try:
        done = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    mounts: dict[str, str] = {}
    for line in done.stdout.splitlines():
        place, _, options = line.rpartition(" (")
        _, _, folder = place.partition(" on ")
        if folder:
            mounts[folder] = options.split(",")[0].strip(") ")
    return mounts


def _remote_drive(path: Path) -> bool:
    """Ask Windows; a UNC path is remote without asking."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform != "win32":
        return False
    import ctypes

    remote = 4  # DRIVE_REMOTE, winbase.h
    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote)
