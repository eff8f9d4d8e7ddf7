"""The slip as it will be on paper, and the keys that change, print and save it."""

import asyncio
from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.referrals.handing.discreet import left_out
from deskaid.referrals.handing.slip import MOST, NARROWEST, USUAL, WIDEST, slip_text
from deskaid.referrals.listing import Listing
from deskaid.referrals.reading import read_listing
from deskaid.shell.room import Room, bindings_for
from deskaid.shell.rows import Row, Rows
from deskaid.text import one_line

_WIDTHS = (USUAL, WIDEST, NARROWEST)
_MARGIN = 6  # columns around the paper: its edges, a space beside each, the scroll bar


class SlipRoom(Room):
    """Shows the slip for the listings with these ids, in the order in which they were marked."""

    ROOM = "slip"
    NAME = "Slip"
    FOOTER = ("slip.print", "slip.save", "slip.discreet", "home", "curtain", "keys")
    BINDINGS = [
        *bindings_for("slip"),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, listing_ids: Sequence[str]) -> None:
        super().__init__()
        self._ids = list(dict.fromkeys(listing_ids))
        self._listings: list[Listing] = []
        self.discreet = False
        self.lang = "en"
        self.width = USUAL
        self.ascii_letters = False
        self._printing = False

    def body(self) -> Iterable[Widget]:
        """Yield the paper, and beside it what is on it."""
        with Horizontal():
            with VerticalScroll(id="paper"):
                yield Static("", id="slip", markup=False)
            with Vertical(id="beside"):
                yield Static("", id="form", markup=False)
                yield Rows(id="listings")
                yield Static("", id="about", markup=False)

    def on_mount(self) -> None:
        """Read the listings and show the slip."""
        self._read()
        paper = self.query_one("#paper", VerticalScroll)
        paper.can_focus = False
        self.set_focus(self.query_one(Rows))
        self._show()

    @property
    def text(self) -> str:
        """The slip; "" when there is nothing to print."""
        site = self.files.site
        return slip_text(
            self._listings,
            now=self.files.now(),
            width=self.width,
            discreet=self.discreet,
            library=site.name,
            phone=site.phone,
            country=site.country,
            lang=self.lang,
            ascii_letters=self.ascii_letters,
        )

    def do_slip_discreet(self) -> None:
        """Numbers and hours alone, or everything."""
        self.discreet = not self.discreet
        self._show()

    def do_slip_spanish(self) -> None:
        """Change the slip's own words between English and Spanish."""
        self.lang = "es" if self.lang == "en" else "en"
        self._show()

    def do_slip_width(self) -> None:
        """Take the next width of paper."""
        self.width = _WIDTHS[(_WIDTHS.index(self.width) + 1) % len(_WIDTHS)]
        self._show()

    def do_slip_letters(self) -> None:
        """Plain letters for an old printer, or all letters."""
        self.ascii_letters = not self.ascii_letters
        self._show()

    def do_slip_remove(self) -> None:
        """Take the listing under the cursor off the slip, and off what is marked."""
        current = self.query_one(Rows).current
        if current is None:
            return
        listing = self._listings.pop(int(current.key))
        if listing.id in self.files.marked:
            self.files.marked.remove(listing.id)
        self._show(cursor=int(current.key))

    def do_slip_print(self) -> None:
        """Print it."""
        text = self.text
        if not text:
            self.desk.notify(self._nothing(), timeout=5)
        elif not self._printing:
            self._printing = True
            self.run_worker(self._print(text), group="print")

    def do_slip(self) -> None:
        """Print: the key that opened the slip, pressed again."""
        self.do_slip_print()

    def do_slip_save(self) -> None:
        """Save it as a new file in Documents."""
        from deskaid.referrals.handing.printing import save_slip

        text = self.text
        if not text:
            self.desk.notify(self._nothing(), timeout=5)
            return
        try:
            path = save_slip(text, now=self.files.now())
        except DeskaidError as error:
            self.desk.tell(error)
        else:
            self.desk.notify(f"Saved: {path}", timeout=8)

    def on_rows_chosen(self) -> None:
        """Print with Enter."""
        self.do_slip_print()

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Bring the listing under the cursor into view on the paper."""
        self._bring_into_view(int(message.key))

    def action_page(self, pages: int) -> None:
        """Scroll the paper."""
        paper = self.query_one("#paper", VerticalScroll)
        paper.scroll_relative(y=pages * max(1, paper.size.height - 2), animate=False)

    async def _print(self, text: str) -> None:
        """Hand it to the print system in a thread: some take seconds to answer."""
        from deskaid.referrals.handing.printing import print_slip

        self.desk.notify("Sending to the printer ...", timeout=2)
        try:
            told = await asyncio.to_thread(print_slip, text, printer=self.files.site.printer)
        except DeskaidError as error:
            self.desk.tell(error)
        else:
            self.desk.notify(told)
        finally:
            self._printing = False

    def _read(self) -> None:
        for listing_id in self._ids:
            try:
                self._listings.append(read_listing(self.files.paths.database, listing_id))
            except DeskaidError as error:  # gone since it was marked; the others stay
                self.desk.tell(error)

    def _show(self, *, cursor: int | None = None) -> None:
        rows = self.query_one(Rows)
        at = rows.cursor if cursor is None else cursor
        names = [self._named(number, one) for number, one in enumerate(self._listings, 1)]
        rows.show([Row(str(index), name) for index, name in enumerate(names)], cursor=at)
        paper = self.query_one("#paper", VerticalScroll)
        paper.styles.width = self.width + _MARGIN
        self.query_one("#slip", Static).update(Content(self._framed()))
        self.query_one("#form", Static).update(self._form())
        self.query_one("#about", Static).update(self._about())
        self._bring_into_view(rows.cursor)

    def _framed(self) -> str:
        """Return the slip between two edges, so that one sees how wide the paper is."""
        from rich.cells import cell_len

        lines = (self.text or self._nothing()).splitlines()
        return "\n".join(f"│ {line}{' ' * (self.width - cell_len(line))} │" for line in lines)

    def _named(self, number: int, listing: Listing) -> str:
        room = max(12, self.desk.size.width - self.width - _MARGIN - 6)
        name = one_line(listing.name)
        name = name if len(name) <= room else f"{name[: room - 1]}…"
        return f"{number} {name}"

    def _form(self) -> Content:
        form = "numbers" if self.discreet else "full"
        lang = "Español" if self.lang == "es" else "English"
        letters = "plain (ASCII)" if self.ascii_letters else "all"
        return Content(
            f" d  Form      {form}\n e  Language  {lang}\n w  Columns   {self.width}\n"
            f" a  Letters   {letters}\n\n On it (Delete takes one off):"
        )

    def _about(self) -> Content:
        told = []
        if self.discreet and left_out(self._listings):
            told.append(f" {len(left_out(self._listings))} without a number: not on it.\n")
        if len(self._listings) > MOST:
            told.append(f" Only the first {MOST} are printed.\n")
        return Content.assemble(
            *told,
            (' "Is it safe for you\n  to carry this?"', "bold $strong"),
        )

    def _nothing(self) -> str:
        if self._listings:
            return "None of these has a number to print."
        return "Nothing is marked. In Refer, Space marks a listing for the slip."

    def _bring_into_view(self, index: int) -> None:
        """Scroll the paper to a listing: those before it, drawn alone, tell how far down it is."""
        paper = self.query_one("#paper", VerticalScroll)
        if index <= 0 or index >= len(self._listings):
            paper.scroll_to(y=0, animate=False)
            return
        lines = self.text.splitlines()
        breaks = [row for row, line in enumerate(lines) if line == ("-" * self.width)]
        if self.discreet:
            breaks = [row for row, line in enumerate(lines) if not line]
        if index <= len(breaks):
            paper.scroll_to(y=breaks[index - 1] + 1, animate=False)
