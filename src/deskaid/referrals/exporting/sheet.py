"""The directory as one flat spreadsheet: a row for each listing, for people and their programs.

The headers are ones that deskaid's own import of spreadsheets knows. The last column holds each
listing's record (see `record`); a librarian can leave it alone or delete it. With it, a row
comes back as it was; without it, phones and hours are read from their words as in any other
spreadsheet.

What this form never carries, even so: the source's name, and what only this library knows
(checks other than the newest, flags, pins, tips, which fields were corrected).
"""

import csv
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from deskaid.referrals.exporting.cells import safe_cell
from deskaid.referrals.exporting.checks import newest_check
from deskaid.referrals.exporting.exported import Exported
from deskaid.referrals.exporting.identity import SourceIds
from deskaid.referrals.exporting.landing import landing
from deskaid.referrals.exporting.timetable import hours_cell
from deskaid.referrals.importing import drafts
from deskaid.referrals.listing import Assured, Listing, PhoneKind
from deskaid.referrals.record import Record, mark_of, write_record
from deskaid.referrals.tending.typed_phones import dump_phones
from deskaid.referrals.timetable.packed_hours import dump

FORM = "spreadsheet (CSV)"
RECORD_HEADER = "deskaid (leave as it is)"
NEEDS_HEADER = "deskaid needs"
_PHONES: tuple[tuple[str, PhoneKind, slice], ...] = (
    ("Phone 1", "voice", slice(0, 1)),
    ("Phone 2", "voice", slice(1, 2)),
    ("Phone 3", "voice", slice(2, None)),
    ("Text", "text", slice(None)),
    ("TTY", "tty", slice(None)),
    ("Video phone", "video", slice(None)),
    ("Fax", "fax", slice(None)),
)
_TEXTS: tuple[tuple[str, Callable[[Listing], object]], ...] = (
    ("Area served", lambda listing: listing.area_served),
    ("Who for", lambda listing: listing.eligibility),
    ("Minimum age", lambda listing: listing.minimum_age),
    ("Maximum age", lambda listing: listing.maximum_age),
    ("Languages", lambda listing: "; ".join(listing.languages)),
    ("Cost", lambda listing: listing.cost),
    ("Documents", lambda listing: listing.documents),
    ("How to apply", lambda listing: listing.how_to_apply),
    ("Accessibility", lambda listing: listing.accessibility),
    ("Notice", lambda listing: listing.alert),
    ("Email", lambda listing: listing.email),
    ("Website", lambda listing: " ".join(listing.urls)),
)
HEADERS = (
    "ID", "Name", "Organization", "Also known as", NEEDS_HEADER, "Description",
    *(header for header, _, _ in _PHONES),
    "Hours", "Address", "City", "Address confidential", "Latitude", "Longitude",
    *(header for header, _ in _TEXTS),
    "Status", "Last checked", "Checked by", RECORD_HEADER,
)  # fmt: skip
"""The columns, in their order."""


def export_flat_csv(
    listings: Iterable[Listing],
    destination: Path,
    *,
    now: datetime | None = None,
    publisher: str = "",
    country: str = "US",
    force: bool = False,
    everything: bool = False,
) -> Exported:
    """Write ``listings`` as one CSV: UTF-8 with a mark for Excel, CRLF, no cell a formula.

    Listings are read and written one at a time. The arguments, what stays behind and what is
    raised are those of `export_hsds_csv`; ``now`` and ``country`` change nothing here.
    """
    done = Exported(destination, FORM)
    source_ids = SourceIds()
    with (
        landing(destination, force=force) as fresh,
        fresh.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        rows = csv.writer(stream, lineterminator="\r\n")
        rows.writerow(HEADERS)
        for listing in done.chosen(listings, everything=everything):
            cells = sheet_row(listing, source_ids.of(listing), publisher)
            rows.writerow([safe_cell(cells[header]) for header in HEADERS])
            done.count("row")
    return done


def sheet_row(listing: Listing, source_id: str, publisher: str = "") -> dict[str, str]:
    """Return the cells of one listing by header, not yet made safe."""
    assured = newest_check(listing, publisher)
    cells = {
        "ID": source_id,
        "Name": listing.name,
        "Organization": listing.organization,
        "Also known as": listing.also_known_as,
        NEEDS_HEADER: "; ".join(listing.needs),
        "Description": listing.description,
        **phone_cells(listing),
        "Hours": hours_cell(listing.hours),
        "Address": listing.address,
        "City": listing.city,
        "Address confidential": "yes" if listing.address_confidential else "",
        "Latitude": _number(listing.latitude),
        "Longitude": _number(listing.longitude),
        **{header: _text(value(listing)) for header, value in _TEXTS},
        "Status": "inactive" if _gone(listing) else listing.status,
        "Last checked": assured.on if assured and assured.how == "checked" else "",
        "Checked by": assured.by if assured else "",
    }
    cells[RECORD_HEADER] = write_record(_record(listing, cells, assured))
    return cells


def phone_cells(listing: Listing) -> dict[str, str]:
    """Return the numbers by column, each as staff would type it: "Spanish: 555-0101 ext. 4"."""
    cells: dict[str, str] = {}
    for header, kind, part in _PHONES:
        phones = [phone for phone in listing.phones if phone.kind == kind][part]
        said = []
        for phone in phones:
            label = f"{phone.label}: " if phone.label else ""
            extension = f" ext. {phone.extension}" if phone.extension else ""
            said.append(f"{label}{phone.number or phone.dial}{extension}")
        cells[header] = "; ".join(said)
    return cells


def _record(listing: Listing, cells: dict[str, str], assured: Assured | None) -> Record:
    record: Record = {"id": (cells["ID"], mark_of([[cells["ID"]]]))}
    numbers = [cells[header] for header, _, _ in _PHONES if cells[header]]
    urls = list(listing.urls) if drafts.urls_of(*listing.urls) != listing.urls else []
    tongues = (
        list(listing.languages)
        if drafts.languages_of(*listing.languages) != listing.languages
        else []
    )
    checked = [assured.on, assured.by, assured.against, assured.how] if assured else []
    address = cells["Address"]
    for name, value, beside in (
        ("phones", dump_phones(listing.phones) if listing.phones else "", numbers),
        ("hours", dump(listing.hours), [cells["Hours"]]),
        ("urls", urls, [cells["Website"]]),
        ("languages", tongues, [cells["Languages"]]),
        ("assured", checked, [cells["Last checked"], cells["Checked by"]]),
        (
            "address",
            [address, listing.city] if address or listing.city else [],
            [address, listing.city],
        ),
    ):
        if value:
            record[name] = (value, mark_of([beside]))
    if listing.hidden:
        record["hidden"] = (True, "")
    return record


def _gone(listing: Listing) -> bool:
    return listing.vanished and listing.status == "active"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)
