"""The words in which hours are written, English and Spanish, and the tokens they become."""

import re
from collections.abc import Mapping

from deskaid.text import fold

ZONES_US: Mapping[str, str] = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
"""What national lines of the United States and Canada mean by a zone's name."""

Token = tuple[str, str]
"""A kind and the text: day, days, nth, time, dash, comma, end, colon, zone, season and so on."""


class Unreadable(Exception):
    """The text says something this grammar does not know."""


DAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mondays m lunes lun",
            "tue tues tuesday tuesdays tu martes",
            "wed weds wednesday wednesdays w miercoles mie",
            "thu thur thurs thursday thursdays th jueves jue",
            "fri friday fridays f viernes vie",
            "sat saturday saturdays sa sabado sabados sab",
            "sun sunday sundays su domingo domingos dom",
        )
    )
    for name in names.split()
}
DAY_SETS: Mapping[str, tuple[int, ...]] = {
    "weekdays": (0, 1, 2, 3, 4),
    "weekday": (0, 1, 2, 3, 4),
    "weekends": (5, 6),
    "weekend": (5, 6),
    "daily": (0, 1, 2, 3, 4, 5, 6),
    "everyday": (0, 1, 2, 3, 4, 5, 6),
    "mw": (0, 2),
    "mwf": (0, 2, 4),
    "tth": (1, 3),
    "tuth": (1, 3),
    "mtwth": (0, 1, 2, 3),
    "mtwthf": (0, 1, 2, 3, 4),
}
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1} | {
    f"{number}{'st' if number % 10 == 1 and number != 11 else ending}": number
    for number in range(1, 32)
    for ending in ("st", "nd", "rd", "th")
}
_ZONE_WORDS = {
    "et": "eastern", "est": "eastern", "edt": "eastern",
    "ct": "central", "cst": "central", "cdt": "central",
    "mt": "mountain", "mst": "mountain", "mdt": "mountain",
    "pt": "pacific", "pst": "pacific", "pdt": "pacific",
}  # fmt: skip
_IGNORED = {"open", "hours", "from", "every", "each", "on", "the", "de", "las", "los", "el", "cada",
            "abierto", "horario"}  # fmt: skip
_DASH_WORDS = {"to", "through", "thru", "until", "til", "till", "hasta"}
_PLAIN = {
    "and": "comma", "y": "comma", "closed": "closed", "cerrado": "closed", "except": "except",
    "excluding": "except", "noon": "time", "midnight": "time", "lunch": "lunch",
}  # fmt: skip

