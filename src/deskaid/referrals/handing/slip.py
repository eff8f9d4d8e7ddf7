"""A slip to hand over: numbers first, in lines for a receipt printer. Never a patron's word.

Nothing comes in but listings, so nothing about a person or a clerk can come out. What holds
today only ("open now") is not said, because paper is read later.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from deskaid.errors import Refused
from deskaid.numbers import numbers_for
from deskaid.referrals.handing.dialed import as_dialed, callable_phones, key_to_press
from deskaid.referrals.handing.discreet import discreet_lines
from deskaid.referrals.handing.paper import UNKNOWN, ascii_only, cut, printable, wrap
from deskaid.referrals.handing.paper_hours import hours_line
from deskaid.referrals.handing.slip_words import SlipWords, words_in
from deskaid.referrals.listing import Listing, Phone, last_checked

NARROWEST, USUAL, WIDEST = 32, 40, 48
"""Columns of receipt printers: 58 mm paper, the usual one, 80 mm paper (research/desk.md 5)."""
MOST = 8
"""Listings on one slip: about a meter of paper. More is a list, and a list is asked for."""
MOST_NUMBERS = 4
_LONG, _SHORT = (
    200,
    100,
)  # letters of a description and of a lesser fact, about five lines and three


def slip_text(
    listings: Sequence[Listing],
    *,
    now: datetime,
    width: int = USUAL,
    discreet: bool = False,
    library: str = "",
    phone: str = "",
    country: str = "US",
    lang: str = "en",
    ascii_letters: bool = False,
) -> str:
    """Return the slip for ``listings`` in lines of at most ``width`` columns; "" for none.

    ``discreet`` holds numbers and hours alone (`deskaid.referrals.handing.discreet` says why);
    ``library`` and ``phone`` are this library's own; ``lang`` is "en" or "es";
    ``ascii_letters`` is for printers that know nothing else. No form feed, no control
    character; ends with a line end. Raises `Refused` for another width or language.
    """
    if not NARROWEST <= width <= WIDEST:
        raise Refused(
            f"A slip is {NARROWEST} to {WIDEST} columns wide.", hint=f"{USUAL} fits most printers."
        )
    words = words_in(lang)
    shown = listings[:MOST]
    if discreet:
        lines = list(discreet_lines(shown, words, width=width))
    else:
        lines = list(_full_lines(shown, words, width))
        if lines and len(listings) > MOST:
            lines += [*wrap(words.more, width), ""]
        if lines:
            lines += _foot(words, width, now.date(), library, phone, country)
    if ascii_letters:
        lines = [piece for line in lines for piece in _ascii_line(line, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n" if lines else ""


def _ascii_line(line: str, width: int) -> list[str]:
    """Return ``line`` in ASCII, wrapped again: a plain form may be longer than the letter.

    A name without any plain form is left out; its number stands first then.
    """
    plain = ascii_only(line)
    if plain.strip() == UNKNOWN:
        return []
    indent = len(plain) - len(plain.lstrip(" "))
    return [" " * indent + piece for piece in wrap(plain, width - indent)] or [""]


def _full_lines(listings: Sequence[Listing], words: SlipWords, width: int) -> Iterator[str]:
    if listings:
        yield from wrap(words.call_first, width)
        yield ""
    for listing in listings:
        for text in _texts(listing, words):
            yield from wrap(text, width, hang=2)
        yield from wrap(_checked(listing, words), width, hang=2)
        yield "-" * width


def _texts(listing: Listing, words: SlipWords) -> Iterator[str]:
    """Yield one listing's entries, each to be wrapped; empty facts are left out."""
    yield printable(listing.name) or printable(listing.organization) or "-"
    phones = callable_phones(listing)[:MOST_NUMBERS]
    yield from (_phone(phone, words) for phone in phones)
    if not phones:
        yield words.no_number
    if listing.status != "active":
        yield words.not_active
    elif listing.flagged or listing.vanished:
        yield words.uncertain
    yield from _entry(words.purpose, listing.description, _LONG)
    yield from _address(listing, words)
    yield hours_line(listing.hours, words)
    yield from _entry(words.who, listing.eligibility)
    yield from _entry(words.ages, _ages(listing))
    yield from _entry(words.bring, listing.documents)
    yield from _entry(words.cost, listing.cost)
    yield from _entry(words.languages, ", ".join(listing.languages))
    yield from _entry(words.note, listing.alert)
    yield from _entry(words.web, _bare(listing.urls[0]) if listing.urls else "", _LONG)


def _entry(heading: str, text: str, most: int = _SHORT) -> Iterator[str]:
    told = cut(printable(text), most)
    if told:
        yield f"{heading}: {told}"


def _phone(phone: Phone, words: SlipWords) -> str:
    heading = words.other_kinds.get(phone.kind, words.text if phone.kind == "text" else words.call)
    published, dialed = printable(phone.number), as_dialed(phone)
    if phone.kind == "text" or not dialed:  # "START to 88788" is how one texts it
        told = published
    elif published == dialed or key_to_press(phone) or len(published) > _SHORT // 2:
        told = dialed
    else:
        told = f"{dialed} ({published})"
    if key_to_press(phone):
        told += f", {words.then_press} {key_to_press(phone)}"
    if phone.extension:
        told += f" {words.extension} {printable(phone.extension)}"
    label = cut(printable(phone.label), _SHORT)
    return f"{heading}: {told}{f' ({label})' if label else ''}"


def _address(listing: Listing, words: SlipWords) -> Iterator[str]:
    if listing.address_confidential:
        yield f"{words.address}: {words.call_them}"
        return
    address, city = printable(listing.address), printable(listing.city)
    parts = [address, "" if city.casefold() in address.casefold() else city]
    yield from _entry(words.address, ", ".join(part for part in parts if part))


def _ages(listing: Listing) -> str:
    low, high = listing.minimum_age, listing.maximum_age
    if low and high:
        return f"{low}-{high}"
    if low:
        return f"{low}+"
    return f"0-{high}" if high else ""


def _bare(url: str) -> str:
    """Return a web address as people type it."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def _checked(listing: Listing, words: SlipWords) -> str:
    """Return when the facts were last checked, no more exactly than the source says."""
    day = last_checked(listing)
    if day is None:
        return words.not_checked
    told = words.day(day)
    theirs, here = listing.assured, listing.checked_here
    if theirs is not None and theirs.date == day and (here is None or here.on != day):
        told = (str(day.year), words.month(day), told)[min(theirs.on.count("-"), 2)]
    return f"{words.checked}: {told}"


def _foot(
    words: SlipWords, width: int, today: date, library: str, phone: str, country: str
) -> list[str]:
    numbers = numbers_for(country)
    rows = [f"{numbers.emergency}: {words.emergency}"]
    rows += [f"{number}: {words.crisis_labels.get(what, what)}" for number, what in numbers.lines]
    rows[1] += words.crisis_line_speaks_it.get(country, "")
    whose = ", ".join(part for part in (printable(library), printable(phone)) if part)
    rows += ["", f"{words.printed} {words.day(today)}"]
    if whose:
        rows.append(f"{words.from_library} {whose}")
    return [line for row in rows for line in wrap(row, width, hang=2) or [""]]
