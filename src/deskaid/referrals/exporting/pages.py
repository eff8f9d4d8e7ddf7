"""The directory as one page of HSDS 3.2 JSON: services with all that belongs to them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from deskaid.referrals.exporting.exported import Exported
from deskaid.referrals.exporting.landing import landing
from deskaid.referrals.exporting.services import Service, ServiceRows
from deskaid.referrals.exporting.terms import term_row
from deskaid.referrals.listing import NEEDS, Listing

FORM = "HSDS 3.2 JSON"
_ROOM_FOR_COUNT = 12
# What a nested object does not repeat: the keys of what holds it.
_KEYS = ("service_id", "location_id", "organization_id", "link_id", "taxonomy_id")
_PLURALS = {
    "phone": "phones",
    "schedule": "schedules",
    "service_area": "service_areas",
    "required_document": "required_documents",
    "language": "languages",
    "url": "additional_urls",
}
_IN_LOCATION = {"address": "addresses", "accessibility": "accessibility"}


def export_hsds_json(
    listings: Iterable[Listing],
    destination: Path,
    *,
    now: datetime,
    publisher: str = "",
    country: str = "US",
    force: bool = False,
    everything: bool = False,
) -> Exported:
    """Write ``listings`` to one page with a full service for each, as ``?full=true`` gives it.

    Listings are read and written one at a time. The arguments, what stays behind and what is
    raised are those of `export_hsds_csv`.
    """
    done = Exported(destination, FORM)
    rows = ServiceRows(country=country, today=now.date(), publisher=publisher)
    with landing(destination, force=force) as fresh, fresh.open("wb") as stream:
        # How many there are is only known at the end, and stands at the beginning: the counts
        # are written into blanks, which JSON allows before a number.
        stream.write(b'{"total_items":')
        total = stream.tell()
        stream.write(b" " * _ROOM_FOR_COUNT)
        stream.write(b',"total_pages":1,"page_number":1,"size":')
        size = stream.tell()
        stream.write(b" " * _ROOM_FOR_COUNT)
        stream.write(b',"first_page":true,"last_page":true,"empty":')
        empty = stream.tell()
        stream.write(b'false,"contents":[')
        for listing in done.chosen(listings, everything=everything):
            stream.write(b",\n" if done.listings > 1 else b"\n")
            nested = nested_service(rows.of(listing), listing)
            stream.write(json.dumps(nested, ensure_ascii=False, separators=(",", ":")).encode())
        stream.write(b"\n]}\n")
        for place in (total, size):
            stream.seek(place)
            stream.write(f"{done.listings:>{_ROOM_FOR_COUNT}}".encode())
        if not done.listings:
            stream.seek(empty)
            stream.write(b" true")
    done.count("service", done.listings)
    return done


def nested_service(made: Service, listing: Listing) -> dict[str, Any]:
    """Return one service as HSDS 3.2 nests it; columns without a value are left out."""
    service = _bare(made.service)
    service["organization"] = _bare(made.organization)
    for table, name in _PLURALS.items():
        if rows := made.children.get(table):
            service[name] = [_typed(row) for row in rows]
    location = _bare(made.location)
    for table, name in _IN_LOCATION.items():
        if rows := made.children.get(table):
            location[name] = [_bare(row) for row in rows]
    service["service_at_locations"] = [{"id": made.pair["id"], "location": location}]
    codes = [*(need for need in listing.needs if need in NEEDS), "deskaid-record"]
    service["attributes"] = [
        _bare(row) | {"taxonomy_term": _bare(term_row(code))}
        for row, code in zip(made.children["attribute"], codes, strict=True)
    ]
    return service


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if name not in _KEYS and value is not None and value != ""
    }


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its numbers as numbers: a schedule's are texts for the RRULE columns."""
    bare = _bare(row)
    if "interval" in bare:
        bare["interval"] = int(bare["interval"])
    return bare
