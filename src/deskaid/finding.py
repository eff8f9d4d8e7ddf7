"""Finding for the command line and scripts: rows of plain values."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from deskaid.cards.phrasebook import PREFIX
from deskaid.errors import Refused
from deskaid.holiday_file import Holidays, read_holidays
from deskaid.paths import Paths
from deskaid.prepare import make_ready
from deskaid.search.facets import GROUPS
from deskaid.search.query import Answer, Finder, Narrow
from deskaid.site import usable_site

if TYPE_CHECKING:
    from deskaid.site import Site

_MOST = 200  # looked at when only what is open is wanted
_NEEDS_OPEN = 2


def find_rows(
    paths: Paths,
    text: str,
    *,
    cards: bool = True,
    referrals: bool = True,
    open_now: bool = False,
    at: str = "",
    takes: Sequence[str] = (),
    free: bool = False,
    language: str = "",
    limit: int = 10,
) -> list[dict[str, Any]]:
    """Return the ranked answers to ``text`` as plain values, as ``deskaid find --json`` prints.

    ``open_now`` keeps cards and the listings that are known to be open at ``at`` (now if empty).
    ``takes`` (of `facets.GROUPS`), ``free`` and ``language`` give listings alone: first those
    that say so, then, with what to ask, those that do not say. Raises `Refused` for a time or a
    group that cannot be read.
    """
    site, _ = usable_site(paths)
    moment = _moment(site, at)
    make_ready(paths)
    narrow = _narrow(
        takes,
        free=free,
        language=language,
        open_at=moment if open_now else None,
        holidays=read_holidays(paths),
    )
    if not text.strip():
        raise Refused("There is nothing to find.", hint="Say what is happening, in any words.")
    with Finder(paths.search, paths.database) as finder:
        answers = finder.find(
            text,
            cards=cards and not narrow.asks,
            referrals=referrals or narrow.asks,
            limit=_MOST if open_now else limit,
            narrow=narrow,
        )
        if open_now and referrals:  # beyond the best, so that the few that are open are not lost
            needs = dict.fromkeys(answer.need for answer in answers if answer.need)
            for need in list(needs)[:_NEEDS_OPEN]:
                answers += finder.listings(need, limit=_MOST, narrow=narrow)
            answers = list({(answer.kind, answer.id): answer for answer in answers}.values())
    return [_row(answer, moment, narrow) for answer in answers[:limit]]


def _narrow(
    takes: Sequence[str],
    *,
    free: bool,
    language: str,
    open_at: datetime | None,
    holidays: Holidays,
) -> Narrow:
    unknown = [group for group in takes if group not in GROUPS]
    if unknown:
        raise Refused(f"'{unknown[0][:40]}' is no group.", hint=f"One of {', '.join(GROUPS)}.")
    return Narrow(tuple(takes), free, language, open_at=open_at, holidays=holidays)


def row_line(row: dict[str, Any]) -> str:
    """Return one row as a line that a screen reader can follow."""
    if row["kind"] == "card":
        return f"card: {row['title']}. deskaid say {row['id']}"
    if row["kind"] == "phrases":
        return f"phrases: {row['title']}. deskaid say {row['id']}"
    checked = f", last checked {row['checked']}" if row["checked"] else ", never checked"
    phone = row["phone"] or "no number known"
    ask = f", ask about: {', '.join(row['ask'])}" if row["ask"] else ""
    return f"call: {phone}, {row['status']}, {row['title']}{ask}{checked}. deskaid show {row['id']}"


def _row(answer: Answer, now: datetime, narrow: Narrow) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": answer.kind, "id": answer.id, "title": answer.title}
    if answer.kind == "card":
        return row | {"lead": answer.lead, "need": answer.need}
    if answer.kind == "phrases":
        return row | {"id": PREFIX + answer.id}
    from deskaid.referrals.hours import Hours, status

    return row | {
        "need": answer.need,
        "phone": answer.phone,
        "status": status(answer.hours or Hours(), now, holidays=narrow.holidays).label(now),
        "who": answer.who,
        "ask": list(narrow.unsaid(answer)),
        "checked": answer.checked.isoformat() if answer.checked else None,
    }


def _moment(site: "Site", at: str) -> datetime:
    """Return the time to answer for: now, a time of today, or a date and time at the library."""
    now = site.now()
    if not at:
        return now
    try:
        if len(at) <= len("14:30"):
            return datetime.combine(now.date(), time.fromisoformat(at), now.tzinfo)
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Refused(
            f"'{at[:40]}' is not a time.", hint="Write 14:30 or 2026-12-24T14:30."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
