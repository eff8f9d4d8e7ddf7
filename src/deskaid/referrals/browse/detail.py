"""One listing, whole: the number first, then what decides whether a referral works."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError, NothingFound
from deskaid.referrals.browse.whole import Line, facts, head, wrapped
from deskaid.referrals.claims.knowing import referral_facts
from deskaid.referrals.listing import Listing
from deskaid.referrals.reading import read_listing
from deskaid.referrals.tending.listing_keys import ListingKeys
from deskaid.shell.bars import Rule
from deskaid.shell.room import bindings_for

if TYPE_CHECKING:
    from deskaid.referrals.tending.twins import Twin

_STYLES = {"strong": "bold $strong", "alert": "bold $alert", "quiet": "$quiet", "": ""}


class ListingRoom(ListingKeys):
    """Everything the directory knows of one listing, scrolled with the arrows."""

    ROOM = "listing"
    NAME = "Listing"
    FOOTER = ("listing.check", "listing.large", "listing.qr", "slip", "curtain", "keys")
    BINDINGS = bindings_for("listing")

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self._twins: Sequence[Twin] = ()

    @property
    def shown_id(self) -> str:
        """The listing's id."""
        return self.listing.id

    def listing_under_cursor(self) -> str:
        """Return the listing's id."""
        return self.listing.id

    def body(self) -> Iterable[Widget]:
        """Yield what stays on top, then the rest."""
        yield Rule()
        yield Static("", markup=False, id="head")
        with VerticalScroll(classes="body"):
            yield Static("", markup=False, id="facts")
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Put the arrows to work; what takes a moment to find out follows."""
        self._draw()
        self.set_focus(self.query_one(VerticalScroll))
        self.run_worker(self._look_up(), group="look up")

    async def _look_up(self) -> None:
        """Find possible twins, in a thread."""
        from deskaid.referrals.tending.twins import possible_twins

        # A suggestion; whatever is wrong with the file shows when something is read from it.
        with suppress(DeskaidError):
            self._twins = await asyncio.to_thread(
                possible_twins, self.files.paths.database, self.listing.id
            )
        self._draw()

    def on_resize(self) -> None:
        """Fit the text to the window."""
        self._draw()

    def tick(self) -> None:
        """Move the clock on, and with it the status."""
        super().tick()
        self._draw()

    def listing_changed(self, listing_id: str) -> None:
        """Read it again; a listing that was added here and taken back is left."""
        if listing_id != self.listing.id or not self.is_attached:
            return
        try:
            self.listing = read_listing(self.files.paths.database, listing_id)
        except NothingFound:
            if self.desk.screen is self:
                self.desk.pop_screen()
            return
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self._draw()

    def _draw(self) -> None:
        now = self.files.now()
        width = self.desk.size.width - 2
        deciding = referral_facts(self.listing)
        top = head(self.listing, now, holidays=self.files.holidays)
        rest = facts(self.listing, now, deciding=deciding, twins=self._twins)
        self.query_one("#head", Static).update(_content(top, width, indent=" "))
        self.query_one("#facts", Static).update(_content(rest, width - 1))
        marked = "   on the slip" if self.listing.id in self.files.marked else ""
        pinned = "   pinned" if self.listing.pinned else ""
        self.title_bar.left = f"{self.NAME}{pinned}{marked}"


def _content(lines: Iterable[Line], width: int, *, indent: str = "") -> Content:
    parts: list[tuple[str, str]] = []
    for line in lines:
        rows = "\n".join(f"{indent}{row}" for row in wrapped(line, width - len(indent)))
        parts.append((f"\n{rows}" if parts else rows, _STYLES[line.emphasis]))
    return Content.assemble(*parts)
