"""Every lint rule fires on a card spoiled for it, and none on the card before."""

import json
from datetime import date
from pathlib import Path

import pytest

from deskaid.cards.lint import RULES, Finding, lint, lint_paths
from deskaid.cards.parser import parse_card
from deskaid.cards.sources import Source
from deskaid.errors import NothingFound

TODAY = date(2026, 11, 21)
SOURCES = {
    "two-step": Source("two-step", "Two steps", "A library", "https://example.org", False, "x"),
    "red-cross": Source("red-cross", "First aid", "Red Cross", "https://example.org", True, "x"),
}
KNOWN = ("threat-to-hurt-someone",)

FEE = """\
---
id: fee
title: Angry about a fine or fee
neutral: Fee question
group: Money & accounts
lead: feelings
find: fine, fee, fien, overdue, charged
refer: library-admin, 211
sources: two-step
reviewed: 2026-11-01
reviewer: Head of Circulation
---
## Watch for
- Threat, or blocks your way out -> threat-to-hurt-someone

## Step 1: Feelings
- Do: Stop typing. Face them. Speak low and slow.
- Say: "That's a bad surprise. I can see why you're upset."
- Or: "You didn't expect that bill. I hear you."
- Ask: "What happened?"
- Do: Let them finish.

## Step 2: Problem
- Say: "Let's look at this together."
- Do: Offer two choices, such as waive or split.
- Ask: "Which one works for you?"

## Get help
- Call {{pic}} if they ask twice.
- Alone: Offer to phone {{pic}} with them.

## Don't say
- "It's policy." -> "Here is what I can do."

## After
- Note the fix, not the story.
"""

FALL = """\
---
id: fall
title: Fall or injury
neutral: Medical help
group: Safety & emergency
lead: safety
find: fell, hurt, slipped, bleading, bleeding head
refer: health
sources: red-cross
reviewed: 2026-11-01
reviewer: Safety officer (needs local EMS sign-off)
---
## Do now
- Do: Call 911 on speaker.
- Do: Bring naloxone: {{naloxone_at}}. {{if naloxone_at}}

## Step 1: Feelings
- Say: "I'm right here. Help is coming."
- Do: Stay close. Speak low.

## Step 2: Problem
- Say: "Please stay still."
- Do: Tell medics what you saw.

## Get help
- Call 911 first, every time. Then tell {{pic}}.
- Alone: Ask any adult to hold the door.

## Don't say
- "Can you get up?" -> "Please stay still."
"""

LIMIT = """\
---
id: limit
title: Swearing at staff
neutral: Swearing
group: Behavior & conduct
lead: limit
find: cussing, swearing, yelled, called me a b, cussed me out
refer: staff-support
sources: two-step
reviewed: 2026-11-01
reviewer: Head of Circulation
---
## Step 1: Feelings
- Say: "I want to help. The swearing has to stop."
- Do: Step back. Keep your voice even.

## Step 2: Problem
- Say: "Tell me what you need today."
- Do: Help at once if they stop.

## Get help
- Call {{security}} if they go on.
- Alone: Step into {{safe_room}} and wait.

## Don't say
- "Watch your mouth." -> "I'll help when we can talk."
"""

CARDS = {"fee": FEE, "fall": FALL, "limit": LIMIT}

