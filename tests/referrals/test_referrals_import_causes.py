"""Why an import is quick and stays small: bounded memory, few statements, one short commit."""

import csv
import functools
import gc
import hashlib
import importlib
import io
import os
import pkgutil
import sqlite3
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from directory_files import write
from hypothesis import example, given
from hypothesis import strategies as st

from deskaid.referrals import importing
from deskaid.referrals.importing import crew, known_hours, read_directory
from deskaid.referrals.importing.assemble import CHUNK
from deskaid.referrals.importing.decoding import delimiter_of, rows_of
from deskaid.referrals.importing.drafts import _WHOLE_URL, _mended
from deskaid.referrals.importing.group import Group
from deskaid.referrals.importing.headers import READ
from deskaid.referrals.importing.needs import _Phrases, _shipped_rules, _singular
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.shelf import Row
from deskaid.referrals.importing.table_rows import _Table
from deskaid.referrals.rows import _dumped, _dumps, listing_id
from deskaid.referrals.store import Directory
from deskaid.referrals.timetable.spans import Hours

WITHOUT_END = {"column_of", "near_table_of", "_rules", "_shipped_rules"}
"""What is remembered for good: the few headers of a package, and the shipped words."""


def package(folder: Path, services: int) -> Path:
    """Write a package of clean rows."""
    numbers = range(services)
    return write(
        folder,
        organizations="id,name\n" + "".join(f"o{n},Agency {n}\n" for n in range(1 + services // 7)),
        services="id,organization_id,name,description\n"
        + "".join(f's{n},o{n // 7},Pantry {n},"Food for {n},\nand more"\n' for n in numbers),
        locations="id,name\n" + "".join(f"l{n},Hall {n}\n" for n in numbers),
        service_at_location="id,service_id,location_id\n"
        + "".join(f"x{n},s{n},l{n}\n" for n in numbers),
        phones="id,service_id,number\n" + "".join(f"p{n},s{n},217-555-{n:04}\n" for n in numbers),
        schedules="id,service_id,freq,byday,opens_at,closes_at\n"
        + "".join(f'h{n},s{n},WEEKLY,"MO,TU",09:00,17:00\n' for n in numbers),
    )


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count the statements of every database opened, by their first word; one process only."""
    told: Counter[str] = Counter()
    usual = sqlite3.connect

    def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = usual(*arguments, **named)
        connection.set_trace_callback(lambda sql: told.update([" ".join(sql.split()[:2])]))
        return connection

    monkeypatch.setenv("DESKAID_PROCESSES", "1")
    monkeypatch.setattr(sqlite3, "connect", watched)
    yield told


def test_every_cache_of_the_import_has_an_end() -> None:
    found = {}
    for module in pkgutil.iter_modules(importing.__path__):
        place = importlib.import_module(f"{importing.__name__}.{module.name}")
        for name, one in vars(place).items():
            if isinstance(one, functools._lru_cache_wrapper):
                found[name] = one.cache_parameters()["maxsize"]
    assert {name for name, size in found.items() if size is None} <= WITHOUT_END
    assert len(found) > 10


def test_hours_are_not_remembered_without_end() -> None:
    for number in range(known_hours._MOST + 50):
        hours = known_hours.hours_of([], [], f"Mon-Fri 9-5, room {number}", Report())
        assert hours.text.endswith(str(number))
        _dumped(Hours(text=str(number)))
    assert len(known_hours._known) <= known_hours._MOST
    assert len(_dumps) <= 4_096


def test_a_chunk_takes_as_many_statements_in_a_large_package_as_in_a_small_one(
    tmp_path: Path, statements: Counter[str]
) -> None:
    counts = []
    for chunks in (1, 2, 4):
        folder = package(tmp_path / str(chunks), CHUNK * chunks)
        statements.clear()
        Directory(tmp_path / f"{chunks}.db").take_in(read_directory(folder), source="ours")
        counts.append(sum(count for sql, count in statements.items() if sql.startswith("SELECT")))
    one, two, four = counts
    assert four - two == 2 * (two - one)
    assert two - one < 40


def test_the_directory_changes_in_one_transaction_of_few_statements(
    tmp_path: Path, statements: Counter[str]
) -> None:
    database = tmp_path / "deskaid.db"
    Directory(database).take_in(read_directory(package(tmp_path / "a", 20)), source="ours")
    counts = []
    for services in (30, 300):
        folder = package(tmp_path / str(services), services)
        statements.clear()
        Directory(database).take_in(read_directory(folder), source="ours")
        assert statements["BEGIN IMMEDIATE"] == 1
        taken = ("INSERT INTO", "UPDATE listing", "DELETE FROM", "CREATE TEMP")
        counts.append({sql: statements[sql] for sql in taken[1:]})
    assert counts[0] == counts[1]
    # Nothing vanished and nothing came back: no row is looked at for that.
    assert counts[0]["UPDATE listing"] == 0


def test_listings_lie_in_the_directory_as_it_is_read(tmp_path: Path) -> None:
    database = tmp_path / "deskaid.db"
    Directory(database).take_in(read_directory(package(tmp_path / "package", 300)), source="ours")
    connection = sqlite3.connect(database)
    ids = [one for (one,) in connection.execute("SELECT id FROM listing ORDER BY rowid")]
    connection.close()
    assert ids == sorted(ids)
    assert len(ids) == 300


def peak(folder: Path, database: Path) -> int:
    """Return the most bytes that Python held while ``folder`` was taken in."""
    gc.collect()
    tracemalloc.start()
    try:
        Directory(database).take_in(read_directory(folder), source="ours")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_four_times_the_services_take_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAID_PROCESSES", "1")
    small = package(tmp_path / "small", 3 * CHUNK)
    large = package(tmp_path / "large", 12 * CHUNK)
    Directory(tmp_path / "a.db").take_in(read_directory(small), source="ours")  # fills the caches
    first = peak(small, tmp_path / "b.db")
    assert peak(large, tmp_path / "c.db") < 1.3 * first + 500_000


@pytest.mark.parametrize(("cores", "processes"), [(1, 0), (2, 2), (3, 2), (4, 3), (64, 3)])
def test_processes_are_as_many_as_cores_let_be_and_memory_allows(
    cores: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKAID_PROCESSES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)), raising=False)
    assert crew.processes_for(crew.WORTH_IT) == processes
    assert crew.processes_for(crew.WORTH_IT - 1) == 0


@pytest.mark.parametrize(("cores", "processes"), [(1, 0), (2, 2), (4, 4), (64, 4)])
def test_while_this_process_waits_the_others_may_use_every_core(
    cores: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKAID_PROCESSES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)), raising=False)
    assert crew.processes_for(crew.WORTH_IT, waiting=True) == processes
    assert crew.processes_for(crew.WORTH_IT - 1, waiting=True) == 0


def test_looking_for_cycles_is_as_usual_after_an_import() -> None:
    usual = gc.get_threshold()
    with crew.Crew(0):
        assert gc.get_threshold() > usual
    assert gc.get_threshold() == usual


def test_clean_rows_are_not_looked_at_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[list[str]] = []
    usual = _Table._row

    def watched(self: _Table, cells: list[str], where: str) -> dict[str, str] | None:
        met.append(cells)
        return usual(self, cells, where)

    monkeypatch.setattr(_Table, "_row", watched)
    folder = package(tmp_path / "package", 300)
    assert len(list(read_directory(folder))) == 300
    assert met == []
    with (folder / "services.csv").open("a", encoding="utf-8") as stream:
        stream.write("s300,o1,<b>Bread</b>,\n")
    assert len(list(read_directory(folder))) == 301
    assert 0 < len(met) < 10


TEXTS = st.lists(
    st.sampled_from(
        [
            "a",
            "b,c",
            '"',
            '""',
            '"x\ny"',
            '"x\r\ny"',
            '"\r"',
            ",",
            "\n",
            "\r\n",
            "\r",
            "\0",
            " ",
            "é",
        ]
    ),
    max_size=60,
).map("".join)


@given(TEXTS)
@example('a,b\n"x\ny",1\nc,d\n')
@example("a,b\n\n\n1,2\n")
@example("\n\n a \r\rb\n")
def test_rows_read_many_at_a_time_have_the_lines_of_rows_read_one_by_one(text: str) -> None:
    lines = io.StringIO(text, newline="")
    skipped, first = 0, ""
    for first in lines:
        if first.replace("\0", "").strip():
            break
        skipped += 1
    rest = [first, *lines]
    reader = csv.reader(
        (line.replace("\0", "") for line in rest),
        delimiter=delimiter_of(first.replace("\0", "")),
        skipinitialspace=True,
    )
    expected = []
    while True:
        line = skipped + reader.line_num + 1
        row = next(reader, None)
        if row is None:
            break
        if any(cell.strip() for cell in row):
            expected.append((line, row))
    assert list(rows_of(io.StringIO(text, newline=""))) == expected


CELLS = (
    "", "", "Food", "x", "yes", "12", "Mon-Fri 9-5", "41.5", "217-555-0142", "confidential",
    "2024-05-06", "MO", "09:00", "17:00", "https://a.example.org", "en", "postal", "s1", "t1",
)  # fmt: skip


def any_package(folder: Path, seed: int) -> Path:
    """Write a package with some of the columns that listings are made of, filled at random."""
    random = Random(seed)
    share = random.choice((0.1, 0.3, 0.6))
    texts = {}
    for kind, columns in READ.items():
        if kind not in ("service", "organization", "location") and random.random() < 0.4:
            continue
        some = [
            name for name in sorted(columns) if name in ("id", "name") or random.random() < share
        ]
        lines = [",".join(some)]
        for number in range(6):
            cells = [
                f"{kind[0]}{number}"
                if name == "id"
                else f"{name[0]}{random.randrange(6)}"
                if name.endswith("_id")
                else random.choice(CELLS if name != "name" else ("Food", "Help", "Room"))
                for name in some
            ]
            lines.append(",".join(f'"{cell}"' for cell in cells))
        texts[kind] = "\n".join(lines) + "\n"
    return write(folder, **texts)


@pytest.mark.parametrize("seed", range(80))
def test_what_is_not_looked_for_is_not_there(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = any_package(tmp_path / "package", seed)
    quick = read_directory(folder)
    found = list(quick)
    monkeypatch.setattr(Group, "said", lambda _self, _kind, *names: names)
    thorough = read_directory(folder)
    assert list(thorough) == found
    assert list(thorough.report.lines()) == list(quick.report.lines())


@given(st.from_regex(r"https?:?/{0,3}[a-z./]{0,8}[ ,;>\"'a-z./-]{0,6}", fullmatch=True))
@example("https://a.example.org/b?c=d#e")
@example("http:///a.b")
@example("https://a.b;")
def test_an_address_that_needs_no_mending_is_left_alone(text: str) -> None:
    if _WHOLE_URL.fullmatch(text):
        assert [_mended(piece) for piece in text.split()] == [text]


def plainly(phrases: _Phrases, words: list[str]) -> set[str]:
    """Return the needs in ``words`` by trying every phrase at every place."""
    single = [_singular(word) for word in words]

    def at(phrase: tuple[str, ...], start: int) -> bool:
        return tuple(single[start : start + len(phrase)]) == phrase

    found = set()
    for pieces in phrases._by_last.values():
        for phrase, need in pieces:
            for start in range(len(words) - len(phrase) + 1):
                end = start + len(phrase)
                denied = any(
                    at(no, first) and first <= start and first + len(no) >= end
                    for no in phrases._denied.get(need, ())
                    for first in range(len(words))
                )
                if at(phrase, start) and not denied:
                    found.add(need)
    return found


PHRASES = sorted(
    phrase
    for phrases in _shipped_rules()[:2]
    for phrase in (
        *(phrase for known in phrases._by_last.values() for phrase, _need in known),
        *(phrase for denied in phrases._denied.values() for phrase in denied),
    )
)
PLACES = st.lists(
    st.one_of(st.sampled_from(PHRASES), st.sampled_from([("and",), ("s",), ("pets",)])), max_size=4
)


@given(PLACES, st.booleans(), st.integers(0, 1))
@example([("animal", "shelter")], False, 0)
@example([("animal", "shelter"), ("and",), ("shelter",)], True, 0)
def test_needs_are_found_by_how_phrases_end_as_by_trying_them_all(
    told: list[tuple[str, ...]], many: bool, which: int
) -> None:
    phrases = _shipped_rules()[which]
    words = [f"{word}s" if many else word for phrase in told for word in phrase]
    assert phrases.needs_in(words) == plainly(phrases, words)


def test_hours_of_a_row_without_anything_but_ids_are_none() -> None:
    rows = [Row("h1", "x.csv:1", {"id": "h1", "service_id": "s1"})]
    assert not known_hours.hours_of(rows, [], "", Report()).known


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_listing_keeps_its_id(source: str, source_id: str) -> None:
    told = f"{source}\0{source_id}".encode()
    number = int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    expected = "r-" + "".join(letters[(number >> 5 * place) & 31] for place in range(10))
    assert listing_id(source, source_id) == expected
