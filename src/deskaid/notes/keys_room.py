"""A new passphrase or a new recovery code for a notebook that is open: always another key."""

from collections.abc import Callable, Iterable

from deskaid.errors import DeskaidError
from deskaid.launcher import LOCKED
from deskaid.notes.making import NewKeys
from deskaid.notes.new_secret import NewSecretRoom
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes

ASK_PRESENT = (
    " Everything in this notebook is sealed anew, under another key.\n"
    " {what} of today will open nothing here; copies made earlier\n"
    " still open with it.\n\n"
    " Your passphrase of today (it is not shown):"
)
FORCED = (
    "Opened with the recovery code, so a new passphrase comes first. Esc locks the notebook"
    " again; the code still opens it."
)
PROVING = " Looking ..."
WAITING = " Waiting {seconds:.0f} s after wrong tries ..."
DONE = "In force: the new passphrase and the new recovery code, and no other."
DONE_CODE = "In force: your passphrase, and the new recovery code alone."


class KeysRoom(NewSecretRoom):
    """Asks for the passphrase of today, then for what replaces it.

    ``only_code`` keeps the passphrase. A notebook opened with its recovery code is not asked for
    one; ``done`` is called once it has a new one, and until then nothing else may be done with it:
    leaving locks it.
    """

    ROOM = "keys"
    NAME = "Passphrase"
    HOLDS_KEYS = True

    def __init__(
        self,
        notes: Notes,
        notebook: Notebook,
        *,
        only_code: bool = False,
        done: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._notes = notes
        self._notebook: Notebook | None = notebook
        self._only_code = only_code
        self._done = done
        self._forced = notebook.recovered

    def begin(self) -> None:
        """Ask for the passphrase of today, unless the recovery code stood in for it."""
        self.title_bar.left = "New recovery code" if self._only_code else "New passphrase"
        if self._forced:
            self.suggest(FORCED)
        else:
            self._ask_present()

    def tick(self) -> None:
        """The title bar of this room tells what is asked."""

    def _ask_present(self, answer: str = "") -> None:
        what = "The recovery code" if self._only_code else "What opens it"
        question = ASK_PRESENT.format(what=what)
        self.ask(question, self._take_present, secret=True, answer=answer)

    def _take_present(self, typed: str) -> None:
        notebook = self._notebook
        if not typed or notebook is None:
            return
        seconds = self._notes.delay(notebook.id)
        self.wait(WAITING.format(seconds=seconds) if seconds else PROVING)

        def prove() -> None:
            self.work_out(
                lambda: notebook.prove(typed),
                lambda tries: self._proved(typed, tries),
                refused=lambda error: self._ask_present(str(error)),
            )

        self.set_timer(max(seconds, 0.01), prove)

    def _proved(self, present: str, tries: str) -> None:
        if tries:
            self.desk.notify(tries, timeout=10)
        if self._only_code:
            self.make(present)
        else:
            self.suggest()

    def about(self) -> Iterable[str]:
        """Return the notebook's and the library's name."""
        return (self._notebook.label if self._notebook else "", self.files.site.name)

    def derive(self, secret: str) -> NewKeys:
        """Return keys that would open the notebook; nothing is written yet."""
        return self._open_notebook.new_keys(secret)

    def write(self, made: NewKeys) -> None:
        """Seal everything anew under ``made``."""
        self._open_notebook.adopt(made)

    @property
    def _open_notebook(self) -> Notebook:
        assert self._notebook is not None  # noqa: S101 - only `on_unmount` lets go of it
        return self._notebook

    def finish(self, written: object) -> None:
        """Go back, with the new secrets in force."""
        said = DONE_CODE if self._only_code else DONE
        if self.is_current:
            self.desk.notify(said, timeout=8)
            self.desk.pop_screen()
        else:  # covered meanwhile: told when the notebook is shown again
            self._open_notebook.notices.append(said)
        self._forced = False
        self._notebook = None
        if self._done is not None:
            self._done()

    def refused(self, error: DeskaidError) -> None:
        """Say why everything is as it was, and begin again."""
        self._made, self._code = None, ""
        if self._forced:
            self.suggest(str(error))
        else:
            self._ask_present(str(error))

    def on_unmount(self) -> None:
        """Lock what was opened with the recovery code and has no new passphrase."""
        if self._forced and self._notebook is not None:
            self._notebook.lock()
            if self.desk.is_running:
                self.desk.call_later(self.desk.end, LOCKED)
        self._notebook = None
