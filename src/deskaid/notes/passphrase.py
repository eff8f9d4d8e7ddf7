"""Passphrases: one spelling of what was typed, a generated phrase, and a rule for own ones."""

import secrets
import unicodedata
from collections.abc import Iterable

from deskaid.notes.trouble import PassphraseRefused
from deskaid.text import fold

SHORTEST = 12
"""Characters an own passphrase has at least (research/notes.md 4.8)."""

STRENGTH = 12.0
"""Power of ten of the guesses an own passphrase must withstand by zxcvbn's estimate."""

WORDS = 5
"""Words of a generated phrase: 64.6 bits from a list of 7,776."""

_ZXCVBN_LIMIT = 72  # it raises above this; only its input is cut, never the passphrase

# zxcvbn rates these highly; everybody who guesses tries them first.
_FAMOUS = (
    "correct horse battery staple",
    "to be or not to be that is the question",
    "it was the best of times it was the worst of times",
    "call me ishmael",
    "in the beginning was the word",
    "all happy families are alike",
    "it is a truth universally acknowledged",
    "four score and seven years ago",
    "we the people of the united states",
    "may the force be with you",
    "the quick brown fox jumps over the lazy dog",
    "so long and thanks for all the fish",
    "one ring to rule them all",
    "not all those who wander are lost",
    "open sesame",
    "shush this is a library",
    "i love my library",
)


def normalize(secret: str) -> str:
    """Return ``secret`` as it is hashed: every space a plain one, NFC, nothing else changed.

    Case and leading spaces count, after RFC 8265's OpaqueString. Raises `PassphraseRefused`
    for control characters and halves of characters.
    """
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in secret)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in spaced):
        raise PassphraseRefused(
            "The passphrase holds a character that no key types, such as a tab.",
            hint="Type it by hand instead of pasting it.",
        )
    return unicodedata.normalize("NFC", spaced)


def generate(words: int = WORDS) -> str:
    """Return ``words`` random words of the EFF large list (CC BY 3.0), separated by spaces."""
    # 20 ms and a regular-expression scan: only when somebody asks for a phrase.
    from xkcdpass import xkcd_password  # type: ignore[import-untyped]

    pool = sorted(set(xkcd_password.generate_wordlist("eff-long", min_length=1, max_length=20)))
    return " ".join(secrets.choice(pool) for _ in range(words))


def check_new(secret: str, *, about: Iterable[str] = ()) -> None:
    """Raise `PassphraseRefused` unless ``secret`` may guard a notebook.

    ``about`` holds words an outsider would try: the library's name, the notebook's label.
    A phrase from `generate` always passes.
    """
    known = [word for word in about if word.strip()]
    typed = normalize(secret)
    if len(typed) < SHORTEST:
        raise PassphraseRefused(
            f"The passphrase has fewer than {SHORTEST} characters.",
            hint="Use the five words deskaid proposes, or a longer phrase of your own.",
        )
    if len(_without(typed, (*_FAMOUS, *known))) < SHORTEST - 2:
        raise PassphraseRefused(
            "The passphrase is a well-known phrase or the name of this place.",
            hint="Use the five words deskaid proposes.",
        )
    if _guesses(typed, known) < STRENGTH:
        raise PassphraseRefused(
            "The passphrase is too easy to guess.",
            hint="Use the five words deskaid proposes, or add unrelated words.",
        )


def _without(typed: str, phrases: Iterable[str]) -> str:
    """Return the letters and digits left of ``typed`` once ``phrases`` are taken out."""
    left = _letters(typed)
    for phrase in sorted({_letters(phrase) for phrase in phrases}, key=len, reverse=True):
        if len(phrase) > 2:
            left = left.replace(phrase, "")
    return left


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _guesses(typed: str, known: list[str]) -> float:
    # 30 ms and its word lists: only when a passphrase is chosen.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    words = [word for entry in known for word in (entry, *entry.split())]
    return float(zxcvbn(typed[:_ZXCVBN_LIMIT], user_inputs=words)["guesses_log10"])
