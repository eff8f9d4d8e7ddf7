"""Every card fits 80x24: each step, each wording, in English, both languages and Spanish."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from at_the_desk import SITE, AtTheDesk, open_desk
from deskaid.cards import page, reader
from deskaid.cards.card import Card, Line
from deskaid.cards.library import Library
from deskaid.cards.reader import Language
from deskaid.cards.rules.spanish import WIDEST
from deskaid.cards.screen import CardRoom
from deskaid.facts import FACTS
from deskaid.paths import Paths, shipped

Golden = Callable[[str, str], None]

WIDTH = 78  # 80 columns and their margins, as the room draws them
ROWS = 24 - 3  # without the title bar, the rule and the keys
MOST_SIGNS = 7  # what cards.tcss gives them
LIBRARY = Library(shipped() / "scripts", Path("no-such-folder"))
CARDS = {card.id: card for card in LIBRARY.cards()}
TITLES = {card.id: card.title for card in CARDS.values()}
DESKS: dict[str, Mapping[str, str]] = {
    "nothing set": {},
    "a library": {k: v for k, v in tomllib.loads(SITE).items() if isinstance(v, str)},
    "all set": {fact.key: fact.example for fact in FACTS},
}
# As wide as lint lets a line be, in words that wrap badly.
WIDE = " ".join(["palabritas"] * 6)[: WIDEST - 2]


def pages(
    card: Card, facts: Mapping[str, str], pairs: Mapping[Line, Line], notice: str
) -> Iterator[page.Page]:
    """Yield all that the room can show of ``card``."""
    steps = reader.steps(card, facts, pairs)
    for language in Language:
        for step in range(len(steps)):
            for wording in range(steps[step].wordings(language)):
                yield page.Page(
                    card,
                    steps,
                    facts,
                    step=step,
                    wording=wording,
                    language=language,
                    notice="" if language is Language.ENGLISH else notice,
                )


def text_of(row: page.Row) -> str:
    return "".join(text for text, _ in row)


def check(each: page.Page) -> None:
    """Fail where a line of the page is cut, or pushed off the screen."""
    where = f"{each.card.id}, {each.steps[each.step].name} {each.wording + 1} in {each.language}"
    signs = page.sign_rows(each.card, TITLES, each.facts, WIDTH)
    rows = each.rows(WIDTH)
    assert len(signs) <= MOST_SIGNS, where
    assert len(rows) + len(signs) <= ROWS, where
    assert max(len(text_of(row).rstrip()) for row in (*rows, *signs)) <= 80, where
    whole = " ".join(" ".join(text_of(row[1:2]) for row in rows[1:]).split())
    for line in reader.shown(
        each.card,
        each.steps[each.step],
        each.facts,
        wording=each.wording,
        language=each.language,
    ):
        assert " ".join(line.text.split()) in whole, where
        assert line.beneath in whole, where
    if each.steps[each.step].name in ("feelings", "problem"):
        assert text_of(rows[1])[1:4] in ("SAY", "ASK"), f"{where}: the third row is spoken"


@pytest.mark.parametrize("desk", DESKS)
def test_every_card_fits_in_every_language(desk: str) -> None:
    facts = DESKS[desk]
    assert len(CARDS) >= 134
    for card in CARDS.values():
        spanish = LIBRARY.spanish(card)
        pairs = spanish.pairs(card) if spanish else {}
        notice = f"Español: {spanish.reviewer}" if spanish else page.NO_SPANISH
        for each in pages(card, facts, pairs, notice):
            check(each)


def test_every_card_fits_with_the_longest_spanish_that_lint_lets_pass() -> None:
    for card in CARDS.values():
        pairs = {
            line: replace(line, text=WIDE, wordings=(WIDE,) * len(line.wordings))
            for line in card.spoken()
        }
        for each in pages(card, {}, pairs, page.NO_SPANISH):
            check(each)


def test_signs_and_help_are_whole() -> None:
    for card in CARDS.values():
        rows = page.sign_rows(card, TITLES, {}, WIDTH)
        whole = " ".join(" ".join(text_of(row) for row in rows).split())
        for sign in card.watch_for:
            assert f"{TITLES[sign.card]}" in whole, card.id
        assert "..." not in whole, card.id


def fullest(count: int) -> list[str]:
    """Return the ids of the cards that need most rows, and one of each lead."""

    def height(card: Card) -> int:
        spanish = LIBRARY.spanish(card)
        pairs = spanish.pairs(card) if spanish else {}
        signs = len(page.sign_rows(card, TITLES, {}, WIDTH))
        return signs + max(len(each.rows(WIDTH)) for each in pages(card, {}, pairs, ""))

    ordered = sorted(CARDS.values(), key=height, reverse=True)
    first = {card.lead: card.id for card in CARDS.values()}
    return list(dict.fromkeys([*(card.id for card in ordered[:count]), *first.values()]))


@pytest.mark.parametrize("card_id", fullest(5))
async def test_the_screen_shows_just_those_rows(card_id: str, ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.app.push_screen(CardRoom(CARDS[card_id]))
        await desk.pilot.pause(0.05)
        room = desk.app.screen
        assert isinstance(room, CardRoom)
        for _ in Language:
            for step in range(len(room.steps)):
                assert_drawn(desk, room)
                if step < len(room.steps) - 1:
                    await desk.press("space")
            for _ in room.steps:
                await desk.press("backspace")
            await desk.press("e")
        assert room.language is Language.ENGLISH


def assert_drawn(desk: AtTheDesk, room: CardRoom) -> None:
    """Compare the whole screen with the rows that the tests above measure."""
    facts = desk.app.files.facts
    shown = desk.text.split("\n")
    spanish = LIBRARY.spanish(room.card)
    notice = f"Español: {spanish.reviewer}" if spanish else page.NO_SPANISH
    now = page.Page(
        room.card,
        room.steps,
        facts,
        step=room.step,
        language=room.language,
        notice="" if room.language is Language.ENGLISH else notice,
    )
    rows = [text_of(row).rstrip() for row in now.rows(WIDTH)]
    signs = [text_of(row).rstrip() for row in page.sign_rows(room.card, TITLES, facts, WIDTH)]
    assert shown[0].startswith(f" {room.card.neutral}  ")
    assert shown[1 : 1 + len(rows)] == rows
    rule = next(number for number, line in enumerate(shown) if line.startswith(" ──"))
    assert shown[rule + 1 : rule + 1 + len(signs)] == signs
    assert shown[23].startswith(" Space Next step   e Español")
    assert not any(shown[1 + len(rows) : rule]), "nothing else between the card and its signs"


# The key.

OWN = """\
---
id: angry-about-a-fine-or-fee
language: es
reviewed: 2026-11-21
reviewer: {reviewer}
---
## Step 1: Feelings
- Say: "Qué mala sorpresa."
- Or: "Le escucho."
- Ask: "¿Qué pasó?"

