"""A list of the directory as a desk reads it: what is sure first, the nearest first, and rows.

Order: who says what was asked for, then who leaves some of it unsaid; in each, what this library
pinned, then open, hours unknown, closed; then the nearest; then as the index has it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, overload

from rich.cells import cell_len, set_cell_size

from deskaid.ages import age
from deskaid.referrals.browse.distance import Place, distance_words, kilometers
from deskaid.referrals.hours import Holidays, at_words, load, status
from deskaid.search.narrow import Narrow
from deskaid.text import drawn

if TYPE_CHECKING:
    from deskaid.referrals.reading import Mark
    from deskaid.search.answers import Answer

_IN_REACH = 80.0
"""Kilometers: what lies farther stands behind places of which nobody knows where they are."""
_ORDER = {"OPEN": 0, "HOURS": 1, "CLOSED": 2}
NO_NUMBER = "(no number)"
# Columns. A number is never cut at these widths: the longest published form has 15 digits.
_NUMBER, _MOST_NUMBER, _STATUS, _AGE, _DISTANCE = 14, 20, 13, 8, 7
_WHO, _WHO_ASK, _WHO_WIDE, _WIDE, _FAR = 11, 15, 24, 110, 100
_PREFIX, _LEAST_NAME = 2, 12


@dataclass(frozen=True, slots=True)
class Listed:
    """One listing of a list, with what is known of it at this desk and at this moment.

    ``label`` is its status at the moment asked for; ``unsaid`` what was asked for and it does not
    say; ``distance`` kilometers from here, or None.
    """

    answer: "Answer"
    label: str
    unsaid: tuple[str, ...] = ()
    distance: float | None = None
    checked: date | None = None
    flagged: str = ""
    tip: str = ""
    pinned: bool = False
    marked: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether it is closed at that moment."""
        return self.label.startswith("CLOSED")


def in_order(
    answers: "Sequence[Answer]",
    *,
    now: datetime,
    at: datetime | None = None,
    narrow: Narrow,
    marks: "Mapping[str, Mark]",
    marked: Collection[str] = (),
    holidays: Holidays | None = None,
    statuses: "Statuses | None" = None,
) -> list[Listed]:
    """Return ``answers`` in the order of a desk; ``at`` is a moment other than ``now``.

    ``statuses`` are kept from one list to the next while somebody types.
    """
    label = (statuses or Statuses()).of(now, at, holidays)
    found = [
        _listed(answer, label(answer.hours_json), narrow, marks, answer.id in marked)
        for answer in answers
    ]
    return [
        one
        for _, one in sorted(
            enumerate(found),
            key=lambda pair: (
                len(pair[1].unsaid),
                not pair[1].pinned,
                _ORDER[pair[1].label.split()[0]],
                _IN_REACH if pair[1].distance is None else pair[1].distance,
                pair[0],
            ),
        )
    ]


class Statuses:
    """The words for hours at one minute; many listings of a directory keep the same hours."""

    def __init__(self) -> None:
        self._moment: tuple[object, ...] = ()
        self._words: dict[str, str] = {}

    def of(
        self, now: datetime, at: datetime | None, holidays: Holidays | None
    ) -> Callable[[str], str]:
        """Return what gives the status of stored hours at ``at``, or ``now``."""
        moment = (now.replace(second=0, microsecond=0), at, holidays)
        if moment != self._moment:
            self._moment = moment
            self._words = {}
        words = self._words

        def label(hours: str) -> str:
            if hours not in words:
                words[hours] = _label(hours, now, at, holidays)
            return words[hours]

        return label


def _label(hours: str, now: datetime, at: datetime | None, holidays: Holidays | None) -> str:
    if at is not None:
        return at_words(load(hours), at, now=now, holidays=holidays)
    return status(load(hours), now, holidays=holidays).label(now)


def _listed(
    answer: "Answer", label: str, narrow: Narrow, marks: "Mapping[str, Mark]", marked: bool
) -> Listed:
    mark = marks.get(answer.id)
    dates = (answer.checked, mark.checked if mark else None)
    return Listed(
        answer,
        label,
        unsaid=narrow.unsaid(answer),
        distance=_distance(answer, narrow.near),
        checked=max((day for day in dates if day is not None), default=None),
        flagged=mark.flagged if mark else "",
        tip=mark.tip if mark else "",
        pinned=bool(mark and mark.pinned),
        marked=marked,
    )


def _distance(answer: "Answer", here: Place | None) -> float | None:
    if here is None or answer.latitude is None or answer.longitude is None:
        return None
    return kilometers(here, (answer.latitude, answer.longitude))


def row_texts(listed: Sequence[Listed], *, width: int, now: datetime, country: str) -> "RowTexts":
    """Return each listing as one row of at most ``width`` columns.

    Number, status, name, whom it takes, age of the last check. ``*`` after a number is a pin,
    ``+`` the slip; a distance stands in wide rows only.
    """
    cells = [_cells(one, now, country) for one in listed]
    number = _widest(cells, 0, _NUMBER + 2, _MOST_NUMBER + 2)
    status_width = _widest(cells, 1, _STATUS, 40)
    is_asked = any(one.unsaid for one in listed)
    most_who = _WHO_WIDE if width >= _WIDE else _WHO_ASK if is_asked else _WHO
    who = _widest(cells, 3, 3, most_who)
    distance = _DISTANCE if width >= _FAR and any(cell[4] for cell in cells) else 0
    checked = _widest(cells, 5, 5, _AGE)
    rest = [who, distance, checked]
    name = width - _PREFIX - number - status_width - sum(rest) - 2 - sum(map(bool, rest))
    return RowTexts(cells, (number, status_width, max(_LEAST_NAME, name), *rest))


class RowTexts(Sequence[str]):
    """Rows by their place in a list, fitted when they are asked for: few are seen at a time."""

    def __init__(self, cells: list[tuple[str, ...]], widths: tuple[int, ...]) -> None:
        self._cells = cells
        self._widths = widths

    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        cells = zip(self._cells[at], self._widths, strict=True)
        return " ".join(fitted(text, room) for text, room in cells if room)


def _cells(one: Listed, now: datetime, country: str) -> tuple[str, ...]:
    answer = one.answer
    marks = "*" * one.pinned + "+" * one.marked
    who = _ask(one.unsaid) if one.unsaid else drawn(answer.who)
    return (
        f"{drawn(answer.phone) or NO_NUMBER}{marks}",
        one.label,
        drawn(answer.title),
        who,
        "" if one.distance is None else distance_words(one.distance, country),
        "flagged" if one.flagged else age(one.checked, now),
    )


def _ask(unsaid: tuple[str, ...]) -> str:
    """Return what to ask in as many columns as a row has; all of it stands beneath the list."""
    words = f"ask: {', '.join(unsaid)}?"
    return words if cell_len(words) <= _WHO_ASK else f"ask: {len(unsaid)} things"


def _widest(cells: list[tuple[str, ...]], at: int, least: int, most: int) -> int:
    return max(least, min(most, max((cell_len(row[at]) for row in cells), default=least)))


def fitted(text: str, room: int) -> str:
    """Return ``text`` in exactly ``room`` columns, with a mark where it was cut."""
    if cell_len(text) > room:
        text = f"{set_cell_size(text, room - 1).rstrip()}…"
    return set_cell_size(text, room)
