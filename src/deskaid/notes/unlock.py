"""Unlocking: choose a notebook, type its passphrase. Wrong and damaged read differently."""

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Thread

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.notes.keys_room import KeysRoom
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.trouble import WrongPassphrase
from deskaid.notes.uncollected import keep
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SecretBox
from deskaid.shell.messages import SecretHeld
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows

PROMPT = " Passphrase (it is not shown):"
FORGOTTEN = (
    " Forgotten? Type the recovery code instead. With neither, nobody can read these\n"
    " notes: not we, not your library's IT. The notebook stays in case you remember."
)
NO_NEW_ONE_YET = (
    "Opened with the recovery code. It can be read but not changed now, so it has no new"
    " passphrase yet; the code still opens it."
)


class UnlockRoom(Room):
    """Lists the notebooks of this desk and opens one."""

    ROOM = "unlock"
    NAME = "Notebook"
    FOOTER = ("escape", "note", "home", "curtain", "keys")
    PRIVATE = True

    @dataclass
    class Unlocked(Message):
        """A notebook was opened."""

        notebook: Notebook

    def __init__(self, notes: Notes, covers: list[Cover]) -> None:
        super().__init__()
        self._notes = notes
        self._covers = covers
        self._busy = False

    def body(self) -> Iterable[Widget]:
        """Yield the notebooks, the box and what happened."""
        yield Rule()
        yield Rows(id="covers")
        yield Static(PROMPT, id="prompt", markup=False)
        yield SecretBox(id="secret")
        yield Static("", id="answer", markup=False)
        yield Static(FORGOTTEN, id="forgotten", markup=False, classes="quiet")

    def on_mount(self) -> None:
        """List the notebooks; with only one, the cursor is in the box at once."""
        self.query_one(Rows).show([Row(cover.id, _row(cover)) for cover in self._covers])
        self.set_focus(self.query_one(SecretBox if len(self._covers) == 1 else Rows))
        self._blocked_until = 0.0
        # While the passphrase is typed; no worker, which would be waited for when it is left.
        Thread(target=_get_ready, name="get-ready", daemon=True).start()

    def on_rows_chosen(self, _message: Rows.Chosen) -> None:
        """Go on to the passphrase."""
        self.set_focus(self.query_one(SecretBox))

    def on_input_submitted(self) -> None:
        """Try what was typed, in a worker: the key takes a good part of a second on purpose."""
        box = self.query_one(SecretBox)
        secret, box.value = box.value, ""
        current = self.query_one(Rows).current
        if not secret or current is None or self._busy:
            return
        self._busy = True
        self._answer("Opening ...")
        self.post_message(SecretHeld())
        wait = self._notes.delay(current.key)
        if wait:
            self._answer(f"Waiting {wait:.0f} s after wrong tries ...")
        self.set_timer(
            max(wait, 0.01),
            lambda: self.run_worker(lambda: self._try(current.key, secret), thread=True),
        )

    def _try(self, notebook_id: str, secret: str) -> None:
        gc.collect()  # `keep` must not keep what another notebook's rooms left behind
        try:
            notebook = self._open(notebook_id, secret)
        except WrongPassphrase as error:
            self.call_later(self._wrong, notebook_id, str(error))
        except DeskaidError as error:
            self.call_later(self._refused, str(error))
        else:
            notebook.notes()  # in order, here and not while the screen waits
            keep()
            self.call_later(self._opened, notebook)

    def _opened(self, notebook: Notebook) -> None:
        """Show it, unless whoever typed the passphrase covered the screen or went on meanwhile."""
        if notebook.recovered and notebook.read_only:
            notebook.notices.append(NO_NEW_ONE_YET)
        elif self.is_current and notebook.recovered:
            self._busy = False
            self._answer("")
            self.desk.push_screen(
                KeysRoom(self._notes, notebook, done=lambda: self._hand_over(notebook))
            )
            return
        if self.is_current:
            self._busy = False
            self._hand_over(notebook)
            return
        notebook.lock()
        self._refused(" Another screen was shown when it opened. Type it again.")

    def _hand_over(self, notebook: Notebook) -> None:
        self.post_message(self.Unlocked(notebook))

    def _open(self, notebook_id: str, secret: str) -> Notebook:
        if _like_a_code(secret):
            try:
                return self._notes.recover(notebook_id, secret)
            except DeskaidError:
                return self._notes.unlock(notebook_id, secret)
        return self._notes.unlock(notebook_id, secret)

    def _wrong(self, notebook_id: str, why: str) -> None:
        tries = next(
            (each.wrong_tries for each in self._read_covers() if each.id == notebook_id), 0
        )
        wait = self._notes.delay(notebook_id)
        more = f" {tries} wrong tries; the next one waits {wait:.0f} s." if tries > 1 else ""
        self._refused(f"{why}{more}")

    def _read_covers(self) -> list[Cover]:
        try:
            return self._notes.covers()
        except DeskaidError:  # the next try tells what is wrong with the file
            return []

    def _refused(self, why: str) -> None:
        self._busy = False
        self._answer(why)
        self.set_focus(self.query_one(SecretBox))

    def _answer(self, text: str) -> None:
        self.query_one("#answer", Static).update(text)


def _get_ready() -> None:
    """Load the room of an open notebook, 25 ms that nobody waits for here."""
    import deskaid.notes.reading  # noqa: F401


def _row(cover: Cover) -> str:
    waiting = f", {cover.waiting} written while locked" if cover.waiting else ""
    held = ", legal hold" if cover.hold else ""
    plural = "" if cover.notes == 1 else "s"
    return f"{cover.label:<34.34} {cover.notes} note{plural}{waiting}{held}"


def _like_a_code(typed: str) -> bool:
    return sum(sign.isalnum() for sign in typed) in (32, 33) and typed.count("-") >= 7
