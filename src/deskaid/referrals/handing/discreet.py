"""The slip that tells nothing to whoever finds it: numbers and hours, and no other word.

Whom it is written for: somebody whose pockets, bag or phone another person may search, such as
a partner who hurts them. That person must learn nothing of what was asked, of whom or where:

1. Every word comes from a short list of our own. No name, organization, address, web page or
   description; nothing that a source wrote, in any language.
2. One number for each listing. A second (Spanish, TTY) would need a word to tell it apart.
3. Digits only: 1-800-GAMBLER and "LOVEIS to 22522" say what they are for.
4. Hours only as days and times; a text such as "crisis line 24/7" is left out.
5. No library, date or time: when and where somebody was is told by them or not at all.
6. No heading, no "call before you go", no row of crisis numbers, no line that says the slip is
   private: a careful slip is suspicious. It reads as a number somebody noted down.
7. Short and narrow, so that it folds small.

What stays: the number itself, and a known one (988, 1-800-799-7233) can be called or looked up.
So the desk asks first: "Is it safe for you to carry this?"
"""

from collections.abc import Iterable, Iterator, Sequence

from deskaid.referrals.handing.dialed import as_dialed, callable_phones, key_to_press, keyword
from deskaid.referrals.handing.paper import wrap
from deskaid.referrals.handing.paper_hours import hours_in_days
from deskaid.referrals.handing.slip_words import SlipWords
from deskaid.referrals.listing import Listing, Phone

WIDEST = 32
"""Columns: the narrowest receipt, so that every printer's slip looks alike and folds in two."""
# Words to send that say nothing by themselves; others (LOVEIS, AYUDA) are left out.
_SILENT_KEYWORDS = frozenset({"START", "HOME", "HELLO", "HI"})


def discreet_lines(listings: Iterable[Listing], words: SlipWords, *, width: int) -> Iterator[str]:
    """Yield the lines of the discreet form; a listing without a number gives none."""
    first = True
    for listing in listings:
        lines = _lines(listing, words, min(width, WIDEST))
        if lines and not first:
            yield ""
        first = first and not lines
        yield from lines


def left_out(listings: Sequence[Listing]) -> list[Listing]:
    """Return the listings of which nothing can stand on a discreet slip."""
    return [listing for listing in listings if discreet_phone(listing) is None]


def discreet_phone(listing: Listing) -> Phone | None:
    """Return the one number that stands for ``listing``, or None."""
    return next((phone for phone in callable_phones(listing) if as_dialed(phone)), None)


def _lines(listing: Listing, words: SlipWords, width: int) -> list[str]:
    phone = discreet_phone(listing)
    if phone is None:
        return []
    hours = hours_in_days(listing.hours, words)
    return [
        *wrap(_number(phone, words), width, hang=2),
        *(wrap(hours, width, hang=2) if hours else ()),
    ]


def _number(phone: Phone, words: SlipWords) -> str:
    number = as_dialed(phone)
    if phone.kind == "text":
        send = keyword(phone)
        return f"{words.text} {number}" + (f": {send}" if send in _SILENT_KEYWORDS else "")
    digits = "".join(letter for letter in phone.extension if letter.isascii() and letter.isdigit())
    extension = f" {words.extension} {digits}" if digits else ""
    key = key_to_press(phone)
    return f"{number}{extension}" + (f", {words.then_press} {key}" if key else "")
