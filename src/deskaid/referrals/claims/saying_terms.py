"""On what terms: free, with ID, how one gets in, how one gets there. One clause at a time.

Every table below is read as "any of these"; clauses come folded, from `group_words.clauses`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from deskaid.referrals.claims.group_words import folded, holds


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_FREE = re.compile(r"\bfree\b")
_AMOUNT = re.compile(r"\$\d")
_NO_FEE = re.compile(r"\bno (?:\w+ )?(?:fees?|charges?|costs?)\b")
_PAID = _any(
    r"[$£€] ?(?!0(?:\.00)?\b)\d",
    r"\b\d+ ?(?:dollars|usd|gbp|euros?)\b",
    r"\bsliding\b",
    r"\blow[- ]cost\b",
    r"\bco-?pay",
    r"^fees?\b|\bfees?$",
    r"\bfees? (?:apply|vary|charged|based)",
    r"\b(?:flat|small|low|nominal|full|mandatory|per) (?:\w+ )?(?:fees?|charge|rate)\b",
    r"\b(?:application|intake|membership|admin\w*) (?:\w+ )?(?:fees?|charge|rate)\b",
    r"\b(?:have fees|we charge|must pay|expected to pay|private insurance)\b",
    r"\bvar(?:y|ies)\b",
)
_PAID_PARTS = (
    "fee", "$", "£", "€", "dollars", "usd", "gbp", "euro", "sliding", "low", "pay", "charge",
    "rate", "insurance", "var",
)  # fmt: skip
_FREE_COST_PARTS = ("no", "free", "0")
_FREE_COST = _any(
    r"^(?:none|no|free|0|\$0(?:\.00)?)$",
    r"\bfree of charge\b",
    r"\bat no (?:cost|charge)\b",
    r"^(?:it is |services? (?:is |are )?|all (?:\w+ )?services? (?:is|are) )?free"
    r"(?! (?:parking|will))",
    r"\bno (?:cost|charge|fees?)(?: (?:to|for) |$|,)",
    r"\balways free\b",
)
FREE_WORDS = frozenset(("free", "cost", "costs", "charge", "fees"))
"""Words without one of which `is_free_to_all` finds nothing."""
_GIFT = re.compile(r"\b(?:suggested|requested|recommended|voluntary|donations?)\b")
# Free only for some, at first, or in part: that is to be asked.
_IN_PART = _any(
    r"\b(?:except|unless|some|first|emergency|if|trial|initial|members?|or|low)\b",
    r"\b(?:donation-based|pay|for staff|teaching)\b",
)
_FREED = (
    "meals?|dining|food|groceries|produce|showers?|hygiene|shelter|beds?|medical|dental|health"
    "|clinics?|care|legal|advice|representation|preparation|guidance|training|counseling|therapy"
    "|tax|taxi|rides|transportation|immigration|computers?|classes|tutoring|testing|clothing"
    "|laundry|haircuts|services?|help|support|consultations?|lunch|dinner|breakfast|confidential"
    "|private"
)
_FREE_FIRST = re.compile(
    rf"(?:\w+ )?free (?!(?:or|and) (?:low|reduced|sliding))(?:[\w/-]+ ){{0,2}}?(?:{_FREED})\b"
)
_FREE_TEXT = _any(
    r"(?<!\()\b(?:free of charge|at no (?:cost|charge))\b(?!\))",
    r"^(?:all )?(?:our |the )?(?:services?|meals|help|classes|calls?|everything) (?:is|are) "
    r"(?:always )?free\b",
    r"\bno costs?(?:,|$)",
    r"\bno fees,? ever\b",
)
_FREE_PARTS = ("of charge", "no c", "is free", "are free", "always free", "no fees")

_ID = (
    r"(?:(?:(?:photo|picture|valid|state|current|government|official|legal|issued)[ -])*"
    r"(?:\bid\b(?!-)|i\.d|identification|identity (?:card|document)s?"
    r"|drivers?'?s? licen[sc]es?|passport)(?: cards?| documents?)?)"
)
_NEEDED = r"(?:needed|required|necessary|mandatory|asked)"
_ID_NOT = _any(
    rf"\bno (?:\w+ ){{0,2}}?{_ID}(?: or \w+| \w+ or)?(?: (?:is )?{_NEEDED})?\b",
    rf"{_ID} (?:is |are )?(?:not|never) {_NEEDED}\b",
    rf"\b(?:do|does) not (?:need|require|ask for) (?:\w+ ){{0,2}}?{_ID}",
    rf"\bno (?:documents?|documentation|paperwork)(?: (?:is |are )?{_NEEDED}|$)",
)
# Wished for, one of several, or what the place helps to get: that is no rule.
_ID_MAYBE = _any(
    r"\bif (?:you|they|available|possible)\b",
    r"\b(?:preferred|recommended|helpful|encouraged|not always|some)\b",
    r"\bmay (?:be )?(?:ask|required|need)",
    r"\bhelp(?:s|ing)? (?:with|to get|getting|obtain\w*)\b",
    r"\b(?:replace\w*|vouchers?|assist\w*|obtain\w*|apply(?:ing)? for|theft|pays? for)\b",
    r"\bor (?:proof|mail|a (?:bill|piece)|utility|letter)\b",
)
_ID_NEEDED = _any(
    rf"{_ID}(?: (?:and|&) [\w ]{{1,40}}?)? (?:is |are |will be )?{_NEEDED}\b",
    r"\b(?:must|please|should|needs? to|required to|requires?|bring|show|present|provide|have|need)"
    rf"(?: (?:to|have|bring|show|present|provide|a|an|your|their|and|proof of))* {_ID}",
)
_ID_LISTED = re.compile(rf"(?:^|[\s,(]){_ID}")
ID_PARTS = ("identi", "licen", "passport", "i.d")
ID_WORDS = frozenset(("id", "document", "documents", "documentation", "paperwork"))
"""Letters and words without one of which `rule_says` finds nothing."""
_NOTHING = re.compile(r"(?:none|nothing)(?: \w+)?")

# Strictest first: whoever needs a referral gets nowhere by calling first.
_WAYS_IN: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "by referral only",
        ("referr",),
        _any(
            r"\bby referral only\b|\breferrals? only\b|\bonly (?:by|through|with a) referral\b",
            rf"\breferrals? (?:is |are )?{_NEEDED}\b",
            r"\brequires? (?:a |an )?(?:\w+ )?referral\b|\bmust be referred\b",
        ),
    ),
    ("waiting list", ("wait",), _any(r"\bwait(?:ing)?[- ]?lists?\b")),
    (
        "call first",
        ("call", "appointment", "phone"),
        _any(
            r"\bcall (?:first|ahead|before|in advance)\b",
            r"\b(?:must|please) call (?:for|to|first|ahead)\b",
            r"\bcall (?:to|for) (?:\w+ ){0,3}?"
            r"(?:appointment|intake|availability|bed|screening|space|opening|reserv\w+|eligib\w+)",
            r"\bby appointment only\b|^by appointment$",
            rf"\bappointments? (?:is |are )?{_NEEDED}\b|\bappointments? only\b",
            r"\bphone (?:screening|intake) (?:is )?required\b",
        ),
    ),
    ("first come", ("first",), _any(r"\bfirst[- ]come\b")),
    ("walk in", ("walk",), _any(r"\bwalk[- ]?ins?(?: only| welcome| accepted| are|$)")),
)
WAY_IN_WORDS = frozenset((
    "referral", "referrals", "referred", "wait", "waiting", "waitlist", "waitlists",
    "waitinglist", "waitinglists", "call", "appointment", "appointments", "phone", "first",
    "walk", "walkin", "walkins",
))  # fmt: skip
"""Words without one of which `ways_in` finds nothing."""
_NO_WAY_IN = _any(
    r"\b(?:no|not|without|never|don't)\b(?! later)",
    r"^if\b",
    r"\bcalls are\b",
    r"\byou (?:got|received) a referral\b",
)

_GIVEN = r"(?:is |are |can be )?(?:available|provided|offered|given|arranged)"
_WAYS_THERE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        _any(
            r"\b(?:bus(?:es)?|tram|train|metro|subway|light rail)"
            r"(?: (?:lines?|routes?|stops?|numbers?|#))*:? ?#?\d+[a-z]?"
            r"(?:(?:,| and| or| &|/) ?#?\d+[a-z]?)*\b",
            r"\bon (?:the|a) bus (?:line|route)\b",
        ),
        ("bus", "tram", "train", "metro", "subway", "light rail"),
    ),
    (
        _any(
            rf"\b(?:free )?shuttle(?: bus| van| service)? {_GIVEN}\b",
            rf"\b(?:free )?(?:transportation|rides?|bus (?:passes|tokens|fare)) {_GIVEN}\b",
            r"\b(?:provides?|offers?|gives?) (?:free )?"
            r"(?:transportation|rides|bus passes|bus tokens|a shuttle|shuttle service)\b",
            r"\bfree shuttle\b|\bshuttle (?:runs|picks up|leaves)\b",
        ),
        ("shuttle", "transportation", "ride ", "rides", "bus "),
    ),
)
RIDE_WORDS = frozenset((
    "bus", "buses", "tram", "train", "metro", "subway", "rail", "shuttle", "transportation",
    "ride", "rides",
))  # fmt: skip
"""Words without one of which `rides_in` finds nothing."""
NO_RIDE = "not provided"
_NO_RIDES = _any(
    r"\bno transportation\b",
    r"\btransportation (?:is )?not (?:provided|available|offered)\b",
    r"\b(?:does|do|can) ?not (?:provide|offer) transportation\b",
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Price:
    """What the words on cost say: anything at all, a price, free for everybody, "free"."""

    is_given: bool = False
    is_paid: bool = False
    is_free: bool = False
    names_free: bool = False


def price_said(clauses: Sequence[str]) -> Price:
    """Return what the clauses on cost say."""
    return Price(
        is_given=bool(clauses),
        is_paid=any(_is_paid(clause) and not _GIFT.search(clause) for clause in clauses),
        is_free=any(_is_free(clause) for clause in clauses),
        names_free=any(says_free(clause) for clause in clauses),
    )


def free_words(price: Price, name: str, *, is_free: bool, has_fees: bool) -> bool | None:
    """Return whether it is free for everybody: by its price where given, else by its texts.

    ``is_free`` and ``has_fees`` are what the texts say. A ``name`` that says "free" never makes
    it so, but a cost against it is to be asked.
    """
    if price.is_paid:  # and "free" beside it: free for some, or for a while
        said_free = price.is_free or price.names_free or says_free(folded(name))
        return None if said_free else False
    free = price.is_free if price.is_given else is_free
    return True if free and not has_fees else None


def says_free(text: str) -> bool:
    """Tell whether a folded text has the word "free"."""
    return "free" in text and _FREE.search(text) is not None


def is_free_to_all(clause: str) -> bool:
    """Tell whether a clause says, of all that is done here, that it is free."""
    free = _FREE_FIRST.match(clause) or (holds(clause, _FREE_PARTS) and _FREE_TEXT.search(clause))
    return bool(free) and not _IN_PART.search(clause)


def asks_fees(clause: str) -> bool:
    """Tell whether a clause of any text names a fee or an amount."""
    return ("fee" in clause or _AMOUNT.search(clause) is not None) and _is_paid(clause)


def documents_say(clause: str) -> Iterator[bool]:
    """Yield whether ID is needed, where a clause on the documents to bring says so."""
    if _ID_NOT.search(clause) or _NOTHING.fullmatch(clause):
        yield False
    elif not _ID_MAYBE.search(clause) and _ID_LISTED.search(clause):
        yield True


def rule_says(clause: str) -> Iterator[bool]:
    """Yield whether ID is needed, where a clause of any other text says so."""
    if _ID_NOT.search(clause):
        yield False
    elif not _ID_MAYBE.search(clause) and _ID_NEEDED.search(clause):
        yield True


def ways_in(clause: str) -> Iterator[str]:
    """Yield every way to get in that a clause names."""
    for words, parts, pattern in _WAYS_IN:
        if holds(clause, parts) and pattern.search(clause) and not _NO_WAY_IN.search(clause):
            yield words


def strictest(ways: Collection[str]) -> str:
    """Return the strictest of ``ways`` in: a referral before a call, and so on; "" for none."""
    return next((words for words, _, _ in _WAYS_IN if words in ways), "")


def rides_in(clause: str) -> Iterator[str]:
    """Yield what a clause says on getting there; `NO_RIDE` where rides are not provided."""
    if "transportation" in clause and _NO_RIDES.search(clause):
        yield NO_RIDE
        return
    for way, parts in _WAYS_THERE:
        if holds(clause, parts) and (match := way.search(clause)):
            yield match[0]


def way_there(rides: Iterable[str]) -> str:
    """Return what is said on getting there: "Bus 7", "Free shuttle", "not provided", or ""."""
    found = dict.fromkeys(rides)
    if NO_RIDE in found:
        return NO_RIDE
    said = ", ".join(found)[:_LONGEST]
    return f"{said[:1].upper()}{said[1:]}"


def _is_free(cost: str) -> bool:
    free = holds(cost, _FREE_COST_PARTS) and _FREE_COST.search(cost)
    return bool(free) and not _IN_PART.search(cost)


def _is_paid(clause: str) -> bool:
    return holds(clause, _PAID_PARTS) and _PAID.search(_NO_FEE.sub(" ", clause)) is not None
