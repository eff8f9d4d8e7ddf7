"""Keys and sealing. The only module that holds a key; nothing the first paint needs imports it.

XChaCha20-Poly1305 with associated data that names the place of every value, sealed boxes
(X25519) for what is written while locked, keyed BLAKE2b for everything derived.
"""

import secrets
import struct
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import nacl.exceptions
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_scalarmult_base,
)

from deskaid.notes.trouble import Unreadable

KEY_BYTES = 32
ID_BYTES = 16
NONCE_BYTES = 24
TAG_BYTES = 16
RECORD_VERSION = b"\x01"

_PLACE = struct.Struct(f">I{ID_BYTES}sIQII")


def fresh(size: int) -> bytes:
    """Return ``size`` random bytes from the system. One place, so that vectors can pin it."""
    return secrets.token_bytes(size)


def bound(context: bytes, *parts: bytes) -> bytes:
    """Return ``context`` and ``parts``, each behind its length, so that no two lists agree."""
    return b"".join(struct.pack(">I", len(part)) + part for part in (context, *parts))


def subkey(key: bytes, purpose: bytes, place: bytes, *, size: int = KEY_BYTES) -> bytes:
    """Return a key for one ``purpose`` (at most 16 bytes) at one ``place`` (a 16-byte id)."""
    return blake2b(key=key, person=purpose, salt=place, digest_size=size).digest()


def seal(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    """Return ``nonce | ciphertext | tag``, bound to ``place``."""
    nonce = fresh(NONCE_BYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, place, nonce, key)


def unseal(key: bytes, box: bytes, place: bytes) -> bytes:
    """Return the plaintext of `seal`. Raises `Unreadable` for another key, box or place."""
    if len(box) < NONCE_BYTES + TAG_BYTES:
        raise Unreadable
    nonce, sealed = box[:NONCE_BYTES], box[NONCE_BYTES:]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, place, nonce, key)
    except nacl.exceptions.CryptoError:
        raise Unreadable from None


def seal_to(public_key: bytes, plaintext: bytes) -> bytes:
    """Return ``plaintext`` sealed to ``public_key``: nobody can open it but the notebook.

    Raises `Unreadable` when ``public_key`` is not a usable key.
    """
    try:
        return crypto_box_seal(plaintext, public_key)
    except (nacl.exceptions.CryptoError, TypeError, ValueError):
        raise Unreadable from None


class Box(NamedTuple):
    """A sealed note taken apart, ready to be opened; made by `take_apart`, which needs no key."""

    sealed: bytes
    place: bytes
    nonce: bytes


def note_places(notebook: bytes) -> bytes:
    """Return what the places of all notes of ``notebook`` begin with, for `take_apart`."""
    return bound(b"deskaid/note/1", notebook)


def take_apart(
    places: bytes, note: bytes, box: bytes, tag: bytes, *, revision: int, purge_day: int
) -> Box:
    """Return what opens a note bound to its notebook, id, revision and purge day.

    ``places`` is from `note_places`. Raises `Unreadable` for another version or size.
    """
    if box[:1] != RECORD_VERSION or len(box) <= NONCE_BYTES or len(tag) != TAG_BYTES:
        raise Unreadable
    place = _note_place(places, note, revision, purge_day)
    return Box(box[1 + NONCE_BYTES :] + tag, place, box[1 : 1 + NONCE_BYTES])


def _note_place(places: bytes, note: bytes, revision: int, purge_day: int) -> bytes:
    # As `bound` writes them, each behind its length, but ten thousand times at an unlock.
    return places + _PLACE.pack(len(note), note, 8, revision, 4, purge_day)


