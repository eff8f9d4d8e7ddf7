"""Phrases: what to say in the moments that every talk has. A letter opens a moment."""

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.cards.fill import fill
from deskaid.shell.bars import Rule
from deskaid.shell.room import Room
from deskaid.shell.rows import Row, Rows

if TYPE_CHECKING:
    from deskaid.cards.card import Line
    from deskaid.cards.phrasebook import Moment

_LABEL = 6  # columns of "SAY   ", as on a card
ABOUT = "For any talk. A letter opens a moment."


class PhrasesRoom(Room):
    """The moments by letter; then one moment, its phrase under the cursor alone and bold.

    ``moment`` opens that one at once. Letters belong to the menu while it is on the screen.
    """

    ROOM = "phrases"
    NAME = "Phrases"
    FOOTER = ("home", "note", "curtain", "keys")
    EXTRA_KEYS = (("Up/Down", "Phrase"), ("Left/Right", "Moment"))

    def __init__(self, moment: str = "") -> None:
        super().__init__()
        self._asked = moment
        self._moments: list[Moment] = []
        self._letters: dict[str, int] = {}
        self._open_moment = -1  # -1 while the menu is on the screen

    @property
    def shown_id(self) -> str:
        """The moment's id; "" for the menu."""
        return self._asked

    def body(self) -> Iterable[Widget]:
        """Yield the phrase on top, the list beneath it, and what not to say."""
        yield Static("", id="phrase", markup=False)
        yield Rows(id="choices")
        yield Rule()
        yield Static("", id="avoid", markup=False)

    def on_mount(self) -> None:
        """Show the menu, or the moment that was asked for."""
        self._moments = self.files.phrasebook.moments()
        for index, moment in enumerate(self._moments):
            if moment.letter:
                self._letters.setdefault(moment.letter, index)
        ids = [moment.id for moment in self._moments]
        self.set_focus(self._list)
        if self._asked in ids:
            self._show_moment(ids.index(self._asked))
        else:
            self._show_menu()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self._open_moment >= 0:
            self._show_phrase(self._list.cursor)

    @property
    def _list(self) -> Rows:
        return self.query_one("#choices", Rows)

    @property
    def _width(self) -> int:
        return max(40, self.desk.size.width) - 2

    def _show_menu(self, *, cursor: int = 0) -> None:
        self._open_moment = -1
        self.title_bar.left = self.NAME
        letters = {index: letter for letter, index in self._letters.items()}
        longest = max((len(moment.title) for moment in self._moments), default=0)
        self.query_one("#phrase", Static).update(Content.assemble((f"\n   {ABOUT}\n", "$quiet")))
        self._list.show(
            [
                Row(str(index), f"{letters.get(index, ' ')}  {moment.title:<{longest}}  {when}")
                for index, moment in enumerate(self._moments)
                for when in [_cut(moment.when, self._width - longest - 8)]
            ],
            cursor=cursor,
        )
        self.query_one("#avoid", Static).update("")

    def _show_moment(self, index: int) -> None:
        self._open_moment = index
        moment = self._moments[index]
        self.title_bar.left = f"{self.NAME}: {moment.title}"
        self._list.show(
            [
                Row(str(at), f"{self._label(line)}{_cut(self._words(line), self._width - _LABEL)}")
                for at, line in enumerate(moment.lines)
            ]
        )
        parts = [
            f' Not  "{avoid.phrase}"  Say  "{fill(avoid.instead, self.files.facts)}"'
            for avoid in moment.avoid
        ]
        self.query_one("#avoid", Static).update("\n".join(parts))
        self._show_phrase(0)

    def _show_phrase(self, at: int) -> None:
        """Put one phrase alone on top, where a card has its first words."""
        moment = self._moments[self._open_moment]
        parts: list[tuple[str, str] | str] = [(f" {moment.when}\n", "$quiet")]
        if at < len(moment.lines):
            line = moment.lines[at]
            label = f" {self._label(line)}"
            for piece in textwrap.wrap(self._words(line), self._width - len(label)):
                parts += [(label, "$quiet"), (piece, "bold $strong"), "\n"]
                label = " " * len(label)
        self.query_one("#phrase", Static).update(Content.assemble(*parts))

    def _label(self, line: "Line") -> str:
        return f"{line.kind.value.upper():<{_LABEL - 1}}"

    def _words(self, line: "Line") -> str:
        said = f'"{fill(line.text, self.files.facts)}"'
        return f"{said} ({line.aside})" if line.aside else said

    def on_key(self, event: events.Key) -> None:
        """Open what the letter stands for; Left and Right go to the moment beside it."""
        if self._open_moment < 0:
            index = self._letters.get(event.character or "", -1)
            if index < 0:
                return
        elif event.key in ("left", "right"):
            step = 1 if event.key == "right" else -1
            index = min(max(0, self._open_moment + step), len(self._moments) - 1)
        else:
            return
        event.stop()
        event.prevent_default()
        self._show_moment(index)

    def on_rows_moved(self, message: Rows.Moved) -> None:
        """Show the phrase under the cursor alone."""
        if self._open_moment >= 0:
            self._show_phrase(int(message.key))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Open the moment under the cursor."""
        if self._open_moment < 0:
            self._show_moment(int(message.key))

    def do_escape(self) -> bool:
        """Go back to the menu. Returns False when there is none to go back to."""
        if self._open_moment < 0 or self._asked:
            return False
        self._show_menu(cursor=self._open_moment)
        return True


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 1)]}…"
