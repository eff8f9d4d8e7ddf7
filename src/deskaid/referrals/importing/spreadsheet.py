"""One row, one listing: a library's own spreadsheet, a 211 wide export, a flat JSON list."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from deskaid.referrals.hours import Hours
from deskaid.referrals.hours_text import parse_hours
from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.cleaning import clean
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.decoding import encoding_of, open_text, rows_of
from deskaid.referrals.importing.files import Part
from deskaid.referrals.importing.needs import categorize
from deskaid.referrals.importing.report import Report
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.sheet_columns import DAY_NAMES, Columns, find_header
from deskaid.referrals.listing import Listing, Phone
from deskaid.text import one_line


def read_sheet(
    part: Part, report: Report, *, country: str, several: bool = False
) -> Iterator[Listing]:
    """Yield the listings of one CSV or TSV; nothing, with a reason, when no column is a name.

    With ``several`` sheets in one folder, source ids carry the file's name to stay apart.
    """
    encoding = encoding_of(part)
    if encoding == "cp1252":
        report.repair("file not in UTF-8, read as Windows-1252", part.short)
    with open_text(part, encoding) as stream:
        rows = rows_of(stream)
        first = [row for _, row in zip(range(10), rows, strict=False)]
        place = find_header(first)
        if place is None:
            report.skip("file without a column for a name", part.short)
            return
        header = first[place][1]
        for listing in _sheet_rows(part, header, first[place + 1 :], rows, report, country):
            yield (
                replace(listing, source_id=f"{part.name}#{listing.source_id}")
                if several
                else listing
            )


def _sheet_rows(
    part: Part,
    header: list[str],
    first: list[tuple[int, list[str]]],
    rest: Iterator[tuple[int, list[str]]],
    report: Report,
    country: str,
) -> Iterator[Listing]:
    columns = Columns(header)
    seen: dict[str, int] = {}
    report.rows.setdefault("row", 0)

    def every() -> Iterator[tuple[int, list[str]]]:
        yield from first
        yield from rest

    for line, cells in every():
        where = f"{part.short}:{line}"
        report.rows["row"] += 1
        if not cells:
            report.skip("row that cannot be read as CSV", where)
            continue
        if sum(a == b for a, b in zip(cells, header, strict=False) if a) > 2:
            report.skip("row that repeats the header", where)
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            report.repair("row longer than its header, the rest left out", where)
        if len(cells) < len(header) and any("\n" in cell.strip() for cell in cells):
            report.repair("short row with a cell over several lines: is a quote open?", where)
        listing = SheetRow(columns, cells, where, report, country).listing(seen)
        if listing is not None:
            yield listing


def read_flat(
    cells: Mapping[str, str], where: str, report: Report, seen: dict[str, int], *, country: str
) -> Listing | None:
    """Return the listing of one flat JSON object, or None when it has no name."""
    columns = Columns(list(cells))
    return SheetRow(columns, list(cells.values()), where, report, country).listing(seen)


class SheetRow:
    """One row of a spreadsheet, being read."""

    def __init__(
        self, columns: Columns, cells: Sequence[str], where: str, report: Report, country: str
    ) -> None:
        self._columns = columns
        self._where = where
        self._report = report
        self._country = country
        self._cells: list[str] = []
        for cell in cells:
            value, kinds = clean(cell)
            for kind in kinds:
                report.repair(kind, where)
            self._cells.append(value)

    def _at(self, place: int | None) -> str:
        return self._cells[place] if place is not None and place < len(self._cells) else ""

    def _get(self, name: str) -> str:
        """Return the first filled column that stands for ``name``."""
        return next(filter(None, map(self._at, self._columns.fields.get(name, ()))), "")

    def _all(self, name: str) -> list[str]:
        return [value for place in self._columns.fields.get(name, ()) if (value := self._at(place))]

    def listing(self, seen: dict[str, int]) -> Listing | None:
        """Return the listing, or None for a row without a name; ``seen`` counts source ids."""
        name = one_line(self._get("name"))
        organization = one_line(self._get("organization"))
        if not name and not organization:
            self._report.skip("row without a name", self._where)
            return None
        name = name or organization
        secret = drafts.says_yes(self._get("private"))
        address = self._address()
        secret = secret or drafts.confidential(
            address, self._get("notes"), self._get("description")
        )
        description = drafts.free_text(self._get("description"), self._get("notes"))
        if secret:
            self._report.confidential += 1
            description = drafts.without(description, address, self._get("address_1"))
        latitude, longitude = drafts.coordinates(
            self._get("latitude"), self._get("longitude"), self._report, self._where
        )
        raw_status = self._get("status")
        return Listing(
            id="",
            source="",
            source_id=self._source_id(name, organization, address, seen),
            name=name,
            organization="" if organization == name else organization,
            also_known_as=one_line(self._get("also_known_as")),
            description=description,
            needs=categorize(
                [name, *self._all("category"), self._get("also_known_as")],
                (description, organization),
            ),
            phones=self._phones(),
            address="" if secret else address,
            address_confidential=secret,
            city=one_line(self._get("city")).rstrip(", "),
            latitude=None if secret else latitude,
            longitude=None if secret else longitude,
            area_served=drafts.free_text(*map(one_line, self._all("area_served"))),
            eligibility=self._get("eligibility"),
            minimum_age=drafts.age_of(self._get("minimum_age")),
            maximum_age=drafts.age_of(self._get("maximum_age")),
            languages=drafts.languages_of(self._get("languages")),
            accessibility=self._get("accessibility"),
            cost=self._get("cost"),
            documents=self._get("documents"),
            how_to_apply=self._get("how_to_apply"),
            alert=self._get("alert"),
            email=one_line(self._get("email")),
            urls=drafts.urls_of(*self._all("url")),
            hours=self._hours(),
            assured=drafts.assured_of(self._get("checked"), self._get("checked_by"), ""),
            status=drafts.status_of(raw_status, self._report, self._where),
            hidden=drafts.says_yes(self._get("exclude"))
            or drafts.hide(name, raw_status, self._get("notes")[:200]),
        )

    def _source_id(self, name: str, organization: str, address: str, seen: dict[str, int]) -> str:
        """Return the row's own id, or one made of what it is and where."""
        said = one_line(self._get("id"))
        if not said:
            content = "|".join((name, organization, address)).casefold()
            said = f"~{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        seen[said] = seen.get(said, 0) + 1
        if seen[said] > 1:
            self._report.repair("id or name used twice, the later one numbered", self._where)
            return f"{said}~{seen[said]}"
        return said

    def _address(self) -> str:
        street = self._get("address")
        parts = [self._get("address_1"), self._get("address_2")]
        if street and street not in parts:
            parts.insert(0, street)
        state = " ".join(filter(None, (self._get("state"), self._get("postal_code"))))
        for part in (self._get("city").rstrip(", "), state):
            if part and not (street and part.casefold() in street.casefold()):
                parts.append(part)
        return ", ".join(one_line(part) for part in parts if part)

    def _phones(self) -> tuple[Phone, ...]:
        phones: list[Phone] = []
        for name, kind, label in (
            ("phone", "", ""),
            ("hotline_phone", "", "hotline"),
            ("toll_free", "", "toll-free"),
            ("phone_2", "", ""),
            ("text_line", "text", ""),
            ("tty", "tty", ""),
            ("fax", "fax", ""),
        ):
            for text in self._all(name):
                found = drafts.phones_of(text, self._country, kind=kind, label=label)
                phones += found
                if found and not any(phone.dial for phone in found):
                    self._report.repair(
                        "phone number that cannot be dialed, kept as text", self._where
                    )
        return drafts.gathered(phones)

    def _hours(self) -> Hours:
        reader = Reader(self._report)
        for entry in self._columns.entries.values():
            day = self._at(entry.get("day"))
            if day:
                opens, closes = self._at(entry.get("open")), self._at(entry.get("close"))
                reader.add_day(day, opens, closes, self._where)
        text = "; ".join(self._all("hours"))
        hours = reader.hours(text)
        if not hours.known and (week := self._week()):
            parsed = parse_hours(week)
            text = drafts.free_text(text, week)
            hours = Hours(text=text) if parsed is None else replace(parsed, text=text)
        first, last = read_date(self._get("season_open")), read_date(self._get("season_close"))
        if first is None or last is None:
            return hours
        spans = tuple(replace(span, valid_from=first, valid_to=last) for span in hours.spans)
        return replace(hours, spans=spans)

    def _week(self) -> str:
        """Return Mon..Sun columns as one sentence for the parser of text hours."""
        return "; ".join(
            f"{DAY_NAMES[day].title()} {text}"
            for place, day in sorted(self._columns.days.items(), key=lambda pair: pair[1])
            if (text := one_line(self._at(place)))
        )
