"""The words of the index and of the question are the same words."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from deskaid.search.stems import stem
from deskaid.search.tokens import fold, joined, words

PRINTED = st.text(
    alphabet=st.characters(
        codec="utf-8",
        categories=["Lu", "Ll", "Nd", "Po", "Pd", "Zs", "Sm"],
        exclude_characters="'’‘`ʼ",
        max_codepoint=0x17F,
    )
)


def terms(tokenizer: str, text: str) -> set[str]:
    database = sqlite3.connect(":memory:")
    database.execute(f"create virtual table t using fts5(a, tokenize='{tokenizer}')")
    database.execute("insert into t values (?)", (text,))
    database.execute("create virtual table v using fts5vocab(t, row)")
    found = {row[0] for row in database.execute("select term from v")}
    database.close()
    return found


@given(st.text())
def test_fts5_keeps_every_word_as_it_was_split(text: str) -> None:
    found = words(text)
    assert terms("ascii", " ".join(found)) == set(found)


@given(PRINTED)
def test_latin_text_is_split_like_unicode61_without_diacritics(text: str) -> None:
    # "ß" and its like fold to two letters here and not there: both sides of ours do the same.
    if fold(text) == "".join(fold(letter)[:1] for letter in text):
        assert set(words(text)) == terms("unicode61 remove_diacritics 2", text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(words(text))) == words(text)


def test_an_apostrophe_does_not_part_a_word() -> None:
    assert words("won't") == words("won’t") == words("WONT") == ["wont"]
    assert words("'quoted' words'") == ["quoted", "words"]


def test_a_hyphenated_word_is_also_one_word() -> None:
    assert words("Co-worker drop-in") == ["co", "worker", "drop", "in"]
    assert joined("Co-worker drop-in") == ["coworker", "dropin"]


def test_operators_quotes_and_emoji_are_no_words() -> None:
    assert words('"* ^ (NEAR) 😀 -- ; \x00 \ud800') == ["near"]


def test_endings_of_one_word_share_a_stem() -> None:
    for group in (
        ("sleep", "sleeps", "sleeping"),
        ("smoke", "smoking", "smoked"),
        ("stop", "stopped", "stopping"),
        ("cry", "cries", "crying", "cried"),
        ("threaten", "threatening"),
        ("homeless", "homelessness"),
        ("shooter", "shooting"),
    ):
        assert len({stem(word) for word in group}) == 1, group


def test_short_and_different_words_keep_their_stems_apart() -> None:
    assert stem("string") != stem("str")
    assert stem("shower") != stem("show")
    assert stem("bus") == "bus"
    assert stem("need") != stem("needle")
