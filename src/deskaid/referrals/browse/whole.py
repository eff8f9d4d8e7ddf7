"""A whole listing, line by line, in the order a clerk needs it. Plain text; no widget."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskaid.referrals.editing import label_of
from deskaid.referrals.hours import in_words, out_of_date, status
from deskaid.referrals.listing import LOCAL_SOURCE, Listing, last_checked
from deskaid.referrals.show import phone_line, place_of
from deskaid.referrals.tending.due import months_between
from deskaid.referrals.tending.twins import Twin
from deskaid.text import one_line, shortened

Holidays = Callable[[date], str]
"""Names the public holiday that a day is, or returns ""."""
STALE_HOURS_MONTHS = 3
"""Months after which the status says of when its hours are: seasons change them."""
_AT_A_GLANCE = 124
"""Characters of a description on the first screen: two rows beside the labels."""
_ALERT = 140
"""Characters of an alert above everything else; a longer one stands in full further down."""
_LABEL = 16
_WAYS = {"phone": "by phone", "web page": "against its web page", "visit": "in person"}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact. ``emphasis`` is "strong", "alert", "quiet" or ""; words carry it all the same."""

    label: str
    text: str
    emphasis: str = ""


def head(listing: Listing, now: datetime, *, holidays: Holidays | None = None) -> list[Line]:
    """Return what stays on top: number and status, the name, and what warns.

    ``now`` is aware and in the library's zone; ``holidays`` names the holiday that a day is.
    """
    label = status(listing.hours, now, holidays=holidays).label(now)
    call = " - call" if label == "HOURS UNKNOWN" and listing.phone else ""
    lines = [Line("", f"{_number(listing)}   {label}{call}", "strong")]
    holiday = holidays(now.date()) if holidays else ""
    if note := hours_note(listing, now, holiday=holiday):
        lines.append(Line("", note, "quiet"))
    name = f"{listing.name} ({listing.organization})" if listing.organization else listing.name
    return [*lines, Line("", name, "strong"), *_warnings(listing)]


def _number(listing: Listing) -> str:
    """Return the number to call first; what is not for a voice says so before it."""
    if listing.phone is None:
        return "(no number known)"
    words = one_line(phone_line(listing.phone))
    return words.removeprefix("Call ") if listing.phone.kind == "voice" else words


def hours_note(listing: Listing, now: datetime, *, holiday: str = "") -> str:
    """Return what to know of the status: how old its hours are, and that today is a holiday."""
    parts: list[str] = []
    if listing.hours.known:
        checked = last_checked(listing) or (listing.assured.date if listing.assured else None)
        if checked is None:
            parts.append("hours as of an unknown date")
        elif months_between(checked, now.date()) >= STALE_HOURS_MONTHS:
            parts.append(f"hours as of {checked:%b %Y}")
        if out_of_date(listing.hours, now.date()):
            parts.append("may be out of date")
        if holiday:
            parts.append(f"may differ today ({holiday})")
    return "; ".join(parts)


def _warnings(listing: Listing) -> Iterator[Line]:
    if listing.flagged:
        by = f", {listing.flagged_by}" if listing.flagged_by else ""
        on = f", {_day(listing.flagged_on)}" if listing.flagged_on else ""
        yield Line("", f"FLAGGED as wrong here: {one_line(listing.flagged)}{by}{on}", "alert")
    if listing.status != "active":
        yield Line("", f"{listing.status.upper()}: call before you send anybody.", "alert")
    if listing.vanished:
        yield Line("", "GONE from the directory's latest file: call before you send.", "alert")
    if listing.hidden:
        yield Line("", "HIDDEN: a test, or its directory says do not refer.", "alert")
    if listing.alert:
        yield Line("", f"NOTE  {shortened(one_line(listing.alert), _ALERT)}", "alert")


def facts(
    listing: Listing,
    now: datetime,
    *,
    deciding: Sequence[tuple[str, str]] = (),
    twins: Sequence[Twin] = (),
) -> list[Line]:
    """Return the rest: what decides a referral first, who checked it, then everything else.

    ``deciding`` are the facts of `knowing.referral_facts`; ``twins`` may be the same place.
    """
    glance = shortened(one_line(listing.description), _AT_A_GLANCE)
    lines = [Line(title, text) for title, text in deciding]
    lines += [Line("Tip", one_line(listing.tip))]
    lines += [Line("What for", glance), *_going_there(listing), *_checked(listing, now)]
    lines += [*_corrected(listing), *_twins(twins), *_more(listing)]
    if glance != one_line(listing.description):
        lines.append(Line("In full", one_line(listing.description)))
    return [line for line in lines if line.text]


