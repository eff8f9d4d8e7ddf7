"""Whom a clause leaves out, and what is said of pets: words that mean the same in any text."""

import re
from collections.abc import Iterator

from deskaid.referrals.claims.group_words import (
    CHILDREN,
    ONE,
    PEOPLE,
    Claim,
    holds,
    joined,
    negates,
)

# Only at certain times, or only a part of the house: no refusal.
_PARTLY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\b(?:hours?|days?|nights?|evenings?|mornings?|noon"
    r"|weeks?|separate|buildings?|locations?|floors?|wing|dorms?|dormitor\w+|area|section|rooms?"
    r"|bathrooms?|showers?|groups?"
    r"|classes|staff|meetings?|hotline|line)\b|\d ?[ap]\.?m\b"
)
_ONLY = re.compile(r"(?<=[ -])only\b|\b(?:exclusively|solely)\b|^only\b")
_ONLY_FOR = re.compile(
    r"\s+(?:(?:for|serves?|accepts?|admits?|houses?|shelters?|takes|open to|available to|to) )?"
)
_BEFORE_ONE = re.compile(r"(?:(?:single|adult|homeless|older|unaccompanied) )*")
_NEAR = 80
"""Characters beside "only" in which its list stands."""
_REFUSED = r"(?:not|never) (?:be )?(?:accepted|allowed|served|admitted|permitted|eligible|housed)"
_TAKES_NOT = (
    r"(?:(?:does|do|can|will|may|is|are)(?: not|n't)|cannot|unable to|not able to)"
    r" (?:currently |yet )?(?:accept|serve|take|admit|house|shelter|allow|accommodate)"
)
_PEOPLE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("men", ("men", "males"), r"(?:single |adult )*(?:men|males)(?! child)"),
    ("women", ("women", "females"), r"(?:single |adult )*(?:women|females)(?! child)"),
    ("families", ("families",), r"families"),
    ("children", ("children", "kids", "minors"), r"(?:children|kids|minors)"),
    ("youth", ("youth", "teen", "minors"), r"(?:youth|teens|teenagers|minors)"),
    ("pets", ("pets", "animals", "dogs"), r"(?:pets|animals|dogs)"),
)
_LIMITED = r"(?! (?:over|under|older|younger|above|aged?|between|\d|who|with|in the|on the|unless))"
_NO = r"\b(?:no|sorry,? no|we are not a shelter for|not for)"
_REFUSALS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (
        group,
        parts,
        re.compile(
            rf"{_NO} {words}\b{_LIMITED}(?! (?:turned|charge|denied|left|excluded))"
            rf"|\b{words}(?:(?:,? (?:and|or) |, )\w+)? (?:are |is |may |can |will )?{_REFUSED}"
            rf"|\b{_TAKES_NOT} (?:any )?(?:\w+ or )?{words}\b{_LIMITED}"
        ),
    )
    for group, parts, words in _PEOPLE
)
_PETS_TAKEN = re.compile(
    r"\b(?:pets?|dogs|animals)(?: and \w+)? (?:are |is |can be )?"
    r"(?:welcome|allowed|accepted|ok|okay|permitted|accommodated)\b|\bpet[- ]friendly\b"
    r"|\b(?:accepts?|allows?|welcomes?|takes|houses?|shelters?)(?: \w+){0,3} (?:and|with)"
    r"(?: their)? (?:pets|dogs)\b"
    r"|\b(?:accepts?|allows?|welcomes?|takes|accommodates?) (?:well-behaved |small )?"
    r"(?:pets|dogs)\b"
    r"|\bbring (?:your|their) (?:pets?|dogs?)\b|\b(?:kennels?|crates) (?:are |is )?"
    r"(?:on[- ]?site|available|provided)\b|\bon-?site kennels?\b"
)
_ONLY_SERVICE = re.compile(
    r"\b(?:only (?:\w+ )?service (?:animals|dogs)"
    r"|service (?:animals|dogs)(?: are)?(?: allowed)? only)\b"
    r"|\b(?:no|not) (?:pets|animals) (?:except|other than) service\b"
)
REFUSABLE = PEOPLE | frozenset((
    "minors", "pet", "pets", "dog", "dogs", "animals", "kennel", "kennels", "crate", "crates",
    "ages",
))  # fmt: skip
"""Words without one of which `refusals` yields nothing."""
# Letters without which the patterns above cannot match.
_PETS_PARTS = ("pet", "dog", "animal", "kennel", "crate")
_REFUSED_PARTS = ("no ", "not", "n't", "never", "unable")
_ONLY_PARTS = ("only", "exclusively", "solely")
_WELCOME_PARTS = ("welcome", "allowed", "accepted", "served", "ok", "all ages")
_CHILDREN_WELCOME = re.compile(
    rf"\b{CHILDREN} (?:are |is )?(?:welcome|allowed|accepted|served|ok)\b|\ball ages\b"
)


def refusals(clause: str) -> Iterator[Claim]:
    """Yield what is said in words that mean the same wherever they stand."""
    if holds(clause, _PETS_PARTS):
        if _ONLY_SERVICE.search(clause):
            yield "pets", False
        elif _PETS_TAKEN.search(clause) and not negates(clause):
            yield "pets", True
    if holds(clause, _WELCOME_PARTS) and _CHILDREN_WELCOME.search(clause) and not negates(clause):
        yield "children", True
    if holds(clause, _REFUSED_PARTS):
        for group, parts, pattern in _REFUSALS:
            if holds(clause, parts) and pattern.search(clause):
                yield group, False
                if group == "children":
                    yield "families", False
                if group == "families":
                    yield "children", False
    if holds(clause, _ONLY_PARTS) and not _PARTLY.search(clause) and not negates(clause):
        for only in _ONLY.finditer(clause):
            yield from _left_out(_list_before(clause[: only.start()][-_NEAR:].rstrip(" -")))
            yield from _left_out(_list_after(clause[only.end() :][:_NEAR]))


def _left_out(listed: str) -> Iterator[Claim]:
    """Yield whom "only" beside this list leaves out, where it is one kind of people."""
    named = {found.lastgroup for found in ONE.finditer(listed)}
    if named == {"adults"}:
        yield from (("families", False), ("children", False))
    if named & {"families", "adults", "youth"}:
        return
    for one, other in (("women", "men"), ("men", "women")):
        if one in named and other not in named:
            yield from ((one, True), (other, False))
            if re.search(rf"\b(?:single|adult) {one}\b", listed) and "children" not in named:
                yield from (("families", False), ("children", False))


def _list_before(words: str) -> str:
    """Return the list of groups that ends right before "only"."""
    found = list(ONE.finditer(words))
    if not found or found[-1].end() != len(words):
        return ""
    start = found[-1].start()
    for one in reversed(found[:-1]):
        if not joined(words[one.end() : start]):
            break
        start = one.start()
    before = re.search(r"(?:\b(?:single|adult) )+$", words[:start])
    return words[before.start() if before else start :]


def _list_after(words: str) -> str:
    """Return the list of groups that begins right after "only" or "only for"."""
    leading = _ONLY_FOR.match(words)
    rest = words[leading.end() :] if leading else ""
    found = list(ONE.finditer(rest))
    if not found or not _BEFORE_ONE.fullmatch(rest[: found[0].start()]):
        return ""
    end = found[0].end()
    for one in found[1:]:
        if not joined(rest[end : one.start()]):
            break
        end = one.end()
    return rest[:end]
