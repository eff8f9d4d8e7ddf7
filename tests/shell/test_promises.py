"""The promises of the desk, key by key."""

import re

import pytest
from textual.widgets import Input

from at_the_desk import PASSPHRASE, make_notebook, open_desk
from deskaid.paths import Paths
from deskaid.shell.curtain import Curtain
from deskaid.shell.home import HomeRoom

FIRST_WORDS = "That's a bad surprise. I can see why you're upset."
# Where a hand may be when somebody starts to shout.
ANYWHERE = {
    "home": (),
    "home, typing": ("x", "y"),
    "say it": ("f2",),
    "card": ("f2", "c"),
    "refer": ("f3", "f"),
    "listing": ("f3", "f", "enter"),
    "urgent": ("f4",),
    "keys": ("f1",),
    "note": ("f7", "o", "n", "e"),
    "unlock": ("escape", "N"),
    "library": ("ctrl+p", "l", "i", "b", "enter"),
}


@pytest.mark.parametrize("place", ANYWHERE)
async def test_two_keys_from_anywhere_show_the_first_words(place: str, ready: Paths) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await desk.press(*ANYWHERE[place])
        await desk.press("f2", "f")
        assert desk.line(3).startswith(f' SAY  "{FIRST_WORDS}"')


@pytest.mark.parametrize("place", ANYWHERE)
@pytest.mark.parametrize("key", ["f12", "ctrl+g"])
async def test_one_key_hides_from_anywhere_and_home_comes_back(
    place: str, key: str, ready: Paths
) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await desk.press(*ANYWHERE[place])
        await desk.press(key)
        shown = [line.strip() for line in desk.text.split("\n") if line.strip()]
        assert shown == ["Maple Street Library", "16:42", "Open today until 8:00 pm"]
        await desk.press(key)
        assert isinstance(desk.app.screen, HomeRoom)
        assert "what is happening?" in desk.line(3)


@pytest.mark.parametrize("key", ["f2", "f3", "f5", "f7", "escape", "ctrl+p", "s", "enter"])
async def test_the_curtain_opens_for_no_other_key(key: str, ready: Paths) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await desk.press("f12", key)
        assert isinstance(desk.app.screen, Curtain)


