"""Taking in a directory: once, whole or not at all, and nothing of this library's is lost."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from directory_files import hsds_1_1

from deskaid.errors import FileTrouble, NothingFound, Refused
from deskaid.referrals.hours import Hours, Span
from deskaid.referrals.importing import Report, read_directory
from deskaid.referrals.listing import Assured, Listing, Phone
from deskaid.referrals.national import SOURCE, National
from deskaid.referrals.reading import (
    counts,
    directory_version,
    iter_listings,
    local_marks,
    read_listing,
)
from deskaid.referrals.store import Directory
from deskaid.referrals.tending.care import Care


class Some:
    """Listings made by a test, as a reading."""

    def __init__(self, *listings: Listing, fails: bool = False) -> None:
        self.report = Report(file="some.csv", form="test")
        self._listings = listings
        self._fails = fails

    def __iter__(self) -> Iterator[Listing]:
        for listing in self._listings:
            self.report.read += 1
            yield listing
        if self._fails:
            raise FileTrouble("The file broke off.", hint="Copy it again.")


def pantry(number: int, **changes: object) -> Listing:
    listing = Listing(
        id="",
        source="",
        source_id=str(number),
        name=f"Pantry {number}",
        needs=("food", "shelter"),
        phones=(Phone("217-555-0101", "+12175550101"), Phone("fax", kind="fax")),
        hours=Hours("Mon 9-5", (Span(0, 540, 1020),)),
        languages=("English", "Spanish"),
        urls=("https://a.example.org",),
        assured=Assured("2026-08", "desk", "a.example.org", "checked"),
    )
    return replace(listing, **changes)  # type: ignore[arg-type]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "deskaid.db"


def test_what_goes_in_comes_out(database: Path) -> None:
    wanted = [pantry(1), pantry(2, latitude=40.5, minimum_age=18, hidden=True, alert="Wet\npaint")]
    Directory(database).take_in(Some(*wanted), source="ours")
    found = {listing.source_id: listing for listing in iter_listings(database)}
    for listing in wanted:
        got = found[listing.source_id]
        assert replace(got, id="", source="") == listing
        assert got.source == "ours"
        assert read_listing(database, got.id) == got
    assert counts(database) == {"sources": {"ours": 1}, "needs": {"food": 1, "shelter": 1}}


def test_a_second_import_updates_keeps_checks_and_marks_what_vanished(database: Path) -> None:
    directory = Directory(database)
    directory.take_in(Some(pantry(1), pantry(2), pantry(3)), source="ours")
    directory.take_in(Some(pantry(1)), source="theirs")
    ids = {
        listing.source_id: listing.id
        for listing in iter_listings(database)
        if listing.source == "ours"
    }
    Care(database).check(ids["2"], initials="JM", on=date(2026, 11, 1))
    Care(database).flag(ids["2"], "number is wrong")
    report = directory.take_in(Some(pantry(1), pantry(2, name="Renamed", phones=())), source="ours")
    assert (report.added, report.updated, report.unchanged, report.vanished) == (0, 1, 1, 1)
    renamed = read_listing(database, ids["2"])
    assert renamed.name == "Renamed"
    assert renamed.phones == ()
    assert renamed.checked_here is not None
    assert (renamed.checked_here.on, renamed.checked_here.initials) == (date(2026, 11, 1), "JM")
    assert renamed.flagged == "number is wrong"
    assert read_listing(database, ids["3"]).vanished
    assert not [one for one in iter_listings(database) if one.source == "theirs" and one.vanished]
    report = directory.take_in(Some(pantry(1), pantry(2), pantry(3)), source="ours")
    assert report.vanished == 0
    assert not read_listing(database, ids["3"]).vanished


def test_the_version_grows_only_when_something_changed(database: Path) -> None:
    directory = Directory(database)
    assert directory_version(database) == 0
    directory.take_in(Some(pantry(1), pantry(2)), source="ours", dry_run=True)
    assert directory_version(database) == 0
    assert list(iter_listings(database)) == []
    directory.take_in(Some(pantry(1), pantry(2)), source="ours")
    assert directory_version(database) == 1
    directory.take_in(Some(pantry(1), pantry(2)), source="ours")
    assert directory_version(database) == 1
    directory.take_in(Some(pantry(1)), source="ours")
    assert directory_version(database) == 2


def test_a_dry_run_counts_as_the_real_one_would(database: Path) -> None:
    directory = Directory(database)
    directory.take_in(Some(pantry(1), pantry(2)), source="ours")
    report = directory.take_in(Some(pantry(2, name="New"), pantry(3)), source="ours", dry_run=True)
    assert (report.added, report.updated, report.vanished, report.dry_run) == (1, 1, 1, True)
    assert {listing.name for listing in iter_listings(database)} == {"Pantry 1", "Pantry 2"}


@pytest.mark.parametrize("how_many", [0, 3, 1200])
def test_an_import_that_breaks_off_leaves_the_old_directory_whole(
    database: Path, how_many: int
) -> None:
    directory = Directory(database)
    directory.take_in(Some(pantry(1)), source="ours")
    before = list(iter_listings(database))
    with pytest.raises((FileTrouble, Refused)):
        directory.take_in(
            Some(*(pantry(number, name="Half") for number in range(how_many)), fails=True),
            source="ours",
        )
    assert list(iter_listings(database)) == before
    assert directory_version(database) == 1


def test_a_killed_import_leaves_the_old_directory_whole(database: Path) -> None:
    directory = Directory(database)
    directory.take_in(Some(pantry(1)), source="ours")
    code = """
