"""The form and the list of what is due, by real keys; nothing typed is lost."""

import csv
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from textual.message import Message

from at_the_desk import AtTheDesk, open_desk
from deskaid.errors import FileTrouble
from deskaid.paths import Paths
from deskaid.referrals.listing import LOCAL_SOURCE, Listing
from deskaid.referrals.reading import iter_listings
from deskaid.referrals.tending import edit_draft
from deskaid.referrals.tending.care import Care
from deskaid.referrals.tending.edit_room import EditRoom
from deskaid.shell.messages import DirectoryChanged

HARBOR = "Harbor House, Family Shelter"
SALVATION = "Salvation Army intake"


def listing_named(paths: Paths, name: str = HARBOR) -> Listing:
    """Return the listing that is called ``name``."""
    return next(one for one in iter_listings(paths.database) if one.name == name)


async def open_form(desk: AtTheDesk) -> None:
    """Open the form of Harbor House from Home."""
    await desk.type("harbor house family shelter")
    await desk.press("enter", "e")
    assert desk.line(1).startswith(" Correct: Harbor House")


async def open_due(desk: AtTheDesk) -> None:
    """Open the list of what is due by its name in the palette."""
    await desk.press("ctrl+p")
    await desk.type("due")
    await desk.pilot.pause(0.3)
    await desk.press("enter")
    await until_told(desk, "never checked")


async def until_told(desk: AtTheDesk, words: str) -> None:
    """Wait until ``words`` stand on the screen; fail with the screen when they never do."""
    for _ in range(200):
        if words in desk.text:
            return
        await desk.pilot.pause(0.05)
    pytest.fail(f"never told: {words}\n{desk.text}")


async def empty_row(desk: AtTheDesk) -> None:
    """Take out what stands in the row under the cursor."""
    await desk.press("end", "ctrl+u")


