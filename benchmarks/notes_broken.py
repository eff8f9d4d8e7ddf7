"""Break the notes' protocol one promise at a time, in a copy, and see which test notices.

    python benchmarks/notes_broken.py [--only WORD] [--json FILE]

The tree is copied to a temporary folder; each break is a piece of text replaced there, tried
against tests/notes and tests/hostile/test_hostile_notes_*, and taken back. A break that no
test notices is printed in the end, and makes the exit code 1.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from stopwatch import say

TREE = Path(__file__).resolve().parents[1]


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
        "self._place(note, revision, purge_day)",
        "self._place(note, 0, purge_day)",
    ),
    Break(
        "a note is bound to its day of expiry",
        "vault.py",
        "self._place(note, revision, purge_day)",
        "self._place(note, revision, 0)",
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
        "contents.py",
        "if not alarms and head.get",
        "if False and head.get",
    ),
    Break(
        "a removed note leaves the ledger",
        "change.py",
        "            self._ledger.remove(former.packed(note_id))\n",
        "",
    ),
    Break(
        "the ledger stays in order",
        "ledger.py",
        "        at = self._place(row)\n        self._rows[at:at] = row",
        "        at = len(self._rows)\n        self._rows[at:at] = row",
    ),
    Break(
        "the ledger is the head's own",
        "change.py",
        "contents.packed().copy()",
        "contents.packed()",
    ),
    Break("missing notes are counted", "contents.py", "if missing > 0:", "if missing > 10**6:"),
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
        "if accepted or seq >= mark.seq:",
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
    Break("padding is zeros", "records.py", "!= len(plaintext) - end", "!= len(plaintext) + end"),
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
        "notebook.py",
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


def main() -> int:
    """Break, test, report; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="breaks whose promise holds this word")
    parser.add_argument("--jobs", type=int, default=2, help="copies to break at the same time")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chosen = [each for each in BREAKS if options.only in each.promise]
    with tempfile.TemporaryDirectory() as scratch:
        copies: Queue[Copy] = Queue()
        first = Copy(Path(scratch) / "0")
        first.red = first.failing()
        for red in first.red:
            say(f"red without any break, and left out: {red}")
        copies.put(first)
        for number in range(1, options.jobs):
            copies.put(Copy(Path(scratch) / str(number), red=first.red))

        def tried(broken: Break) -> str:
            copy = copies.get()
            try:
                return copy.broken(broken)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(options.jobs) as pool:
            noticed = dict(
                zip((each.promise for each in chosen), pool.map(tried, chosen), strict=True)
            )
    for promise, test in noticed.items():
        say(f"{promise:<48} {test or 'UNNOTICED'}")
    unnoticed = [promise for promise, test in noticed.items() if not test]
    say(f"{len(noticed)} breaks, {len(unnoticed)} unnoticed")
    if options.json:
        options.json.write_text(json.dumps(noticed, indent=2), encoding="utf-8")
    return 1 if unnoticed else 0


class Copy:
    """A copy of the tree; ``red`` are its tests that fail without any break."""

    def __init__(self, root: Path, red: Sequence[str] = ()) -> None:
        self.root = root
        self.red = list(red)
        away = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.svg")
        shutil.copytree(TREE, root, ignore=away)

    def broken(self, broken: Break) -> str:
        """Break this copy, return the first test that turns red, and mend it."""
        path = self.root / "src" / "deskaid" / "notes" / broken.module
        whole = path.read_text(encoding="utf-8")
        if broken.old not in whole:
            raise SystemExit(f"{broken.promise}: {broken.module} no longer holds {broken.old!r}")
        path.write_text(whole.replace(broken.old, broken.new), encoding="utf-8")
        try:
            return next(iter(self.failing("-x")), "")
        finally:
            path.write_text(whole, encoding="utf-8")

    def failing(self, *options: str) -> list[str]:
        """Return the names of the failing tests, as pytest says them."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        deselected = [part for name in self.red for part in ("--deselect", name)]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, *options, *deselected, *self.tests()],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=900,
        )
        names = [
            line.split(" ", 1)[1].split(" - ")[0]
            for line in done.stdout.splitlines()
            if line.startswith(("FAILED ", "ERROR "))
        ]
        if done.returncode not in (0, 1) and not names:
            raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
        return names

    def tests(self) -> list[str]:
        """Return the test files: quick ones first, none of the screen, which no break is in."""
        found = sorted((self.root / "tests" / "notes").glob("test_notes_*.py"))
        found += sorted((self.root / "tests" / "hostile").glob("test_hostile_notes_*.py"))
        of_the_screen = ("_memory", "_leaks", "_everywhere", "_room")
        return [
            str(path.relative_to(self.root))
            for path in found
            if not path.stem.endswith(of_the_screen)
        ]


if __name__ == "__main__":
    sys.exit(main())
