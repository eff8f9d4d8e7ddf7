"""One note as its author reads it, and the fields it is sealed as."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from deskaid.errors import NothingFound
from deskaid.notes.days import as_date
from deskaid.notes.trouble import Unreadable

_SEALED = ("text", "created", "edited", "tags", "reason", "due", "while_locked")


@dataclass(frozen=True, repr=False)
class Note:
    """A readable note; ``repr`` shows nothing of it.

    ``text`` is exactly what was typed: pass it through `deskaid.text.plain` before drawing.
    ``created`` and ``edited`` are UTC; ``purge_day`` is a day number. ``reason`` says why a
    note without expiry is kept; ``while_locked`` marks one taken in from the drop box.
    """

    id: str
    text: str
    created: datetime
    edited: datetime
    purge_day: int
    revision: int = 0
    tags: tuple[str, ...] = ()
    reason: str = ""
    due: date | None = None
    while_locked: bool = False

    @property
    def title(self) -> str:
        """The first line that is not blank, as typed."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")

    @property
    def expires(self) -> date | None:
        """The Monday on which the note is destroyed; None when it does not expire."""
        return as_date(self.purge_day)

    def fields(self) -> dict[str, Any]:
        """Return what is sealed; id, revision and purge day are bound outside."""
        return {
            "text": self.text,
            "created": self.created.isoformat(timespec="milliseconds"),
            "edited": self.edited.isoformat(timespec="milliseconds"),
            "tags": list(self.tags),
            "reason": self.reason,
            "due": self.due.isoformat() if self.due else "",
            "while_locked": self.while_locked,
        }

    @classmethod
    def from_fields(
        cls, note_id: bytes, fields: dict[str, Any], *, revision: int, purge_day: int
    ) -> "Note":
        """Return the note of `fields`. Raises `Unreadable` when one is missing or alien.

        ``fields`` is used up: it becomes the note's own. An unlock makes thousands, in half the
        time of an ordinary construction.
        """
        try:
            tags, due = fields["tags"], fields["due"]
            created, edited = fields["created"], fields["edited"]
            if not (isinstance(fields["text"], str) and isinstance(fields["reason"], str)):
                raise Unreadable
            first = as_utc(created)
            fields["created"] = first
            fields["edited"] = first if edited == created else as_utc(edited)
            fields["tags"] = tuple(map(_text, tags)) if tags else ()
            fields["due"] = date.fromisoformat(due) if due else None
            fields["while_locked"] = bool(fields["while_locked"])
        except (KeyError, TypeError, ValueError):
            raise Unreadable from None
        if len(fields) != len(_SEALED):
            fields = {name: fields[name] for name in _SEALED}
        fields["id"], fields["purge_day"], fields["revision"] = note_id.hex(), purge_day, revision
        note = cls.__new__(cls)
        object.__setattr__(note, "__dict__", fields)
        return note

    def __repr__(self) -> str:
        return "<Note>"


@dataclass(frozen=True, repr=False)
class Dropped:
    """Something from the drop box, opened: a note or draft written without the passphrase.

    ``note_id`` names the note it is a version of ("" for a new one) and ``revision`` the
    revision its writer had before them; ``finished`` is False for a draft that was never
    closed. ``id`` is the draft id to pass to `Notebook.save` or `DropBox.discard`. ``reason``
    and ``due`` are as in `Note`.
    """

    id: str
    note_id: str
    revision: int
    text: str
    when: datetime
    purge_day: int
    finished: bool
    tags: tuple[str, ...] = ()
    reason: str = ""
    due: date | None = None

    def __repr__(self) -> str:
        return "<Dropped>"


@dataclass(frozen=True, repr=False)
class TakenIn:
    """What `Notebook.take_in` did.

    ``notes`` are new, ``drafts`` wait beside a note that exists, ``unreadable`` counts items
    that do not open and stay where they are.
    """

    notes: tuple[Note, ...] = ()
    drafts: tuple[Dropped, ...] = ()
    unreadable: int = 0

    def __repr__(self) -> str:
        return "<TakenIn>"


def id_bytes(identifier: str, *, what: str = "note") -> bytes:
    """Return the 16 bytes of a shown id (32 hexadecimal digits). Raises `NothingFound`."""
    try:
        raw = bytes.fromhex(identifier)
    except ValueError:
        raw = b""
    if len(raw) != 16:
        raise NothingFound(f"There is no such {what}.", hint="Choose one from the list.")
    return raw


def as_utc(moment: str) -> datetime:
    """Return an ISO 8601 moment as UTC. Raises `ValueError` or `TypeError`."""
    parsed = datetime.fromisoformat(moment)
    if parsed.tzinfo is UTC:
        return parsed
    if parsed.tzinfo is None:
        raise ValueError
    return parsed.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
