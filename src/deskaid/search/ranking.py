"""Which card answers best: every word's evidence, its rarity, its field, order and completeness."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import log, log2

from deskaid.search import schema
from deskaid.search.binding import bound
from deskaid.search.question import Evidence, Question
from deskaid.search.schema import TELLING, WEAK

# What a field is worth beside the title. "find" words are what staff type, so they count alike.
_FIELD = {
    schema.TITLE: 1.3,
    schema.FIND: 1.0,
    schema.NEUTRAL: 0.5,
    schema.GROUP: 0.35,
    schema.FIRST_NEED: 0.6,
    schema.NEED: 0.35,
    schema.BODY: 0.25,
}
_PHRASE_LEAST, _PHRASE_SPAN = 0.6, 0.6
"""A hit in a phrase counts more, the more of that phrase was typed."""
_ORDER = 0.3
"""What two neighboring words in the same order add, of the smaller one's worth."""
_OFTEN = 0.15
"""What each doubling of the phrases that speak of a word adds."""
_ALIKE = 0.3
_TOGETHER = 0.25
"""What they add in any other order."""
_NEAR = 3
_SHARED = 0.85
"""What each word of a phrase gets of the worth of what the phrase means."""
_COVER_LEAST = 0.35
_UNKNOWN = 0.5
"""A word that few or no cards speak of, beside the rarest: it lowers every card alike."""
_NEAR_TIE = 1.07
"""A safety card this close to the best comes first (research/content.md 6)."""
_OTHER_SETTING = 0.78
_SPOKEN = 0.4
"""With less weight, a meaning is too much of a guess to speak of a setting."""
_FEW = 0.38
"""Cards with less of the best one's score are noise."""
_LONG, _FEW_OF_MUCH = 5, 0.25
"""So many telling words tell of several troubles, each of which may have its card."""
_LEAST_COVER = 0.22
_ENOUGH = 1.2
_MOST_OF_IT = 0.52
"""A card must answer more than one word typed, or more than half of all."""
_PLAIN = 0.53
"""A meaning of this weight answers alone: somebody typed a word for it, and no half of one."""
_TYPED = 0.75
"""Evidence of less weight is the beginning of a word, or a loose meaning."""
_CLEAR = 0.6
"""Phrases that cover less of a question are noise: most questions are about a situation."""

_Hit = tuple[int, int, int, int, Evidence]


class Ranked:
    """A card's number, its score, and how much of the question it covers (0 to 1).

    ``whole`` tells how much of one of its own phrases was typed, with its small words (0 to 1).
    """

    __slots__ = ("cover", "number", "score", "whole")

    def __init__(self, number: int, score: float, cover: float) -> None:
        self.number = number
        self.score = score
        self.cover = cover
        self.whole = 0.0


Cards = dict[int, tuple[float, frozenset[str]]]
"""By number of a card: what its lead makes of its score, and the meanings of its setting."""


def all_cards(database: sqlite3.Connection) -> Cards:
    """Return what every question asks of every card; the index never changes, so ask once."""
    return {
        number: (_NEAR_TIE if lead == "safety" else 1.0, frozenset(setting.split()))
        for number, lead, setting in database.execute("select number, lead, setting from card")
    }


def rank(
    database: sqlite3.Connection, question: Question, every: Cards, *, most: int
) -> tuple[list[Ranked], list[Ranked]]:
    """Return the cards, and the phrases, that answer ``question``, each best first.

    ``every`` is what `all_cards` returns, ``most`` how many of each are wanted. Both are scored
    alike but weighed apart, so that no card's score depends on phrases.
    """
    noise = question.noise
    for evidence in question.evidence:
        if evidence.first == evidence.last:
            evidence.tells = noise[evidence.first]
        else:
            evidence.tells = max(noise[evidence.first : evidence.last + 1])
    met = _hits(database, question, len(every))
    favor = _favor(question, every, met)
    cards, moments = (
        _ranked(
            question,
            {number: found for number, found in met.items() if (number < 0) is below},
            len(every),
            favor,
            most,
        )
        for below in (False, True)
    )
    moments = [one for one in moments if one.cover >= _CLEAR]
    for one in moments:
        one.whole = _whole(question, met[one.number])
    return cards, moments


