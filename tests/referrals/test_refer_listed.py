"""A list of the directory as a desk reads it: order, rows, distance, whom a place takes."""

from datetime import UTC, date, datetime
from math import isclose

import pytest

from deskaid.referrals.browse.distance import distance_words, kilometers
from deskaid.referrals.browse.filters import Filters, language_meant, moment_words
from deskaid.referrals.browse.glance import glance
from deskaid.referrals.browse.listed import Listed, fitted, in_order, row_texts
from deskaid.referrals.browse.whom import whom
from deskaid.referrals.claims.knowing import known
from deskaid.referrals.hours import NO_HOURS, Hours, Span, dump
from deskaid.referrals.listing import Listing
from deskaid.referrals.reading import Mark
from deskaid.search.answers import Answer
from deskaid.search.facets import FREE, takes_bit
from deskaid.search.narrow import Narrow

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPEN, CLOSED = (
    dump(Hours("x", tuple(Span(day, start, start + 60) for day in range(7))))
    for start in (12 * 60, 20 * 60)
)


def answer(name: str, hours: str = OPEN, **more: object) -> Answer:
    facts: dict[str, object] = {"phone": "312-555-0101", "who": "ask", "hours_json": hours}
    return Answer("referral", name, name, **(facts | more))  # type: ignore[arg-type]


def ordered(*answers: Answer, narrow: Narrow | None = None, **marks: Mark) -> list[Listed]:
    return in_order(answers, now=NOW, narrow=narrow or Narrow(), marks=marks)


def names(listed: list[Listed]) -> list[str]:
    return [one.answer.id for one in listed]


def test_open_comes_before_unknown_and_closed_and_a_pin_before_all() -> None:
    found = [answer("closed", CLOSED), answer("unknown", ""), answer("open"), answer("mine", "")]
    assert names(ordered(*found, mine=Mark(pinned=True))) == ["mine", "open", "unknown", "closed"]


def test_within_one_status_the_nearest_is_first_and_what_is_far_off_last() -> None:
    here = Narrow(near=(41.0, -87.0))
    found = [
        answer("in another state", latitude=44.0, longitude=-87.0),
        answer("nowhere"),
        answer("across the county", latitude=41.6, longitude=-87.0),
        answer("near", latitude=41.1, longitude=-87.0),
        answer("near but closed", CLOSED, latitude=41.0, longitude=-87.0),
    ]
    assert names(ordered(*found, narrow=here)) == [
        "near",
        "across the county",
        "nowhere",
        "in another state",
        "near but closed",
    ]


def test_without_a_place_of_ours_the_order_is_that_of_the_index() -> None:
    found = [answer("b", latitude=42.0, longitude=-87.0), answer("a", latitude=41.0, longitude=1.0)]
    assert names(ordered(*found)) == ["b", "a"]
    assert ordered(*found)[0].distance is None


def test_who_says_so_comes_before_a_pin_that_does_not_say() -> None:
    says = answer("says", CLOSED, facets=takes_bit("families"))
    found = ordered(
        answer("mine"), says, narrow=Narrow(takes=("families",)), mine=Mark(pinned=True)
    )
    assert names(found) == ["says", "mine"]
    assert found[1].unsaid == ("families",)


def test_a_check_made_here_counts_when_it_is_the_newer() -> None:
    old = answer("place", checked=date(2025, 1, 1))
    assert ordered(old, place=Mark(checked=date(2026, 11, 20)))[0].checked == date(2026, 11, 20)
    newer = answer("place", checked=date(2026, 11, 21))
    assert ordered(newer, place=Mark(checked=date(2026, 1, 1)))[0].checked == date(2026, 11, 21)


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_a_row_fills_the_screen_and_no_more(width: int) -> None:
    long = "National Association for Everything That Has a Very Long Name Indeed and More"
    found = [
        answer(long, "", phone="988 then press 1", who="veterans, families, helpers"),
        answer("長い名前の相談センター", CLOSED, facets=FREE, latitude=41.5, longitude=-87.0),
        answer("café"),
    ]
    asked = Narrow(takes=("families",), free=True, near=(41.0, -87.0))
    for narrow in (Narrow(), asked):
        rows = row_texts(ordered(*found, narrow=narrow), width=width, now=NOW, country="US")
        assert {len_in_columns(row) for row in rows} == {width - 2}


