"""A card is read as it stands, or the error says where and what to write."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskaid.cards.card import Avoid, Card, Help, Kind, Lead, Line, Tripwire
from deskaid.cards.parser import CardProblem, parse_card, read_card

CARD = """\
---
id: fee
title: Angry about a fee
neutral: Fee question
group: Money & accounts
lead: feelings
find: fine, fien , late fee
refer: none
sources: one, two
reviewed: 2026-11-21
reviewer: Head of Circulation
---
## Watch for
- Threat -> threat-to-hurt-someone

## Step 1: Feelings
- Say: "That's a bad surprise."
- Or: "You didn't expect that."
- Or: "I hear you."
- Ask: "What happened?" (once)

## Step 2: Problem
- Do: Bring it from {{naloxone_at}}. {{if naloxone_at}}
- Say: "Let's look."

## Get help
- Call 911: say where. Then {{pic}} if you can.
- Alone: Call first.

## Don't say
- "What did you do?" (as blame) -> "What happened?"

## After
- Note it.
"""


def parse(text: str, name: str = "fee") -> Card:
    return parse_card(text, Path(f"{name}.md"))


def problem(old: str, new: str) -> CardProblem:
    assert old in CARD
    with pytest.raises(CardProblem) as caught:
        parse(CARD.replace(old, new, 1))
    return caught.value


def test_a_card_is_read_whole() -> None:
    card = parse(CARD)
    assert card.find == ("fine", "fien", "late fee")
    assert card.refer == ()
    assert card.sources == ("one", "two")
    assert card.lead is Lead.FEELINGS
    assert card.reviewed == date(2026, 11, 21)
    assert card.watch_for == (Tripwire("Threat", "threat-to-hurt-someone", row=14),)
    assert card.feelings == (
        Line(
            Kind.SAY,
            "That's a bad surprise.",
            wordings=("You didn't expect that.", "I hear you."),
            row=17,
        ),
        Line(Kind.ASK, "What happened?", aside="once", row=20),
    )
    assert card.problem[0] == Line(
        Kind.DO, "Bring it from {{naloxone_at}}.", needs="naloxone_at", row=23
    )
    assert card.get_help == (
        Help("Call 911: say where. Then {{pic}} if you can.", row=27),
        Help("Call first.", alone=True, row=28),
    )
    assert card.avoid == (Avoid("What did you do?", "What happened?", "as blame", row=31),)
    assert card.after == ("Note it.",)
    assert not card.local


def test_what_a_word_processor_does_to_it_is_accepted() -> None:
    pasted = "\ufeff" + CARD.replace("\n", "\r\n").replace("- Or:", "•\tOr:").replace("->", "→")
    pasted = pasted.replace('"You', "“You").replace('that."', "that.”").replace("'", "’")
    pasted = pasted.replace("- Call", "*\u00a0Call").replace("## Get help", "## Get Help:")
    assert parse(pasted) == parse(CARD)
    assert parse(CARD.replace("\n", "\r")) == parse(CARD)


def test_nothing_a_terminal_would_obey_gets_in() -> None:
    card = parse(CARD.replace("Note it.", "Note \x1b[2Jit.\u202e").replace("Angry", "An\x07gry"))
    assert card.after == ("Note [2Jit.",)
    assert card.title == "Angry about a fee"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("## Step 2: Problem", "## Step 2: Problm", 22, "Did you mean 'Step 2: Problem'?"),
        ("## Step 2: Problem", "# Step 2: Problem", 22, "## Step 2: Problem"),
        ("## Get help", "## Step 1: Feelings", 26, "twice"),
        ("## After", "## Do now", 33, "comes before"),
        ("- Ask:", "- Aks:", 20, "Did you mean 'Ask:'?"),
        ("- Ask:", "- Shout:", 20, "'Do:', 'Say:', 'Ask:', 'Or:'"),
        ("- Ask: ", "- ", 20, "'Do:', 'Say:' or 'Ask:'"),
        ("- Note it.", "Note it.", 34, "starts with '- '"),
        ('"Let\'s look."', "Let's look.", 24, "quotes"),
        ('"Let\'s look."', '"Let\'s" look.', 24, "quotes"),
        ("- Do: Bring it from {{naloxone_at}}. {{if naloxone_at}}", '- Or: "No."', 23, "'Or:'"),
        ("{{if naloxone_at}}", "{{if naloxone}}", 23, "Did you mean 'naloxone_at'?"),
        ("from {{naloxone_at}}. {{if naloxone_at}}", "{{if pic}} now.", 23, "very end"),
        ("- Note it.", "- Note it. {{if pic}}", 34, "works on the lines of steps"),
        ("Threat -> ", "Threat ", 14, "one '->'"),
        ("-> threat-to-hurt-someone", "-> Threat!", 14, "card's id"),
        ("- Alone: Call", "- Allone: Call", 28, "Did you mean 'Alone:'?"),
        ("- Note it.", "- Do: Note it.", 34, "no label"),
        ('-> "What happened?"', "", 31, "one '->'"),
        ("lead: feelings", "lead: feeling", 6, "Did you mean 'feelings'?"),
        ("title: Angry", "titel: Angry", 3, "Did you mean 'title'?"),
        ("lead: feelings", "lead feelings", 6, "'key: value'"),
        ("title: Angry about a fee", "title:", 3, "is empty"),
        ("title: Angry about a fee", "id: fee", 3, "twice"),
        ("reviewed: 2026-11-21", "reviewed: 21.11.2026", 10, "year-month-day"),
        ("id: fee", "id: Fee", 2, "small letters"),
        ("id: fee", "id: fines", 2, "'fines.md' or the card 'fee'"),
        ("group: Money & accounts\n", "", 11, "no 'group:'"),
        ("---\nid", "id", 1, "starts with a line '---'"),
        ("---\n## Watch for", "## Watch for", 12, "'key: value'"),
    ],
)
def test_an_error_names_the_line_and_the_right_word(
    old: str, new: str, line: int, says: str
) -> None:
    found = problem(old, new)
    assert (found.path.name, found.line) == ("fee.md", line)
    assert says in f"{found.message} {found.hint}"
    assert f"fee.md, line {line}" in str(found)
    assert found.hint or found.message.endswith(".")


def test_a_missing_section_is_named() -> None:
    found = problem("## Step 1: Feelings", "## Do now")
    assert found.line == 0
    assert (
        str(found)
        == "fee.md: The section 'Step 1: Feelings' is missing. Add '## Step 1: Feelings'."
    )
    with pytest.raises(CardProblem, match="'Step 2: Problem' is missing"):
        parse(CARD[: CARD.index("## Step 2")])


@pytest.mark.parametrize("text", ["", "\n\n", "---", "---\nid: fee", "---\n---", "\x00"])
def test_a_stub_is_a_problem_not_a_crash(text: str) -> None:
    with pytest.raises(CardProblem):
        parse(text)


@given(
    st.lists(
        st.tuples(
            st.integers(0, CARD.count("\n")),
            st.one_of(
                st.text(max_size=30),
                st.sampled_from(
                    ["---", "## After", "- Or:", "- Do:", "- ->", "- :", "{{if", '- "']
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_lines_say_it_is_a_card_or_a_problem(edits: list[tuple[int, str]]) -> None:
    lines = CARD.split("\n")
    for row, text in edits:
        lines[row] = text
    try:
        card = parse("\n".join(lines))
    except CardProblem as problem:
        assert problem.message
        assert 0 <= problem.line <= len("\n".join(lines).replace("\r", "\n").split("\n"))
    else:
        assert card.id == "fee"


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "fee.md"
    path.write_bytes(CARD.replace("surprise", "surpris\u00e9").encode("latin-1"))
    with pytest.raises(CardProblem, match="UTF-8") as caught:
        read_card(path)
    assert caught.value.line == 17


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "fee.md"
    path.write_text(CARD + "x" * 100_000, encoding="utf-8")
    with pytest.raises(CardProblem, match="too large"):
        read_card(path)


def test_a_missing_file_has_the_exit_code_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(CardProblem, match="cannot be read") as caught:
        read_card(tmp_path / "fee.md")
    assert caught.value.exit_code == 3


def test_the_local_mark_is_kept() -> None:
    assert parse_card(CARD, Path("fee.md"), local=True).local
