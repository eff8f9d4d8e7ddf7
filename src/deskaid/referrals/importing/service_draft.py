"""One service at one place, put together as the facts of a listing."""

import hashlib
from collections.abc import Sequence

from deskaid.referrals.hours import Hours
from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.confidential import redacted
from deskaid.referrals.importing.group import EMPTY, Found, Group, Offer, term_ids
from deskaid.referrals.importing.known_hours import hours_of
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.own_export import mended_service
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.service_phones import Numbers
from deskaid.referrals.importing.service_place import Places
from deskaid.referrals.importing.service_words import Words, areas
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.listing import Listing
from deskaid.referrals.rows import Facts, facts_of

_CHECKED = ("assured_date", "last_verified_on", "last_verified")


class Drafter:
    """Puts listings together for the services of a group; made once for all of them."""

    def __init__(self, group: Group, report: Report, country: str) -> None:
        said = group.said
        self._group = group
        self._report = report
        self._words = Words(group)
        self._places = Places(group, report, country)
        self._numbers = Numbers(group, report, country)
        self._schedules = _kept_for(group, "schedule")
        self._holidays = _kept_for(group, "holiday_schedule")
        self._areas = _kept_for(group, "service_area")
        self._says_areas = said("service", "service_areas") + said("location", "service_areas")
        self._attributes = group.by("attribute", "service")
        self._terms = said("service", "taxonomy_ids", "taxonomy_id")
        self._titles = said("service", "category", "alternate_name")
        self._in_programs = said("service", "program_id")

    def facts(self, service: Row, pair: Row, location: Row) -> Facts | None:
        """Return the facts of a listing, its id and source left empty for whoever takes it in.

        None when nothing in the package names it.
        """
        # In Ohana's files a service knows its location, and only that its organization.
        organization_id = service.get("organization_id") or location.get("organization_id")
        found = self._group.organizations.get(organization_id)
        offer = Offer(service, pair, location, found[0] if found else EMPTY, organization_id)
        name = self._name(offer)
        if not name:
            return None
        secret = self._places.is_confidential(offer)
        facts = self._told(offer, name, secret=secret)
        if not secret and not self._attributes.get(service.id):
            return facts
        return facts_of(self._finished(Listing(**facts), offer, secret=secret))

    def _told(self, offer: Offer, name: str, *, secret: bool) -> Facts:
        """Return what the rows say, with an address that may be ``secret``."""
        service, pair, location, organization, _ = offer
        words, report, where = self._words, self._report, service.where
        offered_by = one_line(
            organization.get("name") or service.get("organization_name", "organization")
        )
        description = words.description(offer, secret=secret)
        address, city = self._places.address(offer)
        latitude, longitude = drafts.coordinates(*words.position(service, location), report, where)
        needs = self._needs(service, name, offered_by, description)
        phones = self._numbers.phones(offer)
        hours = self._hours(offer)
        said = service.cells.get  # three times as fast as Row.get
        status, alert = said("status", ""), said("alert", "")
        email = said("email") or pair.get("email") or location.get("email")
        return {
            "id": "",
            "source": "",
            "source_id": _source_id(offer),
            "name": name,
            "organization": "" if offered_by == name else offered_by,
            "also_known_as": self._other_names(offer, (name, offered_by), secret=secret),
            "description": description,
            "needs": needs,
            "phones": phones,
            "address": address,
            "address_confidential": False,
            "city": city,
            "latitude": latitude,
            "longitude": longitude,
            "area_served": self._area(offer),
            "eligibility": words.eligibility(service),
            "minimum_age": drafts.age_of(said("minimum_age", "")),
            "maximum_age": drafts.age_of(said("maximum_age", "")),
            "languages": words.languages(service, location),
            "accessibility": words.accessibility(service, location),
            "cost": words.cost(service),
            "documents": words.documents(service),
            "how_to_apply": words.how_to_apply(service),
            "alert": alert,
            "email": one_line(email or organization.get("email")),
            "urls": words.urls(offer),
            "hours": hours,
            "assured": drafts.assured_of(service.get(*_CHECKED), said("assurer_email", ""), ""),
            "status": drafts.status_of(status, report, where),
            "hidden": drafts.hide(name, status, alert, offered_by, description[:200]),
            "vanished": False,
        }

    def _finished(self, listing: Listing, offer: Offer, *, secret: bool) -> Listing:
        """Return the listing with what the record of an export of ours adds, and no secret."""
        whole = mended_service(listing, self._group, offer.service, offer.location, offer.pair)
        if not secret:
            return whole
        self._report.confidential += 1
        streets = [row.get("address_1") for row in self._places.rows(offer.location)]
        return redacted(whole, *streets, listing.address)

    def _name(self, offer: Offer) -> str:
        service = offer.service
        name = one_line(service.get("name", "alternate_name"))
        if not name:
            name = one_line(offer.organization.get("name") or offer.location.get("name"))
            if name:
                self._report.repair(
                    "service without a name, called after who offers it", service.where
                )
        return name

    def _other_names(self, offer: Offer, known: tuple[str, str], *, secret: bool) -> str:
        """Return by what else people may know it: its program, and the place it is at."""
        names = [
            offer.service.cells.get("alternate_name"),
            offer.organization.cells.get("alternate_name"),
        ]
        if self._in_programs:
            programs = self._group.programs.get(offer.service.get("program_id"))
            names.append(programs[0].get("name") if programs else "")
        if not secret:
            place = offer.location.cells.get
            names += [place("name"), place("alternate_name")]
        others = [other for other in names if other and other not in known]
        return one_line(drafts.joined(others)) if others else ""

    def _area(self, offer: Offer) -> str:
        rows = _nearest(self._areas, offer)
        return areas(rows, offer.service, offer.location) if rows or self._says_areas else ""

    def _hours(self, offer: Offer) -> Hours:
        return hours_of(
            _nearest(self._schedules, offer),
            _nearest(self._holidays, offer),
            self._words.hours(offer.service, offer.location),
            self._report,
        )

    def _needs(
        self, service: Row, name: str, organization: str, description: str
    ) -> tuple[str, ...]:
        titles = [name, *(service.get(column) for column in self._titles)]
        terms = [self._group.terms.get(one) for one in term_ids(service)] if self._terms else []
        for row in self._attributes.get(service.id, ()):
            titles.append(row.get("label", "value"))
            terms.append(self._group.terms.get(row.get("taxonomy_term_id", "taxonomy_id")))
        for found in terms:
            if not found:
                continue
            term = found[0]
            vocabulary = term.get("vocabulary", "taxonomy")
            if drafts.AIRS.search(vocabulary) or drafts.AIRS_CODE.fullmatch(term.get("code")):
                # Read for our own categories, never stored.
                self._report.repair("211/AIRS taxonomy term dropped", service.where)
            titles.append(term.get("name", "term"))
        return categorize(titles, (description, organization))


def _source_id(offer: Offer) -> str:
    service = offer.service.id
    if not service:
        cells = sorted(filter(None, offer.service.cells.values()))
        content = "|".join((*cells, offer.organization.id))
        service = f"~{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
    place = offer.location.id or offer.pair.get("location_id")
    return f"{service}@{place}" if place else service


_Nearest = tuple[Found, Found, Found]
"""Rows of one kind by link, by service and by place, in the order they are looked for."""


def _kept_for(group: Group, kind: str) -> _Nearest:
    return (
        group.by(kind, "service_at_location_id"),
        group.by(kind, "service_id"),
        group.by(kind, "location_id"),
    )


def _nearest(found: _Nearest, offer: Offer) -> Sequence[Row]:
    """Return the rows of the service at this place, else of the service, else of the place."""
    of_pair, of_service, of_place = found
    return (
        of_pair.get(offer.pair.id)
        or of_service.get(offer.service.id)
        or of_place.get(offer.location.id)
        or ()
    )
