"""What a row shows of a listing, from its row in the directory and from what is laid over it."""

# ruff: noqa: S608 - a number is put into the columns, which are constants

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from deskaid.search.answers import Answer
from deskaid.search.facets import facets, taken
from deskaid.search.languages import named_languages
from deskaid.text import shortened

if TYPE_CHECKING:
    from deskaid.referrals.listing import Listing

_ABOUT_LENGTH = 170
_NOTE_LENGTH = 120
"""Characters of a row: more is read when a listing is opened."""
COLUMNS = (
    "id, name, organization, needs, hours, assured_on, assured_how, eligibility,"
    " minimum_age, maximum_age, alert, vanished, address, address_confidential, city, latitude,"
    f" longitude, languages, substr(description, 1, {_ABOUT_LENGTH + 1}),"
    " (select case dial when '' then number || ' ?' else number end from phone"
    "  where listing_id = listing.id and kind <> 'fax' order by position limit 1)"
)
"""The last is the number to call as `as_called` gives it."""
_DIGEST = 6  # of its hexadecimal digits, but for two bits: see packed_ids.py
_ISO = len("2026-11-22")
_VANISHED = "No longer in its directory's latest file: call first"


class Terms(NamedTuple):
    """What the index says of a listing: its facets, the facts known, and of which row it said so.

    The last is `digest_number`.
    """

    facets: int
    known: str
    digest: int


class Row(NamedTuple):
    """A listing's row in the directory: the cells of `COLUMNS`."""

    id: str
    name: str
    organization: str
    needs: str
    hours: str
    assured_on: str
    assured_how: str
    eligibility: str
    minimum_age: int | None
    maximum_age: int | None
    alert: str
    vanished: bool
    address: str
    address_confidential: bool
    city: str
    latitude: float | None
    longitude: float | None
    languages: str
    description: str
    phone: str | None


class _Taking(NamedTuple):
    takes: Sequence[str]


class _Place(NamedTuple):
    vanished: bool
    eligibility: str
    minimum_age: int | None
    maximum_age: int | None


def of_row(
    row: tuple[Any, ...],
    terms: Terms,
    checked_here: date | None,
    wanted: list[str],
) -> Answer:
    """Return the answer of a row (the cells of a `Row`), found for the needs ``wanted``.

    ``checked_here`` is when this library checked it last.
    """
    # Each name of a row is a call, and a list has hundreds of rows.
    (listing_id, name, organization, needs, hours, assured_on, assured_how, eligibility, minimum,
     maximum, alert, vanished, address, is_confidential, city, latitude, longitude, languages,
     about, phone) = row  # fmt: skip
    codes = _codes(needs)
    need = codes[0] if codes else ""
    for code in wanted:
        if code in codes:
            need = code
            break
    note = _VANISHED if vanished else alert or eligibility
    if len(note) > _NOTE_LENGTH:
        note = shortened(note, _NOTE_LENGTH)
    place = city if is_confidential else address or city
    if len(about) > _ABOUT_LENGTH:
        about = shortened(about, _ABOUT_LENGTH)
    checked = None if assured_how == "dated" or not assured_on else _day(assured_on)
    if checked_here is not None and (checked is None or checked_here > checked):
        checked = checked_here
    return Answer(
        "referral",
        listing_id,
        name,
        need=need,
        needs=codes,
        phone=phone or "",
        hours_json=hours,
        checked=checked,
        note=note,
        organization=organization,
        place=place,
        preview=tuple(
            [line for line in (("WHAT", about), ("WHO", note), ("AT", place)) if line[1]]
        ),
        city=city,
        latitude=latitude,
        longitude=longitude,
        facets=terms.facets,
        languages=_languages(languages),
        who=_whom(vanished, eligibility, minimum, maximum, terms.facets),
        known_json=terms.known,
    )


def digest_number(digest: str) -> int:
    """Return the digest of a listing's row as 22 bits: enough to tell that it changed."""
    try:
        return int(digest[:_DIGEST] or "0", 16) >> 2
    except ValueError:
        return 0


def is_same(digest: str, indexed: int) -> bool:
    """Tell whether a row with this ``digest`` is the one that was ``indexed``; see `Terms`."""
    return indexed != 0 and digest_number(digest) == indexed


def as_called(number: str, dial: str) -> str:
    """Return the number as published, with a mark when nobody can tell how to dial it."""
    return number if dial else f"{number} ?"


def worked_out(listing: "Listing") -> tuple[Row, Terms]:
    """Return what a row shows of a whole ``listing``, its terms read from its words anew."""
    from deskaid.referrals.claims.knowing import known  # patterns that most questions do without
    from deskaid.referrals.hours import dump
    from deskaid.search.index_rows import known_facts

    said = known(listing)
    _names, names_all = named_languages(listing.languages)
    terms = Terms(facets(said, names_all=names_all), known_facts(listing, said), 0)
    assured = listing.assured
    phone = listing.phone
    row = Row(
        id=listing.id,
        name=listing.name,
        organization=listing.organization,
        needs=" ".join(listing.needs),
        hours=dump(listing.hours),
        assured_on=assured.on if assured else "",
        assured_how=assured.how if assured else "",
        eligibility=listing.eligibility,
        minimum_age=listing.minimum_age,
        maximum_age=listing.maximum_age,
        alert=listing.alert,
        vanished=listing.vanished,
        address=listing.address,
        address_confidential=listing.address_confidential,
        city=listing.city,
        latitude=listing.latitude,
        longitude=listing.longitude,
        languages="\n".join(listing.languages),
        description=listing.description,
        phone=as_called(phone.number, phone.dial) if phone else None,
    )
    return row, terms


@lru_cache(maxsize=64)
def _taking(bits: int) -> _Taking:
    return _Taking(taken(bits))


# A directory says the same few things over and over.
@lru_cache(maxsize=512)
def _whom(
    vanished: bool, eligibility: str, minimum: int | None, maximum: int | None, bits: int
) -> str:
    from deskaid.referrals.browse.whom import whom  # its patterns take a millisecond of a start

    return whom(_Place(vanished, eligibility, minimum, maximum), _taking(bits))


@lru_cache(maxsize=256)
def _codes(needs: str) -> tuple[str, ...]:
    return tuple(needs.split())


@lru_cache(maxsize=256)
def _languages(text: str) -> tuple[str, ...]:
    return named_languages(text.split("\n"))[0] if text else ()


def _day(text: str) -> date | None:
    """Return the earliest day that ``text`` can mean; see `listing.Assured`."""
    try:
        return date.fromisoformat(text) if len(text) == _ISO else _whole_day(text)
    except ValueError:
        return None


def _whole_day(text: str) -> date | None:
    from deskaid.referrals.listing import Assured  # a month or a year alone is rare

    return Assured(text).date
