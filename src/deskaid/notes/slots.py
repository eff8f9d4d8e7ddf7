"""Key records: a notebook's data key, wrapped by a passphrase or by the recovery code."""

import hmac
import sqlite3
from dataclasses import dataclass
from hashlib import blake2b

from deskaid.notes import kdf as derivation
from deskaid.notes import vault
from deskaid.notes.kdf import Kdf
from deskaid.notes.trouble import Damaged, Unreadable, WrongPassphrase

PASSPHRASE = "pass"  # noqa: S105 - the kind of a key record, not a secret
RECOVERY = "recovery"
CHECK_BYTES = 8
COMMITMENT_BYTES = 16


@dataclass(frozen=True, repr=False)
class Slot:
    """One row of the slot table.

    ``commitment`` tells a wrong passphrase from an altered record; ``check`` is unkeyed, so
    that a flipped bit reads as damage before a second is spent on the passphrase.
    """

    notebook: bytes
    id: bytes
    kind: str
    kdf: str
    salt: bytes
    commitment: bytes
    box: bytes
    check: bytes

    def expected_check(self) -> bytes:
        """Return the check the other columns call for."""
        row = vault.bound(
            b"deskaid/check/1",
            self.notebook,
            self.id,
            self.kind.encode("utf-8", "replace"),
            self.kdf.encode("utf-8", "replace"),
            self.salt,
            self.commitment,
            self.box,
        )
        return blake2b(row, digest_size=CHECK_BYTES).digest()


def make(keys: vault.Keys, kind: str, secret: str, *, kdf: Kdf | None = None) -> Slot:
    """Return a key record that lets ``secret`` open ``keys``. Takes up to some seconds."""
    slot_id, salt = vault.fresh(vault.ID_BYTES), vault.fresh(derivation.SALT_BYTES)
    chosen, derived = derivation.derive_new(secret, salt, kdf)
    wrap_key, commitment = _split(derived, slot_id)
    bare = Slot(keys.notebook, slot_id, kind, str(chosen), salt, commitment, b"", b"")
    box = keys.wrapped(wrap_key, _place(bare))
    bare = Slot(keys.notebook, slot_id, kind, str(chosen), salt, commitment, box, b"")
    return Slot(**{**vars(bare), "check": bare.expected_check()})


def open_slot(slot: Slot, secret: str, *, label: str) -> vault.Keys:
    """Return the keys ``secret`` opens.

    Raises `WrongPassphrase` when it is another secret, `Damaged` when the record is not as
    written; the two are never confused by an accident (research/notes.md 4.2).
    """
    if not hmac.compare_digest(slot.check, slot.expected_check()):
        raise damaged(slot.kind)
    derived = derivation.derive_again(secret, slot.salt, Kdf.read(slot.kdf))
    wrap_key, commitment = _split(derived, slot.id)
    if not hmac.compare_digest(slot.commitment, commitment):
        what = "recovery code" if slot.kind == RECOVERY else "passphrase"
        raise WrongPassphrase(
            f"That {what} does not open {label}.", hint=_try_again(slot.kind, secret)
        )
    try:
        return vault.Keys(slot.notebook, vault.unseal(wrap_key, slot.box, _place(slot)))
    except Unreadable:
        raise damaged(slot.kind) from None


def _try_again(kind: str, secret: str) -> str:
    if kind == PASSPHRASE and secret.isupper():
        return "Everything was typed in capitals: look at Caps Lock and try again."
    return "Try again: nothing is lost, and nothing is deleted however often it is wrong."


def damaged(kind: str) -> Damaged:
    """Return the error for a key record that is missing or not as written."""
    other = "passphrase" if kind == RECOVERY else "recovery code"
    return Damaged(
        "The key record of this notebook is damaged.",
        hint=f"Use the {other}, or restore the notes file from a backup.",
    )


def _split(derived: bytes, slot_id: bytes) -> tuple[bytes, bytes]:
    wrap_key = vault.subkey(derived, b"deskaid/wrap/1", slot_id)
    return wrap_key, vault.subkey(derived, b"deskaid/commit/1", slot_id, size=COMMITMENT_BYTES)


def _place(slot: Slot) -> bytes:
    return vault.bound(
        b"deskaid/slot/1",
        slot.notebook,
        slot.id,
        slot.kind.encode("utf-8"),
        slot.kdf.encode("utf-8"),
        slot.salt,
    )


def find(database: sqlite3.Connection, notebook: bytes, kind: str) -> Slot:
    """Return the key record of one ``kind``. Raises `Damaged` when there is not exactly one."""
    found = database.execute(
        'SELECT notebook, id, kind, kdf, salt, commitment, box, "check" FROM slot'
        " WHERE notebook = ? AND kind = ?",
        (notebook, kind),
    ).fetchall()
    if len(found) != 1:
        raise damaged(kind)
    whole = [isinstance(value, str) for value in found[0][2:4]]
    whole += [isinstance(value, bytes) for value in (*found[0][:2], *found[0][4:])]
    sizes = {1: vault.ID_BYTES, 4: derivation.SALT_BYTES, 5: COMMITMENT_BYTES, 7: CHECK_BYTES}
    if not all(whole) or any(len(found[0][at]) != size for at, size in sizes.items()):
        raise damaged(kind)
    return Slot(*found[0])
