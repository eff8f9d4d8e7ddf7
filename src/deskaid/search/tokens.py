"""Words as the index knows them: one tokenizer for what is stored and for what is typed.

FTS5 is given these words joined by spaces and its ``ascii`` tokenizer, which splits such text
only at the spaces, so the two sides cannot disagree on any alphabet or SQLite version. On plain
text the words are those of ``unicode61 remove_diacritics 2``, but for apostrophes: those are
dropped inside a word, so that "won't", "won’t" and "wont" are one word.
"""

import re
import unicodedata

from deskaid.text import straight

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_HYPHENS = re.compile("[-‐‑/]")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑/][^\W_]+)+")


def fold(text: str) -> str:
    """Return ``text`` without case, accents and curly quotes; folding again changes nothing."""
    if text.isascii():
        return text.replace("`", "'").lower()
    text = straight(text)
    for _ in range(2):  # a compatibility letter may decompose into capitals, which fold once more
        text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order; never an empty word, a quote or an operator."""
    return _WORD.findall(_closed(fold(text)))


def spaced(text: str) -> str:
    """Return ``text`` such that the ``ascii`` tokenizer of FTS5 finds its `words` in it."""
    if not text.isascii():
        return " ".join(words(text))
    # That tokenizer splits ASCII as we do, but for apostrophes: ten times faster than here.
    return _APOSTROPHE.sub("", text.replace("`", "'")) if "'" in text or "`" in text else text


def joined(text: str) -> list[str]:
    """Return hyphenated words of ``text`` written as one: "co-worker" gives "coworker"."""
    if not _HYPHENS.search(text):
        return []
    return ["".join(_WORD.findall(found)) for found in _HYPHENATED.findall(_closed(fold(text)))]


def _closed(folded: str) -> str:
    return _APOSTROPHE.sub("", folded) if "'" in folded else folded
