"""Home: one box that finds anything, with a preview of the best answer while typing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from deskaid.shell.asking import asked
from deskaid.shell.bars import Rule, Standing
from deskaid.shell.boxes import SearchBox
from deskaid.shell.messages import OpenCard, OpenListing, ShowPhrases
from deskaid.shell.room import Room
from deskaid.shell.rows import Lines, Row, Rows
from deskaid.text import drawn

if TYPE_CHECKING:
    from deskaid.search.query import Answer

MOST_ANSWERS = 20
EMPTY = "Type what is happening, in any words.\n\nF2 shows the commonest situations by letter."
NOTHING = (
    "Nothing here knows those words.\n\n"
    "Try one plain word, F2 for situations,\nor F3 for help lines."
)
NOT_READY = "Getting cards and listings ready.\n\nF2 and F4 work already."


class HomeRoom(Room):
    """The first screen, and the one that every patron's end leads back to."""

    ROOM = "home"
    NAME = "Desk"
    RULED = True
    TYPING = True

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self._box = SearchBox(self.find, placeholder="what is happening?", id="box")
        self._rows = Rows(id="answers")
        self._beside = Lines(id="preview")

    def body(self) -> Iterable[Widget]:
        """Yield the box, the answers with the preview, and the lines that are always there."""
        with Horizontal(id="ask"):
            yield Static(">", id="prompt", markup=False)
            yield self._box
        yield Rule()
        with Horizontal(id="found"):
            yield self._rows
            yield self._beside
        yield Standing(self.files.numbers.row())

    def on_mount(self) -> None:
        """Show an empty desk."""
        self.find("")
        self.set_focus(self._box)

    def renew(self) -> None:
        """Show this library's name and numbers as they are now."""
        self.query_one(Standing).numbers = self.files.numbers.row()
        self.tick()

    def on_screen_resume(self) -> None:
        """Tell the state of the notes as it is after whatever lay above."""
        if self.query(Standing):
            self.tick()

    def tick(self) -> None:
        """Refresh clock and state."""
        super().tick()
        self.query_one(Standing).state = self.desk.state_line()

    def clear(self) -> None:
        """Next patron: nothing of the last one stays."""
        self.files.next_patron()
        self._box.value = ""
        self.find("")
        self.set_focus(self._box)
        self.tick()

    def find(self, text: str) -> None:
        """Show what ``text`` finds, in this same message, so that key and answer paint at once."""
        words = text.strip()
        self.answers = (
            asked(self, lambda finder: finder.find(words, limit=MOST_ANSWERS)) if words else []
        )
        width = self._rows.size.width - 3
        rows = [_row(at, answer, width) for at, answer in enumerate(self.answers)]
        self._rows.show(rows)
        if self.answers:
            self._preview(0)
        else:
            self._beside.say(self._empty(words))

    def _empty(self, words: str) -> str:
        """Say why there is nothing."""
        if self.files.finder is None and (words or not self.files.paths.search.exists()):
            return NOT_READY
        return NOTHING if words else EMPTY

    def do_escape(self) -> bool:
        """Leave the box, so that single letters work; `/` or Ctrl+F comes back to it."""
        answers = self._rows
        if self.focused is answers:
            return False
        self.set_focus(answers)
        return True

    def do_find(self) -> None:
        """Go to the box; what stands in it stays."""
        self.set_focus(self._box)

    def _preview(self, index: int) -> None:
        from deskaid.preview import preview  # 5 ms the first frame does without

        lines = preview(
            self.answers[index],
            self.files.facts,
            self.files.now(),
            width=self._beside.size.width - 2,
            holidays=self.files.holidays,
        )
        self._beside.show(lines)

    def on_input_submitted(self) -> None:
        """Open the answer under the cursor with Enter from the box."""
        self._open(self._rows.cursor)

    def on_key(self, event: object) -> None:
        """Let Up and Down move the answers from the box; a digit opens its row from the list."""
        key = getattr(event, "key", "")
        if key.isdigit() and key != "0" and self.focused is self._rows:
            self._open(int(key) - 1)
        if key in ("down", "up") and self.focused is self._box:
            self._rows.action_move(1 if key == "down" else -1)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Preview the answer under the cursor."""
        self._preview(int(message.key))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the answer that was picked."""
        self._open(int(message.key))

    def _open(self, index: int) -> None:
        if index >= len(self.answers):
            return
        answer = self.answers[index]
        if answer.kind == "card":
            self.post_message(OpenCard(answer.id))
        elif answer.kind == "phrases":
            self.post_message(ShowPhrases(answer.id))
        else:
            self.post_message(OpenListing(answer.id))

    def find_again(self) -> None:
        """Ask anew what is in the box: the index has just been made or replaced."""
        self.find(self._box.value)


def _row(index: int, answer: "Answer", width: int) -> Row:
    """Return an answer as a row of ``width`` columns."""
    if answer.kind == "referral":
        end, name = "", f"{drawn(answer.phone) or '(no number)':<14} {drawn(answer.title)}"
    else:
        end, name = f" {answer.kind}", drawn(answer.title)
    room = width - 3 - len(end)
    if len(name) > room:
        name = f"{name[: room - 1]}…"
    return Row(str(index), f"{index + 1:>2} {name:<{room}}{end}")
