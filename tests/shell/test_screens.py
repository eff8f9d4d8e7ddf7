"""The screens a person meets, whole, at 80x24, and what 120 columns add."""

from collections.abc import Callable

import pytest

from at_the_desk import make_notebook, open_desk
from deskaid.notes.screen import SEAL_AFTER
from deskaid.paths import Paths

Golden = Callable[[str, str], None]

# Each screen by the keys that lead to it from Home; the README shows some of them.
SCREENS: dict[str, tuple[str, ...]] = {
    "home": (),
    "say-it": ("f2",),
    "card-feelings": ("f2", "f"),
    "card-problem": ("f2", "f", "space"),
    "card-close": ("f2", "f", "space", "space"),
    "card-limit": ("f2", "w"),
    "refer": ("f3",),
    "refer-shelter": ("f3", "s"),
    "urgent": ("f4",),
    "card-safety": ("f4", "m"),
    "keys": ("f1",),
    "curtain": ("f12",),
    "listing": ("f3", "s", "enter"),
    "refer-open-now": ("f3", "s", "o"),
    "refer-narrow": ("f3", "s", "w", "f"),
    "refer-families": ("f3", "s", "w", "f", "escape"),
    "refer-languages": ("f3", "s", "w", "l"),
    "refer-marked": ("f3", "s", "space", "down", "asterisk"),
    "listing-check": ("f3", "s", "enter", "v"),
    "listing-flag": ("f3", "s", "enter", "f"),
    "listing-form": ("f3", "s", "enter", "e"),
    "due": ("f3", "s", "d"),
    "slip": ("f3", "s", "f9"),
    "slip-discreet": ("f3", "s", "f9", "d"),
    "qr": ("f3", "s", "m"),
    "large": ("f3", "s", "l"),
    "call-together": ("f3", "s", "g"),
    "call-together-talk": ("f3", "s", "g", "space", "space", "space"),
    "say-it-group": ("f2", "x"),
    "new-notebook": ("f7",),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_at_80x24(name: str, ready: Paths, golden: Golden) -> None:
    async with open_desk(ready) as desk:
        await desk.press(*SCREENS[name])
        golden(name, desk.text)
        assert len(desk.text.split("\n")) == 24


async def test_home_previews_the_best_answer_while_typing(ready: Paths, golden: Golden) -> None:
    async with open_desk(ready) as desk:
        await desk.type("fien he yel")
        golden("home-typing", desk.text)


async def test_home_shows_card_and_numbers_for_a_need(ready: Paths, golden: Golden) -> None:
    async with open_desk(ready) as desk:
        await desk.type("no place to sleep tonight")
        golden("home-need", desk.text)


@pytest.mark.parametrize("name", ["home", "refer-shelter", "card-feelings"])
async def test_more_columns_are_used_well(name: str, ready: Paths, golden: Golden) -> None:
    async with open_desk(ready, size=(120, 30)) as desk:
        await desk.press(*SCREENS[name])
        if name == "home":
            await desk.type("shelter")
        golden(f"{name}-120x30", desk.text)


async def test_a_note_shows_its_notebook_and_expiry(ready: Paths, golden: Golden) -> None:
    make_notebook(ready)
    async with open_desk(ready) as desk:
        await desk.press("f7")
        await desk.type("front desk")
        await desk.pilot.pause(SEAL_AFTER + 0.4)
        golden("note", desk.text)


async def test_the_first_start_asks_and_skips(paths: Paths, golden: Golden) -> None:
    async with open_desk(paths) as desk:
        golden("first-start", desk.text)
        await desk.press("escape")
        assert desk.line(1).startswith(" Desk")
        assert not paths.site.exists(), "nothing unedited may look local"
    async with open_desk(paths) as desk:
        assert desk.line(1).startswith(" Desk"), "it asks once"
