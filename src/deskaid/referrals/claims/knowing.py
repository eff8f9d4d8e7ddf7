"""What a listing's own words say about whom it takes and what it asks for; never a guess.

A wrong "takes families" sends a mother with two children across town, so every fact is
three-valued: said so, said not, not said. Two statements against each other say nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from deskaid.referrals.claims.group_words import GROUPS, Claim
from deskaid.referrals.claims.said import (
    NOTHING,
    Said,
    claims_of_name,
    id_of,
    price_of,
    said_in,
    said_of_eligibility,
    together,
)
from deskaid.referrals.claims.saying_terms import free_words, strictest, way_there
from deskaid.referrals.claims.saying_whom import by_ages
from deskaid.referrals.listing import Listing

__all__ = ["ASK", "GROUPS", "Known", "known", "referral_facts"]

ASK = "ask them"
"""What stands where the listing does not say."""
_WHOM = frozenset(
    ("shelter", "dv", "substance-use", "weather-center", "hygiene", "youth", "food", "health")
)
"""Needs where it matters whom a place takes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a listing says. ``takes`` and ``refuses`` are of `GROUPS`; in neither means not said.

    ``bed`` is how one gets in: "" (not said), "first come", "walk in", "call first", "waiting
    list" or "by referral only". ``transport`` is "" or what is said, such as "Bus 7". The rest
    is True, False or None for not said.
    """

    takes: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    is_free: bool | None = None
    children: bool | None = None
    id_needed: bool | None = None
    bed: str = ""
    transport: str = ""

    def about(self, group: str) -> bool | None:
        """Return whether it takes ``group``: True, False, or None for not said."""
        if group in self.takes:
            return True
        return False if group in self.refuses else None


def known(listing: Listing) -> Known:
    """Return what the words of ``listing`` say beyond doubt."""
    told = together(list(_parts(listing)))
    claims = told.claims | claims_of_name(listing.name)
    claims = claims.union(by_ages(listing.minimum_age, listing.maximum_age))
    answers = _answers(claims) if claims else {}
    ids = told.id_needed | id_of(listing.documents) if listing.documents else told.id_needed
    return Known(
        takes=tuple([group for group in GROUPS if answers.get(group) is True]),
        refuses=tuple([group for group in GROUPS if answers.get(group) is False]),
        is_free=free_words(
            price_of(listing.cost), listing.name, is_free=told.is_free, has_fees=told.has_fees
        ),
        children=answers.get("children"),
        id_needed=next(iter(ids)) if len(ids) == 1 else None,
        bed=strictest(told.ways_in) if told.ways_in else "",
        transport=way_there(told.rides) if told.rides else "",
    )


def _parts(listing: Listing) -> Iterator[Said]:
    """Yield what each text of ``listing`` says, where it says anything."""
    if listing.eligibility:
        said = said_of_eligibility(listing.eligibility, "shelter" in listing.needs)
        if said is not NOTHING:
            yield said
    for text in (listing.description, listing.how_to_apply, listing.alert):
        if text and (said := said_in(text)) is not NOTHING:
            yield said
    if listing.accessibility:  # "a ramp for women and children" says of nobody that they may come
        said = said_in(listing.accessibility)
        if said is not NOTHING:
            yield replace(said, claims=frozenset()) if said.claims else said


def referral_facts(listing: Listing, facts: Known | None = None) -> list[tuple[str, str]]:
    """Return what decides whether a referral works, as (label, words), most telling first.

    For a place to sleep all are given, "ask them" where nothing is said; elsewhere only those
    the listing tells. A national line is no place: nothing is asked of it. ``facts`` is what is
    `known` of the listing, where that was worked out before.
    """
    if facts is None:
        facts = known(listing)
    is_line = listing.area_served == "national"
    people = not is_line and not _WHOM.isdisjoint(listing.needs)
    is_place = not is_line and "shelter" in listing.needs
    rows = [
        ("Takes", ", ".join(facts.takes) if people else "", False),
        ("Does not take", ", ".join(facts.refuses) if people else "", False),
        ("Takes children", _children(facts) if people else "", True),
        ("ID needed", _yes_no(facts.id_needed), True),
        ("Bed certain" if is_place else "Getting in", _bed(facts.bed, is_place), True),
        ("Transport", facts.transport, True),
        ("Free", _yes_no(facts.is_free), False),
    ]
    return [
        (label, words or ASK) for label, words, is_asked in rows if words or (is_asked and is_place)
    ]


def _answers(claims: Collection[Claim]) -> dict[str, bool | None]:
    """Return the one answer on each group, None where two stand against each other."""
    answers: dict[str, bool | None] = {}
    for group, is_so in claims:
        answers[group] = is_so if group not in answers else None
    return answers


def _children(facts: Known) -> str:
    if facts.children is None:
        return ""
    if not facts.children:
        return "no"
    return "yes: families with children" if "families" in facts.takes else "yes"


def _yes_no(fact: bool | None) -> str:
    return "" if fact is None else "yes" if fact else "no"


def _bed(bed: str, is_place: bool) -> str:
    """Return the words on getting in; no listing can promise a bed tonight."""
    if not is_place or not bed:
        return bed
    return f"ask them: {bed}"