def _going_there(listing: Listing) -> Iterator[Line]:
    yield Line("Who for", one_line(listing.eligibility))
    yield Line("Ages", _ages(listing))
    yield Line("Where", _where(listing))
    yield Line("Hours", _hours(listing))
    yield Line("Cost", one_line(listing.cost))
    yield Line("Bring", one_line(listing.documents))
    yield Line("How to apply", one_line(listing.how_to_apply))


def _more(listing: Listing) -> Iterator[Line]:
    if len(one_line(listing.alert)) > _ALERT:
        yield Line("Note", one_line(listing.alert))
    yield Line("Languages", ", ".join(listing.languages))
    others = [phone for phone in listing.phones if phone is not listing.phone]
    yield Line("Also", "; ".join(one_line(phone_line(phone)) for phone in others))
    yield Line("Access", one_line(listing.accessibility))
    yield Line("Serves", one_line(listing.area_served))
    yield Line("Web", "  ".join(listing.urls))
    yield Line("Email", one_line(listing.email))
    yield Line("Also known as", one_line(listing.also_known_as))


def _where(listing: Listing) -> str:
    if listing.address_confidential:
        return "CONFIDENTIAL. Never guess or give an address: call."
    return one_line(listing.address) or listing.city


def _hours(listing: Listing) -> str:
    words, text = in_words(listing.hours), one_line(listing.hours.text)
    if text and words:
        return text if words == text else f'{words}   (as published: "{text}")'
    return text or words


def _ages(listing: Listing) -> str:
    low, high = listing.minimum_age, listing.maximum_age
    if low and high:
        return f"{low} to {high}"
    if low:
        return f"{low} and over"
    return f"up to {high}" if high else ""


def _checked(listing: Listing, now: datetime) -> Iterator[Line]:
    here = listing.checked_here
    if here is None:
        yield Line("Checked here", "never. v after a call keeps that it is right.")
    else:
        way = f", {_WAYS.get(here.against, here.against)}" if here.against else ""
        ago = _ago(here.on, now.date())
        yield Line("Checked here", f"{_day(here.on)} by {here.initials}{way} ({ago})")
    yield Line(*_directory_says(listing, now.date()))


def _directory_says(listing: Listing, today: date) -> tuple[str, str]:
    assured = listing.assured
    if listing.source == LOCAL_SOURCE:
        when = f" {assured.on} by {assured.by}" if assured else ""
        return "Added here", f"this library's own listing{when}"
    if assured is None:
        return "Directory", f"{listing.source}: does not say when it was checked"
    against = place_of(assured.against)
    beside = f" against {against}" if against else ""
    by = f" by {assured.by}" if assured.by else ""
    if assured.how == "checked" and assured.date:
        ago = _ago(assured.date, today)
        return "Directory", f"{listing.source}: checked {assured.on}{by}{beside} ({ago})"
    if assured.how == "dated" and assured.on:
        return "Directory", f"{listing.source}: from a page dated {assured.on}{beside}"
    return "Directory", f"{listing.source}: taken{beside or ' from its files'}, date unknown"


def _corrected(listing: Listing) -> Iterator[Line]:
    if listing.edited:
        yield Line("Corrected here", ", ".join(map(label_of, listing.edited)))
    if listing.stale_edits:
        fields = ", ".join(map(label_of, listing.stale_edits))
        yield Line("Look again", f"the directory has changed since: {fields}", "alert")


def _twins(twins: Sequence[Twin]) -> Iterator[Line]:
    for twin in twins:
        number = f", {twin.phone}" if twin.phone else ""
        text = f"{one_line(twin.name)}{number}, in {twin.source}: {twin.same}"
        yield Line("May be the same", text)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _ago(day: date, today: date) -> str:
    """Return how long ago in words: "today", "12 days ago", "14 months ago: due"."""
    days, months = (today - day).days, months_between(day, today)
    if days <= 0:
        return "today"
    if months < 2:
        return f"{days} day{'s' if days > 1 else ''} ago"
    due = ": overdue" if months >= 24 else ": due" if months >= 12 else ""
    return f"{months} months ago{due}"


def wrapped(line: Line, width: int) -> list[str]:
    """Return ``line`` as rows of at most ``width`` columns, its text in one column."""
    label = f"{line.label:<{_LABEL}}" if line.label else ""
    rows = textwrap.wrap(line.text, max(20, width - len(label))) or [""]
    return [f"{label if index == 0 else ' ' * len(label)}{row}" for index, row in enumerate(rows)]
