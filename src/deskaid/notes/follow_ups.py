"""When a follow-up is due: read from the line "Owed", told back in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from deskaid.notes.template import parts
from deskaid.text import fold

_WEEKDAYS = (
    "monday lunes",
    "tuesday martes",
    "wednesday miercoles",
    "thursday jueves",
    "friday viernes",
    "saturday sabado",
    "sunday domingo",
)
_DAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_DAY_NUMBERS |= {
    name[:length]: number
    for name, number in _DAY_NUMBERS.items()
    if name.endswith("day")
    for length in (3, 4)
}
_MONTHS = (
    "january enero",
    "february febrero",
    "march marzo",
    "april abril",
    "may mayo",
    "june junio",
    "july julio",
    "august agosto",
    "september septiembre",
    "october octubre",
    "november noviembre",
    "december diciembre",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH_NUMBERS |= {name[:3]: number for name, number in list(_MONTH_NUMBERS.items())}
_MONTH_NUMBERS["sept"] = 9
_WORD_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "un": 1, "una": 1, "dos": 2}

_DAY = "|".join(sorted(_DAY_NUMBERS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_LEAD = r"(?:by|before|until|due|on|this|for|para|antes del?|hasta)(?: the| el)?"
_LONGEST_GAP = 366  # days; nobody plans a desk's follow-up further ahead
_JUST_PAST = 60  # days; a day this little ago was missed, one longer ago is next year's


@dataclass(frozen=True)
class Due:
    """The day a follow-up is due, and the words that say so."""

    day: date
    words: str


def find_due(text: str, today: date, *, day_first: bool = False) -> Due | None:
    """Return the first day named under "Owed" (or on a line "By" or "Due") in ``text``.

    Understood in English and Spanish: today, tomorrow, a weekday after "by" or "next", "24 Nov",
    "11/24" (``day_first``: 24/11), "2026-11-24", "in 3 days". Days are counted from ``today``.
    """
    owed = [parts(text)["Owed"]]
    owed += [line for line in text.splitlines() if re.match(r"\s*(?:by|due)\b[ :]", line, re.I)]
    read = fold("\n".join(owed))
    found = [
        (match.start(), Due(day, match.group().strip()))
        for pattern, reading in _READINGS
        for match in pattern.finditer(read)
        if (day := reading(match, today, day_first)) is not None
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def in_words(day: date, today: date) -> str:
    """Return when ``day`` is: "2 days late", "today", "Friday" or "Fri 4 Dec"."""
    ahead = (day - today).days
    if ahead < 0:
        return f"{-ahead} day{'' if ahead == -1 else 's'} late"
    if ahead < 2:
        return ("today", "tomorrow")[ahead]
    if ahead < 7:
        return f"{day:%A}"
    return f"{day:%a} {day.day} {day:%b}{f' {day:%Y}' if day.year != today.year else ''}"


def told(day: date, today: date) -> str:
    """Return the sentence that tells the writer which day was understood."""
    words = in_words(day, today)
    named = f"{words}, {day.day} {day:%b}" if 2 <= (day - today).days < 7 else words
    return f"follow-up due {named}" if not words.endswith("late") else f"follow-up {words}"


def mark(day: date, today: date) -> str:
    """Return the shortest words for a row: "due Friday", "2 days late"."""
    words = in_words(day, today)
    return words if day < today else f"due {words}"


def _relative(match: re.Match[str], today: date, day_first: bool) -> date:
    word = match.group("word")
    if word in ("tomorrow", "manana"):
        return today + timedelta(days=1)
    if word == "end of the week" or word == "end of week":
        return today + timedelta(days=(4 - today.weekday()) % 7)
    if word == "next week":
        return today + timedelta(days=7 - today.weekday())
    return today


def _weekday(match: re.Match[str], today: date, day_first: bool) -> date:
    """Return the next such day; "next Friday" is the one of next week."""
    number = _DAY_NUMBERS[match.group("day")]
    if match.group("next"):
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _in_days(match: re.Match[str], today: date, day_first: bool) -> date | None:
    typed = match.group("count")
    count = int(typed) if typed.isdigit() else _WORD_NUMBERS[typed]
    days = count * (7 if match.group("unit").startswith(("week", "semana")) else 1)
    return today + timedelta(days=days) if days <= _LONGEST_GAP else None


def _month_day(match: re.Match[str], today: date, day_first: bool) -> date | None:
    return _near(_MONTH_NUMBERS[match.group("month")], int(match.group("number")), today)


def _numeric(match: re.Match[str], today: date, day_first: bool) -> date | None:
    one, two = int(match.group("one")), int(match.group("two"))
    month, day = (two, one) if (day_first or one > 12) and two <= 12 else (one, two)
    year = match.group("year")
    if not year:
        return _near(month, day, today)
    return _within(int(year) + (2000 if len(year) == 2 else 0), month, day, today)


def _iso(match: re.Match[str], today: date, day_first: bool) -> date | None:
    year, month, day = (int(number) for number in match.group("iso").split("-"))
    return _within(year, month, day, today)


def _near(month: int, day: int, today: date) -> date | None:
    """Return that day this year, or next year when it is long past."""
    this_year = _within(today.year, month, day, today)
    if this_year is not None:
        return this_year
    return _within(today.year + 1, month, day, today)


def _within(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if -_JUST_PAST <= (found - today).days <= _LONGEST_GAP else None


_Reading = Callable[[re.Match[str], date, bool], date | None]
_READINGS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (
        re.compile(
            r"(?<!la )(?<!esta )\b(?P<word>today|tonight|tomorrow|manana|hoy|next week|"
            r"end of (?:the )?week|this (?:afternoon|evening))\b"
        ),
        _relative,
    ),
    (re.compile(rf"\b(?:{_LEAD} )?(?:(?P<next>next|proximo) )(?P<day>{_DAY})\b"), _weekday),
    (re.compile(rf"\b{_LEAD}[ :]+(?P<next>)(?P<day>{_DAY})\b"), _weekday),
    (re.compile(rf"^(?P<next>)(?P<day>(?:{_DAY})\b(?<=\w{{5}}))", re.MULTILINE), _weekday),
    (
        re.compile(
            r"\b(?:in|en|within) (?P<count>\d{1,3}|a|one|two|three|four|una?|dos) "
            r"(?P<unit>days?|weeks?|dias?|semanas?)\b"
        ),
        _in_days,
    ),
    (
        re.compile(rf"\b(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? (?P<month>{_MONTH})\b"),
        _month_day,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH})\.? (?P<number>\d{{1,2}})(?:st|nd|rd|th)?\b"), _month_day),
    (re.compile(r"(?<![\d-])(?P<iso>20\d\d-\d{1,2}-\d{1,2})(?![\d-])"), _iso),
    (
        re.compile(
            rf"\b{_LEAD}[ :]+(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})"
            r"(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])"
        ),
        _numeric,
    ),
)
