"""A listing and its row: both directions of one mapping, shared by writers and readers."""

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol, cast

from deskaid.referrals.hours import dump, load
from deskaid.referrals.listing import Assured, Listing, Phone, PhoneKind, Status

LISTING_COLUMNS = (
    "id",
    "source",
    "source_id",
    "name",
    "organization",
    "also_known_as",
    "description",
    "needs",
    "address",
    "address_confidential",
    "city",
    "latitude",
    "longitude",
    "area_served",
    "eligibility",
    "minimum_age",
    "maximum_age",
    "languages",
    "accessibility",
    "cost",
    "documents",
    "how_to_apply",
    "alert",
    "email",
    "urls",
    "hours",
    "assured_on",
    "assured_by",
    "assured_against",
    "assured_how",
    "status",
    "hidden",
    "vanished",
)
"""What a reader selects; a test compares it with the tables of `deskaid.referrals.model`."""

PHONE_COLUMNS = ("number", "dial", "extension", "kind", "label", "hours_text")
"""A phone's columns after ``listing_id`` and ``position``."""

_LISTS = {"needs": " ", "languages": "\n", "urls": "\n"}
_FLAGS = ("address_confidential", "hidden", "vanished")
_SKIPPED = (*_LISTS, "hours", "assured_on", "assured_by", "assured_against", "assured_how")
_PLAIN = tuple(name for name in LISTING_COLUMNS if name not in _SKIPPED)


class Cells(Protocol):
    """A row by name: a dictionary or an `sqlite3.Row`."""

    def __getitem__(self, name: str, /) -> Any:
        """Return one cell."""


def listing_id(source: str, source_id: str) -> str:
    """Return this desk's own id for a source's listing: short, and the same at every import."""
    # 50 bits: a million listings share an id with odds of 1 in 2,000; `take_in` reports it.
    digest = hashlib.blake2b(f"{source}\0{source_id}".encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    return "r-" + "".join(letters[(number >> 5 * place) & 31] for place in range(10))


def to_row(listing: Listing) -> dict[str, Any]:
    """Return the listing's own columns, and a digest that tells whether anything changed."""
    row: dict[str, Any] = {name: getattr(listing, name) for name in _PLAIN}
    for name, mark in _LISTS.items():
        row[name] = mark.join(getattr(listing, name))
    row["hours"] = dump(listing.hours)
    assured = listing.assured or Assured()
    row["assured_on"], row["assured_by"] = assured.on, assured.by
    row["assured_against"], row["assured_how"] = assured.against, assured.how
    content = repr((sorted(row.items()), listing.phones))
    row["digest"] = hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
    return row


def phone_rows(listing: Listing) -> list[dict[str, Any]]:
    """Return the rows of the listing's phones, in their order."""
    return [
        {"listing_id": listing.id, "position": position}
        | {name: getattr(phone, name) for name in PHONE_COLUMNS}
        for position, phone in enumerate(listing.phones)
    ]


def to_listing(row: Cells, phones: Sequence[Cells], **local: Any) -> Listing:
    """Return the listing of a row and its phone rows; ``local`` adds this library's own fields."""
    facts: dict[str, Any] = {name: row[name] for name in _PLAIN}
    for name in _FLAGS:
        facts[name] = bool(facts[name])
    for name, mark in _LISTS.items():
        facts[name] = tuple(row[name].split(mark)) if row[name] else ()
    facts["status"] = cast(Status, row["status"])
    facts["hours"] = load(row["hours"])
    if row["assured_on"] or row["assured_against"]:
        facts["assured"] = Assured(
            row["assured_on"], row["assured_by"], row["assured_against"], row["assured_how"]
        )
    facts["phones"] = tuple(
        Phone(
            number=phone["number"],
            dial=phone["dial"],
            extension=phone["extension"],
            kind=cast(PhoneKind, phone["kind"]),
            label=phone["label"],
            hours_text=phone["hours_text"],
        )
        for phone in phones
    )
    return Listing(**facts, **local)
