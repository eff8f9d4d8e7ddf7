"""The rooms that hand something over: slip, large number, and calling together."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from at_the_desk import AtTheDesk, open_desk
from deskaid.paths import Paths
from deskaid.referrals.handing.digits import ROWS, columns, large
from deskaid.referrals.handing.handoff import call_steps, matter, questions
from deskaid.referrals.handing.handoff_room import HandoffRoom
from deskaid.referrals.handing.large_room import LargeRoom
from deskaid.referrals.handing.slip_room import SlipRoom
from deskaid.referrals.listing import Listing, Phone
from deskaid.referrals.reading import iter_listings, read_listing
from deskaid.shell.room import Room

HOTLINE = "us-ndvh"


def listing_named(paths: Paths, name: str) -> Listing:
    return next(one for one in iter_listings(paths.database) if one.name.startswith(name))


async def open_room(desk: AtTheDesk, room: Room) -> None:
    await desk.app.push_screen(room)
    await desk.pilot.pause(0.1)


def paper(desk: AtTheDesk) -> list[str]:
    """Return what stands between the edges of the paper on the screen."""
    return [found[1].rstrip() for found in re.finditer(r"(?m)^ +│ (.*?) │", desk.text)]


# The slip.


async def test_the_slip_is_shown_as_it_will_be_printed(ready: Paths) -> None:
    harbor = listing_named(ready, "Harbor House")
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([harbor.id, HOTLINE]))
        assert paper(desk)[:4] == [
            "Call before you go.",
            "",
            "Harbor House, Family Shelter",
            "Call: 217-555-0142",
        ]
        room = desk.app.screen
        assert isinstance(room, SlipRoom)
        assert paper(desk) == room.text.splitlines()[: len(paper(desk))]


async def test_d_hides_every_name_and_e_speaks_spanish(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([HOTLINE]))
        await desk.press("d")
        assert paper(desk) == ["1-800-799-7233", "24 hours, every day"]
        await desk.press("e")
        assert paper(desk) == ["1-800-799-7233", "24 horas, todos los días"]
        await desk.press("d")
        assert paper(desk)[0] == "Llame antes de ir."


async def test_w_takes_the_next_paper(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([HOTLINE]))
        for width in (48, 32, 40):
            await desk.press("w")
            room = desk.app.screen
            assert isinstance(room, SlipRoom) and room.width == width
            assert f"Columns   {width}" in desk.text
            assert paper(desk) == room.text.splitlines()[: len(paper(desk))]


async def test_moving_to_a_listing_brings_it_into_view(ready: Paths) -> None:
    harbor = listing_named(ready, "Harbor House")
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([harbor.id, HOTLINE]))
        assert "Web: www.thehotline.org" not in paper(desk)
        await desk.press("down")
        assert "Web: www.thehotline.org" in paper(desk)


async def test_delete_takes_a_listing_off_the_slip_and_off_what_is_marked(ready: Paths) -> None:
    harbor = listing_named(ready, "Harbor House")
    async with open_desk(ready) as desk:
        desk.app.files.marked[:] = [harbor.id, HOTLINE]
        await open_room(desk, SlipRoom(desk.app.files.marked))
        await desk.press("delete")
        assert desk.app.files.marked == [HOTLINE]
        assert "Harbor" not in desk.text
        assert "National Domestic" in desk.text
        await desk.press("delete")
        assert desk.app.files.marked == []
        assert "Nothing is marked." in desk.text


async def test_a_listing_without_a_number_is_named_as_left_out(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom(["us-lsc", HOTLINE]))
        await desk.press("d")
        assert "1 without a number: not on it." in desk.text


async def test_a_listing_that_is_gone_is_told_and_the_others_stay(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom(["gone", HOTLINE]))
        assert "1-800-799-7233" in desk.text


@pytest.mark.skipif(sys.platform == "win32", reason="fakes lp with a shell script")
@pytest.mark.parametrize("key", ["enter", "p", "f9"])
async def test_enter_prints_what_is_seen(
    ready: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "lp").write_text(f'#!/bin/sh\n/bin/cat > "{tmp_path}/paper"\n', encoding="utf-8")
    (programs / "lp").chmod(0o700)
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([HOTLINE]))
        await desk.press("d")
        monkeypatch.setenv("PATH", str(programs))
        await desk.press(key)
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.05)
        assert "Sent to the printer." in desk.text
    printed = (tmp_path / "paper").read_text(encoding="utf-8")
    assert printed == "1-800-799-7233\n24 hours, every day\n"


async def test_without_a_printer_one_sentence_says_what_to_do(
    ready: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([HOTLINE]))
        monkeypatch.setenv("PATH", str(tmp_path))
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause(0.05)
        assert "This computer has no printer set up." in desk.text
        assert "Save it to a file" in desk.text


async def test_s_saves_a_new_file(
    ready: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Documents")
    async with open_desk(ready) as desk:
        await open_room(desk, SlipRoom([HOTLINE]))
        await desk.press("s", "s")
        assert "Saved:" in desk.text
    names = sorted(path.name for path in (tmp_path / "Documents").iterdir())
    assert names == ["slip-2026-11-21-1642-2.txt", "slip-2026-11-21-1642.txt"]


# The large number.


@pytest.mark.parametrize(
    "number",
    ["217-555-0142", "1-800-799-7233", "(217) 555-0142 x123", "+44 20 7946 0958", "988", "0" * 30],
)
def test_every_number_fits_80_columns_and_loses_no_digit(number: str) -> None:
    rows = large(number, width=78)
    assert max(map(len, rows)) <= 78
    zeros = large("0", width=78)
    assert len(zeros) == ROWS
    digits = sum(columns(letter) + 1 for letter in number if letter.isdigit())
    drawn = sum(len(row) + 1 for row in rows[1 :: ROWS + 1])
    assert drawn >= digits


def test_a_long_number_is_broken_where_people_pause() -> None:
    whole = [*large("1-800-", width=78), "", *large("799-7233", width=78)]
    assert large("1-800-799-7233", width=78) == whole


async def test_the_large_number_names_nobody_until_asked(ready: Paths) -> None:
    hotline = read_listing(ready.database, HOTLINE)
    async with open_desk(ready) as desk:
        await open_room(desk, LargeRoom(hotline))
        assert "█" in desk.text
        assert "Violence" not in desk.text
        assert "1-800-799-7233" in desk.text
        await desk.press("n")
        assert "National Domestic Violence Hotline" in desk.text
        await desk.press("t")
        assert "Text START to 88788" in desk.text


async def test_a_listing_without_a_number_says_so_in_large(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, LargeRoom(read_listing(ready.database, "us-lsc")))
        assert "No phone number is known." in desk.text


# Calling together.

SPOKEN = re.compile(r'"([^"]+)"')
STEPS = call_steps(
    Listing(id="x", source="s", source_id="1", name="Harbor House", needs=("shelter",),
            phones=(Phone("217-555-0142", "+12175550142"),)),
    library="Maple Street Library",
    private_spot="the study room",
    emergency="911",
    more_help=" 211 knows local help for any need.",
    facts=(("Takes children", "yes"), ("ID needed", "ask them"), ("Bed certain", "ask them")),
)  # fmt: skip


def test_no_word_that_hurries_or_belittles_is_said() -> None:
    said = " ".join(line.text for step in STEPS for line in step.lines).casefold()
    for word in ("just", "calm", "unfortunately", "policy", "promise", "must", "should have"):
        assert not re.search(rf"\b{word}\b", said), word


def test_every_spoken_line_can_be_said_in_one_breath() -> None:
    for step in STEPS:
        for line in step.lines:
            for said in SPOKEN.findall(line.text) if line.spoken else ():
                for sentence in re.split(r"(?<=[.?!]) ", said):
                    assert len(sentence.split()) <= 14, sentence


def test_permission_comes_before_anything_else() -> None:
    assert STEPS[0].lines[0].label == "ASK"
    assert STEPS[0].lines[0].text == '"Would you like us to call together?"'


def test_every_step_begins_with_something_to_say() -> None:
    assert all(step.lines[0].spoken for step in STEPS)


def test_the_line_hears_what_is_asked_for_and_never_why() -> None:
    shelter = Listing(id="x", source="s", source_id="1", name="N", needs=("shelter",))
    assert matter(shelter) == "a place to stay"
    for need in ("dv", "substance-use", "988", "reentry", "immigration-legal", "sexual-assault"):
        assert matter(replace(shelter, needs=("shelter", need))) == "what you offer"


def test_only_what_the_listing_does_not_say_is_asked() -> None:
    asked = questions((("Takes children", "yes"), ("Bed certain", "ask them: call first")))
    assert asked[0] == "Is there a bed for me?"
    assert "Do you take children?" not in asked


async def test_the_steps_fit_24_rows_and_the_spoken_line_stands_on_the_third(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, HandoffRoom(listing_named(ready, "Harbor House")))
        firsts = []
        for number in range(1, 6):
            assert re.match(r' (SAY|ASK)  +"', desk.line(3))
            assert "217-555-0142" in desk.line(22)
            assert desk.line(21).startswith(" ─")
            assert desk.line(20).strip() == ""
            assert re.search(rf"\b{number} [A-Z]+", desk.line(1))
            firsts.append(desk.line(3))
            await desk.press("space")
        assert len(set(firsts)) == 5
        await desk.press("backspace")
        assert "4 TALK" in desk.line(1)


async def test_the_library_says_its_own_name_and_no_patrons(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_room(desk, HandoffRoom(read_listing(ready.database, HOTLINE)))
        await desk.press("space", "space")
        shown = " ".join(desk.text.split())
        assert "\"Hello, I'm calling from Maple Street Library. Someone here would like" in shown
        assert 'to ask about what you offer. They will speak for themselves."' in shown
        assert "First dial 1-800-799-7233." in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_nothing_is_cut(ready: Paths, size: tuple[int, int]) -> None:
    rooms: list[Callable[[], Room]] = [
        lambda: HandoffRoom(listing_named(ready, "Harbor House")),
        lambda: LargeRoom(listing_named(ready, "Harbor House")),
    ]
    async with open_desk(ready, size=size) as desk:
        for room in rooms:
            await open_room(desk, room())
            assert "…" not in desk.text
            await desk.press("escape")
        assert desk.line(1).startswith(" Desk")
