"""HSDS JSON in every shape met gives the same listing."""

import json
from pathlib import Path
from typing import Any

import pytest
from directory_files import SERVICE, read, write_json

from deskaid.referrals.listing import Listing

PAGE = {"total_items": 1, "total_pages": 1, "page_number": 1, "contents": [SERVICE]}


def by_place() -> dict[str, Any]:
    service = {name: value for name, value in SERVICE.items() if name != "service_at_locations"}
    return {**SERVICE["service_at_locations"][0], "service": service}


def by_organization() -> dict[str, Any]:
    service = {name: value for name, value in SERVICE.items() if name != "organization"}
    return {**SERVICE["organization"], "legal_status": "charity", "services": [service]}


@pytest.mark.parametrize(
    "content",
    [
        SERVICE,
        [SERVICE],
        PAGE,
        {"content": [SERVICE]},
        {"services": [SERVICE]},
        {"organizations": [SERVICE["organization"]], "services": [SERVICE]},
        by_place(),
        by_organization(),
        [SERVICE, SERVICE],
    ],
    ids=[
        "object",
        "array",
        "page",
        "content",
        "services",
        "both",
        "by place",
        "by organization",
        "twice",
    ],
)
def test_every_shape_gives_the_same_listing(tmp_path: Path, content: Any) -> None:
    listings, reading = read(write_json(tmp_path / "export.json", content))
    assert len(listings) == 1
    check(listings[0])
    assert reading.report.form == "HSDS JSON"


def test_lines_of_json_are_read_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "export.ndjson"
    other = SERVICE | {"id": "s2", "name": "Clinic"}
    file.write_text(f"{json.dumps(SERVICE)}\n\n{json.dumps(other)}\n", encoding="utf-8")
    listings, _ = read(file)
    assert [listing.name for listing in listings] == ["Food pantry", "Clinic"]


def check(listing: Listing) -> None:
    assert listing.name == "Food pantry"
    assert listing.organization == "Harbor House"
    assert listing.address == "12 Pier Road, Springfield, IL 62701"
    assert listing.phones[0].dial == "+12175550101"
    assert listing.needs == ("food",)
    assert listing.minimum_age == 18
    assert listing.alert == "Closed for repairs in May"
    assert listing.source_id == "s1@l1"
    assert [(span.weekday, span.nth) for span in listing.hours.spans] == [(0, 0), (2, 0), (5, 1)]
    assured = listing.assured
    assert assured is not None
    assert (assured.on, assured.by, assured.how) == ("2026-08-01", "desk@example.org", "checked")


def test_a_list_page_without_children_says_what_to_ask_for(tmp_path: Path) -> None:
    bare = {"id": "s1", "name": "Food pantry", "organization": {"id": "o1", "name": "Harbor"}}
    _, reading = read(write_json(tmp_path / "page.json", {"contents": [bare]}))
    assert "?full=true" in reading.report.warnings[0]


def test_a_weekly_row_without_a_day_is_not_every_day(tmp_path: Path) -> None:
    schedules = [{"freq": "WEEKLY", "wkst": "MO", "opens_at": "09:00", "closes_at": "17:00"}]
    service = SERVICE | {"service_at_locations": [], "schedules": schedules}
    listings, _ = read(write_json(tmp_path / "export.json", service))
    assert not listings[0].hours.known


def test_a_flat_list_reads_like_a_spreadsheet(tmp_path: Path) -> None:
    flat = {
        "services": [
            {
                "id": "a",
                "name": "Dining room",
                "category": "food",
                "phone": "415-592-2710",
                "hours": "Daily 10:00am-1:30pm",
                "address": "Confidential",
            }
        ]
    }
    listing = read(write_json(tmp_path / "flat.json", flat))[0][0]
    assert listing.needs == ("food",)
    assert len(listing.hours.spans) == 7
    assert listing.address_confidential


@pytest.mark.parametrize("cut", [10, 200, 600, 900])
def test_json_that_breaks_off_keeps_what_came_before(tmp_path: Path, cut: int) -> None:
    text = json.dumps([SERVICE, SERVICE | {"id": "s2"}])
    file = tmp_path / "broken.json"
    file.write_text(text[: len(json.dumps(SERVICE)) + 2 + cut], encoding="utf-8")
    listings, reading = read(file)
    assert len(listings) == 1
    assert "the rest of a file that stops being JSON" in reading.report.skipped


def test_nesting_without_end_is_not_followed(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text('{"name":"x","phones":' + "[" * 50_000, encoding="utf-8")
    assert read(file)[0] == []
