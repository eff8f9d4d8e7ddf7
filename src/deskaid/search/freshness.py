"""Whether the search index still matches what it was built from, and building it when not."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from deskaid import __version__
from deskaid.paths import Paths, private_folder
from deskaid.search import schema
from deskaid.search.swapping import adopt

# What builds an index is imported where one is built: a screen only asks whether it is fresh.
if TYPE_CHECKING:
    from deskaid.cards.card import Card
    from deskaid.cards.phrasebook import Moment


def stamp(paths: Paths, library_fingerprint: str, directory_version: int) -> str:
    """Return a short text that changes with the cards, the directory, the word list or the code."""
    word_list = paths.shipped / schema.WORD_LIST
    try:
        about = word_list.stat()
        words = f"{about.st_size}.{about.st_mtime_ns}"
    except OSError:  # load_vocabulary says so in full when the index is built
        words = "none"
    parts = (schema.FORMAT, __version__, words, library_fingerprint, str(directory_version))
    return "/".join(parts)


def is_fresh(path: Path, stamp: str) -> bool:
    """Return whether ``path`` is a whole index built from what ``stamp`` stands for.

    A missing, cut off, foreign or older file is simply not fresh.
    """
    adopt(path)
    try:
        if path.stat().st_size == 0:
            return False
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            rows = dict(database.execute("select key, value from meta"))
            pages = database.execute("pragma page_count").fetchone()[0]
            size = database.execute("pragma page_size").fetchone()[0]
            whole = path.stat().st_size == pages * size
            return whole and rows.get("format") == schema.FORMAT and rows.get("stamp") == stamp
    except (OSError, sqlite3.Error):
        return False


def refresh(
    paths: Paths,
    *,
    fingerprint: str,
    version: int,
    cards: "Callable[[], Iterable[Card]]",
    moments: "Callable[[], Iterable[Moment]]" = tuple,
    damaged: bool = False,
) -> bool:
    """Build the index of this desk if it is missing, damaged or stale; return whether it was.

    ``fingerprint`` and ``version`` are the cards' (phrases included) and the directory's;
    ``cards`` and ``moments`` are only called when there is something to build.
    ``damaged`` builds in any case, after an `IndexDamaged`. Raises `FileTrouble` when it cannot
    be written.
    """
    wanted = stamp(paths, fingerprint, version)
    if not damaged and is_fresh(paths.search, wanted):
        return False
    from deskaid.search.index import build
    from deskaid.search.vocabulary import load_vocabulary

    private_folder(paths.search.parent)
    vocabulary = load_vocabulary(paths.shipped / schema.WORD_LIST)
    build(paths.search, cards(), paths.database, vocabulary, wanted, moments=moments())
    return True
