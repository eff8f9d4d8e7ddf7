"""The terminal around a screen: how it was set before, and putting it back. Imports little."""

import sys

Modes = list[int | list[bytes | int]]
"""How a terminal is set, as `termios` gives and takes it."""

# Clear, leave the alternate screen, and switch off what Textual switched on: line wrap, cursor,
# focus reports, bracketed paste, in-band sizes, its key protocol.
_PUT_BACK = "\x1b[0m\x1b[2J\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u"


def modes() -> Modes | None:
    """Return how the terminal is set now, where there is such a thing."""
    if sys.platform == "win32":
        return None
    import termios

    try:
        return termios.tcgetattr(sys.stdin)
    except (OSError, termios.error):
        return None


def put_back(before: Modes | None) -> None:
    """Clear and leave the screen, and set the terminal as it was ``before``."""
    try:
        sys.stdout.write(_PUT_BACK)
        sys.stdout.flush()
    except OSError:  # the terminal may be what went first
        return
    set_modes(before)


def set_modes(before: Modes | None) -> None:
    """Set the terminal as it was ``before``; keys nobody read are thrown away."""
    if before is None or sys.platform == "win32":
        return
    import termios

    try:
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, before)
    except (OSError, termios.error):
        return


def drop_type_ahead() -> None:
    """Throw away keys typed while no screen was there: they were meant for the locked one."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        try:
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
        except (OSError, termios.error):
            return
