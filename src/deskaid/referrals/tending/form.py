"""What is typed at the form, made fit to keep, or refused with one sentence and a next step."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import get_args

from deskaid.errors import Refused
from deskaid.referrals.editing import EDITABLE, Edit, as_typed, label_of, parsed_of
from deskaid.referrals.hours import Hours, in_words
from deskaid.referrals.listing import NEEDS, Listing
from deskaid.referrals.listing import Status as ListingStatus
from deskaid.referrals.tending.typed_phones import phones_of_typed
from deskaid.referrals.timetable.hours_text import parse_hours
from deskaid.text import one_line, plain

LONGEST_FIELD = 2000
LONGEST_TIP = 300
LONGEST_REASON = 300
LONGEST_INITIALS = 12
# A library card has 14 digits, often printed in groups (the Codabar scheme most libraries use).
_CARD_NUMBER = re.compile(r"(?<!\d)(?<!\d[ -])\d(?:[ -]?\d){13}(?![ -]?\d)")
_BARE_CARD_NUMBER = re.compile(r"(?<!\d)\d{14}(?!\d)")
_STATUSES: tuple[str, ...] = get_args(ListingStatus)


def understood_hours(text: str) -> str:
    """Return typed hours as the program understands them ("Mon-Fri 9a-5p"), or "" if it cannot.

    Hours nobody can read are kept as text all the same: the listing then shows HOURS UNKNOWN.
    """
    hours = parse_hours(text)
    return in_words(hours) if hours else ""


def initials_of(text: str) -> str:
    """Return initials fit to keep; raises `Refused` when there are none."""
    who = one_line(text)[:LONGEST_INITIALS]
    if not who:
        raise Refused("Whose initials? None were typed.", hint="Type two or three letters.")
    return who


def said(text: str, longest: int, what: str) -> str:
    """Return one line fit to keep; raises `Refused` when a card number stands in it."""
    line = one_line(text)[:longest]
    if _CARD_NUMBER.search(line):
        raise Refused(
            f"The {what} holds 14 digits, as a library card does.",
            hint="Leave the number out: this is about the place, never about a person.",
        )
    return line


def edits_of(base: Listing, changes: Mapping[str, str], shown: Listing) -> list[Edit]:
    """Return the typed ``changes`` as edits of ``base``, only those that change what is ``shown``.

    ``base`` is what the directory says, ``shown`` what this library shows. A field that was
    corrected before and overtaken by the directory since is an edit when typed again. Raises
    `Refused` for an unknown field, an empty name, or what cannot be understood.
    """
    theirs, ours = as_typed(base), as_typed(shown)
    typed = {field: _cleaned(field, text) for field, text in changes.items()}
    if _is_secret(typed, shown):
        # Not even in a correction: a file of the directory may be backed up or handed on.
        typed = {field: text for field, text in typed.items() if field != "address"}
    edits: list[Edit] = []
    for field, text in typed.items():
        if text == ours[field] and field not in shown.stale_edits:
            continue
        edit = _edit(field, text, shown, theirs[field])
        if edit.value != ours[field] or field in shown.stale_edits:
            edits.append(edit)
    return edits


def reaffirmed(base: Listing, shown: Listing) -> list[Edit]:
    """Return edits that keep each overtaken correction of ``shown``, now over ``base``."""
    theirs, ours = as_typed(base), as_typed(shown)
    return [
        Edit(field, ours[field], parsed_of(shown, field), theirs[field])
        for field in shown.stale_edits
    ]


def _is_secret(typed: Mapping[str, str], shown: Listing) -> bool:
    said_now = typed.get("address_confidential")
    return shown.address_confidential if said_now is None else said_now == "yes"


def _edit(field: str, text: str, shown: Listing, was: str) -> Edit:
    """Return the edit, its value written as the form would show it again."""
    if field == "phone":
        phones = tuple(phones_of_typed(text, shown.phones))
        understood = replace(shown, phones=phones)
    elif field == "hours":
        understood = replace(shown, hours=parse_hours(text) or Hours(text=text))
    else:
        return Edit(field, text, "", was)
    return Edit(field, as_typed(understood)[field], parsed_of(understood, field), was)


def _cleaned(field: str, text: str) -> str:
    if field not in {one.field for one in EDITABLE}:
        raise Refused(f"{field} is no field of the form.", hint="Choose a field of the form.")
    label = label_of(field)
    kept = plain(text).strip()[:LONGEST_FIELD]
    if field not in ("description", "address"):
        kept = one_line(kept)
    pattern = _BARE_CARD_NUMBER if field == "phone" else _CARD_NUMBER
    if pattern.search(kept):
        raise Refused(
            f"{label} holds 14 digits, as a library card does.",
            hint="Leave the number out: this is about the place, never about a person.",
        )
    check = _CHECKS.get(field)
    return check(label, kept) if check else kept


def _name(label: str, text: str) -> str:
    if not text:
        raise Refused("A listing needs a name.", hint="Type what people call it.")
    return text


def _numbers(label: str, text: str) -> str:
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        if not any(character.isdigit() for character in piece):
            raise Refused(
                f"{label} has a part without a digit: {piece[:40]}.",
                hint="Type the number, several apart by ; and a label before it as in Text: 988.",
            )
    return text


def _age(label: str, text: str) -> str:
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 110):
        raise Refused(f"{label} is not an age in years.", hint="Type a number such as 18.")
    return text


def _needs(label: str, text: str) -> str:
    codes: dict[str, None] = {}
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        code = "-".join(piece.casefold().split())
        if code not in NEEDS:
            near = get_close_matches(code, NEEDS, n=3, cutoff=0.4) or NEEDS[5:9]
            raise Refused(
                f"{label}: {piece[:40]} is no need that deskaid knows.",
                hint=f"Type codes apart by commas, such as {', '.join(near)}.",
            )
        codes[code] = None
    return ", ".join(codes)


def _status(label: str, text: str) -> str:
    status = text.casefold() or "active"
    if status not in _STATUSES:
        raise Refused(f"{label} is not known: {text[:40]}.", hint=f"Type {_or(_STATUSES)}.")
    return status


def _yes_or_no(label: str, text: str) -> str:
    if text.casefold() in ("yes", "y", "true"):
        return "yes"
    if text.casefold() in ("", "no", "n", "false"):
        return ""
    raise Refused(f"{label} is neither yes nor no.", hint="Type yes or no.")


def _list(_label: str, text: str) -> str:
    return ", ".join(dict.fromkeys(piece.strip() for piece in text.split(",") if piece.strip()))


def _or(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


_CHECKS = {
    "name": _name,
    "phone": _numbers,
    "minimum_age": _age,
    "maximum_age": _age,
    "needs": _needs,
    "status": _status,
    "address_confidential": _yes_or_no,
    "languages": _list,
}
