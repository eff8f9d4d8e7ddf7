"""A listing as plain lines: for the command line, screen readers and slips."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from deskaid.referrals.claims.knowing import known, referral_facts
from deskaid.referrals.editing import label_of
from deskaid.referrals.hours import in_words, status
from deskaid.referrals.listing import LOCAL_SOURCE, Listing, Phone
from deskaid.referrals.tending.twins import Twin

_WAYS = {
    "phone": " by phone",
    "visit": " in person",
    "web page": " against its web page",
}
_KIND_WORDS = {"voice": "Call", "text": "Text", "tty": "TTY", "video": "Video call", "fax": "Fax"}


def plain_lines(
    listing: Listing,
    now: datetime,
    *,
    twins: Sequence[Twin] = (),
    holidays: Callable[[date], str] | None = None,
) -> list[str]:
    """Return the listing for a person in a hurry: name, number, status, then the rest.

    ``now`` is aware and in the library's own zone. A confidential address is named as such.
    ``twins`` are listings of other sources that may be the same place; ``holidays`` names the
    public holiday that a day is.
    """
    return [
        *_head(listing, now, holidays),
        *(f"{label}: {words}" for label, words in referral_facts(listing)),
        *_facts(listing),
        *checked_lines(listing),
        *(f"May be the same as {twin.name} ({twin.source}): {twin.same}." for twin in twins),
    ]


def _head(listing: Listing, now: datetime, holidays: Callable[[date], str] | None) -> Iterator[str]:
    yield listing.name if not listing.organization else f"{listing.name} ({listing.organization})"
    if listing.status != "active":
        yield f"{listing.status.upper()}: do not send anybody there without calling first."
    if listing.vanished:
        yield "No longer in the directory's latest file: call before you send anybody."
    if listing.flagged:
        yield _flagged(listing)
    yield from (phone_line(phone) for phone in listing.phones)
    if not listing.phone:
        yield "No phone number is known."
    words = in_words(listing.hours)
    said = f" (as published: {listing.hours.text})" if listing.hours.text else ""
    said = said or (f" ({words})" if words else "")
    label = status(listing.hours, now, holidays=holidays).label(now)
    yield f"{label}{' - call' if label == 'HOURS UNKNOWN' and listing.phone else ''}{said}"
    if holidays is not None and (holiday := holidays(now.date())):
        yield f"Today is {holiday}: hours may differ. Call first."
    if listing.tip:
        yield f"Tip of a colleague: {listing.tip}"


def _flagged(listing: Listing) -> str:
    on = f" {listing.flagged_on.isoformat()}" if listing.flagged_on else ""
    by = f" by {listing.flagged_by}" if listing.flagged_by else ""
    return f"Flagged as wrong here{on}{by}: {listing.flagged}"


def as_dict(
    listing: Listing, now: datetime, *, holidays: Callable[[date], str] | None = None
) -> dict[str, Any]:
    """Return the listing as plain values, for ``--json``; dates are ISO 8601 texts.

    ``status`` is the label at ``now``, ``holiday`` the public holiday of that day or null; a
    confidential address is null.
    """
    assured = listing.assured
    return {
        "id": listing.id,
        "source": listing.source,
        "name": listing.name,
        "organization": listing.organization,
        "description": listing.description,
        "needs": list(listing.needs),
        "phones": [asdict(phone) for phone in listing.phones],
        "status": status(listing.hours, now, holidays=holidays).label(now),
        "holiday": (holidays(now.date()) if holidays else "") or None,
        "hours": listing.hours.text or in_words(listing.hours),
        "address": None if listing.address_confidential else listing.address,
        "area_served": listing.area_served,
        "eligibility": listing.eligibility,
        "languages": list(listing.languages),
        "cost": listing.cost,
        "urls": list(listing.urls),
        "alert": listing.alert,
        "service_status": listing.status,
        "vanished": listing.vanished,
        "assured": asdict(assured) if assured else None,
        "known": asdict(known(listing)),
        **_own(listing),
    }


def _own(listing: Listing) -> dict[str, Any]:
    """Return what this library added, as plain values."""
    here, flagged_on = listing.checked_here, listing.flagged_on
    checked = flag = None
    if here:
        checked = {"on": here.on.isoformat(), "by": here.initials, "against": here.against or None}
    if listing.flagged:
        flag = {
            "reason": listing.flagged,
            "on": flagged_on.isoformat() if flagged_on else None,
            "by": listing.flagged_by or None,
        }
    return {
        "checked_here": checked,
        "flagged": flag,
        "pinned": listing.pinned,
        "tip": listing.tip or None,
        "corrected_here": list(listing.edited),
        "overtaken": list(listing.stale_edits),
    }


def phone_line(phone: Phone) -> str:
    """Return one number in words: "Call 1-800-799-7233", "Text START to 88788 (Spanish)"."""
    extension = f" ext. {phone.extension}" if phone.extension else ""
    beside = "; ".join(text for text in (phone.label, phone.hours_text) if text)
    return f"{_KIND_WORDS[phone.kind]} {phone.number}{extension}{f' ({beside})' if beside else ''}"


def _facts(listing: Listing) -> Iterator[str]:
    for title, text in (
        ("What for", listing.description),
        ("Who for", listing.eligibility),
        ("Ages", _ages(listing)),
        ("Where", "confidential - call" if listing.address_confidential else listing.address),
        ("Serves", listing.area_served),
        ("Languages", ", ".join(listing.languages)),
        ("Cost", listing.cost),
        ("Bring", listing.documents),
        ("How to apply", listing.how_to_apply),
        ("Access", listing.accessibility),
        ("Note", listing.alert),
        ("Also known as", listing.also_known_as),
        ("Email", listing.email),
        ("Web", ", ".join(listing.urls)),
    ):
        if text:
            yield f"{title}: {' '.join(text.split())}"


def _ages(listing: Listing) -> str:
    low, high = listing.minimum_age, listing.maximum_age
    if low and high:
        return f"{low} to {high}"
    if low:
        return f"{low} and over"
    return f"up to {high}" if high else ""


def checked_lines(listing: Listing) -> Iterator[str]:
    """Yield who last checked the facts, when and against what: theirs and ours kept apart.

    What was corrected here, and what the directory has changed since, comes with it.
    """
    if listing.checked_here:
        here = listing.checked_here
        way = _WAYS.get(here.against, f" against {here.against}" if here.against else "")
        yield f"Checked here {here.on.isoformat()} by {here.initials}{way}."
    yield from _edited_lines(listing)
    if listing.pinned:
        yield "Pinned here: it stays on top of its needs."
    yield from _theirs(listing)


def _edited_lines(listing: Listing) -> Iterator[str]:
    if listing.edited:
        yield f"Corrected here: {_labels(listing.edited)}."
    if listing.stale_edits:
        fields = _labels(listing.stale_edits)
        yield f"The directory has changed since it was corrected here: {fields}."


def _labels(fields: Sequence[str]) -> str:
    return ", ".join(label_of(field).casefold() for field in fields)


def _theirs(listing: Listing) -> Iterator[str]:
    """Yield what the directory itself says about its date, and never as a check made here."""
    assured = listing.assured
    if listing.source == LOCAL_SOURCE:
        by = f" {assured.on} by {assured.by}" if assured else ""
        yield f"Added by this library{by}."
        return
    if assured is None:
        if not listing.checked_here:
            yield "Last checked: the directory does not say; not checked by this library."
        return
    against = place_of(assured.against)
    beside = f" against {against}" if against else ""
    if assured.how == "checked" and assured.on:
        text = f"Last checked {assured.on}{beside} (by the directory, not by this library)."
    elif assured.how == "dated" and assured.on:
        text = f"From a page dated {assured.on} ({against}); not checked by this library."
    else:
        text = (
            f"Taken from {against or 'the directory'}, date unknown; not checked by this library."
        )
    yield text


def place_of(address: str) -> str:
    """Return the bare host of a web address, or the words that stand in its place."""
    host = urlsplit(address).netloc if "//" in address else address
    return host.removeprefix("www.")
