"""What `notes_broken.py` breaks: each a promise of the notes, and the text that keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """``old`` replaced by ``new`` in one module of notes: what it breaks in ``promise``."""

    promise: str
    module: str
    old: str
    new: str


BREAKS = (
    Break(
        "a note is bound to its revision",
        "vault.py",
        "_PLACE.pack(len(note), note, 8, revision, 4, purge_day)",
        "_PLACE.pack(len(note), note, 8, 0, 4, purge_day)",
    ),
    Break(
        "a note is bound to its day of expiry",
        "vault.py",
        "_PLACE.pack(len(note), note, 8, revision, 4, purge_day)",
        "_PLACE.pack(len(note), note, 8, revision, 4, 0)",
    ),
    Break(
        "the head is bound to the label",
        "contents.py",
        'self.label.encode("utf-8", "replace")',
        'b""',
    ),
    Break(
        "the head is bound to the public key",
        "contents.py",
        "            self.public_key,\n            str(self.days)",
        '            b"",\n            str(self.days)',
    ),
    Break(
        "a value nobody wrote is disowned",
        "contents.py",
        "sound=days in CHOICES and hold in (0, 1)",
        "sound=True",
    ),
    Break(
        "the head vouches for every row",
        "verifying.py",
        "if not alarms and head.get",
        "if False and head.get",
    ),
    Break(
        "a removed note leaves the ledger",
        "change.py",
        "                self._removed.add(row)\n",
        "                pass\n",
    ),
    Break(
        "the ledger stays in order",
        "ledger.py",
        "self._cuts = [(at, row) for at, _, row in sorted(cuts)]",
        "self._cuts = [(at, row) for at, _, row in cuts]",
    ),
    Break(
        "a ledger is changed once that is saved",
        "change.py",
        "        return whole.store(",
        "        self._ledger.applied()\n        return whole.store(",
    ),
    Break(
        "entries are changed once that is saved",
        "change.py",
        "        return whole.store(",
        "        self.entries.applied()\n        return whole.store(",
    ),
    Break(
        "a lost row is not in the ledger",
        "verifying.py",
        "packed(entries) if lost or rows.ledger is None else rows.ledger",
        "rows.ledger or packed(entries)",
    ),
    Break(
        "what was read ahead is read again when it changed",
        "read_ahead.py",
        "if self._found is not None and self._is_current():",
        "if self._found is not None:",
    ),
    Break(
        "reading ahead keeps nobody from saving",
        "read_ahead.py",
        '            database.execute("COMMIT")\n',
        "",
    ),
    Break(
        "records read together are each whole",
        "records.py",
        "if isinstance(found, list) and found[1::2] == [mark] * (len(whole) - 1):",
        "if isinstance(found, list) and len(found) == 2 * len(whole) - 1:",
    ),
    Break(
        "half a counter is never put in place",
        "anchor.py",
        "if os.write(handle, text) != len(text):",
        "if os.write(handle, text) < 0:",
    ),
    Break(
        "a lock lets the list go",
        "session.py",
        "self._keys = self._contents = self._listing = None",
        "self._keys = self._contents = None",
    ),
    Break("missing notes are counted", "verifying.py", "if missing > 0:", "if missing > 10**6:"),
    Break(
        "the commitment tells wrong from damaged",
        "slots.py",
        "if not hmac.compare_digest(slot.commitment, commitment):",
        "if False:",
    ),
    Break(
        "a bad check of a key record is damage",
        "slots.py",
        "if not hmac.compare_digest(slot.check, slot.expected_check()):",
        "if False:",
    ),
    Break("deleted bytes leave the file", "schema.py", '"secure_delete=ON"', '"secure_delete=OFF"'),
    Break(
        "one file is always whole",
        "schema.py",
        'database.execute("PRAGMA journal_mode=TRUNCATE")',
        'database.execute("PRAGMA journal_mode=WAL")',
    ),
    Break(
        "saved means on the disk",
        "schema.py",
        '"synchronous=EXTRA"',
        '"synchronous=OFF"',
    ),
    Break("sorting spills no text", "schema.py", '"temp_store=MEMORY"', '"temp_store=FILE"'),
    Break(
        "a save is remembered outside the file",
        "session.py",
        "self._anchor.saved(made.row.id",
        "(lambda *a, **k: None)(made.row.id",
    ),
    Break(
        "the remembered counter never goes back",
        "anchor.py",
        "if accepted or (seq >= before.seq and now != before):",
        "if True:",
    ),
    Break(
        "key settings are checked before deriving",
        "kdf.py",
        "if kdf.memory_kib in _MEMORY_KIB and kdf.passes in _PASSES:",
        "if True:",
    ),
    Break("a planted trigger is refused", "schema.py", "if found != _expected():", "if False:"),
    Break(
        "a newer file is left alone",
        "schema.py",
        "isinstance(number, int) and number > FORMAT",
        "False",
    ),
    Break(
        "a clock that jumped destroys nothing",
        "purge.py",
        "if due and not confirmed and abs",
        "if False and abs",
    ),
    Break(
        "a legal hold keeps expired notes",
        "purge.py",
        "WHERE hold <> 0 OR hold_asked <> 0",
        "WHERE hold > 1",
    ),
    Break(
        "a purge leaves a tombstone",
        "purge.py",
        '"UPDATE note SET box = NULL WHERE box IS NOT NULL AND" + _DUE',
        '"DELETE FROM note WHERE" + _DUE',
    ),
    Break(
        "a dropped item belongs to one notebook",
        "dropbox.py",
        'if fields.get("notebook") != notebook.hex() or fields.get("id") != drop.hex():',
        'if fields.get("id") != drop.hex():',
    ),
    Break(
        "a dropped item belongs to one place",
        "dropbox.py",
        'if fields.get("notebook") != notebook.hex() or fields.get("id") != drop.hex():',
        'if fields.get("notebook") != notebook.hex():',
    ),
    Break(
        "the drop box has a limit",
        "dropbox.py",
        ">= MOST_WAITING",
        ">= 10**9",
    ),
    Break(
        "sizes are padded",
        "records.py",
        "    if size <= SMALLEST:",
        "    if size:\n        return size\n    if size <= SMALLEST:",
    ),
    Break("padding is zeros", "records.py", "!= size - end", "!= size + end"),
    Break(
        "a re-key removes the old key records",
        "change.py",
        '    database.execute("DELETE FROM slot WHERE notebook = ?", (notebook,))\n',
        "",
    ),
    Break(
        "a re-key seals every note anew",
        "change.py",
        "        self._reseal_notes(old)\n",
        "",
    ),
    Break(
        "a re-key seals what waits anew",
        "change.py",
        "        self._reseal_dropped(old, former)\n",
        "",
    ),
    Break(
        "a save on top of another's is refused",
        "revising.py",
        "or entry.revision != revision",
        "or False",
    ),
    Break(
        "another desk's save is read first",
        "session.py",
        "if (row.seq, row.head) != (self._now.row.seq, self._now.row.head):",
        "if False:",
    ),
    Break(
        "an alarm makes the notebook read-only",
        "session.py",
        "        if self._now.alarms:\n            raise _read_only()\n        with",
        "        with",
    ),
    Break(
        "passphrases are composed",
        "passphrase.py",
        'unicodedata.normalize("NFC", spaced)',
        "spaced",
    ),
    Break(
        "control characters are refused",
        "passphrase.py",
        'in ("Cc", "Cs")',
        'in ("Xx",)',
    ),
    Break(
        "lone surrogates are refused without their note",
        "records.py",
        '        return text.encode("utf-8")\n',
        '        return text.encode("utf-8", "surrogatepass")\n',
    ),
    Break(
        "a read-only file is not read half-saved",
        "schema.py",
        "        _refuse_unfinished(path)\n",
        "        pass\n",
    ),
    Break(
        "memory follows the file",
        "session.py",
        "            made = change.finish()\n",
        "            self._contents = made = change.finish()\n",
    ),
)
