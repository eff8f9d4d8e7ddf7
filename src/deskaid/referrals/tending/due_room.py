"""Due: the listings that want a call, worst first, with the number in the row."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError, Refused
from deskaid.referrals.reading import read_listings
from deskaid.referrals.tending.due import Due, Kind, due_counts, due_listings
from deskaid.referrals.tending.due_rows import counted, done_state, reason_of, row_text
from deskaid.referrals.tending.flags_file import default_place, meant_path
from deskaid.referrals.tending.listing_keys import ListingKeys
from deskaid.shell.bars import Rule
from deskaid.shell.messages import OpenListing
from deskaid.shell.room import bindings_for
from deskaid.shell.rows import Row, Rows

MOST = 200
ADVICE = " Call, then v: checked, or f: wrong. x writes what is wrong here for its owner."
NOTHING = " Nothing is due: every listing was checked within twelve months, and none is flagged."


class DueRoom(ListingKeys):
    """Every listing to look at. What is seen to stays in its row until the room is left."""

    ROOM = "due"
    NAME = "Due for a check"
    FOOTER = ("listing.check", "listing.flag", "listing.undo", "due.export", "curtain", "keys")
    BINDINGS = bindings_for("due")

    def body(self) -> Iterable[Widget]:
        """Yield how many there are, the rows, and what to do."""
        self._dues: list[Due] = []
        self._states: dict[str, str] = {}
        yield Rule()
        yield Static(" Looking ...", id="counts", markup=False)
        yield Rule()
        yield Rows(id="dues")
        yield Rule()
        yield Static("", id="reason", markup=False)
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Look, in a thread: a large directory takes a moment."""
        self.set_focus(self.query_one(Rows))
        self._look_again()

    def listing_under_cursor(self) -> str:
        """Return the id of the listing in the row."""
        row = self.query_one(Rows).current
        return row.key if row is not None else ""

    def listing_changed(self, listing_id: str) -> None:
        """Show at once what became of its row, and count again."""
        if self.is_attached:
            self._look_again()

    def on_screen_resume(self) -> None:
        """Fit the rows to the window as it is now."""
        if self.is_mounted:
            self._show()

    def on_resize(self) -> None:
        """Fit the rows to the window."""
        self._show()

    def _look_again(self) -> None:
        self.run_worker(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        database, today = self.files.paths.database, self.files.now().date()
        try:
            counts, dues, states = await asyncio.to_thread(_found, database, today, self._dues)
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self._states = states
        self._dues = _merged(self._dues, dues)
        more = f"   first {MOST} shown" if sum(counts.values()) > MOST else ""
        self.query_one("#counts", Static).update(f" {counted(counts) or 'Nothing is due.'}{more}")
        self._show()

    def _show(self) -> None:
        rows, width = self.query_one(Rows), self.desk.size.width - 3
        shown = [
            Row(due.listing_id, row_text(due, width=width, state=state), "quiet" if state else "")
            for due in self._dues
            for state in [self._states.get(due.listing_id, "")]
        ]
        rows.show(shown, cursor=rows.cursor)
        self._tell(rows.cursor)

    def _tell(self, index: int) -> None:
        text = NOTHING
        if index < len(self._dues):
            due = self._dues[index]
            seen_to = due.listing_id in self._states
            text = f" {'Seen to. u takes it back.' if seen_to else reason_of(due)}\n{ADVICE}"
        self.query_one("#reason", Static).update(text)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Say why the listing under the cursor is due."""
        self._tell(message.rows.cursor)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the whole listing."""
        self.post_message(OpenListing(message.key))

    # The file for the directory's owner.

    async def do_due_export(self) -> None:
        """Ask where to, then write flags and corrections."""
        await self.asking(self._export())

    async def _export(self) -> None:
        today = self.files.now().date()
        typed: str | None = str(default_place(today))
        trouble = ""
        async with self.prompt() as prompt:
            while True:
                typed = await prompt.ask(
                    "Write flags and corrections to:",
                    value=typed or "",
                    longest=400,
                    trouble=trouble,
                    help_line="No file is overwritten.   Enter writes it     Esc leaves",
                )
                if typed is None:
                    return
                path = meant_path(typed, today)
                try:
                    count = await asyncio.to_thread(_written, self.files.paths.database, path)
                    break
                except DeskaidError as error:
                    trouble = str(error)
        self.tell_done(_told(count, path))


def _written(database: Path, path: Path) -> int:
    from deskaid.referrals.exporting.flags import export_flags, flag_rows

    if next(flag_rows(database), None) is None:
        return 0
    if path.exists():
        raise Refused(f"There is already a file {path}.", hint="Choose another name.")
    return export_flags(database, path).rows["row"]


def _told(count: int, path: Path) -> str:
    if not count:
        return "Nothing is flagged or corrected here, so no file was written."
    rows = f"{count} row{'s' if count > 1 else ''}"
    return f"Written, {rows}: {path}. Send it to the directory's owner; it names no patron."


def _found(
    database: Path, today: date, before: list[Due]
) -> tuple[Mapping[Kind, int], list[Due], dict[str, str]]:
    """Return counts, what is due, and what to say in the rows of what is due no more."""
    dues = due_listings(database, today, limit=MOST)
    still = {due.listing_id for due in dues}
    gone = [due.listing_id for due in before if due.listing_id not in still]
    states = {one.id: done_state(one, today) for one in read_listings(database, gone)}
    return due_counts(database, today), dues, states


def _merged(before: list[Due], found: list[Due]) -> list[Due]:
    """Return the rows in the order they stood in, each as it is now, then those that are new."""
    now = {due.listing_id: due for due in found}
    kept = [now.pop(due.listing_id, due) for due in before]
    return kept + [due for due in found if due.listing_id in now]
