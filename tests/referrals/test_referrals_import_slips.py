"""Bytes, rows and cells as programs and people leave them."""

from pathlib import Path

import pytest
from directory_files import read, write
from hypothesis import given
from hypothesis import strategies as st

from deskaid.referrals.importing.cells import LONGEST_TEXT
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.foreign import foreign
from deskaid.referrals.importing.headers import near_table_of
from deskaid.referrals.importing.slips import is_mangled_hours, is_shortened, whole_number


def sheet(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_mixed_line_ends_and_a_quote_over_two_lines(tmp_path: Path) -> None:
    text = 'Name,Phone,Notes\r\nOne,217-555-0101,a\nTwo,217-555-0102,"b\r\nc"\rThree,,d\r\n'
    listings, _ = read(sheet(tmp_path, text))
    assert [listing.name for listing in listings] == ["One", "Two", "Three"]
    assert listings[1].description == "b\nc"


def test_a_pipe_between_cells_and_marks_inside_quotes(tmp_path: Path) -> None:
    text = 'Name|Phone|Notes\n"A, B; C"|217-555-0101|"say ""hello"" | bye"\n'
    (listing,), _ = read(sheet(tmp_path, text))
    assert listing.name == "A, B; C"
    assert listing.description == 'say "hello" | bye'


def test_windows_letters_are_read_and_told(tmp_path: Path) -> None:
    (listing,), reading = read(sheet(tmp_path, "Name,Phone\nJosé’s Café,1\n".encode("cp1252")))
    assert listing.name == "José’s Café"
    assert "file not in UTF-8, read as Windows-1252" in reading.report.repaired


def test_markup_links_and_invisible_letters_leave_only_words(tmp_path: Path) -> None:
    text = (
        "Name,Phone,Notes\n"
        'Pantry,"<a href=""tel:+12175550101"">217-555-0101</a>",'
        '"<!-- wp:list --><ul><li>Fish &amp;amp; chips\u200b</li></ul>\\nOpen\u202e late\x07"\n'
    )
    (listing,), reading = read(sheet(tmp_path, text))
    assert listing.phones[0].dial == "+12175550101"
    assert listing.description == "- Fish & chips\n\nOpen late"
    assert {"HTML removed", "HTML entities turned into characters"} <= set(reading.report.repaired)


def test_rows_that_do_not_fit_their_header_are_told(tmp_path: Path) -> None:
    text = (
        "Name,Phone,Notes\nLong,217-555-0101,a,b,c\nShort\n"
        "Name,Phone,Notes\nShort two,217-555-0102\n"
    )
    listings, reading = read(sheet(tmp_path, text))
    assert [listing.name for listing in listings] == ["Long", "Short two"]
    report = reading.report
    assert report.repaired["row longer than its header, the rest left out"].sample == ["list.csv:2"]
    assert report.skipped["row that repeats the header"].sample == ["list.csv:4"]
    assert report.skipped["row with nothing but a name, read as a heading"].count == 1


def test_what_a_spreadsheet_program_broke_is_mended_or_told(tmp_path: Path) -> None:
    text = (
        "ID,Name,Phone,Zip,City,Mon,Tue\n"
        "1.23457E+15,Pantry,2175550101.0,2139.0,Boston,9-May,9am-5pm\n"
        "1.23457E+15,Clinic,2.18E+09,02139,Boston,9-5pm,\n"
    )
    (pantry, clinic), reading = read(sheet(tmp_path, text))
    assert pantry.phones[0].dial == "+12175550101"
    assert pantry.address == "Boston, 02139"
    assert [span.weekday for span in pantry.hours.spans] == [1]
    assert clinic.phones == ()
    assert pantry.source_id != clinic.source_id
    assert "E+15" not in repr((pantry, clinic))
    assert set(reading.report.repaired) >= {
        "id cut short by a spreadsheet program, not used",
        "phone number cut short by a spreadsheet program",
        "hours that a spreadsheet program made a date of, left out",
        "ZIP code without its leading zero, mended",
    }


def test_a_text_without_end_is_cut_and_told(tmp_path: Path) -> None:
    (listing,), reading = read(sheet(tmp_path, f"Name,Phone,Notes\nA,1,{'x ' * 30_000}\n"))
    assert len(listing.description) <= LONGEST_TEXT
    assert "text of more than 20,000 characters, cut" in reading.report.repaired


def test_an_address_one_column_off_still_names_its_city(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,name,location_id\ns1,Beds,l1\n",
        locations="id,name\nl1,Hall\n",
        addresses="id,location_id,address_1,address_2,city,state_province,postal_code\n"
        "a1,l1,,12 Pier Road,Springfield,IL,62701\n",
    )
    assert read(folder)[0][0].address == "12 Pier Road, Springfield, IL 62701"


def test_columns_nothing_is_made_of_are_named(tmp_path: Path) -> None:
    _, reading = read(sheet(tmp_path, "Name,Phone,Board chair,Budget\nPantry,1,Jo,5\n"))
    told = reading.report.skipped["column no listing is made of"]
    assert told.sample == ["list.csv: Board chair", "list.csv: Budget"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("hsds_services_2026-11-01.csv", "service"),
        ("export_organizations.csv", "organization"),
        ("orgnizations.csv", "organization"),
        ("regular_shedules.csv", "schedule"),
        ("Services At Location.csv", "service_at_location"),
        ("metadata.csv", ""),
        ("budget.csv", None),
        ("list.csv", None),
    ],
)
def test_file_names_near_a_table_s_count_as_it(name: str, table: str | None) -> None:
    assert near_table_of(name) == table


@pytest.mark.parametrize(
    ("text", "whole", "shortened"),
    [
        ("2175550142.0", "2175550142", False),
        ("2.175550142E+09", "2175550142", False),
        ("1e0", "1e0", False),
        ("5E+00", "5", False),
        ("2.18E+09", "2.18E+09", True),
        ("1.23457E+15", "1.23457E+15", True),
        ("40.1", "40.1", False),
        ("1234567890123456", "1234567890123456", False),
        ("A1E10", "A1E10", False),
    ],
)
def test_numbers_are_whole_or_known_to_be_cut(text: str, whole: str, shortened: bool) -> None:
    assert whole_number(text) == whole
    assert is_shortened(text) is shortened


@pytest.mark.parametrize(
    ("text", "mangled"),
    [("9-May", True), ("Sep-05", True), ("2026-09-05", True), ("9-5", False), ("May - Sep", False)],
)
def test_hours_that_became_a_date(text: str, mangled: bool) -> None:
    assert is_mangled_hours(text) is mangled


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46085", "2026-03-04"),
        ("46085.0", "2026-03-04"),
        ("3/4/2026 1:30 PM", "2026-03-04"),
        ("2026-03-04T13:30:00Z", "2026-03-04"),
        ("March 4, 2026", "2026-03-04"),
        ("4-Mar-26", "2026-03-04"),
        ("2026", None),
        ("62701", None),
        ("13/45/2026", None),
    ],
)
def test_dates_as_programs_leave_them(text: str, day: str | None) -> None:
    read_as = read_date(text)
    assert (read_as.isoformat() if read_as else None) == day


@given(st.text(min_size=1, max_size=300).filter(lambda text: bool(text.strip())))
def test_written_words_are_never_taken_for_something_else(text: str) -> None:
    from deskaid.text import plain

    assert foreign(("Name,Phone\n" + plain(text)).encode()) is None