def _ranked(
    question: Question,
    hits: dict[int, list[_Hit]],
    count: int,
    favor: dict[int, float],
    most: int,
) -> list[Ranked]:
    if not hits:
        return []
    weights = _weights(question, hits, count)
    whole = sum(weights)
    ranked = []
    for number, found in hits.items():
        if not _speaks(question, found):
            continue
        values, bonus = _card(question, found)
        score = sum(values) + bonus
        covered = [
            weight * min(1.0, value / (0.5 * weight)) if weight else 0.0
            for value, weight in zip(values, weights, strict=True)
        ]
        cover = sum(covered) / whole if whole else 0.0
        score *= _COVER_LEAST + (1 - _COVER_LEAST) * cover
        ranked.append(Ranked(number, score * favor.get(number, 1.0), cover))
    if not ranked:
        return []
    ranked.sort(key=lambda card: (-card.score, card.number))
    is_long = len(question.telling) >= _LONG
    few, cover = (_FEW_OF_MUCH, _LEAST_COVER / 2) if is_long else (_FEW, _LEAST_COVER)
    kept: list[Ranked] = []
    for card in ranked:
        if len(kept) == most or (kept and card.score < few * kept[0].score):
            break
        if card.cover >= cover and _answers(question, hits[card.number]):
            kept.append(card)
    return kept


def _answers(question: Question, found: list[_Hit]) -> bool:
    """Return whether a card answers enough of the telling words, or one that is plain enough.

    One word of three that a card happens to have is noise: nothing is a better answer.
    """
    best = [0.0] * len(question.tokens)
    for _phrase, _position, field, _size, evidence in found:
        if (
            evidence.term[0] == "="
            and evidence.weight >= _PLAIN
            and field in (schema.TITLE, schema.FIND)
            and (evidence.last > evidence.first or question.noise[evidence.first] > WEAK)
        ):
            return True
        worth = evidence.weight * min(1.0, _FIELD[field])
        for at in range(evidence.first, evidence.last + 1):
            best[at] = max(best[at], worth)
    if _whole(question, found) >= 1.0:
        return True
    for places in (question.telling, range(len(best))):
        asked = sum(question.noise[at] for at in places)
        answered = sum(best[at] * question.noise[at] for at in places)
        if answered >= min(_ENOUGH, _MOST_OF_IT * asked):
            return True
    return False


def _speaks(question: Question, found: list[_Hit]) -> bool:
    """Return whether a card's own words answer, not only its group or where it refers to."""
    least = min(WEAK, max(question.noise))
    return any(
        field not in (schema.GROUP, schema.NEED, schema.FIRST_NEED) and evidence.tells >= least
        for _phrase, _position, field, _size, evidence in found
    )


def _favor(question: Question, every: Cards, met: Iterable[int]) -> dict[int, float]:
    """Return what each card's lead and setting make of its score."""
    spoken = {evidence.term for evidence in question.evidence if evidence.weight >= _SPOKEN}
    favor = {}
    for number in met:
        if number in every:
            worth, setting = every[number]
            favor[number] = worth * (
                _OTHER_SETTING if setting.isdisjoint(spoken) and setting else 1.0
            )
    return favor


def _hits(database: sqlite3.Connection, question: Question, count: int) -> dict[int, list[_Hit]]:
    """Return, by card, where in it which evidence was met, and weigh the evidence by its rarity.

    A word in every one of ``count`` cards tells nothing.
    """
    by_term: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in question.evidence:
        by_term[evidence.term].append(evidence)
    marks, values = bound(by_term)
    hits: dict[int, list[_Hit]] = defaultdict(list)
    cards: dict[str, set[int]] = {}
    for term, card, phrase, position, field, size in database.execute(
        f"select term, card, phrase, position, field, size from posting where term in ({marks})",
        values,
    ):
        speaking = cards.get(term)
        if speaking is None:
            speaking = cards[term] = set()
        if field != schema.BODY and card > 0:
            speaking.add(card)
        for evidence in by_term[term]:
            hits[card].append((phrase, position, field, size, evidence))
    for term, speaking in cards.items():
        rarity = log(1 + count / (0.5 + len(speaking)))
        for evidence in by_term[term]:
            evidence.worth = evidence.weight * rarity
    return hits


