"""Writing the library's own cards: a draft beside them, which becomes the card once it reads.

The draft, ``<id>.md.draft``, is what an editor opens. No desk ever reads it, so a half-written
card is never on the screen, and it is only removed after its words are in the card.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deskaid.cards.bullets import CARD_ID
from deskaid.cards.cardfile import file_text
from deskaid.cards.library import Library
from deskaid.cards.parser import CardProblem, parse_card
from deskaid.cards.phrasebook import PREFIX
from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.paths import Paths, private_folder

if TYPE_CHECKING:
    from deskaid.cards.lint import Finding

SUFFIX = ".draft"
FORMER = ".old"
"""Ends the name under which the version before the last edit is kept."""
BLANK = "___"
EMPTY_CARD = """\
---
id: {id}
title: ___
neutral: ___
group: ___
lead: feelings
find: ___
refer:
sources: ___
reviewed: {today}
reviewer: ___
---
## Watch for
- ___ -> ___

## Step 1: Feelings
- Say: "___"
- Or: "___"
- Do: ___

## Step 2: Problem
- Say: "___"
- Ask: "___"

## Get help
- Call {{{{pic}}}} if ___
- Alone: ___

## Don't say
- "___" -> "___"

## After
- ___
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A card being written: its ``path`` for the editor, and the ``card`` that it will become.

    ``before`` is the text without anybody's change; ``kept`` tells that the draft lay here
    already, from a time when it could not become a card.
    """

    card_id: str
    path: Path
    card: Path
    before: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft: the ``findings`` of lint, or the ``problem`` that keeps it a draft.

    ``unchanged`` tells that nothing was written.
    """

    findings: "tuple[Finding, ...]" = ()
    problem: CardProblem | None = None
    unchanged: bool = False

    @property
    def errors(self) -> int:
        """How many things must be mended."""
        return sum(finding.severity == "error" for finding in self.findings)


def new_draft(paths: Paths, card_id: str, *, today: date) -> Draft:
    """Return a draft of a new card, or the one that was kept of it.

    Raises `Refused` when the id cannot be one or is taken, and `FileTrouble`.
    """
    if not CARD_ID.fullmatch(card_id) or card_id.startswith(PREFIX):
        raise Refused(
            f"'{card_id}' cannot be a card's id.",
            hint="Use small letters, digits and single hyphens, such as 'lost-card'.",
        )
    if card_id in _library(paths).ids():
        raise Refused(
            f"There is a card '{card_id}' already.", hint=f"Use: deskaid card edit {card_id}"
        )
    return _draft(paths, card_id, EMPTY_CARD.format(id=card_id, today=today.isoformat()))


def edit_draft(paths: Paths, card_id: str) -> Draft:
    """Return a draft of a card that exists, or the one that was kept of it.

    A shipped card is copied; the copy will replace it on this desk. Raises `NothingFound` with
    the nearest ids, and `FileTrouble`.
    """
    library = _library(paths)
    own, shipped = paths.scripts / f"{card_id}.md", paths.shipped / "scripts" / f"{card_id}.md"
    if card_id not in library.ids():
        if CARD_ID.fullmatch(card_id) and draft_path(paths, card_id).is_file():
            return _draft(paths, card_id, "")
        if card_id.startswith(PREFIX):
            raise NothingFound(
                "Phrases are edited as files.",
                hint=f"Copy {paths.shipped / 'phrases'} files to {paths.scripts / 'phrases'}.",
            )
        library.card(card_id)  # raises, with the nearest ids
    return _draft(paths, card_id, _text(own if own.is_file() else shipped))


def draft_path(paths: Paths, card_id: str) -> Path:
    """Return where the draft of a card lies."""
    return paths.scripts / f"{card_id}.md{SUFFIX}"


def discard(draft: Draft) -> None:
    """Remove a draft in which nothing was written. Raises `FileTrouble`."""
    try:
        draft.path.unlink(missing_ok=True)
    except OSError as error:
        raise FileTrouble(
            f"The draft {draft.path} cannot be removed ({error.strerror}).",
            hint="Check who may write in its folder.",
        ) from error


def kept_drafts(paths: Paths) -> list[Path]:
    """Return the drafts that are not cards yet."""
    return sorted(paths.scripts.glob(f"*.md{SUFFIX}"))


