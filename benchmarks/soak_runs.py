"""The three ways to wear a desk down: keys, locks, imports. Each ends at the first thing wrong."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from soak_desk import Desk, Stay
from soak_keys import JOURNEYS, KEYS, PASSPHRASE, data_of, journey, room_of, wander
from soak_terminal import Failed, Held, Program

HOME, _CURTAIN = r"\A Desk ", r"\A\n\n\n"
_MORE_BYTES = 12 * 1024 * 1024  # files may grow by this: a write-ahead log, a few notes
_MORE_HANDLES = 8  # two databases, each with its log and its shared memory; a leak would go on
# Keys from an empty Home into a box that words are typed in.
_BOXES = (
    ("f5",),
    ("escape", "slash"),
    ("f3", "ctrl+f"),
    ("f3", "b", "slash"),
    ("f3", "b", "w", "l"),
    ("f7",),
    ("ctrl+p",),
)


class Hand:
    """Presses keys, and looks at what became of them."""

    def __init__(self, program: Program, stay: Stay, random: Random) -> None:
        self._program, self._stay, self._random = program, stay, random

    def room(self) -> str:
        """Return the room that is shown, and count the visit."""
        return room_of(self._program.text)

    def press(self, key: str, data: bytes | None = None, *, kind: str = "") -> None:
        """Press one key and keep how long it took, by room and kind of key."""
        room = self.room()
        took, busy = self._program.press(key, data if data is not None else data_of(key))
        self._stay.times.append((f"{room} {kind or _kind(key)}", took, busy))
        self._stay.rooms[self.room()] += 1
        self._stay.keys += 1

    def go_home(self) -> None:
        """Come back to an empty Home from wherever this is; a curtain may fall meanwhile."""
        for _ in range(3):
            if self.room() == "curtain":
                self.press("f12")
            self.press("f5")
            self._program.wait_for(rf"{HOME}|{_CURTAIN}")
            if self.room() == "home":
                return
        raise self._program.failed("F5 did not lead home")

    def travel(self, name: str) -> None:
        """Make the journey ``name``, step by step."""
        self.go_home()
        is_open = False  # the notebook, still: no passphrase is asked for
        for doing, what in journey(name):
            if doing == "wait":
                self._program.wait_for(what, seconds=30)
                is_open = what != "UNLOCKED" and "UNLOCKED" in self._program.text
            elif is_open:
                continue
            elif doing == "type":
                for letter in what:
                    self.press(letter)
            else:
                self.press(what)

    def mark(self) -> None:
        """Type a marked word into a box and read it back; raises `Failed`.

        It comes quickly, and right behind the key that leads to the box.
        """
        self.go_home()
        *before, opens = self._random.choice(_BOXES)
        for key in before:
            self.press(key)
        self._program.send(opens, data_of(opens))
        word = "".join(self._random.choices("bdfghjkqvwxz", k=14))
        self._program.type(word, gap=self._random.choice((0.0, 0.001, 0.01)))
        self._program.wait_for(rf"(?<!\w){word}(?!\w)")
        self._stay.marks += 1
        self.go_home()


def _kind(key: str) -> str:
    return key if key in KEYS else "letter"


def soak_keys(
    desk: Desk,
    *,
    keys: int,
    seed: int,
    journeys: Sequence[str] = tuple(JOURNEYS),
    doing: Callable[[str], None] = lambda _text: None,
) -> Stay:
    """Press ``keys`` keys, after each of ``journeys`` was made once. Raises `Failed`."""
    random, stay = Random(seed), Stay()
    with desk.program() as program:
        hand = Hand(program, stay, random)
        tour = list(journeys)
        random.shuffle(tour)
        wandering = wander(random, hand.room)
        before: Held | None = None
        files: dict[str, int] = {}
        every, due = max(1, keys // 100), 0
        while stay.keys < keys or tour:
            hand.travel(tour.pop() if tour else random.choice(journeys))
            until = stay.keys + (random.randint(3, 10) if tour else random.randint(20, 60))
            while stay.keys < until:
                hand.press(*next(wandering))
            if random.random() < 0.3:
                hand.mark()
            if stay.keys >= due:
                due = stay.keys + every
                stay.held.append(_at_rest(hand, program, desk))
                if before is None and not tour:
                    before, files = stay.held[-1], desk.files()
                    doing(f"toured: {before}")
                elif before is not None:
                    _compare(program, before, stay.held[-1], files, desk.files())
        doing(f"{stay.keys} keys, {stay.marks} marked words, {stay.held[-1]}")
    return stay


def _at_rest(hand: Hand, program: Program, desk: Desk) -> Held:
    """Return what is held at an empty Home, when nothing goes on any more."""
    hand.go_home()
    program.wait_until_alone()
    program.rest(0.3)
    if zombies := program.zombies():
        raise program.failed(f"zombies: {zombies}")
    if left := desk.left_behind():
        raise program.failed(f"left behind: {left}")
    return program.held()


def _compare(
    program: Program, before: Held, now: Held, files: dict[str, int], files_now: dict[str, int]
) -> None:
    if now.handles > before.handles + _MORE_HANDLES:
        raise program.failed(f"handles grew from {before.handles} to {now.handles}")
    if sum(files_now.values()) > sum(files.values()) + _MORE_BYTES:
        grown = {name: size for name, size in files_now.items() if size > files.get(name, 0)}
        raise program.failed(f"files grew: {grown}")


def soak_locks(desk: Desk, *, rounds: int, seed: int) -> tuple[list[float], list[Held]]:
    """Unlock, write and lock ``rounds`` times; return seconds to Home and what was held there.

    Raises `Failed`, also where a note that was being written at a lock is not in the notebook.
    """
    random = Random(seed)
    words = ["".join(random.choices("bdfghjkqvwxz", k=14)) for _ in range(rounds)]
    times, held = [], []
    with desk.program() as program:
        for word in words:
            before = set(program.screen_processes())
            program.press("escape", b"\x1b")
            program.press("N", b"N")
            program.wait_for("Passphrase")
            program.type(PASSPHRASE, gap=0.0)
            program.press("enter", b"\r")
            program.wait_for("UNLOCKED", seconds=30)
            program.press("f7", KEYS["f7"])
            program.wait_for("Note for: ")
            program.type(word)
            program.wait_for(word)
            times.append(_lock(program, before))
            held.append(program.held())
            if zombies := program.zombies():
                raise program.failed(f"zombies: {zombies}")
            if left := desk.left_behind():
                raise program.failed(f"left behind: {left}")
    missing = [word for word in words if word not in desk.notes("read")]
    if missing:
        raise Failed(f"{len(missing)} notes were lost at a lock: {missing}")
    return times, held


def _lock(program: Program, before: set[int]) -> float:
    """Lock and return the seconds until Home takes a key again."""
    begun = time.monotonic()
    program.send("ctrl+l", KEYS["ctrl+l"])
    while len(before & set(program.screen_processes())) == len(before):
        if time.monotonic() - begun > 15:
            raise program.failed("the process that held the keys did not end")
        program.rest(0.01)
    program.wait_for(HOME, seconds=15)
    program.send("z", b"z")
    program.wait_for("> z", seconds=15)
    took = time.monotonic() - begun
    program.press("f5", KEYS["f5"])
    program.wait_until_alone()
    program.rest(0.3)
    return took


def soak_imports(desk: Desk, package: Path, *, rounds: int) -> tuple[list[float], list[Held]]:
    """Take in the same file ``rounds`` times; return the seconds of each and what was held after.

    Raises `Failed`, also where the files of the desk go on growing after the second time.
    """
    times: list[float] = []
    held: list[Held] = []
    files: dict[str, int] = {}
    with desk.program() as program:
        hand = Hand(program, Stay(), Random(0))
        for number in range(rounds):
            begun = time.monotonic()
            hand.travel("import")
            program.wait_for(r"\A Import")
            program.type(str(package), gap=0.0)
            program.wait_for(package.name)
            for wanted in ("What is it called", "This is what it holds", "Done."):
                program.press("enter", b"\r")
                program.wait_for(wanted, seconds=300)
            times.append(time.monotonic() - begun)
            program.wait_until_alone(seconds=300)
            held.append(_at_rest(hand, program, desk))
            if number == 1:
                files = desk.files()
            elif number > 1:
                _compare(program, held[1], held[-1], files, desk.files())
    return times, held
