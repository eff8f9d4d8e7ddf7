"""Reading back what deskaid itself exported, exactly: the record beside each listing.

`deskaid.referrals.record` says what a record is. Nothing in it is trusted more than a
cell: texts are made plain, numbers and hours are checked, and a value counts only while the
cells it stands beside still read as they did when it was written.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from deskaid.referrals.importing.confidential import redacted
from deskaid.referrals.importing.drafts import MOST_PHONES, free_text, urls_of
from deskaid.referrals.importing.group import Group
from deskaid.referrals.importing.stage import Row
from deskaid.referrals.listing import NEEDS, Assured, Listing, Phone, PhoneKind
from deskaid.referrals.record import (
    ADDRESS_CELLS,
    ASSURED_CELLS,
    EMAIL_CELLS,
    LANGUAGE_CELLS,
    NEEDS_TAXONOMY,
    PHONE_CELLS,
    RECORD_CODE,
    RECORD_TAXONOMY,
    SCHEDULE_CELLS,
    URL_CELLS,
    Record,
    cells_of,
    mark_of,
    read_record,
)
from deskaid.referrals.timetable.packed_hours import load
from deskaid.referrals.timetable.spans import ANY_DAY, DAY, Hours, Span
from deskaid.text import one_line, plain

_ESCAPED = re.compile(r"'(?='*\s*[=+\-@\t\r\n＝＋－＠])")
_DIAL = re.compile(r"(\+?\d{3,15}(,\d)?)?")
_LONGEST = 2_000
_KINDS = get_args(PhoneKind)

Cells = Callable[[], list[list[str]]]


def bare_cell(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text[:1] == "'" and _ESCAPED.match(text) else text


def needs_of(text: str) -> tuple[str, ...]:
    """Return the need codes in a cell, those this program knows."""
    return tuple(need for need in dict.fromkeys(re.split(r"[;,\s]+", text)) if need in NEEDS)


def own_record(group: Group, service: Row) -> tuple[Record, tuple[str, ...]]:
    """Return the record of a service and its needs; an empty record when it has none."""
    record: Record = {}
    needs: list[str] = []
    for row in group.rows("attribute", "service", service.id):
        found = group.terms.get(row.get("taxonomy_term_id"))
        if not found:
            continue
        taxonomy, code = found[0].get("taxonomy"), found[0].get("code")
        if taxonomy == RECORD_TAXONOMY and code == RECORD_CODE:
            record = read_record(row.get("value"))
        elif taxonomy == NEEDS_TAXONOMY and code in NEEDS:
            needs.append(code)
    return record, tuple(dict.fromkeys(needs))


def mended_service(
    listing: Listing, group: Group, service: Row, location: Row, pair: Row
) -> Listing:
    """Return ``listing`` with what its record adds, when deskaid wrote the package."""
    record, needs = own_record(group, service)
    if not record:
        return listing

    def rows(kind: str) -> list[Row]:
        return group.rows(kind, "service_id", service.id)

    def strange(kind: str) -> bool:
        """Tell whether somebody hung more of ``kind`` under the place or the pair."""
        return bool(
            group.rows(kind, "service_at_location_id", pair.id)
            or group.rows(kind, "location_id", location.id)
        )

    def beside(kind: str, names: tuple[str, ...]) -> Cells:
        return lambda: [["?"]] if strange(kind) else _of(rows(kind), names)

    def of_service(names: tuple[str, ...]) -> Cells:
        return lambda: _of([service], names)

    own = replace(
        listing,
        needs=needs,
        also_known_as=one_line(service.get("alternate_name")),
        description=service.get("description"),
        area_served=free_text(*(one_line(row.get("name")) for row in rows("service_area"))),
        documents=free_text(*(row.get("document") for row in rows("required_document"))),
        accessibility=free_text(
            *(
                row.get("description")
                for row in group.rows("accessibility", "location_id", location.id)
            )
        ),
    )
    if listing.address_confidential:
        addresses = group.rows("address", "location_id", location.id)
        own = redacted(own, *(row.get("address_1") for row in addresses))
    return restored(
        own,
        record,
        {
            "phones": beside("phone", PHONE_CELLS),
            "hours": beside("schedule", SCHEDULE_CELLS),
            "urls": lambda: [[service.get("url")], *_of(rows("url"), URL_CELLS)],
            "languages": beside("language", LANGUAGE_CELLS),
            "email": of_service(EMAIL_CELLS),
            "assured": of_service(ASSURED_CELLS),
            "address": lambda: _of(
                group.rows("address", "location_id", location.id), ADDRESS_CELLS
            ),
        },
    )


def mended_row(listing: Listing, record_text: str, cells: Mapping[str, list[str]]) -> Listing:
    """Return ``listing`` with what its record adds, when deskaid wrote the spreadsheet.

    ``cells`` are the row's filled cells by our column name.
    """
    record = read_record(record_text)
    if not record:
        return listing

    def beside(*names: str) -> Cells:
        return lambda: [[text for name in names for text in cells.get(name, [])]]

    def one_each(*names: str) -> Cells:
        return lambda: [[(cells.get(name) or [""])[0] for name in names]]

    return restored(
        listing,
        record,
        {
            "id": one_each("id"),
            "phones": beside("numbered", "text_line", "tty", "video", "fax"),
            "hours": one_each("hours"),
            "urls": one_each("url"),
            "languages": one_each("languages"),
            "assured": one_each("checked", "checked_by"),
            "address": one_each("address", "city"),
        },
    )


def _of(rows: Iterable[Row], names: tuple[str, ...]) -> list[list[str]]:
    return cells_of((row.cells for row in rows), names)


def restored(listing: Listing, record: Record, beside: Mapping[str, Cells]) -> Listing:
    """Return ``listing`` with every value of ``record`` whose cells are as they were."""
    changes: dict[str, Any] = {}
    for name, (value, mark) in record.items():
        read = _READ.get(name)
        cells = beside.get(name)
        if read is None or (cells is None and mark) or (cells and mark_of(cells()) != mark):
            continue
        try:
            changes |= read(value)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
            continue  # a damaged record: the plain cells say enough
    if listing.address_confidential:
        changes.pop("address", None)
    return replace(listing, **changes)


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError
    return [one_line(text)[:_LONGEST] for text in value]


def _source_id(value: Any) -> dict[str, Any]:
    (said,) = _texts([value])
    return {"source_id": said} if said else {}


def _phones(value: Any) -> dict[str, Any]:
    phones: list[Phone] = []
    for told in _parsed(value)[:MOST_PHONES]:
        number, dial, extension, kind, label, hours_text = _texts(told)
        if kind not in _KINDS or not number or not _DIAL.fullmatch(dial):
            raise ValueError
        phones.append(Phone(number, dial, extension, cast(PhoneKind, kind), label, hours_text))
    return {"phones": tuple(phones)}


def _parsed(value: Any) -> list[Any]:
    import json

    found = json.loads(value)
    if not isinstance(found, list):
        raise ValueError
    return found


def _hours(value: Any) -> dict[str, Any]:
    hours = load(value)
    whole = replace(
        hours,
        text=plain(hours.text),
        zone=one_line(hours.zone),
        spans=tuple(replace(span, label=one_line(span.label)) for span in hours.spans),
    )
    if not _is_sound(whole):
        raise ValueError
    return {"hours": whole}


def _is_sound(hours: Hours) -> bool:
    """Tell whether hours can be asked for a status: every number within its bounds."""
    stretches = [stretch for one in hours.special for stretch in one.stretches]
    return (
        all(map(_is_sound_span, hours.spans))
        and all(isinstance(day, int) and 0 <= day <= 6 for day in hours.doubtful)
        and all(0 <= start < end <= 2 * DAY for start, end in stretches)
        and hours.holidays in ("", "closed", "open")
    )


def _is_sound_span(span: Span) -> bool:
    season = span.season or (101, 101)
    return (
        (0 <= span.weekday <= 6 or (span.weekday == ANY_DAY and span.monthday != 0))
        and 0 <= span.start < DAY
        and span.start < span.end <= 2 * DAY
        and -1 <= span.nth <= 5
        and -1 <= span.monthday <= 31
        and 1 <= span.interval <= 1000
        and (span.interval == 1 or span.anchor is not None)
        and all(date(2024, *divmod(day, 100)) for day in season)
    )


def _assured(value: Any) -> dict[str, Any]:
    on, by, against, how = _texts(value)
    if how not in ("checked", "dated", "") or not re.fullmatch(r"(\d{4}(-\d\d){0,2})?", on):
        raise ValueError
    return {"assured": Assured(on, by, against, how)}


def _urls(value: Any) -> dict[str, Any]:
    return {"urls": urls_of(*_texts(value))}


def _address(value: Any) -> dict[str, Any]:
    address, city = _texts(value)
    return {"address": address, "city": city}


_READ: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "id": _source_id,
    "phones": _phones,
    "hours": _hours,
    "urls": _urls,
    "languages": lambda value: {"languages": tuple(_texts(value))},
    "email": lambda value: {"email": _texts([value])[0]},
    "assured": _assured,
    "address": _address,
    "hidden": lambda value: {"hidden": True} if value is True else {},
}
