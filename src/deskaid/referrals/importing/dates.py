"""Dates as directories write them."""

import re
from datetime import date, datetime
from functools import lru_cache

_FORMS = ("%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """Return the day ``text`` names, or None; a time of day after it is dropped.

    Slashes are read month first, as in the United States; "January 01, 0001" keeps its year 1.
    """
    text = text.strip()
    if not text:
        return None
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
