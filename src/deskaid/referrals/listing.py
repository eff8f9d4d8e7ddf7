"""A listing: one service at one place, flattened for a desk. Plain data, no database in it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from deskaid.referrals.hours import Hours

PhoneKind = Literal["voice", "text", "tty", "video", "fax"]
Status = Literal["active", "inactive", "defunct", "temporarily closed"]

NEEDS = (
    "211",
    "988",
    "child-protection",
    "civil-rights",
    "counsel",
    "digital-help",
    "disability",
    "dv",
    "food",
    "fraud",
    "grief",
    "health",
    "hygiene",
    "id-help",
    "immigration-legal",
    "jobs-benefits",
    "language",
    "legal-aid",
    "library-admin",
    "library-appeal",
    "literacy",
    "mental-health",
    "parent-support",
    "police-report",
    "reentry",
    "seniors-aps",
    "sexual-assault",
    "shelter",
    "staff-support",
    "substance-use",
    "trafficking",
    "transport",
    "veterans",
    "weather-center",
    "youth",
)
"""Every need a card may refer to and a listing may answer (research/content.md section 2)."""

LOCAL_SOURCE = "this library"
"""The source of a listing added here: no file may bear this name."""

CHECKED_AGAINST = ("phone", "visit", "web page")
"""What a check here can be made against."""

# What a person at a desk can use first; a fax machine never answers a patron.
_KIND_ORDER: dict[PhoneKind, int] = {"voice": 0, "text": 1, "tty": 2, "video": 3, "fax": 9}


@dataclass(frozen=True, slots=True)
class Phone:
    """A way to reach a listing by number.

    ``number`` is as the source wrote it; ``dial`` is what a phone can dial: ``+`` and digits, or
    a short code, with ``,N`` for a key to press after the answer; empty when nobody could tell.
    """

    number: str
    dial: str = ""
    extension: str = ""
    kind: PhoneKind = "voice"
    label: str = ""
    hours_text: str = ""


@dataclass(frozen=True, slots=True)
class Assured:
    """When and against what the directory's own keepers say they checked a listing.

    ``on`` is an ISO date, possibly only a year or a month, or empty when the source does not
    say. ``how`` is "checked" (somebody read the official page that day), "dated" (the page
    carries that date) or "". Never a check made by this library: that is `CheckedHere`.
    """

    on: str = ""
    by: str = ""
    against: str = ""
    how: str = ""

    @property
    def date(self) -> date | None:
        """The earliest day ``on`` can mean, or None."""
        parts = self.on.split("-") if self.on else []
        try:
            numbers = [*(int(part) for part in parts), 1, 1]
            return date(*numbers[:3]) if parts else None
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class CheckedHere:
    """The last time somebody at this library found the facts right.

    ``against`` is one of `CHECKED_AGAINST`, or "" when nobody said.
    """

    on: date
    initials: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One service at one place. Texts are plain: no markup, no control or bidi characters.

    ``id`` is this desk's own and stays the same through imports; ``source_id`` is the source's.
    ``address`` is empty whenever ``address_confidential`` is true. ``hidden`` rows (tests, "do
    not refer") are left out of lists; ``vanished`` ones were missing from the latest file.

    From ``checked_here`` to ``stale_edits`` all is this library's own, never from a file:
    ``flagged`` is an open flag's reason ("" for none); ``tip`` is about the place, never about a
    person; ``edited`` names the fields corrected here, already shown corrected; ``stale_edits``
    those of them whose value in the directory has changed since.
    """

    id: str
    source: str
    source_id: str
    name: str
    organization: str = ""
    also_known_as: str = ""
    description: str = ""
    needs: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    address: str = ""
    address_confidential: bool = False
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_served: str = ""
    eligibility: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: tuple[str, ...] = ()
    accessibility: str = ""
    cost: str = ""
    documents: str = ""
    how_to_apply: str = ""
    alert: str = ""
    email: str = ""
    urls: tuple[str, ...] = ()
    hours: Hours = field(default_factory=Hours)
    assured: Assured | None = None
    checked_here: CheckedHere | None = None
    flagged: str = ""
    flagged_on: date | None = None
    flagged_by: str = ""
    pinned: bool = False
    tip: str = ""
    edited: tuple[str, ...] = ()
    stale_edits: tuple[str, ...] = ()
    status: Status = "active"
    hidden: bool = False
    vanished: bool = False

    @property
    def phone(self) -> Phone | None:
        """The number to show first, or None: voice before text, never a fax."""
        return next((phone for phone in self.phones if phone.kind != "fax"), None)


def last_checked(listing: Listing) -> date | None:
    """Return the day of the last known check, by this library or by the directory's keepers.

    A page that merely carries a date was not checked that day, so it does not count.
    """
    here = listing.checked_here.on if listing.checked_here is not None else None
    theirs = listing.assured
    if theirs is None or theirs.how == "dated" or theirs.date is None:
        return here
    return max(here, theirs.date) if here is not None else theirs.date


def in_calling_order(phones: tuple[Phone, ...]) -> tuple[Phone, ...]:
    """Return ``phones`` with those a person can call first and fax machines last."""
    return tuple(sorted(phones, key=lambda phone: _KIND_ORDER[phone.kind]))
