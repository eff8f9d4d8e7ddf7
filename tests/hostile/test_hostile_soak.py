"""A restless hand: no key is lost, nothing breaks, and what was left is let go. In small here.

`benchmarks/soak.py` does it with ten thousand keys, hundreds of locks and dozens of imports.
"""

import asyncio
import gc
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder, ToastRack
from textual.worker import Worker

from at_the_desk import AtTheDesk, make_notebook, open_desk
from deskaid.notes.area import NoteArea
from deskaid.paths import Paths
from deskaid.referrals.tending.clerk import MOST_CHANGES, Clerk
from deskaid.referrals.tending.my_changes import Change
from rounds import figures, rounds

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from soak_keys import JOURNEYS, ROOMS, journey

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and needs a pty")
JOURNEYS_MADE = 3
FEW = ("listing, checked", "slip", "note", "incident")


def alive() -> Counter[str]:
    """Return how many screens, widgets, timers, workers and tasks there are, by class."""
    gc.collect()
    wanted = (Widget, Timer, Worker, asyncio.Task)
    ours = [each for each in gc.get_objects() if isinstance(each, wanted)]
    passing = (Toast, ToastHolder, ToastRack)  # a notice lives for seconds after its room
    return Counter(type(each).__qualname__ for each in ours if not isinstance(each, passing))


async def travel(desk: AtTheDesk, name: str) -> None:
    """Make a journey and come back to an empty Home, where nothing goes on any more."""
    is_open = False
    await desk.pilot.press("f5")
    for doing, what in journey(name):
        if doing == "wait":
            await come_to(desk, what)
            is_open = what != "UNLOCKED" and "UNLOCKED" in desk.text
        elif is_open:
            continue
        elif doing == "type":
            await desk.type(what)
        else:
            await desk.pilot.press(what)
    if desk.app.is_covered:
        await desk.pilot.press("f12")
    await desk.pilot.press("f5")
    await desk.app.workers.wait_for_complete()
    desk.app.clear_notifications()
    await desk.pilot.pause(0.1)


async def more_than(before: Counter[str], desk: AtTheDesk) -> dict[str, int]:
    """Return what there is more of than before, one a journey; it may take a moment to go."""
    for _ in range(40):
        more = {kind: count - before[kind] for kind, count in alive().items()}
        left = {kind: count for kind, count in more.items() if count >= JOURNEYS_MADE}
        if not left:
            break
        await desk.pilot.pause(0.1)
    return left


async def come_to(desk: AtTheDesk, pattern: str) -> None:
    """Wait until the screen matches ``pattern``."""
    for _ in range(400):
        if re.search(pattern, desk.text):
            return
        await desk.pilot.pause(0.02)
    raise AssertionError(f"{pattern!r} never came:\n{desk.text}")


@pytest.mark.long
async def test_no_room_leaves_a_widget_a_timer_or_a_worker_behind(ready: Paths) -> None:
    make_notebook(ready, "Front desk")
    names = FEW if not rounds(0, 1) else tuple(JOURNEYS)
    grown: dict[str, dict[str, int]] = {}
    async with open_desk(ready) as desk:
        for name in names:
            await travel(desk, name)
            before = alive()
            for _ in range(JOURNEYS_MADE):
                await travel(desk, name)
            if left := await more_than(before, desk):
                grown[name] = left
    figures("left behind by rooms", journeys=len(names), grown=len(grown))
    assert not grown


async def test_a_note_that_was_left_is_held_by_nothing(ready: Paths) -> None:
    make_notebook(ready, "Front desk")
    async with open_desk(ready) as desk:
        for _ in range(3):
            await travel(desk, "note")
        for _ in range(40):
            gc.collect()
            pages = sum(isinstance(each, NoteArea) for each in gc.get_objects())
            if not pages:
                break
            await desk.pilot.pause(0.1)
        assert not pages


def test_what_one_program_remembers_of_its_changes_is_bounded() -> None:
    clerk = Clerk()
    for number in range(3 * MOST_CHANGES):
        clerk.remember(Change(str(number), ()))
    assert len(clerk.changes) == MOST_CHANGES
    assert clerk.last_change(str(3 * MOST_CHANGES - 1))
    assert clerk.last_change("0") is None


@linux_only
@pytest.mark.long
def test_a_restless_hand_loses_no_key_and_leaves_nothing_behind(
    ready: Paths, ready_template: Path, tmp_path: Path
) -> None:
    from soak_desk import Desk
    from soak_runs import soak_keys

    few = rounds(0, 1) == 0
    stay = soak_keys(
        Desk(Path(sys.executable), tmp_path / "soak", ready_template),
        keys=rounds(200, 10_000),
        seed=6,
        journeys=FEW if few else tuple(JOURNEYS),
    )
    figures("a restless hand", keys=stay.keys, marks=stay.marks, rooms=len(stay.rooms))
    assert stay.marks
    assert few or set(stay.rooms) >= set(ROOMS)
