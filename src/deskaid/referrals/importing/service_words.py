"""The texts of a listing that several rows of a package speak to."""

import re
from collections.abc import Iterable, Sequence

from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.drafts import free_text, says_yes
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.slips import whole_number
from deskaid.referrals.importing.stage import Row

_SHORT_ZIP = re.compile(r"\d{3,4}")
_POSITION = re.compile(r"(-?\d{1,2}\.\d+),\s*(-?\d{1,3}\.\d+)")
_LIMITS = (
    ("Veterans only", "require_veteran"),
    ("Military status", "military_status"),
    ("Income limit (% of poverty level)", "income_limit"),
    ("Income limit", "max_percentage_of_income_standard"),
    ("Immigration status", "immigration_status"),
    ("Custody", "incarceration_status"),
)
_NO = frozenset(("no", "false", "n", "0"))
_ENGLISH = frozenset(("en", "eng", "english"))


def description(service: Row, pair: Row, location: Row, organization: Row) -> str:
    """Return what the service says of itself, then what is said of it at this place."""
    own = service.get("description", "category") or organization.get("description")
    place = location.get("description", "short_desc")
    if own and place.startswith(own):
        own, place = place, ""  # the place repeats the service and goes on
    if name := location.get("name"):
        place = f"{name}: {place}" if place else ""
    later = (service.get("additional_information"), pair.get("description"), place)
    texts = [own, *(text for text in later if text not in own)]
    return "\n\n".join(filter(None, texts))


def how_to_apply(service: Row) -> str:
    """Return how to apply, and how long people wait."""
    wait = one_line(service.get("wait_time"))
    ways = ("phone", "email", "online")
    return free_text(
        service.get("application_process"),
        *(
            service.get(f"process_for_applying_by_{way}", f"process_for_applying_{way}")
            for way in ways
        ),
        service.get("process_for_walk_ins"),
        service.get("application_form_link"),
        f"Wait: {wait}" if wait else "",
    )


def eligibility(service: Row, rows: Sequence[Row]) -> str:
    """Return who may come: in the service's words, its groups, and its limits."""
    limits = [
        label if says_yes(said) else f"{label}: {said}"
        for label, name in _LIMITS
        if (said := one_line(service.get(name))) and said.casefold() not in _NO
    ]
    return free_text(
        service.get("eligibility_description", "eligibility"),
        *(one_line(row.get("eligibility")) for row in rows),
        service.get("audience"),
        *limits,
    )


def hours(service: Row, location: Row) -> str:
    """Return what a package says about hours in words."""
    available = service.get("service_availability")
    return (
        service.get("hours", "schedule")
        or (available if "24" in available else "")
        or service.get("dates_and_hours")
        or location.get("hours")
        or _one_day(location)
    )


def _one_day(row: Row) -> str:
    """Return "Monday 9:00-17:00" from three columns for the one day a place is open."""
    names = [f"hours_of_operation_{part}" for part in ("day", "open", "close")]
    day, opens, closes = (one_line(row.get(name)) for name in names)
    return f"{day} {opens}-{closes}" if day and opens and closes else ""


def position(service: Row, location: Row) -> tuple[str, str]:
    """Return latitude and longitude, also from "Geolocation is 42.1, -87.9"."""
    if location.get("latitude"):
        return location.get("latitude"), location.get("longitude")
    found = _POSITION.search(service.get("geolocation"))
    return (found[1], found[2]) if found else ("", "")


def mailing(organization: Row) -> str:
    """Return where to write to an organization whose row holds its address."""
    names = [f"mailing_address{part}" for part in ("", "_city", "_state", "_zip")]
    said = ", ".join(filter(None, (one_line(organization.get(name)) for name in names)))
    return f"Mail: {said}" if said else ""


def accessibility(said: Iterable[str], service: Row, location: Row) -> str:
    """Return who can get in and be understood, and how to get there."""
    way = one_line(location.get("transportation"))
    known = free_text(
        *said, location.get("accessibility"), service.get("interpretation_services")
    ).replace("_", " ")
    return free_text(known, f"Getting there: {way}" if way else "")


def cost(service: Row, fees: Sequence[Row], options: Sequence[Row]) -> str:
    """Return what it costs and what is taken for it."""
    payments = [row.get("payment") for row in fees] + [service.get("accepted_payments")]
    accepted = ", ".join(dict.fromkeys(map(one_line, filter(None, payments))))
    return free_text(
        service.get("fees_description", "fees"),
        service.get("flat_fee_description"),
        service.get("sliding_scale_fees_description"),
        *(row.get("fee") for row in fees),
        *map(_option, options),
        f"Accepts: {accepted}" if accepted else "",
    )


def _option(row: Row) -> str:
    names = ("option", "amount", "currency", "amount_description")
    return one_line(" ".join(filter(None, (row.get(name) for name in names))))


def phone_label(row: Row) -> str:
    """Return what a number is for, with the languages spoken there where not only English."""
    label = row.get("description", "department")
    spoken = one_line(row.get("language"))
    return one_line(f"{label} ({spoken})") if spoken and spoken.lower() not in _ENGLISH else label


def state_line(row: Row, country: str, report: Report) -> str:
    """Return state and postal code, with the zeros a spreadsheet program took from its front."""
    code = whole_number(one_line(row.get("postal_code")))
    if country == "US" and row.get("country") in ("", "US", "USA") and _SHORT_ZIP.fullmatch(code):
        report.repair("ZIP code without its leading zero, mended", row.where)
        code = code.zfill(5)
    return " ".join(filter(None, (row.get("state_province"), code)))
