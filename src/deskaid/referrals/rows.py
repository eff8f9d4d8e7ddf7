"""A listing and its row: both directions of one mapping, shared by writers and readers."""

import hashlib
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any, Protocol, cast

from deskaid.referrals.hours import Hours, dump, load
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

PACKED_COLUMNS = (
    *_PLAIN, *_LISTS, "hours", "assured_on", "assured_by", "assured_against", "assured_how",
    "digest",
)  # fmt: skip
"""The order in which whole directories are written; the same columns as `LISTING_COLUMNS`."""
Packed = tuple[Any, ...]
Facts = dict[str, Any]
"""What a source says of a listing, by the names of `Listing`; ``id`` and ``source`` may be ""."""
_FACTS = (*_PLAIN, *_LISTS, "hours", "assured", "phones")
_get_plain = itemgetter(*_PLAIN[2:])
_get_phone = attrgetter(*PHONE_COLUMNS)
_NOT_ASSURED = Assured()


class Cells(Protocol):
    """A row by name: a dictionary or an `sqlite3.Row`."""

    def __getitem__(self, name: str, /) -> Any:
        """Return one cell."""


_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [second + first for first in _LETTERS for second in _LETTERS]
"""What ten bits are written as, the lower five first."""


def listing_id(source: str, source_id: str) -> str:
    """Return this desk's own id for a source's listing: short, and the same at every import."""
    # 50 bits: a million listings share an id with odds of 1 in 2,000; `take_in` reports it.
    digest = hashlib.blake2b(f"{source}\0{source_id}".encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    pairs = _PAIRS
    return (
        f"r-{pairs[number & 1023]}{pairs[number >> 10 & 1023]}{pairs[number >> 20 & 1023]}"
        f"{pairs[number >> 30 & 1023]}{pairs[number >> 40 & 1023]}"
    )


def facts_of(listing: Listing) -> Facts:
    """Return the facts of a listing, by name."""
    return {name: getattr(listing, name) for name in _FACTS}


def pack(listing: Listing, source: str) -> tuple[Packed, list[Packed]]:
    """Return the rows of a listing and its phones as coming from ``source``; see `pack_facts`."""
    return pack_facts(facts_of(listing), source)


def pack_facts(facts: Facts, source: str) -> tuple[Packed, list[Packed]]:
    """Return a listing's row, in the order of `PACKED_COLUMNS`, and those of its phones.

    The last cell is a digest of all the others and of the phones: it tells whether anything
    changed. A listing without an id gets the one that `listing_id` makes.
    """
    assured = facts["assured"] or _NOT_ASSURED
    cells = (
        facts["id"] or listing_id(source, facts["source_id"]),
        source,
        *_get_plain(facts),
        " ".join(facts["needs"]),
        "\n".join(facts["languages"]),
        "\n".join(facts["urls"]),
        _dumped(facts["hours"]),
        assured.on,
        assured.by,
        assured.against,
        assured.how,
    )
    phones = [_get_phone(phone) for phone in facts["phones"]]
    content = repr((cells, phones))
    return (*cells, hashlib.blake2b(content.encode(), digest_size=12).hexdigest()), phones


_dumps: dict[int, tuple[Hours, str]] = {}
_MOST_DUMPS = 4_096


def _dumped(hours: Hours) -> str:
    """Return `dump`, remembered for hours that many listings of an import share as one object."""
    known = _dumps.get(id(hours))
    if known is not None and known[0] is hours:
        return known[1]
    if len(_dumps) >= _MOST_DUMPS:
        _dumps.clear()
    text = dump(hours)
    _dumps[id(hours)] = hours, text
    return text


def to_row(listing: Listing) -> dict[str, Any]:
    """Return the listing's own columns by name, with the digest of `pack`."""
    return dict(zip(PACKED_COLUMNS, pack(listing, listing.source)[0], strict=True))


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
