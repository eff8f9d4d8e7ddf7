"""A resting place for the rows of a package, so that millions join in little memory.

Each kind has a `Shelf`, a file in a folder that lives no longer than the import.
"""

import shutil
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from deskaid.referrals.importing.crew import Crew
from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.shelf import ENTITIES, KEYS_OF, Row, Shelf
from deskaid.referrals.importing.table_rows import TableTask, shelve_files, shelve_task

__all__ = ["ENTITIES", "KINDS", "Row", "Stage"]

KINDS = tuple(KEYS_OF)
"""What is kept of a package; funding, metadata, units and the like are read past."""


class Stage:
    """Rows by kind: added one by one or by the file, then fetched by the keys they share.

    ``folder`` is where its files go, one of its own unless given; ``crew`` reads files side by
    side when ``path``, what the person pointed at, is given too.
    """

    def __init__(
        self, folder: Path | None = None, *, crew: Crew | None = None, path: Path | None = None
    ) -> None:
        self._own = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="deskaid-import-"))
        self.crew = crew or Crew(0)
        self._path = path
        self._growing: dict[str, Shelf] = {}
        self._shelves: dict[str, Shelf] = {}
        self.counts: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.columns: dict[str, set[str]] = {kind: set() for kind in KINDS}
        """The columns that rows of each kind may have cells of, once this is ready."""

    @classmethod
    def of_ready(cls, folder: Path) -> "Stage":
        """Return the finished stage in ``folder``, to be read in whatever process this is."""
        stage = cls(folder)
        stage._open()
        return stage

    def add(self, kind: str, cells: dict[str, str], where: str) -> None:
        """Keep one row. Entities that share an id become one, the first, its gaps filled."""
        shelf = self._growing.get(kind)
        if shelf is None:
            shelf = self._growing[kind] = Shelf.create(self.folder, kind)
        shelf.add(cells, where)

    def read(self, kinds: dict[str, list[tuple[Part, str]]], report: Report) -> Iterable[str]:
        """Put whole files, (part, table) by kind, on their shelves; yield each kind when done."""
        if self._path is None or self.crew.alone:
            for kind, tables in kinds.items():
                shelve_files(tables, kind, self.folder, report)
                yield kind
            return
        tasks = [
            TableTask(
                self._path, tuple((part.name, table) for part, table in tables), kind, self.folder
            )
            for kind, tables in kinds.items()
        ]
        # All at once, the longest first: whoever is done early takes the next. The longest of all
        # is read here, where nothing has to start first.
        order = sorted(
            range(len(tasks)),
            key=lambda place: -sum(part.size for part, _ in kinds[tasks[place].kind]),
        )
        found: dict[int, Report] = {}
        others = self.crew.begin(shelve_task, [tasks[place] for place in order[1:]])
        answers = chain((shelve_task(tasks[place]) for place in order[:1]), others)
        for place, met in zip(order, answers, strict=True):
            found[place] = met
            yield tasks[place].kind
        for place in range(len(tasks)):
            report.absorb(found[place])

    def ready(self) -> None:
        """Finish adding; from here on the stage is only read."""
        for kind, shelf in self._growing.items():
            shelf.finish()
            if kind in ENTITIES:
                shelf.merge_repeated()
            shelf.close()
        self._growing.clear()
        self._open()

    def shelf(self, kind: str) -> Shelf:
        """Return the shelf of ``kind``, which may be an empty one."""
        return self._shelves[kind]

    def fetch(self, kind: str, key: str, values: Iterable[str]) -> dict[str, list[Row]]:
        """Return the rows of ``kind`` whose ``key`` is among ``values``, by that value."""
        return self._shelves[kind].fetch(key, values)

    def orphans(self, kind: str, key: str, parent: str) -> tuple[int, list[str]]:
        """Return how many rows of ``kind`` name a ``parent`` that is not there, and where."""
        return self._shelves[kind].orphans(key, self._shelves[parent])

    def unlinked_places(self) -> tuple[int, list[str]]:
        """Return how many locations no service is linked to by any row, and where."""
        linked = [self._shelves["service_at_location"], self._shelves["service"]]
        return self._shelves["location"].unnamed(linked)

    def close(self) -> None:
        """Let everything go, and what it kept on the disk unless the folder was given."""
        for shelf in (*self._growing.values(), *self._shelves.values()):
            shelf.close()
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _open(self) -> None:
        for kind in KINDS:
            self._shelves[kind] = Shelf.open(self.folder, kind)
            self.counts[kind] = self._shelves[kind].count
            self.columns[kind] = self._shelves[kind].columns
