"""Notebooks from the command line. A passphrase is typed or read as one line, never an argument."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from deskaid.errors import NothingFound, Refused
from deskaid.notes.days import check_choice
from deskaid.notes.moving_cli import move_in, move_out
from deskaid.notes.notebooks import Cover, Notes
from deskaid.notes.report import report
from deskaid.paths import find_paths
from deskaid.text import plain

if TYPE_CHECKING:
    from deskaid.notes.notebook import Notebook

Name = Annotated[str, typer.Argument(help="The notebook's name.")]
FromStdin = Annotated[
    bool,
    typer.Option("--passphrase-stdin", help="Read the passphrase as one line from stdin."),
]


def notebook_commands() -> typer.Typer:
    """Return the ``notebook`` group."""
    group = typer.Typer(
        help="Private notebooks: make, list, export and care for them.", no_args_is_help=True
    )
    group.command("list")(list_notebooks)
    group.command("create")(create)
    group.command("export")(export)
    group.command("passphrase")(change_passphrase)
    group.command("recover")(recover)
    group.command("purge")(purge)
    group.command("hold")(hold)
    group.command("report")(report)
    group.command("rename")(rename)
    group.command("delete")(delete)
    group.command("move-out")(move_out)
    group.command("move-in")(move_in)
    return group


def write_note(
    notebook: Annotated[str, typer.Option(help="Into which notebook; needed with several.")] = "",
) -> int:
    """Seal what stands on stdin into a notebook; no passphrase needed."""
    if sys.stdin.isatty():
        sys.stderr.write("Write the note, then Ctrl+D (Windows: Ctrl+Z and Enter).\n")
    text = sys.stdin.read()
    if not text.strip():
        raise Refused("There is nothing to seal.", hint="Write the note on stdin.")
    notes = _notes()
    cover = _chosen(notes, notebook)
    notes.drop_box.seal(notes.drop_box.new_id(), cover.id, text)
    sys.stdout.write(f"Sealed into {cover.label}.\n")
    return 0


def list_notebooks(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """List notebooks: what anybody at this desk may see of them, never a word of a note."""
    covers = _notes().covers()
    if as_json:
        import json
        from dataclasses import asdict

        sys.stdout.write(json.dumps([asdict(cover) for cover in covers], indent=2) + "\n")
    else:
        for cover in covers:
            kept = f"kept {cover.days} days" if cover.days else "no expiry"
            held = ", legal hold" if cover.hold else ""
            sys.stdout.write(
                f"{cover.label}: {cover.notes} notes, {cover.waiting} written while locked, "
                f"{kept}{held}\n"
            )
    if not covers:
        sys.stderr.write("No notebook here yet. Make one: deskaid notebook create NAME\n")
    return 0 if covers else 1


def create(
    name: Name,
    days: Annotated[int, typer.Option(help="Days a note is kept: 7, 30 or 90.")] = 30,
    from_stdin: FromStdin = False,
) -> int:
    """Make a notebook; its recovery code is printed once."""
    check_choice(days, reason="")
    secret = _new_secret(from_stdin=from_stdin)
    notes = _notes()
    made = notes.prepare(name, secret)
    # Shown first: no notebook exists whose code nobody saw.
    sys.stdout.write(
        "Recovery code, shown this once. Write it on paper, keep it at home:\n"
        f"  {made.code}\nWithout passphrase and code, nobody can ever read the notes.\n"
    )
    sys.stdout.flush()
    notes.write(made, name, days=days).lock()
    sys.stdout.write(f"Made {name}.\n")
    return 0


def export(name: Name, from_stdin: FromStdin = False) -> int:
    """Print every note as plain text: drafts and what was written while locked included.

    The output is no longer sealed; where you put it is up to you.
    """
    notes = _notes()
    cover = _chosen(notes, name)
    notebook = notes.unlock(cover.id, _secret(from_stdin=from_stdin))
    try:
        sys.stdout.writelines(_exported(notebook))
    finally:
        notebook.lock()
    return 0


def _exported(notebook: "Notebook") -> Iterator[str]:
    _tell(notebook)
    for note in notebook.notes():
        until = f", expires {note.expires}" if note.expires else ""
        yield f"--- {note.created:%Y-%m-%d %H:%M} UTC{until}\n{plain(note.text)}\n"
    for item in notebook.dropped():
        kind = "written while locked" if item.finished else "draft"
        yield f"--- {item.when:%Y-%m-%d %H:%M} UTC, {kind}\n{plain(item.text)}\n"


def change_passphrase(name: Name, from_stdin: FromStdin = False) -> int:
    """Change a passphrase: everything is sealed anew, and a new recovery code is printed.

    With --passphrase-stdin the first line is the present passphrase, the second the new one.
    """
    notes = _notes()
    cover = _chosen(notes, name)
    current = _secret(from_stdin=from_stdin)
    notebook = notes.unlock(cover.id, current)
    try:
        _tell(notebook)
        code = notebook.change_passphrase(_new_secret(from_stdin=from_stdin), current=current)
    finally:
        notebook.lock()
    sys.stdout.write(f"Changed. New recovery code, shown this once:\n  {code}\n")
    return 0


def recover(name: Name, from_stdin: FromStdin = False) -> int:
    """Open a notebook with its recovery code and choose a new passphrase.

    With --passphrase-stdin the first line is the code, the second the new passphrase.
    """
    notes = _notes()
    cover = _chosen(notes, name)
    notebook = notes.recover(cover.id, _secret("Recovery code: ", from_stdin=from_stdin))
    try:
        _tell(notebook)
        code = notebook.change_passphrase(_new_secret(from_stdin=from_stdin))
    finally:
        notebook.lock()
    sys.stdout.write(f"Opened and sealed anew. New recovery code, shown this once:\n  {code}\n")
    return 0


def purge(
    confirmed: Annotated[
        bool, typer.Option("--yes", help="The date of this machine is right.")
    ] = False,
) -> int:
    """Destroy what has expired, in every notebook without a legal hold; needs no passphrase."""
    done = _notes().purge(confirmed=confirmed)
    if done.clock_jump:
        raise Refused(
            f"Nothing was destroyed: the clock moved by {done.clock_jump} days.",
            hint="If today's date is right, run it again with --yes.",
        )
    sys.stdout.write(f"{done.notes + done.dropped} expired notes destroyed.\n")
    return 0


def hold(
    name: Name,
    lift: Annotated[bool, typer.Option("--lift", help="Lift it; asks for the passphrase.")] = False,
    from_stdin: FromStdin = False,
) -> int:
    """Put a notebook under a legal hold: nothing in it expires. Only its author can lift it."""
    notes = _notes()
    cover = _chosen(notes, name)
    if not lift:
        notes.ask_hold(cover.id)
        sys.stdout.write(f"{cover.label}: nothing expires until its author lifts the hold.\n")
        return 0
    notebook = notes.unlock(cover.id, _secret(from_stdin=from_stdin))
    try:
        notebook.set_hold(False)
    finally:
        notebook.lock()
    sys.stdout.write(f"{cover.label}: the hold is lifted; notes expire again.\n")
    return 0


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(help="The new name, visible to everybody here.")],
    from_stdin: FromStdin = False,
) -> int:
    """Rename a notebook; asks for its passphrase, because the name is sealed with the notes."""
    notes = _notes()
    notebook = notes.unlock(_chosen(notes, name).id, _secret(from_stdin=from_stdin))
    try:
        _tell(notebook)
        notebook.rename(new)
        sys.stdout.write(f"Renamed to {notebook.label}.\n")
    finally:
        notebook.lock()
    return 0


def delete(
    name: Name,
    confirmed: Annotated[str, typer.Option("--yes", help="Its name, typed once more.")] = "",
) -> int:
    """Delete a notebook and every note in it for good; needs no passphrase, and no one is asked.

    Nothing can bring it back here but a backup.
    """
    notes = _notes()
    cover = _chosen(notes, name)
    if not confirmed:
        raise Refused(
            f"This destroys {cover.label}: {cover.notes} notes, {cover.waiting} written while"
            " locked.",
            hint="If that is meant, add --yes and the name once more.",
        )
    notes.delete(cover.id, label=confirmed)
    sys.stdout.write(f"Deleted {cover.label}.\n")
    return 0


def _tell(notebook: "Notebook") -> None:
    """Say on stderr what the screen would say at an unlock."""
    for notice in notebook.notices:
        sys.stderr.write(f"{notice}\n")
    for alarm in notebook.alarms:
        sys.stderr.write(f"Changed outside deskaid: {alarm}\n")


def _notes() -> Notes:
    from deskaid.hardening import harden
    from deskaid.settings import usable_settings

    harden()
    paths = find_paths()
    settings, _ = usable_settings(paths, ())
    return Notes(paths, follow_up_count=settings.follow_up_count)


def _chosen(notes: Notes, name: str) -> Cover:
    if name:
        return notes.cover(name)
    covers = notes.covers()
    if len(covers) == 1:
        return covers[0]
    if not covers:
        raise NothingFound(
            "There is no notebook on this desk.", hint="Make one: deskaid notebook create NAME"
        )
    names = ", ".join(cover.label for cover in covers)
    raise Refused(f"There are several notebooks: {names}.", hint="Say which with --notebook NAME.")


def _secret(prompt: str = "Passphrase: ", *, from_stdin: bool) -> str:
    if from_stdin:
        line = sys.stdin.readline()
        if not line:
            raise Refused("No passphrase came on stdin.", hint="Send it as one line.")
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused(
            "A passphrase is typed at a terminal.", hint="Or send it with --passphrase-stdin."
        )
    from getpass import getpass

    return getpass(prompt)


def _new_secret(*, from_stdin: bool) -> str:
    if from_stdin:
        return _secret(from_stdin=True)
    from deskaid.notes.passphrase import generate

    sys.stdout.write(f"A phrase made by chance, if you like it: {generate()}\n")
    secret = _secret("New passphrase: ", from_stdin=False)
    if _secret("Once more: ", from_stdin=False) != secret:
        raise Refused("The two were not the same.", hint="Nothing was changed; start again.")
    return secret
