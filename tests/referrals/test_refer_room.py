"""The directory at the desk, key by key: the list, its filters, its marks, typed search."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from at_the_desk import NOW, SITE, AtTheDesk, open_desk, settle_in
from deskaid.paths import Paths, find_paths
from deskaid.referrals.browse.screen import ReferRoom
from deskaid.referrals.tending.care import Care

SHELTERS = Path(__file__).parents[1] / "fixtures" / "lakeside-shelters.csv"
NOON = NOW.replace(hour=12)


@pytest.fixture(scope="module")
def lakeside_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with six shelters of its town."""
    from deskaid.taking_in import take_in_file

    home = tmp_path_factory.mktemp("lakeside")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKAID_HOME", str(home))
        desk = find_paths()
        desk.config.mkdir(parents=True)
        desk.site.write_text(SITE, encoding="utf-8")
        take_in_file(desk, SHELTERS)
    return home


@pytest.fixture
def lakeside(paths: Paths, lakeside_template: Path) -> Paths:
    """That desk, fresh; the library stands at the lake."""
    settle_in(paths, lakeside_template)
    place = 'latitude = "41.8827"\nlongitude = "-87.6233"\n'
    paths.site.write_text(SITE.replace("[hours]", f"{place}[hours]"), encoding="utf-8")
    return paths


def rows(desk: AtTheDesk) -> list[str]:
    """The rows of the list, without those of the country."""
    return [line for line in desk.text.split("\n") if re.match(r"[> ] 312-", line)]


def listing_id(desk: AtTheDesk) -> str:
    room = desk.app.screen
    assert isinstance(room, ReferRoom)
    return room.listing_under_cursor()


async def test_two_keys_show_who_takes_families_is_open_and_the_number(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "f", "escape")
        assert desk.line(1).startswith(" Refer: Shelter, families ")
        assert re.match(
            r"> 312-555-0101 +OPEN til 8p +Lakeside Family .* families +12 d$", desk.line(3)
        )
        assert "Dune Mission" not in desk.text, "it says that it takes none"
        says = [row for row in rows(desk) if "ask: families?" not in row]
        assert rows(desk)[: len(says)] == says, "who says so stands before who does not say"
        assert any("Harbor Beds" in row and "ask: families?" in row for row in rows(desk))


async def test_filters_stand_together_and_x_clears_them(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "f", "4", "o")
        assert desk.line(1).startswith(" Refer: Shelter, families, free, open now")
        assert "families: on" in desk.text
        assert "Pier House" not in desk.text
        assert "Night Owl" not in desk.text
        await desk.press("x", "escape")
        assert desk.line(1).startswith(" Refer: Shelter  ")
        assert "Pier House" in desk.text


async def test_a_language_is_typed_or_taken_by_its_beginning(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "l")
        await desk.type("spa")
        assert "Enter: Spanish" in desk.text
        await desk.press("enter")
        assert desk.line(1).startswith(" Refer: Shelter, Spanish")
        assert "Pier House" not in desk.text, "it names English alone"
        assert any("Maybe Rooms" in row and "ask: Spanish?" in row for row in rows(desk))
        await desk.press("l")
        assert desk.line(1).startswith(" Refer: Shelter  ")


async def test_open_at_another_time_says_so_in_every_row(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "t")
        await desk.type("10pm")
        await desk.press("enter", "escape")
        assert desk.line(1).startswith(" Refer: Shelter, open at 10p")
        assert any("Night Owl" in row and "OPEN at 10p, til 11p" in row for row in rows(desk))
        assert "Pier House" not in desk.text
        await desk.press("o")
        assert desk.line(1).startswith(" Refer: Shelter, open now")
        assert "Night Owl" not in desk.text


async def test_a_time_that_cannot_be_read_is_asked_again(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "t")
        await desk.type("soonish")
        await desk.press("enter")
        assert "That is not a time" in desk.text
        assert "soonish" in desk.text, "what was typed stays"
        await desk.press("escape")
        assert "Narrow to" in desk.text
        assert desk.line(1).startswith(" Refer: Shelter  ")


async def test_an_empty_list_says_which_filter_to_lift(lakeside: Paths) -> None:
    async with open_desk(lakeside, now=NOW.replace(hour=3)) as desk:
        await desk.press("f3", "f", "o")
        await desk.press("w", "f", "escape")
        if rows(desk):
            pytest.fail("nothing for food is open at three in the morning")
        assert "Nothing under Food is known to be: families and open now." in desk.text
        assert re.search(r"Without open now: \d+\.", desk.text)
        assert "Without families:" not in desk.text, "that alone would change nothing"


