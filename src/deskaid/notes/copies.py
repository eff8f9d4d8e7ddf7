"""What restores kept of this desk's earlier notes must expire like the notes themselves."""

from datetime import UTC, date
from pathlib import Path

from deskaid.errors import DeskaidError
from deskaid.notes import schema
from deskaid.notes.days import CLOCK_GUARD_DAYS, day_number

PATTERN = "before-restore-*.zip"


def copies_of(notes: Path) -> list[Path]:
    """Return the copies kept beside the notes file ``notes``, the oldest first."""
    try:
        return sorted(notes.parent.glob(PATTERN))
    except OSError:
        return []


def purge_copies(notes: Path, *, today: int, confirmed: bool = False) -> int:
    """Destroy what has expired in the copies beside ``notes``; return how many notes went.

    Call it before a purge of ``notes`` itself, which moves the day that guards against a
    wrong clock; ``confirmed`` as there. A notebook under a legal hold here is left alone, and
    so is a copy that cannot be read; one that holds nothing any more goes.
    """
    copies = copies_of(notes)
    if not copies:
        return 0
    with schema.reading(notes) as database:
        (last_day,) = database.execute("SELECT max(last_day) FROM about").fetchone()
        held = database.execute("SELECT id FROM notebook WHERE hold <> 0 OR hold_asked <> 0")
        held_ids = [row[0] for row in held]
    known = last_day if isinstance(last_day, int) else 0
    if abs(today - known) > CLOCK_GUARD_DAYS and not confirmed:
        return 0
    return sum(_purge_copy(copy, held_ids, today) for copy in copies)


def _purge_copy(copy: Path, held: list[bytes], today: int) -> int:
    # A desk without copies, which is nearly every desk, needs none of these at its start.
    from tempfile import TemporaryDirectory

    from deskaid import archive
    from deskaid.landing import private_landing
    from deskaid.notes.backup import kept
    from deskaid.notes.purge import purge

    try:
        with archive.opened(copy, what=archive.BACKUP) as opened:
            about = opened.manifest
            if not _is_due(about.notes.get("first_expiry"), today):
                return 0
            with TemporaryDirectory(prefix="purging-", dir=copy.parent) as folder:
                work = Path(folder)
                for name in about.parts:
                    opened.take_out(name, work / name)
                with schema.writing(work / "notes.db") as database:
                    database.executemany(
                        "UPDATE notebook SET hold_asked = 1 WHERE id = ?",
                        [(notebook,) for notebook in held],
                    )
                gone = purge(work / "notes.db", today=today, confirmed=True)
                left = kept(work / "notes.db")
                if not left.notes and set(about.parts) == {"notes.db"}:
                    copy.unlink()
                elif gone.notes or gone.dropped:
                    archive.write(
                        private_landing(copy),
                        [
                            archive.Part(name, work / name, stored.changed)
                            for name, stored in about.parts.items()
                        ],
                        what=archive.BACKUP,
                        made=about.made.astimezone(UTC),
                        notes=left.as_dict(),
                    )
                return gone.notes + gone.dropped
    except DeskaidError:
        return 0


def _is_due(first: object, today: int) -> bool:
    try:
        return day_number(date.fromisoformat(str(first))) <= today
    except ValueError:
        return False
