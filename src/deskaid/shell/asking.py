"""Asking the index from a room, so that a file which went bad costs an answer and not the desk."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from deskaid.errors import DeskaidError
from deskaid.shell.messages import DirectoryChanged
from deskaid.shell.room import Room

if TYPE_CHECKING:
    from deskaid.search.query import Answer, Finder


def asked(room: Room, ask: "Callable[[Finder], list[Answer]]") -> "list[Answer]":
    """Return what ``ask`` finds; nothing while there is no index.

    One that turns out to be damaged is put away and made again, apart; the room is told by its
    ``find_again`` when there is one.
    """
    finder = room.files.finder
    if finder is None:
        return []
    try:
        return ask(finder)
    except DeskaidError:  # `IndexDamaged`; what it says, the room says in its own words
        finder.close()
        room.files.finder = None
        with suppress(OSError):
            room.files.paths.search.unlink()
        room.post_message(DirectoryChanged())
        return []
