"""What staff type in a hurry finds its card, and noise finds nothing.

``hurried.tsv`` is ours: other questions than those the ranking was first measured on. It is a
floor, so that no change of words or weights loses what was found before.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskaid.cards.card import Card, Lead
from deskaid.cards.library import Library
from deskaid.cards.phrasebook import Phrasebook
from deskaid.paths import shipped
from deskaid.referrals.national import National
from deskaid.search.query import Answer, Finder
from deskaid.search.question import read
from deskaid.search.tokens import words
from deskaid.search.vocabulary import Vocabulary, stems
from search_desk import beside, make_index

FIRST, TOP_THREE = 0.85, 0.95
QUERIES = Path(__file__).with_name("hurried.tsv")
EITHER = (
    {"not-responsive-may-be-an-overdose", "collapse-or-medical-emergency"},
    {"talking-about-suicide", "suicidal-with-a-plan-or-means-now"},
    {"teen-fight-brewing", "physical-fight"},
)


def queries() -> list[tuple[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["script_id"]) for row in csv.DictReader(file, delimiter="\t")]


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    """The shipped cards."""
    folder = shipped() / "scripts"
    return {card.id: card for card in Library(folder, folder / "none").cards()}


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, cards: dict[str, Card], vocabulary: Vocabulary
) -> Iterator[Finder]:
    """All that ships: cards, phrases and the national lines."""
    path = tmp_path_factory.mktemp("hurried") / "search.db"
    moments = Phrasebook(shipped(), path.parent / "none").moments()
    make_index(path, cards.values(), National("US"), vocabulary, "test", moments=moments)
    with Finder(path, beside(path)) as finder:
        yield finder


def found(answers: list[Answer]) -> list[str]:
    return [answer.id for answer in answers if answer.kind == "card"]


def test_the_right_card_is_first_for_most_and_near_for_nearly_all(
    desk: Finder, cards: dict[str, Card]
) -> None:
    first, near, unsafe = [], [], []
    for query, expected in queries():
        right = {expected}.union(*(pair for pair in EITHER if expected in pair))
        top = found(desk.find(query))[:3]
        first.append(bool(top) and top[0] in right)
        near.append(not right.isdisjoint(top))
        if cards[expected].lead is Lead.SAFETY and not first[-1]:
            unsafe.append(query)
    assert unsafe == []
    assert sum(first) >= FIRST * len(first)
    assert sum(near) >= TOP_THREE * len(near)


def test_no_question_of_the_list_stands_whole_in_the_word_list(vocabulary: Vocabulary) -> None:
    held = {
        stems(phrase)
        for phrase in (*vocabulary.read_as, *vocabulary.led_to, *vocabulary.need_phrases)
    }
    asked = {query: stems(tuple(words(query))) for query, _ in queries()}
    assert [query for query, phrase in asked.items() if len(phrase) > 1 and phrase in held] == []


@pytest.mark.parametrize("text", ["x", "u", "s", "e", "7"])
def test_one_letter_brings_no_card_onto_a_public_screen(desk: Finder, text: str) -> None:
    answers = desk.find(text)
    assert {answer.kind for answer in answers} <= {"referral"}
    for answer in answers:
        assert any(word.startswith(text) for word in words(answer.title)), answer.title


@pytest.mark.parametrize(
    "text",
    [
        "new dawn",
        "who won the game",
        "knitting club patterns",
        "recipe for lasagna",
        "blue guitar solo",
        "three ring binder",
        "bonjour madame",
        "the great gatsby",
        "cuantos libros puedo sacar",
    ],
)
def test_one_word_of_several_that_a_card_happens_to_have_brings_nothing(
    desk: Finder, text: str
) -> None:
    assert found(desk.find(text)) == []


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("mr garcia sucide", "talking-about-suicide"),
        ("tyler overdosing by the periodicals", "not-responsive-may-be-an-overdose"),
        ("tyler brandishing gun vestibule", "weapon-seen"),
        ("convulsing near periodicals tyler", "seizure"),
    ],
)
def test_a_plain_word_for_danger_is_enough_beside_names(desk: Finder, text: str, card: str) -> None:
    assert found(desk.find(text))[0] == card


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("no tengo donde dormir", "nowhere-to-sleep-tonight"),
        ("hambre", "hungry-no-food"),
        ("quiere morir", "talking-about-suicide"),
        ("policia", "police-ask-about-a-patron"),
        ("multa", "angry-about-a-fine-or-fee"),
        ("drogas baño", "not-responsive-may-be-an-overdose"),
        ("mucho ruido", "loud-talk-or-phone-call"),
        ("mi novio me golpeó, violencia", "discloses-abuse-by-a-partner"),
    ],
)
def test_spanish_words_find_the_card(desk: Finder, text: str, card: str) -> None:
    assert card in found(desk.find(text))[:2]


def test_beside_spanish_words_nothing_is_taken_for_misspelled_english(desk: Finder) -> None:
    assert read(desk._database, "quiere lapiz roto").instead == {}
    assert read(desk._database, "certifcate").instead == {0: ["certificate"]}


def test_a_story_brings_the_card_for_each_of_its_troubles(desk: Finder) -> None:
    story = "he is yelling about money and she is crying and the baby is sick and"
    rows = desk.find(f"{story} they have no place to go")[:3]
    assert "nowhere-to-sleep-tonight" in found(rows)
    assert any(row.kind == "referral" and row.need == "shelter" for row in rows)


def test_despair_brings_the_question_about_suicide_too(desk: Finder) -> None:
    for text in ("i cant do this anymore", "no point anymore", "cant take it anymore"):
        assert "talking-about-suicide" in found(desk.find(text))[:3], text


def test_a_word_is_no_need_because_a_longer_one_is(desk: Finder) -> None:
    assert not read(desk._database, "cant go home").needs
    assert not read(desk._database, "star chart").needs
