"""What one text of a listing says, whatever stands beside it; an equal text is read once.

An index reads a hundred thousand listings, and most sentences decide nothing: a text without
one of the telling words is passed over before any pattern is tried on it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from deskaid.referrals.claims.group_words import Claim, clauses, folded, holds, words_in
from deskaid.referrals.claims.saying_no import REFUSABLE
from deskaid.referrals.claims.saying_terms import (
    FREE_WORDS,
    ID_PARTS,
    ID_WORDS,
    RIDE_WORDS,
    WAY_IN_WORDS,
    Price,
    asks_fees,
    documents_say,
    is_free_to_all,
    price_said,
    rides_in,
    rule_says,
    ways_in,
)
from deskaid.referrals.claims.saying_whom import DIGIT, ELIGIBLE, in_eligibility, in_name, in_text
from deskaid.text import fold

_KEPT = 4096
"""Texts remembered: a directory says the same eligibility, cost and rules over and over."""
_HELPERS = re.compile(r"\b(?:volunteers|donors|donations?|donate|employees)\b")
"""Rules for those who help are no rules for those who come."""
_HELPER_PARTS = ("volunteers", "donor", "donat", "employees")


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says: whom it takes, and on what terms.

    ``id_needed`` holds every answer it gives; ``ways_in`` and ``rides`` what it says on getting
    in and there, the rides in its own order.
    """

    claims: frozenset[Claim] = frozenset()
    id_needed: frozenset[bool] = frozenset()
    ways_in: frozenset[str] = frozenset()
    rides: tuple[str, ...] = ()
    is_free: bool = False
    has_fees: bool = False


NOTHING = Said()


def together(parts: list[Said]) -> Said:
    """Return what all ``parts`` say."""
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return Said(
        frozenset().union(*[part.claims for part in parts]),
        frozenset().union(*[part.id_needed for part in parts]),
        frozenset().union(*[part.ways_in for part in parts]),
        tuple([ride for part in parts for ride in part.rides]),
        any(part.is_free for part in parts),
        any(part.has_fees for part in parts),
    )


@lru_cache(maxsize=_KEPT)
def said_in(text: str) -> Said:
    """Return what a description, an alert, or words on how to apply or on access say."""
    line = folded(text)
    words = words_in(line)
    people = REFUSABLE.intersection(words)
    free = FREE_WORDS.intersection(words)
    has_fees = holds(line, ("fee", "$"))
    terms = _Terms(line, words)
    if not (people or free or has_fees or terms.are_told):
        return NOTHING
    every = list(clauses(line))
    rules = every
    if holds(line, _HELPER_PARTS):
        rules = [clause for clause in every if not _HELPERS.search(clause)]
    return terms.said(
        rules,
        claims=frozenset(claim for clause in _with(people, every) for claim in in_text(clause)),
        is_free=any(is_free_to_all(clause) for clause in _with(free, rules)),
        has_fees=has_fees and any(asks_fees(clause) for clause in rules),
    )


@lru_cache(maxsize=_KEPT)
def said_of_eligibility(text: str, is_shelter: bool) -> Said:
    """Return what the words on eligibility say; of a shelter, "anyone" is grown-ups."""
    line = folded(text)
    words = words_in(line)
    people = not ELIGIBLE.isdisjoint(words) or DIGIT.search(line)
    terms = _Terms(line, words)
    if not (people or terms.are_told):
        return NOTHING
    every = list(clauses(line))
    claims = (
        claim
        for clause in every
        if people
        for claim in in_eligibility(clause, is_shelter=is_shelter)
    )
    return terms.said(every, claims=frozenset(claims))


@lru_cache(maxsize=_KEPT)
def price_of(cost: str) -> Price:
    """Return what the words on cost say."""
    return price_said(list(clauses(folded(cost))))


@lru_cache(maxsize=_KEPT)
def id_of(documents: str) -> frozenset[bool]:
    """Return every answer that the words on documents give to "is ID needed?"."""
    pieces = clauses(folded(documents))
    return frozenset(answer for clause in pieces for answer in documents_say(clause))


@lru_cache(maxsize=_KEPT)
def claims_of_name(name: str) -> frozenset[Claim]:
    """Return whom a name says it takes."""
    line = name.lower() if name.isascii() else fold(name)
    return frozenset(in_name(" ".join(line.replace("`", "'").split())))


class _Terms:
    """The telling words of a text on ID, on getting in and on getting there."""

    def __init__(self, line: str, words: Collection[str]) -> None:
        self._id = ID_WORDS.intersection(words)
        if holds(line, ID_PARTS):
            self._id = self._id.union(ID_PARTS)
        self._ways_in = WAY_IN_WORDS.intersection(words)
        self._rides = RIDE_WORDS.intersection(words)
        self.are_told = bool(self._id or self._ways_in or self._rides)

    def said(
        self,
        rules: list[str],
        *,
        claims: frozenset[Claim],
        is_free: bool = False,
        has_fees: bool = False,
    ) -> Said:
        """Return what the clauses ``rules`` say on terms, together with what is given."""
        return Said(
            claims,
            frozenset(one for clause in _with(self._id, rules) for one in rule_says(clause)),
            frozenset(way for clause in _with(self._ways_in, rules) for way in ways_in(clause)),
            tuple(ride for clause in _with(self._rides, rules) for ride in rides_in(clause)),
            is_free,
            has_fees,
        )


def _with(parts: Collection[str], every: Iterable[str]) -> list[str]:
    """Return the clauses in which any of ``parts`` stands."""
    return [clause for clause in every if holds(clause, parts)] if parts else []
