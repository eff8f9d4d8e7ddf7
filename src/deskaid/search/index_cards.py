"""Cards into the index: every word with its place, its stem and its meanings."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from deskaid.cards.card import Card
from deskaid.search import schema
from deskaid.search.schema import FILLER, LONGEST_PHRASE, STOP, TELLING, WEAK
from deskaid.search.slips import SlipBook
from deskaid.search.stems import stem
from deskaid.search.tokens import joined, words
from deskaid.search.vocabulary import Phrase, Vocabulary, stemmed

_PREVIEW_LINES = 5

Posting = tuple[str, int, int, int, int, int]


def write_cards(
    database: sqlite3.Connection, cards: Iterable[Card], vocabulary: Vocabulary, slips: SlipBook
) -> None:
    """Write ``cards`` and the words of ``vocabulary``, in the cards' own order."""
    frequency: dict[str, set[int]] = defaultdict(set)
    reader = _Meanings(vocabulary)
    for number, card in enumerate(cards, 1):
        database.execute(
            "insert into card values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _display(number, card, vocabulary),
        )
        rows = list(_postings(number, card, vocabulary, reader))
        database.executemany("insert or ignore into posting values (?, ?, ?, ?, ?, ?)", rows)
        for term, *_rest in rows:
            if term[0] not in "~=@":
                frequency[term].add(number)
    known = {word: len(frequency.get(word, ())) for word in {*vocabulary.known, *frequency}}
    database.executemany(
        "insert into word values (?, ?, ?)",
        ((word, stem(word), count) for word, count in sorted(known.items())),
    )
    _write_vocabulary(database, vocabulary)
    slips.add(sorted(known), opens=True)


def _display(number: int, card: Card, vocabulary: Vocabulary) -> tuple[object, ...]:
    lines = [*card.do_now, *card.feelings, *card.problem][:_PREVIEW_LINES]
    preview = [[line.kind.value.upper(), line.text] for line in lines if not line.needs]
    return (
        number,
        card.id,
        card.title,
        card.neutral,
        card.lead.value,
        " ".join(card.refer),
        card.group,
        " ".join(f"={name}" for name in vocabulary.settings.get(card.group, ())),
        json.dumps(preview, ensure_ascii=False, separators=(",", ":")),
    )


def _fields(card: Card, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Yield each phrase of ``card`` by which it may be found, the telling ones first."""
    yield schema.TITLE, card.title
    for phrase in card.find:
        yield schema.FIND, phrase
    yield schema.NEUTRAL, card.neutral
    yield schema.GROUP, card.group
    for code in card.refer:
        if code in vocabulary.needs:
            yield schema.NEED, vocabulary.needs[code].label


class _Meanings:
    """What phrases in a text of ours mean: as written, else by their stems."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.written = vocabulary.read_as
        self.by_stem = stemmed(vocabulary.read_as)

    def of(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the meanings of ``phrase``."""
        return self.written.get(phrase) or self.by_stem.get(tuple(map(stem, phrase)), ())


def _postings(
    number: int, card: Card, vocabulary: Vocabulary, reader: _Meanings
) -> Iterator[Posting]:
    phrase = 0
    for phrase, (field, text) in enumerate(_fields(card, vocabulary)):
        yield from _phrase_postings(number, phrase, field, text, vocabulary, reader)
    for at, code in enumerate(card.refer):
        field = schema.NEED if at else schema.FIRST_NEED
        yield f"@{code}", number, phrase + 1, at, field, TELLING
    kept = {
        word
        for line in card.lines()
        for word in words(line.text)
        if word not in vocabulary.stop and word not in vocabulary.filler and len(word) > 2
    }
    for word in sorted({*kept, *(f"~{stem(word)}" for word in kept)}):
        yield word, number, phrase + 2, 0, schema.BODY, TELLING


def _phrase_postings(
    number: int, phrase: int, field: int, text: str, vocabulary: Vocabulary, reader: _Meanings
) -> Iterator[Posting]:
    found = words(text)
    telling = [word not in vocabulary.stop and word not in vocabulary.filler for word in found]
    size = sum(TELLING if tells else 1 for tells in telling)
    for position, word in enumerate(found):
        yield word, number, phrase, position, field, size
        yield f"~{stem(word)}", number, phrase, position, field, size
    for word in joined(text):
        yield word, number, phrase, 0, field, size
    covered: set[int] = set()
    for width in range(min(LONGEST_PHRASE, len(found)), 0, -1):
        for start in range(len(found) - width + 1):
            meanings = reader.of(tuple(found[start : start + width]))
            # "kicked me off" is about a session: its "kicked" is not about damage.
            if meanings and not covered.issuperset(range(start, start + width)):
                covered.update(range(start, start + width))
                for meaning in meanings:
                    yield f"={meaning}", number, phrase, start, field, size


def _write_vocabulary(database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    meanings: dict[Phrase, list[str]] = defaultdict(list)
    for phrase, names in vocabulary.read_as.items():
        meanings[phrase] += [f"={name}" for name in names]
    for phrase, names in vocabulary.led_to.items():
        meanings[phrase] += [f"<{name}" for name in names if f"={name}" not in meanings[phrase]]
    for phrase, codes in vocabulary.need_phrases.items():
        meanings[phrase] += [f"@{code}" for code in codes]
    by_stem = stemmed({phrase: tuple(terms) for phrase, terms in meanings.items()})
    written = ((" ".join(phrase), " ".join(terms)) for phrase, terms in sorted(meanings.items()))
    stemmed_rows = (("~" + " ".join(p), " ".join(terms)) for p, terms in sorted(by_stem.items()))
    database.executemany("insert into meaning values (?, ?)", [*written, *stemmed_rows])
    database.executemany("insert into likeness values (?, ?)", _likenesses(vocabulary))
    noise = {
        **dict.fromkeys(vocabulary.foreign, 1.0),
        **dict.fromkeys(vocabulary.weak, WEAK),
        **dict.fromkeys(vocabulary.filler, FILLER),
        **dict.fromkeys(vocabulary.stop, STOP),
    }
    database.executemany(
        "insert into noise values (?, ?, ?)",
        ((word, worth, word in vocabulary.foreign) for word, worth in sorted(noise.items())),
    )


def _likenesses(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    others: dict[Phrase, set[Phrase]] = defaultdict(set)
    for group in vocabulary.directory:
        for phrase in group:
            # "homeless shelter" adds nothing to "shelter": its rows have that word already.
            others[phrase] |= {other for other in group if not set(phrase) <= set(other)}
    for phrase, alike in sorted(others.items()):
        if not alike:
            continue
        yield " ".join(phrase), "|".join(sorted(" ".join(other) for other in alike))
