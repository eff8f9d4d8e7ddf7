"""A card, one step at a time: what is spoken stands alone, bold, always on the third row."""

import textwrap
from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.cards import reader
from deskaid.cards.card import Card
from deskaid.cards.fill import fill
from deskaid.shell.bars import Rule
from deskaid.shell.messages import OpenCard, ShowNeeds
from deskaid.shell.room import Room, bindings_for

SIGN_LETTERS = "xyz"
_LABEL = 6  # columns of "SAY   ", so that every text starts at the same place


class CardRoom(Room):
    """Reads one card. The title bar shows its neutral label; a patron may see the screen."""

    ROOM = "card"
    FOOTER = ("card.next", "card.refer", "note", "curtain", "keys")
    EXTRA_KEYS = (("Left/Right", "Wording"),)
    BINDINGS = bindings_for("card")

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card
        self.step = 0
        self.wording = 0

    def body(self) -> Iterable[Widget]:
        """Yield the step, and beneath it the signs and whom to get."""
        step = Static("", id="step", markup=False)
        step.can_focus = True
        yield step
        yield Rule()
        yield Static("", id="signs", markup=False)

    def on_mount(self) -> None:
        """Show the first step."""
        self.steps = reader.steps(self.card, self.files.facts)
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
        self.wording = (self.wording + 1) % self.steps[self.step].wordings
        self._show()

    def do_card_wording_back(self) -> None:
        """Say it the way before."""
        self.wording = (self.wording - 1) % self.steps[self.step].wordings
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

    def _go(self, step: int) -> None:
        self.step = min(max(0, step), len(self.steps) - 1)
        self.wording = 0
        self._show()

    def _show(self) -> None:
        step = self.steps[self.step]
        bar = self.title_bar
        bar.left = self.card.neutral
        bar.right = reader.headline(self.card, step, self.steps)
        self.query_one("#step", Static).update(self._step_text(step))
        self.query_one("#signs", Static).update(self._signs_text())

    def _step_text(self, step: reader.Step) -> Content:
        width = max(40, self.desk.size.width) - 2
        parts: list[Content | tuple[str, str] | str] = [self._finished(width), "\n"]
        lines = reader.shown(self.card, step, self.files.facts, wording=self.wording)
        for index, line in enumerate(lines):
            parts += self._line(line, width, mark=self._ways(step) if index == 0 else "")
            if index == 0 and step.name != "now":
                parts.append("\n")
        if not lines:
            parts.append("      Nothing more is owed here.\n")
        if step.name in ("feelings", "problem") and self.card.avoid:
            said = "  ".join(f'"{avoid.phrase}"' for avoid in self.card.avoid)
            parts += ["\n", *self._line(reader.Shown("Not", said), width, quiet=True)]
        if step.name == "close":
            parts += ["\n", ("      n  private note   F5  next patron\n", "$quiet")]
        return Content.assemble(*parts)

    def _finished(self, width: int) -> Content:
        if self.step == 0:
            return Content("")
        before = self.steps[self.step - 1]
        lines = reader.shown(self.card, before, self.files.facts)
        summary = f"done: {lines[0].text}" if lines else ""
        text = textwrap.shorten(summary, width, placeholder=" ...")
        return Content.assemble((f" {text}", "$quiet"))

    def _ways(self, step: reader.Step) -> str:
        ways = step.wordings
        return f"<- {self.wording + 1} of {ways} ->" if ways > 1 else ""

    def _line(
        self, line: reader.Shown, width: int, *, mark: str = "", quiet: bool = False
    ) -> list[tuple[str, str] | str]:
        room = width - _LABEL - (len(mark) + 2 if mark else 0)
        wrapped = textwrap.wrap(line.text, room) or [""]
        style = "bold $strong" if line.spoken else "$quiet" if quiet else ""
        parts: list[tuple[str, str] | str] = []
        for index, piece in enumerate(wrapped):
            label = f" {line.label:<{_LABEL - 1}}" if index == 0 else " " * _LABEL
            end = f"{'':<{max(2, room - len(piece) + 1)}}{mark}" if mark and index == 0 else ""
            parts += [(label, "$quiet"), (piece, style) if style else piece, (end, "$quiet"), "\n"]
        return parts

    def _signs_text(self) -> Content:
        width = max(40, self.desk.size.width) - 2
        parts: list[Content | tuple[str, str] | str] = []
        for letter, sign in zip(SIGN_LETTERS, self.card.watch_for, strict=False):
            title = self.files.library.card(sign.card).title
            text = textwrap.shorten(
                f"{fill(sign.sign, self.files.facts)}: {letter}  {title}",
                width - 3,
                placeholder="...",
            )
            parts += [(" ! ", "bold $alert"), f"{text}\n"]
        for entry in self.card.get_help:
            label = "Alone: " if entry.alone else ""
            for index, piece in enumerate(
                textwrap.wrap(label + fill(entry.text, self.files.facts), width - 3)
            ):
                parts.append(f"{' ? ' if index == 0 else '   '}{piece}\n")
        return Content.assemble(*parts)
