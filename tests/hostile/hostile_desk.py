"""A desk under attack: a note being written on a real terminal, memory read from outside."""

import re
from contextlib import suppress
from pathlib import Path

from real_terminal import F7, Terminal

WORDS = ("quetzalcoatl", "xylophonist")
ESC = b"\x1b"


def start_a_note(terminal: Terminal, words: tuple[str, ...] = WORDS) -> None:
    """Open a note and write ``words`` into it."""
    terminal.wait_for("F2 Say it")
    terminal.press(F7)
    terminal.wait_for("Note for: Front desk")
    terminal.type(" ".join(words))
    terminal.wait_for(words[-1])


def open_unlock(terminal: Terminal) -> None:
    """Go from Home to the passphrase box."""
    terminal.wait_for("F2 Say it")
    terminal.press(ESC)
    terminal.read(1.0)  # read together with the next key, Esc would make it Alt+N
    terminal.press(b"N")
    terminal.wait_for("Passphrase")


def pasted(data: bytes) -> bytes:
    """Return ``data`` as a terminal sends a paste."""
    return b"\x1b[200~" + data + b"\x1b[201~"


def found_in_memory(pid: int, *words: str) -> int:
    """Return how often any of ``words`` stands in the memory of ``pid``, in any coding.

    Raises `PermissionError` where the system does not let this login look.
    """
    spellings = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    spellings += [word.encode("utf-32-le") for word in words]
    wanted = re.compile(b"|".join(map(re.escape, spellings)))
    count = 0
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if not rights.startswith("r") or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            first, last = (int(number, 16) for number in place.split("-"))
            with suppress(OSError, ValueError, OverflowError):  # pages without a body
                memory.seek(first)
                count += len(wanted.findall(memory.read(last - first)))
    return count
