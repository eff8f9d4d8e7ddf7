"""The phrases room: found like cards, read like cards, one key away from the situations."""

from collections.abc import Callable

from at_the_desk import open_desk
from deskaid.paths import Paths

OWN = """\
---
id: saying-no
title: Saying no
letter: n
find: say no, saying no
sources: dowd-empathy
reviewed: 2026-11-21
reviewer: Head of Circulation
---
## When
- Our own way.

## Phrases
- Say: "Our own no."
"""


async def test_a_phrase_is_two_keys_after_the_situations(
    ready: Paths, golden: Callable[[str, str], None]
) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "P")
        golden("phrases", desk.text)
        await desk.press("n")
        golden("phrases-saying-no", desk.text)


async def test_the_phrase_under_the_cursor_stands_alone_on_the_third_row(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("escape", "P", "n")
        assert 'SAY  "I have to say no to that."' in desk.line(3)
        await desk.press("down")
        assert '"I\'d rather be clear now than waste your time."' in desk.line(3)
        await desk.press("right")
        assert desk.line(1).startswith(" Phrases: Handing over")
        assert '"Let me bring in Dana. Is that okay?"' in desk.line(3)


async def test_escape_goes_back_to_the_moments_and_then_out(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "P", "g", "escape")
        assert desk.line(1).startswith(" Phrases  ")
        await desk.press("escape")
        assert desk.line(1).startswith(" Say it")


async def test_every_phrase_fits_its_row(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.press("f2", "P")
        assert "…" not in desk.text
        moments = desk.app.files.phrasebook.moments()
        await desk.press("g")
        for moment in moments:
            assert desk.line(1).startswith(f" Phrases: {moment.title}")
            assert "…" not in desk.text
            assert desk.text.count('"') == 2 * (len(moment.lines) + 1 + 2 * len(moment.avoid))
            assert desk.line(4).strip() == ""
            await desk.press("right")


async def test_typing_how_to_say_no_leads_to_its_phrases(ready: Paths) -> None:
    async with open_desk(ready) as desk:
        await desk.type("how to say no")
        assert "1 Saying no" in desk.line(5)
        assert "phrases" in desk.line(5)
        await desk.press("enter")
        assert desk.line(1).startswith(" Phrases: Saying no")
        await desk.press("escape")
        assert desk.line(1).startswith(" Desk")
        await desk.press("f8")
        assert desk.line(1).startswith(" Phrases: Saying no")


async def test_the_librarys_own_phrases_replace_the_shipped_ones(ready: Paths) -> None:
    folder = ready.scripts / "phrases"
    folder.mkdir(parents=True)
    (folder / "saying-no.md").write_text(OWN, encoding="utf-8")
    async with open_desk(ready) as desk:
        await desk.press("f2", "P", "n")
        assert 'SAY  "Our own no."' in desk.line(3)


async def test_letters_switched_off_still_open_the_phrases_from_the_menu(ready: Paths) -> None:
    ready.settings.write_text("single_keys = false\n", encoding="utf-8")
    async with open_desk(ready) as desk:
        await desk.press("f2", "P", "h")
        assert desk.line(1).startswith(" Phrases: Handing over")
