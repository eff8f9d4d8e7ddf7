"""Why a key is quick: one question, few lines, no layout, nothing put off, nothing per row."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.screen import Screen

from at_the_desk import AtTheDesk, open_desk
from deskaid.paths import Paths
from deskaid.referrals.browse.screen import ReferRoom
from deskaid.search.answers import Answer
from deskaid.search.query import Finder
from deskaid.shell.one_frame import LineCompositor, Painted
from deskaid.shell.rows import Row, Rows

Calls = list[str]
Counted = Callable[[type, str], Calls]
LONG = 1_500


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Count the calls of a method, which goes on working."""

    def count(owner: type, name: str) -> Calls:
        calls: Calls = []
        method = getattr(owner, name)

        def counting(self: object, *given: Any, **more: Any) -> Any:
            calls.append(type(self).__name__)
            return method(self, *given, **more)

        monkeypatch.setattr(owner, name, counting)
        return calls

    yield count


def listing(number: int) -> Answer:
    return Answer("referral", str(number), f"Place {number}", phone="217-555-0100")


async def open_refer(desk: AtTheDesk, *keys: str) -> ReferRoom:
    await desk.press("f3", *keys)
    assert isinstance(desk.app.screen, ReferRoom)
    return desk.app.screen


async def test_a_key_asks_the_index_once(ready: Paths, counted: Counted) -> None:
    async with open_desk(ready) as desk:
        asked = counted(Finder, "find")
        await desk.press("s")
        assert len(asked) == 1
        await desk.press("backspace", "h", "o")
        assert len(asked) == 3  # an empty box asks nothing
        await open_refer(desk, "slash")
        asked.clear()
        await desk.press("s")
        assert len(asked) == 1


async def test_a_key_puts_nothing_off(ready: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    soon: list[float] = []
    set_timer = MessagePump.set_timer

    def noting(self: MessagePump, delay: float, *given: Any, **more: Any) -> Any:
        if delay < 0.4:  # the clock and `in_order`, which holds up no letter, are more patient
            soon.append(delay)
        return set_timer(self, delay, *given, **more)

    async with open_desk(ready) as desk:
        monkeypatch.setattr(MessagePump, "set_timer", noting)
        await desk.press("s", "h", "backspace")
        assert soon == []
        await open_refer(desk, "slash")
        soon.clear()
        await desk.press("s", "h", "backspace")
        assert soon == []


async def test_a_key_lays_nothing_out(ready: Paths, counted: Counted) -> None:
    async with open_desk(ready) as desk:
        await desk.press("s")
        layouts = counted(Screen, "_refresh_layout")
        await desk.press("h", "e", "backspace", "down")
        assert layouts == []
        await open_refer(desk, "slash", "s")
        layouts.clear()
        await desk.press("h", "e", "backspace", "down")
        assert layouts == []


async def test_typing_draws_only_the_box_the_rows_and_what_is_beside(
    ready: Paths, counted: Counted
) -> None:
    async with open_desk(ready) as desk:
        await desk.press("s")
        drawn, whole = counted(Painted, "render_line"), counted(LineCompositor, "_render_chops")
        await desk.press("h")
        # Without a terminal nothing is written: what would be drawn is asked of the update.
        assert whole == []
        assert set(drawn) <= {"Rows", "Lines"}


async def test_moving_draws_two_rows_and_the_detail(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        room = await open_refer(desk, "s")
        rows = room.query_one("#listings", Rows)
        desk.text  # noqa: B018 - everything is drawn once
        marked: list[int] = []
        set_dirty = rows._set_dirty

        def noting(*regions: Any) -> None:
            marked.extend(region.y for region in regions)
            set_dirty(*regions)

        rows._set_dirty = noting  # type: ignore[method-assign]
        await desk.press("down")
        assert marked == [0, 1]


async def test_a_long_list_has_no_widget_for_a_row(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Finder, "listings", lambda *_, limit, **__: [listing(0)])
    async with open_desk(ready) as desk:
        room = await open_refer(desk, "s")
        short = len(list(room.walk_children()))
        found = [listing(number) for number in range(LONG)]
        monkeypatch.setattr(Finder, "listings", lambda *_, limit, **__: found)
        await desk.press("escape", "s")
        assert len(room.query_one("#listings", Rows).rows) == LONG
        assert len(list(room.walk_children())) == short


async def test_rows_that_nobody_sees_are_not_made(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    found = [listing(number) for number in range(LONG)]
    monkeypatch.setattr(Finder, "listings", lambda *_, limit, **__: found)

    def make(*given: Any) -> Row:
        made.append(1)
        return Row(*given)

    monkeypatch.setattr("deskaid.referrals.browse.list_room.Row", make)
    async with open_desk(ready) as desk:
        await open_refer(desk, "s")
        assert len(made) <= 2 * 24  # the list has fewer lines than a screen
        made.clear()
        await desk.press("pagedown", "pagedown", "end", "home")
        assert len(made) <= 4 * 24


async def test_a_list_asks_for_a_bounded_number(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[int] = []
    find, listings = Finder.find, Finder.listings

    def finding(self: Finder, text: str, **more: Any) -> list[Answer]:
        limits.append(more["limit"])
        return find(self, text, **more)

    def listing_all(self: Finder, need: str, **more: Any) -> list[Answer]:
        limits.append(more["limit"])
        return listings(self, need, **more)

    monkeypatch.setattr(Finder, "find", finding)
    monkeypatch.setattr(Finder, "listings", listing_all)
    async with open_desk(ready) as desk:
        await desk.press("s")
        await open_refer(desk, "s")
        await desk.press("w", "f", "enter", "slash", "h")
    assert len(limits) >= 4
    assert max(limits) <= 200


async def test_hours_that_many_listings_keep_are_read_once_a_minute(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.referrals.browse import listed

    worked_out: list[str] = []
    label = listed._label

    def counting(hours: str, *given: Any) -> str:
        worked_out.append(hours)
        return label(hours, *given)

    monkeypatch.setattr(listed, "_label", counting)
    async with open_desk(ready) as desk:
        await open_refer(desk, "slash")
        await desk.type("shelter")
        assert worked_out
        assert len(worked_out) == len(set(worked_out))


async def test_a_finder_that_fails_in_the_middle_is_replaced(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskaid.search.query import IndexDamaged

    find = Finder.find
    failures = [IndexDamaged("cut off", hint="")]

    def failing(self: Finder, text: str, **more: Any) -> list[Answer]:
        if failures:
            raise failures.pop()
        return find(self, text, **more)

    async with open_desk(ready) as desk:
        monkeypatch.setattr(Finder, "find", failing)
        await desk.press("s")
        assert "Getting cards and listings ready" in desk.text
        await desk.wait_for("211")
        assert not failures


async def test_no_index_yet_and_every_key_is_echoed(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        desk.app.files.finder = None
        await desk.type("food")
        assert desk.line(3) == " > food"
        assert "Getting cards and listings ready" in desk.text
