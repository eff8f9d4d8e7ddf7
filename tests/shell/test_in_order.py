"""What is typed ahead, all at once, goes where it would have gone key by key."""

import pytest
from textual import events
from textual.widgets import Input

from at_the_desk import PASSPHRASE, AtTheDesk, make_notebook, open_desk
from deskaid.paths import Paths
from deskaid.referrals.tending.edit_room import EditRoom
from deskaid.shell.home import HomeRoom


async def come_together(desk: AtTheDesk, *typed: str) -> None:
    """Let keys arrive as one packet of a slow line; a longer text is a key for each letter."""
    keys = [key for part in typed for key in ([part] if part in NAMED else part)]
    for key in keys:
        desk.app.post_message(events.Key(key, key if len(key) == 1 else None))
    for _ in range(60):
        await desk.pilot.pause(0.02)
        if desk.app._ahead is None:
            break
    await desk.pilot.pause(0.1)


NAMED = ("slash", "escape", "enter", "f3", "down", "f5", "f12")


def box(desk: AtTheDesk) -> str:
    """Return what stands in the box in focus."""
    focused = desk.app.focused
    assert isinstance(focused, Input), desk.text
    return focused.value


async def test_a_passphrase_typed_right_behind_n_is_whole(ready: Paths) -> None:
    make_notebook(ready, "Front desk")
    async with open_desk(ready) as desk:
        await desk.press("escape")
        await come_together(desk, "N", PASSPHRASE.replace(" ", ""))
        assert box(desk) == PASSPHRASE.replace(" ", "")


@pytest.mark.parametrize(
    ("before", "key"),
    [
        (("escape",), "slash"),
        (("f3", "b"), "slash"),
        (("f3", "b"), "v"),
        (("f3", "b", "w"), "l"),
        (("f3", "b", "enter"), "i"),
    ],
)
async def test_words_right_behind_a_letter_go_into_its_box(
    before: tuple[str, ...], key: str, ready: Paths
) -> None:
    async with open_desk(ready) as desk:
        for each in before:
            await desk.press(each)
        await come_together(desk, key, "helps")
        assert box(desk) == "helps"


async def test_a_letter_right_behind_enter_is_a_key_of_the_room_it_opened(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f3", "b")
        await come_together(desk, "enter", "e")
        assert isinstance(desk.app.screen, EditRoom)


async def test_a_key_behind_one_that_nobody_answers_is_delivered_all_the_same(
    ready: Paths,
) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f3", "b", "enter")
        await come_together(desk, "escape", "escape", "escape", "f5", "fine")
        assert isinstance(desk.app.screen, HomeRoom)
        assert box(desk) == "fine"
        await desk.press("f5")
        await come_together(desk, "f12", "f12", "fine")
        assert box(desk) == "fine"
