"""The directory as an HSDS 3.2 tabular package: a folder of CSV files, or a zip of them.

Every cell is as the directory has it. Nothing is put before a "=" or "+" as the spreadsheet
form does, because a package is read by programs, and they would keep what was put there.
"""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from deskaid.referrals.exporting.exported import Exported
from deskaid.referrals.exporting.landing import DESCRIPTOR, landing
from deskaid.referrals.exporting.services import Service, ServiceRows
from deskaid.referrals.exporting.tables import descriptor, tables
from deskaid.referrals.exporting.terms import taxonomy_rows, term_rows
from deskaid.referrals.listing import Listing

FORM = "HSDS 3.2 CSV package"
_ALWAYS_HELD = ("organization", "service", "location", "service_at_location")


def export_hsds_csv(
    listings: Iterable[Listing],
    destination: Path,
    *,
    now: datetime,
    publisher: str = "",
    country: str = "US",
    force: bool = False,
    everything: bool = False,
) -> Exported:
    """Write ``listings`` as a package to a folder, or to a zip when the name ends in ``.zip``.

    Listings are read and written one at a time; a confidential address is never among what is
    written, nor are staff tips, pins and flags. ``publisher`` is this library's name; with
    ``everything``, hidden and vanished listings go along. Returns what was written. Raises
    `Refused` and `FileTrouble` as `landing` does; then nothing was left at ``destination``.
    """
    done = Exported(destination, FORM)
    zipped = destination.suffix.lower() == ".zip"
    with landing(destination, force=force, folder=not zipped) as fresh:
        folder = fresh.parent / "tables" if zipped else fresh
        folder.mkdir(exist_ok=True)
        rows = ServiceRows(country=country, today=now.date(), publisher=publisher)
        with TableFiles(folder, done) as files:
            for listing in done.chosen(listings, everything=everything):
                files.add_service(rows.of(listing), listing.needs)
            files.finish()
        text = json.dumps(
            descriptor(done.rows, now=now, publisher=publisher), indent=2, ensure_ascii=False
        )
        (folder / DESCRIPTOR).write_text(f"{text}\n", encoding="utf-8")
        if zipped:
            with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(folder.iterdir()):
                    archive.write(file, file.name)
    return done


class TableFiles:
    """The tables of one package being written; a file is made when its first row comes."""

    def __init__(self, folder: Path, done: Exported) -> None:
        self._folder = folder
        self._done = done
        self._open = ExitStack()
        self._writers: dict[str, _Writer] = {}
        self._organizations: set[str] = set()
        self._needs: set[str] = set()

    def __enter__(self) -> "TableFiles":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add_service(self, made: Service, needs: Iterable[str]) -> None:
        """Write the rows of one service; an organization is written once."""
        identity = made.organization["id"]
        if identity not in self._organizations:
            self._organizations.add(identity)
            self._add("organization", made.organization)
        self._add("service", made.service)
        self._add("location", made.location)
        self._add("service_at_location", made.pair)
        for table, rows in made.children.items():
            for row in rows:
                self._add(table, row)
        self._needs.update(needs)

    def finish(self) -> None:
        """Write the taxonomies and their terms, and the core tables even when they are empty."""
        for table in _ALWAYS_HELD:
            self._writer(table)
        for table, rows in (
            ("taxonomy", taxonomy_rows()),
            ("taxonomy_term", term_rows(self._needs)),
        ):
            for row in rows:
                self._add(table, row)
        self._done.rows = {
            name: self._done.rows[name] for name in tables() if name in self._done.rows
        }

    def _add(self, table: str, row: Mapping[str, Any]) -> None:
        self._writer(table).add(row)
        self._done.rows[table] += 1

    def _writer(self, table: str) -> "_Writer":
        writer = self._writers.get(table)
        if writer is None:
            about = tables()[table]
            place = self._folder / about.file
            stream = self._open.enter_context(place.open("w", encoding="utf-8", newline=""))
            writer = self._writers[table] = _Writer(stream, about.header)
            self._done.rows[table] = 0
        return writer


class _Writer:
    def __init__(self, stream: TextIO, header: list[str]) -> None:
        self._header = header
        self._rows = csv.writer(stream)
        self._rows.writerow(header)

    def add(self, row: Mapping[str, Any]) -> None:
        self._rows.writerow([row.get(name) for name in self._header])
