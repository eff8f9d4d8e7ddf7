"""What a head vouches for, kept in order from one save to the next."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

ROW_BYTES = 44
"""A packed row: id, revision, purge day, tag."""

Piece = bytes | memoryview


class Ledger:
    """The packed rows of a notebook, in the order in which its digest takes them.

    A save changes one row of many: packing and sorting all of them again, or copying them,
    would cost more than the rest of the save (10,000 notes: 8 ms, 0.2 ms).
    """

    def __init__(self, rows: Iterable[bytes]) -> None:
        self._rows = bytearray().join(sorted(rows))

    def __len__(self) -> int:
        return len(self._rows) // ROW_BYTES

    def content(self, seq: int) -> Iterator[Piece]:
        """Yield what is digested for save number ``seq``: two counts, then every row."""
        return EditedLedger(self, (), ()).content(seq)

    def place(self, row: bytes) -> int:
        """Return the number of the byte where ``row`` begins, or would."""
        rows = self._rows

        def at(number: int) -> bytes:
            return bytes(rows[number * ROW_BYTES : (number + 1) * ROW_BYTES])

        return ROW_BYTES * bisect_left(range(len(self)), row, key=at)

    def holds(self, row: bytes, at: int) -> bool:
        """Tell whether ``row`` stands at the place ``at``."""
        return self._rows[at : at + ROW_BYTES] == row

    def stretches(self, cuts: Iterable[tuple[int, bytes]]) -> Iterator[Piece]:
        """Yield the rows with ``cuts``: places in order, each with a row to add or b"" to drop.

        Let go of what comes before these rows are changed.
        """
        whole = memoryview(self._rows)
        start = 0
        for at, added in cuts:
            if start < at:
                yield whole[start:at]
            if added:
                yield added
            start = at if added else at + ROW_BYTES
        if start < len(whole):
            yield whole[start:]

    def take(self, cuts: list[tuple[int, bytes]]) -> None:
        """Make ``cuts`` in these rows themselves."""
        if len(cuts) > 16:  # each moves all that lies behind it
            self._rows = bytearray().join(bytes(piece) for piece in self.stretches(cuts))
            return
        for at, added in reversed(cuts):
            if added:
                self._rows[at:at] = added
            else:
                del self._rows[at : at + ROW_BYTES]


class EditedLedger:
    """What a ledger becomes; ``former`` stays as it is until `applied`.

    Raises `KeyError` when a row of ``removed`` is not in it.
    """

    def __init__(self, former: Ledger, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
        self._former = former
        gone, new = sorted(removed), sorted(added)
        places = [former.place(row) for row in gone]
        if not all(former.holds(row, at) for row, at in zip(gone, places, strict=True)):
            raise KeyError
        # At one place what goes comes last: a row put before it stands before what follows.
        cuts = [(former.place(row), 0, row) for row in new] + [(at, 1, b"") for at in places]
        self._cuts = [(at, row) for at, _, row in sorted(cuts)]
        self._count = len(former) + len(new) - len(gone)

    def __len__(self) -> int:
        return self._count

    def content(self, seq: int) -> Iterator[Piece]:
        """Yield what is digested, as `Ledger.content`."""
        yield seq.to_bytes(8, "big", signed=True) + len(self).to_bytes(8, "big")
        yield from self._former.stretches(self._cuts)

    def applied(self) -> Ledger:
        """Change ``former`` itself and return it: the edits are on the disk."""
        self._former.take(self._cuts)
        self._cuts = []
        return self._former