_HOLIDAY = (
    r"(?:(?:all|most|some|major|federal|national|public|bank|legal|state|county|government|the"
    r"|observed|u\.?s\.?|official|statutory|recognized)\s+)*"
    r"(?:holidays?|(?:dias )?feriados|(?:dias )?festivos"
    r"|thanksgiving(?: day)?|christmas(?: day| eve)?|new year'?s?(?: day| eve)?"
    r"|independence day|(?:4th of july|july 4(?:th)?)|labor day|memorial day|easter(?: sunday)?)"
)
_APPOINTMENT = (
    r"(?:(?:is |are )?(?:only )?by (?:appointment|appt\.?)(?: only)?|appointment only"
    r"|(?:con|por) cita(?: previa)?)"
)
_CALL = (
    r"(?:(?:please )?call(?: ahead)?(?: for (?:hours|times|schedule|an? appointment|appointment)))"
    r"|(?:hours |times )?var(?:y|ies)"
)
# In this order: longer phrases before the words they hold.
_PHRASES = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), f" {token} ")
    for pattern, token in (
        (rf"(?:including|even on|even|incl\.?) {_HOLIDAY}", "onholidays"),
        (r",? ?(?:and )?365 days (?:a|per|each|of the) year", "onholidays"),
        (rf"(?:no|not? (?:open|available)(?: on)?) {_HOLIDAY}", "closed holidays"),
        (_HOLIDAY, "holidays"),
        (r"24 ?/ ?7( ?/ ?365)?|24 ?x ?7|24 hours/7 days( a week)?", "daily 24h"),
        (r"(?:24|twenty-four)[ -]?(?:hours?|hrs?|horas)(?: (?:a|per|each|every) day| (?:al|por) "
         r"dia)?", "24h"),
        (r"a?round the clock", "24h"),
        (r"(?:7|seven|siete) (?:days|dias)(?: ?(?:(?:a|per|each|/|a la|por) ?(?:week|semana)))?"
         r"|7/7", "daily"),
        (r"every ?day|each day|todos los dias|diario|diariamente", "daily"),
        (r"(?:of|in) (?:the|each|every) month|monthly|del mes|de cada mes", "ofmonth"),
        (r"every other(?: week)?(?: on)?|alternate|alternating|bi-?weekly(?: on)?", "alternate"),
        (r"(?:local|standard|daylight)? ?time", ""),
        (rf"(?:;|,|and|or|&)? ?(?:also|(?:and|or)(?: also)?|(?:at )?other (?:times|hours|days)) "
         rf"{_APPOINTMENT}", "; elsewhen"),
        (rf"{_APPOINTMENT}|{_CALL}", "unsure"),
        (r"closed for lunch|(?:daily )?for lunch", "closed lunch"),
        (r"(?:12(?::00)? ?)?(?:noon|midday|mediodia)|12(?::00)? ?n\b", "noon"),
        (r"(?:12(?::00)? ?)?(?:midnight|medianoche)", "midnight"),
        (r"^(?:hours(?: of operation)?|operating hours|business hours|open hours"
         r"|(?:service|program|drop-in|walk-in|walk-ins)(?: hours)?) ?:", ""),
        (r"^(?:drop-in|walk-in|walk-ins)(?: hours)?", ""),
    )
)  # fmt: skip
_SPANISH = re.compile(
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|diario|dias)\b"
)
_SPANISH_TO = re.compile(r"(?<=[\w.]) a (?=(?:las? )?(?:\d|lun|mar|mie|jue|vie|sab|dom|noon|midn))")

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january enero", "feb february febrero", "mar march marzo", "apr april abril",
         "may mayo", "jun june junio", "jul july julio", "aug august agosto",
         "sep sept september septiembre", "oct october octubre", "nov november noviembre",
         "dec december diciembre"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    "("
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\b\.?(?: (\d{1,2})(?:st|nd|rd|th)?(?![\d:]))?"
)
_SEASON = re.compile(
    rf"(?<!\w)(?:from |de )?{_MONTH} ?(?:-|to|through|thru|until|a|hasta) ?{_MONTH}"
    r"(?!,? ?\d{4})(?: only)?(?!\w)"
)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.? ?m\b\.?|[ap]\b)|\d{1,2}[:.]\d\d(?!\d)"
    r"|\d{3,4} ?[ap]\.?m\b\.?|\d{4}(?= ?(?:-|to|hrs?\b|h\b|$|[,;]))|\d{1,2}(?!\w))"
    r"|(?P<season>season:\d+:\d+)"
    r"|(?P<word>[a-z0-9]+'?[a-z]*)\.?|(?P<mark>[-,;:&()./|])|(?P<space>[\s@]+)|(?P<other>.)"
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text``. Raises `Unreadable` for a word or sign not known here."""
    found: list[Token] = []
    for match in _TOKEN.finditer(canonical(text)):
        kind, piece = match.lastgroup, match.group().strip()
        if kind in ("time", "season"):
            found.append((kind, piece))
        elif kind == "word":
            found += _word(match["word"])
        elif kind == "mark":
            found.append(_mark(piece))
        elif kind == "other":
            raise Unreadable
    _settle_single_letters(found)
    return found


def canonical(text: str) -> str:
    """Return ``text`` without case or accents, its phrases as single words of this grammar."""
    line = re.sub(r"[\u2010-\u2015\u2212]", "-", fold(text)).strip(" .")
    if _SPANISH.search(line):
        line = _SPANISH_TO.sub(" - ", line)
    for pattern, token in _PHRASES:
        line = pattern.sub(token, line)
    return _SEASON.sub(_season, line.strip())


def _season(match: re.Match[str]) -> str:
    first, last = _MONTHS[match[1]], _MONTHS[match[3]]
    begin, end = int(match[2] or 1), int(match[4] or _MONTH_DAYS[last - 1])
    if not (1 <= begin <= _MONTH_DAYS[first - 1] and 1 <= end <= _MONTH_DAYS[last - 1]):
        raise Unreadable
    return f" season:{first * 100 + begin}:{last * 100 + end} "


_OWN = ("24h", "ofmonth", "alternate", "unsure", "elsewhen", "holidays", "onholidays")


def _word(word: str) -> list[Token]:
    if word in _IGNORED or word in ("hrs", "h"):
        return []
    if word in _DASH_WORDS:
        return [("dash", word)]
    if word in _PLAIN:
        return [(_PLAIN[word], word)]
    if word in _OWN:
        return [(word, word)]
    if word in DAYS or word == "t":
        return [("day", word)]
    if word in DAY_SETS:
        return [("days", word)]
    if word in NTH:
        return [("nth", word)]
    zone = _ZONE_WORDS.get(word, word)
    if zone in ZONES_US:
        return [("zone", zone)]
    raise Unreadable


def _mark(mark: str) -> Token:
    return (
        {"-": "dash", ";": "end", ".": "end", "|": "end", ":": "colon"}.get(mark, "comma"),
        mark,
    )


def _settle_single_letters(found: list[Token]) -> None:
    """Read "T" as Tuesday where "Th" is written too; alone it might be either day."""
    has_thursday = any(kind == "day" and DAYS.get(text) == 3 for kind, text in found)
    for place, (kind, text) in enumerate(found):
        if (kind, text) == ("day", "t"):
            if not has_thursday:
                raise Unreadable
            found[place] = ("day", "tu")
