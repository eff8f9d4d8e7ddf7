"""What the system can do to keep other programs out of this one's memory, best effort.

Each function returns whether it worked; `doctor` and SECURITY.md say what could not be done.
"""

import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


def harden() -> dict[str, bool]:
    """Refuse core dumps and other programs' looks into this process, and keep new files private.

    Returns what worked: ``no_core``, ``not_dumpable``. On Linux RLIMIT_CORE alone does not stop
    a piped core handler, so both are set (research/notes.md 3, core dumps). Windows and macOS
    have no equivalent that Python reaches; SECURITY.md says so.
    """
    os.umask(0o077)
    return {"no_core": _no_core(), "not_dumpable": _prctl(_PR_SET_DUMPABLE, 0)}


def end_with_parent() -> None:
    """Ask Linux to end this process politely (SIGTERM) when its parent does, even if killed.

    A process whose parent is gone already ends at once.
    """
    import signal

    if _prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM)) and os.getppid() == 1:
        os.kill(os.getpid(), signal.SIGTERM)


def _no_core() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False
