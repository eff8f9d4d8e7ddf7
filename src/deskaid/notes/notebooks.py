"""The private notebooks of one desk: choosing, making, unlocking, purging.

Listing and purging need no key, so nothing here imports libsodium before somebody unlocks.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from deskaid.database.place import refuse_network_share
from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.notes import days as expiry
from deskaid.notes import passphrase, schema
from deskaid.notes.anchor import Anchor
from deskaid.notes.arrivals import Arrivals
from deskaid.notes.copies import purge_copies
from deskaid.notes.covers import Cover, find_covers
from deskaid.notes.days import Clock
from deskaid.notes.dropbox import DropBox
from deskaid.notes.due_days import DueDays
from deskaid.notes.labels import check_label, stored_label
from deskaid.notes.note import id_bytes
from deskaid.notes.purge import Purged, purge
from deskaid.notes.trouble import WrongPassphrase
from deskaid.paths import Paths
from deskaid.text import fold, one_line

if TYPE_CHECKING:  # these import libsodium, which the first paint does without
    from deskaid.notes.kdf import Kdf
    from deskaid.notes.making import NewKeys
    from deskaid.notes.notebook import Notebook
    from deskaid.notes.read_ahead import Found
    from deskaid.notes.vault import Keys

__all__ = ["LONGEST_DELAY", "Cover", "Notes"]

LONGEST_DELAY = 30.0
"""Seconds to wait after many wrong passphrases: 1, 2, 4 and so on up to this."""


class Notes:
    """The notes file of one desk. Making this object touches no file.

    ``clock`` returns an aware moment; ``kdf`` fixes the settings of new key records (tests
    use cheap ones), None picks them by what this machine can do. Without ``follow_up_count``
    no day of a follow-up is told to anyone who has not unlocked the notebook.
    """

    def __init__(
        self,
        paths: Paths,
        *,
        kdf: "Kdf | None" = None,
        clock: Clock = expiry.local_now,
        follow_up_count: bool = True,
    ) -> None:
        self.path: Path = paths.notes
        self.drop_box = DropBox(paths.notes, clock)
        self._anchor = Anchor(paths.notes_anchor)
        self._arrivals = Arrivals(paths.notes_anchor.with_name("notes.arrivals"))
        self.due_days = DueDays.of(paths)
        self.follow_up_count = follow_up_count
        self._kdf = kdf
        self._clock = clock

    def covers(self) -> list[Cover]:
        """Return every notebook's cover, by label; empty when there is no file yet.

        Needs no passphrase. Raises `Damaged`, `NewerFormat`, `Refused`, `FileTrouble`.
        """
        if not self._exists():
            return []
        return find_covers(self.path, self._anchor)

    def cover(self, name: str) -> Cover:
        """Return the notebook whose id or label is ``name``. Raises `NothingFound`."""
        for cover in self.covers():
            if name == cover.id or fold(name.strip()) == fold(cover.label):
                return cover
        raise NothingFound("There is no notebook of this name.", hint="See: deskaid notebook list.")

    def create(
        self,
        label: str,
        secret: str,
        *,
        days: int = expiry.DEFAULT_DAYS,
        reason: str = "",
        about: Iterable[str] = (),
    ) -> tuple["Notebook", str]:
        """Make a notebook; return it unlocked, and its recovery code to show once.

        ``secret`` is the passphrase; ``about`` goes to `passphrase.check_new` with the label.
        Takes up to some seconds: run it in a worker. Raises `PassphraseRefused`, `Refused`,
        `NotSaved`, `FileTrouble`.
        """
        expiry.check_choice(days, reason)
        made = self.prepare(label, secret, about=about)
        return self.write(made, label, days=days, reason=reason), made.code

    def prepare(self, label: str, secret: str, *, about: Iterable[str] = ()) -> "NewKeys":
        """Return keys for a new notebook, with its recovery code to show; nothing is written.

        The first half of `create`, and the slow one; `write` is the second, called once the code
        was typed back. Raises `PassphraseRefused`, `Refused`, `FileTrouble`.
        """
        from deskaid.notes import making
        from deskaid.notes.vault import fresh

        passphrase.check_new(secret, about=(one_line(label), *about))
        if self._exists():
            with schema.reading(self.path) as database:
                check_label(database, label)  # before seconds go into the key
        return making.new_keys(fresh(16), secret, kdf=self._kdf)

    def write(
        self, made: "NewKeys", label: str, *, days: int = expiry.DEFAULT_DAYS, reason: str = ""
    ) -> "Notebook":
        """Write the notebook that `prepare` made keys for and return it unlocked.

        Raises `Refused` for the label or ``days``, `NotSaved`, `FileTrouble`.
        """
        from deskaid.notes import making
        from deskaid.notes.read_ahead import find

        expiry.check_choice(days, reason)
        schema.ensure(self.path, today=expiry.day_number(self._clock().date()))
        making.write(self.path, made, label=label, days=days, reason=reason)
        with schema.reading(self.path) as database:
            found = find(database, made.keys.notebook, self._anchor)
        return self._opened(made.keys, found)

    def unlock(self, notebook_id: str, secret: str) -> "Notebook":
        """Return the notebook that the passphrase ``secret`` opens.

        Takes about half a second: run it in a worker. ``alarms`` and ``notices`` of the
        result are for the screen; call `Notebook.take_in` next. Raises `WrongPassphrase`
        (counted; see `delay`), `Damaged`, `FileTrouble`.
        """
        from deskaid.notes.slots import PASSPHRASE

        return self._unlock(notebook_id, secret, kind=PASSPHRASE)

    def recover(self, notebook_id: str, code: str) -> "Notebook":
        """Return the notebook that a recovery code opens; raises as `unlock`.

        Its ``recovered`` is True: make the author choose a new passphrase next.
        """
        from deskaid.notes.recovery import read_code
        from deskaid.notes.slots import RECOVERY

        return self._unlock(notebook_id, read_code(code), kind=RECOVERY)

    def delay(self, notebook_id: str) -> float:
        """Return the seconds to wait before the next try: 0, then 1, 2, 4 ... 30."""
        tries = self._anchor.mark(id_bytes(notebook_id, what="notebook")).wrong_tries
        return min(LONGEST_DELAY, 2.0 ** min(tries - 1, 10)) if tries else 0.0

    def purge(self, *, confirmed: bool = False) -> Purged:
        """Destroy expired notes in every notebook without a hold; needs no passphrase.

        Call it at each start and once a day, and `Notebook.reload` after it. A result with
        ``clock_jump`` destroyed nothing: ask whether today is right, then pass ``confirmed``.
        """
        if not self._exists():
            return Purged()
        today = expiry.day_number(self._clock().date())
        purge_copies(self.path, today=today, confirmed=confirmed)
        return purge(self.path, today=today, confirmed=confirmed)

    def ask_hold(self, notebook_id: str) -> None:
        """Put a locked notebook under a legal hold; only its author can lift it."""
        with schema.writing(self.path) as database:
            asked = database.execute(
                "UPDATE notebook SET hold_asked = 1 WHERE id = ?",
                (id_bytes(notebook_id, what="notebook"),),
            )
            if asked.rowcount != 1:
                raise NothingFound("There is no such notebook.", hint="Choose one from the list.")

    def delete(self, notebook_id: str, *, label: str) -> None:
        """Delete a notebook and everything in it for good; ``label`` must be typed exactly.

        Raises `Refused` for another label or a legal hold, `NotSaved`.
        """
        notebook = id_bytes(notebook_id, what="notebook")
        cover = self.cover(notebook_id)
        if one_line(label) != cover.label:
            raise Refused("The name typed is not this notebook's.", hint="Nothing was deleted.")
        if cover.hold:
            raise Refused("A legal hold keeps this notebook.", hint="Its author can lift it.")
        with schema.writing(self.path) as database:
            database.execute("DELETE FROM note WHERE notebook = ?", (notebook,))
            database.execute("DELETE FROM dropped WHERE notebook = ?", (notebook,))
            database.execute("DELETE FROM slot WHERE notebook = ?", (notebook,))
            database.execute("DELETE FROM notebook WHERE id = ?", (notebook,))
        self._anchor.forget(notebook)
        self._arrivals.forget(notebook)
        self.due_days.forget(cover.id)

    def _exists(self) -> bool:
        refuse_network_share(self.path)
        try:
            return self.path.lstat().st_size > 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise FileTrouble(
                f"The notes file cannot be reached ({error.strerror}).",
                hint="Check the disk and its permissions.",
            ) from error

    def _unlock(self, notebook_id: str, secret: str, *, kind: str) -> "Notebook":
        from deskaid.notes import kdf, slots
        from deskaid.notes.read_ahead import ReadAhead
        from deskaid.notes.session import changed_elsewhere

        notebook = id_bytes(notebook_id, what="notebook")
        refuse_network_share(self.path)
        with schema.reading(self.path) as database:
            label = stored_label(database, notebook)
            slot = slots.find(database, notebook, kind)
        with ReadAhead(self.path, notebook, self._anchor) as ahead:
            try:
                keys = slots.open_slot(slot, secret, label=label)
            except WrongPassphrase:
                self._anchor.wrong_try(notebook, self._clock())
                raise
            mark = self._anchor.mark(notebook)
            self._anchor.forget_tries(notebook)
            found = ahead.found()
        if slot.id not in found.records:
            raise changed_elsewhere()  # while the passphrase was being worked on
        opened = self._opened(keys, found, recovered=kind == slots.RECOVERY)
        came = self._arrivals.tell(notebook, self._clock())
        notices = (came, mark.told(), kdf.weak_notice(slot.kdf))
        opened.notices += [notice for notice in notices if notice]
        return opened

    def _opened(self, keys: "Keys", found: "Found", *, recovered: bool = False) -> "Notebook":
        from deskaid.notes import verifying
        from deskaid.notes.notebook import Notebook

        today = expiry.day_number(self._clock().date())
        loaded = verifying.verified(found.rows, keys, mark=found.mark, today=today)
        opened = Notebook(
            self.path,
            keys,
            loaded,
            records=found.records,
            anchor=self._anchor,
            clock=self._clock,
            kdf=self._kdf,
            recovered=recovered,
        )
        if self.follow_up_count:
            opened.due_days = self.due_days
        else:
            self.due_days.remove()
        opened.settle()
        if not opened.alarms:
            self._anchor.saved(keys.notebook, loaded.row.seq, loaded.row.head)
        return opened
