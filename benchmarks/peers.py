"""The programs a user would pick instead: how each is started, and when it can be used.

Each starts on a home folder of its own that it has seen before: what a first start asks or
writes is not measured.
"""

from dataclasses import dataclass, field
from pathlib import Path

from environments import Bench
from stopwatch import start

SCREENS = ("posting", "harlequin", "frogmouth")
"""Peers with a screen by Textual: for start-up, idle and memory."""


@dataclass(frozen=True)
class Program:
    """A program on a terminal; ``ready`` is a pattern of the screen that can be used."""

    name: str
    command: list[str]
    ready: str
    environment: dict[str, str] = field(default_factory=dict)


def hello(bench: Bench) -> Program:
    """Return the limit of start-up, idle and memory: a bare Textual hello."""
    script = Path(__file__).with_name("bare_hello.py")
    return Program("bare Textual hello", [str(bench.python), str(script)], "Hello from bare")


def deskaid(bench: Bench, listings: int) -> Program:
    """Return deskaid on a desk with that many listings."""
    environment = bench.environment(bench.home(listings))
    command = [str(bench.python), "-m", "deskaid"]
    return Program(f"deskaid, {listings:,} listings", command, "F2 Say it", environment)


def screens(bench: Bench) -> list[Program]:
    """Return the peers with a screen that are there and come up.

    One that does not is left out, and `Bench.missing` says so.
    """
    found = []
    for name in SCREENS:
        path = bench.peer(name)
        if path is None:
            continue
        program = _screen(name, path, bench.scratch / f"{name}-home")
        try:
            _first_start(program)
        except RuntimeError as error:
            bench.missing[name] = f"it did not come up ({str(error).splitlines()[0][:80]})"
            continue
        found.append(program)
    return found


def _screen(name: str, path: Path, home: Path) -> Program:
    home.mkdir(parents=True, exist_ok=True)
    environment = {"HOME": str(home)} | {
        f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "CACHE", "DATA")
    }
    if name == "posting":
        (home / "requests").mkdir(exist_ok=True)
        return Program(
            name, [str(path), "--collection", str(home / "requests")], "Collection", environment
        )
    if name == "harlequin":
        command = [str(path), "-a", "sqlite", str(home / "empty.db")]
        return Program(name, command, "Data Catalog", environment)
    text = home / "page.md"
    text.write_text("# A page\n\nReady to be read.\n", encoding="utf-8")
    return Program(name, [str(path), str(text)], "Ready to be read", environment)


def _first_start(program: Program) -> None:
    session = start(program.command, environment=program.environment)
    try:
        session.read_until(program.ready, quiet=0.5, most=60)
    finally:
        session.close()
