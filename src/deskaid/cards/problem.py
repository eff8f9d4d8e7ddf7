"""What is wrong with a card's file, and the word that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from deskaid.errors import DeskaidError
from deskaid.text import fold


class CardProblem(DeskaidError):
    """A card's file cannot be used. ``line`` counts from 1; 0 means the whole file."""

    def __init__(self, path: Path, line: int, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{place}: {super().__str__()}"


def nearest(word: str, known: Iterable[str], *, mark: str = "") -> str:
    """Return "Did you mean ...?" for the word of ``known`` nearest to ``word``, or all of them.

    ``mark`` is drawn after each word, such as a colon.
    """
    words = {fold(each): each for each in known}
    close = get_close_matches(fold(word), list(words), n=1, cutoff=0.5)
    if close:
        return f"Did you mean '{words[close[0]]}{mark}'?"
    if len(words) > 12:
        return ""
    return "Use one of: " + ", ".join(f"'{each}{mark}'" for each in words.values()) + "."
