"""Shortcuts of the import find what the long way finds."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskaid import text as texts
from deskaid.referrals.importing import confidential, dialing, drafts
from deskaid.referrals.importing.cleaning import EMPTY_WORDS, clean, may_hold, one_line
from deskaid.referrals.importing.known_hours import hours_of
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.shelf import DIVIDER, Row
from deskaid.referrals.importing.table_rows import _EMPTY_WRITTEN, _is_clean
from deskaid.referrals.listing import Phone

SHAPES = (
    "({0}) {1}-{2}", "({0}){1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0} {1} {2}", "{0}{1}{2}",
    "1-{0}-{1}-{2}", "+1 {0} {1} {2}", "1 ({0}) {1}-{2}", "+1-{0}-{1}-{2}", "1.{0}.{1}.{2}",
    "{0}-{1}{2}", "({0}) {1} {2}",
)  # fmt: skip


@given(
    area=st.integers(100, 999),
    office=st.integers(100, 999),
    line=st.integers(0, 9999),
    shape=st.sampled_from(SHAPES),
    extension=st.sampled_from(["", " x12", " ext. 12345", " ext 1", " X7", " ext.99", " Ext 1"]),
    country=st.sampled_from(["US", "CA"]),
)
@example(area=911, office=911, line=9111, shape="{0}{1}{2}", extension="", country="US")
def test_a_usual_number_is_read_as_the_library_reads_it(
    area: int, office: int, line: int, shape: str, extension: str, country: str
) -> None:
    text = shape.format(area, office, f"{line:04}") + extension
    usual = dialing._USUAL.fullmatch(text)
    if usual is None:
        return
    assert (dialing._usual(text, usual),) == dialing.read_numbers_fully(text, country)


def test_usual_numbers_never_wake_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str, country: str, *, alpha: bool = False) -> Phone | None:
        raise AssertionError

    monkeypatch.setattr(dialing, "_one", never)
    for shape in SHAPES:
        (phone,) = dialing.read_numbers(shape.format(217, 555, "0142"), "US")
        assert phone.dial == "+12175550142"


PIECES = (
    "confidential address location site whereabouts shelter facility is kept not disclosed be "
    "published undisclosed unpublished unlisted secret safe-house safe house on request upon "
    "intake do don't never publish give out release the our withheld private call for and strictly "
    "lorem ipsum test service real a this use asdf xxx delete me refer internal only only "
    "CONFIDENTIAL Withheld ſecret ſite"
)
SAID = st.lists(st.sampled_from(PIECES.split()), max_size=7).map(" ".join)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (confidential._SAID, confidential._SAID_NEEDS),
        (confidential._IN_ADDRESS, confidential._IN_ADDRESS_NEEDS),
        (drafts._TEST, drafts._HIDING_WORDS),
        (drafts._DO_NOT_REFER, drafts._HIDING_WORDS),
    ],
)
@given(text=SAID)
@example(text="Confidential")
@example(text="address on request")
@example(text="secret location")
@example(text="do not publish the address")
@example(text="Not published")
@example(text="do not give out")
def test_what_a_pattern_finds_is_never_passed_over(
    pattern: re.Pattern[str], words: tuple[str, ...], text: str
) -> None:
    if pattern.search(text):
        assert may_hold(words, "", text)


@given(st.text(max_size=30))
@example("a  b")
@example(" a")
@example("a\xa0b")
@example("a\u2028b")
def test_a_line_that_is_one_already_stays(text: str) -> None:
    assert one_line(text) == texts.one_line(text)


CELLS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["<b>", "&amp;", " a", "a ", "\\n", "a\nb", "\n", "", "é", "\x1f", "\u200b"]
        ),
    ),
    min_size=1,
    max_size=4,
)


@given(CELLS)
def test_a_row_taken_as_clean_is_as_cleaning_would_leave_it(cells: list[str]) -> None:
    if _is_clean(DIVIDER.join(cells), cells) and _EMPTY_WRITTEN.isdisjoint(cells):
        assert [clean(cell) for cell in cells] == [(cell, ()) for cell in cells]


def test_words_for_empty_are_known_in_any_case() -> None:
    for word in EMPTY_WORDS - {""}:
        assert {word, word.upper(), word.title()} <= _EMPTY_WRITTEN


ROWS = st.fixed_dictionaries(
    {
        "byday": st.sampled_from(["MO", "MO,TU", "2SA", "", "someday"]),
        "freq": st.sampled_from(["WEEKLY", "MONTHLY", ""]),
        "opens_at": st.sampled_from(["09:00", "9am", "12:00", "", "20:00Z"]),
        "closes_at": st.sampled_from(["17:00", "5pm", "2:00", "", "08:00"]),
        "description": st.sampled_from(["", "By appointment", "24 hours"]),
    }
)


@given(st.lists(ROWS, max_size=3), st.sampled_from(["", "Mon-Fri 9-5"]))
def test_hours_remembered_are_the_hours_worked_out(rows: list[dict[str, str]], text: str) -> None:
    told = [Row(f"h{place}", f"x.csv:{place}", dict(row)) for place, row in enumerate(rows)]
    long, report = Report(), Report()
    reader = Reader(long)
    for row in told:
        reader.add(row)
    expected = reader.hours(text)
    for _ in range(2):
        report = Report()
        assert hours_of(told, [], text, report) == expected
        assert report == long
