"""Whom a clause says a place takes or refuses. A table of patterns, read one clause at a time."""

import re
from collections.abc import Iterator

from deskaid.referrals.claims.group_words import (
    CHILDREN,
    GROUP,
    GROUPS,
    ONE,
    Claim,
    holds,
    joined,
    negates,
)
from deskaid.referrals.claims.saying_no import REFUSABLE, refusals

_TRIGGER = re.compile(
    r"\b(?:for|to|serves?|serving|accepts?|accepting|welcomes?|welcoming|houses?|housing|shelters?"
    r"|sheltering|admits?|assists?|assisting|takes|helps?|helping|supports?|open to)\b"
)
# Between a trigger and its group: a few adjectives, never a word that starts another thought.
_ADJECTIVES = re.compile(
    r"\s+(?:(?!(?:of|by|from|in|on|at|who|that|which|is|are|and|or|the|not|no|our|your|be|have"
    r"|become|clothing|clothes|items|volunteers?)\b)[\w'+-]+\s+){0,4}$"
)
_FURTHEST = 8
"""Words before a group within which its trigger must stand: no more than `_ADJECTIVES` allow."""
# Not about who may come: giving, helping out, things, and what other places do.
_ASIDE = re.compile(
    r"\b(?:donat\w+|donors?|volunteer\w*|staffed|founded|established|named|clothing|clothes|shoes"
    r"|underwear|sizes?|referrals? (?:to|for)|refers? (?:to|families|women|men)|wic)\b"
    r"|women,? infants,? (?:and|&) children"
)
_ASIDE_PARTS = (
    "donat", "donor", "volunteer", "staffed", "founded", "established", "named", "cloth", "shoes",
    "underwear", "size", "refer", "wic", "infant",
)  # fmt: skip
# "Gamblers, families" and "veterans and their families" are somebody's family, not every one.
_KIN = "parents|couples|men|women|youth|adults|individuals|singles|children|teens"
_WHOLE_FAMILIES = re.compile(
    r"(?:^|\b(?:for|to|serves?|serving|accepts?|welcomes?|houses?|housing|shelters?|assists?"
    rf"|helps?|supports?|eligibility:|(?:{_KIN}),?(?: and| or|/| &)?))\s*"
    r"(?:(?:homeless|low-income|low income|working|young|large|small|local|whole|eligible|needy"
    r"|all|hungry|intact|two-parent|single-parent|or|and|our|area) )*$"
)
_FAMILIES_WITH = re.compile(
    r" (?:(?:with|who have) (?:\w+ ){0,2}(?:child|children|kids)"
    r"|and (?:single|individuals|adults|men|women|youth))\b"
)
_EVERYBODY = re.compile(
    r"^(?:open to |available to |serves )?(?:any ?one|any ?body|every ?one|every ?body|all people"
    r"|all persons|the general public|general public|the public|all are welcome|all welcome"
    r"|all (?:\w+ )?residents|any person|people of all ages)\b|\ball (?:are )?welcome\b"
)
ELIGIBLE = REFUSABLE | frozenset((
    "any", "anyone", "anybody", "every", "everyone", "everybody", "all", "public",
))  # fmt: skip
"""Words without one of which, and without a digit, `in_eligibility` yields nothing."""
_EVERYBODY_PARTS = ("any", "every", "all", "public")
_AGES = re.compile(
    r"\b(?:ages? |aged |between )?(?P<low>\d{1,2}) ?(?:-|to|through|and) ?(?P<high>\d{1,2})\b"
    r"(?! ?(?:[ap]\.?m|:|%|hours|days|weeks|months|nights|people|beds|miles|th\b))"
)
DIGIT = re.compile(r"\d")
_AGE_WORDS = re.compile(r"\b(?:ages?|aged|years?|yrs?|yo|youth|old)\b")
_NAMED = re.compile(
    r"\b(?:cent(?:er|re)|shelter|house|home|program|services|place|clinic|residence|housing"
    rf"|mission|recovery|drop-in)\b.* for (?:\w+ )?(?:{GROUP})(?: (?:and|&) [\w ]+)?$"
)
_HOUSE = re.compile(
    r"\b(?P<who>men|women|famil(?:y|ies)|youth|teen)(?:'?s?)? (?:\w+ ){0,2}(?:emergency )?"
    r"(?:shelter|mission|hostel|residence|manor|drop-in|dorm|refuge|home|transitional)\b"
)
_HOUSE_PARTS = ("men", "famil", "youth", "teen")
_HOUSES = {"family": "families", "families": "families", "teen": "youth"}


