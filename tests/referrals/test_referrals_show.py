"""A listing in plain lines: the number first, and only what is known."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from deskaid.referrals.hours import Hours
from deskaid.referrals.listing import Assured, CheckedHere, Listing, Phone
from deskaid.referrals.show import plain_lines

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
