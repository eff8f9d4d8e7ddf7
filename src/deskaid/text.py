"""Safe to draw, safe to search: text from outside passes here before it is stored or shown."""

import re
import unicodedata
from functools import cache

# C0 except tab and newline, DEL, C1, the bidi overrides and isolates, and lone surrogates:
# a terminal would obey them (research/interface.md 3.9) or they would turn a line around.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "ʼ": "'", "`": "'"})


def plain(text: str) -> str:
    """Return ``text`` without anything a terminal would obey; tabs and newlines stay."""
    if text.isprintable():  # as most is; nothing unsafe is
        return text
    return _unsafe().sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)  # the first screen does without


def one_line(text: str) -> str:
    """Return ``text`` as one plain line, runs of white space folded to one space."""
    # Most cells of a directory are one already.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(plain(text).split())


def drawn(text: str) -> str:
    """Return ``text`` safe to draw on one line, with its runs of spaces (columns) kept."""
    return plain(text).replace("\n", " ").replace("\t", " ")


def shortened(text: str, length: int) -> str:
    """Return ``text`` in at most ``length`` characters, cut after a word and marked where cut."""
    if len(text) <= length:
        return text
    kept = text[: length - 2]
    return f"{kept.rsplit(' ', 1)[0] if ' ' in kept else kept} …"


def straight(text: str) -> str:
    """Return ``text`` with typographic quotes made straight, as word processors leave them."""
    return text.translate(_CURLY)


def fold(text: str) -> str:
    """Return ``text`` for comparing: no case, no accents, straight quotes."""
    decomposed = unicodedata.normalize("NFKD", straight(text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
