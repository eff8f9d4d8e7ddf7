"""The word list can be edited by hand, and says so when it cannot be read."""

from pathlib import Path

import pytest

from deskaid.errors import FileTrouble, Refused
from deskaid.referrals.listing import NEEDS
from deskaid.search.vocabulary import Vocabulary, load_vocabulary

SMALL = '[same]\nanger = "angry, mad"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "vocabulary.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_need_code_has_a_label_and_words(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.needs) == set(NEEDS)
    for need in vocabulary.needs.values():
        assert need.label and need.phrases, need.code


def test_the_letters_of_the_needs_are_unique_and_the_promised_ones_stand(
    vocabulary: Vocabulary,
) -> None:
    letters = {need.letter: need.code for need in vocabulary.need_letters()}
    assert len(letters) == len(vocabulary.need_letters())
    promised = {"s": "shelter", "f": "food", "c": "988", "d": "dv", "a": "211"}
    assert promised.items() <= letters.items()


def test_the_letters_of_the_cards_are_unique_and_the_promised_ones_stand(
    vocabulary: Vocabulary,
) -> None:
    letters = {entry.letter: entry for entry in vocabulary.menu}
    assert len(letters) == len(vocabulary.menu)
    asked = {letter: entry.target for letter, entry in letters.items() if not entry.is_group}
    assert asked["f"] == "angry-about-a-fine-or-fee"
    assert asked["c"] == "computer-time-ran-out"
    assert len([entry for entry in vocabulary.menu if entry.is_group]) == 13


def test_a_word_has_the_meaning_of_its_line(tmp_path: Path) -> None:
    vocabulary = load_vocabulary(written(tmp_path, SMALL + '[leads_to]\nanger = "can\'t wait"\n'))
    assert vocabulary.read_as[("mad",)] == ("anger",)
    assert vocabulary.led_to[("cant", "wait")] == ("anger",)
    assert ("cant", "wait") not in vocabulary.read_as


def test_spanish_words_lead_one_way_and_are_told_apart_from_english(tmp_path: Path) -> None:
    text = (
        "[noise]\nstop = 'no'\nspanish = 'no, tengo'\n"
        "[same]\nhunger = 'hungry, formula'\n[spanish]\nhunger = 'hambre, formula'\n"
        "[needs.food]\nlabel = 'Food'\nwords = 'meal'\n[spanish_needs]\nfood = 'comida'\n"
    )
    vocabulary = load_vocabulary(written(tmp_path, text))
    assert vocabulary.led_to[("hambre",)] == ("hunger",)
    assert ("hambre",) not in vocabulary.read_as
    assert vocabulary.need_phrases[("comida",)] == ("food",)
    assert vocabulary.foreign == {"tengo", "hambre", "comida"}
    assert {"no", "tengo"} <= vocabulary.stop


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[sam]\nx = 'y'\n", "sam"),
        (SMALL + "[leads_to]\nangre = 'x'\n", "leads_to.angre"),
        (SMALL + "[spanish]\nangre = 'x'\n", "spanish.angre"),
        (SMALL + "[spanish_needs]\nfod = 'comida'\n", "spanish_needs.fod"),
        (SMALL + "[settings]\nNeeds = 'angre'\n", "angre"),
        ("[same]\nanger = 3\n", "same.anger"),
        ("[menu.asked]\nff = 'x'\n", "menu.asked.ff"),
        ("[menu.asked]\nf = 'x'\n[menu.groups]\nf = 'y'\n", "menu.groups.f"),
        ("[needs.food]\nletter = 'f'\nwords = 'x'\n", "needs.food.label"),
        ("[same\n", "vocabulary.toml"),
    ],
)
def test_a_mistake_in_the_word_list_is_named(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(Refused) as refusal:
        load_vocabulary(written(tmp_path, text))
    assert names in refusal.value.message
    assert refusal.value.hint


def test_a_missing_word_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match=r"none\.toml"):
        load_vocabulary(tmp_path / "none.toml")
