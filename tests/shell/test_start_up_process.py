"""Why a start is quick, seen in a real terminal: what is not there at the first frame.

How quick is measured in `benchmarks/start_up.py`; here stand the causes.
"""

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from deskaid.paths import Paths

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from real_terminal import Terminal, make_notebook

SOURCE = str(Path(__file__).parents[2] / "src")
HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "typer", "nacl")
"""Issue 6: none of them before the first frame; an idle program holds none either."""
ROOMS = (
    "deskaid.cards.parser",
    "deskaid.cards.phrase_room",
    "deskaid.cards.say_it",
    "deskaid.cards.screen",
    "deskaid.notes.about_room",
    "deskaid.notes.create",
    "deskaid.notes.reading",
    "deskaid.notes.screen",
    "deskaid.notes.unlock",
    "deskaid.referrals.browse.detail",
    "deskaid.referrals.browse.screen",
    "deskaid.referrals.handing",
    "deskaid.referrals.import_room",
    "deskaid.referrals.importing",
    "deskaid.referrals.model",
    "deskaid.referrals.store",
    "deskaid.referrals.tending.due_room",
    "deskaid.referrals.tending.edit_room",
    "deskaid.search.index",
    "deskaid.shell.help",
    "deskaid.shell.palette",
    "deskaid.shell.urgent",
)
LATER = ("deskaid.notes.notebooks", "deskaid.prepare", "deskaid.preview", "deskaid.shell.watch")
"""What is loaded once the first frame is out."""

# Writes what is loaded when the screen's process first hands the whole frame to its terminal, and
# again whenever it is asked with SIGUSR1. Python imports it by itself (`site`).
WITNESS = """
import gc, importlib.util, json, os, signal, sys

def tell(name):
    seen = {"pid": os.getpid(), "modules": sorted(sys.modules), "collects": gc.isenabled(),
            "frozen": gc.get_freeze_count()}
    path = os.path.join(os.environ["WITNESS"], name)
    with open(path + ".new", "w") as file:
        json.dump(seen, file)
    os.replace(path + ".new", path)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name != "textual.drivers._writer_thread":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module
        def load_and_watch(module):
            load(module)
            write = module.WriterThread.write
            def watched(thread, text):
                if "Say it" in text and not os.path.exists(os.environ["WITNESS"] + "/frame"):
                    tell("frame")
                write(thread, text)
            module.WriterThread.write = watched
        spec.loader.exec_module = load_and_watch
        return spec

sys.meta_path.insert(0, Finder())
signal.signal(signal.SIGUSR1, lambda *_: tell("asked"))
"""


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the screen's process tells what it has loaded."""
    folder = tmp_path / "witness"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    inherited = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), inherited))))
    monkeypatch.setenv("WITNESS", str(folder))
    return folder


def seen(folder: Path, name: str) -> Any:
    """Return what was told under ``name``, once it is there."""
    end = time.monotonic() + 15
    while not (folder / name).exists():
        assert time.monotonic() < end, f"nothing was told at the {name}"
        time.sleep(0.02)
    return json.loads((folder / name).read_text(encoding="utf-8"))


def loaded(modules: list[str], names: tuple[str, ...]) -> list[str]:
    """Return those of ``modules`` that are one of ``names`` or in one."""
    return [m for m in modules if any(m == name or m.startswith(f"{name}.") for name in names)]


def test_the_first_frame_holds_no_orm_and_no_room(ready: Paths, witness: Path) -> None:
    make_notebook()
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        frame = seen(witness, "frame")
    assert frame["pid"] != terminal.launcher
    assert loaded(frame["modules"], HEAVY) == []
    assert loaded(frame["modules"], ROOMS) == []
    assert loaded(frame["modules"], LATER) == []
    assert not frame["collects"]


def test_the_first_frame_can_already_answer(ready: Paths, witness: Path) -> None:
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        frame = seen(witness, "frame")
    assert {"sqlite3", "deskaid.search.query"} <= set(frame["modules"])


def test_an_idle_program_holds_no_orm_no_importer_and_collects_again(
    ready: Paths, witness: Path
) -> None:
    make_notebook()
    with Terminal() as terminal:
        terminal.wait_for("F2 Say it")
        terminal.read(2.0)
        os.kill(seen(witness, "frame")["pid"], signal.SIGUSR1)
        idle = seen(witness, "asked")
    assert loaded(idle["modules"], LATER[1:]) == list(LATER[1:])  # so it was asked late enough
    assert loaded(idle["modules"], HEAVY) == []
    assert loaded(idle["modules"], ROOMS) == []
    assert idle["collects"]
    assert idle["frozen"] > 10_000


def test_no_key_typed_during_the_start_is_lost(ready: Paths) -> None:
    with Terminal() as terminal:
        begun = time.monotonic()
        for number, letter in enumerate("abcdefghijklmnopqrstuvwxy"):  # 5 to 245 ms after it
            time.sleep(max(0.0, begun + 0.005 + number * 0.01 - time.monotonic()))
            terminal.press(letter.encode())
        terminal.wait_for("> abcdefghijklmnopqrstuvwxy")


def test_what_is_pasted_during_the_start_stands_in_its_place(ready: Paths) -> None:
    with Terminal() as terminal:
        terminal.press(b"a\x1b[200~pasted\x1b[201~z")
        terminal.wait_for("> apastedz")


def test_a_key_typed_at_once_finds_what_it_asks_for(ready: Paths) -> None:
    with Terminal() as terminal:
        terminal.press(b"fine")
        terminal.wait_for("Angry about a fine or fee")


def test_the_launcher_holds_little_for_as_long_as_the_desk_is_open() -> None:
    program = """
import sys
sys.modules.pop("typing", None)  # whatever the interpreter brought is not the launcher's
before = set(sys.modules)
import deskaid.__main__, deskaid.launcher, deskaid.terminal
from deskaid.hardening import harden
harden()
print(sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": SOURCE})  # fmt: skip
    assert done.returncode == 0, done.stderr
    held = {"typing", "re", "enum", "contextlib", "signal", "collections", "textual"}
    assert not held & set(ast.literal_eval(done.stdout)), done.stdout


def test_importing_the_app_does_nothing_else(ready: Paths) -> None:
    """A launcher may load it before it forks: no thread, no open file, nothing of the desk read."""
    program = f"""
import gc, os, sys, threading
opened = []
sys.addaudithook(lambda event, values: event == "open" and opened.append(str(values[0])))
before = os.listdir("/dev/fd")
import deskaid.app, deskaid.prepare, deskaid.search.query
assert threading.active_count() == 1
assert gc.isenabled()
assert os.listdir("/dev/fd") == before, before
assert not [path for path in opened if path.startswith({str(ready.config.parent)!r})], opened
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
