"""The hours of one row of a spreadsheet."""

from dataclasses import replace

from deskaid.referrals.hours import Hours
from deskaid.referrals.importing import drafts
from deskaid.referrals.importing.dates import read_date
from deskaid.referrals.importing.schedules import Reader
from deskaid.referrals.importing.sheet_cells import RowCells
from deskaid.referrals.importing.sheet_columns import DAY_NAMES
from deskaid.referrals.importing.slips import is_mangled_hours
from deskaid.referrals.timetable.hours_text import parse_hours
from deskaid.text import one_line


def sheet_hours(row: RowCells) -> Hours:
    """Return a row's hours: its days and times, its sentence, or its Mon..Sun columns."""
    reader = Reader(row.report)
    for entry in row.columns.entries.values():
        day = row.at(entry.get("day"))
        if day:
            opens, closes = row.at(entry.get("open")), row.at(entry.get("close"))
            reader.add_day(day, opens, closes, row.where)
    text = "; ".join(_unmangled(row, value) for value in row.all("hours"))
    hours = reader.hours(text)
    if not hours.known and (week := _week(row)):
        parsed = parse_hours(week)
        text = drafts.free_text(text, week)
        hours = Hours(text=text) if parsed is None else replace(parsed, text=text)
    first, last = read_date(row.get("season_open")), read_date(row.get("season_close"))
    if first is None or last is None:
        return hours
    spans = tuple(replace(span, valid_from=first, valid_to=last) for span in hours.spans)
    return replace(hours, spans=spans)


def _week(row: RowCells) -> str:
    """Return Mon..Sun columns as one sentence for the parser of text hours."""
    days = sorted(row.columns.days.items(), key=lambda pair: pair[1])
    return "; ".join(
        f"{DAY_NAMES[day].title()} {text}"
        for place, day in days
        if (text := _unmangled(row, one_line(row.at(place))))
    )


def _unmangled(row: RowCells, text: str) -> str:
    if is_mangled_hours(text):
        row.report.repair("hours that a spreadsheet program made a date of, left out", row.where)
        return ""
    return text
