"""Which passphrases may guard a notebook, and what a recovery code forgives."""

import pytest

from deskaid.notes import passphrase, recovery
from deskaid.notes.trouble import PassphraseRefused


def test_the_generated_phrase_is_five_words_and_always_passes() -> None:
    phrases = {passphrase.generate() for _ in range(20)}
    assert len(phrases) == 20
    for phrase in phrases:
        assert len(phrase.split(" ")) == 5
        passphrase.check_new(phrase, about=("Maple Street Library", "Front desk"))


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "eleven char",
        "library2026!",
        "passwordpassword",
        "Correct Horse Battery Staple",
        "correcthorsebatterystaple1",
        "to be or not to be, that is the question",
        "Maple Street Library 1",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "front desk front desk front desk",
    ],
)
def test_weak_famous_and_local_phrases_are_refused_with_a_way_out(weak: str) -> None:
    with pytest.raises(PassphraseRefused) as caught:
        passphrase.check_new(weak, about=("Maple Street Library", "Front desk"))
    assert weak not in str(caught.value)
    assert "five words" in caught.value.hint


@pytest.mark.parametrize(
    "good",
    [
        "walnut pelican gravel sonata",
        "xK9$vq2!LmTz",
        "meine Katze frisst am Dienstag Spaghetti",
        "walnut pelican " * 12,
        "correct horse battery staple walnut pelican",
    ],
)
def test_long_unrelated_words_are_accepted_beyond_zxcvbns_limit_too(good: str) -> None:
    passphrase.check_new(good, about=("", "Front desk"))


def test_a_recovery_code_has_eight_groups_and_a_check_character() -> None:
    codes = {recovery.new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 8 + [1]
        assert recovery.read_code(code) == code


def test_a_recovery_code_is_read_as_people_copy_it() -> None:
    code = recovery._shown(int("01" * 80, 2))
    sloppy = f"  {code.lower().replace('-', ' ')} "
    assert recovery.read_code(sloppy) == code
    zeros = recovery._shown(1)
    assert zeros == "0000-0000-0000-0000-0000-0000-0000-0001-1"
    assert recovery.read_code("oooo OOOO 0000 0000 0000 0000 0000 000I l") == zeros


def test_every_single_mistake_and_swap_in_a_recovery_code_is_noticed() -> None:
    code = recovery.new_code()
    signs = code.replace("-", "")
    for at in range(len(signs) - 1):
        wrong = "3" if signs[at] != "3" else "7"
        swapped = signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
        mistakes = [signs[:at] + wrong + signs[at + 1 :], signs[:at] + signs[at + 1 :]]
        if swapped != signs:
            mistakes.append(swapped)
        for mistake in mistakes:
            with pytest.raises(PassphraseRefused):
                recovery.read_code(mistake)
    with pytest.raises(PassphraseRefused, match="letter U"):
        recovery.read_code("U" + signs[1:])
    with pytest.raises(PassphraseRefused):
        recovery.read_code("")
