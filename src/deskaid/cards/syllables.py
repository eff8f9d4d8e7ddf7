"""Count words, sentences and syllables, well enough to notice a card that is hard to read."""

import re

# Long words that a desk card may use: names of things and people with no shorter word in use,
# and two everyday words (content rule 10).
_LONG_WORDS = """
accommodation accommodations anybody anybody's directory
disability disabilities elevator elevators emergency emergencies everybody everybody's
february immigration
information interpreter interpreters january librarian librarians librarian's medication
medications military naloxone non-emergency opioid opioids reconsideration security
supervisor supervisors supervisor's unattended university veterinary
"""
LONG_WORDS = frozenset(_LONG_WORDS.split())

_WORD = re.compile(r"[A-Za-z0-9]+(?:['_-][A-Za-z0-9]+)*")
_GROUPS = re.compile(r"[aeiouy]+")
# Vowel pairs that are two syllables, except in endings such as -tion, -cious and -cial.
_SPLIT = re.compile(
    r"(?<![tcsgx])ia|(?<![tcsgxnl])io|(?<![tcsgx])iu|eo(?!u)|[aeiouy]ing|ua(?![rg])|oe[mt]|(?<![tc])ient|uici|[^q]uie"
)
_ONE_GROUP = re.compile(r"eous|people|geon|jeop|leop")
_SILENT_E = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouyszxcghl]es$|[aeiouy]les$|[^aeiouytdl]ed$|[aeiouyl]led$"
)
_SILENT_INSIDE = re.compile(
    r"(?<=[a-z]{2}[^aeiouyl])e(?=(?:ments?|ly|less|ness|ful|fully|where|times?|thing|body|one)$)"
)
_IRREGULAR = {
    "area": 3,
    "business": 2,
    "caregiver": 3,
    "spokesperson": 3,
    "create": 2,
    "created": 3,
    "language": 2,
    "minutes": 2,
    "comfortable": 3,
    "different": 2,
    "everyone": 3,
    "every": 2,
    "evening": 2,
    "idea": 3,
    "naloxone": 3,
    "really": 2,
    "somebody": 3,
    "something": 2,
    "vegetable": 3,
    "violence": 3,
    "violent": 3,
    "quiet": 2,
    "diet": 2,
    "science": 2,
    "police": 2,
    "someone": 2,
    "maybe": 2,
    "sometimes": 2,
}


def words(text: str) -> list[str]:
    """Return the words of ``text``; a number counts as one."""
    return _WORD.findall(text)


def sentences(text: str) -> int:
    """Return how many sentences ``text`` has, at least 1."""
    return max(1, len(re.findall(r"[.!?]+(?=\s|\"|'|$)", text)))


def syllables(word: str) -> int:
    """Return about how many syllables ``word`` has when said; a number counts as one."""
    letters = re.sub(r"[^a-z]", "", re.sub(r"'(?:s|m|d|ll|re|ve|t)$", "", word.lower()))
    if letters in _IRREGULAR:
        return _IRREGULAR[letters]
    spoken = _SILENT_INSIDE.sub("", letters)
    count = len(_GROUPS.findall(spoken)) + len(_SPLIT.findall(spoken))
    count -= len(_ONE_GROUP.findall(spoken))
    if _SILENT_E.search(spoken) and count > 1:
        count -= 1
    return max(1, count)


def long_words(text: str) -> list[str]:
    """Return the words of more than three syllables that are not in `LONG_WORDS`."""
    return [
        word
        for word in words(text)
        if word.lower() not in LONG_WORDS and max(syllables(part) for part in word.split("-")) > 3
    ]


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade of ``texts`` together; 0.0 for none.

    On lines as short as a card's it comes out near 0, so it only catches the worst.
    """
    said = [word for text in texts for word in words(text)]
    if not said:
        return 0.0
    stops = sum(sentences(text) for text in texts)
    parts = sum(syllables(word) for word in said)
    return 0.39 * len(said) / stops + 11.8 * parts / len(said) - 15.59
