"""The commands: stable, plain, one sentence on stderr when something is in the way.

Each command is thin; what it does lives in its room. Exit codes: 0 done, 1 nothing found or
problems found, 2 wrong usage or refused input, 3 a file could not be read or written.
"""

import json
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from deskaid.backup_cli import backup, restore
from deskaid.cards.cli import card_commands
from deskaid.errors import DeskaidError, FileTrouble
from deskaid.export_cli import export
from deskaid.notes.cli import notebook_commands, write_note
from deskaid.paths import Paths, find_paths
from deskaid.site import Site
from deskaid.slip_cli import slip

Json = Annotated[bool, typer.Option("--json", help="One JSON document, and nothing else.")]
Words = Annotated[list[str], typer.Argument(help="What is happening, in any words.")]


def run_command(arguments: list[str]) -> int:
    """Run the command in ``arguments`` and return its exit code; never raises, never traces."""
    from typer.exceptions import TyperException
    from typer.main import get_command

    for stream in (sys.stdout, sys.stderr):  # a Windows console or pipe may know few letters
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")

    _finish_restore()
    try:
        code = get_command(_commands()).main(arguments, prog_name="deskaid", standalone_mode=False)
    except DeskaidError as error:
        return _refuse(str(error), error.exit_code)
    except TyperException as error:
        return _refuse(f"{_sentence(error)} See 'deskaid --help'.", 2)
    except (KeyboardInterrupt, typer.Abort):
        return _refuse("Stopped; nothing was changed by halves.", 130)
    except BrokenPipeError:  # the reader, such as `head`, has enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(f"A file is in the way ({error.strerror}). Free it and try again.", 3)
    except Exception:  # noqa: BLE001 - a fault of ours: places only, never a value
        from deskaid.crash import crash_report

        return _refuse(crash_report().rstrip(), 3)
    return int(code or 0)


def _finish_restore() -> None:
    """Finish a restore that was killed after it was decided; a trouble is told, once per start."""
    from datetime import datetime

    from deskaid.restore_steps import finish_restore

    try:
        finish_restore(find_paths(), now=datetime.now().astimezone())
    except DeskaidError as error:
        sys.stderr.write(f"{error}\n")


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _sentence(error: Exception) -> str:
    told = getattr(error, "format_message", None)  # names the option that is at fault
    text = " ".join(str(told() if told else error).split())
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _commands() -> typer.Typer:
    app = typer.Typer(
        name="deskaid",
        help="First words, referrals and private notes for a library's front desk. "
        "Without a command: the screen.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    commands: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("find", find),
        ("say", say),
        ("show", show),
        ("slip", slip),
        ("import", take_in),
        ("export", export),
        ("backup", backup),
        ("restore", restore),
        ("note", write_note),
        ("lint", lint),
        ("doctor", doctor),
        ("paths", paths),
    )
    for name, command in commands:
        app.command(name)(command)
    app.add_typer(card_commands(), name="card")
    app.add_typer(notebook_commands(), name="notebook")
    return app


def desk_of() -> tuple[Paths, Site]:
    """Return this desk and its library; a bad line in site.toml is told and left out."""
    from deskaid.site import usable_site

    desk = find_paths()
    site, trouble = usable_site(desk)
    if trouble is not None:
        sys.stderr.write(f"{trouble}\n")
    return desk, site


def say_lines(lines: "list[str]") -> None:
    """Print plain lines, safe to draw on a terminal."""
    from deskaid.text import plain

    sys.stdout.write("\n".join(plain(line) for line in lines) + "\n")


