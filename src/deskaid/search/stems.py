"""A light English stem: enough to make "sleeping", "sleeps" and "sleep" meet, and no more.

Stems only add likeness between words; the word itself always counts for more, so a wrong stem
costs a place in the order and never an answer.
"""

# Suffix, what takes its place, and the fewest letters that must remain. Longest first.
_ENDINGS = (
    ("nesses", "", 4),
    ("ation", "", 5),
    ("ness", "", 4),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("ers", "", 5),
    ("ed", "", 3),
    ("er", "", 5),
    ("ly", "", 4),
    ("es", "e", 3),
    ("s", "", 3),
)
_UNCHANGED = ("ss", "us", "is")


def stem(word: str) -> str:
    """Return the stem of ``word``, which must already be folded by `tokens.words`."""
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word
    return _tidy(_stripped(word) if len(word) > 3 else word)


def _stripped(word: str) -> str:
    for ending, instead, fewest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= fewest:
            if ending == "s" and word.endswith(_UNCHANGED):
                return word
            rest = word[: -len(ending)]
            if not instead and not any(letter in "aeiouy" for letter in rest):
                return word  # "string", "bring": the ending is the word
            return rest + instead
    return word


def _tidy(base: str) -> str:
    """Make the ends alike: "stopp" and "stop", "smoke" and "smok", "cry" and "cri"."""
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiousl":
        base = base[:-1]
    if len(base) > 3 and base.endswith("e"):
        base = base[:-1]
    if base.endswith("y"):
        base = base[:-1] + "i"
    return base
