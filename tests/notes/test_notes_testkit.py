"""Files of format 1, each with one thing wrong or none, and what must come of it for ever."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from deskaid.errors import DeskaidError
from deskaid.notes.notebook import Notebook
from deskaid.paths import Paths
from notes_desk import PASSPHRASE, Desk, texts

KIT = Path(__file__).parent / "fixtures" / "format1"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((KIT / "expected.toml").read_text("utf-8"))


def opened(desk: Desk, wanted: dict[str, Any]) -> Notebook:
    [cover] = desk.notes.covers()
    if code := wanted.get("code"):
        return desk.notes.recover(cover.id, code)
    return desk.notes.unlock(cover.id, wanted.get("phrase", PASSPHRASE))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_of_format_1_reads_as_it_always_did(name: str, paths: Paths) -> None:
    wanted = EXPECTED[name]
    desk = Desk(paths)
    desk.wait(wanted.get("later", 0))
    desk.path.parent.mkdir(parents=True)
    shutil.copy(KIT / f"{wanted.get('file', name)}.db", desk.path)
    before = desk.path.read_bytes()
    if "error" in wanted:
        with pytest.raises(DeskaidError, match=wanted["says"]) as caught:
            opened(desk, wanted)
        assert type(caught.value).__name__ == wanted["error"]
        assert desk.path.read_bytes() == before, "left as it is, for whoever repairs it"
        return
    notebook = opened(desk, wanted)
    assert texts(notebook) == wanted.get("texts", ["first", "second", "third"])
    assert [item.text for item in notebook.dropped()] == wanted.get("dropped", ["waiting"])
    assert notebook.hold is wanted.get("hold", False)
    if alarm := wanted.get("alarm"):
        assert any(alarm in told for told in notebook.alarms), notebook.alarms
        assert notebook.read_only
        assert desk.path.read_bytes() == before, "an alarm changes nothing"
    else:
        assert notebook.alarms == ()
        assert notebook.take_in().unreadable == wanted.get("lost", 0)
        notebook.save("life goes on")
        assert "life goes on" in texts(opened(desk, wanted))


def test_every_file_of_the_kit_is_expected_and_every_expectation_has_its_file() -> None:
    files = {path.stem for path in KIT.glob("*.db")}
    assert files == {wanted.get("file", name) for name, wanted in EXPECTED.items()}
