"""Whom a listing takes, in a word or two: "families", "men 18+", "under 21", "anyone", "ask"."""

import re
from collections.abc import Collection
from typing import Protocol

from deskaid.text import one_line

LONGEST = 24
"""Characters: what a wide row has room for; a narrow one cuts it with a mark."""
ASK = "ask"
"""The listing does not say whom it takes."""
_PEOPLE = ("families", "men", "women", "youth")
# "Anyone affected by partner abuse" is anyone, in a row; the words stand beneath the list.
_ANYONE = re.compile(
    r"(?i)\s*(anyone|everyone|anybody|everybody|(the )?(general )?public"
    r"|all( (ages|people|are welcome|welcome))?\s*[.!]?\s*$"
    r"|open to (all|anyone|everyone|the public)|no restrictions?)\b"
)
_AND_OVER = re.compile(r"(?i)\b(\d{1,2})\s*(?:\+|(?:years?\s*)?(?:and|or)\s+(?:over|older|up))")


class Place(Protocol):
    """What is asked of a listing here; a row of a list needs no whole one."""

    @property
    def vanished(self) -> bool:
        """Whether the last import no longer held it."""

    @property
    def eligibility(self) -> str:
        """Whom it takes, in its own words."""

    @property
    def minimum_age(self) -> int | None:
        """In years."""

    @property
    def maximum_age(self) -> int | None:
        """In years."""


class Taking(Protocol):
    """What is known of a listing: the groups it says it takes."""

    @property
    def takes(self) -> Collection[str]:
        """Codes of groups."""


def whom(listing: Place, known: Taking) -> str:
    """Return whom ``listing`` takes, as short as a row needs; `ASK` where it does not say.

    What a listing says in few words stands as it says it.
    """
    if listing.vanished:
        return "may be gone"
    said = one_line(listing.eligibility)
    if _ANYONE.match(said):
        return "anyone"
    groups = [group for group in _PEOPLE if group in known.takes]
    age = _age(listing, said)
    if groups and len(groups) < len(_PEOPLE):
        return _short(f"{', '.join(groups)} {age}".strip())
    if not groups and (said or age):
        return _short(_lowered(said) or age)
    return "anyone" if groups else ASK


def _age(listing: Place, said: str) -> str:
    low, high = listing.minimum_age, listing.maximum_age
    if low and high:
        return f"{low}-{high}"
    if high:
        return f"to {high}"
    found = _AND_OVER.search(said)
    if low or found:
        return f"{low or (found and found[1])}+"
    return ""


def _lowered(text: str) -> str:
    """Return ``text`` as the middle of a line: "Under 21" is "under 21", "LGBTQ+" stays."""
    if len(text) > 1 and text[0].isupper() and not text[1].isupper():
        return text[0].lower() + text[1:]
    return text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
