"""What spreadsheet programs do to numbers and hours when they save a CSV."""

import re

_EXPONENT = re.compile(r"([1-9])(?:\.(\d+))?E\+(\d{2})", re.I)
_DATE = re.compile(
    r"(?i)\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d\d(\d\d)?)?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d\d|\d{4}-\d\d-\d\d( 00:00(:00)?)?"
)
_WHOLE_FLOAT = re.compile(r"(\d{1,15})\.0+")


def is_shortened(text: str) -> bool:
    """Tell whether ``text`` is a long number that lost its digits, like "1.23E+15"."""
    match = _EXPONENT.fullmatch(text.strip())
    return match is not None and len(match[2] or "") < int(match[3])


def whole_number(text: str) -> str:
    """Return a number written "2175550142.0" or "2.175550142E+09" as digits, else ``text``."""
    match = _WHOLE_FLOAT.fullmatch(text)
    if match:
        return match[1]
    match = _EXPONENT.fullmatch(text)
    if match and len(match[2] or "") == int(match[3]):
        return match[1] + (match[2] or "")
    return text


def is_mangled_hours(text: str) -> bool:
    """Tell whether ``text`` is a date that a program made of hours: "9-May" was once "9-5"."""
    return _DATE.fullmatch(text.strip()) is not None
