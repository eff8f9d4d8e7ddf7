"""How soon a lock covers the screen, and how soon the next one can be used. On a real terminal."""

import os
import re
import select
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

import pyte
from stopwatch import COLUMNS, ROWS, Session, start, time_to_screen

HERE = Path(__file__).parent
F7, F12, CTRL_L, ESC = b"\x1b[18~", b"\x1b[24~", b"\x0c", b"\x1b"
WORD, LABEL = "xylophonist", "Front desk"


def measure_screen(passphrase: str, rounds: int) -> dict[str, list[float]]:
    """Return seconds per case, on the desk of DESKAID_HOME with one notebook."""
    subprocess.run([sys.executable, "-m", "deskaid.prepare"], check=True)
    times: dict[str, list[float]] = {
        "bare Textual start": [],
        "hidden by F12": [],
        "lock: covered": [],
        "lock: Home painted": [],
        "lock: usable again": [],
        "lock while deriving: covered": [],
    }
    for _ in range(rounds):
        bare = [sys.executable, str(HERE / "bare_textual.py")]
        times["bare Textual start"].append(time_to_screen(bare, "F2 Say it"))
        for name, seconds in _one_round(passphrase).items():
            times[name].append(seconds)
    return times


def _one_round(passphrase: str) -> dict[str, float]:
    found: dict[str, float] = {}
    session = start([sys.executable, "-m", "deskaid"])
    try:
        _until(session, "F2 Say it")
        session.write(F7)
        _until(session, "Note for")
        session.write(WORD.encode())
        _until(session, WORD)
        moment = session.write(F12)
        _watch(session, 0.6)
        found["hidden by F12"] = _gone(session, WORD, moment) - moment
        session.write(F12)
        _until(session, "what is happening")
        _go_to_passphrase(session)
        session.write(passphrase.encode() + b"\r")
        _watch(session, 0.06)  # the key takes a multiple of this
        moment = session.write(CTRL_L)
        _watch(session, 2.0)
        found["lock while deriving: covered"] = _gone(session, LABEL, moment) - moment
        _go_to_passphrase(session)
        session.write(passphrase.encode() + b"\r")
        _until(session, "UNLOCKED")
        moment = session.write(CTRL_L)
        _watch(session, 2.0, typing=b"z")
        found["lock: covered"] = _gone(session, LABEL, moment) - moment
        for name, pattern in (("Home painted", "what is happening|> z"), ("usable again", "> z")):
            seen = session.first_seen(pattern, after=moment)
            if seen is None:
                raise RuntimeError(f"{pattern!r} never came:\n{session.screen()}")
            found[f"lock: {name}"] = seen - moment
    finally:
        session.close()
    return found


def _go_to_passphrase(session: Session) -> None:
    session.write(ESC)
    sleep(0.4)  # a lone Esc is told from the start of a key by waiting
    session.write(b"N")
    _until(session, "Passphrase")


def _read(session: Session, seconds: float) -> bool:
    ready, _, _ = select.select([session.terminal], [], [], seconds)
    if ready:
        session.chunks.append((perf_counter(), os.read(session.terminal, 65536)))
        data = session.chunks[-1][1]
        if b"\x1b[c" in data:
            os.write(session.terminal, b"\x1b[?62;22c")
    return bool(ready)


def _until(session: Session, pattern: str, *, after: float = 0.0, seconds: float = 20) -> float:
    """Read until the screen matches and return when it first did."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        _read(session, 0.05)
        seen = session.first_seen(pattern, after=after)
        if seen is not None and re.search(pattern, session.screen()):
            return seen
    raise RuntimeError(f"{pattern!r} never came:\n{session.screen()}")


def _watch(session: Session, seconds: float, *, typing: bytes = b"") -> None:
    """Read for some time, typing a key every few milliseconds; look at nothing meanwhile."""
    end = perf_counter() + seconds
    due = perf_counter() + 0.03
    while perf_counter() < end:
        _read(session, 0.01)
        if typing and perf_counter() > due:
            due = session.write(typing) + 0.03


def _gone(session: Session, word: str, since: float) -> float:
    """Return when the chunk was read that took ``word`` from the screen after ``since``."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    for moment, data in session.chunks:
        stream.feed(data)
        if moment >= since and word not in "\n".join(screen.display):
            return moment
    raise RuntimeError(f"{word!r} stayed on the screen:\n{session.screen()}")
