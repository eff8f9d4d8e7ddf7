"""Numbers and addresses that lead to a person: cards, IDs, phones, e-mail, birth, street."""

import re
from collections.abc import Iterator

_FIRST_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# A date of today's work is no birthday; nobody writes notes about a day before this one.
_LONG_AGO = r"(?:19\d\d|200\d|201\d)"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_TOLL_FREE = re.compile(
    r"(?<!\d)(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]\d{3}[ .-]?\d{4}(?!\d)"
)
_BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born|fecha de nacimiento|"
    rf"nacid[oa]|naci[oó])\b[^.\n]{{0,20}}\d|"
    rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_LONG_AGO}\b|\b{_LONG_AGO}-\d\d-\d\d\b|"
    rf"\b{_FIRST_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? {_LONG_AGO}\b|"
    rf"\b\d{{1,2}} {_FIRST_MONTHS} {_LONG_AGO}\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b20\d\d-\d\d-\d\d(?:[T ]\d\d:?\d\d(?::?\d\d)?)?\b|\b20\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])\b"
)
_CARD = re.compile(r"(?<!\d)\d{13,14}(?!\d)")
_SOCIAL = re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\d)"  # (217) 555-0142
    r"|(?<![\d-])[2-9]\d{2}-\d{4}(?![\d-])"  # 555-0142
    r"|(?<!\d)[2-9]\d{9}(?!\d)"
    r"|\+\d[\d .()-]{6,}\d"
    r"|(?<!\d)0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)"  # Britain, Ireland, Australia, New Zealand
)
_GROUPS = re.compile(r"(?<![\d-])\d{1,6}(?:[ -]\d{2,6}){2,4}(?![\d-])")
_RUN = re.compile(r"\d{8,}")
_STREET = re.compile(
    r"(?<![\d:.,/-])\d{1,5}[A-Za-z]? (?:[NSEW]\.? |North |South |East |West )?"
    r"(?:[A-Z][\w'.]* ){1,3}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Way|"
    r"Terrace|Hwy|Highway|Pkwy|Parkway|Cir|Circle|Close|Crescent)\b"
)
_STREET_TYPED_FAST = re.compile(
    r"(?<![\d:.,/-])\d{1,5} (?:north |south |east |west |[nsew]\.? )?"
    r"(?!(?:the|a|across|down|on|in|off|this|that|more|people|patrons|kids)\b)[a-z]+ "
    r"(?:st|street|ave|avenue|rd|road|blvd|boulevard|lane|ln)\b",
    re.IGNORECASE,
)
_CALLE = re.compile(
    r"\b(?:calle|avenida|avda?\.?) (?:\w+ ){1,3}(?:n[uú]m(?:ero)?\.? ?|# ?)?\d{1,5}\b|"
    r"\b(?:apt|apartment)\.? ?#?\d+",
    re.IGNORECASE,
)

_IN_TURN = (
    ("email", _EMAIL),
    ("", _TOLL_FREE),
    ("birth", _BIRTH),
    ("", _DATE),
    ("card", _CARD),
    ("ssn", _SOCIAL),
    ("address", _STREET),
    ("address", _STREET_TYPED_FAST),
    ("address", _CALLE),
    ("phone", _PHONE),
)


def numbers_met(line: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of every number or address in ``line`` that names a person.

    What one rule took is gone for the next, so that no number is met twice. Toll-free lines and
    dates of these years are nobody's.
    """
    if not any(sign.isdigit() or sign == "@" for sign in line):
        return
    left = line
    for kind, pattern in _IN_TURN:
        found = pattern.findall(left)
        if found:
            left = pattern.sub(" ~ ", left)
            yield from ((kind, text) for text in found if kind)
    for text in _GROUPS.findall(left):
        digits = sum(sign.isdigit() for sign in text)
        if digits in (13, 14):  # 2 1234 00012 3456, as it is printed under the bars
            yield "card", text
        elif digits in (9, 15, 16):
            yield "number", text
    left = _GROUPS.sub(" ~ ", left)
    yield from (("number", text) for text in _RUN.findall(left))
