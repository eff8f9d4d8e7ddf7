"""Telephone numbers as people write them, and the form a phone can dial."""

import re
from functools import lru_cache

from deskaid.referrals.listing import Phone, PhoneKind

_PLAIN = re.compile(
    r"\+?[\d(][\d\s().+/-]{5,22}\d(\s*(,|;)?\s*(x|ext\.?|extension)\s*[:.#]?\s*\d{1,7})?", re.I
)
_SHORT = re.compile(r"\d(?: ?\d){2,5}")
_WORD_TO_CODE = re.compile(
    r"(?i)\b(?:text\s+)?\"?([A-Z]{2,12})\"?\s+to\s+(\d{3,7}|\+?[\d-]{10,15})\b"
)
_THEN_KEY = re.compile(r"(?i)^(\d{3})\s*(?:,|then)?\s*press\s+(\d)$")
_KINDS: tuple[tuple[PhoneKind, re.Pattern[str]], ...] = (
    ("fax", re.compile(r"(?i)\b(fax|facsimile)\b")),
    ("tty", re.compile(r"(?i)\b(tty|tdd|textphone|text telephone|teletype)\b")),
    ("video", re.compile(r"(?i)\bvideo ?(phone)?\b")),
    ("text", re.compile(r"(?i)\b(sms|text)\b")),
)
_USUAL = re.compile(
    r"(?:\+?1[-. ])?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[-. ]?)([2-9]\d\d)[-. ]?(\d{4})"
    r"(?: (?:x|ext\.?) ?(\d{1,5}))?"
)
"""A North American number in one of its usual forms. A test compares what is made of it with
what the phonenumbers library makes of it, which takes forty times as long."""
_NORTH_AMERICAN = ("US", "CA")
_EDGE = " \t\n\"'/:;,.-–|()"


@lru_cache(maxsize=1024)
def kind_of(*hints: str) -> PhoneKind:
    """Return what a number is for, from words beside it; voice when nothing says otherwise."""
    joined = " ".join(hint for hint in hints if hint)
    if joined:
        for kind, pattern in _KINDS:
            if pattern.search(joined.replace("_", " ")):
                return kind
    return "voice"


def read_numbers(text: str, country: str = "US") -> tuple[Phone, ...]:
    """Return every number in ``text``, with what stands beside each as its label.

    A text without any number that could be dialed comes back as one phone with an empty
    ``dial``: nothing a source published is lost. Empty text gives nothing.
    """
    text = text.strip().strip('"').strip()
    if country in _NORTH_AMERICAN and (usual := _USUAL.fullmatch(text)) and text.isascii():
        return (_usual(text, usual),)
    return read_numbers_fully(text, country)


@lru_cache(maxsize=4096)  # the library takes forty times as long as the pattern above
def read_numbers_fully(text: str, country: str) -> tuple[Phone, ...]:
    """Return what `read_numbers` does, by way of the phonenumbers library."""
    if not text or not any(character.isdigit() for character in text):
        return (Phone(text[:80]),) if len(text) > 6 and any(map(str.isdigit, text)) else ()
    short = _SHORT.fullmatch(text)
    key = _THEN_KEY.fullmatch(text)
    if short or key:
        return (Phone(text, dial=text.replace(" ", "") if key is None else f"{key[1]},{key[2]}"),)
    if word := _WORD_TO_CODE.search(text):
        return (Phone(text, dial=re.sub(r"[^\d+]", "", word[2]), kind="text"),)
    if _PLAIN.fullmatch(text) and (one := _one(text, country)):
        return (one,)
    return _several(text, country) or (_one(text, country, alpha=True) or Phone(text[:120]),)


def _usual(text: str, found: re.Match[str]) -> Phone:
    area, area_too, office, line, extension = found.groups()
    return Phone(
        number=_without_extension(text) if extension else text,
        dial=f"+1{area or area_too}{office}{line}",
        extension=extension or "",
    )


def _one(text: str, country: str, *, alpha: bool = False) -> Phone | None:
    """Return the number ``text`` is, or None; ``alpha`` also reads 1-800-GO-HOME."""
    # 40 ms to load, and only an import needs it.
    import phonenumbers

    if not alpha and any(character.isalpha() for character in text.split("x")[0][:12]):
        return None
    try:
        found = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return Phone(
        number=_without_extension(text) if found.extension else text,
        dial=phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164),
        extension=found.extension or "",
    )


def _several(text: str, country: str) -> tuple[Phone, ...]:
    import phonenumbers

    leniency = phonenumbers.Leniency.POSSIBLE
    phones: list[Phone] = []
    end = 0
    matches = list(phonenumbers.PhoneNumberMatcher(text, country, leniency=leniency))
    for match in matches:
        before = text[end : match.start].strip(_EDGE)
        after = text[match.end :].strip(_EDGE) if match is matches[-1] else ""
        label = " ".join(" ".join(filter(None, (before, after))).split())
        phones.append(
            Phone(
                number=_without_extension(match.raw_string)
                if match.number.extension
                else match.raw_string,
                dial=phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164),
                extension=match.number.extension or "",
                kind=kind_of(label),
                label="" if label.casefold() in ("or", "and") else label[:80],
            )
        )
        end = match.end
    return tuple(phones)


def _without_extension(text: str) -> str:
    return re.split(r"(?i)\s*[,;]?\s*(?:x|ext\.?|extension)\s*[:.#]?\s*\d", text)[0].strip() or text
