"""Narrowing: who says so first, then who does not say; only who says otherwise is left out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deskaid.referrals.claims.knowing import GROUPS as KNOWN_GROUPS
from deskaid.referrals.hours import Hours, Span
from deskaid.referrals.listing import Listing
from deskaid.search import listings as searched
from deskaid.search.facets import GROUPS
from deskaid.search.languages import named_languages
from deskaid.search.query import Answer, Finder, Narrow
from search_desk import Open, make_listing

NIGHT = Hours("9pm-11pm", tuple(Span(day, 21 * 60, 23 * 60) for day in range(7)))
DAY = Hours("9am-5pm", tuple(Span(day, 9 * 60, 17 * 60) for day in range(7)))
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BEDS: dict[str, object] = {"needs": ("shelter",), "description": "Emergency beds."}
SHELTERS = (
    make_listing("unsaid", "Unsaid Beds", **BEDS),
    make_listing(
        "men", "Anchor Beds", **(BEDS | {"eligibility": "Men only. No families.", "cost": "$5"})
    ),
    make_listing("says", "Zeta Beds", **(BEDS | {"eligibility": "Families", "cost": "Free"})),
    make_listing(
        "speaks",
        "Mu Beds",
        **(BEDS | {"languages": ("English", "Español (press 2)"), "hours": NIGHT}),
    ),
    make_listing("english", "Nu Beds", **(BEDS | {"languages": ("English",), "hours": DAY})),
    make_listing(
        "interpreter", "Xi Beds", **(BEDS | {"languages": ("English; 200+ by interpreter",)})
    ),
)


@pytest.fixture
def shelters(open_finder: Open) -> Finder:
    """An index of six places with beds."""
    return open_finder((), SHELTERS)


def ids(answers: list[Answer]) -> list[str]:
    return [answer.id for answer in answers]


def test_the_groups_are_those_a_listing_is_read_for() -> None:
    assert GROUPS == KNOWN_GROUPS


def ask(finder: Finder, narrow: Narrow, way: str) -> list[str]:
    if way == "need":
        return ids(finder.listings("shelter", narrow=narrow))
    return ids(finder.search_listings("beds", need="shelter", narrow=narrow))


@pytest.mark.parametrize("way", ["need", "typed"])
def test_who_says_families_comes_first_and_who_refuses_them_is_left_out(
    shelters: Finder, way: str
) -> None:
    found = ask(shelters, Narrow(takes=("families",)), way)
    assert found[0] == "says"
    assert set(found[1:]) == {"unsaid", "speaks", "english", "interpreter"}


@pytest.mark.parametrize("way", ["need", "typed"])
def test_who_does_not_say_it_is_free_is_asked_and_who_takes_money_is_left_out(
    shelters: Finder, way: str
) -> None:
    found = ask(shelters, Narrow(free=True), way)
    assert found[0] == "says"
    assert "men" not in found
    assert "unsaid" in found


@pytest.mark.parametrize("way", ["need", "typed"])
def test_a_language_leaves_out_only_who_names_others_and_no_interpreter(
    shelters: Finder, way: str
) -> None:
    found = ask(shelters, Narrow(language="spanish"), way)
    assert found[0] == "speaks"
    assert "english" not in found
    assert {"interpreter", "unsaid"} < set(found)


@pytest.mark.parametrize("way", ["need", "typed"])
def test_open_at_a_time_keeps_only_what_is_known_to_be_open_then(
    shelters: Finder, way: str
) -> None:
    found = ask(shelters, Narrow(open_at=NOON), way)
    assert "english" in found
    assert "speaks" not in found
    at_night = ask(shelters, Narrow(open_at=NOON.replace(hour=22)), way)
    assert "speaks" in at_night
    assert "english" not in at_night


def test_an_answer_tells_what_is_left_to_ask(shelters: Finder) -> None:
    narrow = Narrow(takes=("families",), free=True, language="Spanish")
    unsaid = {answer.id: narrow.unsaid(answer) for answer in shelters.listings("shelter")}
    assert unsaid["says"] == ("Spanish",)
    assert unsaid["unsaid"] == ("families", "free", "Spanish")
    assert unsaid["speaks"] == ("families", "free")


def test_the_words_asked_for_come_before_other_places_that_say_so(open_finder: Open) -> None:
    army = make_listing("army", "Salvation Army intake", **BEDS)
    other = make_listing("other", "Army families", **(BEDS | {"eligibility": "Families"}))
    finder = open_finder((), (army, other))
    found = finder.search_listings("salvation army", narrow=Narrow(takes=("families",)))
    assert ids(found)[0] == "army"


def many(count: int) -> tuple[Listing, ...]:
    plain = [replace(SHELTERS[0], id=f"n{at}", name=f"Place {at}") for at in range(count)]
    rare = make_listing(
        "rare",
        "Rare Place",
        **(BEDS | {"eligibility": "Families", "latitude": 41.0, "longitude": -87.0}),
        hours=Hours(),
    )
    return (*plain, rare)


def test_a_filter_and_a_pin_reach_beyond_the_first_two_hundred(open_finder: Open) -> None:
    finder = open_finder((), many(400))
    assert "rare" not in ids(finder.listings("shelter"))
    assert ids(finder.listings("shelter", narrow=Narrow(takes=("families",))))[0] == "rare"
    assert ids(finder.search_listings("place", narrow=Narrow(takes=("families",))))[0] == "rare"
    assert ids(finder.listings("shelter", first=["rare"]))[0] == "rare"
    assert "rare" in ids(finder.listings("shelter", narrow=Narrow(near=(41.0, -87.0))))
    assert ids(finder.listings("food", first=["rare"])) == []


def test_a_pin_that_says_otherwise_is_left_out_all_the_same(shelters: Finder) -> None:
    found = shelters.listings("shelter", narrow=Narrow(takes=("families",)), first=["men"])
    assert "men" not in ids(found)


def test_hours_are_read_of_a_bounded_number(
    open_finder: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "MOST_LOOKED_AT", 50)
    open_late = make_listing("late", "Zeta", **(BEDS | {"hours": Hours("24/7", always=True)}))
    closed = [replace(SHELTERS[4], id=f"c{at}", name=f"Closed {at}") for at in range(60)]
    finder = open_finder((), (*closed, open_late))
    assert ids(finder.listings("shelter", narrow=Narrow(open_at=NOON.replace(hour=3)))) == []


def test_languages_are_offered_the_commonest_first(shelters: Finder) -> None:
    assert shelters.languages() == ["English", "Spanish"]


@pytest.mark.parametrize(
    ("texts", "names", "is_all"),
    [
        (("English", "es"), ("English", "Spanish"), True),
        (
            ("English; Spanish (press 2); ASL",),
            ("English", "Spanish", "American Sign Language"),
            True,
        ),
        (("English; 200+ by interpreter",), ("English",), False),
        (("Any language by interpreter",), (), False),
        ((), (), False),
        (("spanish and haitian creole",), ("Spanish", "Haitian Creole"), True),
        (("English; others",), ("English",), False),
    ],
)
def test_languages_are_read_as_directories_write_them(
    texts: tuple[str, ...], names: tuple[str, ...], is_all: bool
) -> None:
    assert named_languages(texts) == (names, is_all)
