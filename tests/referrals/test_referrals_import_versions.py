"""Every HSDS version's fields that a desk can use reach the listing; the others are named."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from directory_files import read, write, write_json

from deskaid.referrals.listing import Listing

PLACE = "a1,l1,12 Pier Road,Door B,Springfield,IL,62701,US"
VERSION_3 = {
    "organizations": "id,name,alternate_name,description,email,website,tax_id\n"
    "o1,Harbor House,HH,Helps people,info@harbor.example.org,https://harbor.example.org,12-3\n",
    "programs": "id,organization_id,name,description\np1,o1,Warm Nights,Winter program\n",
    "services": "id,organization_id,program_id,name,alternate_name,description,url,email,status,"
    "interpretation_services,application_process,fees_description,wait_time,"
    "eligibility_description,minimum_age,maximum_age,assured_date,assurer_email,alert\n"
    "s1,o1,p1,Night shelter,Beds,Beds for families,https://beds.example.org,"
    "beds@harbor.example.org,active,Phone interpreter,Call first,Free,Two weeks,"
    "Families with children,18,99,2026-03-04,data@211.example.org,Closed in July\n",
    "locations": "id,location_type,organization_id,name,alternate_name,description,transportation,"
    "latitude,longitude,url\nl1,physical,o1,Pier Hall,The Hall,Ring twice,Bus 7,40.1,-88.2,"
    "https://hall.example.org\n",
    "service_at_location": "id,service_id,location_id,description\nx1,s1,l1,Women upstairs\n",
    "addresses": "id,location_id,address_1,address_2,city,state_province,postal_code,country,"
    f"address_type\n{PLACE},physical\n",
    "phones": "id,service_id,contact_id,number,extension,type,description\n"
    "p1,s1,,217-555-0101,12,voice,Desk\n",
    "schedules": "id,service_at_location_id,freq,byday,opens_at,closes_at,description,notes,"
    'attending_type\nh1,x1,WEEKLY,"MO,TU",20:00:00,08:00:00,Nights,Doors at 8,in person\n',
    "languages": "id,service_id,name,code\ng1,s1,,es\ng2,s1,English,en\n",
    "accessibility": "id,location_id,description,details\nc1,l1,Wheelchair,Ramp at the side\n",
    "cost_options": "id,service_id,option,currency,amount,amount_description\n"
    "k1,s1,Storage,USD,5,per week\n",
    "required_documents": "id,service_id,document\nd1,s1,Photo ID\n",
    "service_areas": "id,service_id,name,description\nf1,s1,Sangamon County,The county\n",
    "url": "id,service_id,label,url\nu1,s1,More,https://more.example.org\n",
    "service_capacity": "id,service_id,unit_id,available,updated\nz1,s1,u1,3,2026-01-01\n",
    "attributes": "id,link_id,link_entity,taxonomy_term_id\nb1,s1,service,t1\n",
    "taxonomy_terms": "id,code,name,description,taxonomy\nt1,own-1,Emergency Shelter,x,own\n",
    "metadata": "id,resource_id,last_action_date\nm1,s1,2026-01-01\n",
}


def check_3(listing: Listing) -> None:
    assert listing.name == "Night shelter"
    assert listing.organization == "Harbor House"
    assert listing.also_known_as == "Beds; HH; Warm Nights; Pier Hall; The Hall"
    assert listing.description == "Beds for families\n\nWomen upstairs\n\nPier Hall: Ring twice"
    assert listing.address == "12 Pier Road, Door B, Springfield, IL 62701"
    assert (listing.latitude, listing.longitude) == (40.1, -88.2)
    (phone,) = listing.phones
    assert (phone.dial, phone.extension, phone.label) == ("+12175550101", "12", "Desk")
    assert listing.hours.known
    assert {span.weekday for span in listing.hours.spans} == {0, 1}
    assert "Doors at 8" in listing.hours.text
    assert listing.languages == ("es", "English")
    assert listing.accessibility == (
        "Wheelchair; Ramp at the side; Phone interpreter; Getting there: Bus 7"
    )
    assert listing.cost == "Free; Storage 5 USD per week"
    assert listing.documents == "Photo ID"
    assert listing.area_served == "Sangamon County"
    assert listing.eligibility == "Families with children"
    assert (listing.minimum_age, listing.maximum_age) == (18, 99)
    assert listing.how_to_apply == "Call first; Wait: Two weeks"
    assert listing.alert == "Closed in July"
    assert listing.email == "beds@harbor.example.org"
    assert listing.urls == (
        "https://beds.example.org", "https://more.example.org", "https://hall.example.org",
        "https://harbor.example.org",
    )  # fmt: skip
    assert listing.assured is not None
    assert listing.assured.on == "2026-03-04"
    assert "shelter" in listing.needs


def test_3_x_tables(tmp_path: Path) -> None:
    (listing,), reading = read(write(tmp_path / "package", **VERSION_3))
    check_3(listing)
    skipped = reading.report.skipped
    assert skipped["table no listing is made of"].sample == ["metadata.csv", "service_capacity.csv"]
    unread = skipped["column no listing is made of"]
    assert "organizations.csv: tax_id" in unread.sample
    assert unread.count == 5


def table(name: str) -> list[dict[str, str]]:
    import csv
    import io

    return [
        {key: value for key, value in row.items() if value and key != "location_id"}
        for row in csv.DictReader(io.StringIO(VERSION_3[name]))
    ]


def nested_3() -> dict[str, Any]:
    """The same service as one full object of an API."""
    location = table("locations")[0] | {
        "addresses": table("addresses"),
        "accessibility": table("accessibility"),
    }
    pair = {
        "id": "x1",
        "description": "Women upstairs",
        "location": location,
        "schedules": table("schedules"),
    }
    return table("services")[0] | {
        "organization": table("organizations")[0],
        "program": table("programs")[0],
        "phones": table("phones"),
        "languages": table("languages"),
        "cost_options": table("cost_options"),
        "required_documents": table("required_documents"),
        "service_areas": table("service_areas"),
        "additional_urls": table("url"),
        "capacities": table("service_capacity"),
        "attributes": [{"id": "b1", "taxonomy_term": table("taxonomy_terms")[0]}],
        "service_at_locations": [pair],
    }


def test_3_x_json_gives_the_same_listing(tmp_path: Path) -> None:
    (listing,), _ = read(write_json(tmp_path / "service.json", nested_3()))
    check_3(listing)
    tables = {
        f"{name}.csv": [
            dict(zip(text.splitlines()[0].split(","), row.split(","), strict=False))
            for row in text.splitlines()[1:]
        ]
        for name, text in VERSION_3.items()
        if '"' not in text
    }
    (tabular,), reading = read(write_json(tmp_path / "tabular.json", tables))
    assert tabular.address == listing.address
    assert tabular.phones == listing.phones
    assert not reading.report.warnings


def test_1_0_and_1_1_and_2_0_tables(tmp_path: Path) -> None:
    shared = {
        "organizations": "id,name,url\no1,Harbor House,https://harbor.example.org\n",
        "locations": "id,organization_id,name,transportation\nl1,o1,Pier Hall,Bus 7\n",
        "services": "id,organization_id,location_id,name,status,fees,wait_time\n"
        "s1,o1,l1,Night shelter,active,Free,\n",
        "physical_addresses": "id,location_id,address_1,address_2,city,state_province,"
        f"postal_code,country\n{PLACE}\n",
        "phones": "id,service_id,number,type,language\np1,s1,217-555-0101,voice,es\n",
        "eligibility": "id,service_id,eligibility\ne1,s1,family\n",
        "service_areas": "id,service_id,service_area\nf1,s1,Sangamon County\n",
        "required_documents": "id,service_id,document\nd1,s1,Photo ID\n",
        "payments_accepted": "id,service_id,payment\ny1,s1,cash\ny2,s1,SNAP\n",
        "accessibility_for_disabilities": "id,location_id,accessibility\nc1,l1,disabled_parking\n",
    }
    versions = {
        "1.0": {
            "fees": "id,service_id,fee\nk1,s1,$2 for a towel\n",
            "interpretation_services": "id,service_id,language\ng1,s1,Spanish\n",
            "regular_schedules": "id,service_id,weekday,opens_at,closes_at\nr1,s1,1,09:00,17:00\n",
            "taxonomy": "id,name,parent_id,parent_name\nt1,Food Pantries,,\n",
        },
        "1.1": {
            "services_at_location": "id,service_id,location_id,description\nx1,s1,l1,Back door\n",
            "languages": "id,service_id,language\ng1,s1,Spanish\n",
            "regular_schedules": "id,service_at_location_id,weekday,opens_at,closes_at\n"
            "r1,x1,Monday,09:00,17:00\n",
            "services_taxonomy": "id,service_id,taxonomy_id\nb1,s1,t1\n",
            "taxonomy": "id,name,vocabulary\nt1,Food Pantries,own\n",
        },
        "2.0.1": {
            "services_at_location": "id,service_id,location_id\nx1,s1,l1\n",
            "languages": "id,service_id,language\ng1,s1,Spanish\n",
            "schedules": "id,service_id,freq,byday,opens_at,closes_at\n"
            "r1,s1,WEEKLY,MO,09:00,17:00\n",
            "service_attributes": "id,service_id,taxonomy_term_id\nb1,s1,t1\n",
            "taxonomy_terms": "id,term,description\nt1,Food Pantries,x\n",
        },
    }
    for version, tables in versions.items():
        (listing,), _ = read(write(tmp_path / version, **shared, **tables))
        assert listing.address == "12 Pier Road, Door B, Springfield, IL 62701", version
        assert listing.phones[0].label == "(es)"
        assert listing.eligibility == "family"
        assert listing.area_served == "Sangamon County"
        assert listing.documents == "Photo ID"
        assert listing.cost.startswith("Free")
        assert listing.cost.endswith("Accepts: cash, SNAP")
        assert listing.languages == ("Spanish",)
        assert listing.accessibility == "disabled parking; Getting there: Bus 7"
        assert [(span.weekday, span.start) for span in listing.hours.spans] == [(0, 540)], version
        assert ("food" in listing.needs) is (version != "1.0")
    assert "$2 for a towel" in read(tmp_path / "1.0")[0][0].cost
    assert read(tmp_path / "1.1")[0][0].description == "Back door"


RENAMED = {
    "organizations": "Organisations.CSV",
    "services": "SERVICE.csv",
    "locations": "location.csv",
    "service_at_location": "Services_At_Location.csv",
    "addresses": "physical_address.csv",
    "phones": "hsds_phones_2026-11-01.csv",
    "schedules": "Regular Schedules.csv",
    "accessibility": "accessibility_for_disabilties.csv",
    "taxonomy_terms": "Taxonomy Terms.csv",
}


@pytest.mark.parametrize("descriptor", ["", "{}", "not json", '{"resources":[{"path":"x.csv"}]}'])
@pytest.mark.parametrize("folder", ["", "data/", "export/2026/"])
def test_zips_with_any_descriptor_folder_and_file_names(
    tmp_path: Path, descriptor: str, folder: str
) -> None:
    file = tmp_path / "package.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in VERSION_3.items():
            out.writestr(folder + RENAMED.get(name, f"{name}.csv"), text)
        out.writestr("README.md", "Hello")
        out.writestr("__MACOSX/._services.csv", b"\0\1")
        if descriptor:
            out.writestr("datapackage.json", descriptor)
    (listing,), _ = read(file)
    check_3(listing)


def test_headers_with_prefixes_case_spaces_and_a_mark_before_them(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="\ufeffService_ID, Organization UUID ,SERVICE NAME,Service Description,"
        "service_min_age,Eligibility\ns1,o1,Night shelter,Beds,18,Anyone\n",
        organizations="organization_uuid,Organization_Name,organization_url\n"
        "o1,Harbor House,https://harbor.example.org\n",
        phones="Phone Number,service_id,Number Type\n217-555-0101,s1,Voice\n",
    )
    (listing,), _ = read(folder)
    assert (listing.name, listing.organization) == ("Night shelter", "Harbor House")
    assert listing.description == "Beds"
    assert listing.minimum_age == 18
    assert listing.eligibility == "Anyone"
    assert listing.phones[0].dial == "+12175550101"
    assert listing.urls == ("https://harbor.example.org",)


def test_organizations_alone_are_listings(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        organizations="id,name,description\no1,Harbor House,Beds and meals\n",
        phones="id,organization_id,number\np1,o1,217-555-0101\n",
    )
    (listing,), _ = read(folder)
    assert (listing.name, listing.description) == ("Harbor House", "Beds and meals")
    assert listing.phones[0].dial == "+12175550101"


def test_a_contact_s_number_stands_in_under_its_title_never_under_its_name(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,organization_id,name\ns1,o1,Advice\n",
        organizations="id,name\no1,Harbor House\n",
        contacts="id,service_id,name,title\nc1,s1,Jane Roe,Intake worker\n",
        phones="id,contact_id,number\np1,c1,217-555-0101\n",
    )
    (listing,), _ = read(folder)
    assert [(phone.dial, phone.label) for phone in listing.phones] == [
        ("+12175550101", "Intake worker")
    ]
    assert "Jane" not in repr(listing)


def test_an_agency_s_own_address_and_its_places_numbers_stand_in(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,organization_id,name\ns1,o1,Advice\n",
        organizations="id,name\no1,Harbor House\n",
        locations="id,organization_id,name,phones\nl1,o1,North,217-555-0101\nl2,o1,South,\n",
        postal_addresses="id,organization_id,address_1,city,state_province,postal_code\n"
        "a1,o1,PO Box 9,Springfield,IL,62701\n",
        phones="id,location_id,number\np1,l2,217-555-0102\n",
    )
    (listing,), _ = read(folder)
    assert listing.address == "Mail: PO Box 9, Springfield, IL 62701"
    assert [(phone.dial[-4:], phone.label) for phone in listing.phones] == [
        ("0101", "North"),
        ("0102", "South"),
    ]


def test_ids_cut_short_join_nothing(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "package",
        services="id,organization_id,name\n1.23457E+15,7.0,Beds\n1.23457E+15,7.0,Meals\n",
        organizations="id,name\n7,Harbor House\n",
        phones="id,service_id,number\n1,1.23457E+15,217-555-0101\n",
    )
    listings, reading = read(folder)
    assert [listing.organization for listing in listings] == ["Harbor House"] * 2
    assert not any(listing.phones for listing in listings)
    assert reading.report.repaired["id cut short by a spreadsheet program, not used"].count == 3


def test_long_ids_stay_whole(tmp_path: Path) -> None:
    identity = "1234567890123456"
    folder = write(
        tmp_path / "package",
        services=f"id,name\n{identity},Beds\n",
        phones=f"id,service_id,number\n1,{identity},217-555-0101\n",
    )
    assert read(folder)[0][0].source_id == identity
    content = f'[{{"id": {identity}7, "name": "Beds", "application_process": "Call"}}]'
    (tmp_path / "export.json").write_text(content, encoding="utf-8")
    assert read(tmp_path / "export.json")[0][0].source_id == f"{identity}7"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": item, "geometry": {"coordinates": [-88.2, 40.1]}}]},
        lambda item: {"data": {"services": [item]}},
        lambda item: {"result": {"records": [item, item]}},
        lambda item: {"total": 1, "resources": {"items": [item]}},
    ],
    ids=["geojson", "data", "records", "items"],
)  # fmt: skip
def test_wrapped_flat_lists(tmp_path: Path, wrap: Any) -> None:
    item = {
        "name": "Pantry",
        "phone": "217-555-0101",
        "hours": {"monday": "9am-5pm", "tuesday": {"open": "9:00am", "close": "1:00pm"}},
    }
    listing = read(write_json(tmp_path / "export.json", wrap(item)))[0][0]
    assert listing.phones[0].dial == "+12175550101"
    assert [(span.weekday, span.end) for span in listing.hours.spans] == [(0, 1020), (1, 780)]


def test_services_with_plain_words_where_objects_belong(tmp_path: Path) -> None:
    service = {
        "id": "s1",
        "name": "Beds",
        "organization": "Harbor House",
        "address": {"address_1": "12 Pier Road", "city": "Springfield", "state": "IL"},
        "phones": ["217-555-0101", "217-555-0102"],
        "application_process": "Call",
    }
    (listing,), _ = read(write_json(tmp_path / "export.json", {"services": [service]}))
    assert listing.organization == "Harbor House"
    assert listing.address == "12 Pier Road, Springfield, IL"
    assert len(listing.phones) == 2


def test_lists_side_by_side_are_all_read(tmp_path: Path) -> None:
    content = {
        "organizations": [{"id": "o1", "name": "Harbor House"}],
        "locations": [{"id": "l1", "organization_id": "o1", "name": "Hall"}],
        "services": [{"id": "s1", "organization_id": "o1", "name": "Beds"}],
        "service_at_locations": [{"service_id": "s1", "location_id": "l1"}],
        "phones": [{"id": "p1", "service_id": "s1", "number": "217-555-0101"}],
        "addresses": [{"location_id": "l1", "address_1": "12 Pier Road", "city": "Springfield"}],
    }
    (listing,), _ = read(write_json(tmp_path / "export.json", content))
    assert listing.phones[0].dial == "+12175550101"
    assert listing.address == "12 Pier Road, Springfield"


def test_utf_16_json_and_a_phone_s_languages(tmp_path: Path) -> None:
    service = nested_3()
    service["phones"][0]["languages"] = [{"name": "Spanish"}, {"code": "vi"}]
    (tmp_path / "export.json").write_bytes(json.dumps([service]).encode("utf-16"))
    (listing,), _ = read(tmp_path / "export.json")
    assert listing.phones[0].label == "Desk (Spanish; vi)"
