"""What keeps a question short at any size: bounded statements, no scans, a small file."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskaid.referrals import hours
from deskaid.referrals.hours import Hours, Span
from deskaid.referrals.listing import Listing, Phone
from deskaid.referrals.rows import listing_id
from deskaid.search import index_listings, schema, source
from deskaid.search import listings as search_listings
from deskaid.search.freshness import is_fresh
from deskaid.search.query import Answer, Finder, IndexDamaged, Narrow
from deskaid.search.shown import Terms
from deskaid.search.streams import HEAD
from deskaid.search.tokens import spaced, words
from deskaid.search.vocabulary import Vocabulary
from search_desk import CARDS, beside, make_index

MANY = 3_000
TEXTS = (
    "name",
    "organization",
    "city",
    "description",
    "eligibility",
)
ODD = (
    "f",
    "fo",
    "foo",
    "food pantry",
    "food help shelter family program",
    "the of and to in for",
    "a b c d e f",
    "com pro ser fam hea sup",
    "community support program health services resources " * 40,
    "shletr fod pantri wrkshop",
    "眠る 食べ物",
    "😀 food 😀",
    "ñandú cámara pública",
)


def listings(count: int) -> Iterator[Listing]:
    random = Random(3)
    syllables = [one + other for one in "bcdfglmnprst" for other in ("a", "e", "in", "or")]
    made = ["".join(random.choices(syllables, k=random.randint(2, 4))) for _ in range(1_500)]
    common = ["food", "help", "family", "shelter", "program", "community", "service", "health"]
    every = [*common, *dict.fromkeys(made)]
    weights = [1 / (rank + 3) for rank in range(len(every))]
    week = tuple(Span(day, 9 * 60, 17 * 60) for day in range(5))
    for at in range(count):
        text = " ".join(random.choices(every, weights, k=random.randint(50, 90)))
        name = " ".join(random.choices(every, weights, k=3))
        yield Listing(
            id=listing_id("s", str(at)),
            source="s",
            source_id=str(at),
            name=f"{name.title()} Center",
            organization=" ".join(random.choices(every, weights, k=3)).title(),
            description=text,
            needs=(("food",), ("shelter", "food"), ("health",), ())[at % 4],
            phones=(Phone("217-555-0100", "+12175550100"),) if at % 9 else (),
            city=every[20 + at % 40].title(),
            latitude=40 + at / 1000,
            longitude=-88.0,
            eligibility=("Anyone", "Families with children", "Men only", "")[at % 4],
            cost="Free" if at % 2 else "$5",
            languages=(("English", "Spanish"), ("English",), ())[at % 3],
            hours=Hours("Mon-Fri 9-5", week) if at % 2 else Hours(),
        )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """The index of a directory of some thousand listings."""
    path = tmp_path_factory.mktemp("large") / "search.db"
    make_index(path, CARDS, listings(MANY), vocabulary, "x")
    return path


@pytest.fixture
def asked(large: Path) -> Iterator[tuple[Finder, list[str]]]:
    """A finder, and every statement that it runs on index and directory from now on."""
    statements: list[str] = []
    with Finder(large, beside(large)) as finder:
        finder.find("food")
        for database in (finder._database, finder._directory._database):
            assert database is not None
            database.set_trace_callback(statements.append)
        yield finder, statements


def everything(finder: Finder) -> Iterator[list[object]]:
    """Ask in every way there is."""
    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    narrow = Narrow(takes=("families", "men"), free=True, language="Spanish", open_at=noon)
    for text in ODD:
        yield list(finder.find(text))
        yield list(finder.search_listings(text, need="food", limit=200))
        yield list(finder.search_listings(text, narrow=narrow))
    yield list(finder.listings("food", first=[listing_id("s", "7")]))
    yield list(finder.listings("food", narrow=narrow))
    yield list(finder.listings("food", narrow=Narrow(near=(41.0, -88.0))))


def test_the_index_takes_less_than_two_fifths_of_its_text(
    large: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    make_index(tmp_path / "search.db", CARDS, (), vocabulary, "x")
    own = large.stat().st_size - (tmp_path / "search.db").stat().st_size
    text = sum(len(getattr(listing, name).encode()) for listing in listings(MANY) for name in TEXTS)
    assert own <= 0.4 * text


def test_the_index_holds_no_name_number_or_hours(large: Path) -> None:
    content = large.read_bytes()
    for listing in list(listings(MANY))[::100]:
        assert listing.name.encode() not in content
    for text in (b"217-555-0100", b"Mon-Fri 9-5", b"Families with children"):
        assert text not in content


@pytest.mark.parametrize("text", ODD)
def test_a_question_takes_a_bounded_number_of_statements(
    asked: tuple[Finder, list[str]], text: str
) -> None:
    finder, statements = asked
    finder.find(text)
    own = [one for one in statements if not one.startswith("--")]  # those are within FTS5
    assert len(own) <= 120


@pytest.mark.parametrize("text", ODD)
def test_a_question_reads_a_bounded_number_of_rows(
    asked: tuple[Finder, list[str]], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, _ = asked
    named: list[int] = []
    shown: list[int] = []
    names, answers = finder._directory.names, finder._directory.answers

    def names_of(keys: Sequence[int], *, key: str) -> list[tuple[int, str, str]]:
        named.extend(keys)
        return names(keys, key=key)

    def answers_of(terms: Mapping[int, Terms], needs: list[str], *, key: str) -> dict[int, Answer]:
        shown.extend(terms)
        return answers(terms, needs, key=key)

    monkeypatch.setattr(finder._directory, "names", names_of)
    monkeypatch.setattr(finder._directory, "answers", answers_of)
    assert len(finder.find(text, limit=20)) <= 20
    assert len(named) <= 9 * HEAD
    assert len(shown) <= 20


def test_no_statement_goes_through_a_whole_table(asked: tuple[Finder, list[str]]) -> None:
    finder, statements = asked
    for _answers in everything(finder):
        pass
    small = {"card", "moment", "shelf", "told", "language", "need"}
    plans = set()
    for statement in dict.fromkeys(statements):
        if not statement.lower().startswith("select") or " match " in statement:
            continue
        on_directory = " from listing " in statement and " rank" not in statement
        on_directory |= "local_" in statement
        database = finder._directory._database if on_directory else finder._database
        assert database is not None
        for *_, detail in database.execute(f"explain query plan {statement}"):
            plans.add((detail, statement[:120]))
    assert len(plans) > 20
    scans = [plan for plan in plans if plan[0].startswith("SCAN")]
    wrong = [plan for plan in scans if plan[0].split()[1] not in small]
    assert wrong == []


def test_a_bounded_number_of_different_hours_is_worked_out(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "search.db"
    rows = [
        Listing(
            id=f"{at:04}",
            source="s",
            source_id=str(at),
            name="Zebra Wharf",
            needs=("food",),
            hours=Hours(spans=(Span(at % 7, 60, 120 + at),)),
        )
        for at in range(90)
    ]
    make_index(path, (), rows, vocabulary, "x")
    worked_out: list[object] = []
    kind_at = hours.kind_at

    def counted(of: Hours, at: datetime, *, holidays: hours.Holidays | None = None) -> hours.Kind:
        worked_out.append(of)
        return kind_at(of, at, holidays=holidays)

    monkeypatch.setattr(hours, "kind_at", counted)
    monkeypatch.setattr(search_listings, "_CHUNK", 10)
    monkeypatch.setattr(search_listings, "_MOST_WORKED_OUT", 30)
    night = Narrow(open_at=datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    with Finder(path, beside(path)) as finder:
        assert finder.listings("food", narrow=night) == []
    assert len(worked_out) == 30


def test_rows_are_read_where_they_stand_and_by_id_only_where_they_changed(
    asked: tuple[Finder, list[str]],
) -> None:
    finder, statements = asked
    for _answers in everything(finder):
        pass
    on_rows = [one for one in statements if " from listing where " in one and " rank" not in one]
    assert len(on_rows) > 20
    pins = [one for one in on_rows if "select id, digest, needs" in one]
    assert [one for one in on_rows if " and rowid in " not in one and one not in pins] == []


def test_common_words_that_are_never_together_are_looked_for_among_the_best_only(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_listings, "LARGE", 100)
    monkeypatch.setattr(index_listings, "_CHUNK", 5)
    path = tmp_path / "search.db"
    rows = [
        Listing(
            id=f"{at:04}", source="s", source_id=str(at), name="Zebra Wharf" if at % 2 else "Quay"
        )
        for at in range(1_000)
    ]
    make_index(path, (), rows, vocabulary, "x")
    with Finder(path, beside(path)) as finder:
        everyone = len(finder.search_listings("zebra wharf", limit=999))
        monkeypatch.setattr(source, "LARGE", 100)
        assert len(finder.search_listings("zebra wharf", limit=999)) == everyone >= HEAD
        statements: list[str] = []
        finder._database.set_trace_callback(statements.append)
        small = source.Source(finder._database, finder._directory, finder._total, left=10)
        found = small.matching(1, '"zebra"', entries=500, head=999)
    assert found
    assert max(found) <= 1_000 // 64
    assert any(f'"{list(schema.BEST)[-1]}" AND' in one for one in statements)


def test_an_index_of_an_older_format_is_built_again(tmp_path: Path, large: Path) -> None:
    path = tmp_path / "older.db"
    path.write_bytes(large.read_bytes())
    assert is_fresh(path, "x")
    with closing(sqlite3.connect(path)) as database:
        database.execute("update meta set value = '4' where key = 'format'")
        database.commit()
    assert not is_fresh(path, "x")
    with pytest.raises(IndexDamaged):
        Finder(path)


@given(st.text())
def test_the_tokenizer_finds_the_same_words_in_what_it_is_given(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create virtual table t using fts5(a, tokenize='ascii')")
        database.execute("insert into t values (?)", (spaced(text),))
        database.execute("create virtual table v using fts5vocab(t, row)")
        assert {row[0] for row in database.execute("select term from v")} == set(words(text))
