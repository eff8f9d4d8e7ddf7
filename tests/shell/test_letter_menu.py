"""The letters of Say it can be given to other cards in settings.toml."""

from at_the_desk import open_desk
from deskaid.doctor import examine
from deskaid.paths import Paths


def choose(paths: Paths, text: str) -> None:
    paths.settings.write_text(text, encoding="utf-8")


async def test_an_own_letter_opens_the_own_card(ready: Paths) -> None:
    choose(ready, '[menu]\nf = "choking"\n')
    async with open_desk(ready) as desk:
        await desk.press("f2")
        assert "> f  Breathing help" in desk.text
        assert "Fee question" not in desk.text
        await desk.press("f")
        assert "0 NOW" in desk.line(1)


async def test_a_card_that_moves_leaves_its_old_letter_and_keeps_its_label(ready: Paths) -> None:
    choose(ready, '[menu]\nq = "angry-about-a-fine-or-fee"\n')
    async with open_desk(ready) as desk:
        await desk.press("f2")
        assert "q  Fee question" in desk.text
        assert desk.text.count("Fee question") == 1
        await desk.press("f")
        assert desk.line(1).startswith(" Say it")
        await desk.press("q")
        assert desk.line(1).startswith(" Fee question")


async def test_a_group_whose_letter_was_given_away_is_still_there(ready: Paths) -> None:
    choose(ready, '[menu]\nm = "choking"\n')
    async with open_desk(ready) as desk:
        await desk.press("f2")
        assert "Money & accounts" in desk.text
        assert "m  Money" not in desk.text
        await desk.press("right", "enter")
        assert "Money & accounts" in desk.line(1)


async def test_a_card_that_does_not_exist_is_one_sentence_and_the_letter_stays(
    ready: Paths,
) -> None:
    choose(ready, '[menu]\nf = "chocking"\nc = "choking"\n')
    async with open_desk(ready) as desk:
        assert desk.app.files.troubles == []
        await desk.press("f2")
        said = [f"{note.title} {note.message}" for note in desk.app._notifications]
        assert len(said) == 1
        assert "'menu.f' leads to no card 'chocking'. Did you mean 'choking'?" in said[0]
        await desk.press("f")
        assert desk.line(1).startswith(" Fee question")


async def test_two_letters_in_one_are_one_sentence_at_the_start(ready: Paths) -> None:
    choose(ready, '[menu]\nff = "choking"\n')
    async with open_desk(ready) as desk:
        assert len(desk.app.files.troubles) == 1
        assert "'menu.ff' is not one letter." in str(desk.app.files.troubles[0])


def test_the_doctor_names_the_wrong_card(ready: Paths) -> None:
    choose(ready, '[menu]\nf = "chocking"\n')
    found = [str(check) for check in examine(ready)]
    assert [line for line in found if "leads to no card 'chocking'" in line]
