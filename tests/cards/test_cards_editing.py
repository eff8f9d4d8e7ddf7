"""Writing an own card: an editor on a draft, lint on return, and never a lost word."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import typer

from deskaid.cards import cli, editing
from deskaid.cards.library import Library
from deskaid.cli import run_command
from deskaid.errors import NothingFound, Refused
from deskaid.paths import Paths

TODAY = date(2026, 11, 21)
GUIDE = Path(__file__).parents[2] / "docs" / "own-cards.md"
SHIPPED = "angry-about-a-fine-or-fee"

Editor = Callable[..., Path]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Set an editor, started as a program of its own, that writes these texts one by one.

    None leaves the file as it is. Returns the file in which it notes what it was given.
    """

    def use(*texts: str | None, code: int = 0) -> Path:
        seen = tmp_path / "seen"
        for number, text in enumerate(texts):
            if text is not None:
                (tmp_path / f"text-{number}").write_text(text, encoding="utf-8")
        script = tmp_path / "an editor.py"
        script.write_text(
            f"""
import pathlib, sys
folder, file = pathlib.Path({str(tmp_path)!r}), pathlib.Path(sys.argv[1])
seen = folder / "seen"
count = len(seen.read_text().splitlines()) if seen.exists() else 0
with seen.open("a") as notes:
    notes.write(file.name + chr(10))
text = folder / f"text-{{count}}"
if text.exists():
    file.write_bytes(text.read_bytes())
sys.exit({code})
""",
            encoding="utf-8",
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')
        monkeypatch.setattr(cli, "has_terminal", lambda: True)
        return seen

    return use


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], list[str]]:
    """Answer every question alike; returns the list of the questions asked."""

    def use(yes: bool) -> list[str]:
        asked: list[str] = []

        def confirm(question: str, **_more: object) -> bool:
            asked.append(question)
            return yes

        monkeypatch.setattr(typer, "confirm", confirm)
        return asked

    return use


def shipped_text(paths: Paths) -> str:
    return (paths.shipped / "scripts" / f"{SHIPPED}.md").read_text(encoding="utf-8")


def own_card(paths: Paths) -> Path:
    return paths.scripts / f"{SHIPPED}.md"


def example() -> str:
    """Return the finished card of the guide."""
    return (
        GUIDE.read_text(encoding="utf-8")
        .split("<!-- card: lost-umbrella -->\n```\n")[1]
        .split("```\n")[0]
    )


