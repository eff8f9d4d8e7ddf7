"""The texts of a listing that several rows of a package speak to."""

import re
from collections.abc import Iterable

from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.drafts import free_text, joined, languages_of, says_yes, urls_of
from deskaid.referrals.importing.group import EMPTY, Group, Offer
from deskaid.referrals.importing.stage import Row

_POSITION = re.compile(r"(-?\d{1,2}\.\d+),\s*(-?\d{1,3}\.\d+)")
_LIMITS = (
    ("Veterans only", "require_veteran"),
    ("Military status", "military_status"),
    ("Income limit (% of poverty level)", "income_limit"),
    ("Income limit", "max_percentage_of_income_standard"),
    ("Immigration status", "immigration_status"),
    ("Custody", "incarceration_status"),
)
_WAYS = (
    ("application_process",),
    *(
        (f"process_for_applying_by_{way}", f"process_for_applying_{way}")
        for way in ("phone", "email", "online")
    ),
    ("process_for_walk_ins",),
    ("application_form_link",),
)
_FEES = (
    ("fees_description", "fees"),
    ("flat_fee_description",),
    ("sliding_scale_fees_description",),
)
_DAY = tuple(f"hours_of_operation_{part}" for part in ("day", "open", "close"))
_NO = frozenset(("no", "false", "n", "0"))
_MOST_URLS = 4


