"""Import of a generated HSDS package beside raw sqlite3 of the same rows, interleaved.

    python benchmarks/importing.py [--services 100000] [--rounds N] [--keep FOLDER]

Every case is a process of its own on a fresh desk (`import_cases`). Times leave out the start of
the interpreter and the making of an empty desk. Memory is the most that a process and all it
started held at one moment, a page of several of them counted once (`processes.Memory`; Linux).
Typing is measured on a desk of as many listings, key by key, while the program's own import of
the same package runs beside it, and before it.
"""

import argparse
import json
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import processes
from environments import Bench, bench_at
from figures import Figure, alone, paired
from stopwatch import Session, say, start
from table import lines

HERE = Path(__file__).parent
SIZES = (100_000, 10_000)
"""The largest of these that is asked for; else the largest there is."""
RAW = "raw executemany"
NAMES = {
    "raw": RAW,
    "shell": "sqlite3 .import",
    "sqlite-utils": "sqlite-utils insert",
    "deskaid": "deskaid",
    "again": "deskaid, the same file again",
    "findable": "deskaid, and findable",
}
LIMITS = {"deskaid": 2.0, "findable": 3.5}
"""Issue 6, point 5: times raw."""
_MEMORY, _LOG, _TYPING = 150.0, 1.0, 1.3
"""Issue 6: megabytes, megabytes of write-ahead log left, times the usual p95 of a key."""
_MOST_ROUNDS = 5
_PEER_ROUNDS = 1
"""sqlite-utils takes a dozen times as long as anything else."""
_LOOK_EVERY = 0.05  # seconds
_HOME, _CLEAR = "what is happening", b"\x15"
_QUESTIONS = ("food pantry", "shelter tonight", "legal aid", "lost child", "job training", "detox")
_TYPING_ROUNDS, _BEFORE = 3, 12
"""Imports while somebody types, and questions typed before each."""
_QUIET = 0.1
"""Seconds without output after which a key has been answered in full."""
_MILLION = 1_000_000


@dataclass
class Taken:
    """What the runs of one case took."""

    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)


def measure(bench: Bench) -> list[Figure]:
    """Return the figures of this group."""
    services = next((size for size in SIZES if size in bench.sizes), max(bench.sizes))
    taken = run_all(bench, services)
    figures = list(figures_of(taken, services))
    if _MILLION in bench.sizes and processes.told():
        large = Taken()
        run_one(bench, "findable", bench.package(_MILLION), large)
        figures.append(_memory(large, _MILLION))
    return figures + typing_meanwhile(bench, services)


def run_all(bench: Bench, services: int) -> dict[str, Taken]:
    """Run every case in turn, round after round."""
    package = bench.package(services)
    peers = {"shell": bench.peer("sqlite3"), "sqlite-utils": bench.peer("sqlite-utils")}
    cases = [case for case in NAMES if case not in peers or peers[case]]
    taken = {case: Taken() for case in cases}
    for number in range(min(bench.rounds, _MOST_ROUNDS)):
        for case in cases:
            if case == "again" or (case == "sqlite-utils" and number >= _PEER_ROUNDS):
                continue
            again = taken["again"] if case == "deskaid" else None
            run_one(bench, case, package, taken[case], again=again, peer=peers.get(case))
    return taken


def run_one(
    bench: Bench,
    case: str,
    package: Path,
    taken: Taken,
    *,
    again: Taken | None = None,
    peer: Path | None = None,
) -> None:
    """Run ``case`` on a fresh desk, and on the same desk once more for ``again``."""
    with tempfile.TemporaryDirectory(dir=bench.scratch) as folder:
        home = Path(folder)
        environment = bench.environment(home) | ({"PEER": str(peer)} if peer else {})
        if case in LIMITS:
            ready = [str(bench.python), "-m", "deskaid.prepare"]
            subprocess.run(ready, check=True, env=environment, cwd=home)
        for told in (taken, again):
            if told is not None:
                command = [
                    str(bench.python), str(HERE / "import_cases.py"), case, str(package), str(home)
                ]  # fmt: skip
                _watched(command, environment, home, told)


