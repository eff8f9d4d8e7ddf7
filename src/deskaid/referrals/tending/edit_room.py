"""The form for one listing: one field per row, what was understood told beneath, then saved."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError, Refused
from deskaid.referrals.editing import EDITABLE, EMPTY, as_typed
from deskaid.referrals.listing import Listing
from deskaid.referrals.tending import edit_draft
from deskaid.referrals.tending.care_room import CareRoom
from deskaid.referrals.tending.clerk import read_initials
from deskaid.referrals.tending.form_rows import FieldBox, FieldRow
from deskaid.referrals.tending.typed_facts import Typed
from deskaid.shell.bars import Rule
from deskaid.shell.messages import OpenListing

if TYPE_CHECKING:
    from deskaid.referrals.tending.care import Care

INITIALS = "initials"
_LABELS = {one.field: f"{one.label}{' *' if one.required else ''}" for one in EDITABLE}
_LABELS[INITIALS] = "Your initials *"
_HELP = {one.field: one.help for one in EDITABLE}
_HELP["needs"] = "In words, apart by commas: shelter, food, mental health."
_HELP[INITIALS] = "Kept with what you changed. Enter here saves."


class EditRoom(CareRoom):
    """Corrects ``listing`` for this library, or adds one of its own where that is None.

    ``need`` is the code that is filled in for a new one.
    """

    ROOM = "edit-listing"
    NAME = "Correct"
    TYPING = True
    FOOTER = ("escape", "urgent", "curtain", "keys")
    EXTRA_KEYS = (("Enter", "Next"), ("PgDn", "End, save"))

    def __init__(self, listing: Listing | None = None, *, need: str = "") -> None:
        super().__init__()
        self._listing = listing
        self._need = need
        self._done = False
        self._saving = False
        self._kept = ""
        self._told = ("", "", "")

    def body(self) -> Iterable[Widget]:
        """Yield the rows, and what is understood of the one under the cursor."""
        self._typed = Typed(self.files.needs(), self._listing or EMPTY)
        self._start = self._typed.shown(as_typed(self._listing or EMPTY))
        draft = edit_draft.kept(self.files.paths, self._draft_key)
        self._opened = dict(self._start)
        if self._need:
            self._opened["needs"] = self._typed.label_of(self._need)
        values = {**self._opened, **draft, INITIALS: self.clerk.initials}
        self._restored = bool(draft)
        yield Rule()
        with VerticalScroll(id="form", can_focus=False):
            for field in (*self._start, INITIALS):
                yield FieldRow(field, _LABELS[field], values.get(field, ""))
        yield Rule()
        yield Static("", id="help", markup=False)
        yield Static("", id="understood", markup=False)

    def on_mount(self) -> None:
        """Begin at the name, or where a draft was left to."""
        name = self._listing.name if self._listing else ""
        self.title_bar.left = f"{self.NAME}: {name}" if name else "New listing of this library"
        self.set_focus(self._box("name"))
        self.desk.clear_notifications()  # they lie where the form tells what it understands
        if self._restored:
            self._tell("name", "What you typed here before is back. Esc, then x, throws it away.")

    @property
    def _draft_key(self) -> str:
        return self._listing.id if self._listing else edit_draft.NEW

    @property
    def fields(self) -> tuple[str, ...]:
        """The rows from top to bottom."""
        return (*self._start, INITIALS)

    def _box(self, field: str) -> FieldBox:
        return self.query_one(f"#field-{field}", FieldBox)

    @property
    def _here(self) -> str:
        return self.focused.field if isinstance(self.focused, FieldBox) else "name"

    def values(self) -> dict[str, str]:
        """Return what stands in the form, without the initials."""
        return {field: self._box(field).value for field in self._start}

    def changes(self) -> dict[str, str]:
        """Return what was changed, by field."""
        return {field: text for field, text in self.values().items() if text != self._start[field]}

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed; the need it was opened with is nobody's work."""
        return self.values() != self._opened

    # Moving and understanding.

    def action_move(self, step: int) -> None:
        """Go to another row; stop at both ends. What was typed is kept as a draft by then."""
        self._keep_draft()
        at = self.fields.index(self._here) + step
        self.set_focus(self._box(self.fields[min(max(0, at), len(self.fields) - 1)]))

    def on_descendant_focus(self) -> None:
        """Say what to type in the row under the cursor."""
        if isinstance(self.focused, FieldBox):
            self.query_one("#help", Static).update(_HELP.get(self._here) or _LABELS[self._here])
            self.understand()

    def on_input_changed(self) -> None:
        """Say at every key what is understood."""
        self.understand()

    def understand(self) -> None:
        """Tell how the row under the cursor will be read, or what is still wrong with it."""
        here, value = self._here, self._box(self._here).value
        told_here = (here, value) == self._told[:2]
        if not self._saving:
            self.say(self._told[2] if told_here else self._typed.understood(here, value))

    def _tell(self, field: str, words: str) -> None:
        """Tell something about a row until it is typed in."""
        self._told = (field, self._box(field).value, words)
        self.set_focus(self._box(field))
        self.understand()

    def say(self, words: str) -> None:
        """Tell something beneath the form."""
        self.query_one("#understood", Static).update(words)

    def on_input_submitted(self) -> None:
        """Go on to the next row; from the last one, save."""
        if self._here == INITIALS:
            self._save_soon()
        else:
            self.action_move(1)

    # Saving and leaving.

    def _save_soon(self) -> None:
        if not self._saving:
            self.run_worker(self._save(), group="save")

    async def _save(self) -> None:
        changes = self.changes()
        if self._listing is None:
            changes = {"name": "", **changes}
        if not changes:
            self._leave("Nothing was changed.")
            return
        try:
            self.clerk.initials = read_initials(self._box(INITIALS).value)
        except Refused as error:
            self._tell(INITIALS, f"Not saved. {error}")
            return
        for field, text in changes.items():
            try:
                changes[field] = self._typed.read(field, text)
            except Refused as error:
                self._tell(field, f"Not saved. {error}")
                return
        self._saving = True
        self.say("Saving ...")
        trouble = await self._write(changes)
        self._saving = False
        if trouble is not None:
            self._tell(self._typed.field_of(trouble) or self._here, f"Not saved. {trouble}")

    async def _write(self, changes: Mapping[str, str]) -> DeskaidError | None:
        who, today, listing = self.clerk.initials, self.files.now().date(), self._listing
        if listing is not None:
            identity = listing.id
            error = await self.write(
                identity, lambda care: care.edit(identity, changes, initials=who, on=today)
            )
            if error is None:
                fields = ", ".join(_LABELS[field].rstrip(" *") for field in changes)
                self._leave(f"Corrected here: {fields}. u takes it back.")
            return error
        added: list[str] = []

        def add(care: "Care") -> str:
            added.append(care.add(changes, initials=who, on=today))
            return added[0]

        error = await self.write("", add)
        if error is None:
            self._leave("Added to this library's own listings. u takes it back.")
            self.desk.post_message(OpenListing(added[0]))
        return error

    def _leave(self, words: str) -> None:
        self._done = True
        edit_draft.drop(self.files.paths, self._draft_key)
        if self.desk.screen is self:
            self.desk.pop_screen()
        self.tell_done(words)

    def do_escape(self) -> bool:
        """Ask what becomes of the changes; without any, go back."""
        if self._saving:
            return True
        if not self.is_touched:
            self._done = True
            edit_draft.drop(self.files.paths, self._draft_key)
            return False
        self.run_worker(self._ask_before_leaving(), group="leave", exclusive=True)
        return True

    async def _ask_before_leaving(self) -> None:
        async with self.prompt() as prompt:
            answer = await prompt.choose(
                "Save what you changed?",
                {"s": "saves", "x": "throws it away"},
                default="s",
                help_line="Enter saves   x throws it away   Esc back to the form",
            )
        if answer == "s":
            self._save_soon()
        elif answer == "x":
            self._leave("Left as it was.")

    def _keep_draft(self) -> None:
        if self._done or not self.is_touched:
            return
        try:
            edit_draft.keep(self.files.paths, self._draft_key, self.changes())
        except DeskaidError as error:
            self.say(str(error))

    def seal(self) -> None:
        """Keep what is typed as a draft; raises `FileTrouble` when even that fails."""
        if self.is_mounted and not self._done and self.is_touched:
            edit_draft.keep(self.files.paths, self._draft_key, self.changes())
            self._kept = self._listing.name if self._listing else "the new listing"

    def hold_sealed(self) -> Callable[[], None] | None:
        """Hold what is typed in memory until the disk takes it as a draft."""
        if not self.is_mounted or self._done or not self.is_touched:
            return None
        return partial(edit_draft.keep, self.files.paths, self._draft_key, self.changes())

    def farewell(self) -> str:
        """Say where the draft went."""
        if self._done or not self._kept:
            return ""
        return f"Not saved yet, but kept: {self._kept}. Open its form again to go on."
