"""The curtain: hours and a clock on an opaque screen, drawn before anything else happens."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from deskaid.text import one_line

if TYPE_CHECKING:
    from deskaid.app import DeskaidApp


class Curtain(Screen[None]):
    """What a patron may read; ``F12`` again brings back Home, never the note.

    A plain `Screen`, because Textual's `ModalScreen` is translucent. ``note`` is one more line,
    such as why the screen is covered.
    """

    def __init__(self, note: str = "") -> None:
        super().__init__()
        self.note = note

    @property
    def desk(self) -> "DeskaidApp":
        """The desk that is covered."""
        return cast("DeskaidApp", self.app)

    def compose(self) -> ComposeResult:
        """Compose the one text."""
        yield Static(self._text(self.desk.files.now()), markup=False, id="cover")

    def tick(self) -> None:
        """Show the time of day; called once a minute."""
        self.query_one("#cover", Static).update(self._text(self.desk.files.now()))

    def say(self, note: str) -> None:
        """Show one more line."""
        self.note = note
        if self.is_mounted:
            self.tick()

    def _text(self, now: datetime) -> Content:
        site = self.desk.files.site
        parts = [site.name or "Library", f"{now:%H:%M}", site.opening(now), self.note]
        return Content("\n\n".join(one_line(part) for part in parts if part))
