"""From a key to the rows it finds, painted; beside a bare Textual box that only echoes it.

All programs of a case run at once, each in a terminal of its own, and get the same key in turn, in
an order that changes and after a pause of random length: frame timers would else fall into step
with the keys. The time of a key is that of its last output before the program falls silent, so
rows that come a frame after the echo count in full. A frame is one synchronized update. Digits
are not typed: each is held back 60 ms to tell a person from a barcode scanner, by design.

    python benchmarks/keys.py --home 100000=FOLDER --package FOLDER --rounds 30
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from figures import Figure, alone, paired
from stopwatch import Session, frames, say, start

if TYPE_CHECKING:
    from environments import Bench

HERE = Path(__file__).parent
GROUP = "keys"
LIMIT, LIMIT_P95 = 2.0, 2.5
"""Issue 6: times a bare echo at 100,000 listings, median and 95th percentile."""
LIMIT_AT_A_MILLION = 1.2
"""Issue 6: times the same at 100,000 listings."""
MOST_FRAMES, MOST_BYTES = 1, 5 * 1024
"""Issue 6: of one key."""
LIMIT_FZF = 0.2
"""Issue 6: at least five times faster than interactive fzf over 100,000 names."""
USUAL = 100_000
QUIET = 0.1
"""Seconds of silence that end a key; Textual's late frames come within 0.034."""
BACKSPACE, CLEAR, DOWN, UP, PAGE_DOWN = b"\x7f", b"\x15", b"\x1b[B", b"\x1b[A", b"\x1b[6~"
F3 = b"\x1bOR"
HOME_IS_UP = "what is happening"
BARE = "bare Input echo"
# Situations as staff type them, needs, and words with a slip; names come from the directory.
QUESTIONS = (
    "angry about a fine", "wont leave", "lost child", "smells of drink", "overdose", "asleep",
    "food pantry", "shelter tonight", "legal aid", "job training", "bus pass", "free clothes",
    "fod pantry", "sheltr", "counsling", "veterans", "hungry", "id card", "detox", "rent help",
)  # fmt: skip

NEEDS = (
    "housing", "food pantry", "legal aid", "health clinic", "counseling", "support group",
    "utility assistance", "night shelter",
)  # fmt: skip


@dataclass
class Typist:
    """One program, kept open, and what every key of it took."""

    name: str
    session: Session
    milliseconds: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)

    def press(self, key: bytes, *, count: bool = True) -> None:
        """Send ``key`` and wait until everything that it leads to stands on the screen."""
        first = len(self.session.chunks)
        pressed = self.session.write(key)
        wait = 3.0
        while self.session.read(wait):
            wait = QUIET
        answer = self.session.chunks[first:]
        if not answer or self.session.over:
            raise RuntimeError(f"{self.name}: nothing on {key!r}:\n{self.session.screen()}")
        if count:
            self.milliseconds.append((answer[-1][0] - pressed) * 1000)
            self.frames.append(frames(answer))
            self.sizes.append(sum(len(data) for _, data in answer))

    def beside(
        self, limit: "Typist", *, at_most: float | None, at_most_p95: float | None = None
    ) -> Figure:
        """Return how long keys took, beside the same keys in another program."""
        return paired(
            GROUP, self.name, self.milliseconds, limit.milliseconds,
            unit="ms", beside=limit.name, at_most=at_most, at_most_p95=at_most_p95,
        )  # fmt: skip

    def output(self) -> list[Figure]:
        """Return the frames and the bytes of a key."""
        return [
            alone(GROUP, f"{self.name}: frames a key", self.frames,
                  unit="frames", at_most=MOST_FRAMES, at_most_p95=MOST_FRAMES),
            alone(GROUP, f"{self.name}: output a key", self.sizes,
                  unit="bytes", at_most=MOST_BYTES, at_most_p95=MOST_BYTES),
        ]  # fmt: skip


@dataclass
class Places:
    """What there is to measure: the Python with deskaid in it, desks by size, and fzf.

    ``names`` are those of 100,000 services: a third of what is typed, and what fzf looks through.
    """

    python: Path
    homes: Mapping[int, Path]
    names: list[str]
    rounds: int
    fzf: Path | None = None

    def bare(self, stack: ExitStack) -> Typist:
        """Start the limit."""
        command = [str(self.python), str(HERE / "bare_input.py")]
        return _opened(BARE, command, HOME_IS_UP, stack)

    def desk(self, name: str, size: int, stack: ExitStack, keys: Iterable[bytes] = ()) -> Typist:
        """Start deskaid on the desk of that size; ``keys`` lead to where it is measured."""
        command = [str(self.python), "-m", "deskaid"]
        called = f"{name}, {size:,} listings"
        return _opened(called, command, HOME_IS_UP, stack, home=self.homes[size], keys=keys)

    def fuzzy(self, fzf: Path, what: str, stack: ExitStack) -> Typist:
        """Start fzf over the names; it has read them all when it falls silent."""
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "names").write_text("\n".join(self.names), encoding="utf-8")
        command = ["sh", "-c", f"exec '{fzf}' --no-mouse < '{folder / 'names'}'"]
        called = f"fzf, {what} {len(self.names):,} names"
        return _opened(called, command, r"\d+/\d+", stack, keys=(b"a", BACKSPACE))


def _opened(
    name: str,
    command: list[str],
    ready: str,
    stack: ExitStack,
    *,
    home: Path | None = None,
    keys: Iterable[bytes] = (),
) -> Typist:
    """Start a program, wait for ``ready`` and for silence, then press ``keys``."""
    session = start(command, environment={"DESKAID_HOME": str(home)} if home else {})
    stack.callback(session.close)
    session.read_until(ready, most=60)
    session.read_until_quiet(quiet=1.5, most=30)
    typist = Typist(name, session)
    for key in keys:
        typist.press(key, count=False)
    return typist


