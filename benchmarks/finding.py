"""How often the right card is first: first / top three / safety figures on a list of queries.

    python benchmarks/finding.py [QUERIES.tsv] [--scenarios SCENARIOS.csv [--bare]] [--misses]

The list has two columns, ``query`` and ``script_id``. Beside this program's ranking stand plain
FTS5 with bm25 over the same texts and, where it is installed, rapidfuzz. ``--scenarios`` adds
a bare card for each situation of a table that has none yet; ``--bare`` takes those alone.
Nothing is installed or written.
"""

import argparse
import csv
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from deskaid.cards.card import Card, Lead
from deskaid.cards.phrasebook import Moment, Phrasebook
from deskaid.paths import shipped
from deskaid.search.index import build
from deskaid.search.query import Finder
from deskaid.search.tokens import words
from deskaid.search.vocabulary import Vocabulary, load_vocabulary, stems

DEFAULT = Path("../shared/content/queries.tsv")
EITHER = (
    {"not-responsive-may-be-an-overdose", "collapse-or-medical-emergency"},
    {"talking-about-suicide", "suicidal-with-a-plan-or-means-now"},
    {"abuser-or-stalker-is-looking-for-someone", "asks-if-a-person-is-here"},
    {"teen-fight-brewing", "physical-fight"},
)
"""Pairs of which either is right (research/content.md 6)."""

Ranker = Callable[[str], list[str]]


def cards_of_scenarios(path: Path) -> list[Card]:
    """Return a bare card for each row of a table of situations: its title and typed words."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_card(row) for row in csv.DictReader(file)]


def _card(row: dict[str, str]) -> Card:
    refer = tuple(code.strip() for code in row["refer"].split(",") if code.strip() != "none")
    return Card(
        id=row["id"],
        title=row["title"],
        neutral="",
        group=row["group"],
        lead=Lead(row["lead"]),
        find=tuple(part.strip() for part in row["typed_words"].split(" / ")),
        refer=refer,
        sources=(),
        reviewed=date(2026, 1, 1),
        reviewer="",
    )


def written_cards() -> list[Card]:
    """Return the cards that ship with this program."""
    from deskaid.cards.library import Library

    folder = shipped() / "scripts"
    return Library(folder, folder / "none").cards()


def written_moments() -> list[Moment]:
    """Return the phrases that ship with this program: they must not push a card down."""
    return Phrasebook(shipped(), shipped() / "none").moments()


def card_text(card: Card) -> str:
    """Return what the plain rankers search."""
    return f"{card.title} {' '.join(card.find)} {card.group}"


def plain_fts(cards: list[Card]) -> Ranker:
    """Return the usual way: FTS5, all words as prefixes joined by OR, in order of bm25."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table c using fts5(id unindexed, text, tokenize='porter')")
    database.executemany("insert into c values (?, ?)", ((c.id, card_text(c)) for c in cards))

    def ranked(query: str) -> list[str]:
        tokens = re.findall(r"\w+", query.lower())
        match = " OR ".join(f'"{token}"*' for token in tokens)
        sql = "select id from c where c match ? order by bm25(c) limit 10"
        return [row[0] for row in database.execute(sql, (match,))] if match else []

    return ranked


def fuzzy(cards: list[Card]) -> Ranker | None:
    """Return rapidfuzz's token_set_ratio over the same texts, or None where it is missing."""
    from importlib import import_module

    try:
        fuzz, process = import_module("rapidfuzz.fuzz"), import_module("rapidfuzz.process")
    except ImportError:
        return None
    texts = {card.id: card_text(card).lower() for card in cards}

    def ranked(query: str) -> list[str]:
        best = process.extract(query.lower(), texts, scorer=fuzz.token_set_ratio, limit=10)
        return [key for _, _, key in best]

    return ranked


def right(expected: str) -> set[str]:
    """Return the ids that count as right where ``expected`` is."""
    return {expected}.union(*(pair for pair in EITHER if expected in pair))


def measure(
    name: str, ranker: Ranker, queries: list[tuple[str, str]], leads: dict[str, str], misses: bool
) -> None:
    """Print one line of figures, and what was missed when asked."""
    first = third = safety = safety_first = 0
    times = []
    missed = []
    for query, expected in queries:
        begun = time.perf_counter()
        found = ranker(query)
        times.append((time.perf_counter() - begun) * 1000)
        accepted = right(expected)
        hit = bool(found) and found[0] in accepted
        first += hit
        third += bool(accepted & set(found[:3]))
        if leads[expected] == "safety":
            safety += 1
            safety_first += hit
        if not hit:
            missed.append(f"  {query!r}: {expected} <- {', '.join(found[:3]) or 'nothing'}")
    count = len(queries)
    times.sort()
    print(
        f"{name:<22} first {first / count:6.1%}  top three {third / count:6.1%}"
        f"  safety first {safety_first}/{safety}"
        f"  p50 {times[count // 2]:.2f} ms  p95 {times[int(count * 0.95)]:.2f} ms"
    )
    if misses:
        print("\n".join(missed))


def borrowed(queries: list[tuple[str, str]], vocabulary: Vocabulary) -> list[str]:
    """Return the queries of two or more words which the word list holds whole."""
    held = {
        stems(phrase)
        for phrase in (*vocabulary.read_as, *vocabulary.led_to, *vocabulary.need_phrases)
    }
    asked = {query: stems(tuple(words(query))) for query, _ in queries}
    return [query for query, phrase in asked.items() if len(phrase) > 1 and phrase in held]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--scenarios", type=Path)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if not options.queries.is_file():
        raise SystemExit(f"There is no list of queries at {options.queries}; name one.")
    bare = cards_of_scenarios(options.scenarios) if options.scenarios else []
    found = {card.id: card for card in [*bare, *([] if options.bare else written_cards())]}
    cards = list(found.values())
    leads = {card.id: card.lead.value for card in cards}
    with options.queries.open(encoding="utf-8", newline="") as file:
        rows = [(row["query"], row["script_id"]) for row in csv.DictReader(file, delimiter="\t")]
    queries = [(query, expected) for query, expected in rows if expected in leads]
    vocabulary = load_vocabulary(shipped() / "vocabulary.toml")
    print(
        f"{len(cards)} cards, {len(queries)} of {len(rows)} queries have theirs written;"
        f" whole queries in the word list: {borrowed(queries, vocabulary) or 'none'}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.db"
        begun = time.perf_counter()
        build(path, cards, None, vocabulary, "benchmark", moments=written_moments())
        print(f"built in {time.perf_counter() - begun:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
        with Finder(path) as finder:
            ours: Ranker = lambda query: [answer.id for answer in finder.find(query)]  # noqa: E731
            measure("deskaid", ours, queries, leads, options.misses)
    measure("FTS5 bm25", plain_fts(cards), queries, leads, misses=False)
    near = fuzzy(cards)
    if near is None:
        print("rapidfuzz is not installed: pip install rapidfuzz to compare")
    else:
        measure("rapidfuzz", near, queries, leads, misses=False)


if __name__ == "__main__":
    main()
