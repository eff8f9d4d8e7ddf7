"""A clerk's care for one listing, by real keys: check, flag, tip, pin, undo, hand over."""

import base64
import sqlite3

import pytest
from textual import events

from at_the_desk import AtTheDesk, open_desk
from deskaid.paths import Paths
from deskaid.referrals.listing import Listing
from deskaid.referrals.reading import iter_listings, read_listing
from deskaid.referrals.tending.care import Care

HARBOR = "Harbor House, Family Shelter"


def listing_named(paths: Paths, name: str = HARBOR) -> Listing:
    """Return the listing that is called ``name``."""
    return next(one for one in iter_listings(paths.database) if one.name == name)


async def open_listing(desk: AtTheDesk, words: str = "harbor house family shelter") -> None:
    """Open a listing from Home by typing its name."""
    await desk.press("f5")
    await desk.type(words)
    await desk.press("enter")
    assert desk.line(1).startswith(" Listing")


async def until_told(desk: AtTheDesk, words: str) -> None:
    """Wait until ``words`` stand on the screen; fail with the screen when they never do."""
    for _ in range(200):
        if words in desk.text:
            return
        await desk.pilot.pause(0.05)
    pytest.fail(f"never told: {words}\n{desk.text}")


async def test_the_number_stands_first_with_what_decides_a_referral(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        assert desk.line(3) == " 217-555-0142   OPEN til 8p"
        assert HARBOR in desk.line(4)
        for fact in ("Takes children  yes", "ID needed       ask them", "Bed certain     ask them"):
            assert fact in desk.text
        assert "Checked here    never" in desk.text
        assert "checked 2026-11-09" in desk.text, "theirs is kept apart from ours"


async def test_a_check_takes_initials_and_a_letter_and_the_second_one_two_keys(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("v")
        await desk.type("mf\n")
        await desk.press("w")
        await until_told(desk, "2026-11-21 by MF, against its web page (today)")
        await until_told(desk, "u takes it back")
        await desk.press("escape")
        await desk.press("f8")
        await desk.press("v")
        assert "checked today by MF" in desk.text
        await desk.press("enter")
        await until_told(desk, "Checked: Harbor House")
        checked = listing_named(ready).checked_here
        assert checked is not None
        assert (checked.initials, checked.against) == ("MF", "web page")


async def test_a_card_number_is_nobodys_initials(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("v")
        await desk.type("21234567890123\n")
        assert "Initials hold no digits" in desk.text
        assert desk.app.files.clerk.initials == ""
        await desk.press("escape")
        assert "initials" not in desk.text
        assert listing_named(ready).checked_here is None


async def test_a_scanned_card_lands_in_no_question(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("v")
        await desk.wait_for("Your initials")
        for character in "21234567890123":
            desk.app.post_message(events.Key(character, character))
        desk.app.post_message(events.Key("enter", "\r"))
        await desk.wait_for("A scanned number was ignored")
        assert "2123" not in desk.text
        assert "Enter goes on" in desk.text, "the question is still there"


async def test_home_in_the_middle_of_a_question_leaves_everything_whole(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("v", "m", "f5")
        assert desk.line(1).startswith(" Desk")
        await open_listing(desk)
        await desk.press("f", "escape", "i", "f12", "f12")
        assert desk.line(1).startswith(" Desk")


async def test_other_letters_do_nothing_while_a_letter_is_asked_for(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        desk.app.files.clerk.initials = "MF"
        await desk.press("v", "s")
        assert "checked today by MF" in desk.text
        await desk.press("backspace")
        assert "Your initials" in desk.text, "another clerk takes over"


async def test_a_flag_is_shown_in_words_and_a_check_settles_it(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("f", "h")
        await desk.type("mf\n")
        await until_told(desk, "FLAGGED as wrong here: hours are wrong, MF, 2026-11-21")
        await desk.press("v", "enter")
        await until_told(desk, "The flag is")
        assert "FLAGGED" not in desk.text
        await desk.press("u")
        await until_told(desk, "Taken back: that the flag was settled and the check.")
        assert "FLAGGED as wrong here: hours are wrong" in desk.text
        assert "Checked here    never" in desk.text


async def test_flagging_again_takes_the_flag_away_and_undo_brings_it_back(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        desk.app.files.clerk.initials = "MF"
        await desk.press("f", "o")
        await desk.type("no answer since May\n")
        await until_told(desk, "FLAGGED as wrong here: no answer since May")
        await desk.press("f", "enter")
        await until_told(desk, "No longer flagged")
        assert "FLAGGED" not in desk.text
        await desk.press("u")
        await until_told(desk, "FLAGGED as wrong here: no answer since May")


async def test_a_tip_is_about_the_place_and_holds_no_card_number(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("i")
        assert "About the place, never a patron" in desk.text
        await desk.type("ring twice 21234567890123")
        assert "looks like a card" in desk.text
        await desk.press("enter")
        assert listing_named(ready).tip == ""
        assert "ring twice 21234567890123" in desk.text, "what was typed stays to be mended"
        await desk.press(*["backspace"] * 15)
        await desk.press("enter")
        await until_told(desk, "Tip             ring twice")
        await desk.press("u")
        await until_told(desk, "Taken back: the change of the tip")
        assert listing_named(ready).tip == ""


async def test_a_tip_being_typed_survives_the_curtain(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("i")
        await desk.type("ring twice")
        await desk.press("f12", "f12")
        await open_listing(desk)
        await desk.press("i")
        assert "Tip: ring twice" in desk.text
        await desk.press("escape", "i")
        assert "Tip: ring twice" not in desk.text, "left on purpose"


async def test_undo_pressed_twice_takes_back_one_thing(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("asterisk")
        await until_told(desk, "Pinned")
        await desk.press("u", "u")
        await desk.pilot.pause(1.0)
        assert not listing_named(ready).pinned
        assert "colleague" not in desk.text


async def test_a_pin_is_one_key_and_so_is_taking_it_off(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("asterisk")
        await until_told(desk, "Pinned: it stays on top.")
        assert listing_named(ready).pinned
        await desk.press("asterisk")
        await until_told(desk, "No longer pinned.")
        assert not listing_named(ready).pinned


async def test_space_marks_for_the_slip_and_unmarks(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("space")
        assert desk.app.files.marked == [listing_named(ready).id]
        assert "on the slip" in desk.line(1)
        await desk.press("space")
        assert desk.app.files.marked == []


async def test_only_a_public_number_is_ever_sent_to_the_clipboard(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        sent: list[str] = []
        monkeypatch.setattr(desk.app._driver, "write", sent.append)
        await desk.press("c")
        copied = base64.b64encode(b"217-555-0142").decode()
        assert [text for text in sent if "\x1b]52" in text] == [f"\x1b]52;c;{copied}\a"]
        assert "sent to the clipboard" in desk.text


async def test_a_colleagues_check_made_meanwhile_is_kept_and_not_undone_unasked(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        desk.app.files.clerk.initials = "MF"
        await desk.press("v", "enter")
        await until_told(desk, "2026-11-21 by MF")
        Care(ready.database).check(listing_named(ready).id, initials="JR", against="visit")
        await desk.press("u")
        await until_told(desk, "Take back a check?")
        await desk.press("escape")
        checked = listing_named(ready).checked_here
        assert checked is not None
        assert checked.initials == "JR"


async def test_what_was_changed_on_another_day_is_asked_about_before_it_is_taken_back(
    ready: Paths,
) -> None:
    Care(ready.database).flag(listing_named(ready).id, "moved", initials="JR")
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("u")
        assert "Take back a flag?" in desk.text
        await desk.press("y")
        await until_told(desk, "Taken back: the flag.")
        assert listing_named(ready).flagged == ""


async def test_a_locked_file_says_one_sentence_and_keeps_what_was_typed(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.database.engine.BUSY_SECONDS", 0.1)
    async with open_desk(ready) as desk:
        await open_listing(desk)
        await desk.press("i")
        await desk.type("ring twice")
        import_running = sqlite3.connect(ready.database, isolation_level=None)
        import_running.execute("BEGIN IMMEDIATE")
        await desk.press("enter")
        await until_told(desk, "Not saved. The directory file")
        assert "Tip: ring twice" in desk.text
        import_running.execute("ROLLBACK")
        import_running.close()
        await desk.press("enter")
        await until_told(desk, "Tip kept")
        assert listing_named(ready).tip == "ring twice"


async def test_a_write_that_fails_after_the_room_was_left_is_told_all_the_same(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskaid.database.engine.BUSY_SECONDS", 0.5)
    async with open_desk(ready) as desk:
        await open_listing(desk)
        import_running = sqlite3.connect(ready.database, isolation_level=None)
        import_running.execute("BEGIN IMMEDIATE")
        await desk.press("asterisk", "f5")
        await until_told(desk, "could not be written")
        import_running.execute("ROLLBACK")
        import_running.close()


async def test_a_check_in_the_list_stays_in_the_list(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f3", "s", "v")
        await desk.type("mf\n")
        await desk.press("p")
        await until_told(desk, "Checked: ")
        assert desk.line(1).startswith(" Refer"), "Enter in the question opens nothing"
        assert desk.app.screen_stack[-1] is desk.app.screen_stack[1]


async def test_nothing_is_told_over_the_curtain(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await open_listing(desk)
        desk.app.files.clerk.initials = "MF"
        import_running = sqlite3.connect(ready.database, isolation_level=None)
        import_running.execute("BEGIN IMMEDIATE")
        await desk.press("v", "enter", "f12")
        import_running.execute("ROLLBACK")
        import_running.close()
        await desk.pilot.pause(1.5)
        assert "Harbor" not in desk.text
        assert read_listing(ready.database, listing_named(ready).id).checked_here is not None


@pytest.mark.parametrize(
    "room", ["browse.detail", "tending.due_room", "tending.edit_room", "tending.listing_keys"]
)
def test_opening_a_room_loads_no_database_library(room: str) -> None:
    import subprocess
    import sys

    module = f"deskaid.referrals.{room}"
    code = f"import sys, {module}; print('sqlalchemy' in sys.modules or 'holidays' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
