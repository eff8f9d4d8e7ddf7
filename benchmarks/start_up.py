"""From the fork to the first frame that can be used, and to the answers of a key typed at once.

The limit is a bare Textual hello. Beside it stands a bare program with the widgets of Home, which
tells how much of the way any program with such a screen must go. ``python benchmarks/start_up.py``
runs this group alone.
"""

import argparse
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from environments import ROUNDS, Bench, bench_at
from figures import Figure, alone, paired
from peers import hello, screens
from stopwatch import say, start, time_to_screen
from table import lines

HERE = Path(__file__).parent
HELLO = "bare Textual hello"
PASS = "python -c pass"
BARE_ANSWERS = "bare box and 20 rows, key typed at once"
AT_MOST = 1.15
"""Issue 6, 2: first frame with Home alive and 20 real answers possible."""
VERSION_AT_MOST = 3.0
_TYPED = b"shelter"
"""Finds more than a screen of cards and listings in every directory of the generator."""
_LIVE = "F2 Say it"
"""Stands on Textual's own frame alone, not on the box that is painted before it."""

Case = Callable[[], float]


def measure(bench: Bench) -> list[Figure]:
    """Return the figures of every case in milliseconds, all of them taking turns."""
    cases = _cases(bench)
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(bench.rounds + 1):
        for name, case in cases.items():
            taken = case() * 1000
            if turn:  # the first turn fills the system's caches
                times[name].append(taken)
    return [_figure(name, times) for name in cases]


def _cases(bench: Bench) -> dict[str, Case]:
    python, bare = str(bench.python), hello(bench)
    desk = [str(bench.python.with_name("deskaid"))]
    cases: dict[str, Case] = {
        HELLO: _screen_case(bare.command, bare.ready, bench.environment()),
        "bare Textual, widgets of Home": _screen_case(
            [python, str(HERE / "bare_textual.py")], _LIVE, bench.environment()
        ),
    }
    for size in bench.sizes:
        environment = bench.environment(bench.home(size))
        cases[f"deskaid, Home alive, {size:,} listings"] = _screen_case(desk, _LIVE, environment)
    smallest = bench.environment(bench.home(min(bench.sizes)))
    cases["deskaid, its box painted"] = _screen_case(desk, "what is happening", smallest)
    for peer in screens(bench):
        cases[peer.name] = _screen_case(peer.command, peer.ready, peer.environment)
    cases[BARE_ANSWERS] = _typed_case(
        [python, str(HERE / "bare_answers.py")], r"16 an answer to shelter", bench.environment()
    )
    for size in bench.sizes:
        environment = bench.environment(bench.home(size))
        name = f"deskaid, key typed at once, its answers, {size:,} listings"
        cases[name] = _typed_case(desk, r"> shelter[\s\S]*\n *16 \S", environment)
    cases[PASS] = _process_case([python, "-c", "pass"], bench.environment())
    cases["deskaid --version"] = _process_case([*desk, "--version"], smallest)
    return cases


def _figure(name: str, times: dict[str, list[float]]) -> Figure:
    if name in (HELLO, PASS, BARE_ANSWERS):
        return alone("start-up", name, times[name], unit="ms")
    beside, at_most = HELLO, None
    if name == "deskaid --version":
        beside, at_most = PASS, VERSION_AT_MOST
    elif "typed at once" in name:
        beside = BARE_ANSWERS
    elif "Home alive" in name:
        at_most = AT_MOST
    return paired(
        "start-up", name, times[name], times[beside], unit="ms", beside=beside, at_most=at_most
    )


def _screen_case(command: list[str], ready: str, environment: dict[str, str]) -> Case:
    return lambda: time_to_screen(command, ready, environment=environment)


def _typed_case(command: list[str], answers: str, environment: dict[str, str]) -> Case:
    """Return a case whose keys are in the terminal before the program reads any."""

    def run() -> float:
        session = start(command, environment=environment)
        try:
            session.write(_TYPED)
            return session.read_until(answers, quiet=0.25) - session.started
        finally:
            session.close()

    return run


def _process_case(command: list[str], environment: dict[str, str]) -> Case:
    def run() -> float:
        begun = perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        return perf_counter() - begun

    return run


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    sizes, peers = tuple(options.sizes), not options.no_peers
    with bench_at(options.keep, rounds=options.rounds, sizes=sizes, peers=peers) as bench:
        say("\n".join(lines(measure(bench))))


if __name__ == "__main__":
    main()