def questions(names: list[str], many: int, *, seed: int = 1) -> list[str]:
    """Return ``many`` questions: situations, needs, slips, and names of the directory."""
    random = Random(seed)
    return [
        random.choice(names if number % 3 == 2 else QUESTIONS).lower() for number in range(many)
    ]


def keystrokes(question: str, random: Random) -> Iterator[bytes]:
    """Yield the keys of one question; now and then a slip is taken back, or its last letters."""
    slip = random.randrange(len(question)) if random.random() < 0.4 else -1
    for at, letter in enumerate(question):
        if at == slip:
            yield random.choice("aeiorst").encode()
            yield BACKSPACE
        yield letter.encode()
    for _ in range(random.choice((0, 0, 1, 3))):
        yield BACKSPACE


def type_together(typists: list[Typist], asked: list[str], *, seed: int = 2) -> None:
    """Type every question into all of ``typists``, key by key."""
    random = Random(seed)
    for question in asked:
        for key in keystrokes(question, random):
            in_turn({typist.name: key for typist in typists}, typists, random)
        for typist in typists:
            typist.press(CLEAR, count=False)


def in_turn(keys: Mapping[str, bytes], typists: list[Typist], random: Random) -> None:
    """Send each of ``typists`` its key, in an order and after pauses of chance."""
    for typist in random.sample(typists, len(typists)):
        time.sleep(random.random() / 30)
        typist.press(keys[typist.name])


def figures_of(places: Places) -> list[Figure]:
    """Type into everything there is and return what it took."""
    found = [*_typing(places), *_moving(places)]
    return [*found, *_beside_fzf(places, places.fzf)] if places.fzf else found


def _typing(places: Places) -> list[Figure]:
    """Return the figures of typing in Home and in Refer."""
    with ExitStack() as stack:
        bare = places.bare(stack)
        rooms: dict[str, tuple[bytes, ...]] = {"Home": (), "Refer": (F3, b"/")}
        desks = {
            (room, size): places.desk(room, size, stack, keys)
            for room, keys in rooms.items()
            for size in places.homes
        }
        asked = questions(places.names, places.rounds)
        type_together([bare, *desks.values()], asked)
    found = [alone(GROUP, BARE, bare.milliseconds, unit="ms")]
    for (room, size), desk in desks.items():
        found.append(desk.beside(bare, at_most=LIMIT, at_most_p95=LIMIT_P95))
        found += desk.output()
        usual = desks.get((room, USUAL))
        if size > USUAL and usual is not None:
            found.append(desk.beside(usual, at_most=LIMIT_AT_A_MILLION))
    return found


def _moving(places: Places) -> list[Figure]:
    """Return the figures of moving through a long list of one need."""
    random = Random(3)
    with ExitStack() as stack:
        bare = places.bare(stack)
        desks = [places.desk("moving in a list", size, stack, (F3, b"f")) for size in places.homes]
        for number in range(places.rounds * 5):
            keys = {desk.name: (DOWN, DOWN, DOWN, PAGE_DOWN, UP)[number % 5] for desk in desks}
            keys[bare.name] = BACKSPACE if number % 2 else b"e"
            in_turn(keys, [bare, *desks], random)
    found: list[Figure] = []
    for desk in desks:
        found.append(desk.beside(bare, at_most=LIMIT, at_most_p95=LIMIT_P95))
        found += desk.output()
    return found


def _beside_fzf(places: Places, fzf: Path) -> list[Figure]:
    """Return the figures of typing needs, then names, each once: fzf remembers what it was asked.

    A need is a word of many names (research/speed.md: "housing"). Of a name, fzf has few
    candidates left after its first letters, so most keys of one cost it as little as an echo.
    """
    size = USUAL if USUAL in places.homes else max(places.homes)
    names = [name.lower() for name in Random(4).sample(places.names, max(2, places.rounds // 5))]
    found: list[Figure] = []
    for kind, asked, at_most in (("needs", NEEDS, LIMIT_FZF), ("names", names, None)):
        with ExitStack() as stack:
            desk = places.desk(f"Home, {kind}", size, stack)
            fuzzy = places.fuzzy(fzf, f"{kind} in", stack)
            type_together([desk, fuzzy], list(asked))
        found.append(alone(GROUP, fuzzy.name, fuzzy.milliseconds, unit="ms"))
        found.append(desk.beside(fuzzy, at_most=at_most))
    return found


def measure(bench: "Bench") -> list[Figure]:
    """Return the figures of this group for the benchmark command."""
    sizes = [size for size in bench.sizes if size >= USUAL] or [max(bench.sizes)]
    homes = {size: bench.home(size) for size in sizes}
    names = names_of(bench.package(min(USUAL, max(bench.sizes))))
    return figures_of(Places(bench.python, homes, names, bench.rounds, bench.peer("fzf")))


def names_of(package: Path) -> list[str]:
    """Return the names of a package's services."""
    with (package / "services.csv").open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", action="append", required=True, help="SIZE=FOLDER")
    parser.add_argument("--package", type=Path, required=True, help="of 100,000 services")
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--fzf", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    homes = {int(size): Path(path) for size, path in (one.split("=", 1) for one in options.home)}
    names = names_of(options.package)
    places = Places(options.python, homes, names, options.rounds, options.fzf)
    for row in figures_of(places):
        ratios = "" if row.ratio is None else f"{row.ratio:>7.2f}{row.ratio_p95:>7.2f}"
        line = f"{row.case:<48}{row.median:>9.1f}{row.p95:>9.1f} {row.unit:<7}{ratios:<15}"
        say(f"{line}{row.beside}")


if __name__ == "__main__":
    main()
