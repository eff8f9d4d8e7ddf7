"""Excel workbooks: what a person sees in the sheet is what the desk gets."""

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from directory_files import hsds_1_1, read

from deskaid.errors import FileTrouble, Refused

HEADER = ["Name", "Phone", "Address", "City", "State", "Zip", "Hours", "Notes", "Last Verified"]


def workbook(file: Path, **sheets: list[Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return book


def test_numbers_dates_and_times_read_as_they_are_shown(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["Pantry", 2175550142.0, "12 Pier Road", "Boston", "MA", 2139, "Mon-Fri 9am-5pm",
         "#N/A", datetime.date(2026, 3, 4)],
        ["Clinic", 2175550143, "7 Mill Road", "Boston", "MA", "02139-1234", "24/7", True,
         datetime.datetime(2026, 3, 4, 13, 30)],  # noqa: DTZ001  a workbook knows no zone
    ]  # fmt: skip
    workbook(tmp_path / "list.xlsx", Sheet1=rows)
    pantry, clinic = read(tmp_path / "list.xlsx")[0]
    assert pantry.phones[0].dial == "+12175550142"
    assert pantry.address == "12 Pier Road, Boston, MA 02139"
    assert pantry.description == ""
    assert pantry.assured is not None
    assert pantry.assured.on == "2026-03-04"
    assert len(pantry.hours.spans) == 5
    assert clinic.phones[0].dial == "+12175550143"
    assert clinic.address == "7 Mill Road, Boston, MA 02139-1234"
    assert clinic.hours.always
    assert clinic.assured is not None
    assert clinic.assured.on == "2026-03-04"


def test_a_formula_gives_the_value_it_last_had(tmp_path: Path) -> None:
    workbook(tmp_path / "list.xlsx", Sheet1=[["Name", "Phone"], ["x", "217-555-0142"]])
    plain = tmp_path / "plain"
    with zipfile.ZipFile(tmp_path / "list.xlsx") as archive:
        archive.extractall(plain)
    sheet = plain / "xl/worksheets/sheet1.xml"
    text = sheet.read_text("utf-8")
    start, end = text.index('<c r="A2"'), text.index('<c r="B2"')
    cell = '<c r="A2" t="str"><f>UPPER("pantry")</f><v>PANTRY</v></c>'
    sheet.write_text(text[:start] + cell + text[end:], "utf-8")
    with zipfile.ZipFile(tmp_path / "again.xlsx", "w") as out:
        for file in plain.rglob("*"):
            if file.is_file():
                out.write(file, file.relative_to(plain).as_posix())
    assert [listing.name for listing in read(tmp_path / "again.xlsx")[0]] == ["PANTRY"]


def test_sheets_that_are_lists_are_read_and_tell_their_need(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "list.xlsx",
        **{
            "Read me": [["Please call first."]],
            "Food": [["Our list, spring"], [], HEADER, ["Harbor Hall", "217-555-0142"]],
            "Shelter": [HEADER, ["Harbor Hall", "217-555-0142"], ["Night beds", "217-555-0143"]],
            "Old": [HEADER, ["Gone", "217-555-0199"]],
        },
    )
    book["Old"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    listings, reading = read(tmp_path / "list.xlsx")
    assert [(listing.name, listing.needs) for listing in listings] == [
        ("Harbor Hall", ("food",)),
        ("Harbor Hall", ("shelter",)),
        ("Night beds", ("shelter",)),
    ]
    assert len({listing.source_id for listing in listings}) == 3
    skipped = reading.report.skipped
    assert skipped["hidden sheet"].sample == ["list.xlsx (Old)"]
    assert skipped["file or sheet without a column for a name"].sample == ["list.xlsx (Read me)"]


def test_a_heading_between_rows_is_no_listing_but_tells_what_follows(tmp_path: Path) -> None:
    rows = [HEADER, ["SHELTERS"], ["Harbor", "217-555-0142"], ["FOOD"], ["Mill", "217-555-0143"]]
    workbook(tmp_path / "list.xlsx", Sheet1=rows)
    listings, reading = read(tmp_path / "list.xlsx")
    assert [(listing.name, listing.needs) for listing in listings] == [
        ("Harbor", ("shelter",)),
        ("Mill", ("food",)),
    ]
    assert reading.report.skipped["row with nothing but a name, read as a heading"].count == 2


def test_a_lone_name_says_nothing_of_rows_that_have_a_category(tmp_path: Path) -> None:
    rows = [[*HEADER, "Category"], ["Food and youth network"],
            ["Harbor", "217-555-0142", *[None] * 7, "Legal aid"]]  # fmt: skip
    workbook(tmp_path / "list.xlsx", Sheet1=rows)
    assert [listing.needs for listing in read(tmp_path / "list.xlsx")[0]] == [("legal-aid",)]


def test_a_cell_merged_downwards_counts_for_every_row(tmp_path: Path) -> None:
    rows = [["Agency", "Program", "Phone"], ["Harbor", "Beds", "217-555-0142"],
            [None, "Meals", "217-555-0143"], ["Mill", "Advice", "217-555-0144"]]  # fmt: skip
    book = workbook(tmp_path / "list.xlsx", Sheet1=rows)
    book["Sheet1"].cell(1, 2).value = "Program Name"
    book["Sheet1"].merge_cells("A2:A3")
    book.save(tmp_path / "list.xlsx")
    listings, _ = read(tmp_path / "list.xlsx")
    assert [(one.organization, one.name) for one in listings] == [
        ("Harbor", "Beds"),
        ("Harbor", "Meals"),
        ("Mill", "Advice"),
    ]


def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    book = workbook(tmp_path / "list.xlsx", Sheet1=[HEADER, ["Harbor", "217-555-0142"]])
    book["Sheet1"]["XFD1048576"] = "stray"
    book.save(tmp_path / "list.xlsx")
    listings, reading = read(tmp_path / "list.xlsx")
    assert [listing.name for listing in listings] == ["Harbor"]
    assert "rows after 10,000 empty ones" in reading.report.skipped


def test_ids_that_lost_their_last_digits_are_reported(tmp_path: Path) -> None:
    rows = [["ID", "Name", "Phone"], [1234567890123456789, "Harbor", "217-555-0142"]]
    workbook(tmp_path / "list.xlsx", Sheet1=rows)
    _, reading = read(tmp_path / "list.xlsx")
    assert "number longer than a workbook keeps, its last digits lost" in reading.report.repaired


def test_a_workbook_with_a_sheet_for_each_table_is_a_package(tmp_path: Path) -> None:
    import csv

    folder = hsds_1_1(tmp_path / "package")
    sheets: dict[str, list[list[Any]]] = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            sheets[file.stem] = [list(row) for row in csv.reader(stream)]
    workbook(tmp_path / "package.xlsx", **sheets)
    listings, reading = read(tmp_path / "package.xlsx")
    assert listings == read(folder)[0]
    assert reading.report.form == "HSDS tables in a workbook"


def test_a_workbook_is_known_by_its_bytes_and_found_in_folders_and_zips(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    workbook(tmp_path / "folder" / "list.xlsx", Sheet1=[HEADER, ["Harbor", "217-555-0142"]])
    content = (tmp_path / "folder" / "list.xlsx").read_bytes()
    (tmp_path / "list.csv").write_bytes(content)
    (tmp_path / "old.xls").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "list.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.write(tmp_path / "folder" / "list.xlsx", "some/list.xlsx")
    for name in ("folder", "list.csv", "old.xls", "list.zip"):
        assert [listing.name for listing in read(tmp_path / name)[0]] == ["Harbor"], name


def test_a_bomb_inside_a_workbook_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path / "list.xlsx", Sheet1=[HEADER, ["Harbor", "217-555-0142"]])
    with zipfile.ZipFile(tmp_path / "list.xlsx", "a", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/media/blank.bin", bytes(30_000_000))
    with pytest.raises(Refused, match="far more"):
        read(tmp_path / "list.xlsx")


def test_xml_that_breeds_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path / "list.xlsx", Sheet1=[HEADER, ["Harbor", "217-555-0142"]])
    with zipfile.ZipFile(tmp_path / "list.xlsx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    name = "xl/worksheets/sheet1.xml"
    body = members[name].split(b"?>", 1)[-1]
    members[name] = laughs + body.replace(b"Harbor", b"&b;")
    with zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as out:
        for member, content in members.items():
            out.writestr(member, content)
    with pytest.raises(FileTrouble, match="damaged"):
        read(tmp_path / "bad.xlsx")


def test_other_office_files_and_passwords_are_told_in_one_sentence(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0" + bytes(600)
    (tmp_path / "secret.xlsx").write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(Refused, match="password"):
        read(tmp_path / "secret.xlsx")
    (tmp_path / "old.xls").write_bytes(old)
    with pytest.raises(Refused, match="old Excel workbook"):
        read(tmp_path / "old.xls")
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", "<x/>")
    with pytest.raises(Refused, match="OpenDocument"):
        read(tmp_path / "list.ods")
    with zipfile.ZipFile(tmp_path / "list.xlsb", "w") as out:
        out.writestr("[Content_Types].xml", "<x/>")
        out.writestr("xl/workbook.bin", "x")
    with pytest.raises(Refused, match="binary Excel"):
        read(tmp_path / "list.xlsb")
