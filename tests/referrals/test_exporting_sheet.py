"""The flat spreadsheet: no cell runs, and everything in it can be read by a person."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listings_to_export import DIRECTORY, SHELTER

from deskaid.referrals.exporting import export_flat_csv
from deskaid.referrals.exporting.cells import safe_cell
from deskaid.referrals.exporting.sheet import HEADERS
from deskaid.referrals.importing import read_directory
from deskaid.referrals.importing.own_export import bare_cell

RISKY = ("=", "+", "-", "@", "\t", "\r")


def rows_of(place: Path) -> list[dict[str, str]]:
    with place.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_no_cell_begins_a_formula(tmp_path: Path) -> None:
    export_flat_csv(DIRECTORY, tmp_path / "out.csv", everything=True)
    for row in rows_of(tmp_path / "out.csv"):
        for header, cell in row.items():
            if header in ("Latitude", "Longitude") and cell:
                assert float(cell)  # a bare number computes nothing
            else:
                assert not cell.startswith(RISKY), (header, cell)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1 217 555 0101", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''+1", "＝1"],
)
def test_a_risky_cell_gets_one_apostrophe_and_loses_it_again(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert bare_cell(safe_cell(text)) == text


@given(st.text("'=+-@\t\r \n1a＝"))
def test_any_cell_is_safe_and_comes_back(text: str) -> None:
    safe = safe_cell(text)
    assert bare_cell(safe) == text
    assert not safe.startswith(RISKY) or float(safe) < 0


@pytest.mark.parametrize("text", ["'tis the season", "O'Brien", "-88.25", "plain", "", "'"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
    assert bare_cell(text) == text


def test_a_number_with_a_plus_survives(tmp_path: Path) -> None:
    export_flat_csv([SHELTER], tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["TTY"] == "'+1 217-555-0103"
    (found,) = read_directory(tmp_path / "out.csv")
    assert found.phones == SHELTER.phones


def test_excel_reads_it(tmp_path: Path) -> None:
    export_flat_csv([SHELTER], tmp_path / "out.csv")
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == HEADERS


def test_the_columns_are_for_people(tmp_path: Path) -> None:
    export_flat_csv([SHELTER], tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["Phone 1"] == "Front desk: (217) 555-0101 ext. 012"
    assert row["Hours"] == SHELTER.hours.text
    assert row["deskaid needs"] == "shelter; weather-center"
    assert (row["Last checked"], row["Checked by"]) == ("2026-10-02", "KL")


def test_a_confidential_address_is_not_in_the_spreadsheet(tmp_path: Path) -> None:
    secret = replace(SHELTER, address_confidential=True)
    export_flat_csv([secret], tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "Pier Road" not in text
    assert "40.1" not in text
    assert rows_of(tmp_path / "out.csv")[0]["Address confidential"] == "yes"
