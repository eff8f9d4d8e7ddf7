"""Hours of schedule rows, worked out once for each way of writing them.

A directory of a hundred thousand services says "MO,TU,WE,TH,FR 09:00 17:00" ten thousand times.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from deskaid.referrals.hours import Hours
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.stage import Row

_MOST = 4_096
_IDS = frozenset(("id", "service_id", "location_id", "service_at_location_id", "organization_id"))
_known: dict[tuple[object, ...], Hours] = {}


def hours_of(rows: Sequence[Row], holidays: Sequence[Row], text: str, report: Report) -> Hours:
    """Return what the schedule rows, the holiday rows and the source's own sentence say.

    Rows about which something has to be reported are worked out each time, for the report.
    """
    key = (text, _said(rows), _said(holidays))
    found = _known.get(key)
    if found is not None:
        return found
    met = Report()
    reader = Reader(met)
    for row in rows:
        reader.add(row)
    for row in holidays:
        reader.add_holiday(row)
    hours = reader.hours(text)
    if met == _NOTHING:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = hours
    report.absorb(met)
    return hours


_NOTHING = Report()


def _said(rows: Sequence[Row]) -> tuple[object, ...]:
    """Return everything in the cells of ``rows`` but whose they are."""
    said: list[object] = []
    for row in rows:
        names = tuple(row.cells)
        said += names, _telling(names)(row.cells)
    return tuple(said)


@lru_cache(maxsize=256)  # a package's schedules have the same few sets of columns
def _telling(names: tuple[str, ...]) -> Callable[[Mapping[str, str]], object]:
    """Return what takes the cells that say something about hours from a row with these columns."""
    telling = [name for name in names if name not in _IDS]
    return itemgetter(*telling) if telling else lambda _cells: ()
