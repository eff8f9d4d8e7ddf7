"""The rules of the house: who may import whom, and what waits until the first frame is out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "deskaid"
ROOMS = ("cards", "referrals", "notes")
# The files of a room that draw; every other file of a room runs without Textual.
SCREENS = {
    "cards": {"screen.py", "say_it.py", "phrase_room.py"},
    "referrals": {
        "screen.py",
        "need_menu.py",
        "narrow_panel.py",
        "detail.py",
        "listing_keys.py",
        "prompt.py",
        "list_room.py",
        "form_rows.py",
        "due_room.py",
        "edit_room.py",
        "slip_room.py",
        "qr_room.py",
        "large_room.py",
        "handoff_room.py",
        "import_room.py",
    },
    "notes": {
        "screen.py",
        "unlock.py",
        "create.py",
        "reading.py",
        "area.py",
        "caution_line.py",
        "due_room.py",
        "incident_room.py",
        "retention_room.py",
        "about_room.py",
        "asking.py",
        "care_rooms.py",
        "keys_room.py",
        "new_secret.py",
    },
}
HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "typer", "nacl", "holidays", "segno")


def imported(path: Path) -> set[str]:
    """Return the modules a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_never_import_each_other(room: str) -> None:
    others = tuple(f"deskaid.{other}" for other in ROOMS if other != room)
    for path in (SOURCE / room).rglob("*.py"):
        trespass = {name for name in imported(path) if name.startswith(others)}
        assert not trespass, f"{path.name} imports {trespass}"


def test_the_shell_imports_no_room() -> None:
    rooms = tuple(f"deskaid.{room}" for room in ROOMS)
    for path in (SOURCE / "shell").glob("*.py"):
        trespass = {name for name in imported(path) if name.startswith(rooms)}
        assert not trespass, f"{path.name} imports {trespass}"


@pytest.mark.parametrize("room", ROOMS)
def test_models_parsers_and_stores_run_without_textual(room: str) -> None:
    for path in (SOURCE / room).rglob("*.py"):
        if path.name not in SCREENS[room]:
            drawing = {name for name in imported(path) if name.split(".")[0] == "textual"}
            assert not drawing, f"{path} imports {drawing}"


def test_nothing_happens_on_import(tmp_path: Path) -> None:
    code = "import deskaid.app, deskaid.cards.screen, deskaid.notes.notebook, deskaid.search.query"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_nothing_heavy_is_loaded_when_the_first_frame_is_out(tmp_path: Path) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(
        """
import sys
from deskaid.app import DeskaidApp
loaded = []
class Probe(DeskaidApp):
    async def _after_first_frame(self):
        loaded.extend(name for name in sys.modules if "." not in name)
        self.exit(0)
Probe().run(headless=True)
print(loaded)
""",
        encoding="utf-8",
    )
    said = subprocess.run(
        [sys.executable, str(probe)], check=True, capture_output=True, text=True
    ).stdout
    loaded = ast.literal_eval(said.strip().splitlines()[-1])
    assert "textual" in loaded
    assert not [name for name in HEAVY if name in loaded]


def test_version_and_plain_start_load_no_command_line_parser() -> None:
    code = """
import sys
from deskaid.__main__ import run
run(["--version"])
print(sorted(sys.modules))
"""
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    loaded = ast.literal_eval(said.strip().splitlines()[-1])
    assert not [name for name in ("typer", "textual", "argparse", *HEAVY) if name in loaded]
