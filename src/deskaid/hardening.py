"""What the system can do to keep other programs out of this one's memory, best effort.

Each function returns whether it worked; `protections` and SECURITY.md say what could not be done.
"""

import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_GET_DUMPABLE = 3
_PR_SET_DUMPABLE = 4
_PR_SET_NAME = 15


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


class process_name:
    """Let ``ps`` call this process ``name`` (15 letters at most) within, where Linux allows it."""

    def __init__(self, name: str) -> None:
        self._own = name.encode()

    def __enter__(self) -> None:
        with open("/proc/self/comm", "rb") as file:  # noqa: PTH123 - the launcher loads no pathlib, nor contextlib
            self._before = file.read().strip()
        _name(self._own)

    def __exit__(self, *_fault: object) -> None:
        _name(self._before)


def _name(name: bytes) -> None:
    import ctypes  # in a screen that waits; it loads nothing of its own

    ctypes.CDLL(None).prctl(_PR_SET_NAME, name, 0, 0, 0)


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
    try:
        # What `ctypes` itself calls, without its classes: launcher and screen hold them for ever.
        from _ctypes import call_function, dlopen, dlsym
    except ImportError:
        return _prctl_by_ctypes(option, value)
    try:
        program = dlopen(None, 0)  # type: ignore[arg-type]  # None is the program itself
        return int(call_function(dlsym(program, "prctl"), (option, value, 0, 0, 0)))
    except OSError:
        return -1


def _prctl_by_ctypes(option: int, value: int) -> int:
    import ctypes

    try:
        return int(ctypes.CDLL(None).prctl(option, value, 0, 0, 0))
    except (OSError, AttributeError):
        return -1
