"""What the system can do to keep other programs out of this one's memory, best effort.

Each function returns whether it worked; `protections` and SECURITY.md say what could not be done.
"""

import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_GET_DUMPABLE = 3
_PR_SET_DUMPABLE = 4


def harden() -> dict[str, bool]:
    """Refuse core dumps and other programs' looks into this process, and keep new files private.

    Returns what worked: ``no_core``, ``not_dumpable``. Linux: RLIMIT_CORE alone does not stop a
    piped core handler, so the process is made non-dumpable too (research/notes.md 3, core dumps).
    macOS: no core only; PT_DENY_ATTACH would break debuggers and stops nobody who may read the
    memory otherwise. Windows: no crash report with memory in it, and a DACL that gives nobody but
    the system's administrators the right to read this process. Cheap, and safe to call again.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        from deskaid.hardening_windows import deny_memory_reads, without_crash_reports

        return {"no_core": without_crash_reports(), "not_dumpable": deny_memory_reads()}
    return {"no_core": _no_core(), "not_dumpable": _prctl(_PR_SET_DUMPABLE, 0) == 0}


def protections() -> str:
    """Return one line on what this process is safe from, as it is now."""
    worked = harden()
    if sys.platform == "linux":
        worked["not_dumpable"] = _prctl(_PR_GET_DUMPABLE, 0) == 0
    reads = (
        "other programs cannot read its memory"
        if worked["not_dumpable"]
        else "NOT hidden from other programs of this login"
    )
    return f"{reads}; {'no core dump' if worked['no_core'] else 'a crash may write its memory'}"


def end_with_parent() -> None:
    """Ask Linux to end this process politely (SIGTERM) when its parent does, even if killed.

    A process whose parent is gone already ends at once.
    """
    import signal

    if _prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM)) == 0 and os.getppid() == 1:
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


def _prctl(option: int, value: int) -> int:
    """Return what the call returns, or -1 where there is no such call."""
    if sys.platform != "linux":
        return -1
    import ctypes

    try:
        return int(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0))
    except (OSError, AttributeError):
        return -1
