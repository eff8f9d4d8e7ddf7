"""The public holidays of some years where this library is, kept in a small file.

The `holidays` library takes a tenth of a second and 17 MB; it loads where a desk is made ready,
in a process apart, and the screen only reads what was written there.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskaid.errors import FileTrouble
from deskaid.paths import Paths, private_folder

if TYPE_CHECKING:
    from deskaid.site import Site

Holidays = Callable[[date], str]
"""Answers the name of the public holiday that a day is, or ""."""


def holiday_path(paths: Paths) -> Path:
    """Return where the file lies; derived, so it may be deleted at any time."""
    return paths.cache / "holidays.json"


def read_holidays(paths: Paths) -> Holidays:
    """Return what is known of holidays; nothing while the file was not made or is damaged."""
    days: Mapping[str, str] = _read(paths).get("days", {})
    return lambda day: days.get(day.isoformat(), "")


def holidays_are_current(paths: Paths, site: "Site", today: date) -> bool:
    """Tell whether the file is for this library's place and reaches into next year."""
    found = _read(paths)
    return found.get("place") == _place(site) and found.get("until") == today.year + 1


def write_holidays(paths: Paths, site: "Site", today: date) -> None:
    """Write last year's to next year's holidays. Raises `FileTrouble` when that is impossible."""
    from datetime import timedelta

    from deskaid.referrals.timetable.holidays_here import holiday_on

    day, last = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    days = {}
    while day <= last:
        if name := holiday_on(site.country, site.region, day):
            days[day.isoformat()] = name
        day += timedelta(days=1)
    path = holiday_path(paths)
    content = {"place": _place(site), "until": last.year, "days": days}
    beside = path.with_suffix(".new")
    try:
        private_folder(path.parent)
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise FileTrouble(
            f"The folder {path.parent} cannot be written ({error.strerror}).",
            hint="Free some disk space, or check who may write there.",
        ) from error


def _place(site: "Site") -> str:
    return f"{site.country}-{site.region}"


def _read(paths: Paths) -> dict[str, Any]:
    try:
        found = json.loads(holiday_path(paths).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not made yet, or damaged: made again the next time
        return {}
    good = isinstance(found, dict) and isinstance(found.get("days"), dict)
    return found if good else {}
