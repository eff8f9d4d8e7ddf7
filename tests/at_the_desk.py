"""What a person sees: the screen as text, and a desk to press keys on."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from textual.pilot import Pilot

from deskaid.app import DeskaidApp
from deskaid.notes.kdf import Kdf
from deskaid.notes.notebooks import Notes
from deskaid.paths import Paths

# A Saturday afternoon in November: the clock of every golden screen.
NOW = datetime(2026, 11, 21, 16, 42, tzinfo=ZoneInfo("America/Chicago"))
# A key derivation that tests can afford; the real one is measured in benchmarks.
CHEAP = Kdf(19 * 1024, 1)
GOLDENS = Path(__file__).parent / "goldens"
SITE = """\
name = "Maple Street Library"
address = "40 Maple Street, Springfield"
entrance = "The door on Oak Lane"
phone = "217-555-0100"
time_zone = "America/Chicago"
pic = "Dana"
pic_phone = "ext. 204"
security = "Officer Lee"
security_phone = "ext. 911"
aed_at = "wall by the lift"

[hours]
saturday = "9:00-20:00"
"""


def screen_text(app: DeskaidApp) -> str:
    """Return the screen as rows of text, trailing spaces cut.

    `Compositor.render_strips` is private to Textual; it is called here only.
    """
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


@dataclass
class AtTheDesk:
    """A running desk."""

    app: DeskaidApp
    pilot: Pilot[Any]

    async def press(self, *keys: str) -> None:
        """Press keys as a person would, and wait until the screen is quiet."""
        await self.pilot.press(*keys)
        await self.pilot.pause(0.05)

    async def type(self, text: str) -> None:
        """Type ``text`` key by key; a digit is held back for a moment, as at a real desk."""
        names = {" ": "space", "-": "minus", "(": "left_parenthesis", ")": "right_parenthesis"}
        names |= {".": "full_stop", "\n": "enter", "'": "apostrophe"}
        for character in text:
            await self.pilot.press(names.get(character, character))
            if character.isdigit():
                await self.pilot.pause(0.08)
        await self.pilot.pause(0.05)

    async def wait_for(self, text: str) -> None:
        """Wait until ``text`` stands on the screen: a busy machine takes its time."""
        for _ in range(100):
            if text in self.text:
                return
            await self.pilot.pause(0.05)
        raise AssertionError(f"{text!r} never came:\n{self.text}")

    @property
    def text(self) -> str:
        """The whole screen."""
        return screen_text(self.app)

    def line(self, number: int) -> str:
        """Row ``number`` of the screen, from 1."""
        return self.text.split("\n")[number - 1]


@asynccontextmanager
async def open_desk(
    paths: Paths, *, size: tuple[int, int] = (80, 24), now: datetime = NOW
) -> AsyncIterator[AtTheDesk]:
    """Start the app on ``paths``; yield once its first work is done. Keys are cheap to derive."""
    app = DeskaidApp(paths, clock=lambda: now)
    app._notes = Notes(paths, kdf=CHEAP, clock=lambda: now)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not app.takes_keys:
            await pilot.pause(0.01)
        await app.workers.wait_for_complete()
        await pilot.pause(0.02)
        yield AtTheDesk(app, pilot)


PASSPHRASE = "silica shield nimbly outer grout"


def make_notebook(paths: Paths, label: str = "Front desk (F. M.)") -> None:
    """Make a notebook that `PASSPHRASE` opens."""
    notes = Notes(paths, kdf=CHEAP, clock=lambda: NOW)
    notes.create(label, PASSPHRASE)[0].lock()


def settle_in(paths: Paths, template: Path) -> None:
    """Copy a desk that was made ready once, and write this library's facts."""
    shutil.copytree(template, paths.config.parent, dirs_exist_ok=True)
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.site.write_text(SITE, encoding="utf-8")


def compare(name: str, text: str, *, update: bool) -> None:
    """Compare a whole screen with its golden; ``update`` rewrites the golden instead."""
    golden = GOLDENS / f"{name}.txt"
    if update:
        golden.write_text(text + "\n", encoding="utf-8")
    assert golden.is_file(), f"no golden {golden.name}: run pytest --update-screens and read it"
    assert text + "\n" == golden.read_text(encoding="utf-8")