# rule, card, what to replace, with what
SPOILED = [
    (
        1,
        "fee",
        '- Do: Offer two choices, such as waive or split.\n- Ask: "Which one works for you?"\n',
        "",
    ),
    (
        1,
        "fee",
        '- Ask: "Which one works for you?"\n',
        "- Do: Wait.\n- Do: Nod.\n- Do: Sit.\n- Do: Go.\n",
    ),
    (1, "fall", '- Say: "Please stay still."', "- Do: Wait."),
    (2, "fall", "lead: safety", "lead: feelings"),
    (2, "fee", "lead: feelings", "lead: safety"),
    (2, "limit", " The swearing has to stop.", " Good morning to you."),
    (3, "fee", "I can see why you're upset", "I can see why you are upset"),
    (3, "fee", "You didn't expect that bill.", "You really didn't expect to see that bill."),
    (3, "limit", '- Say: "I want to help. The swearing has to stop."', "- Do: Look up."),
    (4, "fee", "What happened?", "What happened there at home on the day when it came back to us?"),
    (5, "fee", "Do: Stop typing.", "Do: Typing stops."),
    (
        5,
        "fee",
        "Do: Let them finish.",
        "Do: Let them go on and on and on until they have come to the end.",
    ),
    (6, "fee", "Note the fix, not the story.", "Note the fix, not the story. " * 3),
    (6, "fee", "if they ask twice", "if they ask you twice or it is past your limit"),
    (7, "fall", "- Do: Call 911 on speaker.\n", "- Do: Call 911 on speaker.\n" * 9),
    (8, "fee", "- Note the fix, not the story.\n", "- Note the fix and tell the next one.\n" * 15),
    (
        9,
        "fee",
        "Let's look at this together.",
        "Institutional accountability necessitates documentation " * 5,
    ),
    (10, "fee", "Offer two choices", "Identify two choices"),
    (11, "fee", "Let's look at this together.", "You need to look at this."),
    (11, "fee", "Here is what I can do.", "Please calm down."),
    (11, "fee", "You didn't expect that bill. I hear you.", "It is our policy."),
    (11, "fee", "Do: Let them finish.", 'Do: Say "Relax" and wait.'),
    (12, "fee", "Call {{pic}} if they ask twice.", "Call {{pic}}."),
    (12, "fee", "Call {{pic}} if they ask twice.", "Go there if they ask twice."),
    (13, "fee", "- Alone: Offer to phone {{pic}} with them.\n", ""),
    (13, "fall", "- Alone: Ask any adult to hold the door.\n", ""),
    (14, "fee", "Do: Stop typing. Face them. Speak low and slow.", "Do: Stop typing."),
    (15, "fee", "sources: two-step", "sources: two-stop"),
    (15, "fee", "sources: two-step", "sources:"),
    (15, "fall", "sources: red-cross", "sources: two-step"),
    (15, "fee", "reviewed: 2026-11-01", "reviewed: 2026-11-22"),
    (15, "fee", "reviewed: 2026-11-01", "reviewed: 2025-11-21"),
    (15, "fall", "reviewed: 2026-11-01", "reviewed: 2026-05-21"),
    (16, "fall", "Safety officer (needs local EMS sign-off)", "Safety officer"),
    (16, "fall", "Safety officer (needs local EMS sign-off)", "needs local sign-off"),
    (17, "fee", "Call {{pic}} if", "Call 217-555-0142 if"),
    (17, "fee", "Call {{pic}} if", "Call Ms. Lopez if"),
    (17, "fee", "Do: Let them finish.", "Do: Wait 15 minutes."),
    (17, "fee", "waive or split", "waive $5"),
    (17, "fee", "{{pic}} if", "{{boss}} if"),
    (17, "fall", " {{if naloxone_at}}", ""),
    (18, "fee", "find: fine, fee, fien, overdue, charged", "find: fine, fien, overdue, fee"),
    (18, "fee", "fine, fee, fien, overdue, charged", "fine, fines, fee, overdue, charged"),
    (19, "fee", '- "It\'s policy." -> "Here is what I can do."\n', ""),
    (19, "fee", '"Here is what I can do."', '"..."'),
    (20, "fee", "Let them finish.", "LET THEM FINISH NOW."),
    (20, "fee", "Let them finish.", "Let them *really* finish."),
    (20, "fee", "What happened?", "What happened? When?"),
    (20, "fee", "together.", "together!"),
    (20, "fee", "Let them finish.", "Wait. Never cut in."),
    (20, "fee", '- Ask: "What happened?"', '- Ask: "Tea?"\n- Ask: "What happened?"'),
    (21, "fee", "title: Angry about a fine or fee", "title: Talks about suicide"),
    (21, "fee", "refer: library-admin, 211", "refer: dv\nX".replace("\nX", "")),
    (21, "fee", "group: Money & accounts", "group: Children & teens"),
    (22, "fee", "Note the fix, not the story.", "The quick brown fox jumps over it."),
    (23, "fee", "neutral: Fee question", "neutral: Angry patron"),
    (23, "fee", "neutral: Fee question", "neutral: A question about a late fee"),
    (24, "fee", "-> threat-to-hurt-someone", "-> thread-to-hurt-someone"),
    (24, "fee", "-> threat-to-hurt-someone", "-> fee"),
    (25, "fee", "refer: library-admin, 211", "refer: library-admn"),
    (26, "fee", "title: Angry about a fine or fee", "title: A b c d e f g h i"),
    (26, "fee", "group: Money & accounts", "group: Money"),
    (27, "fee", '- Or: "You didn\'t expect that bill. I hear you."\n', ""),
]
# Some topics need a second change before their rule can be broken.
ALSO = {
    "refer: dv": ('Ask: "Which one works for you?"', 'Say: "Just leave him tonight."'),
    "group: Children & teens": ('Ask: "Which one works for you?"', 'Say: "I won\'t tell anyone."'),
}