## Step 2: Problem
- Say: "Vamos a verlo."
- Ask: "¿Cuál prefiere?"
"""
FIRST = "SAY  \"That's a bad surprise. I can see why you're upset.\""


@pytest.fixture
def own_spanish(ready: Paths) -> Paths:
    """A desk with Spanish of its own for one card; another of its cards has none."""
    folder = ready.scripts / "es"
    folder.mkdir(parents=True)
    reviewer = "Ana, native speaker on staff"
    fee = "angry-about-a-fine-or-fee"
    (folder / f"{fee}.md").write_text(OWN.format(reviewer=reviewer), encoding="utf-8")
    threat = (ready.shipped / "scripts" / "threat-to-hurt-someone.md").read_text(encoding="utf-8")
    spoken = next(line for line in threat.split("\n") if line.startswith("- Say:"))
    changed = threat.replace(spoken, '- Say: "I hear how hard this is."')
    (ready.scripts / "threat-to-hurt-someone.md").write_text(changed, encoding="utf-8")
    return ready


async def test_one_key_leads_from_english_to_both_to_spanish_and_back(own_spanish: Paths) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f")
        english = desk.text
        assert "Qué" not in english
        await desk.press("e")
        assert desk.line(2) == " Español: Ana, native speaker on staff"
        assert desk.line(3).startswith(f" {FIRST}")
        assert desk.line(4) == ' ES   "Qué mala sorpresa."'
        assert desk.line(1) == english.split("\n")[0], "the title bar stays neutral"
        await desk.press("e")
        assert desk.line(3).startswith(' SAY  "Qué mala sorpresa."')
        assert "bad surprise" not in desk.text
        assert "DO   Stop typing." in desk.text, "what is done is in English"
        await desk.press("e")
        assert desk.text == english


async def test_the_language_stays_from_step_to_step(own_spanish: Paths) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "e", "e", "space")
        assert desk.line(2) == ' done: "Qué mala sorpresa."'
        assert desk.line(3) == ' SAY  "Vamos a verlo."'
        assert 'ASK  "¿Cuál prefiere?"' in desk.text
        await desk.press("backspace")
        assert desk.line(3).startswith(' SAY  "Qué mala sorpresa."')


async def test_spanish_has_as_many_wordings_as_it_has(own_spanish: Paths) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "right", "right")
        assert "<- 3 of 3 ->" in desk.line(3)
        await desk.press("e")
        assert "<- 3 of 3 ->" in desk.line(3)
        assert desk.line(4) == ' ES   "Qué mala sorpresa."', "no third wording in Spanish"
        await desk.press("e")
        assert "<- 1 of 2 ->" in desk.line(3)
        await desk.press("right")
        assert desk.line(3).startswith(' SAY  "Le escucho."')
        assert "<- 2 of 2 ->" in desk.line(3)


async def test_a_sign_keeps_the_language_and_says_quietly_where_there_is_none(
    own_spanish: Paths,
) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "e", "e", "x")
        assert desk.line(1).startswith(" Give space ")
        for _ in range(3):
            assert desk.line(2) == f" {page.NO_SPANISH}"
            await desk.press("space")
        await desk.press("e")
        assert page.NO_SPANISH not in desk.text
        assert "done: " in desk.line(2)


async def test_a_sign_that_leads_nowhere_keeps_no_card_off_the_screen(ready: Paths) -> None:
    fee = "angry-about-a-fine-or-fee"
    text = (ready.shipped / "scripts" / f"{fee}.md").read_text(encoding="utf-8")
    ready.scripts.mkdir(parents=True)
    (ready.scripts / f"{fee}.md").write_text(
        text.replace("-> threat-to-hurt-someone", "-> no-such-card"), encoding="utf-8"
    )
    async with open_desk(ready) as desk:
        await desk.press("f2", "f")
        assert desk.line(3).startswith(f" {FIRST}")
        assert ": x  no such card" in desk.text
        await desk.press("x")
        assert "There is no card 'no-such-card'." in desk.text


async def test_the_next_patron_is_met_in_english(own_spanish: Paths) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "e", "e", "f5", "f2", "f")
        assert desk.line(3).startswith(f" {FIRST}")


async def test_the_letter_can_be_moved(own_spanish: Paths) -> None:
    own_spanish.settings.write_text('[keys]\n"card.spanish.letter" = "t"\n', encoding="utf-8")
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "e")
        assert desk.line(3).startswith(f" {FIRST}")
        assert desk.line(4) == ""
        await desk.press("t")
        assert desk.line(4) == ' ES   "Qué mala sorpresa."'


async def test_both_languages_on_one_screen(own_spanish: Paths, golden: Golden) -> None:
    async with open_desk(own_spanish) as desk:
        await desk.press("f2", "f", "e")
        golden("card-both-languages", desk.text)
        await desk.press("e")
        golden("card-spanish", desk.text)
