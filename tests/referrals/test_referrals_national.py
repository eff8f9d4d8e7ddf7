"""Every shipped line can be dialed or opened, answers a known need, and says where it is from."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskaid.errors import NothingFound
from deskaid.referrals.hours import status
from deskaid.referrals.listing import NEEDS, Listing
from deskaid.referrals.national import National, countries
from deskaid.referrals.show import plain_lines

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=ZoneInfo("America/Chicago"))
# Found by their names: danger now stands on every screen, and nobody at a desk asks for 811.
UNDER_NO_NEED = {"us-911", "ca-911", "gb-999", "ie-112", "au-000", "nz-111", "us-811"}
LINES = [(country, listing) for country in countries() for listing in National(country)]
_BRITISH = re.compile(
    r"(?i)\b\w*(ouns?ell(or|ing)|centre|labour|colour|organis|enrolment|programme)\w*\b"
)


def lines_of(country: str) -> dict[str, Listing]:
    return {listing.id: listing for listing in National(country)}


def test_six_countries_ship() -> None:
    assert countries() == ("AU", "CA", "GB", "IE", "NZ", "US")
    assert len({listing.id for _, listing in LINES}) == len(LINES) > 160


@pytest.mark.parametrize(("country", "listing"), LINES, ids=[one.id for _, one in LINES])
def test_a_shipped_line_is_usable_and_honest(country: str, listing: Listing) -> None:
    assert listing.id.startswith(f"{country.lower()}-")
    assert listing.phones or listing.urls
    for phone in listing.phones:
        assert re.fullmatch(r"\+?\d{3,15}(,\d)?", phone.dial), phone
        assert phone.kind != "fax"
    assert set(listing.needs) <= set(NEEDS)
    assert bool(listing.needs) == (listing.id not in UNDER_NO_NEED)
    assert 20 <= len(listing.description) <= 200
    assert not _BRITISH.search(f"{listing.description} {listing.eligibility}")
    assured = listing.assured
    assert assured is not None
    assert assured.how in ("checked", "dated", "")
    assert bool(assured.on) == bool(assured.how)
    assert not assured.on or (assured.date is not None and assured.date.year <= 2026)
    assert assured.against == "several public files" or assured.against.startswith("http")
    assert listing.checked_here is None
    said = " ".join(plain_lines(listing, NOW))
    assert "not by this library" in said or "not checked by this library" in said
    if re.search(r"(?i)check the site|most areas|automated", listing.hours.text):
        assert status(listing.hours, NOW).kind == "unknown"


def test_the_lines_a_desk_needs_most_are_under_their_needs() -> None:
    us = lines_of("us")
    shelter = {identity for identity, listing in us.items() if "shelter" in listing.needs}
    assert {"us-211", "us-runaway-safeline", "us-ndvh", "us-va-homeless"} <= shelter
    assert "988" in us["us-988"].needs
    assert "211" in us["us-211"].needs
    assert us["us-911"].phone is not None
    assert us["us-911"].phone.dial == "911"
    assert status(us["us-988"].hours, NOW).label(NOW) == "OPEN 24 h"
    assert status(us["us-211"].hours, NOW).kind == "unknown"


def test_no_national_line_stands_under_what_only_this_library_can_name() -> None:
    own = {"counsel", "library-admin", "library-appeal", "staff-support", "police-report"}
    for _, listing in LINES:
        assert not own & set(listing.needs), listing.id


def test_numbers_are_told_apart() -> None:
    us = lines_of("us")
    dv = us["us-ndvh"].phones
    assert [(phone.kind, phone.dial) for phone in dv] == [
        ("voice", "+18007997233"),
        ("text", "88788"),
        ("tty", "+18007873224"),
    ]
    veterans = us["us-988-veterans"].phone
    assert veterans is not None
    assert veterans.dial == "988,1"
    assert [phone.label for phone in us["us-hunger-hotline"].phones[:2]] == ["", "Spanish"]
    samaritans = lines_of("gb")["gb-samaritans"].phone
    assert samaritans is not None
    assert samaritans.dial == "116123"


@pytest.mark.parametrize("country", ["", "XX", "../us", "needs"])
def test_a_country_without_lines_is_said(country: str) -> None:
    with pytest.raises(NothingFound, match="national lines"):
        National(country)