def in_eligibility(clause: str, *, is_shelter: bool) -> Iterator[Claim]:
    """Yield what a clause on eligibility says: every group it names, unless it negates.

    "Anyone" means grown-ups at a shelter: whether it has room for a family is to be asked.
    """
    yield from refusals(clause)
    if _is_aside(clause):
        return
    if holds(clause, _EVERYBODY_PARTS) and _EVERYBODY.search(clause) and not negates(clause):
        everybody = ("men", "women") if is_shelter else ("men", "women", "families", "youth")
        yield from ((group, True) for group in everybody)
    if clause in ("family", "male", "female"):
        yield {"family": "families", "male": "men", "female": "women"}[clause], True
    if not negates(clause):
        yield from _named(clause, list(ONE.finditer(clause)))
        yield from _youth_by_age(clause)


def in_text(clause: str) -> Iterator[Claim]:
    """Yield what a clause of any other text says: groups right after "for", "serves" and such."""
    yield from refusals(clause)
    if _is_aside(clause) or negates(clause):
        return
    if found := list(_after_triggers(clause)):
        yield from _named(clause, found)


def in_name(name: str) -> Iterator[Claim]:
    """Yield what a folded name says: "center for women", "men's shelter"."""
    if not holds(name, _HOUSE_PARTS) and " for " not in name:
        return
    for match in _HOUSE.finditer(name):
        yield _HOUSES.get(match["who"], match["who"]), True
    if " for " in name and (found := _NAMED.search(name)):
        yield from _named(name, list(ONE.finditer(name, found.start())))


def by_ages(minimum: int | None, maximum: int | None) -> Iterator[Claim]:
    """Yield what the age limits say: up to an age of 13 to 25 it is for the young."""
    if maximum is not None and 13 <= maximum <= 25 and (minimum or 0) <= 18:
        yield "youth", True


def _is_aside(clause: str) -> bool:
    return holds(clause, _ASIDE_PARTS) and _ASIDE.search(clause) is not None


def _after_triggers(clause: str) -> Iterator[re.Match[str]]:
    """Yield the group words that follow a trigger, with those joined to them in one list."""
    end = -1
    for found in ONE.finditer(clause):
        follows = end >= 0 and joined(clause[end : found.start()])
        if follows or _triggered(clause[: found.start()]):
            end = found.end()
            yield found
        else:
            end = -1


def _triggered(before: str) -> bool:
    before = " ".join(before.rsplit(" ", _FURTHEST)[-_FURTHEST:])
    triggers = list(_TRIGGER.finditer(before))
    return bool(triggers) and bool(_ADJECTIVES.fullmatch(before[triggers[-1].end() :]))


def _named(clause: str, found: list[re.Match[str]]) -> Iterator[Claim]:
    """Yield the claims of the group words ``found`` in ``clause``."""
    named = {match.lastgroup or "" for match in found if not _is_other(clause, match)}
    yield from ((group, True) for group in named if group in GROUPS)
    if "adults" in named:
        yield from (("men", True), ("women", True))
    grown = named & {"women", "men", "adults"} or re.search(r"\bparents?\b", clause)
    if "children" in named:
        yield "children", True
        if grown and _together(clause):
            yield "families", True
    if "families" in named:
        yield "children", True


def _together(clause: str) -> bool:
    """Tell whether grown-ups and children are named as coming together."""
    return (
        re.search(
            rf"\b(?:women|woman|mothers?|fathers?|men|adults?|parents?|moms|survivors|victims)"
            rf",? (?:and|&|with|with or without|who have) (?:their |minor |young |small "
            rf"|dependent|own | )*{CHILDREN}",
            clause,
        )
        is not None
    )


def _is_other(clause: str, match: re.Match[str]) -> bool:
    """Tell whether the word means somebody narrower or else: pregnant women, older adults."""
    before = clause[: match.start()]
    if match.lastgroup == "families":
        return not match[0].startswith(("family with", "household", "single")) and not (
            _FAMILIES_WITH.match(clause[match.end() :]) or _WHOLE_FAMILIES.search(before)
        )
    narrower = r"\b(?:pregnant|expectant|postpartum|business|young|older|elderly|disabled)\s$"
    return re.search(narrower, before) is not None


def _youth_by_age(clause: str) -> Iterator[Claim]:
    for match in _AGES.finditer(clause):
        low, high = int(match["low"]), int(match["high"])
        is_age = _AGE_WORDS.search(clause) or clause == match[0]
        if is_age and 10 <= low < high <= 26:
            yield "youth", True
