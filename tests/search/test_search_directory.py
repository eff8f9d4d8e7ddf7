"""A row shows what the directory says now: the right name with the right number, or no row."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from deskaid.referrals.listing import Listing, Phone
from deskaid.referrals.rows import listing_id
from deskaid.search.index_rows import NATIONAL_SOURCE
from deskaid.search.packed_ids import digest_of, packed, packed_id, unpacked, unpacked_id
from deskaid.search.query import Answer, Finder
from deskaid.search.source import Source
from deskaid.search.vocabulary import Vocabulary
from search_desk import CARDS, add_listings, beside, make_index, make_listing, write_directory

HARBOR = make_listing("harbor", "Harbor House", needs=("shelter",), eligibility="Families")
ANCHOR = make_listing(
    "anchor", "Anchor House", needs=("shelter",), phones=(Phone("217-555-0199", "+12175550199"),)
)


@pytest.fixture
def index(tmp_path: Path, vocabulary: Vocabulary) -> Path:
    """An index of two houses; its directory stands beside it."""
    path = tmp_path / "search.db"
    make_index(path, CARDS, (HARBOR, ANCHOR), vocabulary, "x")
    return path


def change(index: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(beside(index))) as database:
        database.execute(sql, values)
        database.commit()


def put(index: Path, listing: Listing) -> None:
    with closing(sqlite3.connect(beside(index))) as database:
        add_listings(database, [listing])


def houses(finder: Finder) -> dict[str, Answer]:
    return {answer.id: answer for answer in finder.search_listings("house")}


def test_a_listing_changed_since_is_shown_as_it_is_now(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        assert houses(finder)["harbor"].takes == ("families",)
        changed = replace(
            HARBOR, name="Harbor Home", phones=(Phone("555-9", "+19"),), eligibility="Men only"
        )
        put(index, changed)
        row = houses(finder)["harbor"]
    assert (row.title, row.phone) == ("Harbor Home", "555-9")
    assert row.takes == ("men",)
    assert row.who == "men"


def test_a_listing_that_is_gone_or_hidden_since_gives_no_row(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        change(index, "delete from listing where id = 'harbor'")
        assert list(houses(finder)) == ["anchor"]
        assert [row.id for row in finder.listings("shelter")] == ["anchor"]
        change(index, "update listing set hidden = 1 where id = 'anchor'")
        assert houses(finder) == {}
        assert finder.listings("shelter") == []


def test_no_listing_gets_the_number_of_another_that_took_its_place(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        change(index, "delete from phone")
        change(index, "delete from listing where id = 'harbor'")
        put(index, make_listing("other", "Pet Hotel", phones=(Phone("555-0000"),)))
        change(index, "vacuum")
        rows = houses(finder)
    assert {row.id: (row.title, row.phone) for row in rows.values()} == {
        "anchor": ("Anchor House", "")
    }


def test_rows_that_changed_places_are_found_by_their_ids(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        before = houses(finder)
        listed = finder.listings("shelter")
        for sql in ("= 99 where rowid = 1", "= 1 where rowid = 2", "= 2 where rowid = 99"):
            change(index, f"update listing set rowid {sql}")
        assert houses(finder) == before
        assert finder.listings("shelter") == listed


def test_a_listing_without_a_digest_is_known_by_its_id_alone(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        before = houses(finder)
        change(index, "update listing set digest = ''")
        assert {one: row.phone for one, row in houses(finder).items()} == {
            one: row.phone for one, row in before.items()
        }


@pytest.mark.parametrize("indexed", [True, False])
def test_the_first_number_that_is_no_fax_is_shown(
    index: Path, vocabulary: Vocabulary, *, indexed: bool
) -> None:
    phones = (Phone("1", "1", kind="fax"), Phone("2"), Phone("3", "3"))
    for some, shown in ((phones, "2 ?"), (phones[:1], ""), (phones[2:], "3")):
        one = replace(HARBOR, phones=some)
        if indexed:
            make_index(index, CARDS, (one, ANCHOR), vocabulary, "x")
        else:
            put(index, one)
        with Finder(index, beside(index)) as finder:
            assert houses(finder)["harbor"].phone == shown


def test_another_file_in_the_place_of_the_directory_is_read(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        assert houses(finder)["anchor"].phone == "217-555-0199"
        newer = index.with_name("newer.db")
        write_directory(newer, [replace(ANCHOR, phones=(Phone("911", "911"),))])
        newer.replace(beside(index))
        assert {row.id: row.phone for row in houses(finder).values()} == {"anchor": "911"}


@pytest.mark.parametrize("how", ["missing", "none", "empty", "foreign"])
def test_cards_are_found_without_a_directory(index: Path, how: str) -> None:
    directory = beside(index)
    if how == "missing":
        directory.unlink()
    elif how in ("empty", "foreign"):
        directory.write_bytes(b"" if how == "empty" else b"no database at all " * 999)
    with Finder(index, None if how == "none" else directory) as finder:
        assert [row.kind for row in finder.find("hungry")] == ["card"]
        assert finder.find("harbor house") == []
        assert finder.listings("shelter") == []
        assert finder.menu_cards(["hungry-no-food"])


def test_what_this_library_added_lies_over_the_row(index: Path) -> None:
    with Finder(index, beside(index)) as finder:
        assert houses(finder)["anchor"].checked is None
        change(
            index,
            "insert into local_check (listing_id, checked_on, initials, against)"
            " values ('anchor', '2026-11-20', 'ab', '')",
        )
        assert str(houses(finder)["anchor"].checked) == "2026-11-20"
        change(
            index,
            "insert into local_edit (listing_id, field, value, was, parsed, initials, edited_on)"
            " values ('anchor', 'name', 'Anchor Inn', 'Anchor House', '', 'ab', '2026-11-20')",
        )
        assert houses(finder)["anchor"].title == "Anchor Inn"


def test_what_was_edited_is_what_the_index_is_built_from(
    tmp_path: Path, index: Path, vocabulary: Vocabulary
) -> None:
    from deskaid.search.index import build

    change(
        index,
        "insert into local_edit (listing_id, field, value, was, parsed, initials, edited_on)"
        " values ('anchor', 'name', 'Zebra Inn', 'Anchor House', '', 'ab', '2026-11-20')",
    )
    build(index, CARDS, beside(index), vocabulary, "y")
    with Finder(index, beside(index)) as finder:
        assert [row.title for row in finder.search_listings("zebra")] == ["Zebra Inn"]


def test_every_listing_has_its_rank_found_by_its_id(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = [
        make_listing(
            f"id{at * 37 % 101}",
            f"Place {at}",
            phones=(Phone("1"),) if at % 3 else (),
            status="active" if at % 4 else "inactive",
        )
        for at in range(60)
    ]
    path = tmp_path / "search.db"
    make_index(path, (), rows, vocabulary, "x")
    with Finder(path, beside(path)) as finder:
        source = Source(finder._database, finder._directory, finder._total)
        for row in rows:
            (rank,) = source.ranks([row.id])
            assert source.ids([rank]) == {rank: row.id}
        assert source.ranks(["", "id", "zz", "id9999"]) == []


@pytest.mark.parametrize("name", [NATIONAL_SOURCE, "town", "x" * 300])
def test_an_id_is_packed_to_six_bytes_and_back(name: str) -> None:
    for at in range(200):
        made = listing_id(name, str(at))
        whole = packed_id(made)
        assert isinstance(whole, int) and whole < 1 << 50
        assert unpacked_id(whole) == made
        for digest in (0, 1, 0xABCDE, (1 << 22) - 1):
            number, mark = packed(made, digest)
            assert isinstance(number, int)
            assert -(1 << 47) <= number < 1 << 47  # what SQLite keeps in six bytes
            assert -(1 << 23) <= mark < 1 << 23  # and in three
            assert (unpacked(number, mark), digest_of(mark)) == (made, digest)
    for other in ("", "r-", "harbor", "r-0123456789a", "r-012345678i", "R-0123456789"):
        assert packed_id(other) == other == unpacked_id(other)
        assert unpacked(*packed(other, 7)) == other
