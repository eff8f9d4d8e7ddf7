"""Say it: the commonest situations by letter, then the groups. A letter opens the card."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.shell.messages import OpenCard, ShowPhrases
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows

if TYPE_CHECKING:
    from deskaid.cards.card import Card
    from deskaid.search.vocabulary import MenuEntry


PHRASES_LETTER = "P"  # a capital: the menu has every small letter but q


class SayItRoom(Room):
    """Two columns of letters. Letters belong to this menu while it is on the screen."""

    ROOM = "say"
    NAME = "Say it"
    FOOTER = ("home", "refer", "urgent", "note", "curtain", "keys")

    def body(self) -> Iterable[Widget]:
        """Yield the two columns; a group's cards take their place when it is opened."""
        yield Static("", id="heading", markup=False, classes="strong")
        with Horizontal(id="columns"):
            yield Rows(id="most-asked")
            yield Rows(id="groups")
        yield Rows(id="group")
        yield Static(
            f" /  type what is happening     {PHRASES_LETTER}  phrases: greet, say no, end a talk",
            markup=False,
            classes="quiet",
        )

    def on_mount(self) -> None:
        """Fill the columns."""
        entries = self.files.menu()
        self._cards = {entry.letter: entry.target for entry in entries if not entry.is_group}
        groups = [entry for entry in entries if entry.is_group]
        self._groups = {entry.letter: entry.target for entry in groups if entry.letter}
        self.query_one("#most-asked", Rows).show(
            [
                Row(f"card:{entry.target}", f"{entry.letter}  {self._label(entry)}")
                for entry in entries
                if not entry.is_group
            ]
        )
        self.query_one("#groups", Rows).show(
            [Row(f"group:{entry.target}", f"{entry.letter:1}  {entry.target}") for entry in groups]
        )
        self._show_menu()
        trouble = self.files.menu_trouble()
        if trouble is not None:
            self.desk.tell(trouble)

    def _show_menu(self) -> None:
        self.title_bar.left = self.NAME
        self.query_one("#heading", Static).update(f"   {'MOST ASKED':<{self._column()}}  GROUPS")
        self.query_one("#columns").display = True
        self.query_one("#group").display = False
        self.set_focus(self.query_one("#most-asked", Rows))

    def _label(self, entry: "MenuEntry") -> str:
        """Return what a patron may read over the desk."""
        if entry.label:
            return entry.label
        try:
            return self.files.library.card(entry.target).neutral
        except DeskaidError:  # a local card that cannot be read says so when it is opened
            return entry.target.replace("-", " ")

    def _column(self) -> int:
        return self.desk.size.width // 2 - 3

    def _show_group(self, group: str) -> None:
        cards = [card for card in self.files.library.cards() if card.group == group]
        rows = [Row(f"card:{card.id}", f"{card.title}") for card in _by_title(cards)]
        self.title_bar.left = f"{self.NAME}: {group}"
        self.query_one("#heading", Static).update(
            "" if rows else "   No cards in this group yet. Esc goes back."
        )
        self.query_one("#columns").display = False
        listing = self.query_one("#group", Rows)
        listing.display = True
        listing.show(rows)
        self.set_focus(listing)

    def on_key(self, event: events.Key) -> None:
        """Open what the letter stands for; other keys keep their usual meaning."""
        if not self.query_one("#columns").display:
            return
        letter = event.character or ""
        if letter in self._cards:
            self.post_message(OpenCard(self._cards[letter]))
        elif letter in self._groups:
            self._show_group(self._groups[letter])
        elif letter == PHRASES_LETTER:
            self.post_message(ShowPhrases())
        elif event.key in ("left", "right"):
            self.set_focus(
                self.query_one("#groups" if event.key == "right" else "#most-asked", Rows)
            )
        else:
            return
        event.stop()
        event.prevent_default()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the card or the group under the cursor."""
        kind, _, name = message.key.partition(":")
        if kind == "card":
            self.post_message(OpenCard(name))
        else:
            self._show_group(name)

    def do_escape(self) -> bool:
        """Go back from a group to the letters. Returns False when already there."""
        if self.query_one("#columns").display:
            return False
        self._show_menu()
        return True


def _by_title(cards: "list[Card]") -> "list[Card]":
    return sorted(cards, key=lambda card: card.title)
