"""The first start: what only this library knows, asked in two minutes, every question skippable.

Each answer is written when Enter is pressed, so nothing is lost by leaving early; a question
that was skipped leaves no trace, so nothing unedited looks local.
"""

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from deskaid.errors import DeskaidError
from deskaid.paths import Paths, private_folder
from deskaid.settings import write_site
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room
from deskaid.site import questions
from deskaid.text import one_line

INTRODUCTION = (
    " Cards read better, and 911 hears the right address, when deskaid knows this\n"
    " library. Enter goes on; an empty answer skips; Esc leaves, now or later.\n"
    " Every other key works already: F2 says it, F4 is urgent."
)
_MARKER = "first-start-done"


def is_first_start(paths: Paths) -> bool:
    """Tell whether nobody has been asked on this desk, and nobody wrote a site.toml."""
    files = (paths.site, paths.machine_site, paths.state / _MARKER)
    return not any(path.exists() for path in files)


class FirstRunRoom(Room):
    """Asks one question at a time, showing what is set already."""

    ROOM = "first-run"
    NAME = "This library"
    TYPING = True
    FOOTER = ("escape", "say", "urgent", "curtain")
    EXTRA_KEYS = (("Enter", "Next"), ("Up", "Before"))

    def body(self) -> Iterable[Widget]:
        """Yield the question and the box."""
        yield Rule()
        yield Static(INTRODUCTION, markup=False, classes="quiet")
        yield Static("", id="question", markup=False)
        with Horizontal(id="asked"):
            yield Static(">", id="prompt", markup=False)
            yield Input(id="box", max_length=160, select_on_focus=False)
        yield Static("", id="answer", markup=False)

    def on_mount(self) -> None:
        """Ask the first question."""
        self._questions = questions()
        self._at = 0
        self.query_one(Input).cursor_blink = False
        self._mark_asked()
        self._ask()

    def _mark_asked(self) -> None:
        try:
            (private_folder(self.files.paths.state) / _MARKER).touch()
        except (DeskaidError, OSError):  # it asks again next time, that is all
            self._answer("This desk cannot remember that it asked.")

    def _ask(self, answer: str = "") -> None:
        question = self._questions[self._at]
        count = f"{self._at + 1} of {len(self._questions)}"
        text = f" {count}   {question.label}\n         {question.help}\n"
        if question.example:
            text += f"         such as: {question.example}"
        self.query_one("#question", Static).update(text)
        box = self.query_one(Input)
        box.value = self._known(question.key)
        box.cursor_position = len(box.value)
        self.set_focus(box)
        self._answer(answer)

    def _known(self, key: str) -> str:
        site = self.files.site
        if key == "time_zone":
            return site.time_zone
        if key == "country":
            return site.country if "country" in site.set_keys else ""
        return site.facts.get(key, "")

    def _answer(self, text: str) -> None:
        self.query_one("#answer", Static).update(f" {text}" if text else "")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep the answer and ask the next question."""
        question = self._questions[self._at]
        typed = one_line(message.value)
        if typed != self._known(question.key):
            try:
                write_site(self.files.paths, {question.key: typed})
            except DeskaidError as error:
                self._answer(error.hint or error.message)
                return
            self.desk.reload_site()
        if self._at + 1 == len(self._questions):
            self.desk.notify("Kept. Edit it any time: Ctrl+P, Library.")
            self.desk.pop_screen()
            return
        self._at += 1
        self._ask(f"kept: {typed}" if typed else "skipped")

    def on_key(self, event: object) -> None:
        """Go back a question with Up."""
        if getattr(event, "key", "") == "up" and self._at:
            self._at -= 1
            self._ask()
