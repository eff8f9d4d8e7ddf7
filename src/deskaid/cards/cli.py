"""The library's own cards from the command line: new, edit, check."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskaid.errors import Refused
from deskaid.paths import find_paths
from deskaid.text import plain

if TYPE_CHECKING:
    from deskaid.cards.editing import Draft, Outcome
    from deskaid.cards.lint import Finding

CardId = Annotated[str, typer.Argument(help="The card's id: its file name without '.md'.")]
NoEditor = Annotated[
    bool,
    typer.Option("--no-editor", help="Make or take in the draft; edit it with any program."),
]


def card_commands() -> typer.Typer:
    """Return the ``card`` group."""
    group = typer.Typer(help="Your library's own cards: write and check.", no_args_is_help=True)
    group.command("new")(new)
    group.command("edit")(edit)
    group.command("check")(check)
    return group


def new(card: CardId, no_editor: NoEditor = False) -> int:
    """Write a new card in your editor."""
    from deskaid.cards.editing import new_draft

    _need_a_terminal(no_editor)
    today = datetime.now().astimezone().date()
    return _write(new_draft(find_paths(), card, today=today), no_editor)


def edit(card: CardId, no_editor: NoEditor = False) -> int:
    """Edit a card; a shipped one is copied first, and the copy replaces it."""
    from deskaid.cards.editing import edit_draft

    _need_a_terminal(no_editor)
    return _write(edit_draft(find_paths(), card), no_editor)


def check(
    file: Annotated[
        Path | None, typer.Argument(help="A card's file or id; all your own cards if left out.")
    ] = None,
) -> int:
    """Say what your own cards still need, by file and line."""
    from deskaid.cards.editing import check as check_cards

    findings = check_cards(find_paths(), file)
    _say_findings(findings)
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _need_a_terminal(no_editor: bool) -> None:
    if not no_editor and not has_terminal():
        raise Refused(
            "An editor needs a terminal.", hint="Use --no-editor, and edit the file it names."
        )


def has_terminal() -> bool:
    """Return whether a person sits in front of this command."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(draft: "Draft", no_editor: bool) -> int:
    """Edit, take in, and offer to edit again, until the card is clean or left as it is."""
    from deskaid.cards.editing import discard, edit_draft, take_in

    paths = find_paths()
    if no_editor:
        if not draft.kept:
            _say(f"Edit {draft.path}", f"Then: deskaid card edit {draft.card_id} --no-editor")
            return 0
        return _told(draft, take_in(paths, draft))
    if draft.kept:
        _say(f"Going on with the draft that was kept: {draft.path}")
    code = 0
    while True:
        _edit(draft)
        outcome = take_in(paths, draft)
        if outcome.unchanged:
            discard(draft)
            _told(draft, outcome)
            return code
        code = _told(draft, outcome)
        again = outcome.problem is not None or bool(outcome.findings)
        if not again or not typer.confirm("Edit it again?", default=code != 0):
            return code
        draft = edit_draft(paths, draft.card_id)


def _edit(draft: "Draft") -> None:
    from deskaid.cards.editing import editor_command, open_editor

    code = open_editor(editor_command(os.environ), draft.path)
    if code:
        raise Refused(
            f"The editor ended with an error ({code}).",
            hint=f"What you wrote is kept in {draft.path}; go on with: "
            f"deskaid card edit {draft.card_id}",
        )


def _told(draft: "Draft", outcome: "Outcome") -> int:
    """Say what became of the draft and return the exit code."""
    if outcome.unchanged:
        _say("Nothing was changed; no card was written.")
        return 0
    if outcome.problem is not None:
        _say(
            str(outcome.problem),
            f"It is no card yet. What you wrote is kept in {draft.path}; "
            f"go on with: deskaid card edit {draft.card_id}",
        )
        return 1
    _say(f"The card is in place: {draft.card}")
    _say_findings(outcome.findings)
    return 1 if outcome.errors else 0


def _say_findings(findings: "list[Finding] | tuple[Finding, ...]") -> None:
    errors = sum(finding.severity == "error" for finding in findings)
    _say(*map(str, findings), f"{errors} errors, {len(findings) - errors} warnings.")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{plain(line)}\n" for line in lines))
