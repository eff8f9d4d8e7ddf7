"""Asking the index: one question, cards and listings together. Plain sqlite3, read-only."""

# ruff: noqa: S608 - names of tables and columns are constants of schema.py; values are bound

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.search import listings, schema
from deskaid.search.answers import (
    CARD_COLUMNS,
    MOMENT_COLUMNS,
    Answer,
    card_answer,
    moment_answer,
)
from deskaid.search.binding import STATEMENTS, bound
from deskaid.search.directory import Directory
from deskaid.search.merging import LEADING_CARDS, merged, room_beside
from deskaid.search.narrow import Narrow
from deskaid.search.question import Question, read
from deskaid.search.ranking import Ranked, all_cards, rank
from deskaid.search.source import Source
from deskaid.search.swapping import adopt, waiting_name

_SURE_CARD = 0.8
"""A card that covers this much of the question stands before a listing with such a name."""
_WHOLE = 0.85
"""So much of a phrase's own name was typed that it was meant ("set boundary", not "hand")."""
_MOST_RANKED = 12
"""Cards ranked where listings stand beside them: `merged` shows no more than eight."""
_CACHE_KIB = 6 * 1024
"""SQLite's page cache: the lists of the words that somebody types on at are not read again."""
_MOST_MOMENTS = 2
"""Phrases shown for one question."""


class IndexDamaged(FileTrouble):
    """The index is missing, damaged or of another version: build it again and ask again."""


class Finder:
    """Answers questions from one index file.

    Keeps nothing about what was asked. Every method raises `IndexDamaged` when the file cannot
    be used. Use it from the thread that made it, and `close` it when done.
    """

    def __init__(self, path: Path, directory: Path | None = None) -> None:
        """Open ``path``; an index that waits to replace it is taken in first.

        ``directory`` is the file that rows of listings are read from; without it there are none.
        """
        self._path = path
        self._directory = Directory(directory)
        self._database = self._open()

    def __enter__(self) -> "Finder":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        self._directory.close()

    def renew(self) -> bool:
        """Turn to a newer index if one was put in place; return whether there was one."""
        if not waiting_name(self._path).exists() and _identity(self._path) == self._opened:
            return False
        self._database.close()
        self._database = self._open()
        return True

    def find(
        self,
        text: str,
        *,
        cards: bool = True,
        referrals: bool = True,
        need: str = "",
        limit: int = 20,
        narrow: Narrow | None = None,
    ) -> list[Answer]:
        """Return what answers ``text``, best first; nothing for words that mean nothing here.

        ``need`` keeps only the cards and listings for that need code; ``narrow`` asks more of
        the listings.
        """
        with _Damage(self._path), self._directory:
            source = Source(self._database, self._directory, self._total)
            question = read(self._database, text)
            if not question.tokens or limit < 1:
                return []
            if len(text.strip()) == 1:  # says nothing yet, and whoever stands near sees the screen
                return _by_name(source, question, need, narrow, limit) if referrals else []
            ranked: list[Ranked] = []
            moments: list[Ranked] = []
            if cards:
                most = _MOST_RANKED if referrals and not need else len(self._every)
                ranked, moments = rank(self._database, question, self._every, most=most)
            own = self._cards(ranked, need)
            if moments and not need:
                own, ranked = self._with_moments(own, ranked, moments)
            if not referrals or not self._directory.is_there:
                return own[:limit]
            matches = listings.matching(
                source, question, need=need, narrow=narrow, relax=not cards, limit=limit
            )
            room = room_beside(len(own), limit)
            found = _shown(source, matches.ranks, room, narrow, question.needs)
            sure = bool(ranked) and ranked[0].cover >= _SURE_CARD
            wanted = listings.clearest(question)[0] if matches.needed and question.needs else ""
            card_first = sure or not matches.named
            return merged(own, ranked, listings=found, need=wanted, card_first=card_first)[:limit]

    def search_listings(
        self, text: str, *, need: str = "", limit: int = 60, narrow: Narrow | None = None
    ) -> list[Answer]:
        """Return the listings that answer ``text``, those of one ``need`` only if it is given.

        With ``narrow`` those that say what it asks come first, then those that do not say.
        """
        return self.find(text, cards=False, need=need, limit=limit, narrow=narrow)

    def listings(
        self,
        need: str,
        *,
        limit: int = 200,
        narrow: Narrow | None = None,
        first: Collection[str] = (),
    ) -> list[Answer]:
        """Return the listings for a need code, those a desk can rely on first; "" gives all.

        ``narrow`` as in `search_listings`. Those of the need with an id in ``first`` are there in
        any case, at the beginning, unless they say otherwise than what ``narrow`` asks.
        """
        wanted = (need,) if need else ()
        with _Damage(self._path), self._directory:
            source = Source(self._database, self._directory, self._total)
            on_top = listings.with_ids(source, first, need) if first else []
            if narrow:
                on_top = listings.known_open(source, on_top, narrow, limit=limit)
            ranks = listings.for_need(source, need, narrow, limit=limit)
            every = list(dict.fromkeys((*on_top, *ranks)))
            return _shown(source, every, limit, narrow, wanted)

    def languages(self) -> list[str]:
        """Return the languages that listings name, those of most listings first."""
        with _Damage(self._path):
            return listings.languages(self._database)

    def menu_cards(self, ids: Iterable[str]) -> list[Answer]:
        """Return the cards with ``ids``, in that order; those that do not exist are left out."""
        wanted = list(ids)
        with _Damage(self._path):
            marks, values = bound(wanted)
            rows = self._database.execute(
                f"select {CARD_COLUMNS} from card where id in ({marks})", values
            ).fetchall()
        found = {row[1]: card_answer(row) for row in rows}
        return [found[card_id] for card_id in wanted if card_id in found]

    def group_cards(self, group: str) -> list[Answer]:
        """Return the cards of one group, such as "Needs", by title."""
        with _Damage(self._path):
            rows = self._database.execute(
                f"select {CARD_COLUMNS} from card where grouping = ? order by title", (group,)
            ).fetchall()
        return [card_answer(row) for row in rows]

    @property
    def stamp(self) -> str:
        """What the index was built from; see `freshness`."""
        with _Damage(self._path):
            row = self._database.execute("select value from meta where key = 'stamp'").fetchone()
            return str(row[0]) if row else ""

    def _open(self) -> sqlite3.Connection:
        adopt(self._path)
        self._opened = _identity(self._path)
        with _Damage(self._path):
            # The file is never changed in place, so SQLite need not watch it ("immutable").
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            database = sqlite3.connect(uri, uri=True, cached_statements=STATEMENTS)
            try:
                database.execute(f"pragma cache_size=-{_CACHE_KIB}")
                row = database.execute("select value from meta where key = 'format'").fetchone()
                if row is None or row[0] != schema.FORMAT:
                    raise sqlite3.DatabaseError("it was built by another version")
                self._every = all_cards(database)
                self._total = database.execute("select max(rank) from listing").fetchone()[0] or 1
            except sqlite3.Error:
                database.close()
                raise
        return database

    def _cards(self, ranked: list[Ranked], need: str) -> list[Answer]:
        marks, numbers = bound([card.number for card in ranked])
        rows = self._database.execute(
            f"select {CARD_COLUMNS} from card where number in ({marks})",
            numbers,
        )
        found = {row[0]: card_answer(row) for row in rows}
        answers = [found[card.number] for card in ranked]
        return [answer for answer in answers if not need or need in answer.needs]

    def _with_moments(
        self, cards: list[Answer], ranked: list[Ranked], moments: list[Ranked]
    ) -> tuple[list[Answer], list[Ranked]]:
        """Return cards and phrases as one list: phrases on top only when asked for by name.

        A situation at the desk goes before the art of talking: "following me" is no follow-up.
        """
        rows = self._database.execute(f"select {MOMENT_COLUMNS} from moment").fetchall()
        found = {row[0]: moment_answer(row) for row in rows}
        best = ranked[0].score if ranked else 0.0
        top = [
            one
            for one in moments[:1]
            if one.whole >= _WHOLE and one.cover >= _SURE_CARD and one.score > best
        ]
        after = [one for one in moments[:_MOST_MOMENTS] if one not in top]
        leading = min(len(cards), LEADING_CARDS)
        return (
            [
                *(found[one.number] for one in top),
                *cards[:leading],
                *(found[one.number] for one in after),
                *cards[leading:],
            ],
            [*top, *ranked[:leading], *after, *ranked[leading:]],
        )


