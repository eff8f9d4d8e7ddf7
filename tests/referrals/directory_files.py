"""Small directories in every form, written for these tests."""

import json
from pathlib import Path
from typing import Any

from deskaid.referrals.importing import Reading, read_directory
from deskaid.referrals.listing import Listing


def write(folder: Path, **tables: str) -> Path:
    """Write ``tables`` as CSV files and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def hsds_1_1(folder: Path) -> Path:
    """Write a small HSDS 1.1 package."""
    return write(
        folder,
        organizations="id,name,description,url\no1,Harbor House,Helps,https://harbor.example.org\n",
        services=(
            "id,organization_id,name,description,status,application_process,fees\n"
            's1,o1,Night shelter,"<p>Beds for &amp; families.</p>\\nCome early",'
            "active,Walk in,Free\n"
            "s2,o1,Meals,Hot meals,active,,\n"
        ),
        locations="id,organization_id,name,latitude,longitude\nl1,o1,Hall,40.1,-88.2\nl2,o1,Annex,100,5\n",
        services_at_location="id,service_id,location_id\nx1,s1,l1\nx2,s2,l1\nx3,s2,l2\n",
        physical_addresses=(
            "id,location_id,address_1,city,state_province,postal_code,country\n"
            "a1,l1,12 Pier Road,Springfield,IL,62701,US\n"
            "a2,l2,14 Pier Road,Springfield,IL,62701,US\n"
        ),
        phones=(
            "id,service_id,location_id,organization_id,number,extension,type,description\n"
            "p0,s1,,,217-555-0100,,fax,\np1,s1,,,217-555-0101,12,voice,Desk\n"
            "p2,,,o1,217-555-0199,,voice,\np3,,,o9,217-555-0000,,voice,\n"
        ),
        regular_schedules=(
            "id,service_id,weekday,opens_at,closes_at\n"
            "r1,s1,1,20:00,08:00\nr2,s1,2,20:00,08:00\nr3,s1,7,,\nr4,s2,Monday,12:00,2:00\n"
        ),
        eligibility="id,service_id,eligibility\ne1,s1,family\n",
        languages="id,service_id,language\ng1,s1,English\ng2,s1,Spanish\n",
        taxonomy="id,name,parent_id,parent_name,vocabulary\nBH-1800.8500,Homeless Shelter,,,AIRS\n",
        services_taxonomy="id,service_id,taxonomy_id\nt1,s1,BH-1800.8500\n",
    )


SERVICE: dict[str, Any] = {
    "id": "s1",
    "name": "Food pantry",
    "description": "Groceries",
    "status": "active",
    "eligibility_description": "Anyone",
    "minimum_age": 18,
    "assured_date": "2026-08-01",
    "assurer_email": "desk@example.org",
    "alert": "Closed for repairs in May",
    "organization": {"id": "o1", "name": "Harbor House", "website": "https://harbor.example.org"},
    "phones": [{"id": "p1", "number": "217-555-0101", "type": "voice"}],
    "service_at_locations": [
        {
            "id": "x1",
            "location": {
                "id": "l1",
                "location_type": "physical",
                "addresses": [
                    {
                        "address_1": "12 Pier Road",
                        "city": "Springfield",
                        "state_province": "IL",
                        "postal_code": "62701",
                        "address_type": "physical",
                    }
                ],
            },
            "schedules": [
                {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "10:00", "closes_at": "14:00"},
                {"freq": "MONTHLY", "byday": "1SA", "opens_at": "09:00", "closes_at": "12:00"},
            ],
        }
    ],
    "attributes": [{"taxonomy_term": {"id": "t1", "name": "Emergency Food", "taxonomy": "own"}}],
}


def write_json(file: Path, content: Any) -> Path:
    """Write ``content`` as JSON and return the file."""
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def read(path: Path) -> tuple[list[Listing], Reading]:
    """Return every listing in ``path``, and the reading with its report."""
    reading = read_directory(path)
    return list(reading), reading
