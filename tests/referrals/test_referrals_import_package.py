"""HSDS packages come in whole: joined, cleaned, with every doubt in the report."""

import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from directory_files import hsds_1_1, read, write

from deskaid.errors import Refused
from deskaid.referrals.hours import status
from deskaid.referrals.importing.headers import column_of, table_of

CHICAGO = ZoneInfo("America/Chicago")


def test_a_service_at_a_place_becomes_one_listing(tmp_path: Path) -> None:
    listings, reading = read(hsds_1_1(tmp_path / "package"))
    assert [listing.name for listing in listings] == ["Night shelter", "Meals", "Meals"]
    shelter = listings[0]
    assert shelter.organization == "Harbor House"
    assert shelter.description == "Beds for & families.\n\nCome early"
    assert shelter.address == "12 Pier Road, Springfield, IL 62701"
    assert shelter.cost == "Free"
    assert shelter.eligibility == "family"
    assert shelter.languages == ("English", "Spanish")
    assert shelter.urls == ("https://harbor.example.org",)
    assert "shelter" in shelter.needs
    assert (shelter.latitude, shelter.longitude) == (40.1, -88.2)
    assert listings[2].latitude is None
    assert len({listing.source_id for listing in listings}) == 3
    report = reading.report
    assert report.read == 3
    assert report.repaired["coordinates that are no place, left out"].count == 1
    assert report.repaired["HTML removed"].sample == ["services.csv:2"]
    assert report.orphans["phone of an organization that is not there"].sample == ["phones.csv:5"]


def test_a_voice_number_comes_before_fax_and_the_organization_s_only_when_needed(
    tmp_path: Path,
) -> None:
    listings, _ = read(hsds_1_1(tmp_path / "package"))
    shelter, meals = listings[0], listings[1]
    assert [phone.kind for phone in shelter.phones] == ["voice", "fax"]
    assert shelter.phones[0].dial == "+12175550101"
    assert shelter.phones[0].extension == "12"
    assert shelter.phones[0].label == "Desk"
    assert [phone.number for phone in meals.phones] == ["217-555-0199"]


def test_a_night_shelter_is_open_past_midnight_and_a_blank_day_is_closed(tmp_path: Path) -> None:
    listings, reading = read(hsds_1_1(tmp_path / "package"))
    hours = listings[0].hours
    assert status(hours, datetime(2026, 11, 17, 3, tzinfo=CHICAGO)).kind == "open"
    assert status(hours, datetime(2026, 11, 22, 12, tzinfo=CHICAGO)).kind == "closed"
    assert not listings[1].hours.known  # 12:00 to 2:00 might be the afternoon
    assert reading.report.hours == {"parsed": 1, "text only": 0, "none": 2}
    kind = "hours that can be read two ways, left as not known"
    assert reading.report.repaired[kind].sample == ["regular_schedules.csv:5"]


def test_codes_of_the_211_taxonomy_are_read_and_dropped(tmp_path: Path) -> None:
    listings, reading = read(hsds_1_1(tmp_path / "package"))
    assert "BH-1800" not in repr(listings)
    assert "Homeless Shelter" not in repr(listings)
    assert reading.report.repaired["211/AIRS taxonomy term dropped"].count == 1


def test_a_zip_with_a_subfolder_reads_like_the_folder(tmp_path: Path) -> None:
    folder = hsds_1_1(tmp_path / "package")
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("datapackage.json", '{"resources": [{"path": "services.csv"}]}')
        for file in folder.iterdir():
            out.write(file, f"data/{file.name}")
    assert read(archive)[0] == read(folder)[0]


def test_a_confidential_address_is_never_stored(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,name,description\ns1,Safe house,Come to 99 Hidden Lane any time\n",
        locations="id,name,latitude,longitude\nl1,Confidential location,40.2,-88.1\n",
        services_at_location="id,service_id,location_id\nx1,s1,l1\n",
        addresses="id,location_id,address_1,city,state_province,postal_code\n"
        "a1,l1,99 Hidden Lane,Springfield,IL,62701\n",
    )
    listings, reading = read(folder)
    assert listings[0].address_confidential
    assert "Hidden" not in repr(listings)
    assert listings[0].latitude is None
    assert reading.report.confidential == 1


def test_ohana_and_2_0_names_are_known(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        organizations="id,name\no1,Agency\n",
        locations="id,organization_id,name\nl1,o1,Office\n",
        services="id,location_id,name,service_areas,eligibility,keywords\n"
        's1,l1,Rides,Colma,Anyone,"transportation, seniors"\n',
        phones="id,location_id,number,number_type,department\np1,l1,650 780-7525,voice,Rides\n",
        schedules='id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,"TH,FR",10:00:00,18:00:00\n',
        mail_addresses="id,location_id,address_1,city,state_province,postal_code\n"
        "m1,l1,PO Box 1,Colma,CA,94014\n",
        holiday_schedules="id,location_id,start_date,end_date,closed\n"
        'y1,l1,"January 01, 0001","January 01, 0001",true\n',
    )
    listing = read(folder)[0][0]
    assert listing.phones[0].label == "Rides"
    assert listing.area_served == "Colma"
    assert listing.address == "Mail: PO Box 1, Colma, CA 94014"
    assert {"seniors-aps", "transport"} <= set(listing.needs)
    assert [span.weekday for span in listing.hours.spans] == [3, 4]
    assert status(listing.hours, datetime(2027, 1, 1, 12, tzinfo=CHICAGO)).kind == "closed"


def test_test_rows_and_do_not_refer_are_hidden_and_statuses_kept(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        organizations="id,name\no1,Agency\n",
        services="id,organization_id,name,status,description\n"
        's1,o1,Kitchen,"Active, but do not refer",x\ns2,o1,Test Service,active,\n'
        "s3,o1,Old pantry,defunct,\ns4,o1,Contested pantry,active,\n",
    )
    listings, reading = read(folder)
    assert [listing.hidden for listing in listings] == [True, True, False, False]
    assert listings[2].status == "defunct"
    assert reading.report.hidden == 2


def test_odd_rows_never_stop_an_import(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        organizations="id,name\no1,Agency\n",
        services="id,organization_id,name\n"
        "id,organization_id,name\n"  # the header again
        "s1,o1,First,extra,cells\n"
        "s1,o1,Second\n"
        ",o1,\n"
        ",,\n"
        ",o7,\n",
    )
    listings, reading = read(folder)
    assert [listing.name for listing in listings] == ["First", "Second", "Agency"]
    assert len({listing.source_id for listing in listings}) == 3
    report = reading.report
    assert report.skipped["row that repeats the header"].sample == ["services.csv:2"]
    assert report.skipped["service without a name"].sample == ["services.csv:7"]
    assert report.repaired["id used twice, the later one numbered"].sample == ["services.csv:4"]
    assert report.repaired["row longer than its header, the rest left out"].count == 1


def test_two_directories_in_one_folder_are_named(tmp_path: Path) -> None:
    hsds_1_1(tmp_path / "both" / "north")
    hsds_1_1(tmp_path / "both" / "south")
    with pytest.raises(Refused, match="north, south"):
        read(tmp_path / "both")


def test_names_of_tables_and_columns() -> None:
    assert table_of("Services_At_Location.CSV") == "service_at_location"
    assert table_of("taxonomies.csv") == ""
    assert table_of("members.csv") is None
    assert column_of("service_uuid", "service") == "id"
    assert column_of("organization_uuid", "service") == "organization_id"
    assert column_of("\ufeffID", "phone") == "id"
    assert column_of("Location ID", "service") == "location_id"
    assert column_of("service_id", "phone") == "service_id"
