"""Phrases on the command line: found and read like cards."""

import json

import pytest

from deskaid.cli import run_command
from deskaid.paths import Paths


def test_what_find_names_say_prints(ready: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["find", "--json", "how to say no"]) == 0
    row = json.loads(capsys.readouterr().out)[0]
    assert row == {"kind": "phrases", "id": "phrases-saying-no", "title": "Saying no"}
    assert run_command(["say", str(row["id"])]) == 0
    said = capsys.readouterr().out
    assert said.startswith('Saying no\nThe answer is no, and it will stay no.\n\nSay: "I have to')
    assert 'Not: "It\'s policy." Instead: "I have to say no. Here is why."' in said
    assert run_command(["find", "how", "to", "say", "no"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "phrases: Saying no. deskaid say phrases-saying-no"


def test_phrases_as_data_have_this_librarys_names(
    ready: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["say", "phrases-handing-over", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["id"] == "phrases-handing-over"
    assert data["phrases"][0]["text"] == "Let me bring in Dana. Is that okay?"
    assert run_command(["say", "phrases-nothing"]) == 1
