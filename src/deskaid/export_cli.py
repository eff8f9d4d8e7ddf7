"""``deskaid export``: the directory, or the flags for its keeper, as a file that can be sent.

Loaded with the command line only, so Typer may load here.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskaid.errors import NothingFound, Refused
from deskaid.paths import Paths, find_paths
from deskaid.text import plain

if TYPE_CHECKING:
    from deskaid.referrals.exporting import Exported
    from deskaid.referrals.listing import Listing

FORMS = ("hsds-csv", "hsds-json", "csv")


def export(
    path: Annotated[Path, typer.Argument(help="Where to: a .csv, .json, .zip, or a new folder.")],
    form: Annotated[
        str,
        typer.Option("--format", help="hsds-csv, hsds-json or csv; told by the name if not given."),
    ] = "",
    flags: Annotated[
        bool, typer.Option("--flags", help="What was found wrong here, for the directory's keeper.")
    ] = False,
    source: Annotated[str, typer.Option(help="One directory alone, by its name here.")] = "",
    hidden: Annotated[
        bool, typer.Option("--all", help="Hidden listings and those no longer listed, too.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an earlier export.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document, and nothing else.")
    ] = False,
) -> int:
    """Export the directory: HSDS 3.2 tables or JSON, a spreadsheet, or the flags."""
    from deskaid.site import usable_site

    desk = find_paths()
    site, trouble = usable_site(desk)
    if trouble is not None:
        sys.stderr.write(f"{trouble}\n")
    _know_source(desk.database, source)
    if flags:
        done = _write_flags(desk, path, source, force=force)
    else:
        write = _writer(form or form_of(path), path)
        done = write(
            _listings(desk.database, source),
            path,
            now=datetime.now().astimezone(),
            publisher=site.name,
            country=site.country,
            force=force,
            everything=hidden,
        )
    if as_json:
        sys.stdout.write(json.dumps(done.as_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{plain(line)}\n" for line in _told(done, flags=flags)))
    return 0


def form_of(path: Path) -> str:
    """Return the form that a name asks for. Raises `Refused` for a name of something else."""
    form = {".csv": "csv", ".json": "hsds-json", ".zip": "hsds-csv", "": "hsds-csv"}.get(
        path.suffix.lower()
    )
    if form is None:
        raise Refused(
            f"An export cannot be a {path.suffix} file.",
            hint="End the name in .csv, .json or .zip, or give --format.",
        )
    return form


def _writer(form: str, path: Path) -> "Callable[..., Exported]":
    from deskaid.referrals.exporting import export_flat_csv, export_hsds_csv, export_hsds_json

    writers: dict[str, Callable[..., Exported]] = {
        "hsds-csv": export_hsds_csv,
        "hsds-json": export_hsds_json,
        "csv": export_flat_csv,
    }
    if form not in writers:
        raise Refused(f"There is no format {form}.", hint=f"Choose one of: {', '.join(FORMS)}.")
    if form == "hsds-csv" and path.suffix.lower() in (".csv", ".json"):
        raise Refused(
            "A package of tables is a folder or a zip file.", hint="End the name in .zip."
        )
    return writers[form]


def _listings(database: Path, source: str) -> "Iterator[Listing]":
    from deskaid.referrals.reading import iter_listings

    listings: Iterable[Listing] = iter_listings(database)
    return (listing for listing in listings if source in ("", listing.source))


def _write_flags(desk: Paths, path: Path, source: str, *, force: bool) -> "Exported":
    from deskaid.referrals.exporting.flags import export_flags

    return export_flags(desk.database, path, source=source, force=force)


def _know_source(database: Path, source: str) -> None:
    """Refuse a source nobody has taken in, naming those there are."""
    from deskaid.referrals.reading import counts

    sources = counts(database)["sources"]
    if not sources:
        raise NothingFound(
            "There is nothing to export: the directory is empty.",
            hint="Take one in with 'deskaid import FILE'.",
        )
    if source and source not in sources:
        raise NothingFound(
            f"There is no directory named {source} here.",
            hint=f"There are: {', '.join(sorted(sources))}.",
        )


def _told(done: "Exported", *, flags: bool) -> Iterator[str]:
    if not flags:
        yield from done.lines()
        return
    rows = done.rows.get("row", 0)
    if rows:
        yield f"Wrote {rows} flags and corrections of {done.listings} listings to {done.path}."
        yield "Send it to the keeper of the directory; 'Directory' says which one each is from."
    else:
        yield f"Nothing is flagged or corrected here; {done.path} holds the headings alone."
