"""Calling together, one step at a time; looks like a card, because it is read like one."""

import textwrap
from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.facts import BY_KEY
from deskaid.referrals.handing.dialed import callable_phones, how_to_dial
from deskaid.referrals.handing.handoff import Line, Step, call_steps
from deskaid.referrals.hours import status
from deskaid.referrals.listing import Listing
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room, bindings_for
from deskaid.text import one_line, shortened

_LABEL = 6  # columns of " SAY  ", as on a card, so that every text starts at the same place
_STRONG, _QUIET = "bold $strong", "$quiet"

Piece = tuple[str, str] | str


class HandoffRoom(Room):
    """What to say when staff and patron call a listing together."""

    ROOM = "handoff"
    NAME = "Call together"
    FOOTER = ("card.next", "card.previous", "home", "curtain", "keys")
    BINDINGS = bindings_for("handoff")

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self.step = 0
        self.steps: tuple[Step, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the step, and beneath it the number, which stays."""
        step = Static("", id="step", markup=False)
        step.can_focus = True
        yield step
        yield Rule()
        yield Static("", id="number", markup=False)
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Show the first step."""
        self.steps = self._steps()
        self.set_focus(self.query_one("#step"))
        self._show()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.is_mounted and self.steps:
            self._show()

    def tick(self) -> None:
        """The right of this title bar tells the step, not the time."""

    def do_card_next(self) -> None:
        """Go to the next step; the last one stays."""
        self._go(self.step + 1)

    def do_card_previous(self) -> None:
        """Go back a step; the first one stays."""
        self._go(self.step - 1)

    def _go(self, step: int) -> None:
        self.step = min(max(0, step), len(self.steps) - 1)
        self._show()

    def _steps(self) -> tuple[Step, ...]:
        from deskaid.referrals.claims.knowing import referral_facts

        site, numbers = self.files.site, self.files.numbers
        return call_steps(
            self.listing,
            library=site.name or "the library",
            private_spot=BY_KEY["private_spot"].worded(site.facts.get("private_spot", "")),
            emergency=numbers.emergency,
            more_help=numbers.knows_help,
            facts=tuple(referral_facts(self.listing)),
        )

    def _show(self) -> None:
        bar = self.title_bar
        bar.left = self.NAME
        bar.right = "  ".join(
            f"{number} {step.name.upper() if number == self.step + 1 else step.name}"
            for number, step in enumerate(self.steps, 1)
        )
        width = max(40, self.desk.size.width) - 2
        self.query_one("#step", Static).update(
            Content.assemble(*self._rows(self.steps[self.step], width))
        )
        self.query_one("#number", Static).update(Content.assemble(*self._number(width)))

    def _rows(self, step: Step, width: int) -> Iterator[Piece]:
        done = self.steps[self.step - 1].lines[0].text if self.step else ""
        yield (f" {shortened(f'done: {done}', width - 1)}\n" if done else "\n", _QUIET)
        for index, line in enumerate(step.lines):
            yield from _drawn(line, width)
            yield "\n" if index == 0 or line.spoken else ""

    def _number(self, width: int) -> Iterator[Piece]:
        phone = next(iter(callable_phones(self.listing)), None)
        number = how_to_dial(phone) if phone else "No number is known."
        now = self.files.now()
        label = status(self.listing.hours, now, holidays=self.files.holidays).label(now)
        beside = f"   {label}   {one_line(self.listing.name)}"
        yield (f" {number}", _STRONG)
        yield shortened(beside, max(2, width - len(number) - 1))


def _drawn(line: Line, width: int) -> Iterator[Piece]:
    """Yield one line wrapped, its label in the margin."""
    for index, piece in enumerate(textwrap.wrap(line.text, width - _LABEL)):
        yield (f" {line.label:<{_LABEL - 1}}" if index == 0 else " " * _LABEL, _QUIET)
        yield (piece, _STRONG) if line.spoken else piece
        yield "\n"
