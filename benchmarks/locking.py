"""How soon a lock covers the screen, and how soon the clean one after it can be used.

On a real terminal, with a notebook open: the process that held its key ends, and the launcher
starts another. Beside a bare Textual start, and beside deskaid's own: when its empty box stands
there, and when Home is alive in it. Linux and macOS.
"""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import processes
from environments import Bench, bench_at
from figures import Figure, alone, paired
from stopwatch import Session, replayed, say, start, time_to_screen

HERE = Path(__file__).parent
F2_SAY_IT, LABEL, PASSPHRASE = "F2 Say it", "Front desk", "silica shield nimbly outer grout"
SITE = 'name = "Maple Street Library"\n'
ESC, CTRL_L = b"\x1b", b"\x0c"
BARE = "bare Textual, same widgets"
BOX, ALIVE = "start: the empty box", "start: Home alive in it"
COVERED, PAINTED = "lock: covered", "lock: Home painted"
ANSWERED = "lock: a typed key answered"
_EVERY = 0.02  # seconds between two keys: the finest that "answered" can tell
_MOST_STARTS = 2.5
"""Issue 6: the lock screen is usable again within as many bare starts."""


def measure(bench: Bench) -> list[Figure]:
    """Return what a lock costs, each moment counted from its key, and the memory around it."""
    home = bench.copy_of_home(min(bench.sizes))
    environment = bench.environment(home)
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "site.toml").write_text(SITE, encoding="utf-8")  # or it would be asked for
    python = str(bench.python)
    subprocess.run(
        [python, "-m", "deskaid", "notebook", "create", LABEL, "--passphrase-stdin"],
        input=PASSPHRASE.encode(),
        env=environment,
        check=True,
        capture_output=True,
    )
    bare = [python, str(HERE / "bare_textual.py")]
    command = [python, "-m", "deskaid"]
    starts: list[float] = []
    moments: dict[str, list[float]] = {
        name: [] for name in (BOX, ALIVE, COVERED, PAINTED, ANSWERED)
    }
    held: dict[str, list[float]] = {}
    for _ in range(bench.rounds):
        starts.append(time_to_screen(bare, F2_SAY_IT, environment=environment) * 1000)
        found, memory = _one_lock(command, environment)
        for name, seconds in found.items():
            moments[name].append(seconds * 1000)
        for name, megabytes in memory.items():
            held.setdefault(name, []).append(megabytes)
    figures = [alone("lock", BARE, starts, unit="ms")]
    for name, values in moments.items():
        limit = _MOST_STARTS if name == ANSWERED else None
        figures.append(paired("lock", name, values, starts, unit="ms", beside=BARE, at_most=limit))
    for name, values in held.items():
        if any(values):
            figures.append(alone("lock", f"memory, {name}", values, unit="MB"))
    return figures


def _one_lock(
    command: list[str], environment: dict[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds to each moment, and the megabytes before and after the lock."""
    session = start(command, environment=environment)
    try:
        session.read_until(F2_SAY_IT)
        memory = {"Home": _megabytes(session)}
        session.write(ESC)
        session.read_for(0.4)  # a lone Esc is told from the start of a key by waiting
        session.write(b"N")
        session.read_until("Passphrase")
        session.write(PASSPHRASE.encode() + b"\r")
        session.read_until("UNLOCKED", quiet=0.6)
        memory["a notebook open"] = _megabytes(session)
        pressed = session.write(CTRL_L)
        _type_until_answered(session, pressed)
        session.read_until_quiet()
        memory["Home after the lock"] = _megabytes(session)
        return _moments(session, pressed), memory
    finally:
        session.close()


def _type_until_answered(session: Session, since: float) -> None:
    """Type the same letter again and again; what the screen before left unread is thrown away."""
    due, seen = since + _EVERY, len(session.chunks)
    while perf_counter() < since + 5:
        session.read(max(due - perf_counter(), 0.001))
        if perf_counter() >= due:
            due = session.write(b"z") + _EVERY
        if any(b"zz" in data for _, data in session.chunks[seen:]):
            return


def _moments(session: Session, pressed: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for moment, screen in replayed(session.chunks):
        text = "\n".join(screen.display)
        if moment < pressed:
            for name, pattern in ((BOX, "what is happening"), (ALIVE, F2_SAY_IT)):
                if pattern in text:
                    found.setdefault(name, moment - session.started)
            continue
        if LABEL not in text:
            found.setdefault(COVERED, moment - pressed)
        if F2_SAY_IT in text and "UNLOCKED" not in text:
            found.setdefault(PAINTED, moment - pressed)
        if "> z" in text:
            found.setdefault(ANSWERED, moment - pressed)
    if len(found) < 5:
        raise RuntimeError(f"only {sorted(found)} came:\n{session.screen()}")
    return found


def _megabytes(session: Session) -> float:
    return processes.memory(processes.tree(session.pid)).once if processes.told() else 0.0


def main() -> None:
    """Measure alone and print a table."""
    keep = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with bench_at(keep, sizes=(1000,)) as bench:
        for figure in measure(bench):
            ratio = "" if figure.ratio is None else f"{figure.ratio:8.2f} x {figure.beside}"
            say(f"{figure.case:<34}{figure.median:>9.1f} {figure.unit:<3}{ratio}")


if __name__ == "__main__":
    main()
