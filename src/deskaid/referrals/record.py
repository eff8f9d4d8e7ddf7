"""What a directory's own columns cannot say, kept beside them so that deskaid reads it back.

HSDS has no place for the form a phone can dial, for a weekday whose hours are in doubt, for
what a check was made against; a spreadsheet has even less. Each listing therefore carries one
*record*: for each such fact its value, and a mark of the plain cells it stands beside. Whoever
reads it takes a value only while that mark still fits: a number that somebody corrected in the
file always wins over the record. Nothing is in a record that the plain cells keep back.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from deskaid.referrals.importing.cleaning import clean

NEEDS_TAXONOMY = "deskaid needs"
"""The taxonomy of our own need codes: a service's needs, exactly."""
RECORD_TAXONOMY = "deskaid record"
"""The taxonomy with one term: its value is a service's record."""
RECORD_CODE = "deskaid-record"

PHONE_CELLS = ("number", "extension", "type", "description")
SCHEDULE_CELLS = (
    "freq", "interval", "byday", "bymonthday", "wkst", "dtstart", "until", "valid_from", "valid_to",
    "opens_at", "closes_at", "description", "notes",
)  # fmt: skip
ADDRESS_CELLS = ("address_type", "address_1", "city", "state_province", "postal_code")
URL_CELLS = ("url",)
LANGUAGE_CELLS = ("name",)
ASSURED_CELLS = ("assured_date", "assurer_email")
EMAIL_CELLS = ("email",)
"""The HSDS columns beside which each fact stands."""

Record = dict[str, tuple[Any, str]]
"""By fact: its value as JSON has it, and the mark of the cells beside it ("" for none)."""


def mark_of(rows: Iterable[Iterable[str]]) -> str:
    """Return a short mark of cells as an import reads them; "" when all of them are empty."""
    cells = [[clean(cell)[0] if cell else "" for cell in row] for row in rows]
    if not any(any(row) for row in cells):
        return ""
    told = "\x1e".join("\x1f".join(row) for row in cells)
    return hashlib.blake2b(told.encode(), digest_size=5).hexdigest()


def cells_of(rows: Iterable[Mapping[str, Any]], names: tuple[str, ...]) -> list[list[str]]:
    """Return the cells ``names`` of each row as texts, an absent one as ""."""
    return [[_text(row.get(name)) for name in names] for row in rows]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_record(record: Record) -> str:
    """Return the record as one line of JSON that no cleaning of cells can change."""
    plain = {name: [value, mark] if mark else [value] for name, (value, mark) in record.items()}
    text = json.dumps(plain, separators=(",", ":"))
    # Cleaning undoes entities, tags and "\\n", and folds spaces; written as \uXXXX none is left.
    for letter, code in (("\\n", "\\u000a"), ("\\r", "\\u000d"), ("\\t", "\\u0009")):
        text = _outside_pairs(text, letter, code)
    for letter in "<&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.replace("  ", " \\u0020")


def _outside_pairs(text: str, letter: str, code: str) -> str:
    """Replace an escape by another, leaving a doubled backslash before it alone."""
    return "\\u005c".join(piece.replace(letter, code) for piece in text.split("\\\\"))


def read_record(text: str) -> Record:
    """Return the record in ``text``; an empty one when it is none, or was damaged."""
    try:
        plain = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(plain, dict):
        return {}
    record: Record = {}
    for name, told in plain.items():
        if isinstance(told, list) and told:
            mark = told[1] if len(told) > 1 else ""
            record[str(name)] = (told[0], mark if isinstance(mark, str) else "?")
    return record
