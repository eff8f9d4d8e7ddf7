"""Listings into the index: three tiers of words, in order of rank, in bounded memory.

The order is worked out first, in a second file which is dropped afterwards, since FTS5 must be
filled by rising rank. Then listings are read in that order, a chunk at a time.
"""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from deskaid.referrals.fetching import listings_of
from deskaid.referrals.listing import Listing
from deskaid.referrals.local import Local, local_of
from deskaid.referrals.opening import reader
from deskaid.search.facets import ALL_BITS
from deskaid.search.index_rows import NATIONAL_SOURCE, Indexed, RowsTask, indexed_rows
from deskaid.search.languages import language_key
from deskaid.search.packed_ids import packed
from deskaid.search.schema import (
    BEST,
    LARGE,
    LISTED_OPENING,
    LONGEST_STREAMED,
    MOST_LISTED,
    NEED_MARK,
    STREAMED,
    TIERS,
)
from deskaid.search.slips import SlipBook
from deskaid.search.spelling import LONGEST, SHORTEST
from deskaid.search.vocabulary import Vocabulary

MOST_CORRECTED = 24_000
"""Words of listings worth correcting towards, the commonest first: 50 bytes each."""
_CHUNK = 500
"""Listings worked out at a time, as many as values are bound at once."""
_MANY_WORDS = 150
"""Going through fewer words takes no longer than reading a list of the commonest."""
_FTS_HASH = 2 * 1024 * 1024
"""Bytes of new words that FTS5 holds before it writes them; its usual 1 MB makes it merge more."""
_MOST_HELPERS = 2
"""Processes that work listings out; what they give is written by this one, so a third waits."""
_NO_PHONE = "(not exists (select 1 from source.phone where listing_id = l.id and kind <> 'fax'))"
_HOURS_KNOWN = """(l.hours like '%"a":%' or l.hours like '%"s":%')"""
_HIDDEN = f"(l.hidden or (l.vanished and l.source = '{NATIONAL_SOURCE}'))"
# The place in the order of rank: 0 for what a desk can rely on first; see `_badness`.
_BADNESS = (
    f"64 * l.vanished + 32 * (l.status <> 'active') + 16 * {_NO_PHONE}"
    f" + 8 * (l.source = '{NATIONAL_SOURCE}') + 2 * (not {_HOURS_KNOWN})"
)
_STAGE = (
    "create table stage.noted (id text primary key, badness int, fixed int) without rowid",
    "create table stage.ranked (rank integer primary key, row int, badness int)",
    """create table stage.needed (
        need int, weight int, rank int, told int, latitude int, longitude int)""",
)
_RANK = f"""
    insert into stage.ranked (row, badness)
    select l.rowid, case when n.fixed then n.badness
        else {_BADNESS} + coalesce(n.badness, 1) end as badness
    from source.listing l left join stage.noted n on n.id = l.id
    where not {_HIDDEN} order by badness, l.id
"""


def write_listings(
    database: sqlite3.Connection,
    directory: Path,
    vocabulary: Vocabulary,
    slips: SlipBook,
    staging: Path,
) -> None:
    """Write the listings of ``directory`` in order of rank, none where the file is missing.

    ``staging`` is a file to use and leave behind.
    """
    local, edited = _local(directory)
    database.commit()
    database.execute("attach ? as stage", (str(staging),))
    database.execute("pragma stage.journal_mode=off")
    database.execute("pragma stage.synchronous=off")
    database.execute("attach ? as source", (f"{directory.absolute().as_uri()}?mode=ro",))
    for table in _STAGE:
        database.execute(table)
    database.executemany("insert into stage.noted values (?, ?, ?)", _noted(local, edited))
    database.execute(_RANK)
    database.execute(
        "insert into shelf select min(rank), max(rank) from stage.ranked group by badness"
    )
    database.commit()
    database.execute("detach source")
    _Writer(database, vocabulary).write(directory, frozenset(edited))
    for tier in TIERS:
        database.execute(f"insert into {tier} ({tier}) values ('optimize')")
    database.execute(
        "insert or ignore into listing_need select * from stage.needed order by need, weight, rank"
    )
    database.commit()
    database.execute("detach stage")
    _write_words(database, slips)


