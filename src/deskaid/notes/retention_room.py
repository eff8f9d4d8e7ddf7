"""How long a note is kept, or every new note of a notebook: 7, 30, 90 days, or never, and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.widget import Widget
from textual.widgets import Input, Static

from deskaid.errors import DeskaidError
from deskaid.notes.days import CHOICES
from deskaid.notes.terms import until_from
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows

ASK_REASON = " Why is it kept for ever? Name the rule or the case; it is sealed with the note."
ADVICE = (
    " An expired note is destroyed, also while locked. If somebody asked for records,\n"
    " nothing may go before a lawyer was asked: deskaid notebook hold NAME"
)


@dataclass(frozen=True)
class Kept:
    """Something whose keeping can be chosen; ``days`` is what holds now, None if not known.

    ``choose`` takes the days and the reason, and raises `DeskaidError`.
    """

    name: str
    days: int | None
    choose: Callable[[int, str], None]


class RetentionRoom(Room):
    """Lists the choices; never asks for a reason before it is taken."""

    ROOM = "retention"
    NAME = "Keep"
    FOOTER = ("escape", "curtain", "lock", "urgent", "keys")
    EXTRA_KEYS = (("Enter", "Choose"),)
    PRIVATE = True

    def __init__(self, kept: Sequence[Kept]) -> None:
        super().__init__()
        self._kept = kept
        self._never: Kept | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the choices, and the box for the reason while it is asked."""
        yield Rule()
        yield Rows(id="choices")
        yield Static(ASK_REASON, id="why", markup=False)
        yield Input(id="reason", max_length=200, select_on_focus=False)
        yield Static("", id="answer", markup=False)
        yield Static(ADVICE, markup=False, classes="quiet")

    def on_mount(self) -> None:
        """List the choices, the cursor on what holds now."""
        self.query_one(Input).cursor_blink = False
        rows: list[Row] = []
        cursor = 1
        for index, kept in enumerate(self._kept):
            rows.append(Row("", f"{kept.name}", "strong", chosen=False))
            for days in CHOICES:
                if index == 0 and days == kept.days:
                    cursor = len(rows)
                rows.append(Row(f"{index}:{days}", self._row(days, kept)))
            rows.append(Row("", "", chosen=False))
        self.query_one(Rows).show(rows, cursor=cursor)
        self._ask(None)

    def _row(self, days: int, kept: Kept) -> str:
        now = "   as now" if days == kept.days else ""
        if not days:
            return f"   Never     asks for the reason{now}"
        return f"   {days:>2} days   {until_from(self.files.now().date(), days, '')}{now}"

    def _ask(self, kept: Kept | None) -> None:
        self._never = kept
        self.query_one("#why").display = kept is not None
        box = self.query_one("#reason", Input)
        box.display, box.value = kept is not None, ""
        self._answer("")
        self.set_focus(self.query_one(Rows) if kept is None else box)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Take the choice, or ask why."""
        index, days = (int(part) for part in message.key.split(":"))
        if days:
            self._take(self._kept[index], days, "")
        else:
            self._ask(self._kept[index])

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the reason."""
        if self._never is not None:
            self._take(self._never, 0, message.value.strip())

    def _take(self, kept: Kept, days: int, reason: str) -> None:
        try:
            kept.choose(days, reason)
        except DeskaidError as error:
            self._answer(f" {error}")
            return
        self.query_one("#reason", Input).value = ""
        self.desk.notify(f"Kept {days} days." if days else "Kept for ever.", timeout=4)
        self.desk.pop_screen()

    def _answer(self, text: str) -> None:
        self.query_one("#answer", Static).update(text)

    def hold_sealed(self) -> None:
        """Forget a reason that was begun."""
        self.query_one("#reason", Input).value = ""

    def do_escape(self) -> bool:
        """Go back from the reason to the choices. Returns False when already there."""
        if self._never is None:
            return False
        self._ask(None)
        return True