class Keys:
    """The data key of one notebook and all that follows from it.

    Dropping the last reference frees the memory but does not clear it: Python cannot wipe
    ``bytes``. Only the end of the process does.
    """

    __slots__ = ("_data", "_digest", "_head", "_note", "_note_places", "_secret", "notebook")

    def __init__(self, notebook: bytes, data_key: bytes) -> None:
        self.notebook = notebook
        self._data = data_key
        self._note = subkey(data_key, b"deskaid/note/1", notebook)
        self._head = subkey(data_key, b"deskaid/head/1", notebook)
        self._digest = subkey(data_key, b"deskaid/digest/1", notebook)
        self._secret = subkey(data_key, b"deskaid/secret/1", notebook)
        self._note_places = note_places(notebook)

    @classmethod
    def new(cls, notebook: bytes) -> "Keys":
        """Return the keys of a notebook that does not exist yet."""
        return cls(notebook, fresh(KEY_BYTES))

    def __repr__(self) -> str:
        return "<Keys>"

    def __reduce__(self) -> str:
        raise TypeError("Keys are never written out.")

    def wrapped(self, wrap_key: bytes, place: bytes) -> bytes:
        """Return the data key sealed under ``wrap_key``, for a key record."""
        return seal(wrap_key, self._data, place)

    def seal_note(
        self, note: bytes, plaintext: bytes, *, revision: int, purge_day: int
    ) -> tuple[bytes, bytes]:
        """Return box and tag of a note, bound to its notebook, id, revision and purge day."""
        place = _note_place(self._note_places, note, revision, purge_day)
        sealed = seal(self._note, plaintext, place)
        return RECORD_VERSION + sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]

    def open_note(
        self, note: bytes, box: bytes, tag: bytes, *, revision: int, purge_day: int
    ) -> bytes:
        """Return the plaintext of `seal_note`. Raises `Unreadable`."""
        places = self._note_places
        apart = take_apart(places, note, box, tag, revision=revision, purge_day=purge_day)
        [plaintext] = self.open_notes([apart])
        if plaintext is None:
            raise Unreadable
        return plaintext

    def open_notes(self, boxes: Iterable[Box]) -> list[bytes | None]:
        """Return the plaintext of each box, None for one that is not as it was sealed."""
        key = self._note
        opened: list[bytes | None] = []
        for sealed, place, nonce in boxes:
            try:
                opened.append(crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, place, nonce, key))
            except nacl.exceptions.CryptoError:
                opened.append(None)
        return opened

    def seal_head(self, plaintext: bytes, place: bytes) -> bytes:
        """Return the notebook's head, bound to the plain columns named in ``place``."""
        return seal(self._head, plaintext, bound(b"deskaid/head/1", self.notebook, place))

    def open_head(self, box: bytes, place: bytes) -> bytes:
        """Return the plaintext of `seal_head`. Raises `Unreadable`."""
        return unseal(self._head, box, bound(b"deskaid/head/1", self.notebook, place))

    def digest(self, *content: bytes | memoryview) -> bytes:
        """Return 32 bytes that only this notebook's author can compute for ``content``."""
        state = blake2b(key=self._digest, digest_size=32)
        for part in content:
            state.update(part)
        return state.digest()

    def new_pair(self) -> tuple[bytes, bytes]:
        """Return a new public key and its secret key, sealed for the notebook row."""
        secret = fresh(KEY_BYTES)
        public = crypto_scalarmult_base(secret)
        return public, seal(self._secret, secret, self._pair_place(public))

    def open_dropped(self, sealed: bytes, public_key: bytes, secret_box: bytes) -> bytes:
        """Return the plaintext of `seal_to`. Raises `Unreadable`."""
        secret = unseal(self._secret, secret_box, self._pair_place(public_key))
        try:
            return crypto_box_seal_open(sealed, public_key, secret)
        except (nacl.exceptions.CryptoError, TypeError, ValueError):
            raise Unreadable from None

    def pair_is_whole(self, public_key: bytes, secret_box: bytes) -> bool:
        """Tell whether the sealed secret key opens and belongs to ``public_key``."""
        try:
            secret = unseal(self._secret, secret_box, self._pair_place(public_key))
        except Unreadable:
            return False
        return crypto_scalarmult_base(secret) == public_key

    def _pair_place(self, public_key: bytes) -> bytes:
        return bound(b"deskaid/secret/1", self.notebook, public_key)
