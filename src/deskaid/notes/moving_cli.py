"""``deskaid notebook move-out`` and ``move-in``: one notebook to another desk, as a sealed file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deskaid.notes import days as expiry
from deskaid.notes.notebooks import Notes
from deskaid.paths import find_paths
from deskaid.text import plain


def move_out(
    name: Annotated[str, typer.Argument(help="The notebook's name.")],
    file: Annotated[Path, typer.Argument(help="The sealed file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file there.")] = False,
) -> int:
    """Write one notebook to a sealed file for another desk; needs no passphrase.

    The file opens with the notebook's passphrase or recovery code alone. Its name, how many
    notes there are and when they expire can be read by whoever has the file.
    """
    from deskaid.backup_cli import about_notes
    from deskaid.notes import moving

    cover = _notes().cover(name)
    held = moving.move_out(
        find_paths(), bytes.fromhex(cover.id), file, now=expiry.local_now(), force=force
    )
    for line in (
        f"Wrote {cover.label} to {file}.",
        *about_notes(held),
        f"It is still here as well. At the other desk: deskaid notebook move-in {file.name}",
        "Write in one of the two only: two that were both written in cannot be joined again.",
        "Once it opens there, delete this one: deskaid notebook delete NAME",
    ):
        sys.stdout.write(f"{plain(line)}\n")
    return 0


def move_in(
    file: Annotated[Path, typer.Argument(help="What 'notebook move-out' wrote.")],
) -> int:
    """Take in a notebook from another desk; refused when it is here and not older.

    Its author is told at the next unlock where it came from.
    """
    from deskaid.notes import moving

    notes = _notes()
    done = moving.move_in(find_paths(), file, now=expiry.local_now())
    if done.already:
        sys.stdout.write(f"{done.label} is here already, just as it is in the file.\n")
        return 0
    notes.purge()
    sys.stdout.write(
        f"{done.label} is here now. It opens with the passphrase it had at the other desk.\n"
        "Destroy the file once it opens: it keeps notes past their day.\n"
    )
    return 0


def _notes() -> Notes:
    from deskaid.hardening import harden

    harden()
    return Notes(find_paths())
