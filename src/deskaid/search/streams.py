"""Listings: streamed from the tiers in order of rank, a small head re-ranked.

No query reads more than a bounded number of rows, whatever the size of the directory: FTS5 hands
out rowids in order of rank and stops at the limit (research/speed.md 2). A longer word is looked
up as an OR of its commonest completions, since FTS5 would first merge all of them.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from dataclasses import dataclass

from deskaid.search.narrow import Sieve
from deskaid.search.question import Likenesses, Question
from deskaid.search.schema import LONGEST_PHRASE, WEAK, need_word
from deskaid.search.stems import stem
from deskaid.search.tokens import words

HEAD = 40
"""Rows taken from each tier before they are put in order."""
ENOUGH = 20
"""With so many rows, the next tier is not asked."""
_MANY = 3
ENOUGH_FOR_MANY = 5
"""So many words in one name are no accident: fewer rows are enough."""
_COMPLETIONS = 12
_ALL_COMPLETIONS = 60
"""How many are tried when the commonest gave too few rows."""
_OTHER_ENDINGS = 3
"""Longer words tried for a word that is followed by another, so was typed in full."""
_MOST_RELAXED = 4
_MOST_ANDED = 6
"""Words that must all be there; a pasted sentence is not asked for word by word."""
_STREAMED_PREFIX = 3
"""Prefixes up to this length have an index of their own in the first two tiers."""
_MOST_OTHERS = 6


@dataclass(frozen=True, slots=True)
class Within:
    """What is asked of all listings beside the words, and how many are looked at per tier."""

    sieve: Sieve | None = None
    head: int = HEAD


@dataclass(slots=True)
class Found:
    """A listing's rank, the tier it was found in and the quality of its name's fit (0 to 1)."""

    rank: int
    tier: int
    fit: float


def stream(
    database: sqlite3.Connection,
    question: Question,
    *,
    need: str = "",
    relax: bool = False,
    tiers: tuple[int, ...] = (1, 2, 3),
    within: Within = Within(),
) -> list[Found]:
    """Return the listings that have every telling word of ``question``, best first.

    ``need`` keeps only those that answer it; ``relax`` lets one word fail when nothing has all;
    ``tiers`` are those to ask; ``within`` narrows.
    """
    everything = [at for at, worth in enumerate(question.noise) if worth > 0.0][:_MOST_ANDED]
    telling = [at for at in everything if question.noise[at] >= WEAK]
    tries = [(everything, tiers)]
    if telling != everything:
        tries.append((telling, tiers))
    if relax and 1 < len(telling) <= _MOST_RELAXED:
        tries += [([at for at in telling if at != out], (3,)) for out in telling]
    for places, asked in tries:
        if not places:
            continue
        found = _tiers(database, question, places, asked, need, within)
        if 0 < len(found) < ENOUGH and len(places) < _MANY:
            found |= _tiers(database, question, places, asked, need, within, _ALL_COMPLETIONS)
        if found:
            return _in_order(database, question, found)
    return []


def _tiers(
    database: sqlite3.Connection,
    question: Question,
    places: list[int],
    tiers: tuple[int, ...],
    need: str,
    within: Within,
    completions: int = _COMPLETIONS,
) -> dict[int, int]:
    """Return the rank of each listing found, with its tier."""
    got: dict[int, int] = {}
    for tier in tiers:
        match = _match(database, question, places, tier, completions)
        if match is None:
            continue
        if need:
            match = f'"{need_word(need)}" AND {match}'
        if within.sieve is not None:
            match = within.sieve.match(match)
        for (rank,) in database.execute(
            f"select rowid from t{tier} where t{tier} match ? order by rowid limit ?",
            (match, within.head),
        ):
            got.setdefault(rank, tier)
        if len(got) >= (ENOUGH if len(places) < _MANY else ENOUGH_FOR_MANY):
            break
    return got


def _match(
    database: sqlite3.Connection,
    question: Question,
    places: list[int],
    tier: int,
    completions: int = _COMPLETIONS,
) -> str | None:
    """Return the FTS5 expression for the words at ``places``, or None if one is nowhere."""
    units: list[str] = []
    at = 0
    others = _likenesses(database, question)
    while at < len(places):
        width, phrases = others.get(places[at], (1, []))
        run = places[at : at + width]
        if run != list(range(places[at], places[at] + width)):
            run, phrases = places[at : at + 1], []
        own = [_word(database, question, place, tier, completions) for place in run]
        choices = [] if None in own else [" AND ".join(part for part in own if part)]
        choices += [_plain(phrase) for phrase in phrases]
        if not choices:
            return None
        units.append("(" + " OR ".join(f"({choice})" for choice in choices) + ")")
        at += len(run)
    return " AND ".join(units)


def _likenesses(database: sqlite3.Connection, question: Question) -> Likenesses:
    """Return, by place, the longest phrase there which a directory may say otherwise."""
    if question.likenesses is not None:
        return question.likenesses
    tokens = question.tokens
    spans: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(tokens)) + 1):
            spans.setdefault(" ".join(tokens[start:end]), []).append((start, end - start))
    found: Likenesses = {}
    question.likenesses = found
    marks = ", ".join("?" * len(spans))
    for phrase, others in database.execute(
        f"select phrase, others from likeness where phrase in ({marks})", list(spans)
    ):
        for start, width in spans[phrase]:
            if width > found.get(start, (0, []))[0]:
                found[start] = (width, others.split("|")[:_MOST_OTHERS])
    return found


def _word(
    database: sqlite3.Connection, question: Question, at: int, tier: int, completions: int
) -> str | None:
    """Return the expression for one word in one tier, or None when no listing there has it."""
    token = question.tokens[at]
    if len(token) <= _STREAMED_PREFIX and tier < 3:
        return f'"{token}"*'
    is_last = at == len(question.tokens) - 1
    terms = _completions(database, token, tier, completions)
    if not is_last and token in terms:
        terms = terms[:_OTHER_ENDINGS]
    if not terms:
        guesses = [*question.instead.get(at, ()), *_variants(token)]
        terms = [term for guess in guesses for term in _exact(database, guess, tier)]
    return "(" + " OR ".join(f'"{term}"' for term in terms) + ")" if terms else None


def _completions(database: sqlite3.Connection, token: str, tier: int, limit: int) -> list[str]:
    """Return the commonest words of a tier that begin with ``token``, itself first."""
    return [
        term
        for (term,) in database.execute(
            f"select term from vocab where term >= ? and term < ? and df{tier} > 0"
            f" order by term = ? desc, df{tier} desc limit ?",
            (token, token + "\U0010ffff", token, limit),
        )
    ]


def _variants(token: str) -> list[str]:
    """Return other endings for a word that no listing has: "shelters" may be "shelter"."""
    base = stem(token)
    found = [base + ending for ending in ("", "e", "s", "es", "ing", "ed", "er")]
    if base.endswith("i"):
        found += [base[:-1] + "y", base[:-1] + "ies"]
    return [word for word in found if word != token]


def _exact(database: sqlite3.Connection, word: str, tier: int) -> list[str]:
    return [
        term
        for (term,) in database.execute(
            f"select term from vocab where term = ? and df{tier} > 0", (word,)
        )
    ]


def _plain(phrase: str) -> str:
    return " AND ".join(f'"{word}"' for word in phrase.split())


def _in_order(
    database: sqlite3.Connection, question: Question, found: dict[int, int]
) -> list[Found]:
    """Put the head in order: fit of the name, then tier, then rank."""
    marks = ", ".join("?" * len(found))
    tokens = [
        token for token, worth in zip(question.tokens, question.noise, strict=True) if worth
    ] or question.tokens
    ordered = []
    for rank, name in database.execute(
        f"select rank, name from listing where rank in ({marks})", list(found)
    ):
        ordered.append(Found(rank, found[rank], _fit(tokens, words(name))))
    ordered.sort(key=lambda one: (-round(one.fit, 2), one.tier, one.rank))
    return ordered


def _fit(tokens: list[str], name: list[str]) -> float:
    """Return how well a name fits: whole words, beginnings, its own beginning, its length."""
    if not name:
        return 0.0
    held = set(name)
    met = 0.0
    for token in tokens:
        if token in held:
            met += 1.0
        elif any(word.startswith(token) for word in name):
            met += 0.8
    fit = 0.8 * met / len(tokens)
    if met and name[0].startswith(tokens[0]):
        fit += 0.1
    return fit + 0.1 * min(1.0, met / len(name))
