"""From a passphrase to 32 bytes: Argon2id, its settings and their limits."""

import re
import time
from dataclasses import dataclass

import nacl.exceptions
from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13

from deskaid.errors import FileTrouble
from deskaid.notes.passphrase import normalize
from deskaid.notes.trouble import Damaged

SALT_BYTES = 16
SLOW_SECONDS = 1.5
"""A new key record that takes longer to derive gets the next weaker setting."""

# Outside these a file asks for a weak key or for the machine's memory (research/notes.md 4.2).
_MEMORY_KIB = range(19 * 1024, 1024 * 1024 + 1)
_PASSES = range(1, 17)
_TEXT = re.compile(r"argon2id:m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,2}),p=1")


@dataclass(frozen=True)
class Kdf:
    """Argon2id settings: memory in KiB and passes. libsodium fixes one lane (p=1)."""

    memory_kib: int
    passes: int

    def __str__(self) -> str:
        return f"argon2id:m={self.memory_kib},t={self.passes},p=1"

    @classmethod
    def read(cls, text: str) -> "Kdf":
        """Return the settings a key record names.

        Raises `Damaged` when they are not ours or outside 19 MiB to 1 GiB and 1 to 16
        passes, before a byte is allocated.
        """
        found = _TEXT.fullmatch(text)
        if found:
            kdf = cls(int(found[1]), int(found[2]))
            if kdf.memory_kib in _MEMORY_KIB and kdf.passes in _PASSES:
                return kdf
        raise Damaged(
            "The key record of this notebook names settings deskaid does not use.",
            hint="Restore the notes file from a backup.",
        )


STRONG = Kdf(128 * 1024, 3)
MIDDLE = Kdf(64 * 1024, 3)
WEAKEST = Kdf(19 * 1024, 2)
"""OWASP's smallest setting: the last resort, with a notice."""


def derive(secret: str, salt: bytes, kdf: Kdf) -> bytes:
    """Return the 32 bytes ``secret`` gives under ``salt`` (16 bytes) and ``kdf``.

    Takes 0.1 to 1 s and ``kdf.memory_kib`` of memory; the interpreter lock is released.
    Raises `MemoryError` when the machine is too short of memory.
    """
    try:
        return crypto_pwhash_alg(
            32,
            normalize(secret).encode("utf-8"),
            salt,
            kdf.passes,
            kdf.memory_kib * 1024,
            crypto_pwhash_ALG_ARGON2ID13,
        )
    except nacl.exceptions.RuntimeError:  # libsodium's word for "cannot allocate"
        raise MemoryError from None


def derive_again(secret: str, salt: bytes, kdf: Kdf) -> bytes:
    """Return `derive` for an existing key record. Raises `FileTrouble` when memory is short."""
    try:
        return derive(secret, salt, kdf)
    except MemoryError:
        raise FileTrouble(
            f"Opening needs {kdf.memory_kib // 1024} MiB of free memory.",
            hint="Close other programs and try again.",
        ) from None


def derive_new(secret: str, salt: bytes, kdf: Kdf | None) -> tuple[Kdf, bytes]:
    """Return the settings for a new key record and the 32 bytes they give.

    ``kdf`` None picks the strongest of 128 MiB, 64 MiB and 19 MiB that this machine does in
    `SLOW_SECONDS`; the last is taken however long it needs.
    """
    for choice in (STRONG, MIDDLE) if kdf is None else ():
        began = time.monotonic()
        try:
            key = derive(secret, salt, choice)
        except MemoryError:
            continue
        if time.monotonic() - began <= SLOW_SECONDS:
            return choice, key
    choice = kdf or WEAKEST
    return choice, derive_again(secret, salt, choice)


def weak_notice(text: str) -> str:
    """Return a sentence when a key record is weaker than `MIDDLE`, else ""."""
    if Kdf.read(text).memory_kib >= MIDDLE.memory_kib:
        return ""
    return "This notebook's key record is weak, made on a computer short of memory."
