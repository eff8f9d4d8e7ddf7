"""What leaves comes back: every form, read by deskaid's own import, gives the same listings."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listings_to_export import (
    DIRECTORY,
    LINE,
    NOW,
    REFUGE,
    SHELTER,
    as_it_returns,
    is_header,
    listings,
)

from deskaid.referrals.exporting import export_flat_csv, export_hsds_csv, export_hsds_json
from deskaid.referrals.importing import read_directory
from deskaid.referrals.listing import Assured, Listing

Export = Callable[..., Any]
SHARED = Path(__file__).parents[3] / "shared" / "directories"
FORMS: list[tuple[Export, str]] = [
    (export_hsds_csv, "out"),
    (export_hsds_csv, "out.zip"),
    (export_hsds_json, "out.json"),
    (export_flat_csv, "out.csv"),
]


def back(export: Export, given_listings: list[Listing], place: Path, **more: Any) -> list[Listing]:
    """Export, read back, and return what came, in order of source id."""
    export(given_listings, place, now=NOW, everything=True, **more)
    reading = read_directory(place)
    found = sorted(reading, key=lambda listing: listing.source_id)
    assert not any("row" in reason for reason in reading.report.skipped), reading.report.skipped
    return found


@pytest.mark.parametrize(("export", "name"), FORMS)
def test_a_directory_comes_back_as_it_was(export: Export, name: str, tmp_path: Path) -> None:
    given_listings = [SHELTER, REFUGE, LINE]
    found = back(export, given_listings, tmp_path / name, publisher="Maple Library")
    wanted = [as_it_returns(one, publisher="Maple Library") for one in given_listings]
    assert found == sorted(wanted, key=lambda listing: listing.source_id)


@pytest.mark.parametrize(("export", "name"), FORMS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(listings(), min_size=1, max_size=4, unique_by=lambda listing: listing.source_id))
def test_any_listing_comes_back_as_it_was(
    export: Export, name: str, given_listings: list[Listing]
) -> None:
    if name == "out.csv":
        given_listings = [one for one in given_listings if not is_header(one)] or [LINE]
    with TemporaryDirectory() as folder:
        found = back(export, given_listings, Path(folder) / name)
    wanted = [as_it_returns(one) for one in given_listings]
    assert found == sorted(wanted, key=lambda listing: listing.source_id)


def rewritten(file: Path, change: Callable[[dict[str, str]], None]) -> None:
    """Change the rows of one exported CSV as somebody with a spreadsheet program would."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        change(row)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_number_corrected_in_the_package_wins_over_the_record(tmp_path: Path) -> None:
    export_hsds_csv([SHELTER], tmp_path / "out", now=NOW)

    def correct(row: dict[str, str]) -> None:
        row["number"] = row["number"].replace("555-0101", "555-0199")

    rewritten(tmp_path / "out" / "phones.csv", correct)
    (found,) = read_directory(tmp_path / "out")
    assert found.phones[0].dial == "+12175550199"
    assert found.hours == SHELTER.hours  # what nobody touched is still exact


def test_hours_corrected_in_the_spreadsheet_win_over_the_record(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    export_flat_csv([SHELTER], place)
    rewritten(place, lambda row: row.update({"Hours": "Mon-Fri 9am-5pm"}))
    (found,) = read_directory(place)
    assert [span.start for span in found.hours.spans] == [540] * 5
    assert found.phones == SHELTER.phones


def test_a_spreadsheet_without_its_last_column_is_read_from_its_words(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    export_flat_csv([SHELTER], place)
    rewritten(place, lambda row: row.update({"deskaid (leave as it is)": ""}))
    (found,) = read_directory(place)
    assert found.needs == SHELTER.needs
    assert found.phones[0].dial == "+12175550101"
    assert found.phones[0].label == "Front desk"
    assert found.cost == "=Free, always"
    assert {phone.kind for phone in found.phones} >= {"voice", "text", "tty", "fax"}


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[]",
        '{"phones":[3]}',
        '{"phones":["[[1,2,3,4,5,6]]","?"]}',
        '{"hours":["{\\u0022s\\u0022:[[9,0,99999]]}"]}',
        '{"assured":[["next year","","","sworn"]]}',
        '{"address":[{"a":1}]}',
        '{"id":[[]],"hidden":["no"],"urls":[["javascript:x"]],"source":["x"],"tip":["x"]}',
    ],
)
def test_a_damaged_or_forged_record_changes_nothing(record: str, tmp_path: Path) -> None:
    place = tmp_path / "in.csv"
    with place.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["ID", "Name", "Phone 1", "deskaid"])
        rows.writerow(["7", "Pantry", "217-555-0101", record])
    (found,) = read_directory(place)
    place.write_text("ID,Name,Phone 1\n7,Pantry,217-555-0101\n", encoding="utf-8")
    (plain,) = read_directory(place)
    assert found == plain


def test_two_sources_that_use_the_same_id_stay_two_listings(tmp_path: Path) -> None:
    twin = replace(LINE, id="r-other", source="city list", source_id=SHELTER.source_id)
    for export, name in FORMS:
        found = back(export, [SHELTER, twin], tmp_path / name)
        assert len({listing.source_id for listing in found}) == 2
        assert SHELTER.source_id in {listing.source_id for listing in found}


def test_what_is_said_among_colleagues_never_leaves(tmp_path: Path) -> None:
    for export, name in FORMS:
        export(DIRECTORY, tmp_path / name, now=NOW, everything=True)
    texts = [
        file.read_text(encoding="utf-8")
        for file in tmp_path.rglob("*")
        if file.suffix in (".csv", ".json")
    ]
    assert len(texts) > 10
    for text in texts:
        assert "Sam at the side door" not in text
        assert "lunch moved" not in text
        assert "pinned" not in text


def test_a_check_by_this_library_is_the_newest_and_says_by_whom(tmp_path: Path) -> None:
    older = replace(SHELTER, assured=Assured("2026-11-01", "keeper@example.org", "", "checked"))
    export_hsds_json([SHELTER, older], tmp_path / "out.json", now=NOW, publisher="Maple Library")
    services = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["contents"]
    assert [service["assured_date"] for service in services] == ["2026-10-02", "2026-11-01"]
    assert services[1]["assurer_email"] == "keeper@example.org"
    first, _ = back(export_hsds_json, [SHELTER, replace(older, id="b")], tmp_path / "b.json")
    assert first.assured == Assured("2026-10-02", "KL", "phone", "checked")


def test_a_page_that_bears_a_date_was_not_checked_that_day(tmp_path: Path) -> None:
    dated = replace(LINE, assured=Assured("2026-01-02", "", "https://x.example.org", "dated"))
    export_hsds_json([dated], tmp_path / "out.json", now=NOW)
    (service,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["contents"]
    assert "assured_date" not in service


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared directories here")
@pytest.mark.parametrize(
    "folder",
    [
        "openreferral-hsds-transformer/spec/fixtures/custom/ilao/output",
        "openreferral-specification/3.2.3-official-examples/csv",
        "openreferral-sample-HSDS-datapackage/all_resources",
        "codeforamerica-ohana-api",
        "xanimo-community-resource-directory/data",
        "openlexington-ohana-api",
    ],
)
def test_a_real_directory_comes_back_as_it_was(folder: str, tmp_path: Path) -> None:
    given_listings = [replace(one, source=folder) for one in read_directory(SHARED / folder)]
    wanted = sorted(map(as_it_returns, given_listings), key=lambda listing: listing.source_id)
    for export, name in FORMS:
        assert back(export, given_listings, tmp_path / name) == wanted
