"""The national help lines that ship with the program, one file per country.

``data/referrals/<country>.csv``, UTF-8, one line each; any cell may be empty:

- ``id``: ours, never reused. ``name``, ``organization``, ``what_for`` (our own plain words),
  ``who_for``.
- ``phone``, ``text``, ``tty``, ``video``: numbers as published, several apart by ``; ``, each
  with a label before ``: `` where it needs one ("Spanish: 1-877-842-6273").
- ``url``, ``hours`` (as published; only what `parse_hours` understands gives a status),
  ``languages`` (apart by ``; ``), ``needs`` (our codes, apart by spaces).
- ``source_url``: what it was last checked against. ``source_seen``: an ISO date, maybe only a
  year or month. ``seen_how``: "checked" (somebody read the official page that day), "dated"
  (the page carries that date) or empty (nobody knows). ``confidence``: high or medium.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from deskaid.errors import NothingFound
from deskaid.paths import shipped
from deskaid.referrals.hours import Hours
from deskaid.referrals.importing.dialing import read_numbers
from deskaid.referrals.importing.report import Report
from deskaid.referrals.listing import Assured, Listing, Phone, PhoneKind, in_calling_order
from deskaid.referrals.timetable.hours_text import ZONES_US, parse_hours
from deskaid.text import one_line

SOURCE = "national"
"""The name under which shipped lines stand in the directory."""
CHECKER = "the directory's keepers"
"""Who assures a shipped line: never this library."""
_KINDS: tuple[PhoneKind, ...] = ("voice", "text", "tty", "video")
_ZONES: Mapping[str, Mapping[str, str]] = {
    "US": ZONES_US,
    "CA": ZONES_US,
    "AU": {"eastern": "Australia/Sydney"},
}


def countries(folder: Path | None = None) -> tuple[str, ...]:
    """Return the countries (two capitals) that have a file of national lines."""
    place = folder or shipped() / "referrals"
    return tuple(sorted(file.stem.upper() for file in place.glob("??.csv")))


class National:
    """One country's lines on their way in; iterate it once, or ask `Directory.take_in` to."""

    def __init__(self, country: str, *, folder: Path | None = None) -> None:
        code = country.strip().upper()
        self._file = (folder or shipped() / "referrals") / f"{code.lower()}.csv"
        self._country = code
        if not code.isalpha() or not self._file.is_file():
            raise NothingFound(
                f"There are no national lines for the country {code or '(none)'}.",
                hint=f"Set country in site.toml to one of: {', '.join(countries(folder))}.",
            )
        self.report = Report(file=self._file.name, form="national lines")

    def __iter__(self) -> Iterator[Listing]:
        with self._file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                listing = national_listing(row, self._country)
                self.report.read += 1
                known = listing.hours.known
                self.report.hours["parsed" if known else "text only"] += 1
                yield listing


def national_listing(row: Mapping[str, str], country: str) -> Listing:
    """Return the listing of one row of a shipped file; its id is the row's own."""
    phones: list[Phone] = []
    for kind in _KINDS:
        phones += _phones(row["phone" if kind == "voice" else kind], kind, country)
    hours = parse_hours(row["hours"], zones=_ZONES.get(country, {})) or Hours(text=row["hours"])
    return Listing(
        id=row["id"],
        source=SOURCE,
        source_id=row["id"],
        name=row["name"],
        organization=row["organization"],
        description=row["what_for"],
        needs=tuple(row["needs"].split()),
        phones=in_calling_order(tuple(phones)),
        eligibility=row["who_for"],
        languages=tuple(one_line(name) for name in row["languages"].split(";") if name.strip()),
        area_served="national",
        urls=(row["url"],) if row["url"] else (),
        hours=hours,
        assured=Assured(
            on=row["source_seen"],
            by=CHECKER,
            against=row["source_url"],
            how=row["seen_how"],
        ),
    )


def _phones(cell: str, kind: PhoneKind, country: str) -> Iterator[Phone]:
    for entry in filter(None, (piece.strip() for piece in cell.split(";"))):
        label, _, number = entry.rpartition(": ")
        for phone in read_numbers(number, country):
            yield replace(phone, kind=kind, label=label or phone.label)
