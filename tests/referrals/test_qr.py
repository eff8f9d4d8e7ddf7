"""The code for a phone: what is in it, that it fits, and that what is drawn is what was made."""

from dataclasses import replace

import pytest
import segno
from rich.segment import Segment

from at_the_desk import open_desk
from deskaid.paths import Paths
from deskaid.referrals.handing.dialed import dial_uri
from deskaid.referrals.handing.qr import (
    LEAST_QUIET_ZONE,
    QUIET_ZONE,
    Matrix,
    call_code,
    code_for,
    half_block_rows,
    text_code,
)
from deskaid.referrals.handing.qr_room import QrCode, QrRoom
from deskaid.referrals.hours import Hours
from deskaid.referrals.listing import Listing, Phone

ROWS = 22  # of a screen of 24, between the title and the keys
PANTRY = Listing(
    id="x-1",
    source="sheet",
    source_id="1",
    name="Grace Church Pantry",
    phones=(Phone("217-555-0121", "+12175550121"),),
    address="9 Church St, Springfield",
    hours=Hours(text="Tue & Thu 10am-12pm; Sat 9am-5pm"),
)


def module_rows(rows: list[list[Segment]]) -> Matrix:
    """Return the modules a camera sees in drawn rows: dark where the color is dark."""
    seen: list[tuple[bool, ...]] = []
    for row in rows:
        upper: list[bool] = []
        lower: list[bool] = []
        for text, style, _ in row:
            assert style is not None and style.color is not None and style.bgcolor is not None
            ink, ground = style.color.triplet, style.bgcolor.triplet
            assert ink is not None and ground is not None
            assert {ink.hex, ground.hex} == {"#000000", "#ffffff"}
            if style.reverse:
                ink, ground = ground, ink
            dark_ink, dark_ground = ink.hex == "#000000", ground.hex == "#000000"
            for character in text:
                upper.append(dark_ink if character in "█▀" else dark_ground)
                lower.append(dark_ink if character in "█▄" else dark_ground)
        seen += [tuple(upper), tuple(lower)]
    return tuple(seen)


def made_by_segno(content: str, border: int) -> Matrix:
    """Return the modules that segno makes of ``content`` by itself."""
    code = segno.make(content, error="l", micro=False)
    return tuple(tuple(bool(one) for one in row) for row in code.matrix_iter(border=border))


def drawn(desk_rows: list[list[Segment]], code: QrCode, *, blocks: bool) -> Matrix:
    assert code.code is not None
    seen = module_rows(desk_rows)
    if blocks:  # two columns and one row a module; both halves of a row are one module
        return tuple(row[::2] for row in seen[::2])
    return seen[: code.code.size]


def lines_of(code: QrCode) -> list[list[Segment]]:
    return [list(code.render_line(y)) for y in range(code.size.height)]


@pytest.mark.parametrize(
    ("phone", "uri"),
    [
        (Phone("217-555-0121", "+12175550121"), "tel:+12175550121"),
        (Phone("988 then press 1", "988,1"), "tel:988,1"),
        (Phone("217-555-0121", "+12175550121", extension="x 12"), "tel:+12175550121,12"),
        (Phone("START to 88788", "88788", kind="text"), "SMSTO:88788:START"),
        (Phone("838255", "838255", kind="text"), "SMSTO:838255"),
        (Phone("ask inside"), ""),
    ],
)
def test_what_a_phone_reads(phone: Phone, uri: str) -> None:
    assert dial_uri(phone) == uri


def test_a_call_has_the_standards_quiet_zone_on_24_rows() -> None:
    code = call_code(PANTRY, rows=ROWS)
    assert code is not None
    assert code.matrix == made_by_segno("tel:+12175550121", QUIET_ZONE)
    assert (code.size + 1) // 2 <= ROWS


def test_words_hold_name_number_address_and_hours() -> None:
    code = text_code(PANTRY, rows=ROWS)
    assert code is not None
    assert code.content == (
        "Grace Church Pantry\n217-555-0121\n9 Church St, Springfield\n"
        "Tue & Thu 10am-12pm; Sat 9am-5pm"
    )
    assert (code.size + 1) // 2 <= ROWS


