"""What is due for a look comes in the order a desk should take it; twins are only suggested."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from some_listings import SOURCE, pantry, take_in

from deskaid.doctor import examine
from deskaid.paths import Paths
from deskaid.referrals.listing import Assured, CheckedHere, Phone, last_checked
from deskaid.referrals.national import National
from deskaid.referrals.reading import due_listings, iter_listings, open_flags, read_listing
from deskaid.referrals.rows import listing_id
from deskaid.referrals.store import Directory
from deskaid.referrals.tending.care import Care
from deskaid.referrals.tending.due import due_counts, due_of_source, months_between
from deskaid.referrals.tending.twins import possible_twins

TODAY = date(2026, 11, 21)


def id_of(number: int, source: str = SOURCE) -> str:
    return listing_id(source, str(number))


def checked(on: str, how: str = "checked") -> Assured:
    return Assured(on, "desk", "a.example.org", how)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "deskaid.db"


def test_the_list_goes_from_flags_to_what_nobody_ever_checked(database: Path) -> None:
    listings = [
        pantry(1, assured=None),
        pantry(2, assured=checked("2025-11-21")),
        pantry(3, assured=checked("2024-11-21")),
        pantry(4, assured=checked("2024-01")),
        pantry(5),
        pantry(6, assured=checked("2019-01-01")),
        pantry(7),
        pantry(8, assured=checked("2020"), hidden=True),
        pantry(9, assured=checked("2020-01-01", how="dated")),
        pantry(10, assured=checked("2099-01-01")),
        pantry(11, assured=checked("2025-11-22")),
    ]
    take_in(database, *listings, pantry(12, assured=None))
    care = Care(database)
    care.edit(id_of(5), {"name": "Corrected", "phone": "217-555-0166"}, initials="A")
    care.flag(id_of(6), "closed for good", initials="JM", on=TODAY)
    take_in(database, *(replace(one, name="Renamed") if one.source_id == "5" else one
                        for one in listings))  # fmt: skip
    due = due_listings(database, TODAY)
    assert [(one.kind, one.listing_id) for one in due[:5]] == [
        ("flagged", id_of(6)),
        ("edit is stale", id_of(5)),
        ("overdue", id_of(4)),
        ("overdue", id_of(3)),
        ("due", id_of(2)),
    ]
    assert {one.listing_id for one in due[5:]} == {id_of(1), id_of(9), id_of(10)}
    assert {one.kind for one in due[5:]} == {"never"}
    assert due[0].reason == "closed for good"
    assert (due[1].name, due[1].phone) == ("Corrected", "217-555-0166")
    assert due[1].reason == "The directory changed since it was corrected here: name."
    assert (due[2].checked, due[2].months) == (date(2024, 1, 1), 34)
    assert due[3].reason == "Last checked 2024-11-21, 24 months ago."
    assert (due[5].checked, due[5].months) == (None, None)
    assert [one.kind for one in due_listings(database, TODAY, limit=2)] == [
        "flagged",
        "edit is stale",
    ]
    assert due_counts(database, TODAY) == {
        "flagged": 1,
        "edit is stale": 1,
        "overdue": 2,
        "due": 1,
        "never": 3,
    }


def test_a_check_here_takes_a_listing_off_the_list_and_undo_puts_it_back(database: Path) -> None:
    take_in(database, pantry(1, assured=checked("2020-05-01")))
    care = Care(database)
    care.check(id_of(1), initials="JM", on=TODAY)
    assert due_listings(database, TODAY) == []
    care.undo(id_of(1))
    assert [one.kind for one in due_listings(database, TODAY)] == ["overdue"]


def test_the_later_check_counts_ours_or_theirs() -> None:
    listing = pantry(1, checked_here=CheckedHere(date(2025, 1, 1), "A"))
    assert last_checked(listing) == date(2026, 8, 1)
    assert last_checked(replace(listing, assured=checked("2026-08-01", "dated"))) == date(
        2025, 1, 1
    )
    assert last_checked(pantry(1, assured=checked("2026", "dated"))) is None


@pytest.mark.parametrize(
    ("earlier", "months"),
    [("2025-11-21", 12), ("2025-11-22", 11), ("2024-11-21", 24), ("2026-12-01", 0)],
)
def test_months_are_whole_ones(earlier: str, months: int) -> None:
    assert months_between(date.fromisoformat(earlier), TODAY) == months


def test_open_flags_say_all_that_the_directorys_keeper_needs(database: Path) -> None:
    take_in(database, pantry(1), pantry(2))
    care = Care(database)
    care.flag(id_of(2), "moved", initials="JM", on=TODAY)
    care.flag(id_of(1), "number is dead", initials="AB", on=TODAY)
    take_in(database, pantry(1))
    assert [(flag.source_id, flag.by, flag.reason) for flag in open_flags(database)] == [
        ("2", "JM", "moved"),
        ("1", "AB", "number is dead"),
    ]
    one = open_flags(database)[1]
    assert (one.source, one.name, one.phone) == (SOURCE, "Pantry 1", "217-555-0101")
    assert one.flagged_on == TODAY
    care.settle(id_of(1))
    care.settle(id_of(2))
    assert open_flags(database) == []


def test_no_directory_has_nothing_due(database: Path) -> None:
    assert due_listings(database, TODAY) == []
    assert open_flags(database) == []
    assert possible_twins(database, "x") == []
    assert sum(due_counts(database, TODAY).values()) == 0


def test_shipped_national_lines_are_due_like_any_other(database: Path) -> None:
    Directory(database).take_in(National("US"), source="national")
    take_in(database, pantry(1, assured=None))
    later = date(2030, 1, 1)
    due = due_of_source(database, later, "national")
    assert due[0].listing_id.startswith("us-")
    assert due[0].months is not None
    assert due[0].months >= 24
    assert id_of(1) not in {one.listing_id for one in due}
    assert {one.listing_id for one in due} < {
        one.listing_id for one in due_listings(database, later, limit=1000)
    }


def test_the_doctor_names_a_few_national_lines_and_counts_the_rest(paths: Paths) -> None:
    Directory(paths.database).take_in(National("US"), source="national")
    Care(paths.database).flag("us-988", "rings out")
    said = [check.what for check in examine(paths) if check.name == "directory"]
    national = next(what for what in said if what.startswith("National lines due"))
    assert " more" in national
    assert national.count("(") <= 6
    assert "Flagged as wrong here (Due lists them): 1." in said


@pytest.mark.parametrize(
    ("name", "dial", "same"),
    [
        ("Pantry 1", "+12175550101", "the same name and number"),
        ("PANTRY #1", "+12175550101", "the same name and number"),
        ("The Pantry 1 of Springfield", "+12175550101", "the same number and a like name"),
        ("Harbor Clinic", "+12175550101", ""),
        ("Pantry 1", "+12175550199", ""),
    ],
)
def test_a_twin_has_our_number_and_a_like_name(
    database: Path, name: str, dial: str, same: str
) -> None:
    take_in(database, pantry(1), pantry(2, phones=(Phone("x", "+12175550101"),)))
    other = pantry(7, name=name, phones=(Phone("217-555-0000", dial),))
    take_in(database, other, source="theirs")
    twins = possible_twins(database, id_of(1))
    assert [twin.same for twin in twins] == ([same] if same else [])
    if same:
        assert (twins[0].listing_id, twins[0].source) == (id_of(7, "theirs"), "theirs")
    assert len(list(iter_listings(database))) == 3
    take_in(database, pantry(8), source="theirs")
    assert possible_twins(database, id_of(1)) == []


def test_a_short_number_everybody_has_makes_no_twins(database: Path) -> None:
    shared = (Phone("988", "988"),)
    take_in(database, pantry(1, phones=shared))
    take_in(database, pantry(1, phones=shared), source="theirs")
    assert possible_twins(database, id_of(1)) == []
    assert read_listing(database, id_of(1)).phones == shared
