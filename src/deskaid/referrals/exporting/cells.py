"""Cells that a spreadsheet program shows and never runs."""

import re

_RISKY = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-\d+(\.\d+)?")


def safe_cell(text: str) -> str:
    """Return ``text`` with an apostrophe before what a spreadsheet would take for a formula.

    That is a cell beginning with ``=``, ``+``, ``-``, ``@`` or a control character, also after
    blanks (OWASP, CSV Injection). A bare negative number, such as a longitude, computes nothing
    and stays a number. A text that already has apostrophes there gets one more, so that
    `deskaid.referrals.importing.own_export.bare_cell` always knows how many to take away.
    """
    if text[:1] in " '\t\r\n=+-@＝＋－＠" and _RISKY.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
