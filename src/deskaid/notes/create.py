"""Making a notebook: a name, a passphrase typed twice, a recovery code written down."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from deskaid.errors import DeskaidError, Refused
from deskaid.notes import passphrase
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SecretBox
from deskaid.shell.messages import SecretHeld
from deskaid.shell.room import Room

ASK_NAME = (
    " A notebook is yours alone: what you write is sealed, and only your passphrase\n"
    " opens it. It is not immune: a court can order you to open it. Notes expire\n"
    " after 30 days.\n\n"
    " Name it so that you find it. Everybody at this desk can see the name, so\n"
    " initials do."
)
ASK_PHRASE = (
    " Passphrase. This one was made by chance just now, for you alone:\n\n"
    "     {phrase}\n\n"
    " Keep it on paper until you know it. Type it below, or type one of your own\n"
    " (12 characters or more). Ctrl+R makes another."
)
ASK_AGAIN = " Once more, to be sure:"
TELL_CODE = (
    " Write this recovery code on paper and keep it at home. It is shown once.\n"
    " Without passphrase and code, nobody can ever read the notes.\n\n"
    "     {first}\n     {second}\n\n"
    " Then type group {one} and group {two} of it, with a space between:"
)
MAKING = " Making the key. This takes a few seconds on an older machine ..."


class CreateRoom(Room):
    """Four questions, one at a time, in the same box."""

    ROOM = "create"
    NAME = "New notebook"
    FOOTER = ("escape", "home", "urgent", "curtain", "keys")
    PRIVATE = True

    @dataclass
    class Created(Message):
        """A notebook was made and its recovery code was read back."""

        notebook: Notebook

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self._notes = notes
        self._label = ""
        self._suggested = ""
        self._first = ""
        self._code = ""
        self._asked: tuple[int, int] = (0, 1)
        self._made: Notebook | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the question and both boxes; only one of them is on the screen."""
        yield Rule()
        yield Static(ASK_NAME, id="question", markup=False)
        yield Static("", id="space", markup=False)
        yield Input(id="open", max_length=40, select_on_focus=False)
        yield SecretBox(id="secret")
        yield Static("", id="answer", markup=False)

    def on_mount(self) -> None:
        """Ask for the name."""
        self.query_one("#open", Input).cursor_blink = False
        self._ask(ASK_NAME, secret=False)

    def _ask(self, question: str, *, secret: bool, answer: str = "") -> None:
        self.query_one("#question", Static).update(Content(question))
        self.query_one("#open").display = not secret
        self.query_one("#secret").display = secret
        self.query_one("#answer", Static).update(answer)
        for box in self.query(Input):
            box.value = ""
        self.set_focus(self.query_one("#secret" if secret else "#open"))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take the answer to the question on the screen."""
        typed = message.value
        if self._made is not None:
            self._read_back(typed)
        elif not self._label:
            self._take_label(typed.strip())
        elif not self._first:
            self._take_phrase(typed)
        else:
            self._confirm(typed)

    def _take_label(self, label: str) -> None:
        if not label:
            return
        self._label = label
        self.post_message(SecretHeld())
        self._suggest()

    def _suggest(self, answer: str = "") -> None:
        self._suggested = passphrase.generate()
        self._ask(ASK_PHRASE.format(phrase=self._suggested), secret=True, answer=answer)

    def do_refer(self) -> bool | None:
        """Ctrl+R: another phrase, while one is being chosen."""
        if not self._label or self._first or self._made is not None:
            return False
        self._suggest()
        return True

    def _take_phrase(self, typed: str) -> None:
        try:
            if passphrase.normalize(typed) != self._suggested:
                passphrase.check_new(typed, about=(self._label, self.files.site.name))
        except DeskaidError as error:
            self._ask(ASK_PHRASE.format(phrase=self._suggested), secret=True, answer=str(error))
            return
        self._first = typed
        self._ask(ASK_AGAIN, secret=True)

    def _confirm(self, typed: str) -> None:
        if passphrase.normalize(typed) != passphrase.normalize(self._first):
            self._first = ""
            self._suggest("The two were not the same. Choose again.")
            return
        self._ask(MAKING, secret=True)
        self.query_one("#secret").display = False
        secret, self._first, self._suggested = self._first, "", ""
        self.run_worker(lambda: self._make(secret), thread=True)

    def _make(self, secret: str) -> None:
        try:
            made, code = self._notes.create(self._label, secret, about=(self.files.site.name,))
        except DeskaidError as error:
            self.call_later(self._start_over, str(error))
            return
        if not self.call_later(self._tell_code, made, code):  # the room was left meanwhile
            made.lock()
            self.desk.call_later(self.desk.tell, _unread())

    def _start_over(self, why: str) -> None:
        self._label = ""
        self._ask(ASK_NAME, secret=False, answer=why)

    def _tell_code(self, made: Notebook, code: str) -> None:
        self._made, self._code = made, code
        self._asked = tuple(sorted(secrets.SystemRandom().sample(range(8), 2)))  # type: ignore[assignment]
        self._ask_code()

    def _ask_code(self, answer: str = "") -> None:
        groups = self._code.split("-")
        one, two = self._asked
        text = TELL_CODE.format(
            first="-".join(groups[:4]) + "-",
            second="-".join(groups[4:]),
            one=one + 1,
            two=two + 1,
        )
        self._ask(text, secret=False, answer=answer)

    def _read_back(self, typed: str) -> None:
        groups = self._code.split("-")
        wanted = "".join(groups[index] for index in self._asked)
        given = "".join(typed.upper().split()).replace("-", "")
        if given.translate(str.maketrans("OIL", "011")) != wanted:
            self._ask_code("That is not what stands there. Look at the two groups again.")
            return
        made, self._code = self._made, ""
        if made is not None:
            self.post_message(self.Created(made))

    def on_unmount(self) -> None:
        """Let go of every secret, and say what is missing when the room was left too early."""
        if self._made is not None:
            self._made.lock()
            if self._code and self.desk.is_running:
                self.desk.tell(_unread())
        self._made, self._first, self._suggested, self._code = None, "", "", ""


def _unread() -> Refused:
    return Refused(
        "The notebook was made, but its recovery code was not typed back.",
        hint="For a new code: deskaid notebook passphrase NAME",
    )
