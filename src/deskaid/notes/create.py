"""Making a notebook: a name, a passphrase typed twice, a recovery code written down."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input

from deskaid.errors import DeskaidError, Refused
from deskaid.notes.labels import LONGEST
from deskaid.notes.making import NewKeys
from deskaid.notes.new_secret import NewSecretRoom
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes

ASK_NAME = (
    " A notebook is yours alone: what you write is sealed, and only your passphrase\n"
    " opens it. It is not immune: a court can order you to open it. Notes expire\n"
    " after {days} days.\n\n"
    " Name it so that you find it. Everybody at this desk can see the name, so\n"
    " initials do."
)


class CreateRoom(NewSecretRoom):
    """Four questions; the notebook is written when the last one was answered, never before."""

    ROOM = "create"
    NAME = "New notebook"

    @dataclass
    class Created(Message):
        """A notebook was made after its recovery code was read back."""

        notebook: Notebook

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self._notes = notes
        self._label = ""

    def begin(self) -> None:
        """Ask for the name."""
        self.query_one("#open", Input).max_length = LONGEST
        self._ask_name()

    def _ask_name(self, answer: str = "") -> None:
        days = self.files.settings.retention_days
        self.ask(ASK_NAME.format(days=days), self._take_label, answer=answer)

    def _take_label(self, typed: str) -> None:
        if typed.strip():
            self._label = typed.strip()
            self.suggest()

    def about(self) -> Iterable[str]:
        """Return the notebook's and the library's name."""
        return (self._label, self.files.site.name)

    def derive(self, secret: str) -> NewKeys:
        """Return keys for the notebook; nothing is written yet."""
        return self._notes.prepare(self._label, secret, about=(self.files.site.name,))

    def write(self, made: NewKeys) -> Notebook:
        """Write the notebook."""
        return self._notes.write(made, self._label, days=self.files.settings.retention_days)

    def finish(self, written: object) -> None:
        """Hand the notebook over."""
        self._made = None
        if isinstance(written, Notebook):
            self.post_message(self.Created(written))

    def refused(self, error: DeskaidError) -> None:
        """Start over: the name is taken, or the disk is full."""
        self._made, self._code, self._label = None, "", ""
        self._ask_name(str(error))

    def on_unmount(self) -> None:
        """Say that there is no notebook when the room was left before the code was typed back."""
        if self._code and self.desk.is_running:
            self.desk.tell(_unread())


def _unread() -> Refused:
    return Refused(
        "No notebook was made: its recovery code was not typed back.",
        hint="F7 starts again, with another code. Tear up the one you wrote down.",
    )