class Words:
    """Puts texts together for the services of a group.

    It looks once which columns the package has, and in each row only for those.
    """

    def __init__(self, group: Group) -> None:
        said = group.said
        self._group = group
        self._own = said("service", "description", "category")
        self._theirs = said("organization", "description")
        self._place = said("location", "description", "short_desc")
        self._more = said("service", "additional_information") + said(
            "service_at_location", "description"
        )
        self._ways = [names for way in _WAYS if (names := said("service", *way))]
        self._wait = said("service", "wait_time")
        self._may_come = said("service", "eligibility_description", "eligibility")
        self._audience = said("service", "audience")
        self._limits = [limit for limit in _LIMITS if said("service", limit[1])]
        self._eligibility = group.by("eligibility", "service_id")
        self._hours = bool(
            said("service", "hours", "schedule", "service_availability", "dates_and_hours")
            or said("location", "hours", *_DAY)
        )
        self._geolocation = said("service", "geolocation")
        self._fees = [names for fee in _FEES if (names := said("service", *fee))]
        self._payments = said("service", "accepted_payments")
        self._fee_rows = group.by("fee", "service_id")
        self._options = group.by("cost_option", "service_id")
        self._accessibility = group.by("accessibility", "location_id")
        self._entry = said("location", "transportation", "accessibility") + said(
            "service", "interpretation_services"
        )
        self._documents = group.by("required_document", "service_id")
        self._required = said("service", "required_documents")
        self._languages = (
            group.by("language", "service_id"),
            group.by("language", "location_id"),
        )
        self._spoken = said("service", "languages") + said("location", "languages")
        self._urls = group.by("url", "service_id"), group.by("url", "organization_id")

    def description(self, offer: Offer, *, secret: bool) -> str:
        """Return what the service says of itself, then what is said of it at this place."""
        service, location = offer.service, EMPTY if secret else offer.location
        own = service.get(*self._own) if self._own else ""
        if not own and self._theirs:
            own = offer.organization.get("description")
        place = location.get(*self._place) if self._place else ""
        if not place and not self._more:
            return own
        if own and place.startswith(own):
            own, place = place, ""  # the place repeats the service and goes on
        if name := location.get("name"):
            place = f"{name}: {place}" if place else ""
        later = (
            service.get("additional_information"),
            offer.pair.get("description"),
            place,
        )
        texts = [own, *(text for text in later if text not in own)]
        return "\n\n".join(filter(None, texts))

    def how_to_apply(self, service: Row) -> str:
        """Return how to apply, and how long people wait."""
        ways = [said for names in self._ways if (said := service.get(*names))]
        if self._wait and (wait := one_line(service.get("wait_time"))):
            ways.append(f"Wait: {wait}")
        return joined(ways)

    def eligibility(self, service: Row) -> str:
        """Return who may come: in the service's words, its groups, and its limits."""
        texts = [service.get(*self._may_come)] if self._may_come else []
        texts += [one_line(row.get("eligibility")) for row in self._eligibility.get(service.id, ())]
        if self._audience:
            texts.append(service.get("audience"))
        for label, name in self._limits:
            said = one_line(service.get(name))
            if said and said.casefold() not in _NO:
                texts.append(label if says_yes(said) else f"{label}: {said}")
        return joined(texts)

    def hours(self, service: Row, location: Row) -> str:
        """Return what a package says about hours in words."""
        if not self._hours:
            return ""
        available = service.get("service_availability")
        return (
            service.get("hours", "schedule")
            or (available if "24" in available else "")
            or service.get("dates_and_hours")
            or location.get("hours")
            or _one_day(location)
        )

    def position(self, service: Row, location: Row) -> tuple[str, str]:
        """Return latitude and longitude, also from "Geolocation is 42.1, -87.9"."""
        if latitude := location.get("latitude"):
            return latitude, location.get("longitude")
        found = _POSITION.search(service.get("geolocation")) if self._geolocation else None
        return (found[1], found[2]) if found else ("", "")

    def cost(self, service: Row) -> str:
        """Return what it costs and what is taken for it."""
        texts = [said for names in self._fees if (said := service.get(*names))]
        fees = self._fee_rows.get(service.id, ())
        texts += [row.get("fee") for row in fees]
        texts += map(_option, self._options.get(service.id, ()))
        if fees or self._payments:
            payments = [row.get("payment") for row in fees] + [service.get("accepted_payments")]
            accepted = ", ".join(dict.fromkeys(map(one_line, filter(None, payments))))
            if accepted:
                texts.append(f"Accepts: {accepted}")
        return joined(texts)

    def accessibility(self, service: Row, location: Row) -> str:
        """Return who can get in and be understood, and how to get there."""
        rows = self._accessibility.get(location.id, ())
        if not rows and not self._entry:
            return ""
        told = [
            one_line(free_text(row.get("description", "accessibility"), row.get("details")))
            for row in rows
        ]
        known = free_text(
            *told, location.get("accessibility"), service.get("interpretation_services")
        ).replace("_", " ")
        way = one_line(location.get("transportation"))
        return free_text(known, f"Getting there: {way}" if way else "")

    def documents(self, service: Row) -> str:
        """Return what people have to bring."""
        rows = self._documents.get(service.id, ())
        if not rows and not self._required:
            return ""
        said = (one_line(row.get("document")) for row in rows)
        return free_text(*said, service.get("required_documents"))

    def languages(self, service: Row, location: Row) -> tuple[str, ...]:
        """Return what is spoken at the service, or else at its place."""
        of_service, of_place = self._languages
        rows = of_service.get(service.id) or of_place.get(location.id) or []
        if not rows and not self._spoken:
            return ()
        names = [row.get("name", "language", "code") for row in rows]
        return languages_of(*names, service.get("languages") or location.get("languages"))

    def urls(self, offer: Offer) -> tuple[str, ...]:
        """Return the web addresses of the service, its place and its agency."""
        service, pair, location, organization, organization_id = offer
        of_service, of_agency = self._urls
        return urls_of(
            service.get("url"),
            *(row.get("url") for row in of_service.get(service.id, ())),
            pair.get("url"),
            location.get("url"),
            organization.get("url"),
            *(row.get("url") for row in of_agency.get(organization_id, ())),
        )[:_MOST_URLS]


def _one_day(row: Row) -> str:
    """Return "Monday 9:00-17:00" from three columns for the one day a place is open."""
    day, opens, closes = (one_line(row.get(name)) for name in _DAY)
    return f"{day} {opens}-{closes}" if day and opens and closes else ""


def _option(row: Row) -> str:
    names = ("option", "amount", "currency", "amount_description")
    return one_line(" ".join(filter(None, (row.get(name) for name in names))))


def areas(rows: Iterable[Row], service: Row, location: Row) -> str:
    """Return where people may come from."""
    return free_text(
        *(one_line(row.get("name", "description")) for row in rows),
        one_line(service.get("service_areas") or location.get("service_areas")),
    )
