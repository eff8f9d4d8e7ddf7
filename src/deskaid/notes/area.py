"""Where a note is typed."""

from textual import events
from textual.binding import Binding
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from deskaid.notes.template import next_line
from deskaid.text import plain

# Far past any note; however its characters are written, it fits a record (`records.LARGEST`), so
# that what is on the page can always be sealed.
MOST_CHARACTERS = 200_000


class NoteArea(TextArea):
    """A text area that does not blink and takes nothing that could not be drawn or sealed.

    Tab goes to the end of the next line of the template, Shift+Tab to the one before.
    """

    # Textual's own F6 here would select the line.
    BINDINGS = [Binding("f6", "app.command('note.cautions')", show=False, id="note.cautions")]

    def __init__(self, text: str) -> None:
        super().__init__(plain(text), id="note", soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def on_unmount(self) -> None:
        """Let the app forget this page, and its words with it.

        A `TextArea` watches the app's theme. Textual lets go of such a watcher no sooner than the
        theme changes, so every note written since the start would stay in memory.
        """
        watched: dict[str, list[tuple[object, object]]] = getattr(self.app, "__watchers", {})
        for watchers in watched.values():
            watchers[:] = [pair for pair in watchers if pair[0] is not self]

    def edit(self, edit: Edit) -> EditResult:
        """Make one change, typed or pasted; one that would make the note too long is refused."""
        edit.text = plain(edit.text)
        if edit.text and len(self.text) + len(edit.text) > MOST_CHARACTERS:
            self.app.notify("This would make the note too long. Split it into several notes.")
            return EditResult(self.cursor_location, "")
        return super().edit(edit)

    async def _on_key(self, event: events.Key) -> None:
        # Here and not by a binding: a letter typed right after Tab would come before it.
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self.go_to_line(1 if event.key == "tab" else -1)
            return
        await super()._on_key(event)

    def go_to_line(self, step: int) -> None:
        """Go to the end of what stands on the next line of the template, or the one before."""
        lines = self.document.lines
        row = next_line(lines, self.cursor_location[0], step=step)
        if row is None:
            return
        after = next_line(lines, row)
        last = (after if after is not None else len(lines)) - 1
        while last > row and not lines[last].strip():
            last -= 1
        self.move_cursor((last, len(lines[last])))