def len_in_columns(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def test_a_row_says_pin_slip_flag_and_what_to_ask() -> None:
    found = in_order(
        [answer("Harbor")],
        now=NOW,
        narrow=Narrow(takes=("families",)),
        marks={"Harbor": Mark(flagged="moved", pinned=True)},
        marked=["Harbor"],
    )
    row = row_texts(found, width=80, now=NOW, country="US")[0]
    assert row.startswith("312-555-0101*+ ")
    assert "ask: families?" in row
    assert row.rstrip().endswith("flagged")


def test_what_is_cut_says_so() -> None:
    assert fitted("Harbor House", 8) == "Harbor… "
    assert fitted("Harbor", 8) == "Harbor  "


def test_a_distance_stands_in_a_wide_row_and_beneath_a_narrow_one() -> None:
    here = Narrow(near=(41.0, -87.0))
    found = ordered(answer("a", latitude=41.1, longitude=-87.0), narrow=here)
    assert "6.9 mi" in row_texts(found, width=120, now=NOW, country="US")[0]
    assert "mi" not in row_texts(found, width=80, now=NOW, country="US")[0]
    lines = glance(found[0], now=NOW, country="CA", width=77, height=7)
    assert "11 km" in lines[0][1]


def test_what_decides_stands_beneath_the_list_and_never_overflows() -> None:
    facts = '[["Takes children","yes"],["ID needed","ask them"],["Bed certain","ask them"]]'
    told = (("WHAT", "word " * 60), ("WHO", "people " * 40), ("AT", "1 Lake St"))
    one = ordered(
        answer("Harbor", preview=told, known_json=facts),
        narrow=Narrow(free=True),
        Harbor=Mark(flagged="moved", tip="Ring twice."),
    )[0]
    lines = glance(one, now=NOW, country="US", width=77, height=7)
    text = "\n".join(f"{label} {line}" for label, line, _ in lines)
    assert len(lines) == 7
    assert max(len(line) for _, line, _ in lines) <= 72
    assert "Takes children: yes. Ask them about: free, ID, a bed." in text
    assert "FLAG moved" in text
    assert "TIP Ring twice." in text
    assert "AT 1 Lake St" in text


# Distances by the ellipsoid of WGS 84; a sphere is within half a percent of it.
@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ((41.8781, -87.6298), (40.7128, -74.0060), 1145.5),
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.9),
        ((-36.8485, 174.7633), (-41.2866, 174.7756), 493.0),
        ((-16.5, 179.9), (-16.5, -179.9), 21.3),
        ((0.0, 0.0), (0.0, 180.0), 20015.1),
    ],
)
def test_a_distance_is_that_over_the_globe(
    here: tuple[float, float], there: tuple[float, float], expected: float
) -> None:
    assert isclose(kilometers(here, there), expected, rel_tol=0.005)
    assert isclose(kilometers(here, there), kilometers(there, here))
    assert kilometers(here, here) == 0.0


@pytest.mark.parametrize(
    ("distance", "country", "words"),
    [(1.93, "US", "1.2 mi"), (1.93, "GB", "1.2 mi"), (1.93, "CA", "1.9 km"), (0.0, "US", "0.1 mi"),
     (100.0, "US", "62 mi"), (9.96, "IE", "10 km"), (14.2, "NZ", "14 km")],
)  # fmt: skip
def test_a_distance_reads_as_people_there_say_it(distance: float, country: str, words: str) -> None:
    assert distance_words(distance, country) == words


@pytest.mark.parametrize(
    ("eligibility", "more", "words"),
    [
        ("Families with children", {}, "families"),
        ("Men 18 and over", {}, "men 18+"),
        ("Anyone", {}, "anyone"),
        ("Anyone affected by partner abuse", {}, "anyone"),
        ("", {}, "ask"),
        ("", {"minimum_age": 18}, "18+"),
        ("Disaster survivors", {}, "disaster survivors"),
        ("LGBTQ+ people", {}, "LGBTQ+ people"),
        ("Families", {"vanished": True}, "may be gone"),
        ("People who have lost a home to fire or flood", {}, "people who have lost a…"),
    ],
)
def test_whom_a_place_takes_in_a_word_or_two(
    eligibility: str, more: dict[str, object], words: str
) -> None:
    listing = Listing("a", "s", "1", "Place", needs=("shelter",), eligibility=eligibility, **more)  # type: ignore[arg-type]
    assert whom(listing, known(listing)) == words


def test_filters_are_said_in_words_and_lifted_one_by_one() -> None:
    chosen = Filters().switched("f").switched("$").switched("o")
    assert chosen.words(NOW) == ["families", "free", "open now"]
    assert [rest.words(NOW) for _, rest in chosen.lifted(NOW)] == [
        ["free", "open now"], ["families", "open now"], ["families", "free"],
    ]  # fmt: skip
    assert not chosen.switched("x")
    assert chosen.switched("f").words(NOW) == ["free", "open now"]


def test_a_moment_is_said_so_that_no_day_is_mistaken() -> None:
    assert moment_words(NOW.replace(hour=18), NOW) == "at 6p"
    assert moment_words(NOW.replace(day=22, hour=9), NOW) == "Sun 9a"
    assert moment_words(NOW.replace(day=28, hour=9), NOW) == "Sat 28 Nov 9a"


def test_a_language_is_taken_by_its_beginning_or_as_typed() -> None:
    known_here = ["English", "Spanish", "Somali"]
    assert language_meant("s", known_here) == "Spanish"
    assert language_meant("som", known_here) == "Somali"
    assert language_meant("español", known_here) == "Spanish"
    assert language_meant("tigrinya", known_here) == "Tigrinya"


def test_no_hours_are_never_called_closed() -> None:
    assert ordered(answer("a", dump(NO_HOURS)))[0].label == "HOURS UNKNOWN"
