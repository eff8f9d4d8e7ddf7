"""Which card answers best: every word's evidence, its rarity, its field, order and completeness."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import log, log2

from deskaid.search import schema
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


@dataclass(slots=True)
class Ranked:
    """A card's number, its score, and how much of the question it covers (0 to 1).

    ``whole`` tells how much of one of its own phrases was typed, with its small words (0 to 1).
    """

    number: int
    score: float
    cover: float
    whole: float = 0.0


def rank(database: sqlite3.Connection, question: Question) -> tuple[list[Ranked], list[Ranked]]:
    """Return the cards, and the phrases, that answer ``question``, each best first.

    Both are scored alike but weighed apart, so that no card's score depends on phrases.
    """
    for evidence in question.evidence:
        evidence.tells = max(question.noise[evidence.first : evidence.last + 1])
    met = _hits(database, question)
    count, favor = _library(database, question)
    rarity = _rarity(met, count)
    cards, moments = (
        _ranked(
            question,
            {number: found for number, found in met.items() if (number < 0) is below},
            rarity,
            count,
            favor,
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
    rarity: dict[str, float],
    count: int,
    favor: dict[int, float],
) -> list[Ranked]:
    if not hits:
        return []
    weights = _weights(question, hits, rarity, count)
    whole = sum(weights)
    ranked = []
    for number, found in hits.items():
        if not _speaks(question, found):
            continue
        values, bonus = _card(question, found, rarity)
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
        if kept and card.score < few * kept[0].score:
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


def _library(database: sqlite3.Connection, question: Question) -> tuple[int, dict[int, float]]:
    """Return how many cards there are, and what each one's lead and setting make of its score."""
    spoken = {evidence.term for evidence in question.evidence if evidence.weight >= _SPOKEN}
    favor = {}
    for number, lead, setting in database.execute("select number, lead, setting from card"):
        favor[number] = _NEAR_TIE if lead == "safety" else 1.0
        if setting and spoken.isdisjoint(setting.split()):
            favor[number] *= _OTHER_SETTING
    return len(favor), favor


def _hits(database: sqlite3.Connection, question: Question) -> dict[int, list[_Hit]]:
    """Return, by card, where in it which evidence was met."""
    by_term: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in question.evidence:
        by_term[evidence.term].append(evidence)
    marks = ", ".join("?" * len(by_term))
    hits: dict[int, list[_Hit]] = defaultdict(list)
    for term, card, phrase, position, field, size in database.execute(
        f"select term, card, phrase, position, field, size from posting where term in ({marks})",
        list(by_term),
    ):
        for evidence in by_term[term]:
            hits[card].append((phrase, position, field, size, evidence))
    return hits


def _rarity(hits: dict[int, list[_Hit]], count: int) -> dict[str, float]:
    """Return how telling each term is: a word in every card tells nothing."""
    cards: dict[str, set[int]] = defaultdict(set)
    for number, found in hits.items():
        for *_place, field, _size, evidence in found:
            if field != schema.BODY and number > 0:
                cards[evidence.term].add(number)
    return {
        evidence.term: log(1 + count / (0.5 + len(cards.get(evidence.term, ()))))
        for found in hits.values()
        for *_place, evidence in found
    }


def _weights(
    question: Question, hits: dict[int, list[_Hit]], rarity: dict[str, float], count: int
) -> list[float]:
    """Return how much each typed word should count in the whole."""
    best = [0.0] * len(question.tokens)
    for found in hits.values():
        for *_place, evidence in found:
            worth = rarity[evidence.term] * evidence.weight
            if evidence.last > evidence.first:
                worth *= _SHARED
            for at in range(evidence.first, evidence.last + 1):
                best[at] = max(best[at], worth)
    unknown = _UNKNOWN * log(1 + count / 1.5)
    return [max(worth, unknown) * noise for worth, noise in zip(best, question.noise, strict=True)]


def _card(
    question: Question, found: list[_Hit], rarity: dict[str, float]
) -> tuple[list[float], float]:
    """Return what speaks for one card: a value for each typed word, and a bonus for order."""
    met: dict[int, dict[int, int]] = defaultdict(dict)
    for phrase, position, _field, _size, evidence in found:
        tells = evidence.tells >= WEAK
        met[phrase][position] = max(met[phrase].get(position, 0), TELLING if tells else 1)
    values = [0.0] * len(question.tokens)
    places: dict[int, dict[int, tuple[int, float]]] = defaultdict(dict)
    for phrase, position, field, size, evidence in found:
        complete = min(1.0, sum(met[phrase].values()) / size)
        worth = evidence.weight * rarity[evidence.term] * _FIELD[field]
        if field in (schema.TITLE, schema.FIND):
            worth *= _PHRASE_LEAST + _PHRASE_SPAN * complete
        single = evidence.first == evidence.last
        for at in range(evidence.first, evidence.last + 1):
            mine = worth * (1.0 if single else _SHARED)
            here = places[phrase].get(at)
            if here is None or mine > here[1]:
                places[phrase][at] = (position, mine)
            values[at] = max(values[at], mine * question.noise[at])
    for at, value in enumerate(values):
        if value:
            # A card that says it in many ways is about it; one that says it once may not be.
            spoken = sum(
                1
                for here in places.values()
                if at in here and here[at][1] * question.noise[at] >= _ALIKE * value
            )
            values[at] = value * (1 + _OFTEN * log2(spoken)) if spoken else value
    if not any(values):  # only noise words inside meaningful phrases, such as "is back"
        values[-1] = max((worth for at in places.values() for _, worth in at.values()), default=0)
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
