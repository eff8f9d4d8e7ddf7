"""Listings as rows ready to be written, a few hundred together, made by one or several processes.

Between processes plain tuples travel: a listing as an object costs three times as much to send.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from deskaid.referrals.importing.assemble import (
    ChunkTask,
    assemble_chunk,
    chunk_tasks,
    find_orphans,
    known_here,
    note_orphans,
    note_unlinked,
    orphan_tasks,
    total_of,
)
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.stage import Stage
from deskaid.referrals.listing import Listing
from deskaid.referrals.rows import Packed, pack, pack_facts

SIZE = 500
"""Listings packed at a time: memory stays small however long the file is."""


@dataclass(frozen=True)
class Batch:
    """Rows of listings in the order of `rows.PACKED_COLUMNS`, and those of their phones.

    A phone's row begins with its listing's place among ``rows`` and its own among the phones.
    ``report`` holds what was met while they were made, or nothing when the reading's own
    report filled meanwhile.
    """

    rows: list[Packed]
    phones: list[Packed]
    report: Report


@dataclass(frozen=True)
class BatchTask:
    """A chunk of a package and the directory's name, which its ids are made from."""

    chunk: ChunkTask
    source: str


def packed(listings: Iterable[Listing], source: str) -> Iterator[Batch]:
    """Yield ``listings`` as batches."""
    rest = iter(listings)
    while some := list(islice(rest, SIZE)):
        yield _batch((pack(listing, source) for listing in some), Report())


def assemble_batches(
    stage: Stage,
    report: Report,
    source: str,
    *,
    country: str,
    progress: Callable[[str, int, int], None],
) -> Iterator[Batch]:
    """Yield the batches of a stage that is ready; its crew does the work.

    Their reports are taken over by ``report`` as they come, in the order of the file.
    """
    with known_here(stage):
        orphans = orphan_tasks(stage)
        found = stage.crew.map(find_orphans, orphans, ahead=len(orphans))
        for orphan, met in zip(orphans, found, strict=True):
            note_orphans(report, orphan, met)
        note_unlinked(stage, report)
        total, done = total_of(stage), 0
        tasks = (BatchTask(chunk, source) for chunk in chunk_tasks(stage, country))
        for batch in stage.crew.map(make_batch, tasks):
            report.absorb(batch.report)
            yield batch
            done += len(batch.rows)
            progress("Putting listings together", min(done, total), total)


def make_batch(task: BatchTask) -> Batch:
    """Return the batch of ``task`` in whatever process this is."""
    report = Report()

    def rows() -> Iterator[tuple[Packed, list[Packed]]]:
        for facts in assemble_chunk(task.chunk, report):
            report.count(hidden=facts["hidden"], hours=facts["hours"])
            yield pack_facts(facts, task.source)

    return _batch(rows(), report)


def _batch(packs: Iterable[tuple[Packed, list[Packed]]], report: Report) -> Batch:
    batch = Batch([], [], report)
    for place, (row, phones) in enumerate(packs):
        batch.rows.append(row)
        batch.phones.extend([(place, position, *one) for position, one in enumerate(phones)])
    return batch
