"""A listing in plain lines: the number first, and only what is known."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from deskaid.referrals.hours import Hours
from deskaid.referrals.listing import LOCAL_SOURCE, Assured, CheckedHere, Listing, Phone
from deskaid.referrals.show import as_dict, plain_lines
from deskaid.referrals.tending.twins import Twin

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=ZoneInfo("America/Chicago"))


def test_the_number_and_the_status_come_first() -> None:
    listing = Listing(
        id="r-1",
        source="ours",
        source_id="1",
        name="Safe House",
        organization="Harbor",
        phones=(Phone("217-555-0101", "+12175550101", extension="4", label="night desk"),),
        address_confidential=True,
        hours=Hours("evenings"),
        minimum_age=18,
        assured=Assured("2026-09-14", "keepers", "https://988lifeline.org/", "checked"),
        checked_here=CheckedHere(date(2026, 11, 2), "JM"),
    )
    assert plain_lines(listing, NOW) == [
        "Safe House (Harbor)",
        "Call 217-555-0101 ext. 4 (night desk)",
        "HOURS UNKNOWN - call (as published: evenings)",
        "Ages: 18 and over",
        "Where: confidential - call",
        "Checked here 2026-11-02 by JM.",
        "Last checked 2026-09-14 against 988lifeline.org (by the directory, not by this library).",
    ]


def test_a_listing_nobody_checked_says_so() -> None:
    listing = Listing("r-1", "ours", "1", "Pantry", status="defunct", vanished=True, flagged="gone")
    said = plain_lines(listing, NOW)
    assert said[1].startswith("DEFUNCT")
    assert "No phone number is known." in said
    assert said[-1] == "Last checked: the directory does not say; not checked by this library."
    dated = Assured("2010", "", "https://www.example.org/x", "dated")
    listing = Listing("r-1", "ours", "1", "Pantry", assured=dated)
    assert plain_lines(listing, NOW)[-1] == (
        "From a page dated 2010 (example.org); not checked by this library."
    )
    assert dated.date == date(2010, 1, 1)
    assert Assured("soon").date is None


CARED_FOR = Listing(
    id="r-1",
    source="ours",
    source_id="1",
    name="Harbor House",
    needs=("shelter",),
    phones=(Phone("217-555-0101"),),
    eligibility="Women and children only",
    hours=Hours("24/7", always=True),
    checked_here=CheckedHere(date(2026, 11, 2), "JM", "web page"),
    flagged="rings out",
    flagged_on=date(2026, 11, 20),
    flagged_by="AB",
    pinned=True,
    tip="Ring the side door.",
    edited=("hours", "phone"),
    stale_edits=("phone",),
)


def test_what_this_library_added_is_told_with_who_and_when() -> None:
    twin = Twin("r-9", "county", "Harbor Home", "217-555-0101", "the same number and a like name")
    assert plain_lines(CARED_FOR, NOW, twins=[twin]) == [
        "Harbor House",
        "Flagged as wrong here 2026-11-20 by AB: rings out",
        "Call 217-555-0101",
        "OPEN 24 h (as published: 24/7)",
        "Tip of a colleague: Ring the side door.",
        "Takes: families, women",
        "Does not take: men",
        "Takes children: yes: families with children",
        "ID needed: ask them",
        "Bed certain: ask them",
        "Transport: ask them",
        "Who for: Women and children only",
        "Checked here 2026-11-02 by JM against its web page.",
        "Corrected here: hours, phone.",
        "The directory has changed since it was corrected here: phone.",
        "Pinned here: it stays on top of its needs.",
        "May be the same as Harbor Home (county): the same number and a like name.",
    ]


def test_the_same_is_there_for_a_program() -> None:
    told = as_dict(CARED_FOR, NOW)
    assert told["checked_here"] == {"on": "2026-11-02", "by": "JM", "against": "web page"}
    assert told["flagged"] == {"reason": "rings out", "on": "2026-11-20", "by": "AB"}
    assert (told["pinned"], told["tip"]) == (True, "Ring the side door.")
    assert (told["corrected_here"], told["overtaken"]) == (["hours", "phone"], ["phone"])
    assert told["known"]["takes"] == ("families", "women")
    assert told["known"]["id_needed"] is None
    untouched = as_dict(Listing("r-1", "ours", "1", "Pantry"), NOW)
    assert [untouched[name] for name in ("checked_here", "flagged", "tip")] == [None] * 3


def test_a_listing_added_here_says_by_whom() -> None:
    added = Assured("2026-11-21", "JM", LOCAL_SOURCE)
    said = plain_lines(Listing("l-1", LOCAL_SOURCE, "l-1", "Closet", assured=added), NOW)
    assert said[-1] == "Added by this library 2026-11-21 by JM."
