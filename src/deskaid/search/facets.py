"""What a listing says of whom it takes, its price and its languages, as bits and as words.

The bits stand beside each listing of a need, so that narrowing reads one small table; the words
stand in the tiers, so that it narrows what is typed.
"""

import re
from typing import TYPE_CHECKING

from deskaid.search.languages import language_key
from deskaid.search.schema import NEED_MARK

if TYPE_CHECKING:
    from deskaid.referrals.claims.knowing import Known

GROUPS = ("families", "men", "women", "youth", "pets")
"""Those of `referrals.knowing`, whose hundred patterns no search has to load."""
_OUTSIDE = re.compile(r"[\x00-/:-@\[-`{-\x7f]")  # said the other way around: 4 ms to compile


def takes_bit(group: str) -> int:
    """Return the bit of a listing that says it takes ``group``, one of `GROUPS`."""
    return 1 << (2 * GROUPS.index(group))


def refuses_bit(group: str) -> int:
    """Return the bit of a listing that says it does not take ``group``."""
    return 2 << (2 * GROUPS.index(group))


FREE = 1 << (2 * len(GROUPS))
NOT_FREE = FREE << 1
NAMES_ALL = FREE << 2
"""It names its languages, and no interpreter: one that is not named is not spoken."""
ALL_BITS = NAMES_ALL * 2 - 1


def facets(known: "Known", *, names_all: bool) -> int:
    """Return what is ``known`` of a listing as bits."""
    bits = NAMES_ALL * names_all
    for group in known.takes:
        bits |= takes_bit(group)
    for group in known.refuses:
        bits |= refuses_bit(group)
    if known.is_free is not None:
        bits |= FREE if known.is_free else NOT_FREE
    return bits


def taken(bits: int) -> tuple[str, ...]:
    """Return the groups that a listing with these ``bits`` says it takes."""
    return tuple(group for group in GROUPS if bits & takes_bit(group))


def refused(bits: int) -> tuple[str, ...]:
    """Return the groups that a listing with these ``bits`` says it does not take."""
    return tuple(group for group in GROUPS if bits & refuses_bit(group))


def is_free(bits: int) -> bool | None:
    """Return whether a listing with these ``bits`` is free; None where it does not say."""
    return True if bits & FREE else False if bits & NOT_FREE else None


def facet_words(bits: int, languages: tuple[str, ...]) -> list[str]:
    """Return the words of a tier that stand for ``bits`` and for the ``languages`` named."""
    found = [word("takes", group) for group in taken(bits)]
    found += [word("refuses", group) for group in refused(bits)]
    found += [word("free")] * bool(bits & FREE) + [word("paid")] * bool(bits & NOT_FREE)
    found += [word("names all")] * bool(bits & NAMES_ALL)
    return found + [word("speaks", language_key(name)) for name in languages]


def word(kind: str, what: str = "") -> str:
    """Return a word that no text and no typing can hold, for ``what`` a listing says."""
    return f"{NEED_MARK}§" + _OUTSIDE.sub("", kind + what)