import os, sys
from pathlib import Path
from deskaid.referrals.importing import Report
from deskaid.referrals.listing import Listing
from deskaid.referrals.store import Directory
class Killed:
    report = Report()
    def __iter__(self):
        for number in range(3000):
            self.report.read += 1
            yield Listing(id="", source="", source_id=f"n{number}", name="Half")
        os._exit(9)
Directory(Path(sys.argv[1])).take_in(Killed(), source="ours")
"""
    done = subprocess.run([sys.executable, "-c", code, str(database)], env=os.environ, check=False)
    assert done.returncode == 9
    assert [listing.name for listing in iter_listings(database)] == ["Pantry 1"]
    assert directory.take_in(Some(pantry(1), pantry(2)), source="ours").added == 1


def test_an_empty_reading_never_empties_the_directory(database: Path) -> None:
    directory = Directory(database)
    directory.take_in(Some(pantry(1)), source="ours")
    with pytest.raises(Refused, match="No listing"):
        directory.take_in(Some(), source="ours")
    assert not next(iter_listings(database)).vanished


def test_a_file_that_breaks_off_marks_nothing_as_vanished(database: Path, tmp_path: Path) -> None:
    directory = Directory(database)
    whole = [{"id": str(number), "name": f"Pantry {number}", "status": "active",
              "organization_id": "o"} for number in range(3)]  # fmt: skip
    text = json.dumps(whole)
    file = tmp_path / "export.json"
    file.write_text(text, encoding="utf-8")
    directory.take_in(read_directory(file), source="ours")
    file.write_text(text[: text.index("Pantry 1") + 4], encoding="utf-8")
    heard: list[str] = []
    report = directory.take_in(
        read_directory(file),
        source="ours",
        progress=lambda what, _done, _total: heard.append(what),
    )
    assert (report.read, report.vanished) == (1, 0)
    assert report.warnings
    assert heard
    assert not any(listing.vanished for listing in iter_listings(database))


def test_a_report_is_plain_data_and_plain_lines(database: Path, tmp_path: Path) -> None:
    reading = read_directory(hsds_1_1(tmp_path / "package"))
    report = Directory(database).take_in(reading, source="ours", dry_run=True)
    told = json.loads(json.dumps(report.as_dict()))
    assert (told["read"], told["added"], told["dry_run"]) == (3, 3, True)
    assert told["repaired"]["HTML removed"] == {"count": 1, "sample": ["services.csv:2"]}
    lines = list(report.lines())
    assert lines[0] == "Would take in 3 listings from package (HSDS CSV package)."
    assert any(line.startswith("Orphans: 1 x phone of an organization") for line in lines)


def test_a_shrunken_file_is_asked_about(database: Path) -> None:
    directory = Directory(database)
    directory.take_in(Some(*(pantry(number) for number in range(9))), source="ours")
    report = directory.take_in(Some(pantry(1)), source="ours")
    assert "whole directory?" in report.warnings[0]


def test_any_folder_name_works(tmp_path: Path) -> None:
    database = tmp_path / "50% off? #1 & more" / "deskaid.db"
    Directory(database).take_in(Some(pantry(1)), source="ours")
    assert len(list(iter_listings(database))) == 1


def test_the_same_listing_twice_in_a_file_comes_in_once(database: Path) -> None:
    far = [pantry(number) for number in range(700)]
    report = Directory(database).take_in(Some(*far, pantry(3), pantry(3)), source="ours")
    assert report.added == 700
    assert report.skipped["listing whose id was met before"].count == 2


def test_the_tally_keeps_a_count_and_nothing_else(database: Path) -> None:
    import sqlite3

    directory = Directory(database)
    for _ in range(3):
        directory.count("food", at=datetime(2026, 11, 21, 14, 59, tzinfo=UTC))
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT * FROM tally").fetchall() == [
            ("2026-11-21T14", "food", 3)
        ]


def test_national_lines_and_a_package_live_side_by_side(database: Path, tmp_path: Path) -> None:
    directory = Directory(database)
    directory.take_in(National("US"), source=SOURCE)
    directory.take_in(read_directory(hsds_1_1(tmp_path / "package")), source="local")
    assert read_listing(database, "us-988").needs[0] == "988"
    assert counts(database)["sources"]["local"] == 3
    directory.take_in(National("CA"), source=SOURCE)
    assert read_listing(database, "us-988").vanished
    assert not read_listing(database, "ca-988").vanished


def test_no_directory_reads_as_an_empty_one(database: Path) -> None:
    assert list(iter_listings(database)) == []
    assert directory_version(database) == 0
    assert local_marks(database) == {}
    with pytest.raises(NothingFound, match="no listing"):
        read_listing(database, "us-988")
    database.parent.mkdir()
    database.write_bytes(b"not a database at all" * 100)
    with pytest.raises(FileTrouble):
        read_listing(database, "us-988")


def test_readers_load_nothing_heavy() -> None:
    code = (
        "import sys, deskaid.referrals.reading, deskaid.referrals.show, deskaid.database.engine;"
        "print([n for n in ('sqlalchemy', 'sqlmodel', 'alembic', 'pydantic', 'phonenumbers')"
        " if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
