"""This library, as its staff wrote it down: ``site.toml``, machine-wide and per login."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from deskaid.errors import DeskaidError, Refused
from deskaid.paths import Paths
from deskaid.text import one_line
from deskaid.tomlfile import nearest, read_toml, refuse, update_toml

if TYPE_CHECKING:
    from deskaid.facts import Fact

COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ")
_COUNTRY_NAMES = {"UK": "GB", "USA": "US", "CAN": "CA", "AUS": "AU", "NZL": "NZ", "IRL": "IE"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_VALUE = 160  # characters; a fact has to fit into a line that is read aloud

ABOUT = "This library, for deskaid. Delete a line to go back to the general wording."

Spans = tuple[tuple[time, time], ...]


class Site(NamedTuple):
    """What is known of this library; everything may be unset.

    ``facts`` holds the set values by placeholder name (`deskaid.facts`), ``hours`` the open
    spans by weekday (Monday is 0; no entry means not known, an empty one closed all day), and
    ``set_keys`` every key that somebody here wrote down. ``latitude`` and ``longitude`` are in
    degrees, ``region`` is the state or province whose holidays count, ``printer`` the one that
    slips go to; empty means the system's own.
    """

    facts: Mapping[str, str] = MappingProxyType({})
    time_zone: str = ""
    country: str = "US"
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    printer: str = ""
    hours: Mapping[int, Spans] = MappingProxyType({})
    set_keys: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The library's name, or an empty text."""
        return self.facts.get("library", "")

    @property
    def address(self) -> str:
        """What is read to 911, or an empty text."""
        return self.facts.get("address", "")

    @property
    def entrance(self) -> str:
        """Where help that comes should stop, or an empty text."""
        return self.facts.get("entrance", "")

    @property
    def phone(self) -> str:
        """The library's number, or an empty text."""
        return self.facts.get("phone", "")

    @property
    def card_facts(self) -> Mapping[str, str]:
        """The facts, and this country's numbers for the 911, 988 and 211 that cards say."""
        from deskaid.numbers import numbers_for

        return {**self.facts, **numbers_for(self.country).in_cards}

    def now(self) -> datetime:
        """Return the time at this library, aware."""
        return self.local(datetime.now(UTC))

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` in this library's zone, or in the system's; naive ones stay."""
        if moment.tzinfo is None:
            return moment
        if not self.time_zone:
            return moment.astimezone()
        from zoneinfo import ZoneInfo  # not needed where no zone is set

        return moment.astimezone(ZoneInfo(self.time_zone))

    def opening(self, now: datetime) -> str:
        """Return one line for patrons, such as "Open today until 8:00 pm".

        Empty when today's hours are not known: an unknown is never called closed.
        """
        here = self.local(now)
        spans = self.hours.get(here.weekday())
        if spans is None:
            return ""
        if not spans:
            return "Closed today"
        clock = here.time()
        for number, (start, end) in enumerate(spans):
            if clock < start:
                return f"Opens {'again ' if number else ''}at {_clock(start)}"
            if clock < end or end == time.min:
                return f"Open today until {_clock(end)}"
        return self._next_opening(here)

    def _next_opening(self, here: datetime) -> str:
        for ahead in range(1, 8):
            day = (here + timedelta(days=ahead)).weekday()
            spans = self.hours.get(day)
            if spans is None:
                break
            if spans:
                when = "tomorrow" if ahead == 1 else WEEKDAYS[day].title()
                return f"Opens {when} at {_clock(spans[0][0])}"
        return "Closed now"


class SiteRefused(Refused):
    """A value of ``site.toml`` cannot be used; ``site`` holds everything else that can."""

    def __init__(self, refused: Refused, site: Site) -> None:
        super().__init__(refused.message, hint=refused.hint)
        self.site = site


def load_site(paths: Paths) -> Site:
    """Return this library's facts: the machine's file, with this login's file over it.

    Raises `SiteRefused` naming the first bad key, its file and the nearest right word (with
    all that is good in its ``site``), `Refused` for a file that is not TOML, and `FileTrouble`
    for one that cannot be read.
    """
    found: dict[str, Any] = {}
    problems: list[Refused] = []
    for path in (paths.machine_site, paths.site):
        for key, value in read_toml(path).items():
            try:
                _take(found, path, key, value)
            except Refused as problem:
                problems.append(problem)
    site = _site(found) if found else Site()
    if problems:
        raise SiteRefused(problems[0], site)
    return site


_PLACING = ("region", "latitude", "longitude")


@cache
def _fact_keys() -> frozenset[str]:
    from deskaid.facts import BY_KEY  # not needed where there is no file

    # ``library`` is written as ``name``: that is what people look for in the file.
    return frozenset(BY_KEY) - {"library"}


@cache
def site_keys() -> tuple[str, ...]:
    """Return every key of ``site.toml``; ``hours`` is a table."""
    return ("name", *sorted(_fact_keys()), "time_zone", "country", *_PLACING, "printer", "hours")


def usable_site(paths: Paths) -> tuple[Site, DeskaidError | None]:
    """Return what is good in this library's files, and what is wrong with them, if anything.

    A typing mistake in a file must not keep a card or a number from anybody.
    """
    try:
        return load_site(paths), None
    except SiteRefused as error:
        return error.site, error
    except DeskaidError as error:
        return Site(), error


def _site(found: dict[str, Any]) -> Site:
    own = frozenset(found) | ({"library"} if "name" in found else frozenset())
    facts = {key: value for key, value in found.items() if key in _fact_keys()}
    if "name" in found:
        facts["library"] = found["name"]
    return Site(
        facts=facts,
        time_zone=found.get("time_zone", ""),
        country=found.get("country", "US"),
        region=found.get("region", ""),
        latitude=found.get("latitude"),
        longitude=found.get("longitude"),
        printer=found.get("printer", ""),
        hours=found.get("hours", {}),
        set_keys=own,
    )


def write_site(paths: Paths, values: Mapping[str, str]) -> None:
    """Write ``values`` to this login's file, and no other key; an empty value removes its key.

    Keys are those of the file (``hours.monday`` for a day's hours); ``library`` means ``name``.
    Raises `Refused` for a bad value before anything is written, and `FileTrouble`.
    """
    checked: dict[str, str] = {}
    for given, value in values.items():
        key = "name" if given == "library" else given
        text = one_line(value)
        table, dot, day = key.partition(".")
        if dot and table != "hours":
            raise refuse(paths.site, key, "is not known.", nearest(table, site_keys()))
        if text or key not in site_keys():
            _take({}, paths.site, table, {day: text} if dot else text)
        checked[key] = text
    update_toml(paths.site, checked, about=ABOUT, comment=_remark)


def questions() -> "tuple[Fact, ...]":
    """Return what the first start asks, in order; `write_site` takes each one's key."""
    from deskaid.facts import Fact, asked_facts

    return (
        *asked_facts(),
        Fact("time_zone", "Time zone", "", "Empty means this computer's.", "America/Chicago"),
        Fact("country", "Country", "US", "One of " + ", ".join(COUNTRIES) + ".", "US"),
    )


def _remark(key: str) -> str:
    from deskaid.facts import BY_KEY

    asked = {fact.key: fact for fact in questions()}
    fact = BY_KEY.get("library" if key == "name" else key) or asked.get(key)
    if fact is None:
        return ""
    return f"{fact.label}. {fact.help}".strip()


def _take(found: dict[str, Any], path: Path, key: str, value: object) -> None:
    """Check one entry of a file and add it to ``found``; an empty text counts as not set."""
    if key == "hours":
        if not isinstance(value, dict):
            raise refuse(path, key, "is a table.", 'Write [hours], then monday = "9:00-20:00".')
        days = dict(found.get("hours", {}))
        for day, text in value.items():
            _take_day(days, path, day, text)
        if days:
            found["hours"] = days
        return
    key = "name" if key == "library" else key
    if key not in site_keys():
        raise refuse(path, key, "is not known.", nearest(key, site_keys()))
    if key in _DEGREES and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise refuse(path, key, "must be text in quotes.", f'Write {key} = "...".')
    text = one_line(value)
    if len(text) > LONGEST_VALUE:
        raise refuse(path, key, f"is longer than {LONGEST_VALUE} characters.", "Shorten it.")
    if text and key in _DEGREES:
        found[key] = _degrees(path, key, text)
    elif text:
        check: Callable[[Path, str], str] | None = _CHECKS.get(key)
        found[key] = check(path, text) if check else text


def _take_day(days: dict[int, Spans], path: Path, day: str, text: object) -> None:
    name = day.lower()
    if name not in WEEKDAYS:
        raise refuse(path, f"hours.{day}", "is not a day.", nearest(day, WEEKDAYS))
    if not isinstance(text, str):
        raise refuse(path, f"hours.{day}", "must be text in quotes.", _HOURS_FORM)
    if text.strip():
        days[WEEKDAYS.index(name)] = _spans(path, f"hours.{day}", one_line(text).lower())


_HOURS_FORM = "Write '9:00-20:00', '9:00-12:00, 13:00-17:00' or 'closed'."


def _spans(path: Path, key: str, text: str) -> Spans:
    if text == "closed":
        return ()
    spans: list[tuple[time, time]] = []
    for part in text.replace("–", "-").split(","):
        start, _, end = (side.strip() for side in part.partition("-"))
        try:
            opens, closes = _time(start), _time(end)
        except ValueError:
            raise refuse(path, key, f"cannot be '{text}'.", _HOURS_FORM) from None
        if opens >= closes and closes != time.min:
            raise refuse(path, key, f"ends before it starts: '{part.strip()}'.", _HOURS_FORM)
        if spans and (spans[-1][1] == time.min or opens < spans[-1][1]):
            raise refuse(path, key, "has hours that overlap.", _HOURS_FORM)
        spans.append((opens, closes))
    return tuple(spans)


def _time(text: str) -> time:
    """Return "9", "9:30" or "24:00" (midnight, `time.min`) as a time; `ValueError` otherwise."""
    hour, _, minute = text.partition(":")
    if not hour.isdecimal() or (minute and len(minute) != 2):
        raise ValueError(text)
    if int(hour) == 24 and not int(minute or 0):
        return time.min
    return time(int(hour), int(minute or 0))


def _clock(moment: time) -> str:
    """Return a time as patrons read it: "8:00 pm"."""
    if moment in (time.min, time(12)):
        return "midnight" if moment == time.min else "noon"
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"


def _zone(path: Path, text: str) -> str:
    from zoneinfo import ZoneInfo

    name = text.replace(" ", "_")
    if name != name.lower():  # as its file is called, most likely; a file system may not tell
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(name).key
    from zoneinfo import available_timezones  # walks the system's files: 10 ms of every start

    known = {zone.lower(): zone for zone in available_timezones()}
    try:
        return ZoneInfo(known.get(name.lower(), name)).key
    except (KeyError, ValueError, OSError):
        hint = nearest(name, known.values())
        raise refuse(path, "time_zone", f"is not a time zone: '{text}'.", hint) from None


def _country(path: Path, text: str) -> str:
    code = _COUNTRY_NAMES.get(text.upper(), text.upper())
    if code not in COUNTRIES:
        raise refuse(path, "country", f"cannot be '{text}'.", nearest(text, COUNTRIES))
    return code


_DEGREES = {"latitude": 90, "longitude": 180}


def _degrees(path: Path, key: str, text: str) -> float:
    most = _DEGREES[key]
    try:
        degrees = float(text)
    except ValueError:
        degrees = most + 1.0
    if not abs(degrees) <= most:  # not a number fails here as well
        hint = f"Write degrees from -{most} to {most}, such as 41.8827 or -87.6233."
        raise refuse(path, key, f"cannot be '{text}'.", hint)
    return degrees


_CHECKS: dict[str, Callable[[Path, str], str]] = {"time_zone": _zone, "country": _country}
