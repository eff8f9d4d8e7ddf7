"""About this notebook: what exists, in counts and dates, and the care of its keys and its name."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.hardening import protections
from deskaid.notes.care_rooms import DeleteRoom, HoldRoom, RenameRoom
from deskaid.notes.days import day_number
from deskaid.notes.keys_room import KeysRoom
from deskaid.notes.notebook import Notebook
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Notes
from deskaid.notes.standing import Standing, WhatExists, what_exists
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows
from deskaid.text import drawn

Line = tuple[str, str]
READ_ONLY = "This notebook can be read but not changed now."


class AboutNotebookRoom(Room):
    """Counts and dates, never a word of a note; below, what its author can do with it."""

    ROOM = "about_notebook"
    NAME = "About this notebook"
    FOOTER = ("escape", "lock", "curtain", "home", "keys")
    HOLDS_KEYS = True

    def __init__(self, notes: Notes, opened: OpenNotebook) -> None:
        super().__init__()
        self._notes = notes
        self._opened = opened

    def body(self) -> Iterable[Widget]:
        """Yield the facts and the actions."""
        yield Rule()
        yield Static("", id="facts", markup=False)
        yield Rule()
        yield Rows(id="actions")

    def on_mount(self) -> None:
        """Show everything."""
        self._show()
        self.set_focus(self.query_one(Rows))

    def on_screen_resume(self) -> None:
        """Show what was changed in a room above."""
        if self.is_mounted and self.query("#actions") and not self._opened.notebook.locked:
            self._show()

    def tick(self) -> None:
        """The title bar of this room tells the notebook."""

    def _show(self) -> None:
        notebook = self._opened.notebook
        self.title_bar.left = f"About: {notebook.label}"
        self.title_bar.right = "UNLOCKED"
        try:
            lines = facts(self._exists(), notebook, self.files.now())
        except DeskaidError as error:
            lines = [("Notes file", str(error))]
        told = (f" {name:<16}{drawn(what):.61}".rstrip() for name, what in lines)
        self.query_one("#facts", Static).update("\n".join(told))
        actions = self.query_one(Rows)
        hold = "Lift the legal hold" if notebook.hold else "Put it under a legal hold"
        actions.show(
            [
                Row("passphrase", "Change the passphrase"),
                Row("code", "Make a new recovery code"),
                Row("hold", hold),
                Row("rename", "Rename it"),
                Row("delete", "Delete it for good"),
            ],
            cursor=actions.cursor,
        )

    def _exists(self) -> WhatExists:
        paths = self.files.paths
        today = day_number(self.files.now().date())
        return what_exists(paths.notes, paths.notes_anchor, today=today)

    async def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Go on to the room that does it."""
        notebook = self._opened.notebook
        if notebook.read_only:
            self.desk.notify(READ_ONLY)
            return
        rooms: dict[str, Callable[[], Room]] = {
            "passphrase": lambda: KeysRoom(self._notes, notebook),
            "code": lambda: KeysRoom(self._notes, notebook, only_code=True),
            "hold": lambda: HoldRoom(notebook),
            "rename": lambda: RenameRoom(notebook),
            "delete": lambda: DeleteRoom(self._notes, notebook),
        }
        await self.desk.push_screen(rooms[message.key]())


def facts(found: WhatExists, notebook: Notebook, now: datetime) -> list[Line]:
    """Return what is worth knowing of an open ``notebook``, a line each."""
    standing = next(each for each in found.notebooks if each.id == notebook.id)
    drafts = sum(not item.finished for item in notebook.dropped())
    edited = max((note.edited for note in notebook.notes()), default=None)
    kept = f"{notebook.days} days" if notebook.days else f"for good: {notebook.reason}"
    return [
        ("Notes", f"{standing.notes}, {standing.without_expiry} of them without expiry"),
        ("Drafts", f"{drafts} unfinished; {standing.waiting} in the drop box in all"),
        ("Expiry", f"next {_day(standing.next_expiry)}, last {_day(standing.last_expiry)}"),
        ("New notes", f"kept {kept}"),
        ("Legal hold", _hold(notebook)),
        ("Wrong tries", _tries(standing)),
        ("Last edit", f"{edited.astimezone(now.tzinfo):%a %d %b %Y %H:%M}" if edited else "none"),
        ("Last saved", f"{_moment(found.changed, now)} (any notebook); save {standing.saves}"),
        ("Key records", "; ".join(_short(standing.key_settings))),
        ("Notes file", f"{found.size // 1024} KB, format {found.format}, {_mode(notebook)}"),
        ("Where", _place(str(found.path))),
        ("This process", protections()),
    ]


def _hold(notebook: Notebook) -> str:
    if not notebook.hold:
        return "none"
    return f"yes: {notebook.hold_reason or 'no reason written down'}; nothing expires"


def _tries(standing: Standing) -> str:
    if not standing.wrong_tries:
        return "none since the unlock"
    return f"{standing.wrong_tries} since {standing.wrong_since.replace('T', ' ')[:16]}"


def _short(settings: Iterable[str]) -> Iterable[str]:
    """Return key settings, once where passphrase and recovery code have the same."""
    spoken = dict.fromkeys(each.partition(": ")[2] for each in settings)
    return spoken if len(spoken) == 1 else settings


def _mode(notebook: Notebook) -> str:
    if notebook.alarms:
        return "opened read-only: changed outside deskaid"
    return "opened read-only: not writable" if notebook.read_only else "writable"


def _place(path: str) -> str:
    return path if len(path) <= 61 else f"…{path[-60:]}"


def _day(day: date | None) -> str:
    return f"{day:%a %d %b %Y}" if day else "none"


def _moment(moment: datetime | None, now: datetime) -> str:
    return f"{moment.astimezone(now.tzinfo):%d %b %Y %H:%M}" if moment else "not known"
