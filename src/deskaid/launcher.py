"""The small parent that never holds a secret.

Locking must end the process that held a key, since Python cannot wipe its memory
(research/notes.md 4.9). So the screen runs in a child; this parent waits, and starts the next
one when the child asked for it. It imports nothing that is not needed for that.
"""

import os
import signal
import sys
from contextlib import suppress
from time import monotonic, sleep
from typing import Any

# What the screen's process answers with: EX_TEMPFAIL for "start a clean one", one more for
# "stop me too, as Ctrl+Z would, and start a clean one when I come back", and one more for "start
# a clean one behind the curtain: nobody is at the desk".
LOCKED = 75
SUSPENDED = 76
DESERTED = 77
# A screen that keeps locking at once is started more slowly (Ctrl+L may be held down, and that
# must not end at a shell's prompt), but not for ever.
_QUICK_RESTARTS = 3
_MOST_RESTARTS_IN_A_ROW = 20


def run() -> int:
    """Run the screen until it ends for good and return its exit code."""
    _forget_textual_variables()
    modes = _terminal_modes()
    short_lives = 0
    code = 0
    while True:
        started = monotonic()
        code = _run_child(covered=code == DESERTED)
        if code < 0:  # killed: nobody put the terminal back, and a note may stand on it
            _put_terminal_back(modes)
            return 128 - code
        short_lives = short_lives + 1 if monotonic() - started < 1 else 0
        if code not in (LOCKED, SUSPENDED, DESERTED) or short_lives >= _MOST_RESTARTS_IN_A_ROW:
            return code
        if code == SUSPENDED:
            _stop_like_a_job()
        if short_lives >= _QUICK_RESTARTS:
            sleep(1)
        _drop_type_ahead()


def _forget_textual_variables() -> None:
    # TEXTUAL_LOG would write every key, passphrases included, to a file; TEXTUAL_SCREENSHOT would
    # save the screen (research/interface.md 0.9). They must be gone before Textual is imported.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def _run_child(*, covered: bool) -> int:
    """Return the screen's exit code, or minus the signal that killed it."""
    if sys.platform == "linux":
        return _run_forked(covered=covered)
    return _run_spawned(covered=covered)


def _run_forked(*, covered: bool) -> int:
    """Fork rather than start Python anew: this parent is one clean thread, and it saves 10 ms."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            from deskaid.app import main

            code = main(covered=covered)
        except Exception:  # noqa: BLE001 - whatever it is, its values are not to be printed
            from deskaid.crash import crash_report

            sys.stderr.write(crash_report())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _pass_signals_on(child)
    # While the first screen starts, which does the same before it takes a key; the screens after
    # it are born with it. This parent holds nothing, but what was typed passed by its terminal.
    from deskaid.hardening import harden

    harden()
    while True:
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return os.waitstatus_to_exitcode(status)


def _pass_signals_on(child: int) -> None:
    def forward(number: int, _frame: object) -> None:
        try:
            os.kill(child, number)
        except ProcessLookupError:  # between two screens
            sys.exit(128 + number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)


def _run_spawned(*, covered: bool) -> int:
    import subprocess

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    flags = ["--covered"] if covered else []
    child = subprocess.Popen([sys.executable, "-m", "deskaid.app", *flags])
    if sys.platform != "win32":
        _pass_signals_on(child.pid)
    return child.wait()


def _terminal_modes() -> list[Any] | None:
    """Return how the terminal is set now, where there is such a thing."""
    if sys.platform == "win32":
        return None
    import termios

    try:
        return termios.tcgetattr(sys.stdin)
    except (OSError, termios.error):
        return None


# Clear, leave the alternate screen, and switch off what Textual switched on: line wrap, cursor,
# focus reports, bracketed paste, in-band sizes, its key protocol.
_PUT_BACK = "\x1b[0m\x1b[2J\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u"


def _put_terminal_back(modes: list[Any] | None) -> None:
    with suppress(OSError):  # the terminal may be what went first
        sys.stdout.write(_PUT_BACK)
        sys.stdout.flush()
        sys.stderr.write("\r\ndeskaid was ended from outside. Nothing sealed was lost.\n")
        if modes is not None and sys.platform != "win32":
            import termios

            with suppress(termios.error):
                termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, modes)


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
