"""Which of our needs a listing answers, from the words of its category, name and description."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from deskaid.paths import shipped
from deskaid.text import fold

_WORD = re.compile(r"[a-z0-9+]+")


@cache
def _rules(path: Path) -> tuple[Mapping[str, list[tuple[tuple[str, ...], str]]], ...]:
    """Return the rules for titles, prose and whole titles: first word -> [(phrase, need)]."""
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    titles: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    prose: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for need, words in table.items():
        for phrase in (*words.get("title", ()), *words.get("anywhere", ())):
            pieces = _words(phrase)
            titles.setdefault(pieces[0], []).append((pieces, need))
        for phrase in words.get("anywhere", ()):
            pieces = _words(phrase)
            prose.setdefault(pieces[0], []).append((pieces, need))
        for phrase in words.get("exact", ()):
            pieces = _words(phrase)
            exact.setdefault(pieces[0], []).append((pieces, need))
    return titles, prose, exact


def categorize(
    titles: Iterable[str], prose: Iterable[str] = (), *, rules: Path | None = None
) -> tuple[str, ...]:
    """Return the needs that whole words in ``titles`` or ``prose`` stand for, in a fixed order.

    ``titles`` are category terms and names, where a single word such as "food" is telling;
    ``prose`` is a description, where only unmistakable phrases count. ``rules`` is
    ``referrals/needs.toml`` of the shipped content unless given.
    """
    in_titles, in_prose, exact = _rules(rules or _shipped_rules())
    found: set[str] = set()
    for text in titles:
        found |= _match(text, in_titles)
        words = _words(text)
        found |= {
            need for phrase, need in exact.get(words[0] if words else "", ()) if phrase == words
        }
    for text in prose:
        found |= _match(text, in_prose)
    return tuple(sorted(found))


@cache
def _shipped_rules() -> Path:
    return shipped() / "referrals" / "needs.toml"


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without case, accents or a plural's "s"."""
    folded = text.lower() if text.isascii() else fold(text)
    return tuple(map(_singular, _WORD.findall(folded.replace("'", ""))))


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _match(text: str, rules: Mapping[str, list[tuple[tuple[str, ...], str]]]) -> set[str]:
    words = _words(text)
    return {
        need
        for place, word in enumerate(words)
        for phrase, need in rules.get(word, ())
        if words[place : place + len(phrase)] == phrase
    }
