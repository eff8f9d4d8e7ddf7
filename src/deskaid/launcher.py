"""The small parent that never holds a secret.

Locking must end the process that held a key, since Python cannot wipe its memory
(research/notes.md 4.9). So the screen runs in a child; this parent waits, and starts the next
one when the child asked for it. It imports nothing that is not needed for that.
"""

import os
import signal
import sys

# What the screen's process answers with: EX_TEMPFAIL for "start a clean one", and one more for
# "stop me too, as Ctrl+Z would, and start a clean one when I come back".
LOCKED = 75
SUSPENDED = 76
# A screen that keeps dying at once is not started for ever.
_MOST_RESTARTS_IN_A_ROW = 3


def run() -> int:
    """Run the screen until it ends for good and return its exit code."""
    _forget_textual_variables()
    short_lives = 0
    while True:
        started = _now()
        code = _run_child()
        short_lives = short_lives + 1 if _now() - started < 1 else 0
        if code not in (LOCKED, SUSPENDED) or short_lives >= _MOST_RESTARTS_IN_A_ROW:
            return code
        if code == SUSPENDED:
            _stop_like_a_job()
        _drop_type_ahead()


def _now() -> float:
    from time import monotonic

    return monotonic()


def _forget_textual_variables() -> None:
    # TEXTUAL_LOG would write every key, passphrases included, to a file; TEXTUAL_SCREENSHOT would
    # save the screen (research/interface.md 0.9). They must be gone before Textual is imported.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def _run_child() -> int:
    if sys.platform == "linux":
        return _run_forked()
    return _run_spawned()


def _run_forked() -> int:
    """Fork rather than start Python anew: this parent is one clean thread, and it saves 10 ms."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            from deskaid.app import main

            code = main()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _pass_signals_on(child)
    while True:
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _pass_signals_on(child: int) -> None:
    def forward(number: int, _frame: object) -> None:
        os.kill(child, number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)


def _run_spawned() -> int:
    import subprocess

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-m", "deskaid.app"])
    if sys.platform != "win32":
        _pass_signals_on(child.pid)
    return child.wait()


def _stop_like_a_job() -> None:
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)


def _drop_type_ahead() -> None:
    """Throw away keys typed while no screen was there: they were meant for the locked one."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
