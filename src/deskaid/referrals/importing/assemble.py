"""From the stage to listings: one for each service at each place, a few hundred at a time."""

from collections.abc import Callable, Iterator

from deskaid.referrals.importing.group import EMPTY, Group, fetch_group
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.service_draft import Draft
from deskaid.referrals.importing.stage import Row, Stage
from deskaid.referrals.listing import Listing

CHUNK = 400
"""Services joined at a time: enough that the queries cost little, few enough to stay small."""


def assemble(
    stage: Stage, report: Report, *, country: str, progress: Callable[[str, int, int], None]
) -> Iterator[Listing]:
    """Yield the listings of a stage that is ready, without this desk's ids.

    A package without services gives its organizations instead.
    """
    _note_orphans(stage, report)
    if stage.counts["service"]:
        kind, total = "service", stage.counts["service"]
    else:
        kind, total = "organization", stage.counts["organization"]
    done = 0
    for rows in stage.chunks(kind, CHUNK):
        if kind == "organization":
            rows = [_as_service(row) for row in rows]
        group = fetch_group(stage, rows)
        for service in rows:
            yield from _listings(group, service, report, country)
        done += len(rows)
        progress("Putting listings together", done, total)


def _as_service(organization: Row) -> Row:
    cells = organization.cells | {"organization_id": organization.id}
    return Row(f"organization:{organization.id}", organization.where, cells)


def _listings(group: Group, service: Row, report: Report, country: str) -> Iterator[Listing]:
    pairs = group.pairs.get(service.id, []) if service.id else []
    places: list[tuple[Row, Row]] = []
    seen: set[str] = set()
    for pair in pairs:
        place = pair.get("location_id")
        found = group.locations.get(place)
        if place in seen:
            continue
        seen.add(place)
        if found is None:
            report.orphan("service at a location that is not there", pair.where)
        places.append((pair, found[0] if found else EMPTY))
    if not places:
        own = group.locations.get(service.get("location_id"))
        places = [(EMPTY, (own or group.only_place(service) or [EMPTY])[0])]
        if not own and places[0][1] is not EMPTY:
            report.repair("service placed at its organization's only location", service.where)
    for pair, location in places:
        draft = Draft(group, service, pair, location, report, country)
        if draft.name:
            yield draft.listing()
        else:
            report.skip("service without a name", service.where)


_PARENTS = (
    ("service", "organization_id", "organization"),
    ("location", "organization_id", "organization"),
    ("service_at_location", "service_id", "service"),
    *(
        (kind, key, parent)
        for kind in ("phone", "schedule", "holiday_schedule", "contact")
        for key, parent in (
            ("service_id", "service"),
            ("location_id", "location"),
            ("organization_id", "organization"),
            ("service_at_location_id", "service_at_location"),
        )
    ),
    ("address", "location_id", "location"),
    ("accessibility", "location_id", "location"),
    ("eligibility", "service_id", "service"),
    ("service_area", "service_id", "service"),
    ("required_document", "service_id", "service"),
    ("language", "service_id", "service"),
    ("fee", "service_id", "service"),
    ("cost_option", "service_id", "service"),
    ("attribute", "service_id", "service"),
    ("attribute", "taxonomy_term_id", "taxonomy_term"),
)


def _note_orphans(stage: Stage, report: Report) -> None:
    """Report rows whose parent is not in the package; they reach no listing by that key."""
    for kind, key, parent in _PARENTS:
        count, places = stage.orphans(kind, key, parent)
        if count:
            of = f"an {parent}" if parent[0] in "aeiou" else f"a {parent}"
            name = f"{kind} of {of} that is not there".replace("_", " ")
            _note(report, name, count, places)
    if stage.counts["service"]:
        count, places = stage.unlinked_places()
        _note(report, "location that no service names", count, places)


def _note(report: Report, name: str, count: int, places: list[str]) -> None:
    for number, place in enumerate(places):
        report.orphan(name, place, count - len(places) + 1 if number == 0 else 1)