def test_words_that_do_not_fit_leave_out_the_hours_then_the_address_never_the_number() -> None:
    long = replace(PANTRY, name="N" * 200, address="A" * 50)
    code = text_code(long, rows=ROWS)
    assert code is not None
    assert code.content.endswith("\n217-555-0121")
    assert (code.size + 1) // 2 <= ROWS


def test_a_confidential_address_is_in_no_code() -> None:
    hidden = replace(PANTRY, address="1 Hidden Lane", address_confidential=True)
    code = text_code(hidden, rows=40)
    assert code is not None and "Hidden" not in code.content


def test_no_window_is_filled_to_its_edge_without_a_quiet_zone() -> None:
    for modules in range(20, 60):
        code = code_for("tel:+12175550121", modules=modules)
        if code is not None:
            assert code.size <= modules
            assert not any(any(row) for row in code.matrix[:LEAST_QUIET_ZONE])


def test_a_listing_without_a_number_makes_words_of_its_name() -> None:
    assert call_code(replace(PANTRY, phones=()), rows=ROWS) is None
    code = text_code(replace(PANTRY, phones=()), rows=ROWS)
    assert code is not None and code.content.startswith("Grace Church Pantry\n9 Church St")


def test_without_color_the_ink_is_light_because_terminals_are_dark() -> None:
    first = next(iter(half_block_rows(made_by_segno("tel:988", QUIET_ZONE))))
    assert set(first) == {"█"}
    turned = next(iter(half_block_rows(made_by_segno("tel:988", QUIET_ZONE), dark_ink=True)))
    assert set(turned) == {" "}


async def test_the_code_on_the_screen_is_the_one_that_was_made(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.pilot.pause(0.05)
        widget = desk.app.screen.query_one(QrCode)
        for keys in ((), ("i",), ("t",), ("t", "i")):
            if keys:
                await desk.press(*keys)
            assert widget.code is not None
            made = segno.make(widget.code.content, error="l", micro=False)
            border = (widget.code.size - int(made.symbol_size(border=0)[0])) // 2
            assert border >= LEAST_QUIET_ZONE
            seen = drawn(lines_of(widget), widget, blocks=False)
            assert seen == made_by_segno(widget.code.content, border)
            assert "217-555-0121" in desk.text
            assert "Home" in desk.line(24)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_row_of_the_code_is_on_the_screen(ready: Paths, size: tuple[int, int]) -> None:
    async with open_desk(ready, size=size) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.press("t")
        widget = desk.app.screen.query_one(QrCode)
        assert widget.code is not None
        rows = list(half_block_rows(widget.code.matrix))
        shown = desk.text.split("\n")[1 : 1 + len(rows)]
        assert [line[: len(rows[0])].rstrip() for line in shown] == [row.rstrip() for row in rows]


async def test_plain_blocks_need_a_higher_window_and_say_so(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.press("b")
        assert "too low" in desk.text
        assert "217-555-0121" in desk.text


async def test_plain_blocks_are_the_same_code(ready: Paths) -> None:
    async with open_desk(ready, size=(120, 40)) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.press("b")
        widget = desk.app.screen.query_one(QrCode)
        assert widget.code is not None
        seen = drawn(lines_of(widget), widget, blocks=True)
        assert seen == made_by_segno("tel:+12175550121", QUIET_ZONE)


async def test_the_name_is_shown_only_when_asked_for(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.pilot.pause(0.05)
        assert "Grace" not in desk.text
        await desk.press("n")
        assert "Grace Church Pantry" in desk.text


async def test_a_black_and_white_screen_shows_it_too(
    ready: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk(ready) as desk:
        await desk.app.push_screen(QrRoom(PANTRY))
        await desk.pilot.pause(0.05)
        assert desk.app.no_color
        strips = desk.app.screen._compositor.render_strips()
        widget = desk.app.screen.query_one(QrCode)
        assert widget.code is not None
        rows = [list(strip.crop(0, widget.code.size)) for strip in strips[1:16]]
        assert module_rows(rows)[: widget.code.size] == made_by_segno("tel:+12175550121", 4)
