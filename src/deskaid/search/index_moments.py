"""Phrases into the index: by their title and find words only, so that they crowd no card."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from deskaid.cards.phrasebook import Moment
from deskaid.search import schema
from deskaid.search.schema import TELLING
from deskaid.search.slips import SlipBook
from deskaid.search.stems import stem
from deskaid.search.tokens import words

_PREVIEW_LINES = 5

Posting = tuple[str, int, int, int, int, int]


def write_moments(database: sqlite3.Connection, moments: Iterable[Moment], slips: SlipBook) -> None:
    """Write ``moments`` beside the cards, which must be written already.

    Their words are learned without a count: how telling a word is, only cards say.
    """
    noise = {term for (term,) in database.execute("select term from noise where weight < 0.5")}
    learned: set[str] = set()
    for number, moment in enumerate(moments, 1):
        preview = [[line.kind.value.upper(), line.text] for line in moment.lines[:_PREVIEW_LINES]]
        text = json.dumps(preview, ensure_ascii=False, separators=(",", ":"))
        database.execute(
            "insert into moment values (?, ?, ?, ?)", (-number, moment.id, moment.title, text)
        )
        rows = list(_postings(-number, moment, noise))
        database.executemany("insert or ignore into posting values (?, ?, ?, ?, ?, ?)", rows)
        learned.update(term for term, *_rest in rows if not term.startswith("~"))
    database.executemany(
        "insert or ignore into word values (?, ?, 0)",
        ((word, stem(word)) for word in sorted(learned)),
    )
    slips.add(sorted(learned))


def _postings(number: int, moment: Moment, noise: set[str]) -> Iterator[Posting]:
    fields = [(schema.TITLE, moment.title), *((schema.FIND, phrase) for phrase in moment.find)]
    for phrase, (field, text) in enumerate(fields):
        found = words(text)
        size = sum(1 if word in noise else TELLING for word in found)
        for position, word in enumerate(found):
            yield word, number, phrase, position, field, size
            yield f"~{stem(word)}", number, phrase, position, field, size
