"""How this login likes its desk: ``settings.toml``. The library's own facts are in `site`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from deskaid.paths import Paths
from deskaid.site import Site, SiteRefused, load_site, write_site
from deskaid.text import one_line
from deskaid.tomlfile import Value, nearest, read_toml, refuse, update_toml

__all__ = [
    "Settings",
    "Site",
    "SiteRefused",
    "Timers",
    "load_settings",
    "load_site",
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


@dataclass(frozen=True)
class Timers:
    """Seconds without a key until the screen covers itself or locks; 0 switches one off.

    ``curtain_note_seconds`` counts while a note is on the screen.
    """

    curtain_note_seconds: int = 60
    curtain_seconds: int = 180
    lock_seconds: int = 600


# A shorter time would cover the screen while a card is being read aloud.
_BOUNDS = {
    "curtain_note_seconds": (15, 3600),
    "curtain_seconds": (30, 3600),
    "lock_seconds": (60, 28_800),
}


@dataclass(frozen=True)
class Settings:
    """The choices of this login; the defaults need no file.

    ``keys`` maps command ids to key names ("f7,ctrl+n"; empty means none), ``menu`` letters of
    the Say it menu to card ids; ``notebook`` is the label of the one to write to first.
    """

    theme: str = "dark"
    single_keys: bool = True
    notebook: str = ""
    retention_days: int = 30
    timers: Timers = Timers()
    keys: Mapping[str, str] = field(default_factory=dict)
    menu: Mapping[str, str] = field(default_factory=dict)
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


_NAMES = tuple(each.name for each in fields(Settings) if each.name != "path")


def load_settings(paths: Paths) -> Settings:
    """Return this login's settings, defaults where there is no file.

    Raises `Refused` naming the file, the key and the nearest right word, and `FileTrouble` when
    the file cannot be read. What depends on other files is checked by `Settings.check_keys`
    and `Settings.check_menu`.
    """
    path = paths.settings
    found: dict[str, Any] = {}
    for key, value in read_toml(path).items():
        if key not in _NAMES:
            raise refuse(path, key, "is not a setting.", nearest(key, _NAMES))
        found[key] = _checked(path, key, value)
    return Settings(**found, path=path)


def write_settings(paths: Paths, values: Mapping[str, Value]) -> None:
    """Write ``values`` (``theme``, ``timers.lock_seconds``, ...) and leave all else as it is.

    An empty text removes its key. Raises `Refused` before anything is written, `FileTrouble`.
    """
    for key, value in values.items():
        name, dot, inner = key.partition(".")
        if name not in _NAMES:
            raise refuse(paths.settings, key, "is not a setting.", nearest(name, _NAMES))
        if value != "":
            _checked(paths.settings, name, {inner: value} if dot else value)
    update_toml(paths.settings, values, about=ABOUT, comment=lambda key: "")


def write_theme(paths: Paths, theme: str) -> None:
    """Remember ``theme``, "dark" or "light"."""
    write_settings(paths, {"theme": theme})


def _checked(path: Path, key: str, value: object) -> object:
    """Return the value of one key as `Settings` holds it."""
    if key == "theme":
        if value not in THEMES:
            raise refuse(path, key, f"cannot be '{value}'.", nearest(str(value), THEMES))
        return value
    if key == "single_keys":
        if not isinstance(value, bool):
            raise refuse(
                path, key, "is true or false, without quotes.", "Write single_keys = true."
            )
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
    return {"timers": _timers, "keys": _keys, "menu": _menu}[key](path, value)


def _timers(path: Path, table: dict[str, object]) -> Timers:
    found: dict[str, int] = {}
    for key, value in table.items():
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
        found[key] = value
    return Timers(**found)


def _keys(path: Path, table: dict[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for command, keys in _flat(table):
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
        found[command] = ",".join(names)
    return found


def _flat(table: dict[str, Any], prefix: str = "") -> Iterable[tuple[str, object]]:
    """Yield ids with dots: TOML reads an unquoted ``card.next = ...`` as a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _menu(path: Path, table: dict[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for letter, card in table.items():
        if len(letter) != 1 or not (letter.isascii() and letter.isalnum()):
            raise refuse(path, f"menu.{letter}", "is not one letter.", 'Write f = "a-card".')
        if not isinstance(card, str) or not re.fullmatch(_CARD_ID, card):
            raise refuse(path, f"menu.{letter}", "names no card.", 'Write f = "a-card".')
        found[letter.lower()] = card
    return found
