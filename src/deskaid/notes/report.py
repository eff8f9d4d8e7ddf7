"""``deskaid notebook report``: what exists, in counts and dates, for a records request."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from deskaid.errors import NothingFound
from deskaid.notes.days import day_number, local_now
from deskaid.notes.standing import CANNOT_TELL, Standing, WhatExists, what_exists
from deskaid.paths import find_paths


def report(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Say what exists: counts and dates of every notebook, and what cannot be told.

    Needs no passphrase, opens nothing and changes nothing.
    """
    paths = find_paths()
    today = day_number(local_now().date())
    try:
        found = what_exists(paths.notes, paths.notes_anchor, today=today)
    except NothingFound:
        sys.stdout.write("null\n" if as_json else f"No notes file at {paths.notes}.\n")
        return 0
    if as_json:
        import json

        sys.stdout.write(json.dumps(found.as_dict(), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report_lines(found))
    return 0


def report_lines(found: WhatExists) -> Iterator[str]:
    """Yield the report as lines of text."""
    changed = f"{found.changed.astimezone():%Y-%m-%d %H:%M}" if found.changed else "not known"
    purged = found.last_purge.isoformat() if found.last_purge else "never"
    yield f"Notes file       {found.path}"
    yield f"                 {found.size} bytes, format {found.format}, last changed {changed}"
    yield f"                 last looked through for expired notes {purged}"
    yield f"Copies beside it {', '.join(found.copies) or 'none'}"
    yield f"Notebooks        {len(found.notebooks)}"
    for notebook in found.notebooks:
        yield ""
        yield from _notebook_lines(notebook)
    yield ""
    yield "What this cannot tell:"
    for limit in CANNOT_TELL:
        yield f"- {limit}"


def _notebook_lines(standing: Standing) -> Iterator[str]:
    yield standing.label
    yield f"  sealed notes             {standing.notes}"
    yield f"  written while locked     {standing.waiting}"
    yield f"  expired, row not swept   {standing.emptied}"
    yield f"  kept, if new             {_kept(standing.days_kept)}"
    yield f"  next and last expiry     {_day(standing.next_expiry)}, {_day(standing.last_expiry)}"
    yield f"  past their expiry        {standing.past_expiry}"
    yield f"  without expiry           {standing.without_expiry}"
    yield f"  legal hold               {hold_words(standing)}"
    yield f"  sealed size              {standing.sealed_bytes} bytes, padded"
    yield f"  saves                    {standing.saves}"
    yield f"  wrong passphrases        {standing.wrong_tries} since the last unlock"
    for settings in standing.key_settings:
        yield f"  key record               {settings}"


def hold_words(standing: Standing) -> str:
    """Return whether there is a legal hold, in words."""
    if standing.hold_unconfirmed:
        return "yes, asked for while locked"
    return "yes" if standing.hold else "no"


def _kept(days: int) -> str:
    return f"{days} days, then to the next Monday" if days else "does not expire"


def _day(day: object) -> str:
    return str(day) if day else "none"
