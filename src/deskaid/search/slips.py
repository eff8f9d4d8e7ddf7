"""The words that others are corrected towards, packed: a few bytes for each word's forms.

A word is numbered, and its forms with one letter left out (see `spelling`) are kept as buckets
of numbers. A bucket also holds a few words that share nothing but a checksum with what is
asked; whoever asks compares the words themselves.
"""

# ruff: noqa: S608 - only question marks are put in; values are bound

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from zlib import crc32

from deskaid.search.binding import MOST_BOUND, bound
from deskaid.search.spelling import LONGEST, SHORTEST, deletions, openings

_MOST = 0xFFFF
"""Words: a number has two bytes."""
_BUCKETS = 0xFFFF
"""With so many buckets and the words of a large directory, four share one."""


def bucket(form: str) -> int:
    """Return the number under which a form is kept."""
    return crc32(form.encode("utf-8", "surrogatepass")) & _BUCKETS


class SlipBook:
    """Gathers the words worth correcting towards, to be written at the end of a build."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._opened = 0
        self._pairs = array("I")

    def add(self, words: Iterable[str], *, opens: bool = False) -> None:
        """Take ``words`` in; with ``opens`` they are also found before their last letter.

        Those that open must be added first.
        """
        for word in words:
            fits = SHORTEST <= len(word) <= LONGEST and not word.isdigit()
            if not fits or word in self._numbers or len(self._numbers) == _MOST:
                continue
            number = self._numbers[word] = len(self._numbers) + 1
            forms = deletions(word)
            if opens:
                self._opened = number
                forms = forms.union(*(deletions(opening) for opening in openings(word)))
            self._pairs.extend({bucket(form) << 16 | number for form in forms})

    def write(self, database: sqlite3.Connection) -> None:
        """Write everything gathered into an index."""
        database.executemany(
            "insert into spelled values (?, ?, ?)",
            ((number, word, number <= self._opened) for word, number in self._numbers.items()),
        )
        database.executemany("insert into slip values (?, ?)", self._rows())

    def _rows(self) -> Iterator[tuple[int, bytes]]:
        for number, pairs in groupby(sorted(self._pairs), lambda pair: pair >> 16):
            numbers = (pair & 0xFFFF for pair in pairs)
            yield number, b"".join(one.to_bytes(2, "little") for one in numbers)


def near_words(database: sqlite3.Connection, token: str) -> dict[str, bool]:
    """Return the words that ``token`` may be, and whether each may be one not yet finished.

    They share a form with one letter left out, or only its checksum: compare them.
    """
    buckets = sorted({bucket(form) for form in deletions(token)})
    marks, values = bound(buckets)
    numbers: set[int] = set()
    for (packed,) in database.execute(
        f"select numbers from slip where bucket in ({marks})", values
    ):
        numbers.update(packed[at] | packed[at + 1] << 8 for at in range(0, len(packed), 2))
    marks, bound_numbers = bound(sorted(numbers)[:MOST_BOUND])
    letters = set(token)
    return {
        term: bool(opens)
        for term, opens in database.execute(
            f"select term, opens from spelled where number in ({marks})", bound_numbers
        )
        # One slip brings in one strange letter at most; this drops what shares a checksum only.
        if len(letters.difference(term)) < 2 and (opens or len(set(term) - letters) < 2)
    }
