"""Spelling slips: words one slip away, found through a table of deletions.

The method is SymSpell's: two words at most one slip apart share a form with at most one letter
deleted. Doubled letters are squeezed first, so "harrasment" is one slip from "harassment".
A slip is a letter added, missing or changed, or two neighbors swapped (optimal string alignment).
"""

from collections.abc import Iterator

SHORTEST = 4
"""Shorter words are taken as typed: nearly every three letters are one slip from another word."""
LONGEST = 24
"""Longer words are not corrected; nothing at a desk is that long."""
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
    if distance(typed, word, limit=limit) <= limit:
        return True
    return distance(squeeze(typed), squeeze(word), limit=limit) <= limit
