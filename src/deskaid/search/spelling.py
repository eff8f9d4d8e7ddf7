"""Spelling slips: words one slip away, found through a table of deletions.

The method is SymSpell's: two words at most one slip apart share a form with at most one letter
deleted. Doubled letters are squeezed first, so "harrasment" is one slip from "harassment".
A slip is a letter added, missing or changed, or two neighbors swapped (optimal string alignment).
"""

from collections.abc import Iterator

SHORTEST = 4
"""The shortest word that is corrected towards."""
BRIEF = 3
"""A word this short is only ever one that lacks a letter, "fod": nearly every three letters are
one slip from another word. Shorter ones are taken as typed."""
LONGEST = 24
"""Longer words are not corrected; nothing at a desk is that long."""
_NO_LETTER_CHANGES = 4
"""Up to this length a letter may be missing, added or swapped, or a vowel be another one."""
_VOWELS = frozenset("aeiouy")
_FIRST_LETTER_COUNTS = 5
"""Up to this length the first letter must be right, or the guess is wilder than the slip."""


def squeeze(word: str) -> str:
    """Return ``word`` with each run of one letter written once."""
    return "".join(letter for at, letter in enumerate(word) if not at or word[at - 1] != letter)


def deletions(word: str) -> set[str]:
    """Return the squeezed ``word`` and every form of it with one letter left out."""
    base = squeeze(word)
    return {base, *(base[:at] + base[at + 1 :] for at in range(len(base)))}


def openings(word: str, *, longest: int = 8) -> Iterator[str]:
    """Yield the beginnings of ``word`` worth correcting while it is still being typed."""
    yield from (word[:length] for length in range(SHORTEST, min(len(word), longest)))


def distance(one: str, other: str, *, limit: int = 1) -> int:
    """Return the number of slips between two words, or ``limit + 1`` when there are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def is_slip(typed: str, word: str, *, limit: int = 1) -> bool:
    """Return whether ``typed`` may be ``word`` with ``limit`` slips at most; doubling is free."""
    if len(typed) <= _FIRST_LETTER_COUNTS and typed[:1] != word[:1]:
        return False
    if distance(typed, word, limit=limit) <= limit and not _is_another_word(typed, word):
        return True
    one, other = squeeze(typed), squeeze(word)
    slips = limit if len(typed) > _FIRST_LETTER_COUNTS else 0  # "rome" is not "room"
    return distance(one, other, limit=slips) <= slips


def _is_another_word(typed: str, word: str) -> bool:
    """Return whether a short word has another letter, not only another vowel, in one place."""
    if not len(typed) == len(word) <= _NO_LETTER_CHANGES or sorted(typed) == sorted(word):
        return False
    return not all(
        one == other or {one, other} <= _VOWELS for one, other in zip(typed, word, strict=True)
    )


def is_unfinished_slip(typed: str, word: str) -> bool:
    """Return whether ``typed`` may begin ``word`` with a letter more, less or swapped.

    Another letter in its place is no slip here: half a word and a wrong letter are too wild.
    """
    for more in (-1, 0, 1):
        opening = word[: len(typed) + more]
        is_changed = typed[-1] != opening[-1:] if more else sorted(opening) != sorted(typed)
        if not is_changed and opening[:1] == typed[:1] and distance(typed, opening) <= 1:
            return True
    return False


def lacks_a_letter(typed: str, word: str) -> bool:
    """Return whether ``typed`` is ``word`` without one of its letters, the first one excepted."""
    shorter = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    return typed in shorter
