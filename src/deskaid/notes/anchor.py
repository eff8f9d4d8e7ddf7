"""The save counter kept outside the notes file, which notices a file put back.

Also counts wrong passphrases between two unlocks. Losing this file loses only the warning, and
whoever may change the notes file may change it too. A backup holds a copy of it, which can add
an alarm where it is restored but never take one away (`deskaid.notes.moving.arrive`).
"""

import errno
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from deskaid.errors import FileTrouble
from deskaid.paths import private_folder


@dataclass(frozen=True)
class Mark:
    """What is remembered of one notebook: its last save and the wrong tries since.

    ``head`` is a fingerprint of the sealed head; ``since`` the first wrong try (ISO 8601).
    """

    seq: int = 0
    head: str = ""
    wrong_tries: int = 0
    since: str = ""

    def told(self) -> str:
        """Return a sentence on the wrong tries, or "" when there was none."""
        if not self.wrong_tries:
            return ""
        tries = "1 wrong try" if self.wrong_tries == 1 else f"{self.wrong_tries} wrong tries"
        return f"{tries} since {self.since.replace('T', ' ')[:16]}."


class Anchor:
    """The anchor file at ``path``; missing or damaged reads as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mark(self, notebook: bytes) -> Mark:
        """Return what is remembered of ``notebook``; an empty mark when nothing is."""
        return self._read().get(notebook.hex(), Mark())

    def saved(self, notebook: bytes, seq: int, head: bytes, *, accepted: bool = False) -> None:
        """Remember a save that reached the disk.

        The counter never goes back, except when a person ``accepted`` the file as it is.
        """
        marks = self._read()
        before = marks.get(notebook.hex(), Mark())
        now = replace(before, seq=seq, head=fingerprint(head))
        if accepted or (seq >= before.seq and now != before):
            # Not waited for: a power cut may cost the warning for the last seconds' saves, and
            # every save would take twice as long.
            marks[notebook.hex()] = now
            self._write(marks, durable=accepted)

    def wrong_try(self, notebook: bytes, now: datetime) -> None:
        """Count a wrong passphrase."""
        mark = self.mark(notebook)
        since = mark.since or now.isoformat(timespec="minutes")
        self._put(notebook, replace(mark, wrong_tries=mark.wrong_tries + 1, since=since))

    def forget_tries(self, notebook: bytes) -> None:
        """Start counting wrong passphrases anew, after a right one."""
        mark = self.mark(notebook)
        if mark.wrong_tries:
            self._put(notebook, replace(mark, wrong_tries=0, since=""))

    def forget(self, notebook: bytes) -> None:
        """Forget a deleted notebook."""
        marks = self._read()
        if marks.pop(notebook.hex(), None):
            self._write(marks)

    def _put(self, notebook: bytes, mark: Mark) -> None:
        self._write({**self._read(), notebook.hex(): mark})

    def _read(self) -> dict[str, Mark]:
        try:
            stored = json.loads(self._path.read_bytes())
            return {name: _checked(Mark(**fields)) for name, fields in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, marks: dict[str, Mark], *, durable: bool = True) -> None:
        # A note that is safely in its file must not be called unsaved because of a counter.
        with suppress(OSError, FileTrouble):
            text = json.dumps({name: vars(mark) for name, mark in marks.items()})
            try:
                self._put_in_place(text.encode(), durable=durable)
            except FileNotFoundError:
                private_folder(self._path.parent)
                self._put_in_place(text.encode(), durable=durable)

    def _put_in_place(self, text: bytes, *, durable: bool) -> None:
        """Write beside and rename: whoever reads finds one whole file or the other."""
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        # Plain calls of the system, not a text file: each save waits for this.
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        handle = os.open(beside, flags, 0o600)
        try:
            try:
                if os.write(handle, text) != len(text):
                    raise OSError(errno.ENOSPC, "the disk is full")
                if durable:
                    os.fsync(handle)
            finally:
                os.close(handle)
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


def _checked(mark: Mark) -> Mark:
    kinds = zip(
        (mark.seq, mark.head, mark.wrong_tries, mark.since), (int, str, int, str), strict=True
    )
    if not all(isinstance(value, kind) for value, kind in kinds):
        raise TypeError
    return mark


def fingerprint(head: bytes) -> str:
    """Return a short name for a sealed head, to tell two saves with one number apart."""
    return blake2b(head, digest_size=8).hexdigest()
