"""Which of our needs a listing answers, from the words of its category, name and description."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import compress, count, pairwise, product
from pathlib import Path

from deskaid.paths import shipped
from deskaid.text import fold

_LETTERS = bytes(
    byte if byte in b"abcdefghijklmnopqrstuvwxyz0123456789+" else 0x20 for byte in range(256)
)
"""What a byte of a folded text becomes: itself in a word, a space between words."""
_LAWYER = "legal-aid"
_NOT_FROM_A_LAWYER = frozenset((
    "food", "fraud", "health", "hygiene", "mental-health", "shelter", "substance-use", "transport",
    "weather-center",
))  # fmt: skip
"""What a lawyer's service is about but does not give: "Housing" is a case there, not a bed."""


class _Phrases:
    """Phrases and the needs they stand for, found by how they end: the most telling words."""

    def __init__(self) -> None:
        self._by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._denied: dict[str, list[tuple[str, ...]]] = {}
        self._denied_pairs: set[tuple[str, str]] = set()
        """The last two words of every phrase denied."""
        self._last_words: set[str] = set()
        """Every word that may end a phrase, in singular and plural."""
        self._single: set[str] = set()
        self._last_pairs: set[tuple[str, str]] = set()
        """The same for phrases of one word, and the last two words of the others."""

    def add(self, phrase: str, need: str) -> None:
        """Let ``phrase`` stand for ``need``."""
        pieces = tuple(map(_singular, _words(phrase)))
        self._by_last.setdefault(pieces[-1], []).append((pieces, need))
        ends = (pieces[-1], f"{pieces[-1]}s")
        self._last_words.update(ends)
        if len(pieces) == 1:
            self._single.update(ends)
        else:
            self._last_pairs.update(product((pieces[-2], f"{pieces[-2]}s"), ends))

    def deny(self, phrase: str, need: str) -> None:
        """Let no part of ``phrase`` stand for ``need``: "animal shelter" is no shelter."""
        pieces = tuple(map(_singular, _words(phrase)))
        self._denied.setdefault(need, []).append(pieces)
        one, two = pieces[-2:]
        self._denied_pairs.update(product((one, f"{one}s"), (two, f"{two}s")))

    def needs_in(self, words: list[str]) -> set[str]:
        """Return the needs of every phrase that stands somewhere in ``words``."""
        found: set[str] = set()
        lasts, single, pairs = self._last_words, self._single, self._last_pairs
        ends = [
            at
            for at in compress(count(), map(lasts.__contains__, words))
            if words[at] in single or (at and (words[at - 1], words[at]) in pairs)
        ]
        if not ends:
            return found  # as most texts
        none_denied = self._denied_pairs.isdisjoint(pairwise(words))
        for last in ends:
            for phrase, need in self._by_last.get(_singular(words[last]), ()):
                start, end = last + 1 - len(phrase), last + 1
                if need in found or start < 0:
                    continue
                if tuple(map(_singular, words[start:end])) == phrase and (
                    none_denied or not self._is_denied(need, words, start, end)
                ):
                    found.add(need)
        return found

    def _is_denied(self, need: str, words: list[str], start: int, end: int) -> bool:
        """Tell whether the words from ``start`` to ``end`` are part of a phrase denied."""
        for phrase in self._denied.get(need, ()):
            for first in range(max(0, end - len(phrase)), start + 1):
                if tuple(map(_singular, words[first : first + len(phrase)])) == phrase:
                    return True
        return False

    def needs_of(self, words: list[str]) -> set[str]:
        """Return the needs of every phrase that ``words`` are, from the first to the last."""
        if not words or words[-1] not in self._last_words:
            return set()
        whole = tuple(map(_singular, words))
        return {need for phrase, need in self._by_last.get(whole[-1], ()) if phrase == whole}


@cache
def _rules(path: Path) -> tuple[_Phrases, _Phrases, _Phrases]:
    """Return the phrases for titles, for prose and for whole titles."""
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    titles, prose, exact = _Phrases(), _Phrases(), _Phrases()
    for need, words in table.items():
        for phrase in (*words.get("title", ()), *words.get("anywhere", ())):
            titles.add(phrase, need)
        for phrase in words.get("anywhere", ()):
            prose.add(phrase, need)
        for phrase in words.get("exact", ()):
            exact.add(phrase, need)
        for phrase in words.get("not", ()):
            titles.deny(phrase, need)
            prose.deny(phrase, need)
    return titles, prose, exact


def categorize(
    titles: Iterable[str], prose: Iterable[str] = (), *, rules: Path | None = None
) -> tuple[str, ...]:
    """Return the needs that whole words in ``titles`` or ``prose`` stand for, in a fixed order.

    ``titles`` are the listing's name, then category terms and other names, where a single word
    such as "food" is telling; ``prose`` is a description, then the organization's name, where
    only unmistakable phrases count. ``rules`` is ``referrals/needs.toml`` of the shipped content
    unless given.
    """
    in_titles, in_prose, exact = _shipped_rules() if rules is None else _rules(rules)
    named = [_words(text) if text else [] for text in titles]
    told = [_words(text) if text else [] for text in prose]
    found: set[str] = set()
    for words in named:
        found |= in_titles.needs_in(words)
        found |= exact.needs_of(words)
    for words in told:
        found |= in_prose.needs_in(words)
    if _LAWYER in found and not found.isdisjoint(_NOT_FROM_A_LAWYER):
        whose = [*named[:1], *told[1:]]
        if any(_LAWYER in in_titles.needs_in(words) for words in whose):
            given = {need for words in named for need in in_prose.needs_in(words)}
            found -= _NOT_FROM_A_LAWYER - given
    return tuple(sorted(found))


@cache
def _shipped_rules() -> tuple[_Phrases, _Phrases, _Phrases]:
    return _rules(shipped() / "referrals" / "needs.toml")


def _words(text: str) -> list[str]:
    """Return the words of ``text`` without case or accents."""
    folded = text.lower() if text.isascii() else fold(text)
    # Twice as fast as a regular expression, over the longest texts of an import.
    return folded.encode("utf-8", "replace").translate(_LETTERS, b"'").decode().split()


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    """Return ``word`` without a plural's "s"."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