def _by_name(
    source: Source, question: Question, need: str, narrow: Narrow | None, limit: int
) -> list[Answer]:
    found = listings.matching(
        source, question, need=need, narrow=narrow, only_names=True, limit=limit
    )
    return _shown(source, found.ranks, limit, narrow, ())


def _shown(
    source: Source, ranks: list[int], room: int, narrow: Narrow | None, needs: Iterable[str]
) -> list[Answer]:
    """Return the rows of the first ``room`` of ``ranks`` that the directory still has."""
    found: list[Answer] = []
    start = 0
    while start < len(ranks) and len(found) < room:
        some = ranks[start : start + room - len(found)]
        found += _held_to(narrow, source.answers(some, needs))
        start += len(some)
    return found


def _held_to(narrow: Narrow | None, answers: list[Answer]) -> list[Answer]:
    """Return ``answers`` without those that say otherwise than what is asked.

    A pin may, and so may a listing which was changed since the index was built.
    """
    if narrow is None or not narrow.asks:
        return answers
    return [answer for answer in answers if not narrow.leaves_out(answer)]


class _Damage:
    """Turns a trouble of SQLite into `IndexDamaged`, without a word of the question."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # A ProgrammingError is a mistake of ours, such as a closed Finder: not damage.
        if isinstance(error, sqlite3.Error) and not isinstance(error, sqlite3.ProgrammingError):
            raise IndexDamaged(
                f"The search index {self.path} cannot be used.",
                hint="It is built again at the next start; nothing is lost.",
            ) from error


def _identity(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size


__all__ = ["Answer", "Finder", "IndexDamaged", "Narrow"]
