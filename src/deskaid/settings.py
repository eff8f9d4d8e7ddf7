"""How this login likes its desk: ``settings.toml``. The library's own facts are in `site`."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from deskaid.errors import DeskaidError, Refused
from deskaid.paths import Paths
from deskaid.site import Site, SiteRefused, load_site, write_site
from deskaid.text import one_line
from deskaid.tomlfile import Value, nearest, read_toml, refuse, update_toml

__all__ = [
    "Settings",
    "SettingsRefused",
    "Site",
    "SiteRefused",
    "Timers",
    "load_settings",
    "load_site",
    "usable_settings",
    "write_settings",
    "write_site",
    "write_theme",
]

THEMES = ("dark", "light")
RETENTION_DAYS = (7, 30, 90)
ABOUT = "How deskaid looks and behaves for this login. Delete a line to go back to the default."

# Compiled when a file uses them: this module is on the way to the first screen.
_KEY_NAME = r"(?:(?:ctrl|shift|alt|super)\+)*[A-Za-z0-9_]+"
_CARD_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Timers(NamedTuple):
    """Seconds without a key until the screen covers itself or locks; 0 switches one off.

    ``curtain_note_seconds`` counts while a note is on the screen, ``blur_seconds`` while another
    window has the keys, where the terminal tells.
    """

    curtain_note_seconds: int = 60
    curtain_seconds: int = 180
    lock_seconds: int = 600
    blur_seconds: int = 30


# A shorter time would cover the screen while a card is being read aloud.
_BOUNDS = {
    "curtain_note_seconds": (15, 3600),
    "curtain_seconds": (30, 3600),
    "lock_seconds": (60, 28_800),
    "blur_seconds": (5, 3600),
}


class Settings(NamedTuple):
    """The choices of this login; the defaults need no file.

    ``keys`` maps command ids to key names ("f7,ctrl+n"; empty means none), ``menu`` letters of
    the Say it menu to card ids; ``notebook`` is the label of the one to write to first.
    ``follow_up_count`` lets Home say how many follow-ups are due while notes are locked.
    """

    theme: str = "dark"
    single_keys: bool = True
    notebook: str = ""
    retention_days: int = 30
    follow_up_count: bool = True
    timers: Timers = Timers()
    keys: Mapping[str, str] = MappingProxyType({})
    menu: Mapping[str, str] = MappingProxyType({})
    path: Path = Path("settings.toml")

    def check_keys(self, known: Iterable[str]) -> None:
        """Raise `Refused` naming the nearest id when ``keys`` holds one that is not ``known``."""
        ids = set(known)
        for command in self.keys:
            if command not in ids:
                raise refuse(
                    self.path, f"keys.{command}", "is not an action.", nearest(command, ids)
                )

    def check_menu(self, known: Iterable[str]) -> None:
        """Raise `Refused` naming the nearest card when ``menu`` leads to one not ``known``."""
        ids = set(known)
        for letter, card in self.menu.items():
            if card not in ids:
                raise refuse(
                    self.path, f"menu.{letter}", f"leads to no card '{card}'.", nearest(card, ids)
                )


_NAMES = tuple(name for name in Settings._fields if name != "path")


class SettingsRefused(Refused):
    """A line of ``settings.toml`` cannot be used; ``settings`` holds everything else that can."""

    def __init__(self, refused: Refused, settings: Settings) -> None:
        super().__init__(refused.message, hint=refused.hint)
        self.settings = settings


def load_settings(paths: Paths) -> Settings:
    """Return this login's settings, defaults where there is no file.

    Raises `SettingsRefused` naming the file, the first bad key and the nearest right word, with
    all that is good in its ``settings``; `Refused` for a file that is not TOML, and
    `FileTrouble` for one that cannot be read. What depends on other files is checked by
    `Settings.check_keys` and `Settings.check_menu`.
    """
    path = paths.settings
    found: dict[str, Any] = {}
    problems: list[Refused] = []
    for key, value in read_toml(path).items():
        try:
            if key not in _NAMES:
                raise refuse(path, key, "is not a setting.", nearest(key, _NAMES))
            found[key] = _checked(path, key, value, problems)
        except Refused as problem:
            problems.append(problem)
    settings = Settings(**found, path=path)
    if problems:
        raise SettingsRefused(problems[0], settings)
    return settings


def usable_settings(paths: Paths, known: Iterable[str]) -> tuple[Settings, DeskaidError | None]:
    """Return what is good in this login's file, and what is wrong with it, if anything.

    One mistaken line must not take everybody's keys and timers away. ``known`` are the ids a
    key may be given to.
    """
    ids = set(known)
    trouble: DeskaidError | None = None
    settings = Settings()
    try:
        settings = load_settings(paths)
    except SettingsRefused as error:
        settings, trouble = error.settings, error
    except DeskaidError as error:
        return settings, error
    try:
        settings.check_keys(ids)
    except DeskaidError as error:
        good = {command: keys for command, keys in settings.keys.items() if command in ids}
        settings, trouble = settings._replace(keys=good), trouble or error
    return settings, trouble


def write_settings(paths: Paths, values: Mapping[str, Value]) -> None:
    """Write ``values`` (``theme``, ``timers.lock_seconds``, ...) and leave all else as it is.

    An empty text removes its key. Raises `Refused` before anything is written, `FileTrouble`.
    """
    for key, value in values.items():
        name, dot, inner = key.partition(".")
        if name not in _NAMES:
            raise refuse(paths.settings, key, "is not a setting.", nearest(name, _NAMES))
        if value != "":
            problems: list[Refused] = []
            _checked(paths.settings, name, {inner: value} if dot else value, problems)
            if problems:
                raise problems[0]
    update_toml(paths.settings, values, about=ABOUT, comment=lambda key: "")


def write_theme(paths: Paths, theme: str) -> None:
    """Remember ``theme``, "dark" or "light"."""
    write_settings(paths, {"theme": theme})


def _checked(path: Path, key: str, value: object, problems: list[Refused]) -> object:
    """Return the value of one key as `Settings` holds it.

    Raises `Refused` for a bad one; of a table the good entries are kept, and what is wrong with
    the others is added to ``problems``.
    """
    if key == "theme":
        if value not in THEMES:
            raise refuse(path, key, f"cannot be '{value}'.", nearest(str(value), THEMES))
        return value
    if key in ("single_keys", "follow_up_count"):
        if not isinstance(value, bool):
            raise refuse(path, key, "is true or false, without quotes.", f"Write {key} = true.")
        return value
    if key == "retention_days":
        if type(value) is not int or value not in RETENTION_DAYS:
            raise refuse(path, key, f"cannot be {value}.", "Use 7, 30 or 90, without quotes.")
        return value
    if key == "notebook":
        if not isinstance(value, str) or len(value) > 80:
            raise refuse(path, key, "must be a short text in quotes.", 'Write notebook = "Desk".')
        return one_line(value)
    if not isinstance(value, dict):
        raise refuse(path, key, "is a table.", f"Write [{key}] on a line of its own.")
    entry: Callable[[Path, str, object], object] = _ENTRIES[key]
    good: dict[str, Any] = {}
    for name, inner in _flat(value):
        try:
            good[name.lower() if key == "menu" else name] = entry(path, name, inner)
        except Refused as problem:
            problems.append(problem)
    return Timers(**good) if key == "timers" else good


def _timer(path: Path, key: str, value: object) -> int:
    if key not in _BOUNDS:
        raise refuse(path, f"timers.{key}", "is not a timer.", nearest(key, _BOUNDS))
    least, most = _BOUNDS[key]
    if type(value) is not int or not (value == 0 or least <= value <= most):
        raise refuse(
            path,
            f"timers.{key}",
            f"cannot be {value!r}.",
            f"Use {least} to {most} seconds, or 0 for never.",
        )
    return value


def _key(path: Path, command: str, keys: object) -> str:
    if not isinstance(keys, str):
        raise refuse(path, f"keys.{command}", "must be text in quotes.", 'Write "f7,ctrl+n".')
    names = [name.strip() for name in keys.split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(_KEY_NAME, name):
            raise refuse(
                path,
                f"keys.{command}",
                f"names no key: '{name}'.",
                "Write a key's name, such as 'f7', 'ctrl+n', 'n' or 'slash'.",
            )
    return ",".join(names)


def _menu_entry(path: Path, letter: str, card: object) -> str:
    if len(letter) != 1 or not (letter.isascii() and letter.isalnum()):
        raise refuse(path, f"menu.{letter}", "is not one letter.", 'Write f = "a-card".')
    if not isinstance(card, str) or not re.fullmatch(_CARD_ID, card):
        raise refuse(path, f"menu.{letter}", "names no card.", 'Write f = "a-card".')
    return card


_ENTRIES: dict[str, Callable[[Path, str, object], object]] = {
    "timers": _timer,
    "keys": _key,
    "menu": _menu_entry,
}


def _flat(table: dict[str, Any], prefix: str = "") -> Iterable[tuple[str, object]]:
    """Yield ids with dots: TOML reads an unquoted ``card.next = ...`` as a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
