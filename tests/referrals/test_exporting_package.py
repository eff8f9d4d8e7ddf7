"""The HSDS package: valid by an independent judge, honest about hours, silent about secrets."""

import csv
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from listings_to_export import DIRECTORY, GONE, LINE, NOW, REFUGE, SHELTER, TEST_ROW

from deskaid.referrals.exporting import export_hsds_csv, export_hsds_json
from deskaid.referrals.exporting.places import NOT_STATED, address_row, email_of, uri_of
from deskaid.referrals.exporting.tables import descriptor, tables
from deskaid.referrals.exporting.timetable import schedule_rows
from deskaid.referrals.hours import Hours, Span, Special

SPECIFICATION = Path(__file__).parents[3] / "shared" / "hsds" / "datapackage-3.2.3.json"
SHARED = Path(__file__).parents[3] / "shared" / "directories"
TODAY = NOW.date()


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def errors_of(package: Path) -> list[str]:
    """Return what frictionless has against a package."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(package))
    found = [error.message for error in report.errors]
    return found + [error.message for task in report.tasks for error in task.errors]


def test_frictionless_has_nothing_against_the_export(tmp_path: Path) -> None:
    export_hsds_csv(DIRECTORY, tmp_path / "out", now=NOW, everything=True, publisher="Maple")
    assert errors_of(tmp_path / "out" / "datapackage.json") == []


def test_frictionless_would_notice_a_wrong_time(tmp_path: Path) -> None:
    export_hsds_csv(DIRECTORY, tmp_path / "out", now=NOW)
    file = tmp_path / "out" / "schedules.csv"
    text = file.read_text(encoding="utf-8")
    assert "20:00:00" in text
    file.write_text(text.replace("20:00:00", "20:00"), encoding="utf-8", newline="")
    assert errors_of(tmp_path / "out" / "datapackage.json")


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared directories here")
@pytest.mark.parametrize(
    "folder",
    [
        "openreferral-hsds-transformer/spec/fixtures/custom/ilao/output",
        "openreferral-hsds-transformer/examples/florida_data",
        "openreferral-specification/3.2.3-official-examples/csv",
        "openreferral-sample-HSDS-datapackage/all_resources",
        "openreferral-mock-hsds-api",
        "codeforamerica-ohana-api",
        "xanimo-community-resource-directory/data",
        "hackforla-food-oasis-la/_data/food-pantry.csv",
        "openlexington-ohana-api",
        "timgdavies-OpenReferralTests",
    ],
)
def test_frictionless_has_nothing_against_a_real_directory(folder: str, tmp_path: Path) -> None:
    from deskaid.referrals.importing import read_directory

    listings = [replace(one, source=folder) for one in read_directory(SHARED / folder)]
    done = export_hsds_csv(listings, tmp_path / "out", now=NOW)
    assert done.listings + sum(done.left_out.values()) == len(listings)
    assert errors_of(tmp_path / "out" / "datapackage.json") == []


@pytest.mark.skipif(not SPECIFICATION.is_file(), reason="no specification here")
def test_the_descriptor_says_what_the_specification_says() -> None:
    theirs = {
        resource["name"]: resource
        for resource in json.loads(SPECIFICATION.read_text(encoding="utf-8"))["resources"]
    }
    ours = {one["name"]: one for one in descriptor(tables(), now=NOW)["resources"]}
    for name, resource in ours.items():
        assert resource["path"] == theirs[name]["path"]
        for mine, original in zip(
            resource["schema"]["fields"], theirs[name]["schema"]["fields"], strict=True
        ):
            for key in ("name", "type", "format"):
                assert mine.get(key) == original.get(key)
            assert mine["constraints"] == {"required": False, "unique": False} | original.get(
                "constraints", {}
            )
        kept = [
            key
            for key in theirs[name]["schema"].get("foreignKeys", [])
            if key["reference"]["resource"] in ours
        ]
        for key in (held := resource["schema"].get("foreignKeys", [])):
            assert key in kept
        assert len(held) == len(kept)


def test_a_table_left_out_is_pointed_at_by_nothing() -> None:
    package = descriptor(["service", "phone"], now=NOW)
    keys = [
        key["reference"]["resource"]
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    ]
    assert keys == ["service"]


def test_identifiers_are_the_same_at_every_export(tmp_path: Path) -> None:
    export_hsds_csv(DIRECTORY, tmp_path / "a", now=NOW)
    export_hsds_csv(reversed(DIRECTORY), tmp_path / "b", now=NOW)
    for name in ("services", "locations", "phones", "schedules", "organizations"):
        first, second = (
            sorted(row["id"] for row in rows_of(tmp_path / one, name)) for one in ("a", "b")
        )
        assert first == second
        assert len(set(first)) == len(first)


def test_an_organization_of_several_services_stands_once(tmp_path: Path) -> None:
    export_hsds_csv([SHELTER, LINE], tmp_path / "out", now=NOW)
    (organization,) = rows_of(tmp_path / "out", "organizations")
    services = rows_of(tmp_path / "out", "services")
    assert {row["organization_id"] for row in services} == {organization["id"]}


def test_a_confidential_address_is_nowhere_even_if_a_row_still_has_it(tmp_path: Path) -> None:
    careless = replace(REFUGE, address="99 Hidden Lane, Springfield", latitude=1.0, longitude=2.0)
    unmarked = replace(
        SHELTER,
        address="99 Hidden Lane, Springfield",
        description="The location is confidential. Come to 99 Hidden Ln.",
    )
    for one in (careless, unmarked):
        place = tmp_path / one.id
        done = export_hsds_csv([one], place, now=NOW)
        assert done.confidential == 1
        export_hsds_json([one], place / "more.json", now=NOW)
        for file in place.iterdir():
            assert "hidden l" not in file.read_text(encoding="utf-8").lower()
        (location,) = rows_of(place, "locations")
        assert location["name"] == "Confidential address"
        assert location["latitude"] == ""
        assert not (place / "addresses.csv").exists()


def test_hidden_and_vanished_listings_stay_here_unless_asked_for(tmp_path: Path) -> None:
    done = export_hsds_csv(DIRECTORY, tmp_path / "out", now=NOW)
    assert done.listings == 3
    assert sorted(done.left_out.values()) == [1, 1]
    export_hsds_csv([TEST_ROW, GONE], tmp_path / "all.zip", now=NOW, everything=True)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        services = list(csv.DictReader(archive.read("services.csv").decode().splitlines()))
    assert {row["name"]: row["status"] for row in services} == {
        "Test service": "active",
        "Gone pantry": "inactive",
    }


def test_an_empty_directory_is_a_package_of_headers(tmp_path: Path) -> None:
    export_hsds_csv([], tmp_path / "out", now=NOW)
    assert rows_of(tmp_path / "out", "services") == []
    assert errors_of(tmp_path / "out" / "datapackage.json") == []
    export_hsds_json([], tmp_path / "out.json", now=NOW)
    page = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert page["empty"] is True
    assert page["total_items"] == 0


def test_the_page_counts_what_it_holds(tmp_path: Path) -> None:
    export_hsds_json(DIRECTORY, tmp_path / "out.json", now=NOW)
    page = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert page["total_items"] == page["size"] == len(page["contents"]) == 3
    assert page["first_page"] is page["last_page"] is True
    assert page["empty"] is False


def test_schedule_rows_say_what_rrule_can() -> None:
    hours = Hours(
        text="see below",
        spans=(
            Span(0, 540, 1020),
            Span(1, 540, 1020),
            Span(4, 20 * 60, 26 * 60),
            Span(5, 0, 1440),
            Span(5, 600, 720, nth=1),
            Span(5, 600, 720, nth=-1),
            Span(-1, 600, 720, monthday=15),
            Span(2, 600, 720, interval=2, anchor=date(2026, 11, 4)),
            Span(3, 600, 720, season=(1001, 430)),
            Span(6, 600, 720, until=date(2026, 12, 31), valid_from=date(2026, 1, 1)),
        ),
    )
    rows = schedule_rows(hours, TODAY)
    assert rows[0] == {
        "freq": "WEEKLY",
        "byday": "MO,TU",
        "opens_at": "09:00:00",
        "closes_at": "17:00:00",
        "description": "see below",
    }
    assert (rows[1]["opens_at"], rows[1]["closes_at"]) == ("20:00:00", "02:00:00")
    assert (rows[2]["opens_at"], rows[2]["closes_at"]) == ("00:00:00", "23:59:00")
    assert (rows[3]["freq"], rows[3]["byday"]) == ("MONTHLY", "1SA,-1SA")
    assert (rows[4]["freq"], rows[4]["bymonthday"]) == ("MONTHLY", "15")
    assert (rows[5]["interval"], rows[5]["dtstart"]) == ("2", "2026-11-04")
    assert (rows[6]["valid_from"], rows[6]["valid_to"]) == ("2026-10-01", "2027-04-30")
    assert rows[6]["notes"] == "Every year from October 1 to April 30."
    assert (rows[7]["until"], rows[7]["valid_from"]) == ("2026-12-31", "2026-01-01")


@pytest.mark.parametrize(
    ("today", "begins"),
    [(date(2026, 2, 1), "2025-10-01"), (date(2026, 6, 1), "2026-10-01")],
)
def test_a_season_is_the_one_that_runs_or_comes_next(today: date, begins: str) -> None:
    (row,) = schedule_rows(Hours(spans=(Span(3, 600, 720, season=(1001, 430)),)), today)
    assert row["valid_from"] == begins


def test_what_only_words_can_say_is_a_row_of_words() -> None:
    (text,) = schedule_rows(Hours(text="By appointment"), TODAY)
    assert text == {"description": "By appointment"}
    always = schedule_rows(Hours(always=True, zone="America/New_York"), TODAY)
    assert always[0]["byday"] == "MO,TU,WE,TH,FR,SA,SU"
    assert always[0]["description"].startswith("24 hours")
    assert "America/New_York" in always[1]["description"]
    christmas = Special(date(1, 12, 25), date(1, 12, 25))
    rows = schedule_rows(Hours(text="x", special=(christmas,), doubtful=(0,)), TODAY)
    said = " ".join(row["description"] for row in rows)
    assert "Closed on December 25 of every year." in said
    assert "Monday" in said


@pytest.mark.parametrize(
    ("address", "city", "street", "town", "state", "code"),
    [
        ("1 Pier Rd, Salem, OR 97301", "Salem", "1 Pier Rd", "Salem", "OR", "97301"),
        ("1 Pier Rd, Salem, OR 97301-0001", "", "1 Pier Rd, Salem", "", "OR", "97301-0001"),
        ("9 Rue X, Ottawa, ON K1A 0B1", "Ottawa", "9 Rue X", "Ottawa", "ON", "K1A 0B1"),
        ("behind the church", "Salem", "behind the church", "Salem", "", ""),
        ("Springfield", "Springfield", "Springfield", "Springfield", "", ""),
    ],
)
def test_an_address_is_told_apart_only_where_it_can_be(
    address: str, city: str, street: str, town: str, state: str, code: str
) -> None:
    row = address_row(address, city, "US")
    names = ("address_1", "city", "state_province", "postal_code")
    assert [row[name] for name in names] == [
        text or NOT_STATED for text in (street, town, state, code)
    ]


def test_only_what_is_an_address_goes_into_a_column_for_addresses() -> None:
    assert uri_of("example.org/a b") == ""
    assert uri_of("example.org/a?b=c") == "http://example.org/a?b=c"
    assert uri_of("HTTPS://Example.org") == "https://Example.org"
    assert email_of("desk@example.org") == "desk@example.org"
    assert email_of("a@b.org; c@d.org") == ""
