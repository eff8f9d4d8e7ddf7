"""Hours as one compact text for a column, and back; texts of earlier versions stay readable."""

import json
from datetime import date
from typing import Any

from deskaid.referrals.timetable.spans import NO_HOURS, Hours, Span, Special


def dump(hours: Hours) -> str:
    """Return ``hours`` as compact JSON for one column; empty text for no hours at all."""
    packed: dict[str, Any] = {}
    if hours.text:
        packed["t"] = hours.text
    if hours.always:
        packed["a"] = 1
    if hours.zone:
        packed["z"] = hours.zone
    if hours.spans:
        packed["s"] = [_pack(span) for span in hours.spans]
    if hours.doubtful:
        packed["d"] = list(hours.doubtful)
    if hours.differs:
        packed["x"] = [[first.isoformat(), last.isoformat()] for first, last in hours.differs]
    if hours.special:
        packed["e"] = [
            [one.first.isoformat(), one.last.isoformat(), *map(list, one.stretches)]
            for one in hours.special
        ]
    if hours.holidays:
        packed["h"] = hours.holidays
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")) if packed else ""


def load(text: str) -> Hours:
    """Return what `dump` wrote. Raises ValueError when ``text`` was not written by it."""
    if not text:
        return NO_HOURS
    packed = json.loads(text)
    try:
        return Hours(
            text=packed.get("t", ""),
            spans=tuple([_unpack(span) for span in packed.get("s", ())]),
            always=bool(packed.get("a")),
            zone=packed.get("z", ""),
            doubtful=tuple(packed.get("d", ())),
            differs=tuple(
                (date.fromisoformat(first), date.fromisoformat(last))
                for first, last in packed.get("x", ())
            ),
            special=tuple(_special(*one) for one in packed.get("e", ())),
            holidays=packed.get("h", ""),
        )
    except (TypeError, AttributeError, IndexError) as error:
        raise ValueError("not hours written by this program") from error


# A span is an array in this order, cut after its last value that is not empty.
_LEAST = 3


def _pack(span: Span) -> list[Any]:
    packed: list[Any] = [
        span.weekday,
        span.start,
        span.end,
        span.nth,
        _iso(span.valid_from),
        _iso(span.valid_to),
        span.label,
        span.interval if span.interval > 1 else 0,
        _iso(span.anchor),
        span.monthday,
        _iso(span.until),
        list(span.season) if span.season else "",
    ]
    while len(packed) > _LEAST and not packed[-1]:
        packed.pop()
    return packed


def _unpack(packed: list[Any]) -> Span:
    if len(packed) == _LEAST:  # nearly all of them
        return Span(*packed)
    weekday, start, end, nth, first, last, label, interval, anchor, monthday, until, season = (
        packed + ["", "", "", "", "", "", "", "", ""][len(packed) - _LEAST :]
    )
    return Span(
        weekday=weekday,
        start=start,
        end=end,
        nth=nth or 0,
        valid_from=_day(first),
        valid_to=_day(last),
        label=label,
        interval=interval or 1,
        anchor=_day(anchor),
        monthday=monthday or 0,
        until=_day(until),
        season=(season[0], season[1]) if season else None,
    )


def _special(first: str, last: str, *stretches: list[int]) -> Special:
    return Special(
        date.fromisoformat(first),
        date.fromisoformat(last),
        tuple((start, end) for start, end in stretches),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
