"""Handing text to the system's own printer, for every room that prints."""

import subprocess
import sys

from deskaid.errors import FileTrouble
from deskaid.text import one_line, shortened

PATIENCE = 20
"""Seconds a print system may take to accept a page; it queues, so it is not the paper's time."""

# PowerShell's own Out-Printer takes text from a pipe, so no file is left behind and nothing has to
# be installed. The text is read as UTF-8 whatever the console's code page is; the printer's name
# comes by a variable, so that no quote in it can be read as a command.
_TO_WINDOWS_PRINTER = (
    "$in = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8); "
    "$text = $in.ReadToEnd(); "
    "if ($env:DESKAID_PRINTER) { $text | Out-Printer -Name $env:DESKAID_PRINTER } "
    "else { $text | Out-Printer }"
)


class PrinterTrouble(FileTrouble):
    """The system took nothing for printing; nothing was printed."""


def print_text(
    text: str,
    *,
    printer: str = "",
    what: str = "page",
    instead: str = "Save it to a file.",
    patience: float = PATIENCE,
) -> str:
    """Hand ``text`` to ``printer`` (the system's own when "") and return a sentence that says so.

    ``what`` names the page in what goes wrong, and ``instead`` the way without a printer. Blocks
    until the print system has taken it, so a screen calls it in a thread. Raises
    `PrinterTrouble` when there is no printer, or it takes nothing.
    """
    try:
        command = print_command(printer)
    except PrinterTrouble:
        raise _no_printer(instead) from None
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8"),
            capture_output=True,
            timeout=patience,
            check=False,
            env=_environment(printer),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:  # what was caught holds the text that was to be printed
        raise PrinterTrouble(
            f"The printer did not answer within {patience:g} seconds.", hint=instead
        ) from None
    except OSError as error:
        raise _no_printer(instead) from error
    if done.returncode != 0:
        raise _refused(done.stderr.decode("utf-8", "replace"), what=what, instead=instead)
    return f"Sent to {one_line(printer)}." if printer else "Sent to the printer."


def print_command(printer: str = "", *, platform: str = sys.platform) -> list[str]:
    """Return the program that reads text from its standard input and prints it.

    Raises `PrinterTrouble` where this system has none.
    """
    from shutil import which

    if platform == "win32":
        shell = which("powershell") or which("pwsh")
        if shell is None:
            raise _no_printer("")
        return [shell, "-NoProfile", "-NonInteractive", "-Command", _TO_WINDOWS_PRINTER]
    for program, to_printer in (("lp", "-d"), ("lpr", "-P")):
        found = which(program)
        if found is not None:
            return [found, *((to_printer, printer) if printer else ())]
    raise _no_printer("")


def _environment(printer: str) -> dict[str, str]:
    import os

    return {**os.environ, "DESKAID_PRINTER": printer}


def _no_printer(instead: str) -> PrinterTrouble:
    return PrinterTrouble("This computer has no printer set up.", hint=instead)


def _refused(said: str, *, what: str, instead: str) -> PrinterTrouble:
    """Return what to tell when the print system answered with an error."""
    told = one_line(said)
    if not told or "no default destination" in told.lower():
        return _no_printer(instead)
    return PrinterTrouble(
        f"The printer did not take the {what} ({shortened(told, 80).rstrip('.')}).", hint=instead
    )
