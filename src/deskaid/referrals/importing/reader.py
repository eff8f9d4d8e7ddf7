"""One way in: whatever a library points at, told apart by its content, read as listings."""

import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from deskaid.errors import Refused
from deskaid.referrals.importing.assemble import assemble
from deskaid.referrals.importing.batches import Batch, assemble_batches, packed
from deskaid.referrals.importing.crew import Crew, processes_for
from deskaid.referrals.importing.documents import Documents
from deskaid.referrals.importing.files import Part, open_parts
from deskaid.referrals.importing.headers import table_of
from deskaid.referrals.importing.packages import Progress, is_package, stage_package, stage_tables
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.spreadsheet import is_list, read_flat, read_sheet
from deskaid.referrals.importing.stage import Stage
from deskaid.referrals.importing.tables import open_tables
from deskaid.referrals.listing import Listing

_JSON = (".json", ".ndjson", ".jsonl", ".geojson")
_DESCRIPTORS = ("datapackage.json", "package.json")


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Hear progress and say nothing."""


class Reading:
    """Listings on their way in, read as they are asked for, and the report that fills meanwhile.

    Iterate it once. Listings have no ``id`` and no ``source`` yet: `Directory.take_in` gives
    them. Iterating raises `FileTrouble` or `Refused` when the file turns out unreadable.
    """

    def __init__(self, path: Path, *, country: str = "US", progress: Progress = _quiet) -> None:
        self.path = path
        self.report = Report(file=path.name or str(path))
        self._country = country
        self.progress = progress

    def __iter__(self) -> Iterator[Listing]:
        with open_parts(self.path, self.report) as parts:
            yield from self._counted(self._top(parts))

    def batches(self, source: str, folder: Path) -> Iterator[Batch]:
        """Yield the same listings as rows of the directory named ``source``, ready to be written.

        A large package is read by several processes at once; what they need lies in ``folder``.
        """
        with open_parts(self.path, self.report) as parts:
            top = self._top(parts)
            if top.form != "package":
                yield from packed(self._counted(top), source)
                return
            size = sum(part.size for part in top.parts)
            with (
                Crew(processes_for(size, waiting=True)) as crew,
                self._staged(top.parts, Stage(folder, crew=crew, path=self.path)) as stage,
            ):
                yield from assemble_batches(
                    stage, self.report, source, country=self._country, progress=self.progress
                )

    def _counted(self, top: "Candidate") -> Iterator[Listing]:
        for listing in self._listings(top):
            self.report.count(hidden=listing.hidden, hours=listing.hours)
            yield listing

    def _top(self, parts: list[Part]) -> "Candidate":
        """Return the one directory in here, or refuse."""
        found = candidates(parts, self.report)
        if not found:
            raise Refused(
                "There is no CSV, TSV, JSON or Excel file of services in here.",
                hint="Point at the file of the directory, or at the folder or zip that holds it.",
            )
        top = found[0]
        others = [one for one in found[1:] if not one.lies_under(top)]
        if others:
            folders = ", ".join(one.folder or "its top" for one in [top, *others][:6])
            raise Refused(
                f"There are several directories in here: {folders}.",
                hint="Import one of these folders at a time.",
            )
        if top.form == "sheets" and len(top.parts) == 1 and _holds_tables(top.parts[0]):
            return replace(top, form="package")
        return top

    def _listings(self, top: "Candidate") -> Iterator[Listing]:
        if top.form == "package":
            with self._staged(top.parts, Stage()) as stage:
                yield from assemble(
                    stage, self.report, country=self._country, progress=self.progress
                )
        elif top.form == "documents":
            yield from self._documents(top.parts)
        else:
            yield from self._sheets(top.parts)

    @contextmanager
    def _staged(self, parts: list[Part], stage: Stage) -> Iterator[Stage]:
        """Yield ``stage`` with the tables of a package on it; it is closed afterwards."""
        self.report.form = "HSDS CSV package"
        try:
            if parts[0].is_workbook:
                self.report.form = "HSDS tables in a workbook"
                with open_tables(parts[0], self.report) as tables:
                    stage_tables(tables, stage, self.report)
            else:
                stage_package(parts, stage, self.report, self.progress)
            stage.ready()
            yield stage
        finally:
            stage.close()

    def _documents(self, parts: list[Part]) -> Iterator[Listing]:
        self.report.form = "HSDS JSON"
        stage = Stage()
        flat: list[Listing] = []
        seen: dict[str, int] = defaultdict(int)
        unread: set[str] = set()

        def keep(cells: dict[str, str], where: str) -> None:
            listing = read_flat(
                cells, where, self.report, seen, country=self._country, unread=unread
            )
            if listing is not None:
                flat.append(listing)

        try:
            reader = Documents(stage, self.report, keep)
            total = sum(part.size for part in parts)
            done = 0
            for part in parts:
                reader.read(part)
                # A flat list is small; it is given out file by file.
                if flat:
                    self.report.form = "flat JSON"
                yield from flat
                flat.clear()
                done += part.size
                self.progress("Reading files", done, total)
            reader.finish()
            stage.ready()
            yield from assemble(stage, self.report, country=self._country, progress=self.progress)
        finally:
            stage.close()

    def _sheets(self, parts: list[Part]) -> Iterator[Listing]:
        self.report.form = "spreadsheet"
        total = sum(part.size for part in parts)
        done = 0
        several = len(parts) > 1
        for part in parts:
            watched, position = _watched(part)
            for number, listing in enumerate(
                read_sheet(watched, self.report, country=self._country, several=several)
            ):
                yield listing
                if number % 500 == 0:
                    self.progress("Reading rows", done + position(), total)
            done += part.size
            self.progress("Reading rows", done, total)


def _watched(part: Part) -> tuple[Part, Callable[[], int]]:
    """Return ``part`` again, and how far into its bytes whoever reads it has come."""
    opened: list[BinaryIO] = []

    farthest = 0

    def open_bytes() -> BinaryIO:
        nonlocal farthest
        farthest = 0
        opened[:] = [part.open_bytes()]
        return opened[0]

    def position() -> int:
        # A workbook's bytes are read here and there: the farthest place only ever grows.
        nonlocal farthest
        if opened and not opened[0].closed:
            farthest = max(farthest, opened[0].tell())
        return min(farthest, part.size)

    return replace(part, open_bytes=open_bytes), position


@dataclass(frozen=True)
class Candidate:
    """Files of one folder that make a directory: "package", "documents" or "sheets"."""

    folder: str
    form: str
    parts: list[Part]

    @property
    def depth(self) -> int:
        """How many folders lie above this one's files."""
        return len(PurePosixPath(self.folder).parts)

    def lies_under(self, other: "Candidate") -> bool:
        """Tell whether this is inside the other's folder, as an example beside the real thing."""
        return not other.folder or f"{self.folder}/".startswith(f"{other.folder}/")


