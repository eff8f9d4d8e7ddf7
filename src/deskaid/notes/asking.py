"""A room that asks one question at a time in the same box, and works in the background."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from deskaid.errors import DeskaidError
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SecretBox
from deskaid.shell.messages import SecretHeld
from deskaid.shell.room import Room

Found = TypeVar("Found")


class AskingRoom(Room):
    """Asks with `ask`; each answer goes to the function that was named with its question.

    Not `PRIVATE`: a recovery code takes longer than a minute to write on paper. Leaving it, with
    Esc or behind a curtain, changes nothing.
    """

    FOOTER = ("escape", "home", "urgent", "curtain", "keys")

    def body(self) -> Iterable[Widget]:
        """Yield the question and both boxes; only one of them is on the screen."""
        yield Rule()
        yield Static("", id="question", markup=False)
        yield Static("", id="space", markup=False)
        yield Input(id="open", select_on_focus=False)
        yield SecretBox(id="secret")
        yield Static("", id="answer", markup=False)

    def on_mount(self) -> None:
        """Watch for idle time from now on, and ask the first question."""
        self._then: Callable[[str], None] | None = None
        self.query_one("#open", Input).cursor_blink = False
        self.post_message(SecretHeld())
        self.begin()

    def begin(self) -> None:
        """Ask the first question."""

    def ask(
        self, question: str, then: Callable[[str], None], *, secret: bool = False, answer: str = ""
    ) -> None:
        """Show ``question`` and an empty box; ``then`` takes what is typed into it.

        ``answer`` is what to say about the answer before; ``secret`` hides what is typed.
        """
        self._then = then
        self._show(question, answer)
        self.query_one("#open").display = not secret
        self.query_one("#secret").display = secret
        self.set_focus(self.query_one("#secret" if secret else "#open"))

    def wait(self, text: str) -> None:
        """Show ``text`` and no box, while something is worked out."""
        self._then = None
        self._show(text, "")
        for box in self.query(Input):
            box.display = False
        self.set_focus(None)

    def _show(self, question: str, answer: str) -> None:
        self.query_one("#question", Static).update(Content(question))
        self.query_one("#answer", Static).update(Content(answer))
        for box in self.query(Input):
            box.value = ""

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Hand over the answer to the question on the screen."""
        if self._then is not None:
            self._then(message.value)

    def work_out(
        self,
        work: Callable[[], Found],
        then: Callable[[Found], object],
        *,
        refused: Callable[[DeskaidError], object],
    ) -> None:
        """Do ``work`` in a thread, so that keys and the lock answer meanwhile.

        ``then`` takes its result on the screen's own thread, ``refused`` its `DeskaidError`;
        neither is called when the room was left before.
        """

        def run() -> None:
            try:
                found = work()
            except DeskaidError as error:
                self.call_later(refused, error)
            else:
                self.call_later(then, found)

        self.run_worker(run, thread=True)