def test_the_guides_card_goes_from_empty_to_clean(
    paths: Paths, editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = editor(example())
    assert run_command(["card", "new", "lost-umbrella"]) == 0
    assert seen.read_text().splitlines() == ["lost-umbrella.md.draft"]
    assert "0 errors, 0 warnings." in capsys.readouterr().out
    assert Library(paths.shipped / "scripts", paths.scripts).card("lost-umbrella").local
    assert [path.name for path in paths.scripts.iterdir()] == ["lost-umbrella.md"]


def test_the_guide_shows_the_empty_card_as_it_is() -> None:
    shown = GUIDE.read_text(encoding="utf-8").split("<!-- empty card -->\n```\n")[1].split("```")[0]
    assert shown == editing.EMPTY_CARD.format(id="lost-umbrella", today=TODAY)


def test_the_guide_tells_what_lint_really_says(paths: Paths) -> None:
    paths.scripts.mkdir(parents=True)
    file = paths.scripts / "lost-umbrella.md"
    spoiled = example().replace("Oh no. And in this weather.", "Calm down. We can look for it.")
    spoiled = spoiled.replace(
        "Do: Look in {{lost_and_found}} while they wait.",
        "Do: The shelf by the door is where lost things lie.",
    )
    file.write_text(spoiled, encoding="utf-8")
    said = [str(finding).replace(str(file), file.name) for finding in editing.check(paths)]
    assert len(said) == 2
    assert "\n".join(said) in GUIDE.read_text(encoding="utf-8")


def test_editing_a_shipped_card_copies_it_and_the_copy_replaces_it(
    paths: Paths, editor: Editor, answer: Callable[[bool], list[str]]
) -> None:
    answer(False)
    editor(shipped_text(paths).replace("What happened?", "What was sent?"))
    assert run_command(["card", "edit", SHIPPED]) == 0
    card = Library(paths.shipped / "scripts", paths.scripts).card(SHIPPED)
    assert card.local
    assert "What was sent?" in own_card(paths).read_text(encoding="utf-8")


def test_a_card_left_as_it_was_leaves_nothing_behind(
    paths: Paths, editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    editor(None)
    assert run_command(["card", "edit", SHIPPED]) == 0
    assert list(paths.scripts.iterdir()) == []
    assert "Nothing was changed" in capsys.readouterr().out


def test_a_card_that_does_not_read_is_kept_and_gone_on_with(
    paths: Paths,
    editor: Editor,
    answer: Callable[[bool], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(False)
    broken = shipped_text(paths).replace("lead: feelings", "lead: feeling")
    editor(broken, None)
    assert run_command(["card", "edit", SHIPPED]) == 1
    draft = editing.draft_path(paths, SHIPPED)
    said = capsys.readouterr().out
    assert f"{draft}, line 6: 'feeling' is not a lead. Did you mean 'feelings'?" in said
    assert f"What you wrote is kept in {draft}" in said
    assert draft.read_text(encoding="utf-8") == broken
    assert not own_card(paths).exists()
    assert not Library(paths.shipped / "scripts", paths.scripts).card(SHIPPED).local

    assert run_command(["card", "edit", SHIPPED]) == 1
    assert f"Going on with the draft that was kept: {draft}" in capsys.readouterr().out
    assert draft.read_text(encoding="utf-8") == broken


def test_lint_speaks_on_return_and_the_same_card_is_edited_again(
    paths: Paths, editor: Editor, answer: Callable[[bool], list[str]]
) -> None:
    good = shipped_text(paths).replace("What happened?", "What was sent?")
    asked = answer(True)
    seen = editor(good.replace("What was sent?", "Calm down, please?"), good)
    assert run_command(["card", "edit", SHIPPED]) == 0
    assert asked == ["Edit it again?"]
    assert len(seen.read_text().splitlines()) == 2
    assert own_card(paths).read_text(encoding="utf-8") == good


def test_errors_left_in_a_card_are_told_by_the_exit_code(
    paths: Paths,
    editor: Editor,
    answer: Callable[[bool], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(False)
    editor(shipped_text(paths).replace("What happened?", "Calm down, please?"))
    assert run_command(["card", "edit", SHIPPED]) == 1
    assert "error 11: 'calm down': it judges the feeling." in capsys.readouterr().out


def test_the_version_before_is_kept(
    paths: Paths, editor: Editor, answer: Callable[[bool], list[str]]
) -> None:
    answer(False)
    first = shipped_text(paths).replace("What happened?", "What was sent?")
    paths.scripts.mkdir(parents=True)
    own_card(paths).write_text(first, encoding="utf-8")
    editor(first.replace("What was sent?", "What came?"))
    assert run_command(["card", "edit", SHIPPED]) == 0
    former = paths.scripts / f"{SHIPPED}.md.old"
    assert former.read_text(encoding="utf-8") == first
    assert editing.check(paths, own_card(paths)) == []


def test_an_editor_that_fails_loses_nothing(
    paths: Paths, editor: Editor, capsys: pytest.CaptureFixture[str]
) -> None:
    editor("half a card", code=3)
    assert run_command(["card", "new", "lost-umbrella"]) == 2
    draft = editing.draft_path(paths, "lost-umbrella")
    assert draft.read_text(encoding="utf-8") == "half a card"
    assert f"What you wrote is kept in {draft}" in capsys.readouterr().err


def test_an_editor_that_does_not_exist_is_one_sentence(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "has_terminal", lambda: True)
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    assert run_command(["card", "new", "lost-umbrella"]) == 2
    assert "The editor 'no-such-editor-here' cannot be started" in capsys.readouterr().err


def test_without_a_terminal_it_says_what_to_do(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "has_terminal", lambda: False)
    assert run_command(["card", "new", "lost-umbrella"]) == 2
    assert "Use --no-editor" in capsys.readouterr().err
    assert not paths.scripts.exists()


def test_without_an_editor_the_draft_is_written_by_any_program_and_taken_in(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = editing.draft_path(paths, "lost-umbrella")
    assert run_command(["card", "new", "lost-umbrella", "--no-editor"]) == 0
    assert f"Edit {draft}" in capsys.readouterr().out
    assert run_command(["card", "check"]) == 1
    assert "16 lines still have a blank '___', this one first." in capsys.readouterr().out
    draft.write_text(example(), encoding="utf-8")
    assert run_command(["card", "check"]) == 0
    assert "This draft is not a card yet." in capsys.readouterr().out
    assert run_command(["card", "edit", "lost-umbrella", "--no-editor"]) == 0
    assert not draft.exists()
    assert run_command(["card", "check", "lost-umbrella"]) == 0


def test_ids_that_cannot_be_are_refused(paths: Paths) -> None:
    for name in ("Lost Umbrella", "../up", "phrases-own", ""):
        with pytest.raises(Refused):
            editing.new_draft(paths, name, today=TODAY)
    with pytest.raises(Refused, match=f"deskaid card edit {SHIPPED}"):
        editing.new_draft(paths, SHIPPED, today=TODAY)
    with pytest.raises(NothingFound, match=SHIPPED):
        editing.edit_draft(paths, SHIPPED + "s")
    with pytest.raises(NothingFound):
        editing.edit_draft(paths, "../../up")
    assert not paths.scripts.exists()


def test_the_editor_is_the_one_that_was_set() -> None:
    both = {"VISUAL": "code --wait", "EDITOR": "vi"}
    assert editing.editor_command(both) == ["code", "--wait"]
    assert editing.editor_command({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    windows = {"EDITOR": '"C:\\Program Files\\Edit\\edit.exe" -n'}
    assert editing.editor_command(windows, platform="win32") == [
        "C:\\Program Files\\Edit\\edit.exe",
        "-n",
    ]


def test_notepad_is_there_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"C:\\{name}.exe" if name == "notepad" else "")
    assert editing.editor_command({}, platform="win32") == ["C:\\notepad.exe"]
    with pytest.raises(Refused, match="No editor is set"):
        editing.editor_command({}, platform="linux")
