"""A listing as the rows of HSDS 3.2: one service at one place, and all that belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deskaid.referrals import record as beside
from deskaid.referrals.exporting.checks import check_cells, newest_check
from deskaid.referrals.exporting.identity import SourceIds, identifier, key_of, numbered
from deskaid.referrals.exporting.places import NOT_STATED, address_row, email_of, uri_of
from deskaid.referrals.exporting.terms import term_row
from deskaid.referrals.exporting.timetable import schedule_rows
from deskaid.referrals.importing import drafts
from deskaid.referrals.listing import NEEDS, Assured, Listing, Phone
from deskaid.referrals.record import Record, cells_of, mark_of, write_record
from deskaid.referrals.tending.typed_phones import dump_phones
from deskaid.referrals.timetable.packed_hours import dump

Row = dict[str, Any]

_TYPES = {"tty": "textphone"}
"""Phone types as HSDS calls them (RFC 6350); the others have our names."""
_SECRET = "Confidential address"  # noqa: S105 - what people see, and an import understands


@dataclass
class Service:
    """The rows of one listing by table; keys between them are columns, as in the CSV form."""

    service: Row
    organization: Row
    location: Row
    pair: Row
    children: dict[str, list[Row]] = field(default_factory=dict)


class ServiceRows:
    """Turns listings into rows, one after the other.

    ``country`` is what an address is said to be in, ``today`` the day of the export (a season is
    dated by it); ``publisher`` stands beside the initials of
    checks made here. A listing must come without its address where that is confidential, as
    `Exported.chosen` gives it.
    """

    def __init__(self, *, country: str, today: date, publisher: str = "") -> None:
        self._country = country
        self._today = today
        self._publisher = publisher
        self._source_ids = SourceIds()

    def of(self, listing: Listing) -> Service:
        """Return the rows of one listing."""
        key = key_of(listing)
        service_id, location_id = identifier("service", *key), identifier("location", *key)
        organization = _organization(listing)
        address = address_row(listing.address, listing.city, self._country)
        assured = newest_check(listing, self._publisher)
        service = _service(listing, assured) | {
            "id": service_id,
            "organization_id": organization["id"],
        }
        made = Service(
            service=service,
            organization=organization,
            location=_location(listing, address) | {"id": location_id},
            pair={
                "id": identifier("service_at_location", *key),
                "service_id": service_id,
                "location_id": location_id,
            },
        )
        own, there = {"service_id": service_id}, {"location_id": location_id}
        for table, rows, parent in (
            ("phone", [_phone(phone) for phone in listing.phones], own),
            ("schedule", schedule_rows(listing.hours, self._today), own),
            ("service_area", _each("name", listing.area_served), own),
            ("required_document", _each("document", listing.documents), own),
            ("language", _each("name", *listing.languages), own),
            ("url", _each("url", *_more_urls(listing)), own),
            ("address", [address] if address else [], there),
            ("accessibility", _each("description", listing.accessibility), there),
        ):
            _hang(made, table, key, rows, parent)
        record = self._record(listing, made, assured)
        _hang(made, "attribute", key, _attributes(listing, record), {"link_id": service_id})
        return made

    def _record(self, listing: Listing, made: Service, assured: Assured | None) -> Record:
        """Return what the rows in ``made`` cannot say, each fact marked by the cells beside it."""
        children = made.children
        record: Record = {"id": (self._source_ids.of(listing), "")}
        urls = [{"url": made.service.get("url", "")}, *children.get("url", ())]
        for name, value, rows, cells in (
            ("phones", dump_phones(listing.phones), children.get("phone"), beside.PHONE_CELLS),
            ("hours", dump(listing.hours), children.get("schedule"), beside.SCHEDULE_CELLS),
            ("urls", list(listing.urls), urls, beside.URL_CELLS),
            ("languages", _languages(listing), children.get("language"), beside.LANGUAGE_CELLS),
            ("email", _email(listing), [made.service], beside.EMAIL_CELLS),
            ("assured", _assured(assured), [made.service], beside.ASSURED_CELLS),
            (
                "address",
                _place(listing),
                children.get("address"),
                beside.ADDRESS_CELLS,
            ),
        ):
            if value and value != "[]":
                record[name] = (value, mark_of(cells_of(rows or (), cells)))
        if listing.hidden:
            record["hidden"] = (True, "")
        return record


def _hang(
    made: Service, table: str, key: tuple[str, ...], rows: Iterable[Row], parent: Row
) -> None:
    """Put child rows under the service, each with an identifier and its parent's."""
    listed = list(rows)
    if listed:
        identities = numbered(table, key, len(listed))
        made.children[table] = [
            {"id": identity, **parent, **row}
            for identity, row in zip(identities, listed, strict=True)
        ]


def _organization(listing: Listing) -> Row:
    name = listing.organization or listing.name
    return {"id": identifier("organization", name), "name": name, "description": NOT_STATED}


def _service(listing: Listing, assured: Assured | None) -> Row:
    gone = listing.vanished and listing.status == "active"
    return {
        "name": listing.name,
        "alternate_name": listing.also_known_as,
        "description": listing.description,
        "url": uri_of(listing.urls[0]) if listing.urls else "",
        "email": email_of(listing.email),
        "status": "inactive" if gone else listing.status,
        "application_process": listing.how_to_apply,
        "fees_description": listing.cost,
        "eligibility_description": listing.eligibility,
        "minimum_age": listing.minimum_age,
        "maximum_age": listing.maximum_age,
        "alert": listing.alert,
    } | check_cells(assured)


def _location(listing: Listing, address: Row) -> Row:
    secret = listing.address_confidential
    known = bool(address) or secret or listing.latitude is not None
    return {
        "location_type": address.get("address_type", "physical") if known else "virtual",
        "name": _SECRET if secret else "",
        "latitude": listing.latitude,
        "longitude": listing.longitude,
    }


def _phone(phone: Phone) -> Row:
    digits = phone.extension.isascii() and phone.extension.isdigit()
    plain = digits and str(int(phone.extension)) == phone.extension
    beyond = "" if plain or not phone.extension else f" ext. {phone.extension}"
    said = "; ".join(text for text in (phone.label, phone.hours_text) if text)
    return {
        "number": f"{phone.number or phone.dial}{beyond}",
        "extension": int(phone.extension) if plain else None,
        "type": _TYPES.get(phone.kind, phone.kind),
        "description": said,
    }


def _more_urls(listing: Listing) -> list[str]:
    return [uri for url in listing.urls[1:] if (uri := uri_of(url))]


def _each(column: str, *texts: str) -> list[Row]:
    return [{column: text} for text in texts if text]


def _attributes(listing: Listing, record: Record) -> Iterable[Row]:
    for need in listing.needs:
        if need in NEEDS:
            yield _attribute(need)
    yield _attribute("deskaid-record") | {"value": write_record(record)}


def _attribute(code: str) -> Row:
    return {"taxonomy_term_id": term_row(code)["id"], "link_entity": "service"}


def _languages(listing: Listing) -> list[str]:
    """Return the languages where reading them from their rows would change them."""
    plain = drafts.languages_of(*listing.languages)
    return [] if plain == listing.languages else list(listing.languages)


def _place(listing: Listing) -> list[str]:
    return [listing.address, listing.city] if listing.address or listing.city else []


def _email(listing: Listing) -> str:
    return "" if email_of(listing.email) else listing.email


def _assured(assured: Assured | None) -> list[str]:
    if assured is None:
        return []
    return [assured.on, assured.by, assured.against, assured.how]
