"""The inside of a sealed record: length, JSON, zero padding. Knows no key.

``length u32 | JSON in UTF-8 | zeros`` up to the larger of 512 bytes and the Padmé size, so
that the stored size tells almost nothing (research/notes.md 4.3: 1.3 bits on short notes).
"""

import json
import secrets
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deskaid.errors import Refused
from deskaid.notes.trouble import Unreadable

SMALLEST = 512
"""Bytes every record fills at least."""

LARGEST = 4 * 1024 * 1024
"""Bytes of JSON a record holds at most: 4 MiB."""

_LENGTH = struct.Struct(">I")
_TOGETHER = 100
"""Records whose JSON is read at once: a quarter faster than one by one, and no slower than all."""

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
    body = _body(plaintext)
    fields = None if body is None else _decoded(body)
    if fields is None:
        raise Unreadable
    return fields


def unpack_all(plaintexts: Iterable[bytes | None]) -> list[dict[str, Any] | None]:
    """Return what `unpack` returns of each, and None for each that it refuses; None stays None."""
    bodies = [None if plaintext is None else _body(plaintext) for plaintext in plaintexts]
    mark = secrets.randbits(62)
    found: list[dict[str, Any] | None] = []
    for start in range(0, len(bodies), _TOGETHER):
        found += _decoded_together(bodies[start : start + _TOGETHER], mark)
    return found


def _body(plaintext: bytes) -> bytes | None:
    """Return the JSON within ``plaintext``; None when length or padding are not `pack`'s."""
    size = len(plaintext)
    if size < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(plaintext)
    end = _LENGTH.size + length
    if length > LARGEST or end > size or size != padded_size(end):
        return None
    if plaintext.count(0, end) != size - end:
        return None
    return plaintext[_LENGTH.size : end]


def _decoded_together(bodies: Sequence[bytes | None], mark: int) -> list[dict[str, Any] | None]:
    """Return the fields of each body, read in one go with ``mark`` between each two.

    Nobody knows the mark, so it stands where it was put only when every body is one whole value
    of its own. Otherwise, and with any body missing, they are read one by one.
    """
    whole = [body for body in bodies if body is not None and body[:1] == b"{" and body[-1:] == b"}"]
    if len(whole) == len(bodies):
        found = _json(b"[%b]" % (b",%d," % mark).join(whole))
        if isinstance(found, list) and found[1::2] == [mark] * (len(whole) - 1):
            return found[::2]
    return [None if body is None else _decoded(body) for body in bodies]


def _encoded(text: str) -> bytes | None:
    # Answers None rather than raising: the codec's exception would carry the text along.
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


def _decoded(body: bytes) -> dict[str, Any] | None:
    fields = _json(body)
    return fields if isinstance(fields, dict) else None


def _json(body: bytes) -> object:
    try:
        text = body.decode("utf-8")
        # Without the search for spaces around it, which `pack` never writes.
        found, end = _decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if end == len(text) else None
