"""What a hurried person types finds the right card and the right number."""

import subprocess
import sys

import pytest

from deskaid.cards.card import Card, Lead
from deskaid.referrals.listing import Listing
from deskaid.search.expressions import expression
from deskaid.search.query import Answer, Finder
from deskaid.search.question import MOST_WORDS, read
from deskaid.search.schema import MOST_LISTED
from deskaid.search.source import Source
from deskaid.search.streams import ENOUGH, HEAD


def ids(answers: list[Answer]) -> list[str]:
    return [answer.id for answer in answers]


def first(finder: Finder, text: str) -> str:
    return next(iter(ids(finder.find(text))), "nothing")


def test_no_place_to_sleep_brings_the_card_and_a_number_to_call(finder: Finder) -> None:
    top = finder.find("no place to sleep tonight")[:3]
    assert top[0].id == "nowhere-to-sleep-tonight"
    assert {"harbor", "211"} & set(ids(top))


def test_a_misspelled_word_finds_its_card(finder: Finder) -> None:
    assert first(finder, "sucide") == "talking-about-suicide"
    assert first(finder, "fien") == "angry-about-a-fine-or-fee"
    assert first(finder, "sexual harrasment") == "sexual-comments-or-staring-at-staff"


def test_a_word_still_being_typed_finds_its_card(finder: Finder) -> None:
    for typed in ("sui", "suic", "suici", "suicid", "sucid"):
        assert first(finder, typed) == "talking-about-suicide", typed
    assert first(finder, "hun") == "hungry-no-food"


def test_slang_finds_its_card(finder: Finder) -> None:
    assert first(finder, "narcan") == "not-responsive-may-be-an-overdose"
    assert first(finder, "starving") == "hungry-no-food"
    assert first(finder, "overdue charges") == "angry-about-a-fine-or-fee"
    assert first(finder, "unhoused") == "nowhere-to-sleep-tonight"


def test_two_words_typed_as_one_or_one_as_two_find_their_card(finder: Finder) -> None:
    assert first(finder, "coworker rescue") == "step-in-for-a-co-worker"
    assert first(finder, "co worker rescue") == "step-in-for-a-co-worker"


def test_a_compound_is_found_by_its_parts(open_finder, card) -> None:  # type: ignore[no-untyped-def]
    finder = open_finder((card("drop", "Zorbflap jammed", "zorbflap"),), ())
    assert ids(finder.find("zorb flap")) == ["drop"]


def test_an_apostrophe_makes_no_difference(finder: Finder) -> None:
    assert ids(finder.find("won't wake up")) == ids(finder.find("wont wake up"))
    assert first(finder, "won’t wake up") == "not-responsive-may-be-an-overdose"


def test_who_it_is_about_does_not_matter(finder: Finder) -> None:
    plain = ids(finder.find("snoring"))[0]
    assert plain == "asleep-in-the-library"
    assert first(finder, "some patron guy is snoring") == plain


def test_a_safety_card_wins_a_tie(open_finder, card) -> None:  # type: ignore[no-untyped-def]
    calm = card("calm", "Wobbly chair", "wobbly chair")
    danger = card("danger", "Wobbly chair", "wobbly chair", lead=Lead.SAFETY)
    for order in ((calm, danger), (danger, calm)):
        assert ids(open_finder(order, ()).find("wobbly"))[0] == "danger"


def test_a_card_for_the_phone_waits_until_the_phone_is_named(finder: Finder) -> None:
    assert first(finder, "wants to die") == "talking-about-suicide"
    assert first(finder, "caller wants to die") == "caller-talks-about-suicide"


def test_more_of_a_phrase_counts_for_more(open_finder, card) -> None:  # type: ignore[no-untyped-def]
    cards = (
        card("part", "Broken lamp in the garden", "lamp"),
        card("whole", "Broken lamp", "lamp"),
    )
    assert ids(open_finder(cards, ()).find("broken lamp"))[0] == "whole"


def test_words_in_their_order_count_for_more(open_finder, card) -> None:  # type: ignore[no-untyped-def]
    cards = (
        card("other", "Tuba rescued fiddler", "x"),
        card("same", "Fiddler rescued tuba", "x"),
    )
    assert ids(open_finder(cards, ()).find("fiddler tuba"))[0] == "same"


@pytest.mark.parametrize("text", ["zxqv", "purple elephant", "", "   ", "?!", "qqqq wwww"])
def test_words_that_mean_nothing_here_bring_nothing(finder: Finder, text: str) -> None:
    assert finder.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "sleep*",
        '"sleep',
        "sleep AND OR NOT NEAR(food",
        "t1:sleep",
        "{a b}: sleep",
        "^sleep",
        "sleep'; drop table card; --",
        "%_\\",
        "\x00\x1b[31m",
        "\ud800",
        "😀😀",
        "眠る",
        "-sleep +food",
        "a" * 5000,
        "sleep " * 2000,
        "(" * 500,
    ],
)
def test_nothing_typed_can_break_the_search(finder: Finder, text: str) -> None:
    for ask in (finder.find, finder.search_listings):
        assert isinstance(ask(text), list)
    assert first(finder, "snoring") == "asleep-in-the-library"


def test_food_stamps_find_the_snap_office(finder: Finder) -> None:
    assert ids(finder.search_listings("food stamps"))[0] == "snap"
    assert ids(finder.search_listings("narcan"))[0] == "kits"


