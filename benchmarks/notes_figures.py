"""The figures of private notes for the whole table: what `notes.py` measured, beside its limits."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from environments import Bench
from figures import Figure, alone, paired
from notes_screen import COVERED, HIDDEN, OPENED, SEARCHED

KEY, RAW, UNLOCK = "key derivation", "raw decryption", "unlock to list"
FIRST, AGAIN = "search, first", "search, again"
SAVE, PLAIN = "save", "plain SQLite save, opened alike"
PLAIN_KEPT = "plain SQLite save, connection kept"
READ, LIKE = "plain SQLite: open and read all", "plain SQLite: search"
JRNL = ("jrnl: list", "jrnl: search", "jrnl: save")


def measure(bench: Bench) -> list[Figure]:
    """Return what notes cost at 10,000 of them, and a save at 1,000, from the installed wheel."""
    many = _measured_apart(bench, "--notes", "10000")
    few = _measured_apart(bench, "--notes", "1000", "--no-screen", "--no-jrnl")
    return [*_figures(many, "10,000 notes"), *_save_figures(few, "1,000 notes", judged=False)]


def _measured_apart(bench: Bench, *options: str) -> dict[str, list[float]]:
    """Return milliseconds per case, measured by `notes.py` in the environment of the wheel."""
    target = bench.scratch / f"notes-{len(options)}.json"
    jrnl = None if "--no-jrnl" in options else bench.peer("jrnl")
    peer = ["--jrnl", str(jrnl)] if jrnl else ["--no-jrnl"]
    subprocess.run(
        [
            str(bench.python),
            str(Path(__file__).with_name("notes.py")),
            *("--rounds", str(bench.rounds), "--json", str(target)),
            *(*options, *peer),
        ],
        env=bench.environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    times = json.loads(target.read_text("utf-8"))["times"]
    return {name: [value * 1000 for value in row["all"]] for name, row in times.items()}


def _figures(times: dict[str, list[float]], size: str) -> Iterator[Figure]:
    yield from (alone("notes", f"{name}, {size}", times[name], unit="ms") for name in (KEY, RAW))
    limit = [key + raw for key, raw in zip(times[KEY], times[RAW], strict=True)]
    yield paired(
        "notes", f"{UNLOCK}, {size}", times[UNLOCK], limit, unit="ms", beside=f"{KEY} + {RAW}"
    )
    rest = [whole - least for whole, least in zip(times[UNLOCK], limit, strict=True)]
    yield alone("notes", f"{UNLOCK}, beyond those two", rest, unit="ms", at_most=50)
    yield alone("notes", f"{FIRST}, {size}", times[FIRST], unit="ms", at_most=30)
    yield alone("notes", f"{AGAIN}, {size}", times[AGAIN], unit="ms", at_most=10)
    if JRNL[1] in times:
        theirs = times[JRNL[1]]
        yield paired(
            "notes",
            f"{AGAIN}, {size}",
            times[AGAIN][: len(theirs)],
            theirs,
            unit="ms",
            beside="jrnl's search",
            at_most=1 / 20,
        )
        yield from (alone("notes", name, times[name], unit="ms") for name in JRNL)
    yield from _save_figures(times, size, judged=True)
    yield from (
        alone("notes", name, times[name], unit="ms", at_most=limit)
        for name, limit in ((OPENED, None), (SEARCHED, None), (HIDDEN, 100), (COVERED, 100))
        if name in times
    )


def _save_figures(times: dict[str, list[float]], size: str, *, judged: bool) -> Iterator[Figure]:
    for limit, most in ((PLAIN, 1.5 if judged else None), (PLAIN_KEPT, None)):
        yield paired(
            "notes",
            f"{SAVE}, {size}",
            times[SAVE],
            times[limit],
            unit="ms",
            beside=limit,
            at_most=most,
        )
