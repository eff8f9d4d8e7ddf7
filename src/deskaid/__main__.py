"""One door: the screen without arguments, the command line with them.

Plain ``deskaid`` and ``--version`` import no command-line parser (research/speed.md 1).
"""

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
        from deskaid.launcher import run as run_screen

        return run_screen()
    sys.stderr.write(
        "deskaid needs a terminal for its screen. "
        "Without one, use the commands: 'deskaid find WORDS', 'deskaid say ID', "
        "'deskaid --help' for all.\n"
    )
    return 2


if __name__ == "__main__":
    main()
