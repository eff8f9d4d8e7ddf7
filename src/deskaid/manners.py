"""How a process in the background behaves towards the one with the keys."""

import sys
from contextlib import suppress

_LOWER = 15  # of 19; as soon done on an idle machine, and hardly felt on a busy one
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS


def give_way() -> None:
    """Let processes that somebody types into go first, before this one and all it starts.

    Without effect where that is refused.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        import os

        with suppress(OSError):
            os.nice(_LOWER)
        if sys.platform == "linux":
            with suppress(OSError):  # never takes a processor from whoever is answering a key
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
