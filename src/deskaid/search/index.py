"""Building the search index: beside the old file, then swapped in whole.

A reader that holds the old file goes on reading it; see `swapping`.
"""

import sqlite3
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from deskaid.cards.card import Card
from deskaid.cards.phrasebook import Moment
from deskaid.errors import FileTrouble
from deskaid.search import schema
from deskaid.search.index_cards import write_cards
from deskaid.search.index_listings import has_listings, write_listings
from deskaid.search.index_moments import write_moments
from deskaid.search.slips import SlipBook
from deskaid.search.swapping import swap
from deskaid.search.vocabulary import Vocabulary

_CACHE_KIB = 8 * 1024
"""SQLite's page cache while building."""
_ABANDONED = 24 * 3600
"""Seconds after which a half-built file must be from a build that died."""


def build(
    destination: Path,
    cards: Iterable[Card],
    directory: Path | None,
    vocabulary: Vocabulary,
    stamp: str,
    *,
    moments: Iterable[Moment] = (),
) -> None:
    """Write the index of ``cards``, ``moments`` and ``directory`` to ``destination``, or nothing.

    ``directory`` is the file with the listings; None or a missing one has none. What their rows
    show stays there: see `directory.Directory`. ``stamp`` is what `freshness.is_fresh` will ask
    for. Raises `FileTrouble` when the file cannot be written; the old index then stays.
    """
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        _sweep(destination)
        with tempfile.TemporaryDirectory(
            dir=destination.parent, prefix=f"{destination.name}.building-"
        ) as folder:
            fresh = Path(folder) / destination.name
            _fill(fresh, cards, moments, directory, vocabulary, stamp)
            swap(fresh, destination)
    except (OSError, sqlite3.Error) as error:
        raise FileTrouble(
            f"The search index {destination} could not be built ({error}).",
            hint="Free some disk space, or check that the folder may be written to.",
        ) from error


def _fill(
    path: Path,
    cards: Iterable[Card],
    moments: Iterable[Moment],
    directory: Path | None,
    vocabulary: Vocabulary,
    stamp: str,
) -> None:
    with closing(sqlite3.connect(path.absolute().as_uri(), uri=True)) as database:
        # Nobody reads this file before it is whole, so it needs no journal and no waiting.
        database.execute("pragma journal_mode=off")
        database.execute("pragma synchronous=off")
        database.execute(f"pragma cache_size=-{_CACHE_KIB}")
        for table in schema.TABLES:
            database.execute(table)
        slips = SlipBook()
        write_cards(database, cards, vocabulary, slips)
        write_moments(database, moments, slips)
        if directory is not None and has_listings(directory):
            write_listings(database, directory, vocabulary, slips, path.with_name("staging"))
        slips.write(database)
        database.executemany(
            "insert into meta values (?, ?)", [("stamp", stamp), ("format", schema.FORMAT)]
        )
        database.commit()
    path.chmod(0o600)


def _sweep(destination: Path) -> None:
    """Remove what a build left that was killed long ago."""
    import shutil

    for folder in destination.parent.glob(f"{destination.name}.building-*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _ABANDONED:
                shutil.rmtree(folder)
