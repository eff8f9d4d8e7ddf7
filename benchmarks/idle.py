"""What deskaid costs while nobody touches it: processor time, bytes to the terminal, memory.

    python benchmarks/idle.py [--keep FOLDER] [--seconds 10]

All programs stand open at once, so a round's ratios are of the same ten seconds. Counted are all
processes a program started. A page of memory that two of them share counts once
(`processes.Memory`). The clock may be painted once a minute, so no round spans the full minute.
Linux.
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter, time

import processes
from environments import Bench, bench_at
from figures import Figure, alone, paired
from peers import Program, deskaid, hello, screens
from stopwatch import Session, say, start
from table import lines

SECONDS = 10.0
SETTLE = 3.0
"""Seconds after the last output: making ready, tidying and imports after the first frame."""
_CPU, _MEMORY, _BYTES = 1.3, 1.25, 0.0  # issue 6, point 7
_MOST_ROUNDS = 5
_CLOCK_LATE = 1.5  # seconds past the full minute until the clock is painted
_F2, _F3 = b"\x1bOQ", b"\x1bOR"
# Where somebody may have left the desk: keys, and what shows then.
ROOMS = {
    "Home": ("", ()),
    "a card open": (r"SAY", (_F2, b"a", b"\r")),
    "Refer's list open": (r"listed|OPEN|HOURS", (_F3, b"f")),
}


@dataclass
class Idler:
    """One program that is left alone, with what it cost in each round."""

    program: Program
    session: Session
    share: list[float] = field(default_factory=list)
    """Percent of one processor."""
    sent: list[float] = field(default_factory=list)
    """Bytes a second."""
    resident: list[float] = field(default_factory=list)
    once: list[float] = field(default_factory=list)


def measure(bench: Bench, *, seconds: float = SECONDS) -> list[Figure]:
    """Return the figures of this group; none where the system does not tell."""
    if not processes.told():
        bench.missing["idle and memory"] = "only Linux tells what is needed"
        return []
    ours = [at_rest(deskaid(bench, size), "Home") for size in bench.sizes]
    ours += [at_rest(deskaid(bench, bench.sizes[-1]), room) for room in ROOMS if room != "Home"]
    programs = [hello(bench), *(program for program, _ in ours), *screens(bench)]
    keys = {program.name: pressed for program, pressed in ours}
    idlers: dict[str, Idler] = {}
    for _ in range(min(bench.rounds, _MOST_ROUNDS)):
        with ExitStack() as stack:
            opened = [opened_one(program, keys.get(program.name, ()), idlers, stack)
                      for program in programs]  # fmt: skip
            leave_alone(opened, seconds)
    return list(figures_of(list(idlers.values()), set(keys)))


def at_rest(program: Program, room: str) -> tuple[Program, tuple[bytes, ...]]:
    """Return deskaid as it stands in ``room``, and the keys that lead there."""
    _, keys = ROOMS[room]
    return replace(program, name=f"{program.name}: {room}"), keys


def opened_one(
    program: Program, keys: tuple[bytes, ...], idlers: dict[str, Idler], stack: ExitStack
) -> Idler:
    """Start a program and press its way to where it is left."""
    session = start(program.command, environment=program.environment)
    stack.callback(session.close)
    session.read_until(program.ready, quiet=0.3, most=60)
    for key in keys:
        session.write(key)
        session.read_until_quiet(quiet=0.4)
    if keys:
        pattern, _ = ROOMS[program.name.rpartition(": ")[2]]
        session.read_until(pattern)
    idler = idlers.setdefault(program.name, Idler(program, session))
    idler.session = session
    return idler


def leave_alone(idlers: list[Idler], seconds: float) -> None:
    """Let all of them settle, then look at what they do in ``seconds``."""
    for idler in idlers:
        _drain(idler.session)
    pause(idlers, max(SETTLE, until_no_full_minute(seconds, time() + SETTLE) + SETTLE))
    before = [(processes.tree(one.session.pid), len(one.session.chunks)) for one in idlers]
    busy = [processes.busy(pids) for pids, _ in before]
    begun = perf_counter()
    pause(idlers, seconds)
    took = perf_counter() - begun
    for idler, (pids, first), used in zip(idlers, before, busy, strict=True):
        spent = processes.busy({*pids, *processes.tree(idler.session.pid)}) - used
        sent = b"".join(data for _, data in idler.session.chunks[first:])
        held = processes.memory(processes.tree(idler.session.pid))
        idler.share.append(spent / took * 100)
        idler.sent.append(len(sent) / took)
        idler.resident.append(held.resident)
        idler.once.append(held.once)


def until_no_full_minute(seconds: float, moment: float) -> float:
    """Return how long to wait from ``moment`` so that the clock stays as it is for ``seconds``."""
    left = 60 - moment % 60
    return 0.0 if left > seconds + _CLOCK_LATE else left + _CLOCK_LATE


def pause(idlers: list[Idler], seconds: float) -> None:
    """Wait, and keep reading what comes, a few times a second."""
    end = perf_counter() + seconds
    while (left := end - perf_counter()) > 0:
        idlers[0].session.read_for(min(left, 0.25))
        for idler in idlers:
            _drain(idler.session)


def _drain(session: Session) -> None:
    while session.read(0):
        pass


def figures_of(idlers: list[Idler], ours: set[str]) -> Iterator[Figure]:
    """Yield processor time, bytes and memory of each; ``ours`` are judged."""
    bare = idlers[0]
    # A hardened process tells only root what it shares; then nobody's sharing is counted.
    shares = all(all(one.once) for one in idlers)
    for one in idlers:
        at_most = _CPU if one.program.name in ours else None
        yield _beside(one, bare, "processor", "%", one.share, bare.share, at_most)
    for one in idlers:
        most = _BYTES if one.program.name in ours else None
        yield alone("idle", f"{one.program.name}: output", one.sent, unit="B/s", at_most=most)
    for one in idlers:
        held, limit = (one.once, bare.once) if shares else (one.resident, bare.resident)
        at_most = _MEMORY if one.program.name in ours else None
        yield _beside(one, bare, "memory", "MB", held, limit, at_most)


def _beside(
    one: Idler,
    bare: Idler,
    what: str,
    unit: str,
    values: list[float],
    limit: list[float],
    at_most: float | None,
) -> Figure:
    case = f"{one.program.name}: {what}"
    if one is bare:
        return alone("idle", case, values, unit=unit)
    return paired(
        "idle", case, values, limit, unit=unit, beside=bare.program.name,
        at_most=at_most,
    )  # fmt: skip


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    sizes, peers = tuple(options.sizes), not options.no_peers
    with bench_at(options.keep, rounds=options.rounds, sizes=sizes, peers=peers) as bench:
        for line in lines(measure(bench, seconds=options.seconds)):
            say(line)


if __name__ == "__main__":
    main()
