"""What can go wrong with private notes, told apart: wrong, damaged, newer, stale, not saved.

No message here ever holds a word of a note, a passphrase or a key.
"""

from deskaid.errors import FileTrouble, Refused


class WrongPassphrase(Refused):
    """The passphrase or recovery code does not open this notebook; nothing is damaged."""


class PassphraseRefused(Refused):
    """A passphrase or recovery code cannot be used as typed: too weak, or not well formed."""


class Damaged(FileTrouble):
    """Stored bytes are not what deskaid wrote; no passphrase would help."""


class NewerFormat(Refused):
    """A newer deskaid wrote the file; this one will not touch it."""


class StaleNotebook(Refused):
    """Somebody else saved this note or notebook first; the caller still holds both versions."""


class NotSaved(FileTrouble):
    """The change did not reach the file; everything saved earlier is still there."""


class Locked(Refused):
    """The notebook was locked; its keys and notes are no longer held."""


class ReadOnlyNotebook(Refused):
    """The notebook is open for reading alone, because of an alarm or a read-only file."""


class Unreadable(Exception):
    """A sealed value does not open under its key and place. Internal: never shown."""