def findings(text: str, name: str) -> list[Finding]:
    card = parse_card(text, Path(f"{name}.md"))
    excerpts = ["And so the quick brown fox jumps over the dog."]
    return lint([card], SOURCES, known=KNOWN, today=TODAY, excerpts=excerpts)


@pytest.mark.parametrize("name", CARDS)
def test_a_good_card_has_no_finding(name: str) -> None:
    assert findings(CARDS[name], name) == []


@pytest.mark.parametrize(("rule", "name", "old", "new"), SPOILED)
def test_a_spoiled_card_is_caught(rule: int, name: str, old: str, new: str) -> None:
    text = CARDS[name]
    assert old in text
    text = text.replace(old, new, 1)
    if new in ALSO:
        before, after = ALSO[new]
        assert before in text
        text = text.replace(before, after, 1)
    found = [finding for finding in findings(text, name) if finding.rule == rule]
    assert found, f"rule {rule} did not fire"
    assert all(finding.message and finding.remedy for finding in found)
    assert all(0 < finding.row <= len(text.splitlines()) for finding in found)


def test_every_rule_has_a_spoiled_card() -> None:
    assert {rule for rule, *_ in SPOILED} == {rule.number for rule in RULES}
    assert {rule.number for rule in RULES} == set(range(1, 28))
    assert all(rule.source and rule.remedy and rule.check.__doc__ for rule in RULES)


def test_a_missing_alone_line_is_an_error_where_there_is_danger() -> None:
    without = {
        "fee": FEE.replace("- Alone: Offer to phone {{pic}} with them.\n", ""),
        "fall": FALL.replace("- Alone: Ask any adult to hold the door.\n", ""),
        "limit": LIMIT.replace("- Alone: Step into {{safe_room}} and wait.\n", ""),
    }
    severities = {name: findings(text, name)[0].severity for name, text in without.items()}
    assert severities == {"fee": "warning", "fall": "error", "limit": "error"}


def test_an_old_card_first_warns_then_fails() -> None:
    def severity(text: str, name: str) -> list[str]:
        return [each.severity for each in findings(text, name)]

    year_old = FEE.replace("2026-11-01", "2025-11-21")
    half_year_old = FEE.replace("2026-11-01", "2026-05-21")
    two_years_old = FEE.replace("2026-11-01", "2024-11-21")
    assert severity(half_year_old, "fee") == []
    assert severity(year_old, "fee") == ["warning"]
    assert severity(two_years_old, "fee") == ["error"]
    assert severity(FALL.replace("2026-11-01", "2026-05-21"), "fall") == ["warning"]


def test_the_harmful_side_of_dont_say_is_exempt() -> None:
    text = FEE.replace('"It\'s policy."', '"Calm down, you people."')
    assert findings(text, "fee") == []


