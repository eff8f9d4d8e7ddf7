"""Refer: a need by letter, then its listings with the number and an honest status in the row."""

from collections.abc import Iterable
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from deskaid.errors import DeskaidError
from deskaid.referrals.browse import filters as letters
from deskaid.referrals.browse.filters import LONGEST_LANGUAGE, Filters, language_meant
from deskaid.referrals.browse.list_room import ListRoom
from deskaid.referrals.browse.narrow_panel import NarrowPanel
from deskaid.referrals.browse.need_menu import NeedMenu
from deskaid.shell.bars import KeyBar, Rule
from deskaid.shell.messages import OpenListing
from deskaid.shell.room import bindings_for
from deskaid.text import shortened


class ReferRoom(ListRoom):
    """The directory. ``needs`` opens a list at once, the first need first."""

    ROOM = "refer"
    NAME = "Refer"
    FOOTER = ("find", "home", "urgent", "note", "curtain", "keys")
    LIST_FOOTER = ("refer.narrow", "listing.mark", "slip", "curtain", "keys")
    BINDINGS = bindings_for("refer")

    def __init__(self, needs: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._asked = needs

    def compose(self) -> ComposeResult:
        """Compose the bars around `body`, and the keys of a list."""
        yield from super().compose()
        yield KeyBar(self.LIST_FOOTER, (("Enter", "Open"),))

    def body(self) -> Iterable[Widget]:
        """Yield the letters, and the list that takes their place."""
        menu = self.files.needs()
        self._labels = {need.code: need.label for need in menu}
        yield self._box
        yield Rule()
        yield self._today
        yield NeedMenu([(need.letter, need.code, need.label) for need in menu if need.letter])
        yield self._rows
        yield Rule()
        yield self._detail
        yield self._panel
        yield Static(self.files.numbers.row(), id="lines", markup=False)

    def on_mount(self) -> None:
        """Show letters, or the listings that a card asked for."""
        self._box.display = self._panel.display = self._today.display = False
        if self._asked:
            self._open_need(self._asked[0])
        else:
            self._show_letters()

    # What is shown.

    @property
    def _menu(self) -> NeedMenu:
        return self.query_one(NeedMenu)

    def _switch(self, *, to_letters: bool) -> None:
        self._menu.display = to_letters
        self._rows.display = not to_letters

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the keys of the list while letters reach it, and the usual ones otherwise."""
        bars = self.query(KeyBar)
        bars.last().display = event.widget is self._rows
        bars.first().display = event.widget is not self._rows

    def _show_letters(self) -> None:
        self._need, self._filters = "", Filters()
        self._found, self._listed = [], []
        self.title_bar.left = self.NAME
        self._today.display = False
        self._switch(to_letters=True)
        self._detail.say(" A letter shows numbers and who is open.   /  find by name")
        self._menu.take_focus()

    def _open_need(self, need: str) -> None:
        self._need = need
        self._switch(to_letters=False)
        self._find()
        self.set_focus(self._rows)

    # Keys and messages.

    def on_need_menu_chosen(self, message: NeedMenu.Chosen) -> None:
        """Show the listings of a need."""
        self._open_need(message.need)

    def on_input_submitted(self) -> None:
        """Open the listing under the cursor from the box."""
        if self.listing_under_cursor():
            self.post_message(OpenListing(self.listing_under_cursor()))

    def on_key(self, event: events.Key) -> None:
        """Let Up and Down move the list while the cursor stays in the box or the panel."""
        if event.key in ("down", "up") and self.focused in (self._box, self._panel):
            self._rows.action_move(1 if event.key == "down" else -1)

    def do_find(self) -> None:
        """Find a listing by name or words, within the need that is open."""
        self._close_panel()
        self._box.display = True
        self._switch(to_letters=False)
        self._find()
        self.set_focus(self._box)

    def do_refer_open_now(self) -> None:
        """Show only what is known to be open, or everything again."""
        if not self._menu.display:
            self._narrow_to(self._filters.switched(letters.OPEN))

    def do_refer_narrow(self) -> None:
        """Show the letters that narrow the list."""
        if self._menu.display:
            return
        self._panel.display = True
        self._detail.display = False
        self._tell(self.files.now())
        self.set_focus(self._panel)

    async def do_refer_add(self) -> None:
        """Write down a listing of this library's own."""
        from deskaid.referrals.tending.edit_room import EditRoom

        await self.desk.push_screen(EditRoom(None, need=self._need))

    def on_narrow_panel_chosen(self, message: NarrowPanel.Chosen) -> None:
        """Narrow by a letter; a language and a time are asked for first."""
        if not message.letter:
            self._close_panel()
        elif message.letter == letters.LANGUAGE and not self._filters.language:
            self.run_worker(self._ask_language(), group="narrow", exclusive=True)
        elif message.letter == letters.AT and self._filters.at is None:
            self.run_worker(self._ask_time(), group="narrow", exclusive=True)
        else:
            self._narrow_to(self._filters.switched(message.letter))

    def _narrow_to(self, filters: Filters) -> None:
        self._filters = filters
        self._find()

    async def _ask_language(self) -> None:
        """Ask for a language: typed, or the first that begins so."""
        known = self.files.finder.languages() if self.files.finder else []
        async with self.prompt() as prompt:
            typed = await prompt.ask(
                "Language:",
                longest=LONGEST_LANGUAGE,
                help_line=f"{shortened(', '.join(known), self.app.size.width - 2)}\n"
                "Enter takes the first that begins so     Esc leaves",
                warn=lambda text: f"Enter: {language_meant(text, known)}" if text.strip() else "",
            )
        if typed and typed.strip():
            self._narrow_to(replace(self._filters, language=language_meant(typed, known)))

    async def _ask_time(self) -> None:
        """Ask for a moment of opening."""
        from deskaid.referrals.timetable.asked_time import read_time

        typed: str | None = ""
        trouble = ""
        async with self.prompt() as prompt:
            while typed is not None:
                typed = await prompt.ask(
                    "Open at:",
                    value=typed,
                    trouble=trouble,
                    longest=40,
                    help_line="6pm, tomorrow 9, sat 10am     Enter goes on     Esc leaves",
                )
                try:
                    at = read_time(typed, self.files.now()) if typed else None
                except DeskaidError as error:
                    trouble = f"{error.message} {error.hint}".strip()
                    continue
                break
            else:
                at = None
        if at is not None:
            self._narrow_to(replace(self._filters, at=at, open_now=False))

    def _close_panel(self) -> bool:
        """Put the preview back; return False when there was no panel."""
        if not self._panel.display:
            return False
        self._panel.display = False
        self._detail.display = True
        self.set_focus(self._box if self._box.display else self._rows)
        return True

    def do_escape(self) -> bool:
        """Go back from the panel, the box or a list. Returns False when already at the letters."""
        if self._close_panel():
            return True
        if self._box.display:
            self._box.value = ""
            self._box.display = False
            if self._need:
                self._open_need(self._need)
            else:
                self._show_letters()
            return True
        if self._menu.display or self._asked:
            return False
        self._show_letters()
        return True
