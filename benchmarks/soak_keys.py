"""Which room a screen shows, and which key a restless hand presses there next.

Every room of deskaid is reached by a journey from Home; between journeys, keys are drawn at
random with weights. Which key comes next depends on the seed and on what the screen shows.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from random import Random

from deskaid.commands import COMMANDS

KEYS: dict[str, bytes] = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "shift+tab": b"\x1b[Z", "space": b" ",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~",
    "delete": b"\x1b[3~", "backspace": b"\x7f",
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~",
    "f6": b"\x1b[17~", "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~",
    "f12": b"\x1b[24~",
    "question_mark": b"?", "exclamation_mark": b"!", "full_stop": b".", "slash": b"/",
    "asterisk": b"*",
}  # fmt: skip
KEYS |= {f"ctrl+{letter}": bytes([ord(letter) & 31]) for letter in "abcdefgklnoprstuvwxyz"}
PASSPHRASE, NOTEBOOK = "silica shield nimbly outer grout", "Front desk"
END = ("lock", "quit")
"""Commands that end the process: pressed in the rounds of locking, never at random."""

# By the first and the last row, the more particular first.
_ROOMS: tuple[tuple[str, str], ...] = (
    ("palette", r"\A\n {2,3}\S|Search for commands"),
    ("first-run", r"\A This library"),
    ("home", r"\A Desk "),
    ("help", r"\A Keys "),
    ("say", r"\A Say it"),
    ("phrases", r"\A Phrases"),
    ("refer", r"\A Refer"),
    ("urgent", r"\A Urgent"),
    ("listing", r"\A Listing"),
    ("slip", r"\A Slip"),
    ("qr", r"\A Phone code"),
    ("large", r"\A Number"),
    ("handoff", r"\A Call together"),
    ("due", r"\A Due for a check"),
    ("edit-listing", r"\A (Correct: |New listing of)"),
    ("import", r"\A Import"),
    ("incident", r"\A Incident draft"),
    ("note", r"\A Note (for|in): "),
    ("follow_ups", r"\A Follow-ups: "),
    ("about_notebook", r"\A About: "),
    ("keys", r"\A (Passphrase|New passphrase|New recovery code)"),
    ("retention", r"\A Keep "),
    ("hold", r"\A Legal hold"),
    ("rename", r"\A Rename"),
    ("delete", r"\A Delete"),
    ("create", r"\A New notebook"),
    ("notebook", r"\A (Notebook: |.*\n.*(\n.*)*\n e Edit)"),
    ("unlock", r"\A Notebook"),
    ("card", r"\n Space Next step"),
    ("curtain", r"\A\n\n\n"),
)
_FOUND = [(room, re.compile(pattern)) for room, pattern in _ROOMS]
ROOMS = tuple(room for room, _ in _ROOMS)


def room_of(text: str) -> str:
    """Return the room a screen shows, or "?" for one that cannot be told."""
    return next((room for room, pattern in _FOUND if pattern.search(text)), "?")


# How a room is reached from an empty Home: keys, "=text" to type, "~pattern" to wait for.
_OPEN = f'escape N "~Passphrase|UNLOCKED" "={PASSPHRASE}" enter ~UNLOCKED'
JOURNEYS: dict[str, str] = {
    "card": "=fine enter",
    "card, signs": "=threat enter x y z",
    "card, Spanish": "=fine enter e e e right left space space r",
    "help": "f1 pagedown",
    "say": "f2 f",
    "phrases": "escape P down enter right",
    "refer": "f3 b",
    "refer, found": "f3 ctrl+f =shelter down enter",
    "refer, narrow": "f3 b w o f escape",
    "refer, language": "f3 b w l =sp enter",
    "refer, a time": "f3 b w a =sat enter",
    "listing": "f3 b enter",
    "listing, checked": "f3 b v =mf enter enter",
    "listing, flagged": "f3 b down f n =mf enter",
    "listing, pinned": "f3 b down asterisk u",
    "listing, tip": 'f3 b enter i "=ring twice" enter',
    "slip": "f3 b space down space f9 d e w a",
    "qr": "f3 b m t n i b",
    "large": "f3 b l n t",
    "handoff": "f3 b g space space backspace",
    "due": "ctrl+p =due enter",
    "edit-listing": "f3 b enter e",
    "edit-listing, new": 'f3 a "=Warm room" tab tab',
    "urgent": "f4 m",
    "import": "ctrl+p =import enter",
    "curtain": "f12",
    "palette": "ctrl+p =theme enter",
    "first-run": "ctrl+p =library enter enter enter up",
    "note": "f7 =quiet tab =helped f6",
    "note, kept": "f7 =kept ctrl+p =keep enter down",
    "create": 'ctrl+p "=new notebook" enter =Evening enter',
    "unlock": 'escape N "~Passphrase|UNLOCKED" =wrong',
    "notebook": f"{_OPEN} enter escape t down",
    "notebook, search": f"{_OPEN} slash =he",
    "notebook, edit": f"{_OPEN} e =more escape",
    "notebook, delete": f"{_OPEN} d u",
    "follow_ups": f"{_OPEN} f x u t",
    "retention": f"{_OPEN} K down",
    "incident": f"{_OPEN} i f6",
    "about_notebook": f"{_OPEN} a",
    "keys": f'{_OPEN} a home enter "={PASSPHRASE}" enter',
    "keys, code": f"{_OPEN} a home down enter",
    "hold": f"{_OPEN} a home down down enter",
    "rename": f"{_OPEN} a home down down down enter",
    "delete": f"{_OPEN} a end enter",
}
_WORDS = (
    "fine", "shelter", "fod", "sleeping", "smoke", "he", "legal aid", "library", "555", "zzyzx",
    "child alone", "wifi", "l'étranger", "日本語",
)  # fmt: skip
_PASTES = ("21234567890123", "a line\nand another", "\x1b[31mred", "x" * 3000, "Übung ✓")
_MOVES = ("up", "down", "down", "pageup", "pagedown", "home", "end", "left", "right", "tab")
_CTRL = tuple(f"ctrl+{letter}" for letter in "abefgknoprtuvwxz")
Presses = Iterator[tuple[str, bytes]]


def journey(name: str) -> list[tuple[str, str]]:
    """Return the steps to a room: ("press", key), ("type", text) or ("wait", pattern)."""
    doing = {"=": "type", "~": "wait"}
    steps = shlex.split(JOURNEYS[name])
    return [(doing[step[0]], step[1:]) if step[0] in doing else ("press", step) for step in steps]


def data_of(key: str) -> bytes:
    """Return what a terminal sends for ``key``."""
    return KEYS.get(key) or key.encode()


def pasted(text: str) -> bytes:
    """Return what a terminal sends for a paste of ``text``."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


