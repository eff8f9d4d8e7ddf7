"""How a process in the background behaves towards the one with the keys."""

import sys
from contextlib import suppress

_LOWER = 5  # of 19; still done soon on an idle machine
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS


def give_way() -> None:
    """Let processes that somebody types into go first; without effect where that is refused."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        import os

        with suppress(OSError):
            os.nice(_LOWER)
