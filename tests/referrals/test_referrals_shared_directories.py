"""Real public directories come in whole; skipped where they are not at hand."""

from pathlib import Path

import pytest
from directory_files import read

SHARED = Path(__file__).parents[3] / "shared" / "directories"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no shared directories here")
ILAO = "openreferral-hsds-transformer/spec/fixtures/custom/ilao/output"


@pytest.mark.parametrize(
    ("folder", "listings", "parsed"),
    [
        (ILAO, 430, 100),
        ("openreferral-hsds-transformer/spec/fixtures/custom/ilao/input", 430, 400),
        ("openreferral-hsds-transformer/spec/fixtures/base_transformer/output", 19, 19),
        ("openreferral-hsds-transformer/examples/florida_data", 135, 0),
        ("openreferral-specification/3.2.3-official-examples", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/csv", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/service_full.json", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/organization_full.json", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/service_at_location_full.json", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/service_list.json", 1, 0),
        ("openreferral-specification/3.2.3-official-examples/tabular.json", 1, 0),
        ("openreferral-specification/3.0/examples/csv", 1, 0),
        ("openreferral-sample-HSDS-datapackage/all_resources", 13, 1),
        ("openreferral-sample-HSDS-datapackage/simple", 13, 0),
        ("openreferral-mock-hsds-api", 1, 0),
        ("codeforamerica-ohana-api", 23, 2),
        ("xanimo-community-resource-directory/data", 83, 17),
        ("xanimo-community-resource-directory/importer/fixtures/tabular", 1, 1),
        ("hackforla-food-oasis-la/_data/food-pantry.csv", 343, 343),
        ("hackforla-food-oasis-la/_data/food-pantry.tsv", 343, 340),
        ("hackforla-food-oasis-la/_data/generated-locations-for-jekyll.json", 1288, 1100),
        ("hackforla-food-oasis-la", 2837, 1490),
        ("openlexington-ohana-api", 69, 0),
        ("openlexington-ohana-api/data/kentucky-substance-abuse-referral-list.xls", 69, 0),
    ],
)
def test_a_real_directory_comes_in_whole(folder: str, listings: int, parsed: int) -> None:
    found, reading = read(SHARED / folder)
    assert len(found) == listings
    assert reading.report.hours["parsed"] >= parsed
    assert len({listing.source_id for listing in found}) == listings
    assert all(listing.name for listing in found)


def test_a_package_of_headers_alone_is_refused() -> None:
    listings, reading = read(SHARED / "timgdavies-OpenReferralTests")
    assert listings == []
    assert reading.report.skipped["row that repeats the header"].count == 9


def test_a_service_that_only_knows_its_place_finds_its_agency() -> None:
    found, _ = read(SHARED / "codeforamerica-ohana-api")
    assert all(listing.organization for listing in found)


def test_an_office_s_number_stands_in_for_a_service_s() -> None:
    found, _ = read(SHARED / "openreferral-hsds-transformer/examples/florida_data")
    assert sum(1 for listing in found if listing.phone and listing.phone.dial) > 80


def test_the_legal_aid_directory_keeps_its_numbers() -> None:
    found, _ = read(SHARED / ILAO)
    assert sum(1 for listing in found if listing.phone and listing.phone.dial) > 420
    assert sum(1 for listing in found if "legal-aid" in listing.needs) > 300
