"""Hours that still hold when the paper is read tomorrow: days and times, never "open now"."""

import re

from deskaid.referrals.handing.paper import printable
from deskaid.referrals.handing.slip_words import SlipWords
from deskaid.referrals.hours import Hours, Span, in_words

LONGEST_TEXT = 160
"""Letters of published hours that fit a slip; longer ones (several offices) need the call."""
_CLOCK = re.compile(r"\b(\d{1,2}(?::\d\d)?)([ap])\b")


def hours_line(hours: Hours, words: SlipWords) -> str:
    """Return the hours for paper with their heading.

    As published where the source wrote text, because a slip cannot say what was read into it;
    else what its schedule says. Text too long for a slip gives way to days and times.
    """
    published = printable(hours.text)
    read = hours_in_days(hours, words)
    if published and not (read and len(published) > LONGEST_TEXT):
        return f"{words.hours}: {published}"
    if read:
        return f"{words.open} {read}"
    return f"{words.hours}: {words.ask_hours}"


def hours_in_days(hours: Hours, words: SlipWords) -> str:
    """Return days and times alone, such as "Mon-Fri 9 am-5 pm"; "" where they are not certain.

    Only what holds every week, or every month, is certain: paper does not know the date it is
    read on. Nor are hours with labels of their own, such as an office's beside a hotline's.
    """
    after = f"; {words.not_on_holidays}" if hours.holidays == "closed" else ""
    if hours.always:
        return words.round_the_clock + after
    if not hours.spans or hours.doubtful or hours.zone or not all(map(_always_so, hours.spans)):
        return ""
    told = _CLOCK.sub(lambda found: f"{found[1]} {found[2]}m", in_words(Hours(spans=hours.spans)))
    for day, word in words.days.items():
        told = re.sub(rf"\b{day}\b", word, told)
    return told + after


def _always_so(span: Span) -> bool:
    bound = span.valid_from or span.valid_to or span.until or span.season or span.anchor
    return not (bound or span.label or span.monthday) and span.interval == 1
