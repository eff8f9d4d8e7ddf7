"""How old a check is, in words."""

from datetime import date, datetime

_AGING_MONTHS, _OLD_MONTHS = 12, 24  # amber and red of research/referrals.md 6


def age(checked: date | None, now: datetime) -> str:
    """Return how long ago ``checked`` was, in words; marks tell what is due (!) or overdue (!!).

    A listing whose source gives no date of a check reads ``unknown``.
    """
    if checked is None:
        return "unknown"
    days = (now.date() - checked).days
    months = days // 30
    if days < 1:
        return "today"
    if days < 60:
        return f"{days} d"
    mark = " !!" if months >= _OLD_MONTHS else " !" if months >= _AGING_MONTHS else ""
    return f"{months} mo{mark}" if months < 36 else f"{months // 12} y{mark}"


def ago(checked: date | None, now: datetime) -> str:
    """Return the day of ``checked`` and how long ago it was: "2026-11-09, 12 d ago"."""
    words = age(checked, now)
    return words if words in ("today", "unknown") else f"{checked}, {words} ago"
