"""Text from outside: nothing a terminal would obey, and one line where one line is meant."""

from hypothesis import example, given
from hypothesis import strategies as st

from deskaid.text import one_line, plain


@given(st.text())
@example("two  spaces")
@example(" before")
@example("after ")
@example("no\u00a0break")
@example("zero\u200bwidth")
@example("\u202eturned")
@example("")
def test_the_quick_way_to_one_line_is_the_long_way(text: str) -> None:
    assert one_line(text) == " ".join(plain(text).split())
