"""A library's own spreadsheet is known by its headers, whatever program saved it."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from directory_files import read

from deskaid.referrals.hours import status
from deskaid.referrals.importing.cleaning import clean
from deskaid.referrals.importing.dialing import read_numbers
from deskaid.referrals.importing.drafts import age_of, urls_of
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.schedules import days_of, stretch_of

CHICAGO = ZoneInfo("America/Chicago")


def sheet(folder: Path, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


PLAIN = (
    "Agency Name,Program Name,Phone Number,Address,City,Hours of Operation,Category,Website,"
    "Last Verified,Notes\n"
    "Harbor House,Night shelter,(217) 555-0101 x4,12 Pier Road,Springfield,24/7,Shelter,"
    "http//harbor.example.org,3/4/2026,Ask for Jo\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_any_encoding_line_end_and_delimiter(
    tmp_path: Path, encoding: str, end: str, mark: str
) -> None:
    text = PLAIN.replace("Jo", "Jos\u00e9").replace("\n", end).replace(",", mark)
    listing = read(sheet(tmp_path, text, encoding))[0][0]
    assert listing.name == "Night shelter"
    assert listing.organization == "Harbor House"
    assert listing.phones[0].dial == "+12175550101"
    assert listing.phones[0].extension == "4"
    assert listing.address == "12 Pier Road, Springfield"
    assert listing.hours.always
    assert listing.needs == ("shelter",)
    assert listing.urls == ("http://harbor.example.org",)
    assert listing.description == "Shelter; Ask for Jos\u00e9"
    assert listing.assured is not None
    assert listing.assured.date == date(2026, 3, 4)


def test_a_week_in_columns(tmp_path: Path) -> None:
    text = "Name,Phone,Mon,Tue,Wed,Sat\nClinic,217-555-0101,9-5,9am-noon,Closed,\n"
    hours = read(sheet(tmp_path, text))[0][0].hours
    assert [(span.weekday, span.start, span.end) for span in hours.spans] == [
        (0, 540, 1020),
        (1, 540, 720),
    ]


def test_day_codes_with_weeks_of_the_month_and_a_season(tmp_path: Path) -> None:
    text = (
        "name,phone,daycode1,day1_open,day1_close,daycode2,day2_open,day2_open,season_open,"
        "season_close\n"
        "Pantry,213-555-0101,Sat3rd,0900,1200,SunLast,800,1000,,\n"
        "Lunch,213-555-0102,MON,1230,1330,,,,6/12/2017,8/11/2017\n"
    )
    pantry, lunch = read(sheet(tmp_path, text))[0]
    assert [(span.weekday, span.nth, span.end) for span in pantry.hours.spans] == [
        (5, 3, 720),
        (6, -1, 600),
    ]
    assert status(pantry.hours, datetime(2026, 11, 21, 10, tzinfo=CHICAGO)).kind == "open"
    assert status(lunch.hours, datetime(2026, 11, 16, 13, tzinfo=CHICAGO)).kind == "unknown"


def test_a_211_export_keeps_private_addresses_private(tmp_path: Path) -> None:
    text = (
        "ResourceAgencyNum,PublicName,PhysicalAddress1,PhysicalCity,PhysicalAddressIsPrivate,"
        "PhoneNumberHotline,PhoneTTY,HoursOfOperation,ExcludeFromWebsite,LastVerifiedOn,Latitude,"
        "Longitude\n"
        "7001,Safe House,9 Hidden Lane,Springfield,Yes,217-555-0101,217-555-0102,24/7,No,"
        "2026-05-01,40.1,-88.2\n"
        "7002,Staff line,,,No,217-555-0103,,,Yes,,,\n"
    )
    listings, reading = read(sheet(tmp_path, text))
    assert "Hidden" not in repr(listings)
    assert listings[0].address_confidential
    assert listings[0].latitude is None
    assert [phone.kind for phone in listings[0].phones] == ["voice", "tty"]
    assert listings[1].hidden
    assert reading.report.confidential == 1


def test_titles_above_the_header_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    text = "Our referral list,,\n\nName,Phone,Notes\n,,\nPantry,217-555-0101,N/A\n,217-555-0102,\n"
    listings, reading = read(sheet(tmp_path, text))
    assert [(listing.name, listing.description) for listing in listings] == [("Pantry", "")]
    assert reading.report.skipped["row without a name"].sample == ["list.csv:6"]


def test_a_sheet_without_a_name_column_says_so(tmp_path: Path) -> None:
    listings, reading = read(sheet(tmp_path, "a,b\n1,2\n"))
    assert listings == []
    assert "file or sheet without a column for a name" in reading.report.skipped


@pytest.mark.parametrize(
    ("dirty", "said"),
    [
        ("plain", "plain"),
        ("  NULL ", ""),
        ("n/a", ""),
        ("<p>One</p><ul><li>Two</li></ul>", "One\n\n- Two"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("One\\nTwo", "One\nTwo"),
        ("a\x1b[31mred\x07", "a[31mred"),
        ("evil\u202etxt", "eviltxt"),
        ("<!-- wp:paragraph --><a href='tel:1'>Call</a>", "Call"),
        ("<script>alert(1)</script>ok", "ok"),
        ("under < 18 & over > 3", "under < 18 & over > 3"),
        ("a\u00a0b", "a b"),
    ],
)
def test_cells_are_cleaned(dirty: str, said: str) -> None:
    assert clean(dirty)[0] == said


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("847-392-0100", ["+18473920100"]),
        ("988", ["988"]),
        ("988 then press 1", ["988,1"]),
        ("1-800-FOR-HELP", ["+18003674357"]),
        ("START to 88788", ["88788"]),
        ("Julia / 213.747.6357 ext:33", ["+12137476357"]),
        ("217-555-0101 or 217-555-0102", ["+12175550101", "+12175550102"]),
        ("call the office", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, dials: list[str]) -> None:
    assert [phone.dial for phone in read_numbers(text)] == dials


def test_a_number_nobody_can_dial_is_kept_as_text() -> None:
    (phone,) = read_numbers("(0123) 4567 8900 1")
    assert phone.dial == ""
    assert phone.number == "(0123) 4567 8900 1"


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("09:00", "17:00", (540, 1020)),
        ("9am", "5:00 PM", (540, 1020)),
        ("0900", "1330", (540, 810)),
        ("09:00:00", "17:00:00Z", (540, 1020)),
        ("09:00-05:00", "17:00-05:00", (540, 1020)),
        ("00:00", "23:59", (0, 1440)),
        ("00:00", "24:00", (0, 1440)),
        ("20:00", "08:00", (1200, 1920)),
        ("18:00", "00:00", (1080, 1440)),
        ("10am", "2am", (600, 1560)),
        ("09:00", "09:00", None),
        ("0", "0", None),
        ("0", "100", None),
        ("12:00", "2:00", None),
        ("9am", "03:00", None),
        ("9", "5", None),
        ("25:00", "26:00", None),
        ("6:300pm", "8pm", None),
    ],
)
def test_times_of_a_row(opens: str, closes: str, said: tuple[int, int] | None) -> None:
    assert stretch_of(opens, closes) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TH,FR", ((3, 0), (4, 0))),
        ("2MO", ((0, 2),)),
        ("-1FR", ((4, -1),)),
        ("Sat3rd", ((5, 3),)),
        ("Monday - Friday", tuple((day, 0) for day in range(5))),
        ("7", ((6, 0),)),
        ("0", None),
        ("someday", None),
        ("Mo", ((0, 0),)),
    ],
)
def test_days_of_a_row(text: str, said: tuple[tuple[int, int], ...] | None) -> None:
    assert days_of(text) == said


def test_needs_come_from_whole_words_only() -> None:
    assert categorize(["Food Pantries"]) == ("food",)
    assert categorize(["Lawrence Hall"]) == ()
    assert categorize(["Housing"]) == ("shelter",)
    assert categorize(["Housing Authority"]) == ()
    assert categorize(["Walk-in legal clinic"]) == ("legal-aid",)
    assert categorize([], ["We offer emergency shelter and legal aid."]) == ("legal-aid", "shelter")
    assert categorize([], ["Eat healthy food"]) == ()


def test_ages_and_addresses_on_the_web() -> None:
    assert [age_of(text) for text in ("18", "18+", "0", "120", "adult", "5.5")] == [
        18, 18, None, None, None, 5,
    ]  # fmt: skip
    assert urls_of("http//a.example.org", "javascript:alert(1)", "b.example.org/x") == (
        "http://a.example.org",
        "b.example.org/x",
    )


def test_progress_moves_while_a_sheet_is_read(tmp_path: Path) -> None:
    from deskaid.referrals.importing.reader import read_directory

    sheet = tmp_path / "long.csv"
    rows = "".join(f"Place {number},217-555-{number:04},{'x' * 90}\n" for number in range(4000))
    sheet.write_text("Name,Phone,Description\n" + rows, encoding="utf-8")
    told: list[tuple[int, int]] = []
    reading = read_directory(sheet, progress=lambda _what, done, total: told.append((done, total)))
    assert sum(1 for _ in reading) == 4000
    done = [step for step, _ in told]
    assert done == sorted(done)
    assert len(set(done)) > 4
    assert done[-1] == told[-1][1] == sheet.stat().st_size
