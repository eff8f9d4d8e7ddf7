"""What Python can ask of Windows: no memory in crash reports, no reading by the same login.

Not run on any Windows machine here; every call is best effort and reports whether it worked.
"""

import ctypes
import sys
from collections.abc import Callable

_SEM_FAILCRITICALERRORS = 0x1
_SEM_NOGPFAULTERRORBOX = 0x2
_WER_NO_HEAP = 0x1  # WER_FAULT_REPORTING_FLAG_NOHEAP
_DACL_SECURITY_INFORMATION = 0x4
_SDDL_REVISION_1 = 1
# Whoever owns this process (OW: OWNER RIGHTS, which also takes away the owner's right to change
# the list) may wait for it (0x100000), ask what it is (0x1000) and end it (0x1): the rights that
# KeePassXC leaves in `createWindowsDACL`. Reading memory (0x10) and duplicating handles are gone;
# the system account keeps everything.
_ACCESS = "D:P(A;;0x101001;;;OW)(A;;GA;;;SY)"

CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT = 2, 5, 6
CLOSING = (CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT)


def without_crash_reports() -> bool:
    """Keep this process's memory out of Windows Error Reporting; return whether that worked.

    `WerAddExcludedApplication` would exclude every Python program of this login, for good: the
    flags of this process alone do.
    """
    if sys.platform != "win32":
        return False
    kernel = ctypes.windll.kernel32
    kernel.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
    try:
        return bool(ctypes.windll.wer.WerSetFlags(_WER_NO_HEAP) == 0)
    except (OSError, AttributeError):
        return False


def deny_memory_reads() -> bool:
    """Take the right to read this process away from its own login; return whether that worked.

    Handles opened before stay open, and an administrator's debug privilege passes by it.
    """
    if sys.platform != "win32":
        return False
    from ctypes import wintypes

    descriptor = ctypes.c_void_p()
    advapi, kernel = ctypes.windll.advapi32, ctypes.windll.kernel32
    try:
        convert = advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW
        convert.argtypes = [
            wintypes.LPCWSTR, wintypes.DWORD, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p,
        ]  # fmt: skip
        if not convert(_ACCESS, _SDDL_REVISION_1, ctypes.byref(descriptor), None):
            return False
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        secure = advapi.SetKernelObjectSecurity
        secure.argtypes = [wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p]
        return bool(secure(kernel.GetCurrentProcess(), _DACL_SECURITY_INFORMATION, descriptor))
    except (OSError, AttributeError, ctypes.ArgumentError):
        return False
    finally:
        if descriptor:
            kernel.LocalFree.argtypes = [ctypes.c_void_p]
            kernel.LocalFree(descriptor)


_kept: list[object] = []  # Windows calls back by address: Python must not free the function


def when_the_console_closes(answer: Callable[[int], bool]) -> bool:
    """Call ``answer`` in a thread of Windows' own when the console window closes.

    Windows ends the process when it returns, or after about five seconds. Returns whether the
    handler was taken.
    """
    if sys.platform != "win32":
        return False
    from ctypes import wintypes

    handler = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)(answer)
    _kept.append(handler)
    return bool(ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, True))