async def test_what_is_understood_of_hours_numbers_and_needs_is_told_at_once(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("down", "down")
        assert "Will be dialed: +12175550142" in desk.text
        await desk.press("enter")
        await empty_row(desk)
        await desk.type("mon-fri 9-5")
        assert "Understood: Mon-Fri 9a-5p" in desk.text
        await desk.type(" mostly")
        assert "Kept as text: status will say HOURS UNKNOWN" in desk.text
        await desk.press("down", "down", "down", "down")
        await empty_row(desk)
        await desk.type("food")
        assert "Understood: Food" in desk.text


async def test_saving_keeps_only_what_was_changed_and_one_key_takes_it_back(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("down", "down", "down")
        await empty_row(desk)
        await desk.type("Mon-Fri 9am-5pm")
        await desk.press("pagedown")
        await desk.type("mf\n")
        await until_told(desk, "CLOSED til Mon 9a")
        assert "Corrected here  Hours" in desk.text
        assert listing_named(ready).edited == ("hours",)
        await desk.press("u")
        await until_told(desk, "OPEN til 8p")
        assert listing_named(ready).edited == ()


async def test_a_colleagues_correction_of_another_field_meanwhile_is_kept(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        Care(ready.database).edit(listing_named(ready).id, {"cost": "Free"}, initials="JR")
        await desk.press("down", "end")
        await desk.type(" Inc")
        await desk.press("pagedown")
        await desk.type("mf\n")
        await until_told(desk, "Corrected here")
        listing = listing_named(ready)
        assert (listing.organization, listing.cost) == ("Harbor House Inc", "Free")


async def test_leaving_a_changed_form_asks_and_enter_saves(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        desk.app.files.clerk.initials = "MF"
        await desk.press("down", "end")
        await desk.type(" Inc")
        await desk.press("escape")
        assert "Save what you changed?" in desk.text
        await desk.press("escape")
        assert "Save what you changed?" not in desk.text, "back in the form"
        await desk.press("escape", "enter")
        await until_told(desk, "Initials say who checked")
        assert desk.line(1).startswith(" Correct"), "initials are asked for once"
        await desk.type("mf\n")
        await until_told(desk, "(Harbor House Inc)")


async def test_an_unchanged_form_is_left_with_one_key(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("escape")
        assert desk.line(1).startswith(" Listing")


async def test_what_was_typed_survives_the_curtain_and_is_offered_again(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("end")
        await desk.type(" West")
        await desk.press("f12", "f12")
        assert "Not saved yet, but kept" in desk.text
        await open_form(desk)
        assert f"Name *           {HARBOR} West" in desk.text
        assert "What you typed here before is back" in desk.text
        await desk.press("escape", "x")
        await desk.press("e")
        assert "West" not in desk.text, "thrown away"


async def test_a_full_disk_at_the_curtain_holds_the_form_in_memory(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FileTrouble("The draft could not be kept (No space left on device).")

    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("end")
        await desk.type(" West")
        with monkeypatch.context() as patch:
            patch.setattr(edit_draft, "keep", full)
            await desk.press("f12", "f12")
            assert desk.app._held
        held = desk.app._held
        desk.app._held = []
        keys = [write.args[1] for write in held if isinstance(write, partial)]
        assert keys == [listing_named(ready).id]


async def test_a_confidential_address_is_not_even_kept_in_a_draft(ready: Paths) -> None:
    edit_draft.keep(
        ready, edit_draft.NEW, {"address": "7 Hidden Lane", "address_confidential": "yes"}
    )
    assert edit_draft.kept(ready, edit_draft.NEW) == {"address": "", "address_confidential": "yes"}
    assert not any("Hidden" in file.read_text() for file in ready.state.rglob("*.json"))


async def test_a_need_nobody_knows_and_a_missing_name_are_refused_in_their_row(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await desk.app.push_screen(EditRoom(None, need="food"))
        await desk.pilot.pause(0.1)
        desk.app.files.clerk.initials = "MF"
        assert "Needs            Food" in desk.text
        await desk.press("pagedown")
        await desk.type("mf\n")
        await until_told(desk, "A listing needs a name.")
        await desk.type("Corner Pantry")
        await desk.press(*["down"] * 7)
        await desk.type(", gardening")
        assert "Not known: gardening" in desk.text
        await desk.press("pagedown", "enter")
        await until_told(desk, "gardening is no need that deskaid knows")
        await desk.press(*["backspace"] * len(", gardening"))
        await desk.press("pagedown", "enter")
        await until_told(desk, "Added here")
        added = listing_named(ready, "Corner Pantry")
        assert (added.source, added.needs) == (LOCAL_SOURCE, ("food",))
        await desk.press("u")
        await until_told(desk, "Taken back: the new listing")
        assert not desk.line(1).startswith(" Listing"), "what is no more is not shown"


async def test_a_form_that_could_not_be_saved_keeps_every_word(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.database.engine.BUSY_SECONDS", 0.1)
    async with open_desk(ready) as desk:
        await open_form(desk)
        await desk.press("end")
        await desk.type(" West")
        await desk.press("pagedown")
        await desk.type("mf")
        import_running = sqlite3.connect(ready.database, isolation_level=None)
        import_running.execute("BEGIN IMMEDIATE")
        await desk.press("enter")
        await until_told(desk, "Not saved. The directory file")
        import_running.execute("ROLLBACK")
        import_running.close()
        await desk.press("pagedown", "enter")
        await until_told(desk, f"{HARBOR} West")


async def test_the_index_is_renewed_after_a_correction(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(ready) as desk:
        await open_form(desk)
        posted: list[object] = []
        post = desk.app.post_message

        def record(message: Message) -> bool:
            posted.append(message)
            return post(message)

        monkeypatch.setattr(desk.app, "post_message", record)
        await desk.press("end")
        await desk.type(" West")
        await desk.press("pagedown")
        await desk.type("mf\n")
        await until_told(desk, "Corrected here")
        assert any(isinstance(message, DirectoryChanged) for message in posted)


async def test_due_shows_the_worst_first_and_a_call_is_kept_in_its_row(ready: Paths) -> None:
    Care(ready.database).flag(listing_named(ready).id, "number is wrong", initials="JR")
    async with open_desk(ready) as desk:
        await open_due(desk)
        assert "1 flagged   1 due (12 months)" in desk.line(3)
        assert desk.line(5).split()[:3] == [">", "217-555-0142", "FLAGGED"]
        assert "DUE 14 mo" in desk.line(6)
        desk.app.files.clerk.initials = "MF"
        await desk.press("down", "v")
        assert "Salvation Army intake: checked today by MF" in desk.text
        await desk.press("enter")
        await until_told(desk, "today          Salvation Army intake")
        assert desk.line(6).startswith("> 217-555-0110"), "the cursor stays where the call was"
        await desk.press("u")
        await until_told(desk, "DUE 14 mo      Salvation Army intake")
        await desk.press("up", "enter")
        assert desk.line(1).startswith(" Listing")


async def test_flags_go_to_a_file_that_overwrites_none_and_runs_no_formula(
    ready: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    taken = tmp_path / "flags-2026-11-21.csv"
    taken.write_text("mine", encoding="utf-8")
    Care(ready.database).flag(listing_named(ready).id, "=2+3", initials="JR")
    async with open_desk(ready) as desk:
        await open_due(desk)
        await desk.press("x")
        assert "flags-2026-11-21-2.csv" in desk.text
        await desk.press(*["backspace"] * len("-2.csv"))
        await desk.type(".csv\n")
        await until_told(desk, "There is already a file")
        await desk.press(*["backspace"] * len(".csv"))
        await desk.type("-2.csv\n")
        await until_told(desk, "Send it to the directory's")
    assert taken.read_text(encoding="utf-8") == "mine"
    with (tmp_path / "flags-2026-11-21-2.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["Listing"] == HARBOR
    assert row["What is wrong"] == "'=2+3"


async def test_without_a_flag_no_file_is_written(
    ready: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    async with open_desk(ready) as desk:
        await open_due(desk)
        await desk.press("x", "enter")
        await until_told(desk, "Nothing is flagged or corrected here")
    assert not list(tmp_path.glob("*.csv"))
