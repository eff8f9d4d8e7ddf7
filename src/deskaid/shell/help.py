"""The keys of this screen, made from the command table."""

from collections.abc import Iterable, Mapping

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from deskaid.commands import EVERYWHERE, Command, in_room, spoken_key
from deskaid.shell.room import Room


class HelpRoom(Room):
    """Two lists: the keys of the room one came from, and the keys that work everywhere."""

    NAME = "Keys"
    FOOTER = ("home", "curtain", "escape")

    def __init__(self, room: str, *, extra: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self._room = room
        self._extra = extra

    def body(self) -> Iterable[Widget]:
        """Yield the lists, scrolled with the arrows where they do not fit."""
        with VerticalScroll(classes="body"):
            yield Static(
                help_text(self._room, self.desk.keymap_in_force, self._extra), markup=False
            )

    def on_mount(self) -> None:
        """Put the arrows to work."""
        self.set_focus(self.query_one(VerticalScroll))


def help_text(
    room: str, keymap: Mapping[str, str], extra: tuple[tuple[str, str], ...] = ()
) -> Content:
    """Return the help of ``room``: its own keys first, then those that work everywhere."""
    parts: list[Content | tuple[str, str] | str] = []
    here = [*in_room(room)] if room else []
    if here or extra:
        parts += [("Here\n", "bold")]
        parts += [f"  {keys:<18}{text}\n" for keys, text in extra]
        parts += [_line(entry, keymap) for entry in here]
        parts += ["\n"]
    parts += [("Everywhere (the second form works where no text is typed)\n", "bold")]
    parts += [_line(entry, keymap) for entry in in_room(EVERYWHERE)]
    parts += [
        "\nLists: Up/Down or j/k, Page Up/Down, Enter. Menus: the letter in front.\n"
        "A scanned card number is ignored, on every screen."
    ]
    return Content.assemble(*parts)


def keys_of(entry: Command, keymap: Mapping[str, str]) -> str:
    """Return the keys of ``entry`` as set on this desk, as a person reads them."""
    keys_id, letters_id = entry.key_ids
    named = (keymap.get(keys_id) or entry.keys, keymap.get(letters_id) or entry.letters)
    return "  ".join(spoken_key(key) for part in named if part for key in part.split(","))


def _line(entry: Command, keymap: Mapping[str, str]) -> str:
    return f"  {keys_of(entry, keymap) or 'Ctrl+P':<18}{entry.help}\n"
