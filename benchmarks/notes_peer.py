"""jrnl with an encrypted journal, asked as its user asks: a command and a password, typed."""

import os
import select
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, sleep

from stopwatch import Session, start

PASSWORD = b"silica shield nimbly outer grout\r"


def find_jrnl() -> Path | None:
    """Return jrnl's program, where this Python's environment or the path has one."""
    beside = Path(sys.executable).with_name("jrnl")
    found = str(beside) if beside.exists() else shutil.which("jrnl")
    return Path(found) if found else None


def measure_jrnl(
    jrnl: Path, texts: Sequence[str], word: str, scratch: Path, rounds: int
) -> dict[str, list[float]]:
    """Return seconds per case over a journal of ``texts``, encrypted once before."""
    home = scratch / "jrnl"
    home.mkdir()
    journal, config = home / "journal.txt", home / "jrnl.yaml"
    journal.write_text(
        "".join(f"[2026-11-20 16:35] Note {n}.\n{text}\n\n" for n, text in enumerate(texts)),
        encoding="utf-8",
    )
    config.write_text(
        f"version: v4.6\ncolors: {{body: none, date: none, tags: none, title: none}}\n"
        f"default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
        f"indent_character: ''\njournals: {{default: {{journal: {journal}}}}}\nlinewrap: 79\n"
        f"tagsymbols: '@'\ntemplate: false\ntimeformat: '%Y-%m-%d %H:%M'\n",
        encoding="utf-8",
    )
    command = [str(jrnl), "--config-file", str(config)]
    _run([*command, "--encrypt"], home)
    assert texts[0][:40].encode() not in journal.read_bytes(), "it is not encrypted"
    cases = {
        "jrnl: list": ["--short"],
        "jrnl: search": ["-contains", word, "--short"],
        "jrnl: save": ["now: One more note."],
    }
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(min(rounds, 3)):
        for name, arguments in cases.items():
            times[name].append(_run([*command, *arguments], home))
    return times


def _run(command: Sequence[str], home: Path, *, most: float = 300) -> float:
    """Run a command, type the password where it asks, and return its seconds from then on."""
    session = start(command, environment={"HOME": str(home), "XDG_CONFIG_HOME": str(home)})
    asked = session.started
    answered = 0
    end = perf_counter() + most
    try:
        while perf_counter() < end:
            ready, _, _ = select.select([session.terminal], [], [], 0.5)
            if not ready:
                continue
            try:
                data = os.read(session.terminal, 65536)
            except OSError:
                break
            if not data:
                break
            session.chunks.append((perf_counter(), data))
            asked, answered = _answer(session, asked, answered)
        return perf_counter() - asked
    finally:
        session.close()


def _answer(session: Session, asked: float, answered: int) -> tuple[float, int]:
    """Answer the question that came since: the password, or no to a keychain."""
    said = b"".join(data for _, data in session.chunks)
    question = said[answered:].rsplit(b"\n", 1)[-1].lower()
    for word, answer in ((b"password", PASSWORD), (b"keychain", b"n\r"), (b"keyring", b"n\r")):
        if word in question and question.rstrip().endswith((b":", b"]", b"?", b")")):
            sleep(0.2)  # it throws away what was typed before it asked
            return session.write(answer), len(said)
    return asked, answered
