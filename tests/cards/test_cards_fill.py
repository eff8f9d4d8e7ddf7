"""Every placeholder reads well whether or not this library set it."""

import re
from pathlib import Path

import pytest

from deskaid.cards.card import Kind, Lead, Line
from deskaid.cards.fill import fill, placeholders, visible_lines
from deskaid.cards.parser import parse_card
from deskaid.cards.plain import as_dict, plain_lines
from deskaid.facts import BY_KEY, FACTS, asked_facts

CARD = """\
---
id: fall
title: Fall
neutral: Medical help
group: Safety & emergency
lead: safety
find: fell
refer: none
sources: one
reviewed: 2026-11-21
reviewer: EMS
---
## Watch for
- Will not wake -> overdose

## Do now
- Do: Call 911. Say "{{address}}."
- Do: Naloxone: {{naloxone_at}}. {{if naloxone_at}}

## Step 1: Feelings
- Say: "I'm here." (kneel)
- Or: "Help is coming."

## Step 2: Problem
- Do: Wait.

## Get help
- {{pic}} can help. Ask first.
- Alone: Shout.
- Spare naloxone: {{naloxone_at}}. {{if naloxone_at}}

## Don't say
- "Get up." (as an order) -> "{{pic}} is coming."

## After
- Tell {{pic}}.
"""


@pytest.mark.parametrize(
    ("text", "facts", "read"),
    [
        ("Call {{pic}}.", {}, "Call the person in charge."),
        ("Call {{pic}}.", {"pic": "Dana"}, "Call Dana."),
        ("Call {{pic}}.", {"pic": ""}, "Call the person in charge."),
        ("{{pic}} can help.", {}, "The person in charge can help."),
        ("Wait. {{pic}} can help.", {}, "Wait. The person in charge can help."),
        ('Say "{{address}}."', {}, 'Say "Our address."'),
        ("{{pic}} and {{pic}}", {}, "The person in charge and the person in charge"),
        ("Get {{aed_at}}.", {}, "Get the AED, if we have one."),
        ("Get {{aed_at}}.", {"aed_at": "wall by the lift"}, "Get the AED (wall by the lift)."),
        ("Get {{aed_at}}.", {"aed_at": "the lobby AED"}, "Get the lobby AED."),
        ("{{ pic }}", {"pic": "Dana"}, "Dana"),
        ("Ask {{red_button}}.", {}, "Ask red button."),
        ("Ask {{pic}}.", {"pic": "{{address}}"}, "Ask {{address}}."),
        ("No braces.", {}, "No braces."),
    ],
)
def test_a_line_reads_well(text: str, facts: dict[str, str], read: str) -> None:
    assert fill(text, facts) == read


def test_placeholders_are_listed_and_conditions_are_not() -> None:
    assert placeholders("{{pic}} at {{pic_phone}} {{if pic}}") == ("pic", "pic_phone")


def test_every_fact_is_well_formed() -> None:
    assert len(BY_KEY) == len(FACTS)
    for fact in FACTS:
        assert re.fullmatch(r"[a-z][a-z_]*", fact.key)
        assert fact.label
        assert fact.example
        assert "{{" not in fact.fallback
        assert not fact.fallback.endswith(".")
        assert "{}" in fact.phrase


def test_the_first_questions_take_under_two_minutes() -> None:
    keys = [fact.key for fact in asked_facts()]
    assert keys[:3] == ["library", "address", "entrance"]
    assert {"phone", "pic", "security", "aed_at", "naloxone_at", "reporting_rule"} <= set(keys)
    assert len(keys) <= 12


def test_a_line_that_needs_a_fact_waits_for_it() -> None:
    card = parse_card(CARD, Path("fall.md"))
    assert card.lead is Lead.SAFETY
    line = Line(Kind.DO, "Naloxone: {{naloxone_at}}.", needs="naloxone_at", row=18)
    assert line not in visible_lines(card, {})
    assert line in visible_lines(card, {"naloxone_at": "desk"})


def test_a_card_reads_from_top_to_bottom() -> None:
    card = parse_card(CARD, Path("fall.md"))
    assert plain_lines(card, {"pic": "Dana", "naloxone_at": "desk"}) == [
        "Fall",
        "",
        "Do now",
        'Do: Call 911. Say "Our address."',
        "Do: Naloxone: desk.",
        "",
        "Step 1: Feelings",
        'Say: "I\'m here." (kneel)',
        'Or: "Help is coming."',
        "",
        "Step 2: Problem",
        "Do: Wait.",
        "",
        "Get help",
        "Dana can help. Ask first.",
        "Alone: Shout.",
        "Spare naloxone: desk.",
        "",
        "Watch for",
        "Will not wake: deskaid say overdose",
        "",
        "Don't say",
        'Not: "Get up." (as an order) Instead: "Dana is coming."',
        "",
        "After",
        "Tell Dana.",
        "",
        "Reviewed 2026-11-21. Reviewer: EMS.",
    ]
    bare = plain_lines(card, {})
    assert not any("aloxone" in line for line in bare)
    assert "The person in charge can help. Ask first." in bare


def test_the_json_form_holds_the_same_words() -> None:
    card = parse_card(CARD, Path("fall.md"))
    found = as_dict(card, {"pic": "Dana"})
    assert found["lead"] == "safety"
    assert found["do_now"] == [
        {"kind": "Do", "text": 'Call 911. Say "Our address."', "wordings": [], "aside": ""}
    ]
    assert found["feelings"][0]["wordings"] == ["Help is coming."]
    assert found["get_help"] == [
        {"text": "Dana can help. Ask first.", "alone": False},
        {"text": "Shout.", "alone": True},
    ]
    assert found["watch_for"] == [{"sign": "Will not wake", "card": "overdose"}]
    assert found["dont_say"][0]["instead"] == "Dana is coming."
    assert found["reviewed"] == "2026-11-21"


def test_another_countrys_numbers_stand_in_for_911() -> None:
    from deskaid.site import Site

    uk = Site(facts={"phone": "0911 988"}, country="GB").card_facts
    assert fill("Call 911. Then 988 or 211, from {{phone}}.", uk) == (
        "Call 999. Then 116 123 or 111, from 0911 988."
    )
    assert fill("Call 911.", Site().card_facts) == "Call 911."
