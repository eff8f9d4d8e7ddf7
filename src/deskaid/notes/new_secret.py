"""Choosing a passphrase and keeping a recovery code: typed twice, and two groups typed back.

Keys are derived before the code is shown and written after it was typed back, so leaving at any
step leaves everything as it was.
"""

import secrets
from collections.abc import Iterable

from deskaid.errors import DeskaidError
from deskaid.notes import passphrase
from deskaid.notes.asking import AskingRoom
from deskaid.notes.making import NewKeys

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
WRITING = " Sealing ..."
NOT_THE_SAME = "The two were not the same. Choose again."
NOT_THERE = "That is not what stands there. Look at the two groups again."


class NewSecretRoom(AskingRoom):
    """Asks for a new passphrase and shows the recovery code of the keys made with it."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested = ""
        self._first = ""
        self._code = ""
        self._asked: list[int] = [0, 1]
        self._made: NewKeys | None = None

    # What a room of this kind fills in.

    def about(self) -> Iterable[str]:
        """Return words an outsider would try."""
        return ()

    def derive(self, secret: str) -> NewKeys:
        """Return keys that ``secret`` opens; runs in a thread. Raises `DeskaidError`."""
        raise NotImplementedError

    def refused(self, error: DeskaidError) -> None:
        """Go on after keys could not be made, or not be written."""
        raise NotImplementedError

    def write(self, made: NewKeys) -> object:
        """Put ``made`` into force; runs in a thread. Raises `DeskaidError`."""
        raise NotImplementedError

    def finish(self, written: object) -> None:
        """Leave the room: ``written`` is what `write` returned, and the code was typed back."""
        raise NotImplementedError

    # The steps.

    def suggest(self, answer: str = "") -> None:
        """Offer a phrase and ask for one."""
        self._first = ""
        self._suggested = passphrase.generate()
        self._ask_phrase(answer)

    def _ask_phrase(self, answer: str) -> None:
        question = ASK_PHRASE.format(phrase=self._suggested)
        self.ask(question, self._take_phrase, secret=True, answer=answer)

    def do_refer(self) -> bool | None:
        """Ctrl+R: another phrase, while one is being chosen."""
        if not self._suggested or self._first:
            return False
        self.suggest()
        return True

    def _take_phrase(self, typed: str) -> None:
        try:
            if passphrase.normalize(typed) != self._suggested:
                passphrase.check_new(typed, about=self.about())
        except DeskaidError as error:
            self._ask_phrase(str(error))
            return
        self._first = typed
        self.ask(ASK_AGAIN, self._confirm, secret=True)

    def _confirm(self, typed: str) -> None:
        try:
            same = passphrase.normalize(typed) == passphrase.normalize(self._first)
        except DeskaidError as error:
            self.suggest(str(error))
            return
        if same:
            self.make(self._first)
        else:
            self.suggest(NOT_THE_SAME)

    def make(self, secret: str) -> None:
        """Make keys that ``secret`` opens, and show their recovery code."""
        self._first, self._suggested = "", ""
        self.wait(MAKING)
        self.work_out(lambda: self.derive(secret), self._tell_code, refused=self.refused)

    def _tell_code(self, made: NewKeys) -> None:
        self._made, self._code = made, made.code
        self._asked = sorted(secrets.SystemRandom().sample(range(8), 2))
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
        self.ask(text, self._read_back, answer=answer)

    def _read_back(self, typed: str) -> None:
        groups = self._code.split("-")
        wanted = "".join(groups[index] for index in self._asked)
        given = "".join(typed.upper().split()).replace("-", "")
        made = self._made
        if given.translate(str.maketrans("OIL", "011")) != wanted or made is None:
            self._ask_code(NOT_THERE)
            return
        self._code = ""
        self.wait(WRITING)
        self.work_out(lambda: self.write(made), self.finish, refused=self.refused)

    def on_unmount(self) -> None:
        """Let go of every secret."""
        self._made, self._first, self._suggested, self._code = None, "", "", ""
