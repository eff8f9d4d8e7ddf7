"""A slip from the command line: on the screen, on paper, or in a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

Ids = Annotated[list[str], typer.Argument(help="The listings' ids, as 'find' shows them.")]


def slip(
    listings: Ids,
    width: Annotated[int, typer.Option(min=32, max=48, help="Columns of the paper.")] = 40,
    discreet: Annotated[
        bool, typer.Option("--discreet", help="Numbers and hours only; no name, place or date.")
    ] = False,
    lang: Annotated[str, typer.Option(help="The slip's own words: en or es (Spanish).")] = "en",
    ascii_letters: Annotated[
        bool, typer.Option("--ascii", help="Plain letters, for old receipt printers.")
    ] = False,
    to_printer: Annotated[
        bool, typer.Option("--print", help="Send it to this library's printer.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="Write it to this new file; never over another.")
    ] = None,
) -> int:
    """Make a slip to hand over: numbers first, nothing about a person."""
    from deskaid.cli import desk_of
    from deskaid.errors import NothingFound
    from deskaid.prepare import make_ready
    from deskaid.referrals.handing.printing import print_slip, write_slip
    from deskaid.referrals.handing.slip import slip_text
    from deskaid.referrals.reading import read_listing

    desk, site = desk_of()
    make_ready(desk, site)
    text = slip_text(
        [read_listing(desk.database, listing) for listing in dict.fromkeys(listings)],
        now=site.now(),
        width=width,
        discreet=discreet,
        library=site.name,
        phone=site.phone,
        country=site.country,
        lang=lang,
        ascii_letters=ascii_letters,
    )
    if not text:
        raise NothingFound(
            "None of these has a number to print.", hint="Without --discreet, its address is."
        )
    if output is not None:
        sys.stderr.write(f"Saved: {write_slip(text, output)}\n")
    if to_printer:
        sys.stderr.write(f"{print_slip(text, printer=site.printer)}\n")
    if output is None and not to_printer:
        sys.stdout.write(text)
    return 0
