"""One slip of the finger is forgiven; a different word is not."""

from hypothesis import given
from hypothesis import strategies as st

from deskaid.search.spelling import (
    deletions,
    distance,
    is_slip,
    is_unfinished_slip,
    lacks_a_letter,
)

WORD = st.text(alphabet="abcdefg", min_size=4, max_size=9)


@given(WORD, st.integers(0, 20), st.sampled_from("abcdefg"), st.sampled_from("adcs"))
def test_one_slip_is_found_through_the_deletions(
    word: str, place: int, letter: str, kind: str
) -> None:
    at = place % len(word)
    typed = {
        "a": word[:at] + letter + word[at:],
        "d": word[:at] + word[at + 1 :],
        "c": word[:at] + letter + word[at + 1 :],
        "s": word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word,
    }[kind]
    assert distance(typed, word) <= 1
    if len(typed) > 5:
        assert is_slip(typed, word)
    if len(set(word)) == len(word) and len(set(typed)) == len(typed):
        assert deletions(typed) & deletions(word)


def test_neighbors_swapped_are_one_slip() -> None:
    assert distance("siezure", "seizure") == 1
    assert distance("fien", "fine") == 1


def test_doubled_letters_are_no_slip() -> None:
    assert is_slip("harrasment", "harassment")
    assert is_slip("ammendment", "amendment")


def test_the_first_letter_of_a_short_word_counts() -> None:
    assert not is_slip("bold", "hold")
    assert is_slip("tonight", "fonight")


def test_the_limit_ends_the_count() -> None:
    assert distance("choking", "seizure") == 2
    assert distance("masterbating", "masturbation", limit=2) == 3


def test_a_short_word_with_another_consonant_is_another_word() -> None:
    assert not is_slip("gold", "golf")
    assert not is_slip("rome", "room")
    assert is_slip("oder", "odor")
    assert is_slip("fien", "fine")
    assert is_slip("foood", "food")


def test_half_a_word_may_lack_a_letter_but_not_hold_a_wrong_one() -> None:
    assert is_unfinished_slip("sucid", "suicide")
    assert is_unfinished_slip("thraet", "threaten")
    assert not is_unfinished_slip("hambr", "hammered")
    assert not is_unfinished_slip("harry", "harrassing")


def test_three_letters_may_be_a_word_that_lacks_one() -> None:
    assert lacks_a_letter("fod", "food")
    assert lacks_a_letter("lst", "lost")
    assert not lacks_a_letter("ost", "lost")
    assert not lacks_a_letter("fog", "food")
