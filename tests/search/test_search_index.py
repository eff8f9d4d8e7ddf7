"""The index is whole or it is not there; it can always be built again."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskaid.cards.card import Card
from deskaid.errors import FileTrouble
from deskaid.paths import Paths
from deskaid.referrals.listing import Listing, Phone
from deskaid.search import index_listings, swapping
from deskaid.search.freshness import is_fresh, refresh, stamp
from deskaid.search.query import Finder, IndexDamaged
from deskaid.search.swapping import waiting_name
from deskaid.search.vocabulary import Vocabulary
from search_desk import CARDS, LISTINGS, beside, make_index, write_directory


def ask(paths: Paths, *, damaged: bool = False) -> bool:
    if not paths.database.exists():
        write_directory(paths.database, LISTINGS)
    return refresh(paths, fingerprint="f", version=1, cards=lambda: CARDS, damaged=damaged)


def test_the_index_is_built_once_and_again_when_something_changes(paths: Paths) -> None:
    assert ask(paths)
    assert not ask(paths)
    assert is_fresh(paths.search, stamp(paths, "f", 1))
    assert not is_fresh(paths.search, stamp(paths, "f", 2))
    assert not is_fresh(paths.search, stamp(paths, "g", 1))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"this is no database at all, only text" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:-5000]),
        lambda path: path.write_bytes(b"\0" * 200 + path.read_bytes()[200:]),
    ],
    ids=["missing", "empty", "foreign", "cut off", "overwritten"],
)
def test_a_damaged_index_is_noticed_and_built_again(paths: Paths, damage) -> None:  # type: ignore[no-untyped-def]
    ask(paths)
    damage(paths.search)
    assert not is_fresh(paths.search, stamp(paths, "f", 1))
    assert ask(paths)
    with Finder(paths.search, beside(paths.search)) as finder:
        assert finder.find("hungry")[0].id == "hungry-no-food"


def test_damage_in_the_middle_ends_in_one_kind_of_error(paths: Paths) -> None:
    ask(paths)
    content = bytearray(paths.search.read_bytes())
    for at in range(4096, len(content) - 4096, 4096):
        content[at : at + 64] = b"\xff" * 64
    paths.search.write_bytes(content)
    with (
        pytest.raises(IndexDamaged) as trouble,
        Finder(paths.search, beside(paths.search)) as finder,
    ):
        finder.find("hungry")
    assert "hungry" not in str(trouble.value)
    assert ask(paths, damaged=True)


def test_a_missing_index_is_one_kind_of_error_too(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        Finder(tmp_path / "none.db", beside(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_a_reader_of_the_old_index_goes_on(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "search.db"
    make_index(path, CARDS, (), vocabulary, "old")
    with Finder(path, beside(path)) as finder:
        make_index(path, CARDS, LISTINGS, vocabulary, "new")
        assert finder.stamp == "old"
        assert finder.find("hungry")
        assert finder.renew()
        assert finder.stamp == "new"
        assert not finder.renew()


def test_an_index_that_cannot_be_replaced_waits_beside_it(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "search.db"
    make_index(path, CARDS, (), vocabulary, "old")
    really = Path.replace

    def held(source: Path, destination: Path) -> Path:
        if destination == path:
            raise PermissionError("open elsewhere, as Windows says")
        return really(source, destination)

    monkeypatch.setattr(swapping, "_SWAP_PAUSE", 0)
    monkeypatch.setattr(Path, "replace", held)
    finder = Finder(path, beside(path))
    make_index(path, CARDS, LISTINGS, vocabulary, "new")
    assert waiting_name(path).exists()
    assert finder.stamp == "old"
    monkeypatch.setattr(Path, "replace", really)
    assert finder.renew()
    assert finder.stamp == "new"
    assert not waiting_name(path).exists()
    finder.close()


def test_a_failed_build_leaves_the_old_index_and_nothing_else(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    path = tmp_path / "search.db"
    make_index(path, CARDS, (), vocabulary, "old")

    def failing() -> Iterator[Card]:
        yield CARDS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(FileTrouble, match="No space left"):
        make_index(path, failing(), LISTINGS, vocabulary, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["search.db"]
    with Finder(path, beside(path)) as finder:
        assert finder.stamp == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be made read-only so")
def test_a_read_only_folder_is_enough_to_search(tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = tmp_path / "cache # 1"
    path = folder / "search 100%?.db"
    make_index(path, CARDS, LISTINGS, vocabulary, "x")
    before = path.read_bytes()
    path.chmod(0o400)
    folder.chmod(0o500)
    try:
        with Finder(path, beside(path)) as finder:
            assert finder.find("hungry")
            with pytest.raises(sqlite3.OperationalError):
                finder._database.execute("delete from card")
        assert path.read_bytes() == before
        assert len(list(folder.iterdir())) == 1
    finally:
        folder.chmod(0o700)


def test_nothing_of_what_was_asked_is_kept(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "search.db"
    make_index(path, CARDS, LISTINGS, vocabulary, "x")
    with Finder(path, beside(path)) as finder:
        finder.find("wanda winterbottom is hungry")
        assert "winterbottom" not in repr(vars(finder))
    for entry in tmp_path.rglob("*"):
        assert b"winterbottom" not in entry.read_bytes()


def test_more_listings_than_one_chunk_are_all_found(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_listings, "_CHUNK", 7)
    rows = [
        Listing(id=str(at), source="s", source_id=str(at), name=f"Place {at}") for at in range(50)
    ]
    path = tmp_path / "search.db"
    make_index(path, (), rows, vocabulary, "x")
    with Finder(path, beside(path)) as finder:
        found = [finder.find(f"place {at}")[0].title for at in range(50)]
    assert found == [f"Place {at}" for at in range(50)]


def test_the_better_kept_listing_ranks_first(tmp_path, vocabulary, listing) -> None:  # type: ignore[no-untyped-def]
    rows = (
        listing("none", "Alpha", needs=("food",), phones=()),
        listing("flagged", "Alpha", needs=("food",), flagged="wrong number"),
        listing("closed", "Alpha", needs=("food",), status="inactive"),
        listing("good", "Alpha", needs=("food",)),
    )
    path = tmp_path / "search.db"
    make_index(path, tuple[Card, ...](), rows, vocabulary, "x")
    with Finder(path, beside(path)) as finder:
        assert [row.id for row in finder.listings("food")] == ["good", "flagged", "none", "closed"]


def test_a_local_listing_ranks_before_a_national_line_that_fits_alike(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    rows = [
        Listing(id=source, source=source, source_id="1", name="Lifeline", phones=(Phone("988"),))
        for source in ("national", "town")
    ]
    make_index(tmp_path / "search.db", (), rows, vocabulary, "x")
    with Finder(tmp_path / "search.db", beside(tmp_path / "search.db")) as finder:
        assert [row.id for row in finder.find("lifeline")] == ["town", "national"]


def national(name: str, eligibility: str, needs: tuple[str, ...], about: str) -> Listing:
    return Listing(
        id=name,
        source="national",
        source_id=name,
        name=name,
        eligibility=eligibility,
        needs=needs,
        description=about,
        phones=(Phone("555"),),
    )


def test_a_national_line_for_some_people_or_another_matter_comes_after_the_general_ones(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    rows = [
        national("Pets", "Pet owners", ("health",), "Vets answer when an animal ate something."),
        national("Storms", "Disaster survivors", ("shelter",), "Shelters after a storm."),
        national("Clinics", "Anyone", ("health",), "Finds a clinic or a doctor."),
        national("Houses", "Anyone", ("shelter",), "Finds a shelter for tonight."),
        Listing(
            id="Town",
            source="town",
            source_id="1",
            name="Town",
            needs=("food", "shelter"),
            phones=(Phone("555"),),
        ),
    ]
    make_index(tmp_path / "search.db", (), rows, vocabulary, "x")
    with Finder(tmp_path / "search.db", beside(tmp_path / "search.db")) as finder:
        assert [row.id for row in finder.listings("health")] == ["Clinics", "Pets"]
        assert [row.id for row in finder.listings("shelter")] == ["Houses", "Town", "Storms"]


def test_a_need_lists_first_whom_it_is_first_of_all_for(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    rows = [
        Listing(id=name, source="s", source_id=name, name=name, needs=needs, phones=(Phone("555"),))
        for name, needs in (
            ("Also", ("health", "food")),
            ("Anything", ("211", "health", "food")),
            ("Pantry", ("food",)),
        )
    ]
    make_index(tmp_path / "search.db", (), rows, vocabulary, "x")
    with Finder(tmp_path / "search.db", beside(tmp_path / "search.db")) as finder:
        assert [row.id for row in finder.listings("food")] == ["Anything", "Pantry", "Also"]


def test_who_says_the_rare_word_comes_before_all_others_for_the_need(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    rows = [
        Listing(id=name, source="s", source_id=name, name=name, needs=needs, description=about)
        for name, needs, about in (
            ("General", ("health",), "A clinic for everyone."),
            ("Rare", ("food", "health"), "Groceries, and insulin for whoever has none."),
        )
    ]
    make_index(tmp_path / "search.db", (), rows, vocabulary, "x")
    with Finder(tmp_path / "search.db", beside(tmp_path / "search.db")) as finder:
        assert [row.id for row in finder.find("insulin")] == ["Rare", "General"]
        assert [row.id for row in finder.find("health")] == ["General", "Rare"]
