"""Lines for narrow paper: wrapped by the columns a letter takes, plain letters for old printers."""

import unicodedata

from rich.cells import cell_len

from deskaid.text import one_line, straight

_PLAIN_LETTERS = str.maketrans(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "*", "·": "*",
        "½": " 1/2", "¼": " 1/4", "×": "x", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "¿": "", "¡": "",
        "«": '"', "»": '"', "€": "EUR", "£": "GBP ", "™": "", "®": "", "°": " ",
    }
)  # fmt: skip
UNKNOWN = "?"


def printable(text: str) -> str:
    """Return ``text`` as one line without anything that a printer would obey or cannot show.

    Invisible format marks go too: on paper they join nothing, and some printers print a box.
    """
    line = one_line(text)
    return "".join(
        letter for letter in line if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs")
    )


def ascii_only(text: str) -> str:
    """Return ``text`` in ASCII: accents dropped, dashes and quotes made plain.

    A run of letters without a plain form, such as a Chinese name, becomes one "?".
    """
    swapped = straight(text).translate(_PLAIN_LETTERS)
    decomposed = unicodedata.normalize("NFKD", swapped)
    pieces: list[str] = []
    for letter in decomposed:
        if letter.isascii():
            pieces.append(letter)
        elif not unicodedata.combining(letter) and pieces[-1:] != [UNKNOWN]:
            pieces.append(UNKNOWN)
    return "".join(pieces)


def wrap(text: str, width: int, *, hang: int = 0) -> list[str]:
    """Return ``text`` as lines of at most ``width`` columns, the later ones set in by ``hang``.

    A letter may take two columns (Chinese) or none (a combining accent). A word that is too
    long, such as a web address, is broken; nothing is left out.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else line + word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line.strip():
            lines.append(line)
        line = " " * hang + word
        while cell_len(line) > width:
            head = _fitting(line, width)
            lines.append(head)
            line = " " * hang + line[len(head) :]
    return [*lines, line] if line.strip() else lines


def cut(text: str, most: int) -> str:
    """Return ``text`` in at most ``most`` letters, cut after a word and marked where cut."""
    if len(text) <= most:
        return text
    kept = text[: most - 4]
    return f"{kept.rsplit(' ', 1)[0] if ' ' in kept else kept} ..."


def _fitting(text: str, width: int) -> str:
    """Return the longest beginning of ``text`` that fits, at least one letter beyond its indent."""
    end = len(text) - len(text.lstrip(" ")) + 1
    while end < len(text) and cell_len(text[: end + 1]) <= width:
        end += 1
    return text[:end]