def say_json(value: object) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def find(
    words: Words,
    cards: Annotated[bool, typer.Option("--cards", help="Cards only.")] = False,
    referrals: Annotated[bool, typer.Option("--referrals", help="Listings only.")] = False,
    open_now: Annotated[bool, typer.Option("--open-now", help="Only what is open.")] = False,
    at: Annotated[str, typer.Option(help="As of a time: 14:30 or 2026-12-24T14:30.")] = "",
    takes: Annotated[
        list[str] | None, typer.Option(help="families, men, women, youth or pets.")
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Only what may be free.")] = False,
    language: Annotated[str, typer.Option(help="Who speaks it, or may.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many answers at most.")] = 10,
    as_json: Json = False,
) -> int:
    """Find cards and listings for what is happening."""
    from deskaid.finding import find_rows, row_line
    from deskaid.numbers import numbers_for

    desk, site = desk_of()
    rows = find_rows(
        desk,
        " ".join(words),
        cards=cards or not referrals,
        referrals=referrals or not cards,
        open_now=open_now,
        at=at,
        takes=takes or (),
        free=free,
        language=language,
        limit=limit,
    )
    if as_json:
        say_json(rows)
    elif rows:
        say_lines([row_line(row) for row in rows])
    else:
        why = (
            "Nothing found here is known to be open then."
            if open_now
            else "Nothing here knows those words. Try one plain word."
        )
        sys.stderr.write(f"{why}{numbers_for(site.country).knows_help}\n")
    return 0 if rows else 1


def say(
    card: Annotated[str, typer.Argument(help="The card's id, as 'find' shows it.")],
    lang: Annotated[str, typer.Option(help="What is said aloud: en, es (Spanish) or both.")] = "en",
    as_json: Json = False,
) -> int:
    """Print a card as plain lines."""
    from deskaid.cards.library import Library
    from deskaid.cards.phrasebook import PREFIX
    from deskaid.cards.plain import as_dict, language_named, plain_lines

    desk, site = desk_of()
    language = language_named(lang)
    if card.startswith(PREFIX):
        return _say_phrases(desk, site, card, as_json)
    library = Library(desk.shipped / "scripts", desk.scripts)
    found = library.card(card)
    spanish = library.spanish(found)
    facts = site.card_facts
    if as_json:
        say_json(as_dict(found, facts, spanish))
    else:
        say_lines(plain_lines(found, facts, spanish=spanish, language=language))
    return 0


def _say_phrases(desk: Paths, site: Site, moment: str, as_json: bool) -> int:
    from deskaid.cards.phrasebook import Phrasebook
    from deskaid.cards.plain_phrases import phrases_as_dict, plain_phrases

    found = Phrasebook(desk.shipped, desk.scripts).moment(moment)
    facts = site.card_facts
    if as_json:
        say_json(phrases_as_dict(found, facts))
    else:
        say_lines(plain_phrases(found, facts))
    return 0


def show(
    listing: Annotated[str, typer.Argument(help="The listing's id, as 'find' shows it.")],
    as_json: Json = False,
) -> int:
    """Print a listing: the number first."""
    from deskaid.holiday_file import read_holidays
    from deskaid.prepare import make_ready
    from deskaid.referrals.reading import read_listing
    from deskaid.referrals.show import as_dict, plain_lines
    from deskaid.referrals.tending.twins import possible_twins

    desk, site = desk_of()
    make_ready(desk, site)
    found = read_listing(desk.database, listing)
    now, holidays = site.now(), read_holidays(desk)
    if as_json:
        say_json(as_dict(found, now, holidays=holidays))
    else:
        twins = possible_twins(desk.database, found.id)
        say_lines(plain_lines(found, now, twins=twins, holidays=holidays))
    return 0


def take_in(
    path: Annotated[Path, typer.Argument(help="A folder, zip, JSON or spreadsheet (CSV, Excel).")],
    source: Annotated[str, typer.Option(help="What to call it; the file's name if left out.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, keep none.")] = False,
    as_json: Json = False,
) -> int:
    """Read a directory of services."""
    from deskaid.taking_in import take_in_file

    report = take_in_file(desk_of()[0], path, source=source, dry_run=dry_run)
    if as_json:
        say_json(report.as_dict())
    else:
        say_lines(list(report.lines()))
    return 0


def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Card files or folders; all cards if left out.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Check cards against the rules for words said to people in distress."""
    from deskaid.cards.lint import lint_paths

    missing = [file for file in files or [] if not file.exists()]
    if missing:
        raise FileTrouble(f"There is no file or folder {missing[0]}.", hint="Check the path.")
    findings = lint_paths(files or [], local=find_paths().scripts)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        say_json([finding.as_dict() for finding in findings])
    else:
        say_lines([*map(str, findings), f"{errors} errors, {len(findings) - errors} warnings."])
    return 1 if errors else 0


def doctor(as_json: Json = False) -> int:
    """Look this desk over and say what to mend."""
    from deskaid.doctor import examine

    checks = examine(find_paths())
    if as_json:
        say_json([check.as_dict() for check in checks])
    else:
        say_lines([str(check) for check in checks])
    return 1 if any(check.state == "problem" for check in checks) else 0


def paths(as_json: Json = False) -> int:
    """Say where everything lives."""
    desk = find_paths()
    where = {
        "site": desk.site,
        "site, for this machine": desk.machine_site,
        "settings": desk.settings,
        "own cards": desk.scripts,
        "directory": desk.database,
        "search index": desk.search,
        "notes": desk.notes,
        "notes anchor": desk.notes_anchor,
        "shipped content": desk.shipped,
    }
    if as_json:
        say_json({name: str(path) for name, path in where.items()})
    else:
        say_lines([f"{name:<24}{path}" for name, path in where.items()])
    return 0
