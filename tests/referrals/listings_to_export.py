"""Listings for the export tests: a small directory with every trap in it, and generated ones."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from deskaid.referrals.exporting.checks import newest_check
from deskaid.referrals.hours import Hours, Span, Special
from deskaid.referrals.importing.cleaning import clean
from deskaid.referrals.importing.confidential import is_withheld, says_confidential
from deskaid.referrals.importing.drafts import hide
from deskaid.referrals.importing.sheet_columns import find_header
from deskaid.referrals.listing import (
    NEEDS,
    Assured,
    CheckedHere,
    Listing,
    Phone,
    in_calling_order,
)
from deskaid.text import one_line, plain

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)

SHELTER = Listing(
    id="r-shelter",
    source="county 211",
    source_id="0012345678901234@7",
    name="Harbor Night Shelter",
    organization="Harbor House, Inc.",
    also_known_as="The Harbor",
    description='Beds for families.\nSay "Harbor" at the door; bring a coat.',
    needs=("shelter", "weather-center"),
    phones=(
        Phone("(217) 555-0101", "+12175550101", "012", "voice", "Front desk", "9 to 5"),
        Phone("988", "988", "", "voice", "Crisis line"),
        Phone("988", "988", "", "text", "Crisis line"),
        Phone("+1 217-555-0103", "+12175550103", "", "tty"),
        Phone("217-555-0104", "+12175550104", "", "fax"),
    ),
    address="12 Pier Road, Springfield, IL 62701",
    city="Springfield",
    latitude=40.1,
    longitude=-88.25,
    area_served="Champaign and Vermilion counties",
    eligibility="Families with children",
    minimum_age=18,
    maximum_age=64,
    languages=("English", "Spanish", "Haitian Creole"),
    accessibility="Ramp at the back_door\nElevator",
    cost="=Free, always",
    documents="Photo ID; proof of address",
    how_to_apply="+ Walk in after 7",
    alert="@ the new door since May",
    email="desk@harbor.example.org",
    urls=("https://harbor.example.org/shelter?x=1&y=2", "harbor.example.com"),
    hours=Hours(
        text="Every night 8pm-8am; first Saturday lunch",
        spans=(
            *(Span(day, 20 * 60, 32 * 60) for day in range(7)),
            Span(5, 12 * 60, 14 * 60, nth=1, valid_from=date(2026, 1, 1), label="Lunch"),
            Span(1, 600, 720, interval=2, anchor=date(2026, 11, 3)),
            Span(2, 600, 720, season=(1001, 430)),
        ),
        special=(Special(date(2026, 12, 24), date(2026, 12, 24), ((480, 720),)),),
    ),
    assured=Assured("2026-03", "Ann Persona", "https://harbor.example.org", "checked"),
    checked_here=CheckedHere(date(2026, 10, 2), "KL", "phone"),
    flagged="The lunch moved",
    flagged_on=date(2026, 11, 1),
    flagged_by="MB",
    pinned=True,
    tip="Ask for Sam at the side door",
)
REFUGE = Listing(
    id="r-refuge",
    source="county 211",
    source_id="s2",
    name="Women's refuge",
    needs=("dv",),
    phones=(Phone("1-800-799-7233", "+18007997233"),),
    address_confidential=True,
    city="Springfield",
    hours=Hours(text="24/7", always=True),
    assured=Assured("2024", "", "", ""),
)
LINE = Listing(
    id="r-line",
    source="county 211",
    source_id="s3",
    name="Talk line",
    organization="Harbor House, Inc.",
    hours=Hours(text="Evenings, mostly; call"),
    status="temporarily closed",
)
TEST_ROW = Listing(id="r-test", source="x", source_id="t", name="Test service", hidden=True)
GONE = Listing(id="r-gone", source="x", source_id="g", name="Gone pantry", vanished=True)
DIRECTORY = (SHELTER, REFUGE, LINE, TEST_ROW, GONE)


def as_it_returns(listing: Listing, *, publisher: str = "") -> Listing:
    """Return what an import of our export must give: everything but what is this library's own.

    The newest check comes back as the directory's.
    """
    return replace(
        listing,
        id="",
        source="",
        organization="" if listing.organization == listing.name else listing.organization,
        assured=newest_check(listing, publisher),
        checked_here=None,
        flagged="",
        flagged_on=None,
        flagged_by="",
        pinned=False,
        tip="",
        edited=(),
        stale_edits=(),
        vanished=False,
    )


_LETTERS = "abcde fgh'\",;:.()/&<>=+-@#*\n_é½日€0123456789XYZ|\\~"


def _is_kept(text: str) -> bool:
    """Tell whether an import has left nothing to clean in ``text``, and takes it for no mark."""
    return (
        clean(text)[0] == text
        and plain(text) == text
        and not says_confidential(text)
        and not is_withheld(text)
        and not hide(text, text)
    )


TEXTS = st.text(_LETTERS, max_size=40).map(lambda text: clean(text)[0]).filter(_is_kept)
LINES = TEXTS.map(one_line).filter(_is_kept)
NAMES = LINES.filter(lambda text: any(letter.isalpha() for letter in text))
_DATES = st.dates(date(1990, 1, 1), date(2035, 12, 31))
_CITIES = st.sampled_from(("", "Springfield", "St. Paul", "Champaign"))


@st.composite
def phones(draw: st.DrawFn) -> Phone:
    """Numbers as people write them, with any kind, label and extension."""
    number, dial = draw(
        st.sampled_from(
            (
                ("217-555-0101", "+12175550101"),
                ("+1 217 555 0102", "+12175550102"),
                ("988", "988"),
                ("988 then press 1", "988,1"),
                ("1-800-GO-HOME-1", "+18004646631"),
                ("Text START to 88788", "88788"),
                ("ask at the desk", ""),
                ("0808 2000 247", "+448082000247"),
            )
        )
    )
    return Phone(
        number,
        dial,
        draw(st.sampled_from(("", "4", "0012", "2,1", "front"))),
        draw(st.sampled_from(("voice", "text", "tty", "video", "fax"))),
        draw(LINES),
        draw(LINES),
    )


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Any span a source can lead to."""
    start = draw(st.integers(0, 1439))
    monthday = draw(st.sampled_from((0, 0, 0, 1, 15, 31, -1)))
    interval = draw(st.sampled_from((1, 1, 1, 2, 3)))
    return Span(
        -1 if monthday else draw(st.integers(0, 6)),
        start,
        draw(st.integers(start + 1, 2880)),
        nth=0 if monthday else draw(st.sampled_from((0, 0, 0, 1, 4, 5, -1))),
        valid_from=draw(st.none() | _DATES),
        valid_to=draw(st.none() | _DATES),
        label=draw(LINES),
        interval=interval,
        anchor=draw(_DATES) if interval > 1 else None,
        monthday=monthday,
        until=draw(st.none() | _DATES),
        season=draw(st.sampled_from((None, None, (1001, 430), (229, 301)))),
    )


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Nothing, text alone, round the clock, or spans with all that can stand beside them."""
    text = draw(TEXTS)
    kind = draw(st.sampled_from(("text", "always", "spans")))
    if kind == "text":
        return Hours(text=text)
    first = draw(_DATES)
    last = draw(st.dates(first, date(2036, 1, 1)))
    return Hours(
        text=text,
        always=kind == "always",
        spans=tuple(draw(st.lists(spans(), min_size=1, max_size=5))) if kind == "spans" else (),
        zone=draw(st.sampled_from(("", "America/New_York"))),
        doubtful=tuple(sorted(draw(st.sets(st.integers(0, 6), max_size=3)))),
        differs=draw(st.sampled_from(((), ((first, last),)))),
        special=draw(st.sampled_from(((), (Special(first, last, ((600, 700),)),)))),
        holidays=draw(st.sampled_from(("", "closed", "open"))),
    )


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str]:
    """An address and its city: whole, partly known, unusual, or none."""
    city = draw(_CITIES)
    street = draw(NAMES)
    tail = draw(st.sampled_from(("", ", IL 62701", ", Illinois", ", ON K1A 0B1", " somewhere")))
    shape = draw(st.sampled_from(("none", "plain", "apart", "mail")))
    if shape == "none":
        return "", city
    if shape == "apart":
        return f"{street}{tail}", city
    whole = f"{street}{f', {city}' if city else ''}{tail}"
    return (f"Mail: {whole}" if shape == "mail" else whole), city


_URLS = st.sampled_from(
    ("https://a.example.org/x?y=1", "b.example.org", "http://c.example.org/caf%C3%A9",
     "https://d.example.org/ä", "HTTPS://E.example.org")
)  # fmt: skip
_LANGUAGES = st.sampled_from(
    ("English", "Spanish", "Haitian Creole", "Russian and Ukrainian", "Chinese, simplified", "ASL")
)
_EMAILS = st.sampled_from(("", "desk@example.org", "write to: a@b", "a@b.org; c@d.org"))


@st.composite
def checks(draw: st.DrawFn) -> Assured | None:
    """None, or a check that says something."""
    on = draw(st.sampled_from(("", "2024", "2024-05", "2026-05-09")))
    against = draw(LINES) if on else draw(NAMES)
    by = draw(st.sampled_from(("", "desk@example.org", "Ann Persona")))
    how = draw(st.sampled_from(("checked", "dated", "")))
    return draw(st.sampled_from((None, Assured(on, by, against, how))))


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """A listing as an import or a form leaves it, with what this library adds."""
    address, city = draw(addresses())
    secret = draw(st.booleans()) and draw(st.booleans())
    placed = not secret and draw(st.booleans())
    here = CheckedHere(draw(_DATES), "KL", draw(st.sampled_from(("", "phone", "visit"))))
    return Listing(
        id="",
        source="s",
        source_id=draw(NAMES),
        name=draw(NAMES),
        organization=draw(st.just("") | NAMES),
        also_known_as=draw(LINES),
        description=draw(TEXTS),
        needs=tuple(draw(st.lists(st.sampled_from(NEEDS), unique=True, max_size=4))),
        phones=in_calling_order(tuple(draw(st.lists(phones(), max_size=4)))),
        address="" if secret else address,
        address_confidential=secret,
        city=city,
        latitude=draw(st.floats(-89, 89, exclude_min=True)) if placed else None,
        longitude=draw(st.floats(1, 179)) if placed else None,
        area_served=draw(LINES),
        eligibility=draw(TEXTS),
        minimum_age=draw(st.none() | st.integers(1, 109)),
        maximum_age=draw(st.none() | st.integers(1, 109)),
        languages=tuple(draw(st.lists(_LANGUAGES, unique=True, max_size=3))),
        accessibility=draw(TEXTS),
        cost=draw(TEXTS),
        documents=draw(TEXTS),
        how_to_apply=draw(TEXTS),
        alert=draw(TEXTS),
        email=draw(_EMAILS),
        urls=tuple(draw(st.lists(_URLS, unique=True, max_size=3))),
        hours=draw(hours()),
        assured=draw(checks()),
        checked_here=draw(st.sampled_from((None, here))),
        flagged=draw(LINES),
        tip=draw(LINES),
        status=draw(st.sampled_from(("active", "inactive", "defunct", "temporarily closed"))),
        hidden=draw(st.booleans()) and draw(st.booleans()),
    )


def is_header(listing: Listing) -> bool:
    """Tell whether a row of this listing could be taken for a spreadsheet's header."""
    return find_header([(1, [listing.name, listing.organization])]) is not None
