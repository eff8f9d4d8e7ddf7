"""The languages that a listing names, without "(press 2)" and codes, and if it names all."""

import re
from collections.abc import Iterable
from functools import cache

from deskaid.search.tokens import words

# ISO 639-1 and 639-2 codes of what desks are asked for most; HSDS gives either, or a name.
_CODES = {
    code: name
    for name, codes in {
        "American Sign Language": "asl ase",
        "Amharic": "am amh",
        "Arabic": "ar ara",
        "Bengali": "bn ben",
        "Burmese": "my mya bur",
        "Chinese": "zh zho chi",
        "English": "en eng",
        "French": "fr fra fre",
        "German": "de deu ger",
        "Gujarati": "gu guj",
        "Haitian Creole": "ht hat",
        "Hindi": "hi hin",
        "Hmong": "hmn",
        "Italian": "it ita",
        "Japanese": "ja jpn",
        "Khmer": "km khm",
        "Korean": "ko kor",
        "Nepali": "ne nep",
        "Persian": "fa fas per farsi",
        "Polish": "pl pol",
        "Portuguese": "pt por",
        "Punjabi": "pa pan",
        "Russian": "ru rus",
        "Somali": "so som",
        "Spanish": "es spa espanol castilian",
        "Swahili": "sw swa",
        "Tagalog": "tl tgl",
        "Ukrainian": "uk ukr",
        "Urdu": "ur urd",
        "Vietnamese": "vi vie",
    }.items()
    for code in codes.split()
}
# Who writes one of these has an interpreter, so no language is left out by what is not named.
_MORE = r"interpret|translat|other|any|all |multi|various|bilingual|\d|\bline\b"
_ASIDE = r"\([^)]*\)"
_PARTS = r"\s*[;,/\n|]\s*|\s+and\s+|\s*&\s*"
_LONGEST = 30
"""Characters of a language's name: what is longer is a sentence about languages."""


def language_key(name: str) -> str:
    """Return ``name`` for comparing: "Español", "es" and "Spanish" are one."""
    parts = words(name)
    if len(parts) == 1 and parts[0] in _CODES:
        parts = words(_CODES[parts[0]])
    return "".join(parts)


def named_languages(texts: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Return the languages that ``texts`` name, each once, and whether there are no others.

    The second is False where nothing is named, or where interpreters or "others" are.
    """
    names: dict[str, str] = {}
    more = False
    aside, parts, many = _patterns()
    for text in texts:
        for part in parts.split(aside.sub(" ", text)):
            name = " ".join(part.split())
            if many.search(f"{name} "):
                more = True
            elif name and len(name) <= _LONGEST and language_key(name):
                key = language_key(name)
                names.setdefault(key, _spelled(name))
    return tuple(names.values()), bool(names) and not more


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile what reads languages, once a row names some: every start imports this module."""
    return re.compile(_ASIDE), re.compile(_PARTS), re.compile(_MORE, re.I)


def _spelled(name: str) -> str:
    parts = words(name)
    if len(parts) == 1 and parts[0] in _CODES:
        return _CODES[parts[0]]
    return name if name != name.lower() else name.title()
