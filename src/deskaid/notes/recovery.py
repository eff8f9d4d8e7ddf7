"""The recovery code: 160 random bits a person can write down and read back."""

import secrets

from deskaid.notes.trouble import PassphraseRefused

BITS = 160
CHARACTERS = BITS // 5

# Crockford's Base32 and its five check symbols: https://www.crockford.com/base32.html
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _ALPHABET + "*~$=U"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_IGNORED = str.maketrans("", "", " -\t\n.\u00a0\u2010\u2011\u2013")


def new_code() -> str:
    """Return a fresh code as shown: 8 groups of 4 characters and a check character."""
    return _shown(secrets.randbits(BITS))


def read_code(typed: str) -> str:
    """Return the code as `new_code` shows it, from what a person typed.

    Case, spaces and hyphens do not count; O reads as 0, I and L as 1. Raises
    `PassphraseRefused` when a character is missing, alien or mistyped.
    """
    signs = typed.upper().translate(_IGNORED).translate(_LOOK_ALIKES)
    body, check = signs[:CHARACTERS], signs[CHARACTERS:]
    if len(signs) != CHARACTERS + 1:
        raise PassphraseRefused(
            f"A recovery code has {CHARACTERS + 1} characters; this one has {len(signs)}.",
            hint="Compare it with the printed code, group by group.",
        )
    if any(sign not in _ALPHABET for sign in body):
        raise PassphraseRefused(
            "A character in the recovery code is never used in one.",
            hint="Compare it with the printed code; there is no letter U inside.",
        )
    number = 0
    for sign in body:
        number = number * 32 + _ALPHABET.index(sign)
    if _CHECKS[number % 37] != check:
        raise PassphraseRefused(
            "The recovery code has a typing mistake.",
            hint="Compare it with the printed code, group by group.",
        )
    return _shown(number)


def _shown(number: int) -> str:
    signs = "".join(
        _ALPHABET[number >> shift & 31] for shift in range(5 * (CHARACTERS - 1), -1, -5)
    )
    groups = [signs[start : start + 4] for start in range(0, CHARACTERS, 4)]
    return "-".join((*groups, _CHECKS[number % 37]))
