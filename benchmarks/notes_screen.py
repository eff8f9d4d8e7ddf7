"""The notebook of a desk in a real terminal: opened, searched, hidden. Locks are in `locking`."""

import sys
from time import perf_counter

from stopwatch import Session, replayed, start

ESC, F7, F12, CTRL_L = b"\x1b", b"\x1b[18~", b"\x1b[24~", b"\x0c"
WORD, LABEL = "xylophonist", "Front desk"
OPENED, SEARCHED = "in the screen: unlock to list", "in the screen: a letter to its notes"
HIDDEN, COVERED = "hidden by F12", "covered while a key is derived"


def measure_screen(passphrase: str, rounds: int) -> dict[str, list[float]]:
    """Return seconds per case, on the desk of DESKAID_HOME with one notebook of many notes."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, seconds in _one_round(passphrase).items():
            times.setdefault(name, []).append(seconds)
    return times


def _one_round(passphrase: str) -> dict[str, float]:
    found: dict[str, float] = {}
    session = start([sys.executable, "-m", "deskaid"])
    try:
        session.read_until("F2 Say it")
        session.write(F7)
        session.read_until("Note for")
        session.write(WORD.encode())
        session.read_until(WORD)
        moment = session.write(F12)
        session.read_for(0.6)
        found[HIDDEN] = _gone(session, WORD, moment) - moment
        session.write(F12)
        session.read_until("F2 Say it", after=perf_counter())
        _go_to_passphrase(session)
        session.write(passphrase.encode() + b"\r")
        session.read_for(0.06)  # the key takes a multiple of this
        moment = session.write(CTRL_L)
        session.read_for(1.0)
        session.read_until_quiet(quiet=1.0)  # another process takes its place
        found[COVERED] = _gone(session, LABEL, moment) - moment
        _go_to_passphrase(session)
        moment = session.write(passphrase.encode() + b"\r")
        found[OPENED] = session.read_until("UNLOCKED", after=moment, quiet=0.6) - moment
        session.write(b"/")
        session.read_until_quiet()
        moment = session.write(b"q")  # one in a thousand notes holds one
        found[SEARCHED] = session.read_until(r"\b\d+ notes?  UNLOCKED", after=moment) - moment
    finally:
        session.close()
    return found


def _go_to_passphrase(session: Session) -> None:
    session.write(ESC)
    session.read_for(0.4)  # a lone Esc is told from the start of a key by waiting
    moment = session.write(b"N")
    session.read_until("Passphrase", after=moment)


def _gone(session: Session, word: str, since: float) -> float:
    """Return when the screen was first without ``word`` after ``since``."""
    for moment, screen in replayed(session.chunks):
        if moment >= since and word not in "\n".join(screen.display):
            return moment
    raise RuntimeError(f"{word!r} stayed on the screen:\n{session.screen()}")
