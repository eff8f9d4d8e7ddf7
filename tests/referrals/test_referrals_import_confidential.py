"""An address that must stay secret is stored nowhere, however a file says so."""

from pathlib import Path

import pytest
from directory_files import SERVICE, read, write, write_json

from deskaid.referrals.importing.confidential import is_withheld, redacted, says_confidential
from deskaid.referrals.listing import Listing, Phone


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("PhysicalAddressIsPrivate", "Yes"),
        ("Confidential", "x"),
        ("Confidential address?", "TRUE"),
        ("Display physical address to public users?", "No"),
        ("Notes", "Confidential location. Call first."),
        ("Notes", "The address of the shelter is kept confidential for safety."),
        ("Description", "Safe-house location; never publish the address"),
        ("Directions", "Address upon request"),
        ("Alert", "Do not share this location"),
        ("Address 2", "CONFIDENTIAL"),
        ("City", "Undisclosed"),
    ],
)
def test_however_a_sheet_says_so(tmp_path: Path, column: str, word: str) -> None:
    other = "Transportation" if column == "Directions" else column
    file = tmp_path / "list.csv"
    file.write_text(
        f"Name,Phone,Address,Latitude,Longitude,About,{other}\n"
        'Safe House,217-555-0101,99 Hidden Lane,40.2,-88.1,"Come to 99 Hidden Ln., ring twice",'
        f'"{word}"\n',
        encoding="utf-8",
    )
    (listing,), reading = read(file)
    assert listing.address_confidential
    assert "hidden" not in repr(listing).casefold().replace("hidden=", "")
    assert listing.latitude is None
    assert reading.report.confidential == 1


def test_a_street_is_found_however_it_is_written() -> None:
    listing = Listing(
        id="", source="", source_id="1",
        name="House at 99 N. Hidden Ln",
        description="Ring at 99 North Hidden Lane, then 99 n hidden lane again. Not 199 Hidden.",
        how_to_apply="Walk to 99 N Hidden Ln. #4",
        alert="99 N Hidden is closed on Monday",
        phones=(Phone("1", label="desk at 99 N. Hidden Lane"),),
        address="99 N Hidden Ln, Springfield, IL",
    )  # fmt: skip
    safe = redacted(listing, "99 N. Hidden Ln., Apt 4", "99 N. Hidden Ln., Apt 4, Springfield, IL")
    assert "99 N" not in repr(safe)
    assert "99 n" not in repr(safe)
    assert "Not 199 Hidden." in safe.description
    assert safe.name == "House at (confidential)"
    assert safe.address == ""


def test_a_flag_on_an_address_or_a_location_of_a_package(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,name,description,application_process\n"
        "s1,Safe house,Beds,Come to 99 Hidden Lane\ns2,Pantry,Food,\n",
        locations="id,name,alternate_name,latitude,longitude,transportation\n"
        "l1,99 Hidden Lane,Hidden House,40.2,-88.1,Bus 7 to 99 Hidden Lane\n"
        "l2,Undisclosed location,,,,\n",
        services_at_location="id,service_id,location_id\nx1,s1,l1\nx2,s2,l2\n",
        addresses="id,location_id,address_1,city,state_province,is_confidential\n"
        "a1,l1,99 Hidden Lane,Springfield,IL,yes\na2,l2,7 Open Road,Springfield,IL,\n",
    )
    listings, reading = read(folder)
    assert [listing.address_confidential for listing in listings] == [True, True]
    assert "99 Hidden" not in repr(listings)
    assert "Hidden House" not in repr(listings)
    assert "7 Open" not in repr(listings)
    assert reading.report.confidential == 2


def test_json_with_an_attention_line(tmp_path: Path) -> None:
    place = {"address_1": "99 Hidden Lane", "attention": "CONFIDENTIAL", "city": "Springfield"}
    pair = {"id": "x1", "location": {"id": "l1", "addresses": [place], "latitude": 40.2}}
    service = SERVICE | {"service_at_locations": [pair], "description": "At 99 Hidden Ln."}
    (listing,) = read(write_json(tmp_path / "export.json", service))[0]
    assert listing.address_confidential
    assert "99 Hidden" not in repr(listing)


@pytest.mark.parametrize(
    "text",
    [
        "Free and confidential counseling at our downtown location.",
        "All calls are confidential. Location: 3rd floor.",
        "Private rooms are available.",
        "Address: 12 Private Road",
        "Confidential HIV testing",
    ],
)
def test_a_confidential_service_is_not_a_confidential_place(text: str) -> None:
    assert not says_confidential(text)


def test_a_private_road_is_a_road() -> None:
    assert not is_withheld("12 Private Road", "Pines Park")
    assert is_withheld("Confidential (Springfield)")
    assert is_withheld("Call for address")