def take_in(paths: Paths, draft: Draft) -> Outcome:
    """Make ``draft`` the card if it can be read as one, and lint it; else leave it as it is.

    Nothing that was written is lost: the draft goes only when the card has its words, and the
    card's former text is kept under `FORMER`. Raises `FileTrouble` when that cannot be done.
    """
    if _text(draft.path) == draft.before:
        return Outcome(unchanged=True)
    problem = _problem(draft.path)
    if problem is not None:
        return Outcome(problem=problem)
    try:
        if draft.card.is_file():
            draft.card.with_name(draft.card.name + FORMER).write_bytes(draft.card.read_bytes())
        draft.path.replace(draft.card)
    except OSError as error:
        raise FileTrouble(
            f"The card {draft.card} cannot be written ({error.strerror}).",
            hint=f"What you wrote is in {draft.path}.",
        ) from error
    return Outcome(tuple(check(paths, draft.card)))


def check(paths: Paths, file: Path | None = None) -> "list[Finding]":
    """Return what lint says of ``file``, a card or a draft, or of all cards of the library's own.

    ``file`` may be the id of one of them. Raises `NothingFound`.
    """
    from deskaid.cards.lint import lint_paths  # rules are many patterns, compiled when asked for

    if file is None:
        own = [paths.scripts] if paths.scripts.is_dir() else []
        found = lint_paths(own, local=paths.scripts) if own else []
        return sorted(
            [*found, *(each for path in kept_drafts(paths) for each in _check_draft(path))]
        )
    if not file.exists():
        named = (paths.scripts / f"{file}.md", draft_path(paths, str(file)))
        file = next((path for path in named if path.is_file()), file)
    if file.name.endswith(f".md{SUFFIX}") and file.is_file():
        return _check_draft(file)
    return lint_paths([file], local=paths.scripts)


def _check_draft(path: Path) -> "list[Finding]":
    from deskaid.cards.lint import UNREADABLE, Finding

    problem = _problem(path)
    if problem is not None:
        return [
            Finding(str(path), problem.line, UNREADABLE, "error", problem.message, problem.hint)
        ]
    remedy = f"Make it one: deskaid card edit {path.name.removesuffix(f'.md{SUFFIX}')}"
    return [Finding(str(path), 0, UNREADABLE, "warning", "This draft is not a card yet.", remedy)]


def editor_command(environ: Mapping[str, str], *, platform: str = sys.platform) -> list[str]:
    """Return the editor to start: VISUAL, else EDITOR, else one that the system has.

    Raises `Refused` when there is none.
    """
    import shlex
    import shutil

    for name in ("VISUAL", "EDITOR"):
        wanted = environ.get(name, "").strip()
        if wanted:
            if Path(wanted).is_file():  # a path with spaces, without quotes
                return [wanted]
            # Only Windows has paths in backslashes, which POSIX rules would take out.
            words = shlex.split(wanted, posix=platform != "win32")
            return [word.strip('"') for word in words]
    for usual in ["notepad"] if platform == "win32" else ["nano", "vi"]:
        found = shutil.which(usual)
        if found:
            return [found]
    raise Refused("No editor is set.", hint="Set EDITOR, or use --no-editor.")


def open_editor(command: list[str], path: Path) -> int:
    """Open ``path`` in the editor ``command``, wait until it ends, and return its exit code.

    Raises `Refused` when it cannot be started.
    """
    import subprocess

    try:
        return subprocess.run([*command, os.fspath(path)]).returncode
    except OSError as error:
        raise Refused(
            f"The editor '{command[0]}' cannot be started ({error.strerror}).",
            hint="Set EDITOR to one that can, or use --no-editor.",
        ) from error


def _library(paths: Paths) -> Library:
    return Library(paths.shipped / "scripts", paths.scripts)


def _draft(paths: Paths, card_id: str, text: str) -> Draft:
    """Return the draft that was kept, or a fresh one that holds ``text``."""
    path, card = draft_path(paths, card_id), paths.scripts / f"{card_id}.md"
    if path.is_file():
        return Draft(card_id, path, card, text, kept=True)
    private_folder(paths.scripts)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileTrouble(
            f"The draft {path} cannot be written ({error.strerror}).",
            hint="Free some disk space, or check who may write there.",
        ) from error
    return Draft(card_id, path, card, text, kept=False)


def _text(path: Path) -> str:
    # All line ends alike, so that an editor's CRLF is no change.
    return file_text(path).replace("\r\n", "\n")


def _problem(path: Path) -> CardProblem | None:
    """Return what keeps the draft ``path`` from being a card, with its place in the draft."""
    try:
        text = file_text(path)
        rows = [row for row, line in enumerate(text.splitlines(), 1) if BLANK in line]
        if rows:
            many = f"{len(rows)} lines still have a blank '{BLANK}', this one first."
            one = f"This line still has a blank '{BLANK}'."
            hint = "Fill it in, or delete the line."
            return CardProblem(path, rows[0], one if len(rows) == 1 else many, hint=hint)
        parse_card(text, path.with_suffix(""), local=True)
    except CardProblem as problem:
        return CardProblem(path, problem.line, problem.message, hint=problem.hint)
    return None
