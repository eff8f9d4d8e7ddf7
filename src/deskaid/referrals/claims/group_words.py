"""The words of a listing that name a group of people, and how its text falls into clauses."""

import re
from collections.abc import Iterable, Iterator

from deskaid.text import fold

GROUPS = ("families", "men", "women", "youth", "pets")
"""Whom one may ask for at the desk."""

Claim = tuple[str, bool]
"""A group (or "children") and whether it is taken."""

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# What word processors put into plain English; replaced one by one, most texts are ASCII then.
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_TYPOGRAPHIC = tuple(zip("“”„‘’ʼ`–—•\u00a0", '"' * 3 + "'" * 4 + "--| ", strict=True))
_LETTERS = bytes(byte if 0x61 <= byte <= 0x7A else 0x20 for byte in range(256))
"""What a byte of a folded text becomes: itself in a word, a space between words."""
_ID = re.compile(r"\bi\.d\b\.?")
_END = re.compile(r"\.(?=\s|$|[a-z]{2})(?<!\bst\.)(?<!\bmrs\.)(?<!\be\.g\.)")
# Other ends of a clause, replaced one by one: ten times as quick as one regular expression.
_ENDS = (";", "!", "?", "•", "|", ", but ", " but ")
LONGEST = 400
_MOST = 10_000

# Words that name a group. "women's" and "men's" are about a thing, not about who may come.
CHILDREN = r"(?:children|kids|infants|toddlers|babies)(?!')"
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "families",
        r"(?:families(?! members?)|family with (?:\w+ )?(?:\w+ )?(?:child|children|kids)"
        r"|households? with (?:\w+ )?children|single (?:mothers|fathers|parents|moms|dads))(?!')",
    ),
    ("women", r"(?:women|woman|females?|mothers|moms|ladies)(?!['-])(?! (?:child|infant))"),
    ("men", r"(?:men|males?|fathers|dads|gentlemen)(?!['-])(?! child)"),
    (
        "youth",
        r"(?:youths?|teens?|teenagers?|young (?:adults?|people|persons?|women|men)|adolescents?"
        r"|runaways?|transition[- ]age youth)(?!['-])",
    ),
    (
        "adults",
        r"(?:adults|individuals|singles)(?!['-])"
        r"(?! (?:age[sd]? |over |under )*(?:[2-9]\d|1[0-79]))",
    ),
    ("children", CHILDREN),
)
GROUP = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS)
ONE = re.compile(rf"\b(?:{GROUP})\b")
PEOPLE = frozenset((
    "families", "family", "household", "households", "single", "women", "woman", "female",
    "females", "mothers", "moms", "ladies", "men", "male", "males", "fathers", "dads",
    "gentlemen", "youth", "youths", "teen", "teens", "teenager", "teenagers", "young",
    "adolescent", "adolescents", "runaway", "runaways", "adults", "individuals", "singles",
    "children", "kids", "infants", "toddlers", "babies",
))  # fmt: skip
"""Words without one of which `ONE` cannot match."""
_BETWEEN = re.compile(
    r"(?:[\s,/&()]|\b(?:and|or|with|their|his|her|minor|young|single|adult|homeless|older|small"
    r"|dependent|low-income|school-age|unaccompanied|accompanied by|as well as|plus|who have|the"
    r"|lgbtq?\+?|male|female|expecting|custodial)\b)*"
)
_NOT = re.compile(
    r"\b(?:no|not|cannot|can't|don't|doesn't|never|unable|except|excluding|other than|without"
    r"|unless|neither|nor|prohibited|ineligible)\b"
)
_NOT_PARTS = (
    "no", "n't", "never", "neither", "unable", "exc", "other than", "without", "unless",
    "prohibited", "ineligible",
)  # fmt: skip
_WITH_OR_WITHOUT = re.compile(r"\bwith(?: or |/)without\b|\bwithout or with\b")


def folded(text: str) -> str:
    """Return ``text`` for `words_in` and `clauses`: folded, its dashes plain, not endless."""
    text = text[:_MOST]
    if not text.isascii():
        for sign, plain in _TYPOGRAPHIC:
            text = text.replace(sign, plain)
    line = text.lower()
    if not line.isascii():  # as few are by now, and an index reads a hundred thousand of them
        line = _DASHES.sub("-", _FOREIGN.sub(lambda run: fold(run[0]), line))
    return _ID.sub("id", line) if "i.d" in line else line


def words_in(line: str) -> list[str]:
    """Return every run of ASCII letters of a folded text, in order."""
    return line.encode("ascii", "replace").translate(_LETTERS).decode("ascii").split()


def clauses(line: str) -> Iterator[str]:
    """Yield the clauses of a folded text, so that one never colors another.

    A clause of more than `LONGEST` characters is no plain statement and is left out.
    """
    if "." in line:  # first, for what follows a period tells whether it ends anything
        line = _END.sub("\n", line)
    for end in _ENDS:
        line = line.replace(end, "\n")
    for piece in line.split("\n"):
        clause = " ".join(piece.split()).strip(" ,")
        if clause and len(clause) <= LONGEST:
            yield clause


def holds(clause: str, parts: Iterable[str]) -> bool:
    """Tell whether any of ``parts`` stands in ``clause``: quicker than any regular expression."""
    for part in parts:  # noqa: SIM110 - a generator would cost more than the search
        if part in clause:
            return True
    return False


def joined(between: str) -> bool:
    """Tell whether what stands between two groups makes one list of them: "and", a comma."""
    return _BETWEEN.fullmatch(between) is not None


def negates(clause: str) -> bool:
    """Tell whether a word of the clause may turn it around; "with or without" does not."""
    if not holds(clause, _NOT_PARTS):
        return False
    return _NOT.search(_WITH_OR_WITHOUT.sub(" ", clause)) is not None
