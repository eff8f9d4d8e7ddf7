"""What this library found wrong, as a file for the keeper of the directory.

One row for each correction made here, and one for a flag without any. It holds nothing about
patrons, and no staff tip. Of a listing whose address is confidential no address is told, not
even the one the directory has.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from deskaid.referrals.editing import as_typed, kept_secret, label_of
from deskaid.referrals.exporting.cells import safe_cell
from deskaid.referrals.exporting.exported import Exported
from deskaid.referrals.exporting.landing import landing
from deskaid.referrals.fetching import base_and_shown
from deskaid.referrals.listing import LOCAL_SOURCE, Listing
from deskaid.referrals.opening import has_table, reader

FORM = "flags (CSV)"
HEADERS = (
    "Listing", "Directory", "Your ID", "Phone", "What is wrong", "Since", "Noted by",
    "Corrected here", "Your value", "Our value",
)  # fmt: skip
_WANTED = """
SELECT listing.id FROM listing
LEFT JOIN (SELECT listing_id, min(flagged_on) AS since FROM flag WHERE settled_on IS NULL
           GROUP BY listing_id) AS open ON open.listing_id = listing.id
WHERE (open.since IS NOT NULL OR listing.id IN (SELECT listing_id FROM local_edit))
AND source <> :local AND (:source = '' OR source = :source)
ORDER BY source, open.since IS NULL, open.since, name, listing.id
"""


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One line for the keeper. ``since`` is an ISO date or ""; so are the last three alike."""

    listing: str
    directory: str
    source_id: str
    phone: str
    wrong: str
    since: str
    initials: str
    field: str = ""
    theirs: str = ""
    ours: str = ""


def flag_rows(database: Path, *, source: str = "") -> Iterator[FlagRow]:
    """Yield what to tell the keepers: open flags first, the oldest before others, by directory.

    Listings added here are nobody else's, so they are left out. ``source`` asks for one
    directory alone. Raises `FileTrouble` when the directory cannot be read.
    """
    with reader(database) as connection:
        if connection is None or not has_table(connection, "local_edit"):
            return
        connection.execute("BEGIN")
        values = {"local": LOCAL_SOURCE, "source": source}
        for row in connection.execute(_WANTED, values).fetchall():
            base, shown = base_and_shown(connection, row["id"])
            yield from _rows(base, shown)


def flags_csv(rows: Iterable[FlagRow], stream: TextIO) -> int:
    """Write ``rows`` to a text stream opened with ``newline=""``; return how many there were."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADERS)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the count is what is returned
        cells = (
            row.listing, row.directory, row.source_id, row.phone, row.wrong, row.since,
            row.initials, row.field, row.theirs, row.ours,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return count


def export_flags(
    database: Path, destination: Path, *, source: str = "", force: bool = False
) -> Exported:
    """Write the flags to a file, all or nothing; return how many rows there are.

    Raises `Refused` and `FileTrouble` as `landing` does.
    """
    done = Exported(destination, FORM)
    with (
        landing(destination, force=force) as fresh,
        fresh.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        told = list(flag_rows(database, source=source))
        done.count("row", flags_csv(told, stream))
    done.listings = len({(row.directory, row.source_id) for row in told})
    return done


def _rows(base: Listing, shown: Listing) -> Iterator[FlagRow]:
    secret = base.address_confidential or shown.address_confidential
    marked = as_typed(base)["address_confidential"]
    base = kept_secret(base) if secret else base
    flag = FlagRow(
        listing=base.name,
        directory=base.source,
        source_id=base.source_id,
        phone=base.phone.number if base.phone else "",
        wrong=shown.flagged,
        since=shown.flagged_on.isoformat() if shown.flagged_on else "",
        initials=shown.flagged_by,
    )
    theirs, ours = as_typed(base) | {"address_confidential": marked}, as_typed(shown)
    for field in shown.edited:
        if theirs[field] == ours[field]:
            continue  # an address that is told to nobody
        yield FlagRow(
            listing=flag.listing,
            directory=flag.directory,
            source_id=flag.source_id,
            phone=flag.phone,
            wrong=flag.wrong,
            since=flag.since,
            initials=flag.initials,
            field=label_of(field),
            theirs=theirs[field],
            ours=ours[field],
        )
    if not shown.edited and flag.wrong:
        yield flag
