"""The letters by which a list is narrowed, in the place of the preview."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from deskaid.referrals.browse.filters import (
    AT,
    CLEAR,
    FREE_LETTERS,
    GROUP_LETTERS,
    LANGUAGE,
    OPEN,
    Filters,
)

LETTERS = (*GROUP_LETTERS, *FREE_LETTERS, LANGUAGE, AT, OPEN, CLEAR)
_COLUMN = 25
_HONEST = "Who says so comes first, then who does not say: ask them."


class NarrowPanel(Static, can_focus=True):
    """Posts `Chosen` with a letter. What is on says so in words."""

    @dataclass
    class Chosen(Message):
        """A letter of `LETTERS` was pressed, or "" to close."""

        letter: str

    def __init__(self) -> None:
        super().__init__("", id="narrow", markup=False)

    def show(self, filters: Filters, *, asked: str, found: str) -> None:
        """Draw the letters, what is on, and how many are ``found``; ``asked`` is a moment."""
        on = {letter: "on" for letter, group in GROUP_LETTERS.items() if group in filters.takes}
        on |= {FREE_LETTERS[0]: "on"} if filters.free else {}
        on |= {OPEN: "on"} if filters.open_now else {}
        on |= {LANGUAGE: filters.language} if filters.language else {}
        on |= {AT: asked} if asked else {}
        entries = [
            [*GROUP_LETTERS.items()][:3],
            [*[*GROUP_LETTERS.items()][3:], (FREE_LETTERS[0], "free (or 4)")],
            [(LANGUAGE, "language"), (OPEN, "open now"), (AT, "open at a time")],
        ]
        parts: list[Content | str | tuple[str, str]] = [
            ("Narrow to", "bold"),
            f"     {found}\n",
        ]
        for row in zip(*entries, strict=True):
            for letter, title in row:
                text = f"{title}: {on[letter]}" if letter in on else title
                style = "bold $strong" if letter in on else ""
                parts += [(letter, "bold"), (f"  {text:<{_COLUMN - 3}}", style)]
            parts.append("\n")
        parts += [(CLEAR, "bold"), f"  {'clear all':<{_COLUMN - 3}}", ("Enter", "bold"), "  done\n"]
        parts.append((_HONEST, "$quiet"))
        self.update(Content.assemble(*parts))

    def on_key(self, event: events.Key) -> None:
        """Take the letters of the panel before the keys of the room."""
        letter = "" if event.key == "enter" else event.character or "-"
        if letter == "" or letter in LETTERS:
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen(letter))
