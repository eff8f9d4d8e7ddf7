"""Hours as people write them."""

from datetime import date

from deskaid.referrals.timetable.spans import ANY_DAY, DAY, Hours, Span

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_NTH = {0: "", 1: "1st ", 2: "2nd ", 3: "3rd ", 4: "4th ", 5: "5th ", -1: "last "}
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def clock(minute: int) -> str:
    """Return a minute of the day as staff write it: 540 is "9a", 990 is "4:30p", 0 is "12a"."""
    hour, rest = divmod(minute % DAY, 60)
    minutes = f":{rest:02}" if rest else ""
    return f"{hour % 12 or 12}{minutes}{'a' if hour < 12 else 'p'}"


def in_words(hours: Hours) -> str:
    """Return the spans as people write them: "Mon-Fri 9a-5p; 1st Sat 10a-12p"; "" without any.

    Dates of validity are left out; the status takes them into account.
    """
    if hours.always:
        return "24 hours, every day" + _but(hours)
    # The stretches of each day first, then the days that share them.
    by_day: dict[tuple[str, str, str, int], list[tuple[int, int]]] = {}
    for span in hours.spans:
        weekday = ANY_DAY if span.monthday else span.weekday
        key = (_season(span), *_rule(span), weekday)
        by_day.setdefault(key, []).append((span.start, span.end))
    groups: dict[tuple[str, str, str, tuple[tuple[int, int], ...]], list[int]] = {}
    for (season, before, after, weekday), stretches in by_day.items():
        group = (season, before, after, tuple(sorted(set(stretches))))
        groups.setdefault(group, []).append(weekday)
    parts = sorted(
        (season, min(days) % 8, stretches, f"{season}{before}{_days(days)}{after}")
        for (season, before, after, stretches), days in groups.items()
    )
    said = "; ".join(
        f"{days} " + ", ".join(f"{clock(start)}-{clock(end)}" for start, end in stretches)
        for _, _, stretches, days in parts
    )
    return said + _but(hours) if said else ""


def _rule(span: Span) -> tuple[str, str]:
    """Return what is said before and after the weekdays."""
    after = f" from {short_date(span.anchor)}" if span.anchor else ""
    if span.valid_from and span.valid_from == (span.until or span.valid_to):
        return "", f" {short_date(span.valid_from)} only"
    months = "" if span.interval == 1 else f" every {span.interval} months{after}"
    if span.monthday and span.season and span.season[0] == span.season[1]:
        return f"{_month_day(span.season[0], 0)} every year", ""
    if span.monthday:
        which = "last day" if span.monthday == -1 else f"day {span.monthday}"
        return which, f"{months or ' of the month'}"
    if span.nth:
        return _NTH[span.nth], months
    if span.interval == 1:
        return "", ""
    every = "every other " if span.interval == 2 else f"every {span.interval} weeks on "
    return every, after


def _but(hours: Hours) -> str:
    """Return what keeps these words from being all there is to know."""
    said = ""
    if len(hours.doubtful) == len(DAY_NAMES):
        said += "; other times not certain"
    elif hours.doubtful:
        said += f"; {_days(list(hours.doubtful))} not certain"
    if hours.holidays == "closed":
        said += "; closed on holidays"
    return said


def short_date(day: date) -> str:
    """Return "Dec 5 2026"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.day} {day.year}"


def _season(span: Span) -> str:
    if span.season is None or (span.monthday and span.season[0] == span.season[1]):
        return ""
    first, last = span.season
    begin = _month_day(first, 1)
    end = _month_day(last, _LAST_DAYS[last // 100 - 1])
    return f"{begin}: " if begin == end else f"{begin}-{end}: "


def _month_day(when: int, usual: int) -> str:
    month, day = divmod(when, 100)
    return MONTH_NAMES[month - 1] + ("" if day == usual else f" {day}")


def _days(weekdays: list[int]) -> str:
    """Return weekdays as runs: "Mon-Wed, Fri"."""
    runs: list[list[int]] = []
    for day in sorted(day for day in weekdays if day != ANY_DAY):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        DAY_NAMES[run[0]] + (f"-{DAY_NAMES[run[-1]]}" if len(run) > 1 else "") for run in runs
    )
