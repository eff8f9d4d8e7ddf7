"""The README tells the truth: its screens, its keys, its two commands."""

import subprocess
import sys

from readme import README, ROOT, renewed

RUN = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/deskaid"
TEST = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]" && .venv/bin/pytest'


def test_screens_and_keys_are_the_programs_own() -> None:
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "run: python tests/readme.py"
    assert "<!-- screen: " in text
    assert "`F12`" in text


def test_both_commands_stand_in_it_and_ci_runs_the_second() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count(f"\n{RUN}\n") == 1
    assert text.count(f"\n{TEST}\n") == 1
    assert TEST in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_command_in_it_exists() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "deskaid", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name in ("find", "say", "show", "import", "note", "notebook", "lint", "doctor", "paths"):
        assert f"deskaid {name}" in README.read_text(encoding="utf-8")
        assert f"  {name}" in said


def test_no_registry_is_named_anywhere() -> None:
    names = ("pypi" + ".org", "python" + "hosted", "npm" + "js")
    for path in [*ROOT.glob("*.md"), ROOT / "pyproject.toml", *(ROOT / "src").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path