def _weights(question: Question, hits: dict[int, list[_Hit]], count: int) -> list[float]:
    """Return how much each typed word should count in the whole."""
    best = [0.0] * len(question.tokens)
    every = {id(hit[4]): hit[4] for found in hits.values() for hit in found}
    for evidence in every.values():
        worth = evidence.worth
        if evidence.last > evidence.first:
            worth *= _SHARED
        for at in range(evidence.first, evidence.last + 1):
            if worth > best[at]:
                best[at] = worth
    unknown = _UNKNOWN * log(1 + count / 1.5)
    return [max(worth, unknown) * noise for worth, noise in zip(best, question.noise, strict=True)]


def _card(question: Question, found: list[_Hit]) -> tuple[list[float], float]:
    """Return what speaks for one card: a value for each typed word, and a bonus for order."""
    met: dict[tuple[int, int], int] = {}
    for phrase, position, _field, _size, evidence in found:
        size = TELLING if evidence.tells >= WEAK else 1
        if met.get((phrase, position), 0) < size:
            met[phrase, position] = size
    typed: dict[int, int] = {}
    for (phrase, _position), size in met.items():
        typed[phrase] = typed.get(phrase, 0) + size
    noise = question.noise
    values = [0.0] * len(noise)
    places: dict[int, dict[int, tuple[int, float]]] = {}
    for phrase, position, field, size, evidence in found:
        worth = evidence.worth * _FIELD[field]
        if field in (schema.TITLE, schema.FIND):
            worth *= _PHRASE_LEAST + _PHRASE_SPAN * min(1.0, typed[phrase] / size)
        if evidence.first != evidence.last:
            worth *= _SHARED
        here = places.get(phrase)
        if here is None:
            here = places[phrase] = {}
        for at in range(evidence.first, evidence.last + 1):
            if at not in here or worth > here[at][1]:
                here[at] = position, worth
            if worth * noise[at] > values[at]:
                values[at] = worth * noise[at]
    for at, value in enumerate(values):
        if value:
            # A card that says it in many ways is about it; one that says it once may not be.
            least = _ALIKE * value
            spoken = 0
            for here in places.values():
                if at in here and here[at][1] * noise[at] >= least:
                    spoken += 1
            values[at] = value * (1 + _OFTEN * log2(spoken)) if spoken else value
    if not any(values):  # only noise words inside meaningful phrases, such as "is back"
        values[-1] = max((worth for at in places.values() for _, worth in at.values()), default=0)
    if len(noise) < 2:
        return values, 0.0
    return values, max((_order(at) for at in places.values()), default=0.0)


def _whole(question: Question, found: list[_Hit]) -> float:
    """Return how much of the phrase that was typed most fully was typed; guesses do not count."""
    met: dict[int, dict[int, int]] = defaultdict(dict)
    sizes = {}
    for phrase, position, field, size, evidence in found:
        if evidence.weight >= _TYPED and field in (schema.TITLE, schema.FIND):
            tells = evidence.tells >= WEAK
            met[phrase][position] = TELLING if tells else 1
            sizes[phrase] = size
    return max((sum(met[phrase].values()) / sizes[phrase] for phrase in met), default=0.0)


def _order(places: dict[int, tuple[int, float]]) -> float:
    """Return what it adds that several words stand in one phrase, more so in the same order."""
    bonus = 0.0
    met = sorted(places.items())
    for (at, (position, worth)), (then, (after, other)) in pairwise(met):
        near = 0 < after - position <= then - at + 1 and then - at <= _NEAR
        bonus += (_ORDER if near else _TOGETHER) * min(worth, other)
    return bonus