def test_a_listing_typed_by_name_comes_before_the_cards(finder: Finder) -> None:
    assert first(finder, "harbor house") == "harbor"
    assert first(finder, "st brendan") == "pantry"


def test_accents_do_not_matter(finder: Finder) -> None:
    assert "pantry" in ids(finder.search_listings("malaga"))
    assert "pantry" in ids(finder.search_listings("MÁLAGA"))


def test_a_need_has_its_listings_in_order_and_hides_what_must_not_be_shown(
    finder: Finder,
) -> None:
    assert ids(finder.listings("shelter")) == ["harbor", "gone"]
    assert ids(finder.listings("shelter", limit=1)) == ["harbor"]
    everywhere = ids(finder.find("house", limit=100)) + ids(finder.listings(""))
    assert "hidden" not in everywhere


def test_a_search_within_a_need_stays_within_it(finder: Finder) -> None:
    assert ids(finder.search_listings("families", need="shelter"))[0] == "harbor"
    assert all("food" in answer.needs for answer in finder.search_listings("house", need="food"))


def test_only_what_was_asked_for_comes(finder: Finder) -> None:
    assert {a.kind for a in finder.find("hungry")} == {"card", "referral"}
    assert {a.kind for a in finder.find("hungry", referrals=False)} == {"card"}
    assert {a.kind for a in finder.find("hungry", cards=False)} == {"referral"}
    assert len(finder.find("hungry", limit=1)) == 1
    assert finder.find("hungry", limit=0) == []


def test_a_row_shows_the_number_and_hours_that_can_be_judged(finder: Finder) -> None:
    row = finder.listings("shelter")[0]
    assert (row.phone, row.note, row.need) == ("217-555-0100", "Families", "shelter")
    assert row.hours is not None and row.hours.always
    assert finder.listings("211")[0].hours is None


def test_a_card_row_holds_its_first_words(finder: Finder) -> None:
    answer = finder.menu_cards(["none", "hungry-no-food"])[0]
    assert answer.preview == (("SAY", "First words of hungry-no-food."),)
    assert answer.lead == "feelings"


def test_a_group_lists_its_cards_by_title(finder: Finder) -> None:
    assert ids(finder.group_cards("Money & accounts")) == ["angry-about-a-fine-or-fee"]
    assert finder.group_cards("Nowhere") == []


def test_a_common_beginning_is_completed_only_so_far(open_finder, listing) -> None:  # type: ignore[no-untyped-def]
    rows: tuple[Listing, ...] = tuple(
        listing(f"row{at}", f"Shelt{chr(97 + at % 26)}{chr(97 + at // 26)}") for at in range(400)
    )
    finder = open_finder((), rows)
    question = read(finder._database, "shelt")
    source = Source(finder._database, finder._directory, finder._total)
    for tier in (1, 2, 3):
        for most in (12, MOST_LISTED):
            found = expression(source, question, [0], tier, most)
            assert found and found.text.count(" OR ") < most
    assert ENOUGH <= len(finder.search_listings("shelt", limit=300)) <= 3 * HEAD


def test_a_pasted_page_asks_for_a_bounded_number_of_words(finder: Finder) -> None:
    page = "harbor beds families children intake springfield house ministries " * 50
    asked: list[str] = []
    finder._database.set_trace_callback(asked.append)
    assert "harbor" in ids(finder.find(page))
    assert len(asked) < 150
    assert len(read(finder._database, page).tokens) <= MOST_WORDS


def test_an_empty_desk_answers_with_nothing(open_finder) -> None:  # type: ignore[no-untyped-def]
    finder = open_finder((), ())
    assert finder.find("hungry") == []
    assert finder.listings("food") == []
    assert finder.menu_cards([]) == []


def test_every_card_is_found_first_by_its_own_title(finder: Finder) -> None:
    titles: list[tuple[str, str]] = [
        ("nowhere-to-sleep-tonight", "Nowhere to sleep tonight"),
        ("caller-talks-about-suicide", "Caller talks about suicide"),
        ("asleep-in-the-library", "Asleep in the library"),
    ]
    for card_id, title in titles:
        assert first(finder, title) == card_id


def test_the_shipped_cards_are_found_first_by_their_titles(open_finder) -> None:  # type: ignore[no-untyped-def]
    from deskaid.cards.library import Library
    from deskaid.paths import shipped

    cards: list[Card] = Library(shipped() / "scripts", shipped() / "none").cards()
    if not cards:
        pytest.skip("no card is shipped yet")
    finder = open_finder(tuple(cards), ())
    wrong = [c.title for c in cards if ids(finder.find(c.title))[:1] != [c.id]]
    assert wrong == []


def test_asking_loads_nothing_but_the_standard_library(open_finder, tmp_path) -> None:  # type: ignore[no-untyped-def]
    open_finder()
    code = (
        "import sys; from pathlib import Path; from deskaid.search.query import Finder;"
        "found = Finder(*map(Path, sys.argv[1:])).find('hungry');"
        "assert found[-1].kind == 'referral';"
        "heavy = 'sqlmodel sqlalchemy pydantic textual rich typer nacl platformdirs tomllib';"
        "sys.exit(' '.join(name for name in heavy.split() if name in sys.modules) or 0)"
    )
    files = [str(tmp_path / name) for name in ("search-0.db", "directory-0.db")]
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
