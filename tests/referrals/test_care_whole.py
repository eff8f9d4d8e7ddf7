"""What a listing says of itself, line by line, in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from deskaid.errors import Refused
from deskaid.referrals.browse.whole import Line, facts, head, wrapped
from deskaid.referrals.listing import Assured, CheckedHere, Listing, Phone
from deskaid.referrals.tending.care_steps import doubt_of
from deskaid.referrals.tending.clerk import Clerk, read_initials
from deskaid.referrals.tending.due import Due
from deskaid.referrals.tending.due_rows import counted, row_text
from deskaid.referrals.tending.twins import Twin
from deskaid.referrals.tending.typed_facts import Typed
from deskaid.referrals.timetable.hours_text import parse_hours
from deskaid.search.vocabulary import Need

NOW = datetime(2026, 11, 26, 16, 42, tzinfo=ZoneInfo("America/Chicago"))
HOURS = parse_hours("Mon-Sun 8am-8pm")
NEEDS = [
    Need("shelter", "Shelter", "s", frozenset({("bed", "tonight")})),
    Need("mental-health", "Mental health", "m", frozenset()),
    Need("food", "Food", "f", frozenset({("pantry",)})),
]


def a_listing(**fields: object) -> Listing:
    """Return a listing with a number and hours, changed by ``fields``."""
    assert HOURS is not None
    plain = {"phones": (Phone("217-555-0142", "+12175550142"),), "hours": HOURS}
    return Listing("l-1", "a.csv", "1", "Harbor House", **{**plain, **fields})  # type: ignore[arg-type]


def said(lines: list[Line]) -> str:
    """Return lines as one text."""
    return "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in lines)


def test_a_holiday_and_old_hours_are_told_beside_the_status() -> None:
    old = a_listing(assured=Assured(on="2025-03-02", how="checked"))
    lines = head(old, NOW, holidays=lambda day: "Thanksgiving" if day == NOW.date() else "")
    assert lines[0].text == "217-555-0142   OPEN til 8p"
    assert lines[1].text == "hours as of Mar 2025; may differ today (Thanksgiving)"


def test_fresh_hours_on_an_ordinary_day_need_no_note() -> None:
    fresh = a_listing(checked_here=CheckedHere(date(2026, 11, 20), "MF"))
    assert [line.text for line in head(fresh, NOW)] == [
        "217-555-0142   OPEN til 8p",
        "Harbor House",
    ]


def test_unknown_hours_say_call_and_a_text_line_says_that_it_is_one() -> None:
    texted = a_listing(phones=(Phone("741741", "741741", kind="text"),), hours=parse_hours("x"))
    unknown = a_listing(hours=a_listing().hours.__class__(text="by appointment"))
    assert head(unknown, NOW)[0].text == "217-555-0142   HOURS UNKNOWN - call"
    assert said(facts(unknown, NOW)).count("by appointment") == 1
    assert texted.phone is not None
    assert head(a_listing(phones=texted.phones), NOW)[0].text.startswith("Text 741741")


def test_what_warns_stands_above_everything_else() -> None:
    wrong = a_listing(
        flagged="moved or closed",
        flagged_by="JR",
        flagged_on=date(2026, 11, 20),
        alert="Call before sending anyone",
        vanished=True,
        status="temporarily closed",
    )
    text = said(head(wrong, NOW))
    assert "FLAGGED as wrong here: moved or closed, JR, 2026-11-20" in text
    assert "TEMPORARILY CLOSED" in text
    assert "GONE from the directory's latest file" in text
    assert "NOTE  Call before sending anyone" in text


def test_a_confidential_address_says_so_and_nothing_else() -> None:
    hidden = a_listing(address_confidential=True, city="Springfield")
    assert "Where: CONFIDENTIAL. Never guess or give an address: call." in said(facts(hidden, NOW))
    assert "Springfield" not in said(facts(hidden, NOW))


def test_their_check_and_ours_are_kept_apart() -> None:
    both = a_listing(
        assured=Assured(on="2024-09-01", by="Ann", against="https://www.211.org/x", how="checked"),
        checked_here=CheckedHere(date(2026, 11, 26), "MF", "phone"),
    )
    text = said(facts(both, NOW))
    assert "Checked here: 2026-11-26 by MF, by phone (today)" in text
    assert "a.csv: checked 2024-09-01 by Ann against 211.org (26 months ago: overdue)" in text


def test_corrections_and_what_changed_beneath_them_are_named() -> None:
    text = said(facts(a_listing(edited=("phone", "hours"), stale_edits=("phone",)), NOW))
    assert "Corrected here: Phone, Hours" in text
    assert "Look again: the directory has changed since: Phone" in text


def test_a_twin_is_a_suggestion_with_its_source() -> None:
    twin = Twin("x", "211.zip", "Harbor Hse", "217-555-0142", "the same number and a like name")
    assert (
        "May be the same: Harbor Hse, 217-555-0142, in 211.zip: the same number and a like name"
        in said(facts(a_listing(), NOW, twins=[twin]))
    )


def test_a_long_description_is_short_on_top_and_whole_at_the_end() -> None:
    words = "Beds for families with children. " * 20
    lines = facts(a_listing(description=words), NOW)
    glance = next(line.text for line in lines if line.label == "What for")
    assert len(glance) <= 124
    assert lines[-1] == Line("In full", words.strip())


def test_a_long_alert_is_short_on_top_and_whole_further_down() -> None:
    moved = a_listing(alert="Intake has moved. " * 20)
    top, rest = said(head(moved, NOW)), said(facts(moved, NOW))
    assert "NOTE  Intake has moved." in top
    assert len(top) < 300
    assert ("Intake has moved. " * 20).strip() in rest


def test_text_is_wrapped_in_one_column() -> None:
    rows = wrapped(Line("Where", "412 Canal Street " * 8), 78)
    assert all(len(row) <= 78 for row in rows)
    assert all(row.startswith(" " * 16) for row in rows[1:])


@pytest.mark.parametrize("text", ["", "  ", "21234567890123", "m1", "a long name of somebody"])
def test_what_are_no_initials_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_initials(text)


def test_initials_are_kept_as_people_write_them() -> None:
    assert [read_initials(text) for text in ("mf", " M.F. ", "Daniela")] == [
        "MF",
        "M.F.",
        "Daniela",
    ]


def test_home_forgets_whose_initials_they_were() -> None:
    clerk = Clerk("MF", "web page")
    clerk.forget()
    assert (clerk.initials, clerk.against) == ("", "phone")


@pytest.mark.parametrize("text", ["2 1234 5678 9012 3", "card 21234567890123 here"])
def test_a_card_number_raises_doubt(text: str) -> None:
    assert doubt_of(text)


@pytest.mark.parametrize("text", ["backline 217-555-0133", "+1 (217) 555-0133 ext. 4", "room 12"])
def test_a_telephone_number_does_not(text: str) -> None:
    assert not doubt_of(text)


def test_needs_are_named_in_words_by_their_beginning_or_by_code() -> None:
    typed = Typed(NEEDS, a_listing())
    assert typed.read("needs", "shelter, mental") == "shelter, mental-health"
    assert typed.read("needs", "pantry, bed tonight") == "food, shelter"
    assert typed.shown({"needs": "mental-health, old-code"})["needs"] == "Mental health, old-code"
    with pytest.raises(Refused, match="gardening is no need"):
        typed.read("needs", "food, gardening")


def test_a_row_that_is_due_holds_number_state_and_name_in_its_width() -> None:
    due = Due("x", "A very long name of a place " * 4, "217-555-0110", "overdue", None, 31, "")
    row = row_text(due, width=77)
    assert len(row) == 77
    assert row.startswith("217-555-0110     OVERDUE 31 mo  A very long")
    assert counted({"flagged": 2, "never": 4}) == "2 flagged   4 never checked"
