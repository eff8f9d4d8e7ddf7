"""One question each: the legal hold, the name, and deleting a notebook for good."""

from textual.widgets import Input

from deskaid.errors import DeskaidError
from deskaid.launcher import LOCKED
from deskaid.notes.asking import AskingRoom
from deskaid.notes.labels import LONGEST
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebooks import Notes

ASK_HOLD = (
    " A legal hold: no note of this notebook expires or can be deleted until you\n"
    " lift it. Set it when a request or a case is known; ask your library's lawyer.\n"
    " Everybody at this desk can see that there is a hold; the reason is sealed.\n\n"
    " The reason, such as a case number and who asked (no patron's name):"
)
ASK_LIFT = (
    " The legal hold on this notebook{reason}\n\n"
    " Lifted, notes expire again: {due} past their day and {go} with the next purge.\n"
    " Nobody can bring them back.\n\n"
    " Type LIFT to lift it:"
)
ASK_NAME = (
    " Now: {label}\n\n"
    " Everybody at this desk can see the name, so initials do. Notes and keys stay.\n\n"
    " The new name:"
)
ASK_DELETE = (
    " Delete {label} with {notes}\n"
    " and what was written while it was locked? Nobody can bring it back: not you,\n"
    " not we. Copies and backups made earlier still hold it.\n\n"
    " Type its name to delete it:"
)
DELETED = (
    " Deleted: {label}. Copies and backups made earlier still hold it.\n\n"
    " Enter locks, so that nothing of it stays in this computer's memory."
)


class HoldRoom(AskingRoom):
    """Sets a legal hold with a reason, or lifts it."""

    ROOM = "hold"
    NAME = "Legal hold"
    HOLDS_KEYS = True

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self._notebook = notebook

    def begin(self) -> None:
        """Ask for the reason, or whether to lift the hold."""
        self._ask()

    def _ask(self, answer: str = "") -> None:
        if not self._notebook.hold:
            self.ask(ASK_HOLD, self._set, answer=answer)
            return
        reason = self._notebook.hold_reason
        today = self.files.now().date()
        notes = self._notebook.notes()
        due = sum(note.expires is not None and note.expires <= today for note in notes)
        text = ASK_LIFT.format(
            reason=f":\n {reason}" if reason else " has no reason written down.",
            due="1 note is" if due == 1 else f"{due} notes are",
            go="goes" if due == 1 else "go",
        )
        self.ask(text, self._lift, answer=answer)

    def _set(self, typed: str) -> None:
        if typed.strip():
            self._save(True, typed)

    def _lift(self, typed: str) -> None:
        if typed.strip() == "LIFT":
            self._save(False, "")
        else:
            self._ask("The hold stands. Type LIFT in capitals to lift it, or leave with Esc.")

    def _save(self, hold: bool, reason: str) -> None:
        try:
            self._notebook.set_hold(hold, reason=reason)
        except DeskaidError as error:
            self._ask(str(error))
            return
        self.desk.pop_screen()
        self.desk.notify("The hold stands." if hold else "The hold is lifted: notes expire again.")


class RenameRoom(AskingRoom):
    """Gives a notebook another name."""

    ROOM = "rename"
    NAME = "Rename"
    HOLDS_KEYS = True

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self._notebook = notebook

    def begin(self) -> None:
        """Ask for the name."""
        self.query_one("#open", Input).max_length = LONGEST
        self._ask()

    def _ask(self, answer: str = "") -> None:
        self.ask(ASK_NAME.format(label=self._notebook.label), self._rename, answer=answer)

    def _rename(self, typed: str) -> None:
        from deskaid.settings import write_settings

        if not typed.strip():
            return
        before = self._notebook.label
        try:
            self._notebook.rename(typed)
            if self.files.settings.notebook == before:  # the one F7 writes to first
                write_settings(self.files.paths, {"notebook": self._notebook.label})
        except DeskaidError as error:
            self._ask(str(error))
            return
        self.desk.pop_screen()


class DeleteRoom(AskingRoom):
    """Deletes a notebook once its name was typed, and ends the process that held its key."""

    ROOM = "delete"
    NAME = "Delete"
    HOLDS_KEYS = True

    def __init__(self, notes: Notes, notebook: Notebook) -> None:
        super().__init__()
        self._notes = notes
        self._notebook = notebook
        self._label = notebook.label
        self._deleted = False

    def begin(self) -> None:
        """Ask for the name."""
        self._ask()

    def _ask(self, answer: str = "") -> None:
        count = len(self._notebook.notes())
        notes = "1 note" if count == 1 else f"{count} notes"
        self.ask(ASK_DELETE.format(label=self._label, notes=notes), self._delete, answer=answer)

    def _delete(self, typed: str) -> None:
        if not typed.strip():
            return
        try:
            self._notes.delete(self._notebook.id, label=typed)
        except DeskaidError as error:
            self._ask(str(error))
            return
        self._deleted = True
        self.desk.forget_keys()
        self.ask(DELETED.format(label=self._label), lambda _typed: self.desk.end(LOCKED))

    def do_escape(self) -> bool:
        """Lock once the notebook is gone: what lies beneath showed it."""
        if self._deleted:
            self.desk.end(LOCKED)
        return self._deleted

    def on_unmount(self) -> None:
        """Lock, whichever way a deleted notebook was left."""
        if self._deleted and self.desk.is_running:
            self.desk.call_later(self.desk.end, LOCKED)
