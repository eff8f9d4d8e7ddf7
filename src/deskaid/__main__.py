"""One door: the screen without arguments, the command line with them.

Plain ``deskaid`` and ``--version`` import no command-line parser (research/speed.md 1).
"""

import gc
import os
import sys


def main() -> None:
    """Run deskaid and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run deskaid with ``arguments`` and return its exit code (see `deskaid.errors`)."""
    if arguments in (["--version"], ["-V"]):
        from deskaid import __version__

        sys.stdout.write(f"deskaid {__version__}\n")
        return 0
    if arguments:
        from deskaid.cli import run_command

        return run_command(arguments)
    if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        # Until the first frame: looking for garbage while modules load is 7 % of a start, and
        # there is none (the screen's process looks again once it is drawn).
        gc.disable()
        from deskaid.shell.first_frame import paint

        painted = paint()
        from deskaid.launcher import run as run_screen

        return run_screen(painted)
    sys.stderr.write(
        "deskaid needs a terminal for its screen. "
        "Without one, use the commands: 'deskaid find WORDS', 'deskaid say ID', "
        "'deskaid --help' for all.\n"
    )
    return 2


if __name__ == "__main__":
    main()
