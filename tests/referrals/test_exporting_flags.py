"""The file for the keeper of a directory: what is wrong, since when, and what we say instead."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from directory_files import write

from deskaid.referrals.exporting.flags import FlagRow, export_flags, flag_rows, flags_csv
from deskaid.referrals.importing import read_directory
from deskaid.referrals.reading import iter_listings
from deskaid.referrals.store import Directory
from deskaid.referrals.tending.care import Care


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A directory of three listings, one of them confidential."""
    folder = write(
        tmp_path / "in",
        list=(
            "ID,Name,Phone,Address,City,Address confidential\n"
            "7,Pantry,+1 217-555-0101,12 Pier Road,Springfield,\n"
            "8,Clinic,217-555-0102,,,\n"
            "9,Refuge,217-555-0103,,Springfield,yes\n"
        ),
    )
    place = tmp_path / "desk.db"
    Directory(place).take_in(read_directory(folder / "list.csv"), source="county 211")
    return place


def identity(database: Path, source_id: str) -> str:
    return next(one.id for one in iter_listings(database) if one.source_id == source_id)


def test_a_flag_is_told_with_since_when_and_by_whom(database: Path) -> None:
    care = Care(database)
    care.flag(identity(database, "8"), "Moved", initials="KL", on=date(2026, 11, 2))
    (row,) = flag_rows(database)
    assert row == FlagRow(
        listing="Clinic",
        directory="county 211",
        source_id="8",
        phone="217-555-0102",
        wrong="Moved",
        since="2026-11-02",
        initials="KL",
    )


def test_a_correction_shows_both_values(database: Path) -> None:
    care = Care(database)
    care.edit(identity(database, "8"), {"name": "Maple Clinic", "cost": "=Free"}, initials="MB")
    rows = list(flag_rows(database))
    assert [(row.field, row.theirs, row.ours) for row in rows] == [
        ("Name", "Clinic", "Maple Clinic"),
        ("Cost", "", "=Free"),
    ]
    assert {row.wrong for row in rows} == {""}


def test_what_is_settled_tipped_or_our_own_is_not_told(database: Path) -> None:
    care = Care(database)
    flagged = identity(database, "8")
    care.flag(flagged, "Moved", initials="KL")
    care.settle(flagged)
    care.tip(flagged, "Ask for Sam")
    own = care.add({"name": "Our own table", "phone": "217-555-0199"}, initials="KL")
    care.flag(own, "Is it still there?", initials="KL")
    assert list(flag_rows(database)) == []


def test_a_confidential_address_is_withheld_from_the_keeper_too(database: Path) -> None:
    care = Care(database)
    care.edit(
        identity(database, "7"), {"address_confidential": "yes", "address": ""}, initials="KL"
    )
    rows = list(flag_rows(database))
    assert rows
    assert "Pier" not in repr(rows)
    assert ("Confidential", "", "yes") in [(row.field, row.theirs, row.ours) for row in rows]


def test_one_directory_s_flags_alone(database: Path) -> None:
    Care(database).flag(identity(database, "8"), "Moved", initials="KL")
    assert len(list(flag_rows(database, source="county 211"))) == 1
    assert list(flag_rows(database, source="city list")) == []


def test_the_file_is_safe_to_open(database: Path) -> None:
    care = Care(database)
    care.flag(identity(database, "7"), "=HYPERLINK(1)", initials="KL")
    stream = io.StringIO(newline="")
    assert flags_csv(flag_rows(database), stream) == 1
    header, row = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert header[0] == "Listing"
    assert row[3:5] == ["'+1 217-555-0101", "'=HYPERLINK(1)"]


def test_the_file_is_written_whole(database: Path, tmp_path: Path) -> None:
    Care(database).flag(identity(database, "8"), "Moved", initials="KL")
    done = export_flags(database, tmp_path / "flags.csv")
    assert (done.listings, done.rows) == (1, {"row": 1})
    text = (tmp_path / "flags.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 2


def test_a_desk_without_a_directory_has_no_flags(tmp_path: Path) -> None:
    assert list(flag_rows(tmp_path / "none.db")) == []
