"""What ships is what the rules say: every card passes lint, and every source is whole."""

from pathlib import Path

import pytest

from deskaid.cards.card import Card, Lead
from deskaid.cards.fill import fill, placeholders
from deskaid.cards.library import Library
from deskaid.cards.lint import lint
from deskaid.cards.plain import plain_lines
from deskaid.cards.sources import load_sources
from deskaid.errors import Refused
from deskaid.facts import FACTS
from deskaid.paths import shipped


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    library = Library(shipped() / "scripts", Path("no-such-folder"))
    found = library.cards()
    assert library.problems == []
    assert found
    return found


def test_no_shipped_card_breaks_a_rule(cards: list[Card]) -> None:
    sources = load_sources(shipped() / "sources.toml")
    newest = max(card.reviewed for card in cards)  # age is the reader's concern, not the build's
    errors = [each for each in lint(cards, sources, today=newest) if each.severity == "error"]
    assert [str(each) for each in errors] == []


def test_no_shipped_card_shows_braces_or_gaps(cards: list[Card]) -> None:
    values = {fact.key: fact.example for fact in FACTS}
    for card in cards:
        for facts in ({}, values):
            for line in plain_lines(card, facts):
                assert "{{" not in line, card.id
                assert "  " not in line, card.id
                assert " ." not in line, card.id
                assert ": ." not in line, card.id


def test_every_shipped_safety_card_acts_first(cards: list[Card]) -> None:
    for card in cards:
        lines = plain_lines(card, {})
        if card.lead is Lead.SAFETY:
            assert lines[2] == "Do now", card.id


def test_a_filled_line_has_no_placeholder_left(cards: list[Card]) -> None:
    for card in cards:
        for line in card.lines():
            assert placeholders(fill(line.text, {})) == ()


def test_sources_name_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    whole = 'title = "A"\npublisher = "B"\nurl = "c"\nkind = "d"\n'
    path.write_text(f"[a]\n{whole}", encoding="utf-8")
    with pytest.raises(Refused, match="source 'a' has no official"):
        load_sources(path)
    path.write_text(f"[a]\n{whole}official = true\nofficiel = true\n", encoding="utf-8")
    with pytest.raises(Refused, match="unknown 'officiel'"):
        load_sources(path)
    path.write_text(f"[a]\n{whole}official = true\n", encoding="utf-8")
    assert load_sources(path, tmp_path / "none.toml")["a"].official
    path.write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(Refused, match="not a source"):
        load_sources(path)
    path.write_text("[a\n", encoding="utf-8")
    with pytest.raises(Refused, match="not valid TOML"):
        load_sources(path)
