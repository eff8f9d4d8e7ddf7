"""Which check an export vouches with: the newest one, the directory's or this library's."""

from datetime import date

from deskaid.referrals.exporting.places import email_of
from deskaid.referrals.listing import Assured, Listing


def newest_check(listing: Listing, publisher: str = "") -> Assured | None:
    """Return the newest check that is known of a listing, with by whom and against what.

    A check made here is "checked", by its initials and ``publisher``. What the directory says
    without a whole date, or only took from a dated page, is older than any check made here.
    """
    here, theirs = listing.checked_here, listing.assured
    if here is None:
        return theirs
    if theirs is not None and theirs.how != "dated" and (theirs.date or date.min) > here.on:
        return theirs
    by = f"{here.initials}, {publisher}" if publisher else here.initials
    return Assured(on=here.on.isoformat(), by=by, against=here.against, how="checked")


def check_cells(assured: Assured | None) -> dict[str, str]:
    """Return the HSDS columns of a check.

    ``assured_date`` is only filled for a day on which somebody did check: a page that bears a
    date was not checked that day (HSDS: "the date that the service information was checked").
    """
    if assured is None:
        return {}
    cells = {"assurer_email": email_of(assured.by)}
    if assured.how == "checked" and _is_day(assured.on):
        cells["assured_date"] = assured.on
    return cells


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
