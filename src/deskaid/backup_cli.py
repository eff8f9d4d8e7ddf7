"""``deskaid backup`` and ``deskaid restore``. Loaded with the command line only."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskaid.errors import Refused
from deskaid.paths import find_paths
from deskaid.text import plain

if TYPE_CHECKING:
    from deskaid.keeping import BackedUp
    from deskaid.notes.backup import Kept
    from deskaid.putting_back import Item, Restored

NotesOnly = Annotated[bool, typer.Option("--notes-only", help="The notebooks and nothing else.")]
WithoutNotes = Annotated[bool, typer.Option("--without-notes", help="All but the notebooks.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document, and nothing else.")]


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; best a disk that is locked away.")],
    notes_only: NotesOnly = False,
    without_notes: WithoutNotes = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file there.")] = False,
    as_json: Json = False,
) -> int:
    """Keep what this desk cannot make again in one file; no passphrase needed.

    Sealed: the notebooks, which open with the passphrases and recovery codes they have today.
    Not sealed: the directory with this library's checks, flags, tips and counts, the names and
    numbers in site.toml, settings, and this library's own cards. Notes in a backup outlive
    their day of expiry; destroy the file when its last one is due.
    """
    from deskaid.keeping import back_up

    _one_of(notes_only, without_notes)
    done = back_up(
        find_paths(),
        file,
        now=_now(),
        notes=not without_notes,
        rest=not notes_only,
        force=force,
    )
    _say(done.as_dict() if as_json else _backed_up(done))
    return 1 if done.left_out else 0


def restore(
    file: Annotated[Path, typer.Argument(help="A file that 'deskaid backup' wrote.")],
    notes_only: NotesOnly = False,
    without_notes: WithoutNotes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it; change nothing.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Put back over what is newer or damaged here, too.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Put a backup back. What is newer here stays, unless you say --yes.

    Each notebook, the directory, each settings file and each card counts by itself; what is only
    here stays in any case, and what is replaced is kept in a file that this command names. Each
    author is told at the next unlock. Notes that have expired since are destroyed again.
    """
    from deskaid.hardening import harden
    from deskaid.putting_back import restore as put_back

    harden()
    _one_of(notes_only, without_notes)
    paths = find_paths()
    done = put_back(
        paths,
        file,
        now=_now(),
        notes=not without_notes,
        rest=not notes_only,
        yes=yes,
        dry_run=dry_run,
    )
    _say(done.as_dict() if as_json else _restored(done))
    if not dry_run:
        _destroy_expired()
    return 1 if done.skipped or any(item.state not in _FINE for item in done.left) else 0


_FINE = ("same",)


def _destroy_expired() -> None:
    from deskaid.notes.notebooks import Notes

    purged = Notes(find_paths()).purge()
    if purged.clock_jump:
        sys.stderr.write(
            f"No expired note was destroyed: the clock moved by {purged.clock_jump} days. "
            "If today's date is right: deskaid notebook purge --yes\n"
        )
    elif purged.notes or purged.dropped:
        sys.stderr.write(f"{purged.notes + purged.dropped} expired notes destroyed.\n")


def _one_of(notes_only: bool, without_notes: bool) -> None:
    if notes_only and without_notes:
        raise Refused(
            "--notes-only and --without-notes leave nothing.", hint="Give one of the two."
        )


def _now() -> datetime:
    return datetime.now().astimezone()


def _say(answer: "dict[str, object] | Iterator[str]") -> None:
    if isinstance(answer, dict):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{plain(line)}\n" for line in answer)


def _backed_up(done: "BackedUp") -> Iterator[str]:
    cards = sum(name.startswith("scripts/") for name in done.parts)
    names = [_NAMES[name] for name in done.parts if name in _NAMES]
    if cards:
        names.append(f"{cards} own card{'' if cards == 1 else 's'}")
    yield f"Wrote {done.path}: {', '.join(names)}."
    if done.notes is not None:
        yield from about_notes(done.notes)
    if set(done.parts) - {"notes.db", "notes.anchor"}:
        yield "Anybody who has the file can read everything in it but the notes."
    for name in done.left_out:
        yield f"Left out: {name}. Its name or size is not what a card or settings file has."


_NAMES = {
    "notes.db": "notebooks",
    "deskaid.db": "directory",
    "site.toml": "site.toml",
    "settings.toml": "settings.toml",
}


def about_notes(held: "Kept") -> Iterator[str]:
    """Yield what somebody who keeps a copy of notes has to know."""
    notebooks = "1 notebook" if held.notebooks == 1 else f"{held.notebooks} notebooks"
    notes = "1 note" if held.notes == 1 else f"{held.notes} notes"
    yield f"{notebooks}, {notes}, sealed: they open with today's passphrases and recovery codes."
    if held.first and held.last:
        yield (
            f"This copy keeps notes past their day. The first expires on {held.first}; "
            f"destroy the file by {held.last}, when the last one does."
        )
    if held.lasting:
        lasting = "1 note in it does" if held.lasting == 1 else f"{held.lasting} notes in it do"
        yield f"{lasting} not expire at all."


def _restored(done: "Restored") -> Iterator[str]:
    made = f"{done.manifest.made.astimezone():%Y-%m-%d %H:%M}"
    yield f"Backup of {made}{f', from {done.manifest.desk}' if done.manifest.desk else ''}."
    skipped = set(done.skipped)
    for item in done.taken:
        if item.name not in skipped:
            yield _taken_line(item, dry_run=done.dry_run)
    for name in done.skipped:
        yield f"{name}: changed here meanwhile, so it was left alone. Restore again to look anew."
    for item in done.left:
        yield _left_line(item)
    if done.before is not None:
        yield f"What was replaced is kept in {done.before} (restore that file to undo this)."
    for path in done.aside:
        yield f"The damaged file was set aside as {path}. Destroy it when nobody needs it."
    if any(item.asks for item in done.left):
        yield "To put the backup over what is newer or damaged here as well, add --yes."


def _taken_line(item: "Item", *, dry_run: bool) -> str:
    what = {"missing": "was not here", "older": "was older or incomplete here"}.get(
        item.state, item.why
    )
    keys = " It opens with the passphrase it had then." if item.other_keys else ""
    return f"{item.name}: {'would be put back' if dry_run else 'put back'} ({what}).{keys}"


def _left_line(item: "Item") -> str:
    if item.state == "same":
        return f"{item.name}: the same here."
    if item.state == "clash":
        return (
            f"{item.name}: not put back, another notebook has this name. "
            "Rename that one first: deskaid notebook rename NAME NEW"
        )
    if item.state == "held":
        return f"{item.name}: not put back, a legal hold keeps the one here ({item.why})."
    if item.state == "damaged":
        return f"{item.name}: not put back, the file here cannot be used ({item.why})"
    return f"{item.name}: newer here, so it stays ({item.why})."
