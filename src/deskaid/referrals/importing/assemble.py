"""From the stage to listings: one for each service at each place, a few hundred at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deskaid.referrals.importing.group import EMPTY, Group, fetch_group
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.service_draft import Drafter
from deskaid.referrals.importing.shelf import Row
from deskaid.referrals.importing.stage import Stage
from deskaid.referrals.listing import Listing
from deskaid.referrals.rows import Facts

CHUNK = 200
"""Services joined at a time: enough that the queries cost little, few enough to stay small."""


@dataclass(frozen=True)
class ChunkTask:
    """Some services of the finished stage in ``folder``: row numbers, both included."""

    folder: Path
    first: int
    last: int
    country: str


@dataclass(frozen=True)
class OrphanTask:
    """One kind of row whose parents are to be looked for."""

    folder: Path
    kind: str
    key: str
    parent: str


def assemble(
    stage: Stage, report: Report, *, country: str, progress: Callable[[str, int, int], None]
) -> Iterator[Listing]:
    """Yield the listings of a stage that is ready, without this desk's ids.

    A package without services gives its organizations instead.
    """
    for orphans in orphan_tasks(stage):
        note_orphans(report, orphans, stage.orphans(orphans.kind, orphans.key, orphans.parent))
    note_unlinked(stage, report)
    total = total_of(stage)
    for chunk in chunk_tasks(stage, country):
        for facts in _assembled(stage, chunk, report):
            yield Listing(**facts)
        progress("Putting listings together", min(chunk.last, total), total)


def assemble_chunk(task: ChunkTask, report: Report) -> Iterator[Facts]:
    """Yield the facts of the listings of ``task`` in whatever process this is."""
    yield from _assembled(_stage_in(task.folder), task, report)


def find_orphans(task: OrphanTask) -> tuple[int, list[str]]:
    """Return how many rows have no parent, and where, in whatever process this is."""
    return _stage_in(task.folder).orphans(task.kind, task.key, task.parent)


_stages: dict[Path, Stage] = {}


def _stage_in(folder: Path) -> Stage:
    if folder not in _stages:
        _stages[folder] = Stage.of_ready(folder)
    return _stages[folder]


@contextmanager
def known_here(stage: Stage) -> Iterator[None]:
    """Let tasks that are done in this process use ``stage`` itself, while this is entered."""
    _stages[stage.folder] = stage
    try:
        yield
    finally:
        del _stages[stage.folder]


def chunk_tasks(stage: Stage, country: str) -> Iterator[ChunkTask]:
    """Yield tasks that together make every listing of ``stage``, in order."""
    for first, last in stage.shelf(_rooted(stage)).chunks(CHUNK):
        yield ChunkTask(stage.folder, first, last, country)


def total_of(stage: Stage) -> int:
    """Return how many rows listings are made from."""
    return stage.counts[_rooted(stage)]


def _rooted(stage: Stage) -> str:
    return "service" if stage.counts["service"] else "organization"


def _assembled(stage: Stage, task: ChunkTask, report: Report) -> Iterator[Facts]:
    kind = _rooted(stage)
    rows = stage.shelf(kind).rows(task.first, task.last)
    if kind == "organization":
        rows = [_as_service(row) for row in rows]
    group = fetch_group(stage, rows)
    drafter = Drafter(group, report, task.country)
    for service in rows:
        for pair, location in _places(group, service, report):
            facts = drafter.facts(service, pair, location)
            if facts is None:
                report.skip("service without a name", service.where)
            else:
                yield facts


def _as_service(organization: Row) -> Row:
    cells = organization.cells | {"organization_id": organization.id}
    return Row(f"organization:{organization.id}", organization.where, cells)


def _places(group: Group, service: Row, report: Report) -> list[tuple[Row, Row]]:
    """Return the places of a service, at least one, each with the row that links the two."""
    pairs = group.pairs.get(service.id, ()) if service.id else ()
    places: list[tuple[Row, Row]] = []
    seen: set[str] = set()
    for pair in pairs:
        place = pair.get("location_id")
        if place in seen:
            continue
        seen.add(place)
        found = group.locations.get(place)
        if found is None:
            report.orphan("service at a location that is not there", pair.where)
        places.append((pair, found[0] if found else EMPTY))
    if not places:
        own = group.locations.get(service.get("location_id"))
        places = [(EMPTY, (own or group.only_place(service) or [EMPTY])[0])]
        if not own and places[0][1] is not EMPTY:
            report.repair("service placed at its organization's only location", service.where)
    return places


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


def orphan_tasks(stage: Stage) -> list[OrphanTask]:
    """Return every question after rows whose parent is not in the package."""
    return [
        OrphanTask(stage.folder, kind, key, parent)
        for kind, key, parent in _PARENTS
        if stage.counts[kind]
    ]


def note_orphans(report: Report, task: OrphanTask, found: tuple[int, list[str]]) -> None:
    """Report rows whose parent is not in the package; they reach no listing by that key."""
    count, places = found
    if count:
        of = f"an {task.parent}" if task.parent[0] in "aeiou" else f"a {task.parent}"
        name = f"{task.kind} of {of} that is not there".replace("_", " ")
        _note(report, name, count, places)


def note_unlinked(stage: Stage, report: Report) -> None:
    """Report locations that no service is linked to by any row."""
    if stage.counts["service"]:
        count, places = stage.unlinked_places()
        _note(report, "location that no service names", count, places)


def _note(report: Report, name: str, count: int, places: list[str]) -> None:
    for number, place in enumerate(places):
        report.orphan(name, place, count - len(places) + 1 if number == 0 else 1)
