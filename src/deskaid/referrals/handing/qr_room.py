"""A code on the screen for the patron's own phone; the number stands beside it in words."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.containers import Horizontal
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from deskaid.referrals.handing.dialed import how_to_dial
from deskaid.referrals.handing.qr import (
    Code,
    call_code,
    half_block_rows,
    phone_for_code,
    text_code,
)
from deskaid.referrals.listing import Listing
from deskaid.shell.room import Room, bindings_for
from deskaid.text import one_line

_BARS = 2  # rows that the title and the keys take
# Cameras need dark on light. In either theme, and where a terminal knows only black and white,
# these two say so; where it knows no color at all, the ink itself is light (see `half_block_rows`).
LIGHT_INK = Style(color="#ffffff", bgcolor="#000000")
DARK_INK = Style(color="#000000", bgcolor="#ffffff")
# Reverse video is what every terminal has, so plain blocks need no character beyond a space.
LIGHT_SPACE = Style(color="#ffffff", bgcolor="#000000", reverse=True)


class QrCode(Widget):
    """The modules of a code, two in a row's height, or plain blocks of two columns each."""

    def __init__(self) -> None:
        super().__init__(id="code")
        self.code: Code | None = None
        self.plain = False
        self.turned = False

    def show(self, code: Code | None, *, plain: bool, turned: bool) -> None:
        """Draw ``code``. ``turned`` draws the dark modules in ink instead of the light ones."""
        self.code, self.plain, self.turned = code, plain, turned
        size = code.size if code else 0
        self.styles.width = size * 2 if plain else size
        self.styles.height = size if plain else (size + 1) // 2
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        if self.code is None:
            return Strip.blank(self.size.width, self.rich_style)
        if self.plain:
            row = self.code.matrix[y]
            return Strip([Segment("  ", LIGHT_INK if dark else LIGHT_SPACE) for dark in row])
        rows = list(half_block_rows(self.code.matrix, dark_ink=self.turned))
        return Strip([Segment(rows[y], DARK_INK if self.turned else LIGHT_INK)])


class QrRoom(Room):
    """Calls the listing when scanned; ``t`` makes it words to keep instead."""

    ROOM = "qr"
    NAME = "Phone code"
    FOOTER = ("qr.words", "qr.name", "home", "curtain", "escape", "keys")
    BINDINGS = bindings_for("qr")

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self.as_words = phone_for_code(listing) is None
        self.named = False
        self.plain = False
        self.turned = False

    def body(self) -> Iterable[Widget]:
        """Yield the code and, beside it, what it does."""
        with Horizontal():
            yield QrCode()
            yield Static("", id="beside", markup=False)

    def on_mount(self) -> None:
        """Draw the code."""
        self._show()

    def on_resize(self) -> None:
        """Draw it to the new size."""
        if self.is_mounted:
            self._show()

    def do_qr_words(self) -> None:
        """Change between a call and words: name, number, address, hours."""
        if not self.as_words or phone_for_code(self.listing) is not None:
            self.as_words = not self.as_words
        self._show()

    def do_qr_name(self) -> None:
        """Show or hide whose number it is, on this screen."""
        self.named = not self.named
        self._show()

    def do_qr_turn(self) -> None:
        """Draw with the other ink, for a phone that does not read it."""
        self.turned = not self.turned
        self._show()

    def do_qr_blocks(self) -> None:
        """Draw in plain blocks, for a terminal without half blocks."""
        self.plain = not self.plain
        self._show()

    def _show(self) -> None:
        rows = self.desk.size.height - _BARS
        if self.plain:
            rows = min(rows, (self.desk.size.width - 30) // 2)
        make = text_code if self.as_words else call_code
        code = make(self.listing, rows=rows, plain=self.plain)
        self.query_one(QrCode).show(code, plain=self.plain, turned=self.turned)
        self.query_one("#beside", Static).update(self._beside(code))

    def _beside(self, code: Code | None) -> Content:
        phone = self.listing.phone if self.as_words else phone_for_code(self.listing)
        number = how_to_dial(phone) if phone else "No number is known."
        return Content.assemble(
            "\n",
            f" {one_line(self.listing.name)}\n\n" if self.named else "",
            (f" {number}\n\n", "bold $strong"),
            f" {self._what(code)}\n\n",
            " ASK  ",
            ('"Is it safe to have this\n       on your phone?"\n\n', "bold $strong"),
            " i  when the phone does not see it\n",
            " b  in plain blocks" if not self.plain else " b  in fine blocks",
        )

    def _what(self, code: Code | None) -> str:
        if code is None:
            low = self.plain and phone_for_code(self.listing) is not None
            return (
                "This window is too low for plain\n blocks. b goes back."
                if low
                else ("No code can be made. The number\n alone is above.")
            )
        if not self.as_words:
            return "Point the camera at the code:\n the phone offers the call."
        kept = code.content.split("\n")[2:]
        told = "The phone keeps name and number" + (", and:" if kept else ".")
        return "\n ".join([told, *kept])