def candidates(parts: list[Part], report: Report) -> list[Candidate]:
    """Return what could be a directory in here, nearest the top first.

    In one folder a package of tables wins over spreadsheets, and these over JSON, which some
    program made of them. Folders of JSON side by side, as an API's are kept, count as one.
    """
    folders: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if part.short.lower() not in _DESCRIPTORS:
            folders[part.folder].append(part)
    found: list[Candidate] = []
    for folder, inside in folders.items():
        documents = [part for part in inside if is_json(part)]
        sheets = [part for part in inside if part not in documents and _is_sheet(part, len(parts))]
        documents = [part for part in documents if len(parts) == 1 or _speaks_of_services(part)]
        if is_package([part.short for part in inside if _is_text_table(part)]):
            found.append(Candidate(folder, "package", inside))
        elif lists := [part for part in sheets if len(parts) == 1 or is_list(part, report)]:
            found.append(Candidate(folder, "sheets", lists))
        elif documents:
            found.append(Candidate(folder, "documents", documents))
    return sorted(_joined(found), key=lambda one: (one.depth, one.folder != "", one.folder))


def _joined(found: list[Candidate]) -> list[Candidate]:
    """Join folders of JSON that lie side by side in one folder."""
    by_parent: dict[str, list[Candidate]] = defaultdict(list)
    for one in found:
        if one.form == "documents" and one.folder:
            by_parent[str(PurePosixPath(one.folder).parent)].append(one)
    joined = [one for one in found if one.form != "documents" or not one.folder]
    for parent, group in by_parent.items():
        names = {PurePosixPath(one.folder).name for one in group}
        if len(group) > 1 and all(table_of(name) for name in names):
            every = [part for one in group for part in one.parts]
            joined.append(Candidate("" if parent == "." else parent, "documents", every))
        else:
            joined += group
    return joined


_SERVICE_WORDS = re.compile(
    rb'"(organizations?|services|service_at_locations?|locations?|phones?|address(es)?|schedules|hours)"\s*:'
)


def _speaks_of_services(part: Part) -> bool:
    with part.open_bytes() as stream:
        head = stream.read(1 << 16)
    return b"\0" in head or bool(_SERVICE_WORDS.search(head))


def is_json(part: Part) -> bool:
    """Tell by its first character whether a part is JSON, whatever its name says."""
    if part.is_workbook:
        return False
    wide = part.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = part.head[:256].decode("utf-16" if wide else "utf-8-sig", "ignore").lstrip()
    return part.short.lower().endswith(_JSON) or head.startswith(("{", "["))


def _is_sheet(part: Part, how_many: int) -> bool:
    return how_many == 1 or part.is_workbook or _is_text_table(part)


def _is_text_table(part: Part) -> bool:
    return part.short.lower().endswith((".csv", ".tsv")) and not part.is_workbook


def _holds_tables(part: Part) -> bool:
    """Tell whether a workbook's sheets are the tables of a package."""
    if not part.is_workbook:
        return False
    with open_tables(part, Report()) as tables:
        return is_package([table.topic for table in tables])


def read_directory(path: Path, *, country: str = "US", progress: Progress | None = None) -> Reading:
    """Return what ``path`` (a file, folder or zip) holds, ready to be iterated once.

    Nothing is read yet. ``country`` is where its phone numbers are dialed. ``progress`` is told
    (what, done, total) from time to time.
    """
    return Reading(path, country=country, progress=progress or _quiet)
