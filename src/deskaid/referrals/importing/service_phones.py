"""The numbers of one service at one place, and where none are given those of who offers it."""

from collections.abc import Sequence
from dataclasses import replace

from deskaid.referrals.importing.cleaning import one_line
from deskaid.referrals.importing.drafts import gathered, phones_of
from deskaid.referrals.importing.group import MOST_PLACES, Group, Offer
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.listing import Phone

MOST_PHONES_OF_PLACES = 5
_ENGLISH = frozenset(("en", "eng", "english"))


class Numbers:
    """Gathers phones for the services of a group."""

    def __init__(self, group: Group, report: Report, country: str) -> None:
        self._group = group
        self._report = report
        self._country = country
        self._of_pair = group.by("phone", "service_at_location_id")
        self._of_service = group.by("phone", "service_id")
        self._of_place = group.by("phone", "location_id")
        self._of_agency = group.by("phone", "organization_id")
        self._in_service = group.said("service", "phone", "toll_free", "tty", "fax")
        self._in_place = group.said("location", "phone", "toll_free", "tty")
        self._prefixed = bool(group.said("phone", "country_prefix"))
        self._labelled = bool(group.said("phone", "description", "department", "language"))

    def phones(self, offer: Offer) -> tuple[Phone, ...]:
        """Return the phones of a service at a place, in calling order."""
        service, pair, location, organization, organization_id = offer
        phones = self._read(self._of_pair.get(pair.id, ()))
        phones += self._read(self._of_service.get(service.id, ()))
        for name in self._in_service:
            if said := service.get(name):
                hint = "" if name in ("phone", "toll_free") else name
                phones += phones_of(said, self._country, kind=hint)
        phones += self._read(self._of_place.get(location.id, ()))
        for name in self._in_place:
            if said := location.get(name):
                hint = "tty" if name == "tty" else ""
                phones += phones_of(said, self._country, kind=hint)
        if not _any_voice(phones):
            phones += self._read(self._of_agency.get(organization_id, ()))
            if said := organization.get("phone"):
                phones += phones_of(said, self._country)
        if not _any_voice(phones):
            phones += self._of_contacts(offer) or self._of_places(service)
        return gathered(phones)

    def _of_contacts(self, offer: Offer) -> list[Phone]:
        """Return the numbers of contacts, called by their title, never by their name."""
        phones: list[Phone] = []
        group = self._group
        rows = (
            group.rows("contact", "service_at_location_id", offer.pair.id)
            or group.rows("contact", "service_id", offer.service.id)
            or group.rows("contact", "location_id", offer.location.id)
            or group.rows("contact", "organization_id", offer.organization_id)
        )
        for contact in rows:
            title = one_line(contact.get("title", "department"))
            for phone in self._read(group.rows("phone", "contact_id", contact.id)):
                phones.append(replace(phone, label=phone.label or title))
        return phones

    def _of_places(self, service: Row) -> list[Phone]:
        """Return the first numbers of an organization's places, by the name of the place."""
        called: dict[str, list[str]] = {}
        phones: dict[str, Phone] = {}
        for place in self._group.places(service)[:MOST_PLACES]:
            found = self._read(self._group.rows("phone", "location_id", place.id))
            for name in ("phone", "toll_free"):
                if said := place.get(name):
                    found += phones_of(said, self._country)
            for phone in found:
                phones.setdefault(phone.dial or phone.number, phone)
                called.setdefault(phone.dial or phone.number, []).append(
                    one_line(place.get("name"))
                )
        return [
            # A number of many places is nobody's in particular.
            replace(phone, label=phone.label or (called[key][0] if len(called[key]) == 1 else ""))
            for key, phone in list(phones.items())[:MOST_PHONES_OF_PLACES]
        ]

    def _read(self, rows: Sequence[Row]) -> list[Phone]:
        phones: list[Phone] = []
        for row in rows:
            number = row.get("number", "vanity_number")
            if self._prefixed and (prefix := row.get("country_prefix")):
                number = f"{prefix} {number}" if prefix.startswith("+") and number else number
            found = phones_of(
                number,
                self._country,
                kind=row.get("type"),
                label=_label(row) if self._labelled else "",
                extension=row.get("extension"),
            )
            for phone in found:
                if not phone.dial:
                    self._report.repair(
                        "phone number that cannot be dialed, kept as text", row.where
                    )
            phones += found
        return phones


def _any_voice(phones: list[Phone]) -> bool:
    for phone in phones:  # noqa: SIM110  a generator would take three times as long
        if phone.kind == "voice":
            return True
    return False


def _label(row: Row) -> str:
    """Return what a number is for, with the languages spoken there where not only English."""
    label = row.get("description", "department")
    spoken = one_line(row.get("language"))
    return one_line(f"{label} ({spoken})") if spoken and spoken.lower() not in _ENGLISH else label