def has_listings(directory: Path) -> bool:
    """Tell whether ``directory`` is a file that listings were taken into."""
    with reader(directory) as connection:
        return connection is not None


def _local(directory: Path) -> tuple[dict[str, Local], dict[str, Listing]]:
    """Return what this library added, and the listings that it corrected, as it shows them."""
    with reader(directory) as connection:
        if connection is None:
            return {}, {}
        local = local_of(connection)
        changed = [listing_id for listing_id, one in local.items() if one.edits]
        return local, {one.id: one for one in listings_of(connection, changed)}


def _noted(local: dict[str, Local], edited: dict[str, Listing]) -> Iterator[tuple[str, int, bool]]:
    """Yield what changes the badness of a listing: what is added to it, or the whole of it."""
    for listing_id, one in local.items():
        if listing_id in edited:
            yield listing_id, _badness(edited[listing_id]), True
        else:
            yield listing_id, 4 * bool(one.flagged) + (one.checked is None), False


def _badness(listing: Listing) -> int:
    """Return the place in the order of rank: 0 for what a desk can rely on first."""
    return (
        64 * listing.vanished
        + 32 * (listing.status != "active")
        + 16 * (listing.phone is None)
        + 8 * (listing.source == NATIONAL_SOURCE)  # a place in town before a line far away
        + 4 * bool(listing.flagged)
        + 2 * (not listing.hours.known)
        + (listing.checked_here is None)
    )


