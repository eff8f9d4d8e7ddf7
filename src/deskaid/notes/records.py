"""The inside of a sealed record: length, JSON, zero padding. Knows no key.

``length u32 | JSON in UTF-8 | zeros`` up to the larger of 512 bytes and the Padmé size, so
that the stored size tells almost nothing (research/notes.md 4.3: 1.3 bits on short notes).
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

from deskaid.errors import Refused
from deskaid.notes.trouble import Unreadable

SMALLEST = 512
"""Bytes every record fills at least."""

LARGEST = 4 * 1024 * 1024
"""Bytes of JSON a record holds at most: 4 MiB."""

_LENGTH = struct.Struct(">I")
_decoder = json.JSONDecoder()


def padded_size(size: int) -> int:
    """Return the size in bytes to which ``size`` bytes are padded: max(512, Padmé).

    Padmé (Nikitin et al., "Reducing Metadata Leakage", 2019) adds at most 12 %.
    """
    if size <= SMALLEST:
        return SMALLEST
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def pack(fields: Mapping[str, Any]) -> bytes:
    """Return ``fields`` as padded plaintext.

    Raises `Refused` above `LARGEST`, or when the text holds half a character (a lone
    surrogate), which no file can store.
    """
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    body = _encoded(text)
    if body is None:
        raise Refused(
            "The note holds half a character that cannot be stored.",
            hint="Delete what was pasted last and type it again.",
        )
    if len(body) > LARGEST:
        raise Refused("The note is longer than 4 MiB.", hint="Split it into several notes.")
    framed = _LENGTH.pack(len(body)) + body
    return framed.ljust(padded_size(len(framed)), b"\0")


def unpack(plaintext: bytes) -> dict[str, Any]:
    """Return the fields of `pack`. Raises `Unreadable` for anything `pack` cannot have made."""
    if len(plaintext) < _LENGTH.size:
        raise Unreadable
    (length,) = _LENGTH.unpack_from(plaintext)
    end = _LENGTH.size + length
    if length > LARGEST or end > len(plaintext) or len(plaintext) != padded_size(end):
        raise Unreadable
    if plaintext.count(0, end) != len(plaintext) - end:
        raise Unreadable
    fields = _decoded(plaintext[_LENGTH.size : end])
    if not isinstance(fields, dict):
        raise Unreadable
    return fields


def _encoded(text: str) -> bytes | None:
    # Answers None rather than raising: the codec's exception would carry the text along.
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


def _decoded(body: bytes) -> object:
    try:
        text = body.decode("utf-8")
        # Without the search for spaces around it, which `pack` never writes.
        fields, end = _decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return fields if end == len(text) else None
