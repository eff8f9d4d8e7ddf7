"""What every kind of file shares on the way to a listing: status, hiding, confidentiality, ages."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import cast

from deskaid.referrals.importing.cleaning import may_hold, one_line
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.dialing import kind_of, read_numbers
from deskaid.referrals.importing.report import Report
from deskaid.referrals.listing import Assured, Phone, PhoneKind, Status, in_calling_order

MOST_PHONES = 12
_STATUS = {
    "active": "active",
    "open": "active",
    "y": "active",
    "yes": "active",
    "true": "active",
    "1": "active",
    "": "active",
    "inactive": "inactive",
    "n": "inactive",
    "no": "inactive",
    "false": "inactive",
    "0": "inactive",
    "closed": "defunct",
    "defunct": "defunct",
    "permanently closed": "defunct",
    "temporarily closed": "temporarily closed",
    "temporarily_closed": "temporarily closed",
    "suspended": "temporarily closed",
}
_TEST = re.compile(
    r"(?i)\b(lorem ipsum|not a real (service|agency|program)|do not use|this is a test"
    r"|test (service|agency|record|listing|organi[sz]ation|program))\b"
    r"|^\s*(test|testing|asdf+|xxx+|delete me)\s*\d*\s*$"
)
_DO_NOT_REFER = re.compile(r"(?i)\b(do not refer|don't refer|do not give out|internal use only)\b")
_HIDING_WORDS = (
    "test", "lorem", "not a real", "do not use", "asdf", "xxx", "delete me",
    "refer", "give out", "internal use",
)  # fmt: skip
"""One of which stands in every text that one of the two patterns above finds (tested)."""
_NO_LIMIT_AGE = 110
_WHOLE_URL = re.compile(r"https?://[^\s/]+\.\S*[^\s,;<>\"']")
"""One address that needs no mending (tested)."""
AIRS = re.compile(r"(?i)\b(airs|211 ?hsis|2-1-1 taxonomy|infoline|211 ?la)\b")
"""The 211 taxonomy's vocabularies: licensed, not ours to store (research/referrals.md 3)."""
AIRS_CODE = re.compile(r"[A-Z]{1,2}(-\d{3,4}(\.\d{3,4})*(-\d{2,3})*)?|[A-Z]{2}-?\d{4}\.\d{4}.*")
"""What its codes look like."""


def status_of(text: str, report: Report, where: str) -> Status:
    """Return the listing's status; one nobody knows counts as active and is reported."""
    known = _STATUS.get(text)
    if known is not None:
        return cast(Status, known)
    folded = one_line(text).casefold()
    known = _STATUS.get(folded)
    if known is None:
        known = "active"
        if not _DO_NOT_REFER.search(folded):
            report.repair("status that is not one of HSDS, taken as active", where)
    return cast(Status, known)


def hide(name: str, *texts: str) -> bool:
    """Tell whether a listing is a test row or marked not to be referred to."""
    if not may_hold(_HIDING_WORDS, name, *texts):
        return False
    return bool(_TEST.search(name)) or any(
        _DO_NOT_REFER.search(text) or _TEST.search(text) for text in texts if text
    )


def says_yes(text: str) -> bool:
    """Tell whether a cell says yes."""
    return bool(text) and text.strip().casefold() in ("y", "yes", "true", "1", "x", "t")


def age_of(text: str) -> int | None:
    """Return an age in years, or None for none, a word, or one that limits nobody."""
    if not text:
        return None
    match = re.fullmatch(r"\s*(\d{1,3})(\.\d+)?\s*(\+|years?( old)?)?\s*", text)
    age = int(match[1]) if match else None
    return age if age is not None and 0 < age < _NO_LIMIT_AGE else None


def coordinates(
    latitude: str, longitude: str, report: Report, where: str
) -> tuple[float | None, float | None]:
    """Return (latitude, longitude) in degrees, or (None, None) when they cannot be a place."""
    if not latitude or not longitude:
        return None, None
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        north, east = 999.0, 999.0
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north, east) == (0.0, 0.0):
        report.repair("coordinates that are no place, left out", where)
        return None, None
    return north, east


def phones_of(
    text: str,
    country: str,
    *,
    kind: str = "",
    label: str = "",
    extension: str = "",
    hours: str = "",
) -> list[Phone]:
    """Return the numbers in ``text``, with what the rest of their row says about them."""
    found = []
    for phone in read_numbers(text, country):
        told: PhoneKind = kind_of(kind, label) if (kind or label) else phone.kind
        found.append(
            Phone(
                number=phone.number,
                dial=phone.dial,
                extension=one_line(extension or phone.extension)[:12],
                kind=phone.kind if told == "voice" else told,
                label=one_line(label or phone.label)[:120].rstrip(),
                hours_text=hours,
            )
        )
    return found


def gathered(phones: list[Phone]) -> tuple[Phone, ...]:
    """Return ``phones`` each once, in calling order."""
    if len(phones) < 2:
        return tuple(phones)
    once: dict[tuple[str, str, str], Phone] = {}
    for phone in phones:
        key = (
            phone.dial or re.sub(r"\D", "", phone.number) or phone.number,
            phone.extension,
            phone.kind,  # 988 answers calls and texts: two ways to reach it
        )
        kept = once.get(key)
        if kept is None:
            once[key] = phone
        elif phone.label and not kept.label:
            once[key] = replace(kept, label=phone.label)
    return in_calling_order(tuple(once.values()))[:MOST_PHONES]


@lru_cache(maxsize=4096)  # a directory was checked on a thousand days by a dozen people
def assured_of(date_text: str, by: str, against: str) -> Assured | None:
    """Return the source's own last check, or None when it gives no date."""
    day = read_date(date_text)
    if day is None or day.year < 1990:
        return None
    return Assured(on=day.isoformat(), by=one_line(by), against=against, how="checked")


def languages_of(*texts: str) -> tuple[str, ...]:
    """Return languages each once, from cells that may hold several."""
    once: dict[str, str] = {}
    for text in filter(None, texts):
        for piece in re.split(r"\s*[;,\n/|]\s*|\s+and\s+", text):
            name = one_line(piece)
            if name and len(name) <= 60:
                once.setdefault(name.casefold(), name)
    return tuple(once.values())


def urls_of(*texts: str) -> tuple[str, ...]:
    """Return web addresses each once, fit to print: "http//" mended, a bare host left as it is."""
    once: dict[str, None] = {}
    for text in filter(None, texts):
        if _WHOLE_URL.fullmatch(text):
            once[text] = None
            continue
        for piece in text.split():
            if mended := _mended(piece):
                once.setdefault(mended)
    return tuple(once)


@lru_cache(maxsize=4096)
def _mended(piece: str) -> str:
    """Return one web address, or "" for what cannot be opened in a browser."""
    mended = re.sub(r"^(https?)(:/|//|:)(?=[^/])", r"\1://", piece.strip(" ,;<>\"'"), flags=re.I)
    # Never "javascript:" or a stray word.
    fit = re.match(r"(?i)https?://[^\s/]+\.[^\s]+$|[a-z0-9-]+(\.[a-z0-9-]+)+([/?#]\S*)?$", mended)
    return mended if fit else ""


def free_text(*texts: str) -> str:
    """Return ``texts`` joined, each once, empty ones left out."""
    return joined(texts)


def joined(texts: Iterable[str]) -> str:
    """Return ``texts`` joined, each once, empty ones left out."""
    kept = list(filter(None, texts))
    if len(kept) > 1:
        return "; ".join(dict.fromkeys(kept))
    return kept[0] if kept else ""
