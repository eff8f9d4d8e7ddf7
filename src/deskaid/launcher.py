"""The small parent that never holds a secret.

Locking must end the process that held a key, since Python cannot wipe its memory
(research/notes.md 4.9). So the screen runs in a child; this parent waits, and starts the next
one when the child asked for it. It imports nothing that is not needed for that: `typing`,
`contextlib` and the enums of `signal` would be half of what it holds as long as the desk is open.

On Linux, once a screen has said that something private is in its memory, this parent forks the
next one ahead: that process loads its code, reads neither the terminal nor a file of the desk, and
waits until the lock, or until the launcher is gone. So it is there at once, and clean: it comes
from this parent, not from the screen. macOS and Windows start every screen anew: what their own
libraries do after a fork is not safe.
"""

import _signal as signal  # type: ignore[import-not-found]  # the same calls with plain numbers
import os
import sys
from time import monotonic, sleep

from deskaid import terminal

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

# What a screen tells its launcher while it lives, one byte each.
_ALIVE = b"a"
_PRIVATE = b"p"
_KEPT = b"k"
_RESTORED = b"r"
NEXT = "deskaid-next"
"""How the system calls the process of a screen that waits for its turn."""
# What every screen loads until it answers its first key, and in the moment after that.
_OF_EVERY_SCREEN = (
    "concurrent.futures.thread",
    "deskaid.app",
    "deskaid.desk_reset",
    "deskaid.hardening",
    "deskaid.notes.notebooks",
    "deskaid.prepare",
    "deskaid.preview",
    "deskaid.referrals.browse.whom",
    "deskaid.referrals.hours",
    "deskaid.restore_steps",
    "deskaid.search.query",
    "deskaid.shell.desk_driver",
    "deskaid.shell.first_run",
    "deskaid.shell.watch",
    "encodings.utf_8_sig",
    "textual.drivers.headless_driver",
    "textual.layouts.factory",
    "textual.layouts.horizontal",
    "textual.layouts.stream",
    "textual.pilot",
    "textual.scrollbar",
)

# What lets a screen have its turn: whether it starts covered, whether the terminal was kept.
_TURN = b"00"

_ear: int | None = None  # in a screen's process: where its launcher listens
_kept = False  # whether a screen left its curtain on the terminal for the next one to replace


def run(painted: terminal.Modes | None = None) -> int:
    """Run the screen until it ends for good and return its exit code.

    ``painted`` is how the terminal was set before `deskaid.shell.first_frame` painted on it.
    """
    _forget_textual_variables()
    before = terminal.modes() if painted is None else painted
    _keep(painted is not None)
    short_lives = 0
    code = 0
    try:
        while True:
            started = monotonic()
            code = _run_child(covered=code == DESERTED)
            if code < 0:  # killed: nobody put the terminal back, and a note may stand on it
                _keep(True)
                return 128 - code
            short_lives = short_lives + 1 if monotonic() - started < 1 else 0
            if code not in (LOCKED, SUSPENDED, DESERTED) or short_lives >= _MOST_RESTARTS_IN_A_ROW:
                return code
            if code == SUSPENDED:
                terminal.set_modes(before)
                _stop_like_a_job()
                before = terminal.modes()
            if short_lives >= _QUICK_RESTARTS:
                sleep(1)
            terminal.drop_type_ahead()
    finally:
        _end_the_next()
        if _kept:
            terminal.put_back(before)
            if code < 0:
                _say("\r\ndeskaid was ended from outside. Nothing sealed was lost.\n")
        else:
            terminal.set_modes(before)


def _say(text: str) -> None:
    try:
        sys.stderr.write(text)
    except OSError:  # nobody is left to read it
        return


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


# In a screen's process.


def say_alive() -> None:
    """Tell the launcher that the first frame is out: now it may harden itself."""
    _tell(_ALIVE)


def something_private_is_held() -> None:
    """Let the launcher get ready for the lock that follows; without one nothing happens."""
    _tell(_PRIVATE)


def terminal_is_kept() -> bool:
    """Tell whether a screen's last picture still stands on the terminal, to be replaced."""
    return _kept


def keep_terminal(code: int | None) -> bool:
    """Say that this screen leaves the terminal to the next one, if ``code`` brings one here.

    Returns False, after saying that the terminal goes back to what it was before, if not.
    """
    kept = _ear is not None and code in (LOCKED, DESERTED)
    _keep(kept)
    _tell(_KEPT if kept else _RESTORED)
    return kept


def _keep(kept: bool) -> None:
    global _kept
    _kept = kept


