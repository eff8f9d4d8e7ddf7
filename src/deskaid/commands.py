"""Every action a person can take, said once.

Bindings, footer, palette, help, the keymap in settings.toml and the README's key table all come
from `COMMANDS` (research/interface.md 0.12).
"""

from collections.abc import Iterable
from dataclasses import dataclass

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    ``keys`` work anywhere in ``room``, in the middle of a word too; ``letters`` work where no
    text is being typed and can be switched off (WCAG 2.1.4). ``title`` fits a footer (at most
    nine letters); ``help`` is one sentence. ``hidden`` keeps it out of the help screen's list.
    """

    id: str
    title: str
    help: str
    keys: str = ""
    letters: str = ""
    room: str = EVERYWHERE

    @property
    def key_ids(self) -> tuple[str, str]:
        """The two keymap ids: for ``keys`` and for ``letters``."""
        return self.id, f"{self.id}.letter"


# F1-F4 carry what matters most: PuTTY's VT100+ mode passes only those (research/desk.md 2).
# Never Alt, F10, F11, Ctrl+H/I/J/M; Esc is too slow to be a panic key.
COMMANDS: tuple[Command, ...] = (
    Command("keys", "Keys", "Show the keys of this screen.", "f1", "question_mark"),
    Command("palette", "Palette", "Find any action by its name.", "ctrl+p"),
    Command("say", "Say it", "What to say: common situations by letter.", "f2,ctrl+t", "s"),
    Command("phrases", "Phrases", "What to say in any talk: greet, say no, end it.", "", "P"),
    Command("refer", "Refer", "Show the directory: needs by letter.", "f3,ctrl+r", "r"),
    Command(
        "urgent",
        "Urgent",
        "What to tell 911, who is in charge, the crisis lines.",
        "f4,ctrl+o",
        "exclamation_mark",
    ),
    Command("home", "Home", "Next patron: clear every search and view.", "f5", "h"),
    Command("note", "Note", "Write a private note; no passphrase needed.", "f7,ctrl+n", "n"),
    Command("back", "Back", "Go back to the last card or listing.", "f8", "b"),
    Command("find", "Find", "Find anything; in Refer, find in the directory.", "ctrl+f", "slash"),
    Command("notebook", "Notebook", "Read your notes, after your passphrase.", "", "N"),
    Command("new_notebook", "New notebook", "Make a new notebook, for you alone."),
    Command("curtain", "Hide", "Hide the screen at once.", "f12,ctrl+g", "full_stop"),
    Command("lock", "Lock", "Lock now: seal what is open and forget the keys.", "ctrl+l"),
    Command("quit", "Quit", "Leave deskaid; the screen is covered first.", "ctrl+q"),
    Command("theme", "Theme", "Switch the theme: dark or light."),
    Command("site", "Library", "Fill in this library: name, address, people."),
    Command("escape", "Back", "Go back one level; a draft is saved.", "escape"),
    Command("up", "Up", "Move up.", "", "k", room="list"),
    Command("down", "Down", "Move down.", "", "j", room="list"),
    Command("card.next", "Next step", "Go to the next step.", "space", room="card"),
    Command("card.previous", "Last step", "Go to the step before.", "backspace", room="card"),
    Command("card.wording", "Wording", "Another way to say it.", "right", room="card"),
    Command("card.wording_back", "Wording", "The wording before.", "left", room="card"),
    Command("card.spanish", "Español", "Spanish: beneath, alone, or off.", "", "e", room="card"),
    Command("card.refer", "Refer", "Show listings for what this card needs.", "", "r", room="card"),
    Command("card.sign_1", "Sign 1", "Open the card of the first sign.", "", "x", room="card"),
    Command("card.sign_2", "Sign 2", "Open the card of the second sign.", "", "y", room="card"),
    Command(
        "refer.open_now", "Open now", "Show only what is known to be open.", "", "o", room="refer"
    ),
    Command("card.sign_3", "Sign 3", "Open the card of the third sign.", "", "z", room="card"),
    Command("notebook.edit", "Edit", "Edit this note.", "", "e", room="notebook"),
    Command("notebook.delete", "Delete", "Delete this note; u undoes.", "", "d", room="notebook"),
    Command("notebook.undo", "Undo", "Bring back what was deleted.", "", "u", room="notebook"),
    Command("notebook.titles", "Titles", "Show or hide first lines.", "", "t", room="notebook"),
    Command(
        "notebook.accept",
        "Accept",
        "Accept notes that were changed outside deskaid.",
        "",
        "A",
        room="notebook",
    ),
)

_BY_ID = {command.id: command for command in COMMANDS}


def command(command_id: str) -> Command:
    """Return the command with ``command_id``. Raises `KeyError` for an id that is not ours."""
    return _BY_ID[command_id]


def in_room(room: str) -> Iterable[Command]:
    """Yield the commands of ``room`` in the order of the table."""
    return (entry for entry in COMMANDS if entry.room == room)


_SPOKEN = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "full_stop": ".",
    "slash": "/",
    "escape": "Esc",
    "space": "Space",
    "backspace": "Backspace",
    "left": "Left",
    "right": "Right",
    "enter": "Enter",
}


def spoken_key(key: str) -> str:
    """Return ``key`` as a person would read it: ``ctrl+l`` becomes ``Ctrl+L``."""
    if key in _SPOKEN:
        return _SPOKEN[key]
    parts = key.split("+")
    return "+".join(part.capitalize() if len(part) > 1 else part for part in parts[:-1]) + (
        ("+" if len(parts) > 1 else "") + _last(parts[-1], alone=len(parts) == 1)
    )


def _last(key: str, *, alone: bool) -> str:
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    if len(key) == 1:
        return key if alone else key.upper()
    return key.capitalize()
