"""Import: a path, what would be taken in, and only then the taking in."""

import os
from collections.abc import Iterable
from pathlib import Path

from textual import events
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from deskaid.referrals.browsing import Entry, matching
from deskaid.shell.bars import Rule
from deskaid.shell.boxes import SearchBox
from deskaid.shell.messages import DirectoryChanged
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows
from deskaid.taking_in_apart import TakenIn, take_in_apart
from deskaid.text import drawn, one_line

ASK_PATH = (
    " Which file, folder or zip?  Type its path, or choose below.\n"
    " Spreadsheets (XLSX, CSV), HSDS packages and JSON are told apart by themselves."
)
ASK_SOURCE = (
    " What is it called?  A later file under the same name updates it: checks, flags\n"
    " and tips of this library stay, and what is gone from the file is marked."
)
_OWN = ("national", "this library")  # sources no file may update
_NEW = "new"
_BAR = 40


class ImportRoom(Room):
    """Three steps in one room: where it is, what it is called, what it holds."""

    ROOM = "import"
    NAME = "Import"
    TYPING = True
    FOOTER = ("escape", "home", "urgent", "curtain", "keys")
    EXTRA_KEYS = (("Enter", "Next"),)

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._source = ""
        self._entries: list[Entry] = []
        self._worker: Worker[None] | None = None
        self._step = "path"

    def body(self) -> Iterable[Widget]:
        """Yield the question, its box, and the list or page beneath."""
        yield Rule()
        yield Static(ASK_PATH, id="question", markup=False)
        yield SearchBox(self._typed, placeholder="path", id="box")
        yield Rows(id="entries")
        with VerticalScroll(id="page", classes="body"):
            yield Static("", id="told", markup=False)

    def on_mount(self) -> None:
        """Ask for the path."""
        self._ask_path()

    # Where it is.

    def _ask_path(self) -> None:
        self._lay_out("path", ASK_PATH)
        box = self.query_one(SearchBox)
        box.placeholder = "path"
        box.value = str(self._path) if self._path else ""
        box.cursor_position = len(box.value)
        self._typed(box.value)
        self.set_focus(box)

    def _lay_out(self, step: str, question: str) -> None:
        self._step = step
        asking = step in ("path", "source")
        self.query_one("#box").display = asking
        self.query_one("#entries").display = asking
        self.query_one("#page").display = not asking
        self.query_one("#question", Static).update(question)
        self.title_bar.left = self.NAME

    def _typed(self, text: str) -> None:
        if self._step == "path":
            self._entries = matching(text)
            rows = [Row(str(at), drawn(entry.label)) for at, entry in enumerate(self._entries)]
        elif self._step == "source":
            rows = [
                Row(name, f"Update: {drawn(name)}")
                for name in self._sources()
                if one_line(text).lower() in name.lower()
            ]
            rows.insert(0, Row(_NEW, f"Under this name: {drawn(one_line(text)) or '...'}"))
        else:
            return
        self.query_one("#entries", Rows).show(rows)

    def _choose(self, entry: Entry) -> None:
        if entry.is_folder:
            self._complete(entry)
            self.set_focus(self.query_one(SearchBox))
        else:
            self._take_path(entry.path)

    def _complete(self, entry: Entry) -> None:
        box = self.query_one(SearchBox)
        box.value = f"{entry.path}{os.sep}" if entry.is_folder else str(entry.path)
        box.cursor_position = len(box.value)

    def _take_path(self, path: Path) -> None:
        if not path.exists():
            self.desk.notify("There is nothing at this path. Choose from the list, or correct it.")
            return
        self._path = path
        self._ask_source()

    # What it is called.

    def _ask_source(self) -> None:
        assert self._path is not None  # noqa: S101 - asked for before
        self._lay_out("source", ASK_SOURCE)
        box = self.query_one(SearchBox)
        box.placeholder = "name"
        box.value = one_line(self._path.resolve().name)
        box.cursor_position = len(box.value)
        self._typed(box.value)
        self.set_focus(box)

    def _sources(self) -> list[str]:
        from deskaid.referrals.reading import counts

        found = counts(self.files.paths.database)["sources"]
        return sorted(name for name in found if name not in _OWN)

    def _take_source(self, name: str) -> None:
        if not name or name in _OWN:
            self.desk.notify("It needs a name of its own, such as the agency that keeps it.")
            return
        self._source = name
        self._start(dry_run=True)

    # What it holds.

    def _start(self, *, dry_run: bool) -> None:
        self._lay_out("reading", " Reading; nothing is changed." if dry_run else " Taking in.")
        self.query_one("#told", Static).update("")
        self.set_focus(self.query_one("#page"))
        work = self._take_in(dry_run=dry_run)
        self._worker = self.run_worker(work, group="import", exit_on_error=False, exclusive=True)

    async def _take_in(self, *, dry_run: bool) -> None:
        assert self._path is not None  # noqa: S101 - asked for before
        ended = await take_in_apart(
            self._path, source=self._source, dry_run=dry_run, doing=self._doing
        )
        self._show(ended, dry_run=dry_run)

    def _doing(self, what: str, done: int, total: int) -> None:
        if not total:
            line = f"{what} ..."
        else:
            filled = min(_BAR, _BAR * done // total)
            line = f"{what}\n\n[{'#' * filled}{'.' * (_BAR - filled)}] {100 * done // total} %"
        self.query_one("#told", Static).update(f"\n{line}\n\nEsc stops; nothing is changed then.")

    def _show(self, ended: TakenIn, *, dry_run: bool) -> None:
        if ended.trouble is not None:
            question = " Nothing was changed.   Esc: another file"
            told = f"\n{ended.trouble.message}\n\n{ended.trouble.hint}"
            self._lay_out("refused", question)
        else:
            question = (
                " This is what it holds.   Enter takes it in   Esc leaves it"
                if dry_run
                else " Done.   Enter shows the directory   Esc: another file"
            )
            self._lay_out("report" if dry_run else "done", question)
            told = "\n" + "\n".join(map(drawn, ended.lines))
        self.query_one("#told", Static).update(told)
        self.set_focus(self.query_one("#page"))
        if ended.trouble is None and not dry_run:
            self.files.renew_finder()
            self.desk.post_message(DirectoryChanged())

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Go on with Enter from a page; Up and Down move the list from the box, Tab completes."""
        if event.key == "enter" and self._step in ("report", "done"):
            event.stop()
            if self._step == "report":
                self._start(dry_run=False)
            else:  # later, so that the next room does not hear this key too
                self.desk.call_later(self.desk.action_command, "refer")
        elif self.focused is self.query_one("#box") and event.key in ("up", "down", "tab"):
            event.stop()
            event.prevent_default()
            self._move(event.key)

    def _move(self, key: str) -> None:
        rows = self.query_one("#entries", Rows)
        if key == "tab":
            if self._step == "path" and rows.current is not None:
                self._complete(self._entries[int(rows.current.key)])
        else:
            rows.action_move(1 if key == "down" else -1)

    def on_input_submitted(self) -> None:
        """Take what is typed, or the row the cursor was moved to."""
        rows = self.query_one("#entries", Rows)
        typed = one_line(self.query_one(SearchBox).value).strip('"')
        if self._step == "path" and rows.current is not None:
            self._choose(self._entries[int(rows.current.key)])
        elif self._step == "path":
            self._take_path(Path(typed).expanduser())
        elif rows.current is None or rows.current.key == _NEW:
            self._take_source(typed)
        else:
            self._take_source(rows.current.key)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Take the row that was picked."""
        if self._step == "path":
            self._choose(self._entries[int(message.key)])
        else:
            self.on_input_submitted()

    def do_escape(self) -> bool:
        """Go back a step; a reading is stopped. Returns False at the first one."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        if self._step == "path":
            return False
        if self._step == "source":
            self._ask_path()
        elif self._step == "done":
            self._path = None
            self._ask_path()
        else:
            self._ask_source()
        return True
