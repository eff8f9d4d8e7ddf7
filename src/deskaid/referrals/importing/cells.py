"""Every cell's way in: cut to a length a desk can read, and cleaned, with the repairs told."""

from deskaid.referrals.importing.cleaning import clean
from deskaid.referrals.importing.report import Report

LONGEST_TEXT = 20_000
"""Characters: three times the longest description met; more is a quote somebody left open."""


def taken(cell: str, where: str, report: Report) -> str:
    """Return one cell fit to store; what had to be done to it is in ``report``."""
    if len(cell) > LONGEST_TEXT:
        cell = cell[:LONGEST_TEXT]
        report.repair(f"text of more than {LONGEST_TEXT:,} characters, cut", where)
    value, kinds = clean(cell)
    for kind in kinds:
        report.repair(kind, where)
    return value
