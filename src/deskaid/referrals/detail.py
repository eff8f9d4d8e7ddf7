"""One listing, whole: the number first, then what decides whether a referral works."""

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.referrals.hours import status
from deskaid.referrals.listing import Listing
from deskaid.referrals.show import plain_lines
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room


class ListingRoom(Room):
    """Everything the directory knows of one listing, scrolled with the arrows."""

    ROOM = "listing"
    NAME = "Listing"
    FOOTER = ("escape", "home", "note", "urgent", "curtain", "keys")

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing

    @property
    def shown_id(self) -> str:
        """The listing's id."""
        return self.listing.id

    def body(self) -> Iterable[Widget]:
        """Yield the number alone, then the rest."""
        yield Rule()
        yield Static(self._head(), markup=False, id="number")
        with VerticalScroll(classes="body"):
            yield Static(
                Content("\n".join(plain_lines(self.listing, self.files.now()))), markup=False
            )
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Put the arrows to work."""
        self.set_focus(self.query_one(VerticalScroll))

    def _head(self) -> Content:
        phone = self.listing.phone
        number = phone.number if phone else "(no number known)"
        now = self.files.now()
        return Content.assemble(
            (f" {number}", "bold $strong"), f"   {status(self.listing.hours, now).label(now)}"
        )
