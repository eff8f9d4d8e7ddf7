"""What is typed as an FTS5 expression for one tier, and how much reading it takes.

A short beginning of a word has an index of its own; a longer one is looked up as an OR of its
commonest completions, since FTS5 would first merge all of them. So a listing that only has a
rarer completion is found as more letters are typed, or when fewer than `streams.ENOUGH` have
the common ones: then many more completions are asked for.
"""

from typing import NamedTuple

from deskaid.search.question import Likenesses, Question
from deskaid.search.schema import (
    LARGE,
    LISTED_OPENING,
    LONGEST_PHRASE,
    LONGEST_STREAMED,
    MOST_LISTED,
    STREAMED,
)
from deskaid.search.source import Source
from deskaid.search.stems import stem

COMPLETIONS = 12
ALL_COMPLETIONS = MOST_LISTED
"""How many are tried when the commonest gave too few rows."""
_OTHER_ENDINGS = 3
"""Longer words tried for a word that is followed by another, so was typed in full."""
_MOST_OTHERS = 6
_EVERYWHERE = 0.9
"""A word in so many of the listings of a large directory tells none apart, beside another word."""
_STREAMED_SHARE = (1, 2, 6, 12)
"""One listing of so many has a word with a beginning of that length, roughly."""


class Expression(NamedTuple):
    """An FTS5 expression, and the entries of its words: how much there is to read at most.

    ``is_cut`` tells whether there are rarer completions which were left out.
    """

    text: str
    entries: int
    is_cut: bool = False


def expression(
    source: Source, question: Question, places: list[int], tier: int, completions: int = COMPLETIONS
) -> Expression | None:
    """Return the expression for the words at ``places``, or None if one of them is nowhere."""
    units: list[Expression] = []
    at = 0
    others = _likenesses(source, question)
    while at < len(places):
        width, phrases = others.get(places[at], (1, []))
        run = places[at : at + width]
        if run != list(range(places[at], places[at] + width)):
            run, phrases = places[at : at + 1], []
        own = [_word(source, question, place, tier, completions) for place in run]
        whole = [one for one in own if one is not None]
        choices = [_joined(whole, "AND")] if len(whole) == len(own) else []
        choices += [one for phrase in phrases if (one := _phrase(source, phrase, tier))]
        if not choices:
            return None
        units.append(_joined(choices, "OR"))
        at += len(run)
    if source.total > LARGE:
        rarer = [unit for unit in units if unit.entries < _EVERYWHERE * source.total]
        units = rarer or units
    return _joined(units, "AND")


def _joined(parts: list[Expression], word: str) -> Expression:
    if len(parts) == 1:
        return parts[0]
    return Expression(
        f"({f' {word} '.join([part.text for part in parts])})",
        sum(part.entries for part in parts),
        any(part.is_cut for part in parts),
    )


def _word(
    source: Source, question: Question, at: int, tier: int, completions: int
) -> Expression | None:
    """Return the expression for one word in one tier, or None when no listing there has it."""
    token = question.tokens[at]
    if tier == STREAMED and len(token) <= LONGEST_STREAMED:
        many = source.total // _STREAMED_SHARE[len(token)]
        return Expression(f'"{token}"*', many)
    is_last = at == len(question.tokens) - 1
    terms = _completions(source, token, tier, completions)
    if not is_last and terms and terms[0][0] == token:
        terms = terms[:_OTHER_ENDINGS]
    if not terms:
        guesses = [*question.instead.get(at, ()), *_variants(token)]
        terms = source.counts(guesses, tier)
    if not terms:
        return None
    is_cut = len(terms) == completions
    return _joined([Expression(f'"{term}"', many, is_cut) for term, many in terms], "OR")


def _phrase(source: Source, phrase: str, tier: int) -> Expression | None:
    """Return the expression for the words of a phrase, or None when one is nowhere."""
    asked = phrase.split()
    terms = source.counts(asked, tier)
    if len(terms) < len(asked):
        return None
    return _joined([Expression(f'"{term}"', many) for term, many in terms], "AND")


def _completions(source: Source, token: str, tier: int, limit: int) -> list[tuple[str, int]]:
    """Return the commonest words of a tier that begin with ``token``, itself first."""
    if len(token) <= LISTED_OPENING:
        listed = source.listed(token, tier)
        if listed:
            return listed[:limit]
    return source.completions(token, tier, limit)


def _variants(token: str) -> list[str]:
    """Return other endings for a word that no listing has: "shelters" may be "shelter"."""
    base = stem(token)
    found = [base + ending for ending in ("", "e", "s", "es", "ing", "ed", "er")]
    if base.endswith("i"):
        found += [base[:-1] + "y", base[:-1] + "ies"]
    return [word for word in found if word != token]


def _likenesses(source: Source, question: Question) -> Likenesses:
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
    for phrase, others in source.likenesses(list(spans)):
        for start, width in spans[phrase]:
            if width > found.get(start, (0, []))[0]:
                found[start] = (width, others.split("|")[:_MOST_OTHERS])
    return found
