"""Addresses that must stay secret: told by their words, and taken out wherever they stand."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from deskaid.referrals.importing.cleaning import may_hold
from deskaid.referrals.listing import Listing

MARK = "(confidential)"
_SAID = re.compile(
    r"(?i)\bconfidential(,? (and|or|\w+))? (address|location|site|shelter|facility)\b"
    r"|\b(address|location|site|whereabouts)(es|s)?( (is|are|was|be|will|kept|remains?|of|the|our"
    r"|this|shelter|safe|house|program|always|strictly|for|safety)){0,6} \W?"
    r"(confidential|undisclosed|withheld|private|secret|unlisted|not (be )?(disclosed|published"
    r"|public|given|listed|shared|released))\b"
    r"|\b(undisclosed|unpublished|unlisted|secret|safe[- ]house) (location|address|site)\b"
    r"|\b(address|location) (on|upon|after) (request|intake|screening)\b"
    r"|\b(do not|don't|never) (publish|print|share|disclose|give out|release) (the |this |our )?"
    r"(physical |street )?(address|location)\b"
    r"|^\W*(confidential|undisclosed|private|withheld|unlisted|not published)\W*$"
)
_SAID_NEEDS = (
    "confidential", "address", "location", "site", "whereabouts", "undisclosed", "private",
    "withheld", "unlisted", "not published",
)  # fmt: skip
"""One of which stands in every text that the pattern above finds (tested)."""
_IN_ADDRESS = re.compile(
    r"(?i)\b(confidential|undisclosed|undisclosable|withheld|unpublished|unlisted|not (published"
    r"|disclosed|listed)|call for (the )?(address|location)|safe[- ]house)\b"
    r"|^\W*private( address| location)?\W*$"
)
_IN_ADDRESS_NEEDS = (
    "confidential", "undisclos", "withheld", "unpublished", "unlisted", "not ", "call for", "safe",
    "private",
)  # fmt: skip
"""One of which stands in every text that the pattern above finds (tested)."""
_KINDS = (
    "street st", "avenue av ave", "road rd", "lane ln", "drive dr", "boulevard blvd", "court ct",
    "place pl", "circle cir", "highway hwy", "parkway pkwy", "terrace ter", "trail trl",
    "square sq", "north n", "south s", "east e", "west w", "northeast ne", "northwest nw",
    "southeast se", "southwest sw", "suite ste", "apartment apt", "building bldg", "floor fl",
    "saint st", "mount mt",
)  # fmt: skip
_FORMS = {word: tuple(forms.split()) for forms in _KINDS for word in forms.split()}
_SUFFIXES = frozenset(word for forms in _KINDS[:13] for word in forms.split())
_TEXTS = (
    "name", "organization", "also_known_as", "description", "area_served", "eligibility",
    "accessibility", "cost", "documents", "how_to_apply", "alert",
)  # fmt: skip
_SHORTEST = 6


def says_confidential(*texts: str) -> bool:
    """Tell whether any of ``texts`` says that an address is to be kept secret."""
    if not may_hold(_SAID_NEEDS, *texts):
        return False
    return any(_SAID.search(text) for text in texts if text)


def is_withheld(*cells: str) -> bool:
    """Tell whether any cell of an address says, instead of a place, that it is secret."""
    if not may_hold(_IN_ADDRESS_NEEDS, *cells):
        return False  # as most
    return any(_IN_ADDRESS.search(cell) for cell in cells if cell)


def redacted(listing: Listing, *addresses: str) -> Listing:
    """Return ``listing`` without its address, its coordinates and every mention of ``addresses``.

    A street is found however it is abbreviated ("99 Hidden Lane", "99 Hidden Ln."), with or
    without what follows it.
    """
    patterns = [pattern for one in dict.fromkeys(addresses) if (pattern := _pattern(one))]

    def without(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(MARK, text)
        return text

    texts: dict[str, Any] = {name: without(getattr(listing, name)) for name in _TEXTS}
    return replace(
        listing,
        **texts,
        phones=tuple(replace(phone, label=without(phone.label)) for phone in listing.phones),
        hours=replace(listing.hours, text=without(listing.hours.text)),
        address="",
        address_confidential=True,
        latitude=None,
        longitude=None,
    )


def _street_words(address: str) -> list[str]:
    """Return number and name of a street, folded, without "Road" and what follows it."""
    street = address.split(",")[0].removeprefix("Mail: ")
    words = re.findall(r"\w+", street.casefold())
    if words and not words[0][0].isdigit():
        # "Harbor Hall, 99 Hidden Lane": the street begins at its number.
        found = re.search(r"\d+\w*\s+\w+[^,]*", address)
        words = re.findall(r"\w+", found[0].casefold()) if found else words
    while len(words) > 2 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def street_key(address: str) -> str:
    """Return what two ways to write a street address share ("12 Pier Rd.", "12 PIER ROAD")."""
    return " ".join(_FORMS.get(word, (word,))[0] for word in _street_words(address))


@lru_cache(maxsize=256)
def _pattern(address: str) -> re.Pattern[str] | None:
    """Return what finds the street of ``address`` in a text, or None when nothing tells it."""
    words = _street_words(address)
    if len("".join(words)) < _SHORTEST and len(words) < 2:
        return None
    pieces = ["(?:" + "|".join(map(re.escape, _FORMS.get(word, (word,)))) + ")" for word in words]
    suffix = "(?:" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + ")"
    return re.compile(r"\b" + r"\W+".join(pieces) + rf"\b(?:\W+{suffix}\b\.?)?", re.IGNORECASE)
