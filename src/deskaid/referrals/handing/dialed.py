"""A number as fingers press it: what stands on paper, in large digits and in a phone's code."""

import re

from deskaid.referrals.listing import Listing, Phone, in_calling_order
from deskaid.text import one_line

_DIGITS_ONLY = re.compile(r"\+?[\d\s().\-/]{3,}")
_KEYWORD = re.compile(r"(?i)\b([A-Z]{2,12})\"?\s+to\s+\d")


def as_dialed(phone: Phone) -> str:
    """Return ``phone`` in digits, without extension or key to press; "" when nobody could tell.

    As the source wrote it where that is digits; else (1-800-GO-HOME) what a phone dials.
    """
    if _DIGITS_ONLY.fullmatch(phone.number.strip()):
        return phone.number.strip()
    return spaced(phone.dial.split(",")[0])


def spaced(dial: str) -> str:
    """Return a dialable form in groups: "+18007997233" is "1-800-799-7233"."""
    if re.fullmatch(r"\+1\d{10}", dial):
        return f"1-{dial[2:5]}-{dial[5:8]}-{dial[8:]}"
    return dial


def key_to_press(phone: Phone) -> str:
    """Return the key to press after the answer, or ""."""
    return phone.dial.partition(",")[2]


def keyword(phone: Phone) -> str:
    """Return the word to send to a text line ("START to 88788"), or ""."""
    found = _KEYWORD.search(phone.number) if phone.kind == "text" else None
    return found[1].upper() if found else ""


def how_to_dial(phone: Phone) -> str:
    """Return ``phone`` in words: "217-555-0142, extension 12", "Text START to 88788"."""
    number = as_dialed(phone) or one_line(phone.number)
    if phone.kind == "text":
        return f"Text {keyword(phone)} to {number}" if keyword(phone) else f"Text {number}"
    extension = f", extension {one_line(phone.extension)}" if phone.extension else ""
    key = f", then press {key_to_press(phone)}" if key_to_press(phone) else ""
    return f"{number}{extension}{key}"


def callable_phones(listing: Listing) -> tuple[Phone, ...]:
    """Return the numbers a patron can use, those to call first; never a fax."""
    return tuple(phone for phone in in_calling_order(listing.phones) if phone.kind != "fax")


def dial_uri(phone: Phone) -> str:
    """Return what a phone's camera turns into a call or a message; "" without a dialable form.

    ``tel:`` (RFC 3966); a comma pauses before an extension or a key, which iOS and Android both
    obey and ``;ext=`` is not. A text line opens a message with its keyword, not sent.
    """
    if not phone.dial:
        return ""
    if phone.kind == "text":
        return f"SMSTO:{phone.dial}:{keyword(phone)}".rstrip(":")
    after = key_to_press(phone) or re.sub(r"\D", "", phone.extension)
    return f"tel:{phone.dial.split(',')[0]}{',' + after if after else ''}"
