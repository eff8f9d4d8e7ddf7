"""A note: a cursor at once and no passphrase in front of a patron, sealed as it is typed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.notes.area import MOST_CHARACTERS, NoteArea
from deskaid.notes.caution_line import CautionLine
from deskaid.notes.days import check_choice, day_number, purge_day
from deskaid.notes.due_days import DueDay
from deskaid.notes.keeper import DraftKeeper
from deskaid.notes.note import Note
from deskaid.notes.notebook_state import OpenNotebook
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.owed import Owed
from deskaid.notes.template import HINTS, blank_note, is_blank, label_at
from deskaid.notes.terms import Terms, until, until_from
from deskaid.shell.bars import Rule
from deskaid.shell.messages import SecretHeld
from deskaid.shell.room import Room

__all__ = ["ADVICE", "MOST_CHARACTERS", "SEAL_AFTER", "NoteArea", "NoteRoom"]

# A draft is sealed at most this long after a key: what a power cut can cost (notes.md 3).
SEAL_AFTER = 1.5
ADVICE = 'Leave out names, card numbers, titles, guesses. "Patron A" will do.'


class NoteRoom(Room):
    """Writes one note into one notebook.

    A new note goes to the drop box, sealed to the notebook's public key; with ``note`` and
    ``opened`` it edits a note of a notebook that is unlocked.
    """

    ROOM = "note"
    NAME = "Note"
    FOOTER: ClassVar[tuple[str, ...]] = ("escape", "curtain", "lock", "urgent", "keys")
    EXTRA_KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Tab", "Next line"),)
    PRIVATE = True
    TYPING = True
    FRESH: ClassVar[str] = " nothing written yet"

    def __init__(
        self,
        notes: Notes,
        covers: list[Cover],
        *,
        chosen: int = 0,
        note: Note | None = None,
        opened: OpenNotebook | None = None,
        draft: str | None = None,
        draft_id: str = "",
    ) -> None:
        super().__init__()
        self._notes = notes
        self._covers = covers
        self._chosen = chosen
        self._note = note
        self._opened = opened
        self._draft = draft
        self._draft_id = draft_id
        self._terms = Terms()
        self._counted: DueDay | None = None  # what Home counts of this note while it is locked
        self._said = ""
        self._number = 0
        self._waiting = False
        self._safe: str | None = None  # what stands on the disk as a finished note
        self._sealed = False

    def body(self) -> Iterable[Widget]:
        """Yield the page, the advice and the state of the seal."""
        yield Rule()
        if self._note is None:
            self._blank, cursor = self._start()
            area = NoteArea(self._blank)
            area.move_cursor(cursor)
        else:
            area = NoteArea(self._note.text if self._draft is None else self._draft)
            self._blank = area.text if self._draft is None else ""
            area.move_cursor(area.document.end)
        country = self.files.site.country
        self._owed = Owed(lambda: self.files.now().date(), day_first=country not in ("US", ""))
        if self._note is not None:
            self._owed.follow(self._note)
        yield area
        yield Static("", id="hint", markup=False, classes="quiet")
        yield self._caution_line()
        yield Rule()
        yield Static("", id="sealed", markup=False)

    def _start(self) -> tuple[str, tuple[int, int]]:
        """Return the text of a new page, and where its cursor starts (row, column)."""
        return blank_note(self.files.now())

    def _caution_line(self) -> CautionLine:
        return CautionLine(lambda: self._text, known=self._known(), otherwise=ADVICE)

    def on_mount(self) -> None:
        """Put the cursor in the page."""
        self._keeper = self._new_keeper()
        self._head()
        self._say(self.FRESH)
        self.post_message(SecretHeld())
        self.set_focus(self.query_one(NoteArea))
        self.on_text_area_selection_changed()
        if self._note is not None:
            self.query_one(CautionLine).look()

    def _new_keeper(self) -> DraftKeeper:
        cover = self._covers[self._chosen]
        if self._note is None:
            return DraftKeeper(self._notes.drop_box, cover.id)
        return DraftKeeper(
            self._notes.drop_box, cover.id, self._note.id, self._note.revision, self._draft_id
        )

    def _known(self) -> list[str]:
        """Return what is on this library's own sign: no caution is due on it."""
        site = self.files.site
        return [site.name, site.address, site.entrance, site.phone, *self.files.facts.values()]

    def _head(self) -> None:
        cover, today = self._covers[self._chosen], self.files.now().date()
        if self._terms.days is not None:
            kept = until_from(today, self._terms.days, self._terms.reason)
        elif self._note is not None:
            kept = until(self._note.expires, self._note.reason)
        else:
            kept = until_from(today, cover.days, "")
        more = "   F7 another notebook" if self._note is None and len(self._covers) > 1 else ""
        name = f"Note {'for' if self._note is None else 'in'}: {cover.label}"
        self.title_bar.left = f"{name}   {kept}{more}"

    def tick(self) -> None:
        """The title bar of this room tells the notebook."""

    def _say(self, text: str) -> None:
        self._said = text
        self._tell()

    def _tell(self) -> None:
        """Show the state of the seal, and when a follow-up is due as this program understood it."""
        told = self._owed.told(self._text)
        self.query_one("#sealed", Static).update(f"{self._said}{'     ' if told else ''}{told}")

    @property
    def _text(self) -> str:
        return self.query_one(NoteArea).text

    @property
    def _unchanged(self) -> bool:
        return self._text == self._blank or (self._note is None and is_blank(self._text))

    def on_text_area_selection_changed(self) -> None:
        """Say what belongs on the line of the cursor."""
        area = self.query_one(NoteArea)
        label = label_at(area.document.lines, area.cursor_location[0])
        self.query_one("#hint", Static).update(f" {HINTS.get(label, '')}")

    def on_text_area_changed(self) -> None:
        """Seal what is written within `SEAL_AFTER` seconds, in a worker; look at it sooner."""
        self.query_one(CautionLine).touched()
        if not self._waiting and not self._unchanged and self._text != self._safe:
            self._waiting = True
            self._say(" writing ...")
            self.set_timer(SEAL_AFTER, self._seal_draft)

    def _seal_draft(self) -> None:
        self._waiting = False
        text, number, keeper = self._text, self._next_number(), self._keeper
        if text != self._safe:
            keeper.terms = replace(self._terms, due=self._owed.due(text))
            self.run_worker(lambda: self._keep(keeper, text, number), thread=True)

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _keep(self, keeper: DraftKeeper, text: str, number: int) -> None:
        # The room may be gone by now: what is left to say goes through its queue, not a call.
        try:
            kept = keeper.keep(text, number)
        except DeskaidError as error:
            self.call_later(self._say, f" NOT SAVED. {error}")
            return
        if kept:
            self.call_later(self._say, f" sealed {self.files.now():%H:%M:%S}")

    def seal(self) -> None:
        """Seal what is written, as a finished note; raises `DeskaidError` when it is not saved.

        Called before the room is left, covered or locked, and again when somebody came back to
        it and wrote more. Nothing written leaves nothing.
        """
        if not self.is_mounted or self._text == self._safe:
            return
        text, number = self._text, self._next_number()
        due = self._owed.due(text)
        self._keeper.terms = replace(self._terms, due=due)
        if self._unchanged and (self._note is None or self._terms.days is None):
            self._keeper.discard(number)
            self._count(None)
        elif self._opened is not None and self._note is not None:
            self._note = self._opened.save_edit(
                self._note, text, self._keeper, number=number, due=due
            )
            self._blank = text
            self._owed.follow(self._note)
            self._terms = Terms()
        else:
            self._keeper.finish(text, number)
            self._sealed = True
            self._count(due)
        self._safe = text

    def _count(self, due: date | None) -> None:
        """Let Home count this note's follow-up before anybody unlocks its notebook."""
        cover, today = self._covers[self._chosen], self.files.now().date()
        if not self._notes.follow_up_count or (due is None and self._counted is None):
            return
        days = cover.days if self._terms.days is None else self._terms.days
        now = DueDay(day_number(due), purge_day(today, days), waiting=True) if due else None
        self._notes.due_days.wait(cover.id, now, instead_of=self._counted)
        self._counted = now

    def hold_sealed(self) -> Callable[[], None] | None:
        """Keep only the ciphertext of what is written; page and note are let go."""
        if not self.is_mounted or self._unchanged or self._text == self._safe:
            return None
        self._keeper.terms = replace(self._terms, due=self._owed.due(self._text))
        write = self._keeper.hold(self._text, self._next_number())
        self._note = self._opened = self._draft = None
        self._terms = Terms()
        self._owed.forget()
        self._blank = self._safe = self.query_one(NoteArea).text = ""
        self.query_one(CautionLine).forget()
        return write

    def farewell(self) -> str:
        """Say that the note is safe, and how to read it."""
        return "Sealed. Esc, then N opens your notebook." if self._sealed else ""

    def do_note_cautions(self) -> None:
        """Show all that should be looked at again, with the reasons; once more hides it."""
        self.query_one(CautionLine).toggle()

    async def do_note_keep(self) -> None:
        """Choose how long this note is kept."""
        from deskaid.notes.retention_room import Kept, RetentionRoom

        now = self._terms.days
        if now is None and self._note is None:
            now = self._covers[self._chosen].days
        await self.desk.push_screen(RetentionRoom([Kept("This note", now, self._keep_for)]))

    def _keep_for(self, days: int, reason: str) -> None:
        check_choice(days, reason)
        self._terms, self._safe = Terms(days, reason), None
        self._head()

    def do_escape(self) -> bool:
        """Close what F6 opened. Returns False when it is not open: the note is left then."""
        line = self.query_one(CautionLine)
        if not line.shows_all:
            return False
        line.toggle()
        return True

    def do_note(self) -> bool | None:
        """Choose another notebook with F7 while writing."""
        if self._note is not None or len(self._covers) < 2:
            return None
        before = self._chosen
        self._chosen = (before + 1) % len(self._covers)
        keeper = self._new_keeper()
        try:  # there first, then no longer here: what is written is never nowhere
            if not self._unchanged:
                keeper.terms = replace(self._terms, due=self._owed.due(self._text))
                keeper.keep(self._text, self._next_number())
            self._keeper.discard(self._next_number())
            if self._counted is not None:
                left = self._covers[before].id
                self._notes.due_days.wait(left, None, instead_of=self._counted)
                self._counted = None
        except DeskaidError as error:
            self._chosen = before
            self.desk.tell(error)
            return True
        self._keeper, self._safe = keeper, None
        self._head()
        self._say(" sealed" if keeper.holds_any else self.FRESH)
        return True