async def test_a_number_and_a_status_stand_in_the_first_rows(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f3", "s")
        for row in range(3, 6):
            assert re.match(r"[> ] [\d-]{3,14} +(OPEN|HOURS UNKNOWN|CLOSED)", desk.line(row)), (
                desk.line(row)
            )
        assert "911 danger to life     988 crisis" in desk.line(23)


async def test_open_listings_come_before_unknown_and_closed_ones(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f3", "s")
        words = [line[19:23] for line in desk.text.split("\n")[2:12] if line[19:23].strip()]
        order = [{"OPEN": 0, "HOUR": 1, "CLOS": 2}[word] for word in words]
        assert order == sorted(order)
        await desk.press("o")
        assert "CLOSED" not in desk.text
        assert "HOURS UNKNOWN" not in desk.text


async def test_a_misspelled_word_finds_the_safety_card(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.type("sucide")
        assert "Talking about suicide" in desk.line(5)
        await desk.press("enter")
        assert "Time to talk" in desk.line(1)


async def test_a_sign_leads_to_its_card(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "f", "x")
        assert desk.line(1).split("  ")[0].strip() == (
            desk.app.files.library.card("threat-to-hurt-someone").neutral
        )
        await desk.press("escape")
        assert FIRST_WORDS in desk.line(3)


async def test_other_wordings_and_steps_keep_the_spoken_line_in_place(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "f", "right")
        assert desk.line(3).startswith(' SAY  "')
        assert FIRST_WORDS not in desk.line(3)
        await desk.press("left")
        assert FIRST_WORDS in desk.line(3)
        await desk.press("space")
        assert desk.line(3).startswith(' SAY  "')
        assert "2 PROBLEM" in desk.line(1)
        await desk.press("backspace")
        assert FIRST_WORDS in desk.line(3)


async def test_a_card_leads_to_its_listings(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.type("nowhere to sleep")
        await desk.press("enter", "r")
        assert desk.line(1).startswith(" Refer: Shelter")
        await desk.press("escape")
        assert "SAY" in desk.line(3)


async def test_next_patron_leaves_nothing_of_the_last(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.type("fine")
        await desk.press("enter", "f5")
        assert "what is happening?" in desk.line(3)
        await desk.press("f8")
        assert isinstance(desk.app.screen, HomeRoom)


async def test_back_brings_the_last_card_after_the_curtain(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "f", "f12", "f12", "f8")
        assert FIRST_WORDS in desk.line(3)


async def test_words_that_mean_nothing_bring_nothing_but_a_next_step(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.type("zzqqxy")
        assert "Nothing here knows those words." in desk.text
        assert "F2 for situations" in desk.text


async def test_a_scan_reaches_nothing_on_any_screen(ready: Paths) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        for keys in ((), ("f7",), ("f3", "s"), ("f2", "f")):
            await desk.press("f5", *keys)
            before = desk.text
            from textual import events

            for character in "21234567890123":
                desk.app.post_message(events.Key(character, character))
            desk.app.post_message(events.Key("enter", "\r"))
            await desk.pilot.pause(0.2)
            desk.app.clear_notifications()
            await desk.pilot.pause(0.1)
            assert desk.text == before
            assert "2123456" not in desk.text


async def test_single_letters_can_be_switched_off(ready: Paths) -> None:
    ready.settings.write_text("single_keys = false\n", encoding="utf-8")
    async with open_desk(ready) as desk:
        await desk.press("f2", "f", "r")
        assert FIRST_WORDS in desk.line(3)
        await desk.press("f3")
        assert desk.line(1).startswith(" Refer")


async def test_a_key_can_be_moved(ready: Paths) -> None:
    ready.settings.write_text('[keys]\ncurtain = "f8"\nback = ""\n', encoding="utf-8")
    async with open_desk(ready) as desk:
        assert "F8 Hide" in desk.line(24)
        await desk.press("f12")
        assert isinstance(desk.app.screen, HomeRoom)
        await desk.press("f8")
        assert isinstance(desk.app.screen, Curtain)


async def test_a_mistake_in_the_settings_is_told_and_keeps_nothing_down(ready: Paths) -> None:
    ready.settings.write_text('[keys]\ncurtian = "f8"\n', encoding="utf-8")
    async with open_desk(ready) as desk:
        assert "curtian" in desk.text
        assert "'curtain'" in desk.text
        await desk.press("f2", "f")
        assert FIRST_WORDS in desk.line(3)


async def test_a_damaged_library_file_keeps_the_good_lines(ready: Paths) -> None:
    ready.site.write_text('name = "Elm Library"\nadress = "1 Elm St"\n', encoding="utf-8")
    async with open_desk(ready) as desk:
        assert "Elm Library" in desk.line(1)
        assert "'address'" in desk.text


async def test_what_the_first_start_is_told_is_kept_and_used(paths: Paths) -> None:
    async with open_desk(paths) as desk:
        await desk.type("Elm Library\n")
        await desk.type("1 Elm St\n")
        await desk.press("f4")
        assert '"Elm Library, 1 Elm St."' in desk.text
    assert 'name = "Elm Library"' in paths.site.read_text(encoding="utf-8")
    assert "phone" not in paths.site.read_text(encoding="utf-8")


async def test_a_phone_number_in_settings_is_typed_not_scanned(paths: Paths) -> None:
    async with open_desk(paths) as desk:
        await desk.press("enter", "enter", "enter")
        await desk.type("217-555-0100\n")
        assert desk.app.files.site.phone == "217-555-0100"


async def test_an_empty_desk_says_what_to_do(paths: Paths) -> None:
    make_notebook(paths)
    async with open_desk(paths) as desk:
        await desk.press("escape", "escape", "N")
        desk.app.screen.query_one(Input).value = PASSPHRASE
        await desk.press("enter")
        await desk.pilot.pause(0.6)
        assert "Nothing in this notebook." in desk.text
        assert "F7 writes a note" in desk.text


async def test_the_palette_offers_our_commands_and_no_screenshot(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("ctrl+p")
        await desk.pilot.pause(0.3)
        assert "Hide the screen at once." in desk.text
        await desk.type("screenshot")
        await desk.pilot.pause(0.3)
        assert "creenshot" not in desk.text.split("\n", 2)[2]
        await desk.press(*["backspace"] * len("screenshot"))
        await desk.type("theme")
        await desk.pilot.pause(0.3)
        await desk.press("enter")
        await desk.pilot.pause(0.2)
        assert desk.app.theme == "desk-light"
    assert 'theme = "light"' in ready.settings.read_text(encoding="utf-8")


async def test_urgent_is_one_key_away_behind_the_curtain_too(ready: Paths) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await desk.press("f7")
        await desk.type("somebody is on the floor")
        await desk.press("f12", "f4")
        assert "CALL 911. SAY:" in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeRoom)
        assert "on the floor" not in desk.text


async def test_messages_never_pile_up(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        for number in range(5):
            desk.app.notify(f"Message {number} of five.")
        await desk.pilot.pause(0.2)
        assert desk.text.count("of five.") == 1
        assert "Message 4 of five." in desk.text
        await desk.press("f4")
        assert "of five." not in desk.text


async def test_back_goes_to_the_card_before_this_one(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "f", "x", "f8")
        assert FIRST_WORDS in desk.line(3)


async def test_an_import_from_the_command_line_is_found_by_the_open_screen(ready: Paths) -> None:
    from pathlib import Path

    from deskaid.taking_in import take_in_file

    own = Path(ready.config) / "more.csv"
    own.write_text("Name,Phone,Category\nZebra House,217-555-0999,Shelter\n", encoding="utf-8")
    async with open_desk(ready) as desk:
        await desk.type("zebra house")
        assert "217-555-0999" not in desk.text
        take_in_file(ready, own)
        await desk.press("f5")
        await desk.type("zebra house")
        assert "217-555-0999" in desk.text


async def test_another_country_brings_its_own_lines_and_numbers_at_once(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        desk.app.files.paths.site.write_text('country = "GB"\n', encoding="utf-8")
        desk.app.reload_site()
        await desk.app.workers.wait_for_complete()
        assert "999 danger to life" in desk.line(22)
        await desk.press("f3", "c")
        await desk.pilot.pause(0.1)
        assert "116 123" in desk.text
        assert "988" not in desk.text


async def test_a_small_window_is_told(ready: Paths) -> None:
    async with open_desk(ready, size=(70, 20)) as desk:
        assert "deskaid needs 80x24" in desk.text


async def test_what_is_not_set_is_asked_of_the_speaker_not_invented(paths: Paths) -> None:
    async with open_desk(paths) as desk:
        await desk.press("f4")
        assert '"The public library, [say the street and town]."' in desk.text


@pytest.mark.parametrize("country", ["GB", "IE", "AU", "NZ"])
async def test_no_country_is_sent_to_a_number_it_does_not_have(paths: Paths, country: str) -> None:
    paths.config.mkdir(parents=True)
    paths.site.write_text(f'country = "{country}"\n', encoding="utf-8")
    async with open_desk(paths) as desk:
        await desk.press("f3", "slash")
        await desk.type("zzqx")
        assert "211" not in desk.text
        await desk.press("f5", "f3", "f", "w", "p", "escape")
        assert "211" not in desk.text
