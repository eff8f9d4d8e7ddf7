"""What a library adds is kept through every import, and can be taken back step by step."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from some_listings import SOURCE, pantry, take_in

from deskaid.errors import NothingFound, Refused
from deskaid.referrals.editing import as_typed
from deskaid.referrals.hours import Span
from deskaid.referrals.listing import LOCAL_SOURCE, CheckedHere, Listing, Phone
from deskaid.referrals.national import National
from deskaid.referrals.reading import (
    Mark,
    directory_version,
    iter_listings,
    local_marks,
    local_version,
    read_listing,
)
from deskaid.referrals.rows import listing_id
from deskaid.referrals.store import Directory
from deskaid.referrals.tending.care import EDITABLE, Care
from deskaid.referrals.tending.form import understood_hours

ONE = listing_id(SOURCE, "1")
CARD = "21234000567890"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "deskaid.db"
    take_in(file, pantry(1), pantry(2))
    return file


@pytest.fixture
def care(database: Path) -> Care:
    return Care(database)


def everything(care: Care) -> None:
    """Do one of each to the first pantry."""
    care.check(ONE, initials="JM", against="phone", on=date(2026, 11, 1))
    care.flag(ONE, "wrong number", initials="AB", on=date(2026, 11, 2))
    care.pin(ONE)
    care.tip(ONE, "Ring the side door.", initials="AB")
    care.edit(ONE, {"phone": "night desk: 217-555-0199", "hours": "Mon-Fri 8-4"}, initials="JM")


def is_as_left(listing: Listing) -> None:
    """Say whether `everything` still shows."""
    assert listing.checked_here == CheckedHere(date(2026, 11, 1), "JM", "phone")
    assert (listing.flagged, listing.flagged_by) == ("wrong number", "AB")
    assert listing.flagged_on == date(2026, 11, 2)
    assert listing.pinned
    assert listing.tip == "Ring the side door."
    assert listing.phones == (Phone("217-555-0199", "+12175550199", label="night desk"),)
    assert listing.hours.spans == tuple(Span(day, 480, 960) for day in range(5))
    assert listing.edited == ("phone", "hours")


def test_what_is_done_at_the_desk_is_shown(database: Path, care: Care) -> None:
    everything(care)
    is_as_left(read_listing(database, ONE))
    assert next(one for one in iter_listings(database) if one.id == ONE) == read_listing(
        database, ONE
    )
    assert local_marks(database) == {
        ONE: Mark(date(2026, 11, 1), "wrong number", True, "Ring the side door.", True)
    }


def test_everything_done_here_outlives_a_changed_file(database: Path, care: Care) -> None:
    everything(care)
    take_in(database, pantry(1, name="Renamed", cost="Free"), pantry(3))
    listing = read_listing(database, ONE)
    is_as_left(listing)
    assert (listing.name, listing.cost, listing.stale_edits) == ("Renamed", "Free", ())


def test_everything_done_here_outlives_a_listing_that_was_gone_for_a_while(
    database: Path, care: Care
) -> None:
    everything(care)
    take_in(database, pantry(2))
    assert read_listing(database, ONE).vanished
    is_as_left(read_listing(database, ONE))
    take_in(database, pantry(1), pantry(2))
    assert not read_listing(database, ONE).vanished
    is_as_left(read_listing(database, ONE))


def test_undo_takes_back_one_thing_after_another_to_the_beginning(
    database: Path, care: Care
) -> None:
    before = list(iter_listings(database))
    everything(care)
    care.settle(ONE)
    care.tip(ONE, "Ring twice.")
    care.pin(ONE, pinned=False)
    care.tip(ONE, "")
    seen = []
    while words := care.undo(ONE):
        seen.append(words)
        if len(seen) == 4:
            is_as_left(read_listing(database, ONE))
    assert seen == [
        "the change of the tip",
        "that the pin was taken off",
        "the change of the tip",
        "that the flag was settled",
        "the correction",
        "the change of the tip",
        "the pin",
        "the flag",
        "the check",
    ]
    assert list(iter_listings(database)) == before
    assert local_marks(database) == {}


def test_undo_is_of_one_listing_alone(database: Path, care: Care) -> None:
    two = listing_id(SOURCE, "2")
    care.pin(ONE)
    care.pin(two)
    care.check(ONE, initials="A")
    assert care.undo(two) == "the pin"
    assert read_listing(database, ONE).pinned
    assert not read_listing(database, two).pinned


@pytest.mark.parametrize(
    ("do", "searched"),
    [
        (lambda care: care.check(ONE, initials="A"), False),
        (lambda care: care.flag(ONE, "moved"), False),
        (lambda care: care.pin(ONE), False),
        (lambda care: care.tip(ONE, "ask for Ann"), False),
        (lambda care: care.edit(ONE, {"name": "Other"}, initials="A"), True),
        (lambda care: care.add({"name": "Ours"}, initials="A"), True),
    ],
    ids=["check", "flag", "pin", "tip", "edit", "add"],
)
def test_the_index_is_made_anew_only_when_what_is_found_may_change(
    database: Path, care: Care, do: Callable[[Care], object], searched: bool
) -> None:
    local, directory = local_version(database), directory_version(database)
    do(care)
    assert local_version(database) == local + 1
    assert directory_version(database) == directory + searched


def test_what_changes_nothing_is_no_change(database: Path, care: Care) -> None:
    care.settle(ONE)
    care.pin(ONE, pinned=False)
    care.tip(ONE, "")
    care.edit(ONE, as_typed(read_listing(database, ONE)), initials="A")
    assert care.undo(ONE) == ""
    assert (local_version(database), local_marks(database)) == (0, {})


def test_the_latest_day_of_checks_counts_whatever_was_written_last(
    database: Path, care: Care
) -> None:
    care.check(ONE, initials="NEW", on=date(2026, 11, 10))
    care.check(ONE, initials="OLD", on=date(2026, 11, 1))
    here = read_listing(database, ONE).checked_here
    assert here is not None
    assert here.initials == "NEW"


def test_a_correction_lies_over_what_the_directory_says_and_tells_when_that_changed(
    database: Path, care: Care
) -> None:
    care.edit(ONE, {"cost": "Free", "city": "Elm"}, initials="A")
    take_in(database, pantry(1, cost="$5"), pantry(2))
    listing = read_listing(database, ONE)
    assert (listing.cost, listing.edited, listing.stale_edits) == (
        "Free",
        ("city", "cost"),
        ("cost",),
    )
    care.edit(ONE, {"cost": "Free"}, initials="A")
    assert read_listing(database, ONE).stale_edits == ()
    assert care.undo(ONE) == "the correction"
    assert read_listing(database, ONE).stale_edits == ("cost",)
    care.check(ONE, initials="A")
    assert read_listing(database, ONE).stale_edits == ()
    care.undo(ONE)
    assert read_listing(database, ONE).stale_edits == ("cost",)
    care.edit(ONE, {"cost": "$5"}, initials="A")
    listing = read_listing(database, ONE)
    assert (listing.cost, listing.edited, listing.stale_edits) == ("$5", ("city",), ())


def test_a_directory_that_came_to_agree_leaves_nothing_corrected(
    database: Path, care: Care
) -> None:
    care.edit(ONE, {"cost": "Free"}, initials="A")
    take_in(database, pantry(1, cost="Free"), pantry(2))
    listing = read_listing(database, ONE)
    assert (listing.cost, listing.edited, listing.stale_edits) == ("Free", (), ())


def test_a_number_left_as_it_was_keeps_what_was_known_of_it(database: Path, care: Care) -> None:
    known = (
        Phone("217-555-0101", "+12175550101", "4", "voice", "front desk", "Mon 9-5"),
        Phone("START to 88788", "88788", kind="text"),
    )
    take_in(database, pantry(1, phones=known))
    typed = as_typed(read_listing(database, ONE))["phone"]
    assert typed == "front desk: 217-555-0101 ext. 4; Text: START to 88788"
    care.edit(ONE, {"phone": f"{typed}; Fax: 217-555-0102"}, initials="A")
    listing = read_listing(database, ONE)
    assert listing.phones[:2] == known
    assert listing.phones[2] == Phone("217-555-0102", "+12175550102", kind="fax")


def test_an_address_corrected_here_is_at_no_known_place_on_the_map(
    database: Path, care: Care
) -> None:
    care.edit(ONE, {"address": "99 New Road"}, initials="A")
    listing = read_listing(database, ONE)
    assert (listing.latitude, listing.longitude) == (None, None)


def test_a_confidential_address_is_shown_nowhere_and_stored_by_no_edit(
    database: Path, care: Care
) -> None:
    take_in(database, pantry(1, description="At 12 Long Street, Springfield: ring twice."))
    care.edit(ONE, {"address_confidential": "yes", "address": "77 Hidden Lane"}, initials="A")
    care.edit(ONE, {"address": "78 Hidden Lane"}, initials="A")
    for listing in (read_listing(database, ONE), next(iter_listings(database))):
        assert listing.address_confidential
        assert (listing.address, listing.latitude) == ("", None)
        assert "Long Street" not in repr(listing)
    with sqlite3.connect(database) as connection:
        edits = repr(connection.execute("SELECT * FROM local_edit").fetchall())
    assert "Lane" not in edits
    assert "Long Street" not in edits
    care.undo(ONE)
    assert read_listing(database, ONE).address == "12 Long Street, Springfield"


def test_a_listing_of_our_own_is_whole_and_no_import_touches_it(database: Path, care: Care) -> None:
    identity = care.add(
        {
            "name": "Our Closet",
            "phone": "217-555-0150",
            "needs": "Hygiene, mental health",
            "hours": "Mon-Fri 9-5",
            "languages": "English, Spanish",
            "minimum_age": "18",
            "urls": "closet.example.org",
        },
        initials="JM",
        on=date(2026, 11, 21),
    )
    listing = read_listing(database, identity)
    assert (listing.source, listing.id[:2], listing.name) == (LOCAL_SOURCE, "l-", "Our Closet")
    assert listing.needs == ("hygiene", "mental-health")
    assert (listing.minimum_age, listing.languages) == (18, ("English", "Spanish"))
    assert listing.hours.known
    assert listing.phone is not None
    assert listing.phone.dial == "+12175550150"
    assert listing.edited == ()
    assert listing.assured is not None
    assert (listing.assured.on, listing.assured.by) == ("2026-11-21", "JM")
    take_in(database, pantry(5))
    Directory(database).take_in(National("US"), source="national")
    assert read_listing(database, identity) == listing
    care.edit(identity, {"name": "The Closet"}, initials="AB")
    assert read_listing(database, identity).name == "The Closet"
    assert care.undo(identity) == "the correction"
    assert read_listing(database, identity) == listing
    assert care.undo(identity) == "the new listing"
    with pytest.raises(NothingFound):
        read_listing(database, identity)


def test_a_confidential_listing_of_our_own_keeps_no_address(database: Path, care: Care) -> None:
    identity = care.add(
        {"name": "Safe House", "address": "1 Secret Way", "address_confidential": "yes"},
        initials="A",
    )
    assert read_listing(database, identity).address_confidential
    assert b"Secret Way" not in database.read_bytes()
    wal = database.with_name(f"{database.name}-wal")
    assert not wal.exists() or b"Secret Way" not in wal.read_bytes()


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"name": "  "}, "name"),
        ({"phone": "ask inside"}, "digit"),
        ({"phone": f"217-555-0101; {CARD}"}, "library card"),
        ({"description": "Ask for 2 1234 00056 7890"}, "library card"),
        ({"needs": "sheltr"}, "need"),
        ({"minimum_age": "adult"}, "age"),
        ({"status": "gone"}, "Status"),
        ({"address_confidential": "maybe"}, "yes nor no"),
        ({"digest": "x"}, "no field"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_next_step(
    database: Path, care: Care, changes: dict[str, str], about: str
) -> None:
    before = read_listing(database, ONE)
    for write in (
        lambda: care.edit(ONE, changes, initials="A"),
        lambda: care.add({"name": "X"} | changes, initials="A"),
    ):
        with pytest.raises(Refused, match=about) as caught:
            write()
        assert caught.value.hint
        assert CARD not in str(caught.value)
    assert read_listing(database, ONE) == before
    assert len(list(iter_listings(database))) == 2


def test_a_near_need_is_offered(care: Care) -> None:
    with pytest.raises(Refused, match="shelter"):
        care.edit(ONE, {"needs": "sheltr"}, initials="A")


def test_an_international_number_is_no_library_card(database: Path, care: Care) -> None:
    care.edit(ONE, {"phone": "+44 20 7946 0958; 1-800-555-0101 ext. 4567"}, initials="A")
    assert len(read_listing(database, ONE).phones) == 2


def test_hours_nobody_understands_are_kept_as_words_and_the_person_can_be_told(
    database: Path, care: Care
) -> None:
    assert understood_hours("Mon-Fri 9-5") == "Mon-Fri 9a-5p"
    assert understood_hours("when the door is open") == ""
    care.edit(ONE, {"hours": "when the door is open"}, initials="A")
    hours = read_listing(database, ONE).hours
    assert (hours.text, hours.known) == ("when the door is open", False)


def test_nothing_is_done_without_initials_a_reason_or_a_listing(care: Care) -> None:
    with pytest.raises(Refused, match="initials"):
        care.check(ONE, initials="  ")
    with pytest.raises(Refused, match="initials"):
        care.edit(ONE, {"name": "X"}, initials="")
    with pytest.raises(Refused, match="initials"):
        care.add({"name": "X"}, initials="")
    with pytest.raises(Refused, match="reason"):
        care.flag(ONE, "\x1b")
    with pytest.raises(Refused, match="against"):
        care.check(ONE, initials="A", against="a dream")
    for text in (f"card {CARD}", "2 1234 00056 7890"):
        with pytest.raises(Refused, match="library card"):
            care.tip(ONE, text)
        with pytest.raises(Refused, match="library card"):
            care.flag(ONE, text)
    for do in (
        lambda: care.check("r-none", initials="A"),
        lambda: care.flag("r-none", "x"),
        lambda: care.settle("r-none"),
        lambda: care.pin("r-none"),
        lambda: care.tip("r-none", "x"),
        lambda: care.edit("r-none", {"name": "X"}, initials="A"),
        lambda: care.undo("r-none"),
    ):
        with pytest.raises(NothingFound):
            do()


def test_escape_bytes_never_reach_the_file(database: Path, care: Care) -> None:
    care.flag(ONE, "wrong\x1b[31m number")
    care.edit(ONE, {"name": "A\x1b]0;x\x07 pantry"}, initials="A\u202e")
    listing = read_listing(database, ONE)
    assert (listing.flagged, listing.name) == ("wrong[31m number", "A]0;x pantry")


def test_the_form_shows_every_field_and_takes_its_own_words_back(
    database: Path, care: Care
) -> None:
    whole = pantry(
        1, organization="Org", also_known_as="P", description="Food\nand more",
        eligibility="Anyone", minimum_age=18, maximum_age=65, languages=("English", "Thai"),
        accessibility="ramp", cost="Free", documents="none", how_to_apply="walk in", alert="new",
        email="a@example.org", urls=("a.example.org", "b.example.org"), area_served="county",
    )  # fmt: skip
    take_in(database, whole)
    typed = as_typed(read_listing(database, ONE))
    assert list(typed) == [one.field for one in EDITABLE]
    identity = care.add(typed, initials="A")
    ours = read_listing(database, identity)
    assert as_typed(ours) == typed
    assert (ours.phones, ours.hours, ours.urls) == (whole.phones, whole.hours, whole.urls)