class _Writer:
    """Writes what was worked out of each listing, and remembers what many of them say."""

    def __init__(self, database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self._database = database
        self._labels = {code: need.label for code, need in vocabulary.needs.items()}
        self._phrases = {code: need.phrases for code, need in vocabulary.needs.items()}
        self._needs: dict[str, int] = {}
        self._told: dict[tuple[int, str, tuple[str, ...]], int] = {}
        self._names: Counter[str] = Counter()
        self._total = 0

    def write(self, directory: Path, edited: frozenset[str]) -> None:
        for tier in TIERS:
            self._database.execute(
                f"insert into {tier} ({tier}, rank) values ('hashsize', {_FTS_HASH})"
            )
        # It comes with all that reads directories, which nobody needs to ask a question.
        from deskaid.referrals.importing.crew import Crew, processes_for

        helpers = min(processes_for(directory.stat().st_size), _MOST_HELPERS)
        with Crew(helpers) as crew:
            first = 1
            self._total = self._database.execute("select count(*) from stage.ranked").fetchone()[0]
            for rows in crew.map(indexed_rows, self._tasks(directory, edited)):
                self._add(first, rows)
                first += len(rows)
        self._finish()

    def _tasks(self, directory: Path, edited: frozenset[str]) -> Iterator[RowsTask]:
        first = 1
        while True:
            rows = self._database.execute(
                "select row, badness from stage.ranked where rank between ? and ? order by rank",
                (first, first + _CHUNK - 1),
            ).fetchall()
            if not rows:
                return
            yield RowsTask(directory, tuple(rows), edited, self._labels, self._phrases)
            first += _CHUNK

    def _add(self, first: int, rows: list[Indexed | None]) -> None:
        ranked = [(rank, row) for rank, row in enumerate(rows, first) if row is not None]
        add = self._database.executemany
        best = self._best(first)
        for tier, parts in (("t1", (0, 3)), ("t2", (0, 1, 3)), ("t3", (0, 1, 2, 3))):
            add(
                f"insert into {tier} (rowid, a) values (?, ?)",
                [
                    (rank, " ".join((*[row.texts[part] for part in parts], best)))
                    for rank, row in ranked
                ],
            )
        told = {rank: self._told_number(row) for rank, row in ranked}
        add(
            "insert into listing values (?, ?, ?, ?, ?)",
            [(rank, row.row, told[rank], *packed(row.id, row.digest)) for rank, row in ranked],
        )
        needs = self._needs
        add(
            "insert into stage.needed values (?, ?, ?, ?, ?, ?)",
            [
                (
                    needs.setdefault(need, len(needs) + 1),
                    weight,
                    rank,
                    told[rank],
                    row.latitude,
                    row.longitude,
                )
                for rank, row in ranked
                for need, weight in row.places
            ],
        )

    def _best(self, rank: int) -> str:
        """Return the words of `BEST` for listings of this rank; none in a small directory."""
        if self._total <= LARGE:
            return ""
        return " ".join(word for word, share in BEST.items() if rank * share <= self._total)

    def _told_number(self, row: Indexed) -> int:
        """Return the number of what a listing says, with its facets as the lowest bits."""
        self._names.update(row.languages)
        what = row.facets, row.known, row.languages
        known = self._told.get(what)
        if known is None:
            known = self._told[what] = len(self._told) * (ALL_BITS + 1) + row.facets
        return known

    def _finish(self) -> None:
        add = self._database.executemany
        add("insert into need values (?, ?)", self._needs.items())
        add(
            "insert into told values (?, ?, ?)",
            (
                (number, known, f" {' '.join(map(language_key, languages))} ")
                for (_bits, known, languages), number in self._told.items()
            ),
        )
        languages: dict[str, Counter[str]] = {}
        for name, count in self._names.items():
            languages.setdefault(language_key(name), Counter())[name] += count
        add(
            "insert into language values (?, ?, ?)",
            ((key, names.most_common(1)[0][0], names.total()) for key, names in languages.items()),
        )


def _openings(database: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Yield the commonest completions of the beginnings that many words have, by tier."""
    for tier in (1, 2, 3):
        for length in range(1, LISTED_OPENING + 1):
            if tier == STREAMED and length <= LONGEST_STREAMED:
                continue
            found = database.execute(
                f"select substr(term, 1, ?), term, df{tier} from vocab"
                f" where df{tier} > 0 and length(term) >= ? order by term",
                (length, length),
            )
            for prefix, group in groupby(found, itemgetter(0)):
                some = [(term, many) for _prefix, term, many in group]
                if len(some) > _MANY_WORDS:
                    some.sort(key=lambda pair: (-pair[1], pair[0]))
                    some.sort(key=lambda pair: not prefix.startswith(pair[0]))
                    terms = "\n".join(f"{term} {many}" for term, many in some[:MOST_LISTED])
                    yield prefix, tier, terms


def _write_words(database: sqlite3.Connection, slips: SlipBook) -> None:
    """Write how many listings have each word, and take the commoner to be corrected towards."""
    for tier in TIERS:
        database.execute(f"create virtual table temp.v{tier} using fts5vocab(main, {tier}, row)")
    database.execute(
        "insert into vocab select term, sum(d1), sum(d2), sum(d3) from ("
        " select term, doc d1, 0 d2, 0 d3 from temp.vt1"
        " union all select term, 0, doc, 0 from temp.vt2"
        " union all select term, 0, 0, doc from temp.vt3)"
        " where term not like ? group by term order by term",
        (f"{NEED_MARK}%",),
    )
    for tier in TIERS:
        database.execute(f"drop table temp.v{tier}")
    database.executemany("insert into opening values (?, ?, ?)", _openings(database))
    common = database.execute(
        "select term from vocab where df2 > 1 and length(term) between ? and ?"
        " order by df2 desc, term limit ?",
        (SHORTEST, LONGEST, MOST_CORRECTED),
    )
    slips.add(chain.from_iterable(common))
