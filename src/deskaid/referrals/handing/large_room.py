"""One number in large digits, to show across the desk. It names no need and no place by itself."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.referrals.handing.dialed import as_dialed, callable_phones, how_to_dial
from deskaid.referrals.handing.digits import large
from deskaid.referrals.listing import Listing, Phone
from deskaid.shell.room import Room, bindings_for
from deskaid.text import one_line


class LargeRoom(Room):
    """The number and nothing else: others at the desk can read this screen too."""

    ROOM = "large"
    NAME = "Number"
    FOOTER = ("large.name", "large.next", "home", "curtain", "escape", "keys")
    BINDINGS = bindings_for("large")

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self.phones = callable_phones(listing)
        self.number = 0
        self.named = False

    def body(self) -> Iterable[Widget]:
        """Yield the digits."""
        yield Static("", id="digits", markup=False)

    def on_mount(self) -> None:
        """Draw the first number."""
        self._show()

    def on_resize(self) -> None:
        """Draw it to the new width."""
        if self.is_mounted:
            self._show()

    def do_large_name(self) -> None:
        """Show or hide whose number it is."""
        self.named = not self.named
        self._show()

    def do_large_next(self) -> None:
        """Show the listing's next number."""
        if len(self.phones) < 2:
            self.desk.notify("There is no other number.", timeout=3)
            return
        self.number = (self.number + 1) % len(self.phones)
        self._show()

    def _show(self) -> None:
        width = max(40, self.desk.size.width) - 2
        name = f" {one_line(self.listing.name)}" if self.named else ""
        self.query_one("#digits", Static).update(
            Content.assemble(
                "\n", (f"{name}\n\n", "bold"), *_drawn(self.phones[self.number], width)
            )
            if self.phones
            else Content(f"\n{name}\n\n No phone number is known.")
        )


def _drawn(phone: Phone, width: int) -> Iterable[tuple[str, str] | str]:
    """Yield the large digits, and beneath them in words what digits cannot say."""
    number = as_dialed(phone) or one_line(phone.number)
    for row in large(number, width=width):
        yield (f" {row}\n", "bold $strong")
    yield "\n"
    yield (f" {how_to_dial(phone)}", "bold")
