"""An incident draft on the screen: edited, looked over, then saved or printed on a clear word."""

import asyncio
from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Input, Static

from deskaid.errors import DeskaidError
from deskaid.notes.area import NoteArea
from deskaid.notes.caution_line import CautionLine
from deskaid.notes.incident import PLAIN_COPY, default_place, draft_of, meant_place, write_plain
from deskaid.notes.note import Note
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.screen import NoteRoom
from deskaid.shell.bars import Rule
from deskaid.shell.room import bindings_for
from deskaid.text import shortened

CLEAN = "Nothing was met that should be left out."
ASK_PLACE = " Write the plain copy to (Enter writes it, Esc goes back):"
ASK_PRINT = " F9 again prints it. A print queue may keep a copy of its own."
OFFER = (
    " The note itself is still in the notebook, and expires there.\n\n"
    "   d     delete the note now (u brings it back until the notebook is locked)\n"
    "   Esc   keep the note"
)


class IncidentRoom(NoteRoom):
    """A page begun with the facts of ``note``; nothing leaves it before its author says so.

    What is changed in it is sealed like any note, as a note of its own, until it was saved or
    printed.
    """

    ROOM = "incident"
    NAME = "Incident draft"
    FOOTER = ("escape", "curtain", "lock", "keys")
    EXTRA_KEYS = (("Ctrl+S", "Save"), ("F9", "Print"))
    BINDINGS = bindings_for("incident")
    FRESH = " not saved and not printed yet"

    def __init__(self, notes: Notes, cover: Cover, note: Note, opened: OpenNotebook) -> None:
        super().__init__(notes, [cover])
        self._source: Note | None = note
        self._book: OpenNotebook | None = opened
        self._asked = ""
        self._leaving = False

    def body(self) -> Iterable[Widget]:
        """Yield the page, the checklist and the question where it goes."""
        yield from super().body()
        yield Static(f" {PLAIN_COPY}", id="ask", markup=False, classes="quiet")
        yield Input(id="where", select_on_focus=False)
        yield Static("", id="after", markup=False)

    def on_mount(self) -> None:
        """Show the draft; the page is the only thing to write in."""
        box = self.query_one("#where", Input)
        box.cursor_blink = box.display = False
        self.query_one("#after").display = False
        self.query_one("#hint").display = False
        self.query_one(CautionLine).look()

    def _start(self) -> tuple[str, tuple[int, int]]:
        if self._source is None:
            return "", (0, 0)
        text = draft_of(self._source, self.files.now(), library=self.files.site.name)
        return text, (3, 0)

    def _caution_line(self) -> CautionLine:
        return CautionLine(lambda: self._text, known=self._known(), otherwise=CLEAN, checklist=True)

    def _head(self) -> None:
        self.title_bar.left = "Incident draft"
        self.title_bar.right = "a plain copy is NOT encrypted"

    def farewell(self) -> str:
        """Say where an edited draft went that was neither saved nor printed."""
        return "The edited draft is sealed in the notebook, as a note." if self._sealed else ""

    def _ask(self, what: str, text: str) -> None:
        self._asked = what
        self.query_one("#ask", Static).update(text)
        self.query_one("#where").display = what == "place"
        self.set_focus(self.query_one("#where" if what == "place" else "#note"))

    def do_incident_save(self) -> None:
        """Ask where to."""
        if self._leaving:
            return
        self.query_one("#where", Input).value = str(default_place(self.files.now().date()))
        self._ask("place", ASK_PLACE)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the copy."""
        today = self.files.now().date()
        try:
            path = meant_place(message.value, today)
            write_plain(self._text, path)
        except DeskaidError as error:
            self.query_one("#ask", Static).update(f" {error}\n{ASK_PLACE}")
            return
        self._went(f"Written: {path}")

    def do_slip(self) -> bool:
        """Print, when it was asked for twice."""
        if self._leaving:
            return True
        if self._asked != "print":
            self._ask("print", ASK_PRINT)
            return True
        self._ask("", " Sending to the printer ...")
        self.run_worker(self._print(self._text), group="print")
        return True

    async def _print(self, text: str) -> None:
        from deskaid.printing import print_text

        printer = self.files.site.printer
        try:
            told = await asyncio.to_thread(
                print_text, text, printer=printer, what="draft", instead="Save it with Ctrl+S."
            )
        except DeskaidError as error:
            if self.is_attached:
                self._ask("", f" {error}")
            return
        if self.is_attached:
            self._went(told)

    def _went(self, told: str) -> None:
        """Say what became of it, and offer to delete the note."""
        text = self._text
        try:  # an edited draft needs no second life as a note now
            self._keeper.discard(self._next_number())
        except DeskaidError as error:
            self.desk.tell(error)
        self._blank = self._safe = text
        self._sealed, self._leaving, self._asked = False, True, ""
        for widget in self.query("#note, #cautions, #ask, #where, #sealed, Rule"):
            widget.display = False
        self.query_one(Rule).display = True
        after = self.query_one("#after", Static)
        after.display = True
        after.update(f" {shortened(told, 300)}\n\n {PLAIN_COPY}\n\n{OFFER}")
        self.set_focus(None)

    def do_incident_delete(self) -> None:
        """Delete the note the draft was made from, once the draft is out."""
        if not self._leaving or self._source is None or self._book is None:
            return
        try:
            self._book.notebook.delete(self._source.id)
        except DeskaidError as error:
            self.desk.tell(error)
            return
        self.desk.notify("Deleted. u brings it back, until the notebook is locked.")
        self.desk.pop_screen()

    def do_escape(self) -> bool:
        """Take a question back. Returns False when none is open: the draft is left then."""
        if self._asked:
            self._ask("", f" {PLAIN_COPY}")
            return True
        return False if self._leaving else super().do_escape()

    def hold_sealed(self) -> Callable[[], None] | None:
        """Keep only the ciphertext of an edited draft, and nothing of the note it came from."""
        write = super().hold_sealed()
        self.query_one("#note", NoteArea).text = ""
        self._blank = self._safe = ""
        self._source = self._book = None
        return write
