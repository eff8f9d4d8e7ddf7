"""The box of an empty desk, painted before anything is imported: what is typed into it is kept.

Textual takes a fifth of a second to draw its first frame, and a second on an old computer. Until
then this stands there: the title, the lines and the box as Textual will draw them, in the same
places and colors, and nothing else. No key is named that would not work yet, no library's name
and no word of anybody. Textual's frame replaces it cell by cell (`deskaid.shell.desk_driver`).

Linux only, and only where it is sure how Textual will draw; elsewhere the start is as it was.
"""

import os
import sys

# The colors of Home from `deskaid.shell.theme`: ground, ink, quiet; as red;green;blue, and as the
# nearest of 256. A test compares the cells with Textual's.
_TRUE = {
    "dark": ("2;16;20;24", "2;244;244;244", "2;185;194;203"),
    "light": ("2;255;255;255", "2;17;17;17", "2;72;72;72"),
}
_OF_256 = {
    "dark": ("5;16", "5;255", "5;250"),
    "light": ("5;231", "5;233", "5;238"),
}
LEAST_COLUMNS, LEAST_ROWS = 40, 10
_PLACEHOLDER = "what is happening?"
_ERROR_OUTPUT = 2  # where Textual draws


def paint() -> list[int | list[bytes | int]] | None:
    """Paint the box, and return how the terminal was set before; None where nothing was painted.

    From then on the terminal echoes nothing and keeps every key, as Textual will set it, but
    Ctrl+C still ends the start. Ends from outside wait until the launcher listens.
    """
    if sys.platform != "linux":
        return None
    size = _size()
    colors = _colors()
    if size is None or colors is None:
        return None
    import _signal  # type: ignore[import-not-found]  # `signal` without 4 ms of its enums
    import termios

    try:
        before: list[int | list[bytes | int]] = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        quiet[6][termios.VSUSP] = b"\0"  # stopped now, it would leave the box to the shell
        ends = {_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP}
        _signal.pthread_sigmask(_signal.SIG_BLOCK, ends)
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        os.write(_ERROR_OUTPUT, frame(*size, colors=colors).encode())
    except (OSError, termios.error):
        return None
    return before


def frame(columns: int, rows: int, *, colors: tuple[str, str, str]) -> str:
    """Return what paints the box on an alternate screen of this size, cursor hidden."""
    ground, ink, quiet = colors
    plain = f"\x1b[0;48;{ground};38;{ink}m"
    faint = f"\x1b[0;48;{ground};38;{quiet}m"
    first = f"\x1b[0;48;{ink};38;{ground}m{_PLACEHOLDER[0]}"
    rule = f"{faint} {'─' * (columns - 2)} "
    lines = {
        1: f"{faint}{' Desk':<{columns}}",
        2: rule,
        3: f"{plain} > {first}{faint}{_PLACEHOLDER[1:]:<{columns - 4}}",
        4: rule,
        rows - 3: rule,
    }
    blank = f"{plain}{'':<{columns}}"
    painted = [f"\x1b[{row};1H{lines.get(row, blank)}" for row in range(1, rows + 1)]
    return f"\x1b[?1049h\x1b[?25l{''.join(painted)}\x1b[0m\x1b[3;4H"


def _size() -> tuple[int, int] | None:
    """Return columns and rows as Textual will take them, or None where there is no room."""
    if not all(map(os.isatty, (0, 1, _ERROR_OUTPUT))):
        return None
    try:
        size = os.get_terminal_size(1)
        columns = int(os.environ.get("COLUMNS") or 0) or size.columns
        rows = int(os.environ.get("LINES") or 0) or size.lines
    except (OSError, ValueError):
        return None
    return (columns, rows) if columns >= LEAST_COLUMNS and rows >= LEAST_ROWS else None


def _colors() -> tuple[str, str, str] | None:
    """Return ground, ink and quiet as Textual will draw them, or None where it may do otherwise."""
    environment = os.environ
    if any(environment.get(name) for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")):
        return None
    if sys.stdout.encoding.lower() not in ("utf-8", "utf8"):
        return None
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        kinds = _TRUE
    elif environment.get("TERM", "").endswith(("-256color", "-kitty")):
        kinds = _OF_256
    else:
        return None
    return kinds["light" if _light() else "dark"]


def _light() -> bool:
    """Tell whether this login chose the light theme; `deskaid.settings` is 20 ms away."""
    try:
        with open(settings_file(), encoding="utf-8") as file:  # noqa: PTH123
            lines = file.read(65536).split("\n")
    except (OSError, ValueError):
        return False
    words = [line.partition("#")[0].replace(" ", "").replace("'", '"') for line in lines]
    return 'theme="light"' in (word.strip() for word in words)


def settings_file() -> str:
    """Return the path of ``settings.toml`` as `deskaid.paths` finds it on Linux, by `os` alone."""
    home = os.environ.get("DESKAID_HOME")
    folder = f"{home}/config" if home else f"{_config_home()}/deskaid"
    return os.path.expanduser(f"{folder}/settings.toml")  # noqa: PTH111


def _config_home() -> str:
    return os.environ.get("XDG_CONFIG_HOME", "").strip() or "~/.config"
