"""Listings made by a test, taken in as if a file held them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from deskaid.referrals.hours import Hours, Span
from deskaid.referrals.importing import Report
from deskaid.referrals.listing import Assured, Listing, Phone
from deskaid.referrals.store import Directory

SOURCE = "County 211"


class Made:
    """A reading of the listings given."""

    def __init__(self, *listings: Listing) -> None:
        self.report = Report(file="made.csv", form="test")
        self._listings = listings

    def __iter__(self) -> Iterator[Listing]:
        for listing in self._listings:
            self.report.read += 1
            yield listing


def pantry(number: int = 1, **changes: object) -> Listing:
    """Return a pantry with a number, hours and an address, as a directory would give it."""
    listing = Listing(
        id="",
        source="",
        source_id=str(number),
        name=f"Pantry {number}",
        needs=("food",),
        phones=(Phone(f"217-555-01{number:02}", f"+121755501{number:02}"),),
        address="12 Long Street, Springfield",
        city="Springfield",
        latitude=39.8,
        longitude=-89.6,
        hours=Hours("Mon 9-5", (Span(0, 540, 1020),)),
        assured=Assured("2026-08-01", "desk", "a.example.org", "checked"),
    )
    return replace(listing, **changes)  # type: ignore[arg-type]


def take_in(database: Path, *listings: Listing, source: str = SOURCE) -> Report:
    """Take the listings in as the whole of ``source``."""
    return Directory(database).take_in(Made(*listings), source=source)
