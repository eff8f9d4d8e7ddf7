"""A card, one step at a time; `page` makes its rows."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.cards import page, reader
from deskaid.cards.card import Card
from deskaid.cards.reader import Language
from deskaid.errors import DeskaidError
from deskaid.shell.bars import Rule
from deskaid.shell.messages import OpenCard, ShowNeeds
from deskaid.shell.room import Room, bindings_for


class CardRoom(Room):
    """Reads one card. The title bar shows its neutral label; a patron may see the screen."""

    ROOM = "card"
    FOOTER = ("card.next", "card.spanish", "card.refer", "note", "curtain", "keys")
    BINDINGS = bindings_for("card")

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card
        self.step = 0
        self.wording = 0
        self.language = Language.ENGLISH
        self._notice = ""

    @property
    def shown_id(self) -> str:
        """The card's id."""
        return self.card.id

    def body(self) -> Iterable[Widget]:
        """Yield the step, and beneath it the signs and whom to get."""
        step = Static("", id="step", markup=False)
        step.can_focus = True
        yield step
        yield Rule()
        yield Static("", id="signs", markup=False)

    def on_mount(self) -> None:
        """Show the first step, in the language of the card that led here."""
        self.language = self._language_before()
        self._read()
        self.set_focus(self.query_one("#step"))
        self._show()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.is_mounted and hasattr(self, "steps"):
            self._show()

    def tick(self) -> None:
        """The right of this title bar tells the step, not the time."""

    def do_card_next(self) -> None:
        """Go to the next step; the last one stays."""
        self._go(self.step + 1)

    def do_card_previous(self) -> None:
        """Go back a step; the first one stays."""
        self._go(self.step - 1)

    def do_card_wording(self) -> None:
        """Say it another way."""
        self.wording = (self.wording + 1) % self._ways
        self._show()

    def do_card_wording_back(self) -> None:
        """Say it the way before."""
        self.wording = (self.wording - 1) % self._ways
        self._show()

    def do_card_spanish(self) -> None:
        """Go from English to both languages, to Spanish alone, and back to English."""
        self.language = self.language.next
        self._read()
        self.wording %= self._ways
        self._show()

    def do_card_refer(self) -> None:
        """Ask for the listings that this card leads to."""
        self.post_message(ShowNeeds(self.card.refer))

    def do_card_sign_1(self) -> None:
        """Follow the first sign."""
        self._follow(0)

    def do_card_sign_2(self) -> None:
        """Follow the second sign."""
        self._follow(1)

    def do_card_sign_3(self) -> None:
        """Follow the third sign."""
        self._follow(2)

    def _follow(self, index: int) -> None:
        if index < len(self.card.watch_for):
            self.post_message(OpenCard(self.card.watch_for[index].card))

    @property
    def _ways(self) -> int:
        return self.steps[self.step].wordings(self.language)

    def _language_before(self) -> Language:
        """Return the language of the nearest card beneath this room; English without one.

        Whoever follows a sign goes on speaking with the same person; Home clears the rooms.
        """
        rooms = [room for room in self.desk.screen_stack if isinstance(room, CardRoom)]
        before = [room for room in rooms if room is not self]
        return before[-1].language if before else Language.ENGLISH

    def _read(self) -> None:
        """Take the steps in hand, with their Spanish where that was asked for."""
        spanish = None
        self._notice = ""
        if self.language is not Language.ENGLISH:
            spanish = self.files.library.spanish(self.card)
            self._notice = f"Español: {spanish.reviewer}" if spanish else page.NO_SPANISH
        pairs = spanish.pairs(self.card) if spanish else None
        self.steps = reader.steps(self.card, self.files.facts, pairs)

    def _go(self, step: int) -> None:
        self.step = min(max(0, step), len(self.steps) - 1)
        self.wording = 0
        self._show()

    def _show(self) -> None:
        bar = self.title_bar
        bar.left = self.card.neutral
        bar.right = reader.headline(self.card, self.steps[self.step], self.steps)
        width = max(40, self.desk.size.width) - 2
        now = page.Page(
            self.card,
            self.steps,
            self.files.facts,
            step=self.step,
            wording=self.wording,
            language=self.language,
            notice=self._notice,
        )
        signs = page.sign_rows(self.card, self._titles(), self.files.facts, width)
        self.query_one("#step", Static).update(_content(now.rows(width)))
        self.query_one("#signs", Static).update(_content(signs))

    def _titles(self) -> Mapping[str, str]:
        """Return the titles of the cards that the signs lead to."""
        return {sign.card: self._title(sign.card) for sign in self.card.watch_for}

    def _title(self, card_id: str) -> str:
        try:
            return self.files.library.card(card_id).title
        except DeskaidError:  # only a local card that fails lint names one; its key says more
            return card_id.replace("-", " ")


def _content(rows: Iterable[page.Row]) -> Content:
    pieces: list[tuple[str, str] | str] = []
    for row in rows:
        pieces += [piece if piece[1] else piece[0] for piece in row]
        pieces.append("\n")
    return Content.assemble(*pieces)
