"""Every action a person can take, said once.

Bindings, footer, palette, help, the keymap in settings.toml and the README's key table all come
from `COMMANDS` (research/interface.md 0.12).
"""

from collections.abc import Iterable
from typing import NamedTuple

EVERYWHERE = "everywhere"


class Command(NamedTuple):
    """One action.

    ``keys`` work anywhere in ``room``, in the middle of a word too; ``letters`` work where no
    text is being typed and can be switched off (WCAG 2.1.4). ``title`` fits a footer (at most
    nine letters); ``help`` is one sentence. ``room`` names one room, or several apart by spaces.
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

    def is_in(self, room: str) -> bool:
        """Tell whether it belongs to ``room``."""
        return room in self.room.split()


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
    Command("slip", "Slip", "A slip to hand over: what is marked for this patron.", "f9", "p"),
    Command("find", "Find", "Find anything; in Refer, find in the directory.", "ctrl+f", "slash"),
    Command("notebook", "Notebook", "Read your notes, after your passphrase.", "", "N"),
    Command("new_notebook", "New notebook", "Make a new notebook, for you alone."),
    Command("curtain", "Hide", "Hide the screen at once.", "f12,ctrl+g", "full_stop"),
    Command("lock", "Lock", "Lock now: seal what is open and forget the keys.", "ctrl+l"),
    Command("quit", "Quit", "Leave deskaid; the screen is covered first.", "ctrl+q"),
    Command("theme", "Theme", "Switch the theme: dark or light."),
    Command("import", "Import", "Take in a directory: a file, a folder or a zip."),
    Command("due", "Due", "Listings that are due for a check, and what was flagged."),
    Command("site", "Library", "Fill in this library: name, address, people."),
    Command("escape", "Back", "Go back one level; a draft is saved.", "escape"),
    Command("up", "Up", "Move up.", "", "k", room="list"),
    Command("down", "Down", "Move down.", "", "j", room="list"),
    Command("card.next", "Next step", "Go to the next step.", "space", room="card handoff"),
    Command(
        "card.previous", "Last step", "Go to the step before.", "backspace", room="card handoff"
    ),
    Command("card.wording", "Wording", "Another way to say it.", "right", room="card"),
    Command("card.wording_back", "Wording", "The wording before.", "left", room="card"),
    Command("card.spanish", "Español", "Spanish: beneath, alone, or off.", "", "e", room="card"),
    Command("card.refer", "Refer", "Show listings for what this card needs.", "", "r", room="card"),
    Command("card.sign_1", "Sign 1", "Open the card of the first sign.", "", "x", room="card"),
    Command("card.sign_2", "Sign 2", "Open the card of the second sign.", "", "y", room="card"),
    Command("card.sign_3", "Sign 3", "Open the card of the third sign.", "", "z", room="card"),
    Command(
        "refer.open_now", "Open now", "Show only what is known to be open.", "", "o", room="refer"
    ),
    Command(
        "refer.narrow",
        "Narrow",
        "Narrow: whom it takes, free, language, open at a time.",
        "",
        "w",
        room="refer",
    ),
    Command("refer.add", "Add", "Add a listing of this library's own.", "", "a", room="refer"),
    Command("refer.due", "Due", "Listings that are due for a check.", "", "d", room="refer"),
    Command(
        "listing.mark", "Mark", "Mark it for the slip, or not.", "", "space", room="refer listing"
    ),
    Command(
        "listing.large", "Large", "The number in large letters.", "", "l", room="refer listing"
    ),
    Command(
        "listing.qr", "Phone code", "A code for the patron's phone.", "", "m", room="refer listing"
    ),
    Command("listing.copy", "Copy", "Copy the number.", "", "c", room="refer listing"),
    Command(
        "listing.handoff",
        "Call",
        "Call together: what to say, step by step.",
        "",
        "g",
        room="refer listing",
    ),
    Command(
        "listing.check", "Checked", "Checked today: it is right.", "", "v", room="refer listing due"
    ),
    Command(
        "listing.flag", "Flag", "Flag it as wrong, and why.", "", "f", room="refer listing due"
    ),
    Command(
        "listing.pin", "Pin", "Keep it on top, or no more.", "", "asterisk", room="refer listing"
    ),
    Command("listing.tip", "Tip", "A tip for colleagues.", "", "i", room="listing"),
    Command("listing.edit", "Edit", "Correct it for this library.", "", "e", room="listing"),
    Command(
        "listing.undo", "Undo", "Take back the last change.", "", "u", room="refer listing due"
    ),
    Command("slip.print", "Print", "Print the slip.", "enter", room="slip"),
    Command("slip.save", "Save", "Save it as a new file.", "", "s", room="slip"),
    Command("slip.discreet", "Discreet", "Numbers and hours alone.", "", "d", room="slip"),
    Command("slip.spanish", "Español", "English or Spanish.", "", "e", room="slip"),
    Command("slip.width", "Width", "The next width of paper.", "", "w", room="slip"),
    Command("slip.letters", "Letters", "Plain letters, for old printers.", "", "a", room="slip"),
    Command("slip.remove", "Remove", "Take it off the slip.", "delete,backspace", room="slip"),
    Command("qr.words", "Words", "Words to keep, or a call.", "", "t", room="qr"),
    Command("qr.name", "Name", "Show whose number it is.", "", "n", room="qr"),
    Command("qr.turn", "Turn", "Draw with the other ink.", "", "i", room="qr"),
    Command("qr.blocks", "Blocks", "Draw in plain blocks.", "", "b", room="qr"),
    Command("large.name", "Name", "Show whose number it is.", "", "n", room="large"),
    Command("large.next", "Next", "The next number.", "", "t", room="large"),
    Command("due.export", "Export", "Write the flags to a file.", "", "x", room="due"),
    Command(
        "note.cautions",
        "Check",
        "What to look at again in this note, and why.",
        "f6",
        room="note incident",
    ),
    Command("note.keep", "Keep", "Choose how long this note is kept.", room="note"),
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
    Command(
        "notebook.about",
        "About",
        "What is in it; its passphrase, name and hold.",
        "",
        "a",
        room="notebook",
    ),
    Command("notebook.follow_ups", "Owed", "What is owed, and by when.", "", "f", room="notebook"),
    Command(
        "notebook.keep",
        "Keep",
        "How long this note, or every new one, is kept.",
        "",
        "K",
        room="notebook",
    ),
    Command(
        "notebook.incident", "Incident", "Make a plain incident draft.", "", "i", room="notebook"
    ),
    Command("follow_ups.done", "Done", "It is done; u undoes.", "space", "x", room="follow_ups"),
    Command("follow_ups.undo", "Undo", "Take it back.", "", "u", room="follow_ups"),
    Command("follow_ups.titles", "Words", "Show or hide what is owed.", "", "t", room="follow_ups"),
    Command("incident.save", "Save", "Save a plain copy.", "ctrl+s", room="incident"),
    Command(
        "incident.delete", "Delete", "Delete the note once a copy is out.", "", "d", room="incident"
    ),
)

_BY_ID = {command.id: command for command in COMMANDS}


def command(command_id: str) -> Command:
    """Return the command with ``command_id``. Raises `KeyError` for an id that is not ours."""
    return _BY_ID[command_id]


def in_room(room: str) -> Iterable[Command]:
    """Yield the commands of ``room`` in the order of the table."""
    return (entry for entry in COMMANDS if entry.is_in(room))


_SPOKEN = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "full_stop": ".",
    "slash": "/",
    "asterisk": "*",
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
