"""What belongs to a few hundred services of a stage, fetched in a handful of queries."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from deskaid.referrals.importing.stage import Row, Stage

_BY_SERVICE = (
    "phone", "schedule", "holiday_schedule", "eligibility", "service_area",
    "required_document", "fee", "language", "cost_option", "contact", "url",
)  # fmt: skip
_BY_LOCATION = (
    "phone", "schedule", "holiday_schedule", "language", "accessibility", "address", "contact",
)  # fmt: skip
_BY_PAIR = ("phone", "schedule", "holiday_schedule", "service_area", "contact")
_BY_ORGANIZATION = ("phone", "url", "address", "contact")
MOST_PLACES = 60
"""Locations of an organization whose numbers stand in for those of a service without any."""
EMPTY = Row("", "", {})
"""A row that stands for none."""


class Offer(NamedTuple):
    """One service at one place: its row, the row that links the two, and who offers it.

    ``organization_id`` may name an organization that is not there.
    """

    service: Row
    pair: Row
    location: Row
    organization: Row
    organization_id: str


Found = dict[str, list[Row]]
"""Rows by the value of a key that is not empty."""


@dataclass
class Group:
    """What belongs to the services of one chunk, by kind and key.

    ``columns`` are those that rows of each kind may have cells of: what a package never says
    need not be looked for in each of its rows.
    """

    services: list[Row]
    columns: Mapping[str, Set[str]]
    pairs: Found = field(default_factory=dict)
    locations: Found = field(default_factory=dict)
    organizations: Found = field(default_factory=dict)
    of: dict[tuple[str, str], Found] = field(default_factory=dict)
    terms: Found = field(default_factory=dict)
    programs: Found = field(default_factory=dict)

    def by(self, kind: str, key: str) -> Found:
        """Return the rows of ``kind`` by ``key``, to be asked many times."""
        return self.of.get((kind, key), {})

    def rows(self, kind: str, key: str, value: str) -> list[Row]:
        """Return the rows of ``kind`` whose ``key`` is ``value``; none for no value."""
        found = self.of.get((kind, key)) if value else None
        return found.get(value, []) if found else []

    def said(self, kind: str, *names: str) -> tuple[str, ...]:
        """Return those of the columns ``names`` that rows of ``kind`` may have cells of."""
        columns = self.columns[kind]
        return tuple([name for name in names if name in columns])

    def places(self, service: Row) -> list[Row]:
        """Return the locations of a service's organization, where no row links the two."""
        return self.rows("location", "organization_id", service.get("organization_id"))

    def only_place(self, service: Row) -> list[Row] | None:
        """Return the one location of a service's organization, where no row links the two."""
        places = self.places(service)
        return places if len(places) == 1 else None


def fetch_group(stage: Stage, services: list[Row]) -> Group:
    """Return what belongs to ``services``, which may stand for organizations without any."""
    columns: Mapping[str, Set[str]] = stage.columns
    if not stage.counts["service"]:  # an organization stands for each
        columns = {**columns, "service": columns["organization"] | {"organization_id"}}
    group = Group(services, columns)
    service_ids = [row.id for row in services]
    pairs = stage.fetch("service_at_location", "service_id", service_ids)
    pair_ids = [row.id for rows in pairs.values() for row in rows]
    organization_ids = {row.get("organization_id") for row in services}
    location_ids = {row.get("location_id") for rows in pairs.values() for row in rows}
    location_ids |= {row.get("location_id") for row in services}
    group.pairs = pairs
    if not stage.counts["service"]:
        for identity, rows in stage.fetch("location", "organization_id", organization_ids).items():
            group.pairs[f"organization:{identity}"] = [
                Row(row.id, row.where, {"location_id": row.id}) for row in rows
            ]
            location_ids |= {row.id for row in rows}
    group.locations = stage.fetch("location", "id", location_ids)
    organization_ids |= {
        row.get("organization_id") for rows in group.locations.values() for row in rows
    }
    group.organizations = stage.fetch("organization", "id", organization_ids)
    if not stage.counts["service_at_location"] and stage.counts["service"]:
        theirs = stage.fetch("location", "organization_id", organization_ids)
        group.of["location", "organization_id"] = theirs
        location_ids |= {
            row.id for rows in theirs.values() if len(rows) <= MOST_PLACES for row in rows
        }
    for kind in _BY_SERVICE:
        group.of[kind, "service_id"] = stage.fetch(kind, "service_id", service_ids)
    for kind in _BY_LOCATION:
        group.of[kind, "location_id"] = stage.fetch(kind, "location_id", location_ids)
    for kind in _BY_PAIR:
        group.of[kind, "service_at_location_id"] = stage.fetch(
            kind, "service_at_location_id", pair_ids
        )
    for kind in _BY_ORGANIZATION:
        group.of[kind, "organization_id"] = stage.fetch(kind, "organization_id", organization_ids)
    contacts = [
        row.id
        for (kind, _), found in group.of.items()
        if kind == "contact"
        for rows in found.values()
        for row in rows
    ]
    group.of["phone", "contact_id"] = stage.fetch("phone", "contact_id", contacts)
    programs = {row.get("program_id") for row in services}
    group.programs = stage.fetch("program", "id", programs)
    _fetch_terms(stage, group, service_ids)
    return group


def _fetch_terms(stage: Stage, group: Group, service_ids: list[str]) -> None:
    attributes = stage.fetch("attribute", "link_id", service_ids)
    for identity, rows in stage.fetch("attribute", "service_id", service_ids).items():
        attributes.setdefault(identity, []).extend(rows)
    wanted = {
        row.get("taxonomy_term_id", "taxonomy_id") for rows in attributes.values() for row in rows
    }
    for service in group.services:
        wanted.update(term_ids(service))
    group.terms = stage.fetch("taxonomy_term", "id", wanted)
    group.of["attribute", "service"] = attributes


def term_ids(service: Row) -> list[str]:
    """Return the taxonomy ids a service names in its own row."""
    said = service.get("taxonomy_ids", "taxonomy_id")
    return [piece.strip() for piece in said.replace(";", ",").split(",") if piece.strip()]