async def test_the_nearest_open_place_is_first_and_says_how_far(lakeside: Paths) -> None:
    async with open_desk(lakeside, size=(120, 30), now=NOON) as desk:
        await desk.press("f3", "s")
        found = rows(desk)
        assert [re.split(r"OPEN (?:til 8p|24 h) +", row)[1].split()[0] for row in found[:4]] == [
            "Dune",
            "Harbor",
            "Lakeside",
            "Pier",
        ]
        assert "0.1 mi" in found[0]
        assert "CALL 312-555-0103   OPEN til 8p   0.1 mi" in desk.text


async def test_marks_of_this_library_stand_in_the_row_at_once(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s")
        pier = next(at for at, row in enumerate(rows(desk)) if "Pier House" in row)
        await desk.press(*["down"] * pier)
        care = Care(lakeside.database)
        care.check(listing_id(desk), initials="MF", on=NOW.date())
        care.flag(listing_id(desk), "hours are wrong", initials="MF", on=NOW.date())
        await desk.press("space", "asterisk")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.1)
        row = next(row for row in rows(desk) if "Pier House" in row)
        assert row.startswith("> 312-555-0102*+ "), "the cursor moved with it"
        assert row.rstrip().endswith("flagged")
        assert rows(desk)[0] == row, "a pin comes first"
        assert "last checked: today" in desk.text
        assert "FLAG hours are wrong" in desk.text
        assert desk.app.files.marked == [listing_id(desk)]


async def test_a_holiday_is_one_line_and_not_one_per_row(lakeside: Paths) -> None:
    thanksgiving = datetime(2026, 11, 26, 16, 42, tzinfo=NOW.tzinfo)
    async with open_desk(lakeside, now=thanksgiving) as desk:
        await desk.press("f3", "s")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.05)
        assert desk.line(3) == " Today is Thanksgiving Day: hours may differ. Call first."
        assert desk.text.count("may differ") == 1
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s")
        await desk.app.workers.wait_for_complete()
        assert "may differ" not in desk.text


async def test_crisis_numbers_stay_whatever_is_open(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        for keys in (("f3",), ("s",), ("w",), ("l",), ("escape",), ("escape",), ("slash", "z")):
            await desk.press(*keys)
            assert "911 danger to life     988 crisis, call or text" in desk.text, keys


async def test_names_places_and_needs_are_found_with_a_need_open_or_none(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "slash")
        await desk.type("pier")
        assert "Pier House" in desk.line(4)
        await desk.press("escape", "f", "slash")
        await desk.type("pier")
        assert "Pier House" not in desk.text
        assert "Nothing in the directory under Food holds these words." in desk.text
        await desk.press("escape", "escape", "slash")
        await desk.type("bed tonight")
        assert any("Lakeside Family" in row for row in rows(desk))


async def test_what_was_typed_is_narrowed_too(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "slash")
        await desk.type("beds")
        assert any("Harbor Beds" in row for row in rows(desk))
        await desk.press("tab", "w", "f", "escape")
        assert desk.line(1).startswith(" Refer: all, families")
        assert all("Dune" not in row for row in rows(desk))
        assert any("Pier House" in row for row in rows(desk))


async def test_letters_in_the_box_are_only_letters(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "slash")
        await desk.type("wofv ")
        assert desk.line(2) == " wofv"
        assert desk.line(1).startswith(" Refer: Shelter  ")
        assert desk.app.files.marked == []


async def test_esc_leaves_one_thing_at_a_time(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "f")
        await desk.press("escape")
        assert "CALL" in desk.text
        await desk.press("escape")
        assert desk.line(1).startswith(" Refer  ")
        await desk.press("s")
        assert desk.line(1).startswith(" Refer: Shelter  "), "a new list starts with no filter"


async def test_coming_back_from_a_listing_keeps_the_place_and_the_filters(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "w", "f", "escape", "down")
        before = listing_id(desk)
        await desk.press("enter")
        assert not isinstance(desk.app.screen, ReferRoom)
        await desk.press("escape")
        assert listing_id(desk) == before
        assert desk.line(1).startswith(" Refer: Shelter, families")


async def test_a_newer_index_is_shown_without_moving_the_cursor(lakeside: Paths) -> None:
    async with open_desk(lakeside) as desk:
        await desk.press("f3", "s", "down", "down")
        room, before = desk.app.screen, listing_id(desk)
        assert isinstance(room, ReferRoom)
        room.find_again()
        await desk.pilot.pause(0.02)
        assert listing_id(desk) == before
