"""Cells as plain text: no markup, no control or bidi characters, no words that mean "empty"."""

import html
import re
from collections.abc import Sequence

from deskaid import text as texts
from deskaid.text import plain

EMPTY_WORDS = frozenset(
    (
        "",
        "null",
        "(null)",
        "n/a",
        "n.a.",
        "#n/a",
        "none",
        "nan",
        "nil",
        "undefined",
        "not stated",
        "-",
        "--",
        "\\n",
    )
)
"""What a cell says, in any case, when nothing is known."""
# Anything here needs more than stripping; most cells have none of it.
_SUSPECT = re.compile(
    r"[<&\\\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\xa0]"
)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060]")
_BLOCK = re.compile(r"(?is)<!--.*?-->|<(script|style)\b.*?</\1\s*>")
_BREAK = re.compile(r"(?i)<\s*(br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>")
_ITEM = re.compile(r"(?i)<\s*li\b[^>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+\d*);")
_SPACES = re.compile(r"[ \t\xa0\u202f]+")


def one_line(text: str) -> str:
    """Return `deskaid.text.one_line`; at once for a text that is one already, as most are.

    `str.isprintable` is false for every control, bidi and line-breaking character and for every
    white space but the plain one.
    """
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return texts.one_line(text)


def may_hold(words: Sequence[str], *texts: str) -> bool:
    """Tell whether a pattern that needs one of ``words``, in any case, could find ``texts``.

    A pattern of many alternatives takes a hundred times as long over prose as these tests do.
    """
    joined = "\n".join(texts)
    if not joined.isascii():
        return True  # letters of other alphabets may count as these
    folded = joined.lower()
    for word in words:  # noqa: SIM110  a generator would take three times as long
        if word in folded:
            return True
    return False


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` fit to store and draw, and the kinds of repair it needed.

    Line breaks stay, at most two in a row; words that mean "empty" become empty.
    """
    if not _SUSPECT.search(text):
        stripped = text.strip()
        return ("" if stripped.casefold() in EMPTY_WORDS else stripped), ()
    kinds: list[str] = []
    before = text
    if "&" in text and _ENTITY.search(text):
        # Twice: some publishers escape what was already escaped.
        text = html.unescape(html.unescape(text))
        kinds.append("HTML entities turned into characters")
    if "<" in text:
        bare = _TAG.sub("", _ITEM.sub("\n- ", _BREAK.sub("\n", _BLOCK.sub("", text))))
        if bare != text:
            kinds.append("HTML removed")
        text = bare
    if "\\" in text:
        unescaped = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\r", "\n")
        if unescaped != text:
            kinds.append("literal \\n turned into line breaks")
        text = unescaped
    safe = plain(_INVISIBLE.sub("", text))
    if len(safe) != len(text.replace("\r\n", "\n")):
        kinds.append("control or bidi characters removed")
    safe = _SPACES.sub(" ", safe)
    lines = [line.strip() for line in safe.split("\n")]
    result = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if result.casefold() in EMPTY_WORDS:
        result = ""
    return result, tuple(kinds) if before.strip() != result else ()


def clean_line(text: str) -> str:
    """Return `clean` text on one line, for names, numbers and addresses."""
    return one_line(clean(text)[0])
