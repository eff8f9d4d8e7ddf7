"""Phrases are found by what they are called, and stand in no situation's way."""

from pathlib import Path

import pytest

from deskaid.cards.card import Card
from deskaid.cards.library import Library
from deskaid.cards.phrasebook import Phrasebook
from deskaid.paths import shipped
from deskaid.search.query import Answer, Finder
from deskaid.search.vocabulary import Vocabulary
from search_desk import beside, make_index


def index(folder: Path, vocabulary: Vocabulary, *, phrases: bool) -> Finder:
    cards: list[Card] = Library(shipped() / "scripts", folder / "none").cards()
    moments = Phrasebook(shipped(), folder / "none").moments() if phrases else []
    path = folder / f"search-{phrases}.db"
    make_index(path, cards, [], vocabulary, "test", moments=moments)
    return Finder(path, beside(path))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> tuple[Finder, Finder]:
    """An index with the shipped phrases, and one without."""
    folder = tmp_path_factory.mktemp("phrases")
    return index(folder, vocabulary, phrases=True), index(folder, vocabulary, phrases=False)


def first(finder: Finder, text: str) -> tuple[str, str]:
    answer = finder.find(text)[0]
    return answer.kind, answer.id


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("how to say no", "saying-no"),
        ("set boundary", "saying-no"),
        ("greeting", "greeting"),
        ("how do i greet people", "greeting"),
        ("greating", "greeting"),
        ("active listening", "listening"),
        ("asking good questions", "questions"),
        ("what can we do", "offering"),
        ("hand over to a colleague", "handing-over"),
        ("handoff", "handing-over"),
        ("wrap up", "ending"),
        ("follow up", "following-up"),
    ],
)
def test_a_moment_is_found_by_its_name(
    both: tuple[Finder, Finder], typed: str, moment: str
) -> None:
    assert first(both[0], typed) == ("phrases", moment)


@pytest.mark.parametrize(
    "typed",
    [
        "following me",
        "following",
        "goodbye",
        "say goodbye to everyone",
        "he wont listen",
        "not listening",
        "call back",
        "hand",
        "wont take no for an answer",
        "closing",
        "no",
        "question",
    ],
)
def test_a_situation_goes_before_the_art_of_talking(
    both: tuple[Finder, Finder], typed: str
) -> None:
    assert first(both[0], typed)[0] == "card"


def test_no_card_moves_among_the_cards(both: tuple[Finder, Finder]) -> None:
    """For every find word of every card, whatever phrases are called."""

    def cards(answers: list[Answer]) -> list[str]:
        return [answer.id for answer in answers if answer.kind == "card"]

    with_phrases, without = both
    for card in Library(shipped() / "scripts", Path("none")).cards():
        for typed in card.find[:4]:
            found = with_phrases.find(typed)
            assert cards(found)[:3] == cards(without.find(typed))[:3], typed
            assert found[0].kind == "card", typed


def test_a_preview_shows_the_first_phrases(both: tuple[Finder, Finder]) -> None:
    answer = both[0].find("saying no")[0]
    assert answer.preview[0] == ("SAY", "I have to say no to that.")


def test_phrases_stay_out_of_listings_only(both: tuple[Finder, Finder]) -> None:
    assert both[0].search_listings("saying no") == []
