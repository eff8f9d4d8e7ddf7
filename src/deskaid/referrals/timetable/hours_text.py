"""Hours from words, only where the whole text can be read one way; otherwise nothing.

A wrong "closed" is worse than no answer, so a single word this grammar does not know ("most
areas", "summer", "confirm") leaves the text as text. A day whose times can be read two ways
("12-3", "by appointment") is left in doubt; the other days of the same text are kept.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from deskaid.referrals.timetable.hours_grammar import GroupReader
from deskaid.referrals.timetable.hours_lexicon import DAY_SETS, DAYS, ZONES_US, Unreadable, tokens
from deskaid.referrals.timetable.spans import Hours
from deskaid.text import fold, one_line, straight

__all__ = ["LONGEST", "ZONES_US", "blocks", "parse_hours"]

LONGEST = 400
"""Characters beyond which a text is prose, not hours."""

_ALWAYS = re.compile(r"(open |available )?(always open|twenty-four hours a day|24 ?/ ?7 ?/ ?365)")


def parse_hours(text: str, *, zones: Mapping[str, str] = ZONES_US) -> Hours | None:
    """Return the hours that ``text`` states beyond doubt (with the text kept), or None.

    ``zones`` gives the IANA name for each zone word ("eastern") that this country uses; a zone
    word outside it makes the text unreadable. Of several labelled blocks, one is read only when
    it alone speaks of the service and the others of an office (research/referrals.md 6).
    """
    line = one_line(straight(text))
    if not line or len(line) > LONGEST:
        return None
    return _parse(line, tuple(zones.items()))


@lru_cache(maxsize=4096)  # a directory says the same few things over and over
def _parse(line: str, zone_names: tuple[tuple[str, str], ...]) -> Hours | None:
    zones = dict(zone_names)
    if _ALWAYS.fullmatch(fold(line).strip(" .")):
        return Hours(text=line, always=True)
    found = _read(line, zones)
    if found is None and (own := _own_block(line)):
        found = _read(own, zones)
    return None if found is None else replace(found, text=line)


def _read(line: str, zones: Mapping[str, str]) -> Hours | None:
    try:
        return GroupReader(tokens(re.sub(r"^(?i:available) ", "", line)), zones).read(line)
    except Unreadable:
        return None


_LABEL = re.compile(r"(?:^|(?<=[\s,.;]))(?P<label>[A-Z][A-Za-z'/&-]*(?: [A-Za-z'/&-]+){0,4}) ?:\s")
_BARE = re.compile(
    r"(?P<label>[A-Za-z][A-Za-z'/&-]*(?: [A-Za-z'/&-]+){0,2})\s+"
    r"(?P<text>(?:24|\d|(?i:mon|tue|wed|thu|fri|sat|sun|daily|weekday|m-f)).*)"
)
_CUT = re.compile(
    r"\s*[;|\n]\s*|,\s+(?!(?i:mon|tue|wed|thu|fri|sat|sun|daily|weekday|closed|noon))"
    r"(?=[A-Z][a-z]+(?: [a-z]+)? (?:24|(?i:mon|tue|wed|thu|fri|sat|sun|daily|weekday|m-f)))"
)
_SERVICE = {"service", "services", "service hours", "services hours", "program", "programs",
            "program hours", "hours of service"}  # fmt: skip
_OFFICE = re.compile(r"((main|business|admin\w*) )?(office|admin\w*|business)( hours| office)?")


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the labelled blocks of a text of hours: [("Office", "Mon-Fri 9-5"), ("Hotline", ...)].

    Empty when the text is not made of blocks with labels; days and months are no labels.
    """
    if len(text) > 2 * LONGEST:
        return []
    pieces: list[str] = []
    for part in _CUT.split(straight(text)):
        starts = [match.start() for match in _LABEL.finditer(part) if _is_label(match["label"])]
        cuts = [0, *(start for start in starts if start), len(part)]
        pieces += [part[one:two].strip(" ,.") for one, two in pairwise(cuts)]
    found = [_block(one_line(piece)) for piece in pieces if piece]
    return found if any(label for label, _ in found) and len(found) > 1 else []


def _block(piece: str) -> tuple[str, str]:
    for match in (_LABEL.match(f"{piece} "), _BARE.fullmatch(piece)):
        if match and _is_label(match["label"]):
            return match["label"], piece[match.end("label") :].strip(" :")
    return "", piece


def _is_label(words: str) -> bool:
    folded = re.findall(r"[a-z]+", fold(words))
    known = {"open", "closed", "noon", "midnight", "and", "to", "through", "thru", "every", "hours"}
    return not any(word in DAYS or word in DAY_SETS or word in known for word in folded[:1])


def _own_block(line: str) -> str:
    """Return the one block that is about the service itself, or ""."""
    found = blocks(line)
    own = [text for label, text in found if fold(label) in _SERVICE]
    others = [label for label, _ in found if fold(label) not in _SERVICE]
    if len(own) == 1 and others and all(_OFFICE.fullmatch(fold(label)) for label in others):
        return own[0]
    return ""
