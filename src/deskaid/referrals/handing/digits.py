"""Numbers in large letters: our own five-row font, and where a long number is broken."""

ROWS = 5
_GAP = " "

_FONT: dict[str, tuple[str, ...]] = {
    "0": ("██████", "██  ██", "██  ██", "██  ██", "██████"),
    "1": ("  ██  ", "████  ", "  ██  ", "  ██  ", "██████"),
    "2": ("██████", "    ██", "██████", "██    ", "██████"),
    "3": ("██████", "    ██", "██████", "    ██", "██████"),
    "4": ("██  ██", "██  ██", "██████", "    ██", "    ██"),
    "5": ("██████", "██    ", "██████", "    ██", "██████"),
    "6": ("██████", "██    ", "██████", "██  ██", "██████"),
    "7": ("██████", "    ██", "    ██", "    ██", "    ██"),
    "8": ("██████", "██  ██", "██████", "██  ██", "██████"),
    "9": ("██████", "██  ██", "██████", "    ██", "██████"),
    "-": ("   ", "   ", "███", "   ", "   "),
    "+": ("      ", "  ██  ", "██████", "  ██  ", "      "),
    "(": (" ██", "██ ", "██ ", "██ ", " ██"),
    ")": ("██ ", " ██", " ██", " ██", "██ "),
    "x": ("      ", "██  ██", "  ██  ", "██  ██", "      "),
    " ": ("   ", "   ", "   ", "   ", "   "),
}
_ALIKE = str.maketrans({".": "-", "/": "-", "X": "x", "\u00a0": " "})


def large(number: str, *, width: int) -> list[str]:
    """Return ``number`` drawn in rows of at most ``width`` columns, lines of five with a gap.

    A number that is too wide is broken after a dash or at a space, into lines as even as can be.
    Characters the font does not have are left out.
    """
    drawn = "".join(letter for letter in number.translate(_ALIKE) if letter in _FONT)
    rows: list[str] = []
    for line in _lines(drawn, width):
        rows += [_GAP.join(_FONT[letter][row] for letter in line) for row in range(ROWS)]
        rows.append("")
    return rows[:-1]


def columns(number: str) -> int:
    """Return how many columns ``number`` takes in one line."""
    return sum(len(_FONT[letter][0]) + len(_GAP) for letter in number) - len(_GAP)


def _lines(number: str, width: int) -> list[str]:
    number = number.strip()
    if not number or columns(number) <= width:
        return [number] if number else []
    natural = [at + 1 for at, letter in enumerate(number[:-1]) if letter in "- )"]
    breaks = natural or range(1, len(number))
    at = min(breaks, key=lambda at: max(columns(number[:at].strip()), columns(number[at:].strip())))
    return [*_lines(number[:at], width), *_lines(number[at:], width)]