def _letters_of(room: str) -> list[str]:
    found = [entry for entry in COMMANDS if entry.is_in(room) and entry.id not in END]
    return [key for entry in found for key in f"{entry.keys},{entry.letters}".split(",") if key]


_EVERYWHERE = _letters_of("everywhere")


def wander(random: Random, look: Callable[[], str]) -> Presses:
    """Yield keys without end, drawn for the room that ``look`` names at that moment."""
    while True:
        room = look()
        draw = random.random()
        if room == "palette":  # nothing is chosen there by chance: Lock and Quit are on it
            key = random.choice(("escape", "down", "up", "a", "t", "backspace"))
        elif room in ("delete", "unlock"):  # a wrong try makes the next one wait
            key = random.choice(("escape", "a", "backspace", "f1", "left"))
        elif draw < 0.30 and (own := _letters_of(room)):
            key = random.choice(own)
        elif draw < 0.45:
            key = random.choice(_MOVES)
        elif draw < 0.55:
            key = "enter"
        elif draw < 0.62:
            key = "escape"
        elif draw < 0.72:
            key = random.choice(_EVERYWHERE)
        elif draw < 0.76:
            key = random.choice(_CTRL)
        elif draw < 0.78:
            text = random.choice(_PASTES)
            yield "paste", pasted(text)
            continue
        elif draw < 0.90:
            for letter in random.choice(_WORDS):
                yield letter, letter.encode()
            continue
        else:
            key = random.choice("abcdefghijklmnopqrstuvwxyz0123456789")
        yield key, data_of(key)
