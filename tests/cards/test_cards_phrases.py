"""Phrases are files like cards: read strictly, linted line by line, replaced by the library's."""

import shutil
from pathlib import Path

import pytest

from deskaid.cards.lint import lint_paths
from deskaid.cards.phrasebook import ORDER, Phrasebook, parse_moment
from deskaid.cards.problem import CardProblem
from deskaid.errors import NothingFound
from deskaid.paths import Paths, shipped

MOMENT = """\
---
id: our-tour
title: Showing around
letter: t
find: tour, show around, new here, first visit, toor
sources: dowd-empathy
reviewed: 2026-11-21
reviewer: Head of Circulation
---
## When
- Somebody is new here.

## Phrases
- Say: "I can show you around." (walk beside them)
- Ask: "What would you like to see first?"
- Say: "This is the quiet side."
- Say: "The forms are over here."
- Say: "You can sit anywhere."
- Say: "I'm at the desk all day."

## Don't say
- "Just look around." -> "I can show you around."
"""


def put(folder: Path, text: str, name: str = "our-tour") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_moment_of_a_talk_is_shipped_and_clean() -> None:
    found = Phrasebook(shipped(), shipped() / "none")
    assert [moment.id for moment in found.moments()] == list(ORDER)
    assert found.problems == []
    assert [str(each) for each in lint_paths([shipped() / "phrases"])] == []
    letters = [moment.letter for moment in found.moments()]
    assert len(set(letters)) == len(letters)


def test_a_moment_is_read_with_its_remarks() -> None:
    moment = parse_moment(MOMENT, Path("our-tour.md"))
    assert moment.when == "Somebody is new here."
    assert moment.lines[0].aside == "walk beside them"
    assert moment.avoid[0].instead == "I can show you around."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('- Say: "You can sit', '- Do: "You can sit', "Only what is said aloud"),
        ('- Say: "You can sit', "- You can sit", "line starts with"),
        ("letter: t", "letter: tt", "'tt' is not one letter"),
        ("- Somebody is new here.", "- One.\n- Two.", "'When' is one line"),
        ("## Phrases", "## Phrase", "Did you mean 'Phrases'"),
        ("find: tour", "finde: tour", "'finde' is not a header key"),
        ("id: our-tour", "id: a-tour", "is not the file's name"),
    ],
)
def test_a_slip_names_its_line(old: str, new: str, says: str) -> None:
    with pytest.raises(CardProblem) as caught:
        parse_moment(MOMENT.replace(old, new), Path("our-tour.md"))
    assert says in str(caught.value)
    assert caught.value.line > 0


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("You can sit anywhere.", "You can sit in any of the chairs that you see in here.", 4),
        ("walk beside them", "walk beside them and never in front of them", 6),
        ("You can sit anywhere.", "Accessibility is here.", 10),
        ("You can sit anywhere.", "Please calm down.", 11),
        ("dowd-empathy", "dowd-empaty", 15),
        ("dowd-empathy", "", 15),
        ("You can sit anywhere.", "Call 217-555-0100.", 17),
        ("tour, show around, new here, first visit, toor", "tour, toor", 40),
        ('- Say: "You can sit anywhere."\n', "", 40),
        ('- "Just look around." -> "I can show you around."\n', "", 40),
        ("Somebody is new here.", "Somebody is new here and " + "looks " * 8, 40),
    ],
)
def test_lint_fires_on_a_spoiled_moment_only(tmp_path: Path, old: str, new: str, rule: int) -> None:
    folder = tmp_path / "phrases"
    assert lint_paths([put(folder, MOMENT)]) == []
    found = lint_paths([put(folder, MOMENT.replace(old, new))])
    assert [each.rule for each in found] == [rule]
    assert found[0].row > 0
    assert found[0].remedy


def test_two_moments_with_one_letter_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    put(folder, MOMENT)
    put(folder, MOMENT.replace("id: our-tour", "id: your-tour"), "your-tour")
    assert [each.rule for each in lint_paths([folder])] == [41]


def test_lint_of_everything_looks_at_phrases_too(paths: Paths) -> None:
    put(paths.scripts / "phrases", MOMENT.replace("You can sit anywhere.", "Please calm down."))
    own = [each for each in lint_paths(local=paths.scripts) if each.path.endswith("our-tour.md")]
    assert [each.rule for each in own] == [11]


def test_own_phrases_replace_the_shipped_and_broken_ones_hide_none(paths: Paths) -> None:
    book = Phrasebook(paths.shipped, paths.scripts)
    before = book.fingerprint()
    own = put(paths.scripts / "phrases", MOMENT.replace("our-tour", "greeting"), "greeting")
    assert book.moment("greeting").title == "Showing around"
    assert book.moment("phrases-greeting").local
    assert book.fingerprint() != before
    own.write_text("nothing", encoding="utf-8")
    assert book.moment("greeting").title == "Greeting"
    assert [problem.path for problem in book.problems] == [own]
    with pytest.raises(NothingFound, match="phrases-greeting"):
        book.moment("phrases-greting")


def test_moving_the_program_makes_no_index_anew(paths: Paths, tmp_path: Path) -> None:
    here = Phrasebook(paths.shipped, paths.scripts).fingerprint()
    moved = tmp_path / "elsewhere"
    shutil.copytree(paths.shipped / "phrases", moved / "phrases")  # times and all
    assert Phrasebook(moved, paths.scripts).fingerprint() == here