def _tell(what: bytes) -> None:
    if _ear is None:
        return
    try:
        os.write(_ear, what)
    except OSError:  # a launcher that was killed hears nothing
        return


def _be_the_screen(ear: int, *, covered: bool) -> None:
    """Run a screen in this forked process; does not return."""
    global _ear
    _ear = ear
    code = 1
    try:
        _forget_handlers()
        from deskaid.app import main

        code = main(covered=covered)
    except Exception:  # noqa: BLE001 - whatever it is, its values are not to be printed
        from deskaid.crash import crash_report

        if _kept:
            terminal.put_back(None)
            keep_terminal(None)
        sys.stderr.write(crash_report())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _forget_handlers() -> None:
    """Let signals do what they do by default, and come."""
    for number in _HELD_BACK:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)


def _be_the_next_screen(ear: int, turn: int) -> None:
    """Load a screen's code in this forked process and wait for its turn; does not return."""
    global _kept
    word = b""
    try:
        word = _waited_for(turn)
    finally:
        if len(word) < len(_TURN):
            os._exit(1)  # the launcher is gone, or starts another instead
    os.close(turn)
    covered, _kept = (digit == ord("1") for digit in word)
    _be_the_screen(ear, covered=covered)


def _waited_for(turn: int) -> bytes:
    import gc
    from contextlib import suppress
    from importlib import import_module

    from deskaid.hardening import process_name

    with process_name(NEXT):
        with suppress(Exception):  # the screen meets it again in its turn, and can tell
            for name in _OF_EVERY_SCREEN:
                import_module(name)
        gc.collect()
        gc.freeze()
        return os.read(turn, len(_TURN))


# In the launcher.

if sys.platform != "win32":
    _HELD_BACK = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class _Next:
    """A screen that waits for its turn: its process, where it is heard, how it is called."""

    def __init__(self, pid: int, listening: int, turn: int) -> None:
        self.pid, self.listening, self.turn = pid, listening, turn


_next: _Next | None = None


def _run_forked(*, covered: bool) -> int:
    """Fork rather than start Python anew: this parent is one clean thread."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:  # none may meet what was set up for the screen before
        child, listening = _started_ahead(covered=covered) or _forked(covered=covered)
        _pass_signals_on(child)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
    _listen(listening)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _forked(*, covered: bool) -> tuple[int, int]:
    """Fork a screen; return its process and where it is heard."""
    listening, ear = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(listening)
            _be_the_screen(ear, covered=covered)
        finally:  # never two launchers
            os._exit(1)
    os.close(ear)
    return child, listening


def _start_ahead(listening_now: int) -> None:
    """Fork the screen after this one, unless there is one or the system refuses."""
    global _next
    if _next is not None:
        return
    listening, ear = os.pipe()
    its_turn, turn = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        child = os.fork()
        if child == 0:
            try:
                for file in (listening_now, listening, turn):
                    os.close(file)
                _forget_handlers()
                _be_the_next_screen(ear, its_turn)
            finally:
                os._exit(1)
    except OSError:
        os.close(listening)
        os.close(turn)
    else:
        _next = _Next(child, listening, turn)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD_BACK)
        os.close(ear)
        os.close(its_turn)


def _started_ahead(*, covered: bool) -> tuple[int, int] | None:
    """Let the screen that waits have its turn; None where there is none, or it has died."""
    global _next
    if _next is None:
        return None
    waiting, _next = _next, None
    try:
        if os.waitpid(waiting.pid, os.WNOHANG) == (0, 0):
            os.write(waiting.turn, b"%d%d" % (covered, _kept))
            return waiting.pid, waiting.listening
        os.close(waiting.listening)
    finally:
        os.close(waiting.turn)
    return None


def _end_the_next() -> None:
    """End the screen that waits: there will be no turn for it."""
    global _next
    if _next is not None:
        os.kill(_next.pid, signal.SIGKILL)
        os.waitpid(_next.pid, 0)
        _next = None


def _listen(listening: int) -> None:
    """Hear what the screen tells until it ends, however it does: that closes the pipe."""
    with open(listening, "rb", buffering=0) as screen:
        while said := screen.read(1):
            if said == _ALIVE:
                _harden()
            elif said == _PRIVATE:
                _start_ahead(listening)
            else:
                _keep(said == _KEPT)


def _harden() -> None:
    """Close this process to others, as the first screen did before it took a key.

    Not sooner: on a small machine it would take the processor from that first frame. The screens
    after it are born with it, and what is private is said after it on the same pipe. This parent
    holds nothing, but what was typed passed by its terminal.
    """
    from deskaid.hardening import harden

    harden()


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


def _stop_like_a_job() -> None:
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)
