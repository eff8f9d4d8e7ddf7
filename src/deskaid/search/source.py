"""What a question is asked of: the index, and the directory's file for what rows show."""


# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections.abc import Iterable, Sequence

from deskaid.search.answers import Answer
from deskaid.search.binding import MOST_BOUND, bound
from deskaid.search.directory import ID, ROW, Directory, LookUp
from deskaid.search.facets import ALL_BITS
from deskaid.search.packed_ids import digest_of, unpacked
from deskaid.search.schema import BEST, LARGE
from deskaid.search.shown import Terms, is_same
from deskaid.search.tokens import words

MOST_ENTRIES = 2_000_000
"""Entries of the tiers read for one question, about: 20 ms on the machine of speed.md."""


class Source:
    """An open index and the directory beside it, for one question.

    Ranks are those of the table ``listing``; ``total`` is the last one. What was looked up for
    this question is kept, so that nothing is read twice, and forgotten with it.
    """

    __slots__ = ("completed", "database", "directory", "left", "seen", "total")

    def __init__(
        self,
        database: sqlite3.Connection,
        directory: Directory,
        total: int,
        *,
        left: int = MOST_ENTRIES,
    ) -> None:
        self.database = database
        self.directory = directory
        self.total = total
        self.left = left
        self.seen: dict[int, list[str] | None] = {}
        self.completed: dict[tuple[str, int, int], list[tuple[str, int]]] = {}

    def matching(self, tier: int, match: str, *, entries: int, head: int) -> list[int]:
        """Return the best ``head`` ranks that an FTS5 expression fits in a tier.

        ``entries`` are those of its words. Where they are more than is left for this question,
        only the best ranked part of a large directory is looked at, and what fits only among the
        rest is not found.
        """
        if entries > self.left and self.total > LARGE:
            mark, share = next(
                (one for one in BEST.items() if entries // one[1] <= self.left),
                list(BEST.items())[-1],
            )
            match = f'"{mark}" AND {match}'
            entries //= share
        self.left = max(self.left - entries, 0)
        return [
            rank
            for (rank,) in self.database.execute(
                f"select rowid from t{tier} where t{tier} match ? order by rowid limit ?",
                (match, head),
            )
        ]

    def listed(self, token: str, tier: int) -> list[tuple[str, int]]:
        """Return the commonest words of a tier that begin with ``token``, where they are listed.

        Each with the number of listings that have it; the word itself first.
        """
        row = self.database.execute(
            "select terms from opening where prefix = ? and tier = ?", (token, tier)
        ).fetchone()
        if row is None:
            return []
        pairs = (pair.split(" ") for pair in row[0].split("\n"))
        return [(term, int(many)) for term, many in pairs]

    def completions(self, token: str, tier: int, limit: int) -> list[tuple[str, int]]:
        """Return the commonest words of a tier that begin with ``token``, itself first.

        Each with the number of listings that have it.
        """
        key = token, tier, limit
        if key not in self.completed:
            self.completed[key] = self.database.execute(
                f"select term, df{tier} from vocab where term >= ? and term < ? and df{tier} > 0"
                f" order by term = ? desc, df{tier} desc limit ?",
                (token, token + "\U0010ffff", token, limit),
            ).fetchall()
        return self.completed[key]

    def counts(self, terms: Sequence[str], tier: int) -> list[tuple[str, int]]:
        """Return those of ``terms`` that the tier has, in order, with how many listings."""
        marks, values = bound(terms)
        found: dict[str, int] = dict(
            self.database.execute(
                f"select term, df{tier} from vocab where term in ({marks}) and df{tier} > 0",
                values,
            )
        )
        return [(term, found[term]) for term in dict.fromkeys(terms) if term in found]

    def likenesses(self, phrases: Sequence[str]) -> sqlite3.Cursor:
        """Return which of ``phrases`` a directory may say otherwise, and how."""
        marks, values = bound(phrases)
        return self.database.execute(
            f"select phrase, others from likeness where phrase in ({marks})", values
        )

    def ids(self, ranks: Sequence[int]) -> dict[int, str]:
        """Return the id of each rank, in no order."""
        return {
            rank: unpacked(packed, mark)
            for start in range(0, len(ranks), MOST_BOUND)
            for rank, packed, mark in self._selected(
                "rank, id, mark from listing where rank", ranks[start : start + MOST_BOUND]
            )
        }

    def names(self, ranks: Iterable[int]) -> dict[int, list[str]]:
        """Return the words of the names of those ``ranks`` that may be shown."""
        wanted = list(ranks)
        seen = self.seen
        unseen = [rank for rank in wanted if rank not in seen]
        if unseen:
            names = self._looked_up(unseen, self.directory.names)
            for rank in unseen:
                seen[rank] = words(names[rank]) if rank in names else None
        found = {rank: seen[rank] for rank in wanted}
        return {rank: name for rank, name in found.items() if name is not None}

    def hours(self, ranks: Sequence[int]) -> dict[int, str]:
        """Return the hours of ``ranks``, as `hours.dump` writes them."""
        return self._looked_up(ranks, self.directory.hours)

    def answers(self, ranks: Sequence[int], needs: Iterable[str] = ()) -> list[Answer]:
        """Return the rows of ``ranks`` in that order, found for ``needs``."""
        wanted = list(needs)
        terms: dict[int, Terms] = {}
        rows: dict[int, int] = {}
        for start in range(0, len(ranks), MOST_BOUND):
            for rank, row, told, mark, known in self._selected(
                "rank, row, told, mark, known from listing join told on told.number = told"
                " where rank",
                ranks[start : start + MOST_BOUND],
            ):
                terms[rank] = Terms(told & ALL_BITS, known, digest_of(mark))
                rows[rank] = row
        by_row = {row: terms[rank] for rank, row in rows.items()}
        found = self.directory.answers(by_row, wanted, key=ROW)
        shown = {rank: found[row] for rank, row in rows.items() if row in found}
        if len(shown) < len(rows):
            ids = self.ids([rank for rank in rows if rank not in shown])
            again = self.directory.answers(
                {one: terms[rank] for rank, one in ids.items()}, wanted, key=ID
            )
            shown |= {rank: again[one] for rank, one in ids.items() if one in again}
        return [shown[rank] for rank in ranks if rank in shown]

    def _looked_up(self, ranks: Sequence[int], look_up: LookUp) -> dict[int, str]:
        """Return what ``look_up`` gives for each of ``ranks``.

        A row that is not the one which was indexed is looked for by its id: it has changed, or
        another has taken its place.
        """
        places: dict[int, tuple[int, int]] = {}
        for start in range(0, len(ranks), MOST_BOUND):
            for rank, row, mark in self._selected(
                "rank, row, mark from listing where rank", ranks[start : start + MOST_BOUND]
            ):
                places[row] = rank, digest_of(mark)
        found: dict[int, str] = {}
        for row, digest, text in look_up(list(places), key=ROW):
            rank, indexed = places[row]
            if is_same(digest, indexed):
                found[rank] = text
        if len(found) < len(places):
            ids = self.ids([rank for rank, _ in places.values() if rank not in found])
            again = {one: text for one, _, text in look_up(list(ids.values()), key=ID)}
            found |= {rank: again[one] for rank, one in ids.items() if one in again}
        return found

    def ranks(self, ids: Iterable[str]) -> list[int]:
        """Return the ranks of those ``ids`` that the index has, by rank.

        Ranks rise with badness, then with the id: a search by halves finds it on each shelf.
        """
        shelves = self.database.execute("select first, last from shelf").fetchall()
        found = []
        for listing_id in ids:
            for first, last in shelves:
                rank = self._on_shelf(listing_id, first, last)
                if rank:
                    found.append(rank)
                    break
        return sorted(found)

    def _on_shelf(self, listing_id: str, first: int, last: int) -> int:
        while first <= last:
            middle = (first + last) // 2
            # A listing that went while the index was built left its rank empty.
            row = self.database.execute(
                "select rank, id, mark from listing where rank >= ? limit 1", (middle,)
            ).fetchone()
            if row is None or row[0] > last or unpacked(*row[1:]) > listing_id:
                last = middle - 1
            elif unpacked(*row[1:]) == listing_id:
                return int(row[0])
            else:
                first = row[0] + 1
        return 0

    def _selected(self, select: str, ranks: Sequence[int]) -> sqlite3.Cursor:
        marks, values = bound(ranks)
        return self.database.execute(f"select {select} in ({marks})", values)
