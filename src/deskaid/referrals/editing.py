"""The facts a library may correct or add, as they are typed, and laid over a listing. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from deskaid.referrals.hours import Hours, dump, in_words, load
from deskaid.referrals.listing import Listing
from deskaid.referrals.tending.typed_phones import dump_phones, load_phones, phones_as_typed

EMPTY = Listing(id="", source="", source_id="", name="")
"""A listing nobody has filled in yet."""


@dataclass(frozen=True, slots=True)
class Editable:
    """One field of the form: its name in `Listing`, its label, and what to type."""

    field: str
    label: str
    help: str = ""
    required: bool = False


EDITABLE: tuple[Editable, ...] = (
    Editable("name", "Name", "What people call it.", required=True),
    Editable("organization", "Organization", "Who runs it, if the name does not say."),
    Editable("phone", "Phone", "Several apart by ; with a label: night desk: 555-0101; Text: 988"),
    Editable("hours", "Hours", "Mon-Fri 9-5; Sat 10-2. Or: 24/7."),
    Editable("address", "Address", "Street and number. Empty when confidential."),
    Editable("address_confidential", "Confidential", "yes: the address is shown to nobody."),
    Editable("city", "City"),
    Editable("needs", "Needs", "Codes apart by commas: shelter, food."),
    Editable("description", "What for", "In plain words: what a person gets there."),
    Editable("eligibility", "Who for", "Families, men, women, youth, pets: as they say it."),
    Editable("minimum_age", "From age", "Years, or empty."),
    Editable("maximum_age", "To age", "Years, or empty."),
    Editable("cost", "Cost", "Free, sliding scale, or what it costs."),
    Editable("documents", "Bring", "ID, proof of address; or: nothing needed."),
    Editable("how_to_apply", "How", "Walk in, call first, by referral, at what time."),
    Editable("languages", "Languages", "Apart by commas."),
    Editable("accessibility", "Access", "Ramp, elevator, wheelchair restroom."),
    Editable("area_served", "Serves", "Which towns or counties."),
    Editable("alert", "Note", "What changed lately: moved, closed this week."),
    Editable("email", "Email"),
    Editable("urls", "Web", "Apart by spaces."),
    Editable("also_known_as", "Also called", "Other names people use."),
    Editable("status", "Status", "active, temporarily closed, inactive or defunct."),
)
"""Every field of the form, in its order."""

_TELLING = 8
"""Characters from which a piece of an address tells of a place: "12 Elm St", never "Main"."""

_BY_FIELD = {one.field: one for one in EDITABLE}


@dataclass(frozen=True, slots=True)
class Edit:
    """The newest correction of one field: as typed, what was understood, what it was before."""

    field: str
    value: str
    parsed: str
    was: str


def label_of(field: str) -> str:
    """Return the form's label of ``field``: "Phone"."""
    return _BY_FIELD[field].label if field in _BY_FIELD else field


def as_typed(listing: Listing) -> dict[str, str]:
    """Return every field of the form as a person would type what the listing says now."""
    typed: dict[str, str] = {}
    for one in EDITABLE:
        show = _SHOWN.get(one.field)
        value = show(listing) if show else getattr(listing, one.field)
        typed[one.field] = value or ""
    return typed


def parsed_of(listing: Listing, field: str) -> str:
    """Return what was understood of a typed ``field``, for a row; "" where the text is all."""
    if field == "phone":
        return dump_phones(listing.phones)
    return dump(listing.hours) if field == "hours" else ""


def with_edits(listing: Listing, edits: Mapping[str, Edit]) -> Listing:
    """Return ``listing`` with this library's corrections on top, ``edited`` and ``stale_edits``.

    A correction to what the directory says anyway is none. A new address has no coordinates; a
    confidential one is taken out of every text.
    """
    theirs = as_typed(listing)
    live = {
        field: edit
        for field, edit in edits.items()
        if edit.value not in (edit.was, theirs.get(field))
    }
    if not live:
        return listing
    changes: dict[str, Any] = {}
    for field, edit in live.items():
        name, value = _value(field, edit)
        changes[name] = value
    if "address" in live or "city" in live:
        changes |= {"latitude": None, "longitude": None}
    edited = tuple(field for field in _BY_FIELD if field in live)
    stale = tuple(field for field in edited if live[field].was != theirs[field])
    shown = replace(listing, **changes, edited=edited, stale_edits=stale)
    return kept_secret(shown, listing.address) if shown.address_confidential else shown


def kept_secret(listing: Listing, *addresses: str) -> Listing:
    """Return the listing without its address, coordinates, and any of ``addresses`` in a text."""
    secrets = [line for text in (listing.address, *addresses) for line in _pieces(text)]
    hidden: dict[str, Any] = {
        name: _without(getattr(listing, name), secrets)
        for name in ("name", "description", "eligibility", "documents", "how_to_apply", "alert")
    }
    hidden["tip"] = _without(listing.tip, secrets)
    return replace(
        listing, **hidden, address="", address_confidential=True, latitude=None, longitude=None
    )


def _pieces(address: str) -> list[str]:
    """Return the address and its street line: what could stand in another text."""
    return [address, address.splitlines()[0].split(",")[0]] if address else []


def _without(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        if len(secret) >= _TELLING:
            text = re.sub(re.escape(secret), "(confidential)", text, flags=re.IGNORECASE)
    return text


def _value(field: str, edit: Edit) -> tuple[str, Any]:
    """Return the name and value in `Listing` of one correction."""
    if field == "phone":
        return "phones", load_phones(edit.parsed)
    if field == "hours":
        return "hours", load(edit.parsed) if edit.parsed else Hours(text=edit.value)
    read = _READ.get(field)
    return field, read(edit.value) if read else edit.value


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(",") if piece.strip())


_SHOWN: Mapping[str, Callable[[Listing], str]] = {
    "phone": lambda listing: phones_as_typed(listing.phones),
    "hours": lambda listing: listing.hours.text or in_words(listing.hours),
    "address_confidential": lambda listing: "yes" if listing.address_confidential else "",
    "needs": lambda listing: ", ".join(listing.needs),
    "languages": lambda listing: ", ".join(listing.languages),
    "urls": lambda listing: " ".join(listing.urls),
    "minimum_age": lambda listing: str(listing.minimum_age or ""),
    "maximum_age": lambda listing: str(listing.maximum_age or ""),
}
_READ: Mapping[str, Callable[[str], Any]] = {
    "address_confidential": lambda text: text == "yes",
    "needs": _listed,
    "languages": _listed,
    "urls": lambda text: tuple(text.split()),
    "minimum_age": _number,
    "maximum_age": _number,
}
