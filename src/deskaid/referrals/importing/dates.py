"""Dates as directories write them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

_FORMS = ("%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")

# Days since the end of 1899 (ECMA-376 18.17.4.1), from 1982 to 2064: five digits, and no year.
_SERIAL = re.compile(r"[3-5]\d{4}(\.\d+)?")
_SERIAL_ZERO = date(1899, 12, 30)


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """Return the day ``text`` names, or None; a time of day after it is dropped.

    Slashes are read month first, as in the United States; "January 01, 0001" keeps its year 1.
    "46085" is the number a spreadsheet program counts that day by.
    """
    text = text.strip()
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + timedelta(days=int(text[:5]))
    iso = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        return None
    first = re.sub(r"\s+\d{1,2}:\d{2}.*$", "", text)
    for form in _FORMS:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