def _watched(command: list[str], environment: dict[str, str], home: Path, taken: Taken) -> None:
    """Run ``command``, looking at its memory meanwhile, and at the log it leaves."""
    peak = busy = 0.0
    process = subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.PIPE)
    while process.poll() is None:
        if processes.told():
            every = processes.tree(process.pid)
            peak = max(peak, processes.memory(every).once)
            busy = max(busy, processes.busy(every))
        time.sleep(_LOOK_EVERY)
    said = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"{command[2]} failed with {process.returncode}")
    told = json.loads(said.splitlines()[-1])
    logs = home.rglob("*.db-wal")
    taken.seconds.append(told["seconds"])
    taken.busy.append(busy)
    taken.peak.append(peak)
    taken.left.append(sum(log.stat().st_size for log in logs) / 1e6)


def figures_of(taken: dict[str, Taken], services: int) -> list[Figure]:
    """Return times as ratios to raw, then memory and what is left behind."""
    raw = taken["raw"]
    figures = [alone("import", f"{RAW}, {services:,} services", raw.seconds, unit="s")]
    for case, told in taken.items():
        if case == "raw":
            continue
        for values, limit, what in (
            (told.seconds, raw.seconds, ""),
            (told.busy, raw.busy, ", processor time"),
        ):
            name = f"{NAMES[case]}, {services:,} services{what}"
            if what and (case not in LIMITS or not all(values)):
                continue
            at_most = LIMITS.get(case) if services >= SIZES[0] and not what else None
            figures.append(
                paired("import", name, values, limit[: len(values)], unit="s",
                       beside=RAW + what, at_most=at_most)
            )  # fmt: skip
    ours = taken["findable"]
    if any(ours.peak):
        figures.append(_memory(ours, services))
    figures.append(
        alone("import", "write-ahead log left behind", ours.left, unit="MB", at_most=_LOG)
    )
    return figures


def _memory(taken: Taken, services: int) -> Figure:
    name = f"most memory of all processes, {services:,} services"
    return alone("import", name, taken.peak, unit="MB", at_most=_MEMORY)


def typing_meanwhile(bench: Bench, services: int) -> list[Figure]:
    """Return what a key on Home takes while an import runs, beside what it takes before it."""
    home, package = bench.copy_of_home(services), bench.package(services)
    environment = bench.environment(home)
    python = str(bench.python)
    random = Random(5)
    usual: list[float] = []
    meanwhile: list[float] = []
    with ExitStack() as stack:
        desk = start([python, "-m", "deskaid"], environment=environment)
        stack.callback(desk.close)
        desk.read_until(_HOME, quiet=1.0, most=60)
        type_one(desk, random)  # the first question opens what the others find open
        for number in range(min(bench.rounds, _TYPING_ROUNDS)):
            for _ in range(_BEFORE):
                usual += type_one(desk, random)
            importing = subprocess.Popen(
                [python, "-m", "deskaid.taking_in_apart", str(package), "--source", f"m{number}"],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(importing.kill)
            while importing.poll() is None:
                meanwhile += type_one(desk, random)
    many = min(len(usual), len(meanwhile))
    return [
        alone("import", "a key on Home before", usual, unit="ms"),
        paired(
            "import",
            f"a key on Home while {services:,} services come in",
            random.sample(meanwhile, many),
            random.sample(usual, many),
            unit="ms",
            beside="the same before",
            at_most_p95=_TYPING,
        ),
    ]


def type_one(desk: Session, random: Random) -> list[float]:
    """Type one question, then clear it; return the milliseconds from each key to its paint."""
    took = []
    for letter in random.choice(_QUESTIONS):
        time.sleep(0.05 + random.random() / 10)  # as fast as anybody types
        before = len(desk.chunks)
        pressed = desk.write(letter.encode())
        desk.read_until_quiet(quiet=_QUIET, most=3)
        if len(desk.chunks) > before:
            took.append((desk.chunks[-1][0] - pressed) * 1000)
    desk.write(_CLEAR)
    desk.read_until_quiet(quiet=_QUIET, most=3)
    return took


def main() -> None:
    """Measure this group alone and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--services", type=int, default=SIZES[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with bench_at(
        options.keep,
        rounds=options.rounds,
        sizes=(options.services,),
        peers=not options.no_peers,
    ) as bench:
        say("\n".join(lines(measure(bench))))


if __name__ == "__main__":
    main()
