"""Phone numbers as a form shows and takes them: "night desk: 217-555-0101 ext. 4; Text: 988"."""

import json
from collections.abc import Sequence
from dataclasses import astuple, replace

from deskaid.referrals.listing import Phone, PhoneKind, in_calling_order

_KIND_WORDS: dict[PhoneKind, str] = {
    "voice": "",
    "text": "Text",
    "tty": "TTY",
    "video": "Video",
    "fax": "Fax",
}
_JUST_THE_KIND = {word.casefold() for word in _KIND_WORDS.values()} | {"voice", "call", "phone"}


def phones_as_typed(phones: Sequence[Phone]) -> str:
    """Return the numbers on one line, as `phones_of_typed` reads them."""
    return "; ".join(_as_typed(phone) for phone in phones)


def phones_of_typed(text: str, known: Sequence[Phone] = (), country: str = "US") -> list[Phone]:
    """Return the numbers of a typed line; one standing in ``known`` keeps what was known of it.

    A piece without a number comes back with an empty ``dial`` and no digit: the caller refuses.
    """
    # phonenumbers takes 40 ms to load, so this is for whoever writes, never for a reader.
    before = {_as_typed(phone): phone for phone in known}
    found: list[Phone] = []
    for piece in (piece.strip() for piece in text.split(";")):
        if piece in before:
            found.append(before[piece])
        elif piece:
            found += _read(piece, country)
    return list(in_calling_order(tuple(found)))


def dump_phones(phones: Sequence[Phone]) -> str:
    """Return the phones for a row."""
    return json.dumps([astuple(phone) for phone in phones], ensure_ascii=False)


def load_phones(text: str) -> tuple[Phone, ...]:
    """Return the phones of a row."""
    return tuple(Phone(*fields) for fields in json.loads(text)) if text else ()


def _as_typed(phone: Phone) -> str:
    kind = _KIND_WORDS[phone.kind]
    if not kind and not phone.label:
        return f"{phone.number}{_extension(phone)}"
    # The importing package is no part of a reader's path; only a label needs it.
    from deskaid.referrals.importing.dialing import kind_of

    label = phone.label.replace(";", ",").strip()
    if kind and kind_of(label) != phone.kind:
        label = f"{kind} {label}".strip()
    said = f"{phone.number}{_extension(phone)}"
    return f"{label}: {said}" if label else said


def _extension(phone: Phone) -> str:
    return f" ext. {phone.extension}" if phone.extension else ""


def _read(piece: str, country: str) -> list[Phone]:
    from deskaid.referrals.importing.dialing import kind_of, read_numbers

    label, _, number = piece.rpartition(": ")
    found = read_numbers(number.strip(), country) or (Phone(number.strip()),)
    label = label.strip()
    phones: list[Phone] = []
    for phone in found:
        kind = kind_of(label) if label else phone.kind
        said = "" if label.casefold() in _JUST_THE_KIND else label
        phones.append(replace(phone, kind=kind, label=said or phone.label))
    return phones