def test_the_three_national_numbers_may_stand_on_a_card() -> None:
    for number in ("911", "988", "211"):
        assert findings(FEE.replace("Call {{pic}} if", f"Call {number} if"), "fee") == []


def test_first_aid_times_may_stand_on_a_safety_card() -> None:
    timed = FALL.replace("Stay close. Speak low.", "Press on the cut for 10 minutes.")
    assert findings(timed, "fall") == []


def test_two_cards_with_the_same_find_words_are_told_apart() -> None:
    one = parse_card(FEE, Path("fee.md"))
    other = parse_card(FEE.replace("id: fee", "id: fee-two"), Path("fee-two.md"))
    found = lint([one, other], SOURCES, known=KNOWN, today=TODAY)
    assert [(each.path, each.rule) for each in found] == [("fee-two.md", 18)]
    assert "'fee'" in found[0].message


def test_a_suicide_card_with_the_plain_question_passes_rule_21() -> None:
    text = FEE.replace("Angry about a fine or fee", "Talks about suicide").replace(
        "What happened?", "Are you thinking about suicide?"
    )
    assert 21 not in {each.rule for each in findings(text, "fee")}


def test_a_child_card_may_refuse_secrecy() -> None:
    text = FEE.replace("Money & accounts", "Children & teens").replace(
        "Let's look at this together.", "I can't keep this a secret. I can help."
    )
    assert 21 not in {each.rule for each in findings(text, "fee")}


def test_an_abuse_card_may_say_never_leave_them_alone() -> None:
    text = FEE.replace("refer: library-admin, 211", "refer: dv").replace(
        "Do: Let them finish.", "Do: Stay near. Do not leave them alone."
    )
    assert 21 not in {each.rule for each in findings(text, "fee")}


def test_findings_come_by_file_and_row() -> None:
    text = FEE.replace("neutral: Fee question", "neutral: Angry").replace(
        "Note the fix, not the story.", "Note it!"
    )
    found = findings(text, "fee")
    assert [each.row for each in found] == sorted(each.row for each in found)
    assert [each.rule for each in found] == [23, 20]


def test_a_folder_is_linted_with_unreadable_cards_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "fee.md").write_text(FEE.replace("## Get help", "## Get hlp"), encoding="utf-8")
    (tmp_path / "README.md").write_text("Not a card.", encoding="utf-8")
    found = lint_paths([tmp_path], today=TODAY)
    assert [(Path(each.path).name, each.row, each.rule) for each in found] == [("fee.md", 28, 0)]
    assert "Get help" in found[0].remedy
    assert json.loads(json.dumps(found[0].as_dict()))["rule"] == 0


def test_a_local_folder_may_bring_its_own_sources(tmp_path: Path) -> None:
    text = FEE.replace("sources: two-step", "sources: our-manual").replace(
        "-> threat-to-hurt-someone", "-> own-card"
    )
    (tmp_path / "fee.md").write_text(text, encoding="utf-8")
    own = FEE.replace("id: fee", "id: own-card").replace("find: fine", "find: fiine")
    (tmp_path / "own-card.md").write_text(own, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(
        '[our-manual]\ntitle = "Manual"\npublisher = "Us"\nurl = ""\nofficial = false\n'
        'kind = "manual"\n',
        encoding="utf-8",
    )
    found = lint_paths([tmp_path / "fee.md"], local=tmp_path, today=TODAY)
    assert found == []


def test_a_path_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="nowhere"):
        lint_paths([tmp_path / "nowhere.md"])


def test_excerpts_in_a_folder_are_compared(tmp_path: Path) -> None:
    cards, texts = tmp_path / "cards", tmp_path / "texts"
    cards.mkdir()
    texts.mkdir()
    (cards / "fee.md").write_text(FEE, encoding="utf-8")
    (texts / "a.txt").write_text("... that's a bad surprise. I can see ...", encoding="utf-8")
    rules = {each.rule for each in lint_paths([cards], excerpts=texts, today=TODAY)}
    assert 22 in rules
