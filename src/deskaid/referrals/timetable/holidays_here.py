"""Public holidays where the library is: on one, any hours "may differ today".

The days come from the `holidays` library, which takes about a tenth of a second to load: it is
loaded at the first question, so ask from a worker, never before the first frame.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, partial

MANY_PARTS = 20
"""Parts of a country above which only the national days count where no region is set."""


def may_differ(at: datetime, country: str, region: str = "") -> str:
    """Return the name of the public holiday that ``at``'s own date is there, or "".

    ``country`` is a code such as "US"; ``region`` that of a state or province, "NY" or "US-NY".
    Without a region, or with one that is not known, a day counts when the whole country or at
    least half of its parts keep it: August's bank holiday in GB, no single state's day.
    """
    return holiday_on(country, region, at.date())


def calendar(country: str, region: str = "") -> Callable[[date], str]:
    """Return a function for `status`: the name of the holiday a day is there, or ""."""
    return partial(holiday_on, country, region)


def holiday_on(country: str, region: str, day: date) -> str:
    """Return the name of the public holiday that ``day`` is, or ""."""
    return _year(country.strip().upper(), region.strip().upper(), day.year).get(day, "")


@lru_cache(maxsize=32)
def _year(country: str, region: str, year: int) -> dict[date, str]:
    """Return the holidays of one year by date; none for a country nobody has written down."""
    from holidays import country_holidays  # a tenth of a second

    region = region.removeprefix(f"{country}-")
    try:
        nation = country_holidays(country, years=year)
    except NotImplementedError:
        return {}
    language = "en_US" if "en_US" in nation.supported_languages else None
    parts = tuple(nation.subdivisions)
    if region in parts:
        here = country_holidays(country, subdiv=region, years=year, language=language)
        return {day: _first(name) for day, name in here.items()}
    nation = country_holidays(country, years=year, language=language)
    found = {day: _first(name) for day, name in nation.items()}
    if len(parts) > MANY_PARTS:
        return found
    kept: Counter[date] = Counter()
    names: dict[date, str] = {}
    for part in parts:
        for day, name in country_holidays(
            country, subdiv=part, years=year, language=language
        ).items():
            kept[day] += 1
            names.setdefault(day, _first(name))
    return found | {
        day: names[day]
        for day, count in kept.items()
        if day not in found and 2 * count >= len(parts)
    }


def _first(name: str) -> str:
    """Return one name of a day that has several."""
    return name.split(";")[0].strip()
