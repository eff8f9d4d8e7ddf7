"""Holidays where the library is: made apart, read by the screen, made again when out of date."""

import subprocess
import sys
from datetime import date

from deskaid.holiday_file import (
    holiday_path,
    holidays_are_current,
    read_holidays,
    write_holidays,
)
from deskaid.paths import Paths
from deskaid.site import Site

TODAY = date(2026, 11, 21)


def test_thanksgiving_is_known_here_and_not_in_london(paths: Paths) -> None:
    write_holidays(paths, Site(), TODAY)
    assert "Thanksgiving" in read_holidays(paths)(date(2026, 11, 26))
    assert read_holidays(paths)(date(2026, 11, 27)) == ""
    assert read_holidays(paths)(date(2027, 1, 1)) != "", "the next year is written too"
    write_holidays(paths, Site(country="GB"), TODAY)
    assert read_holidays(paths)(date(2026, 11, 26)) == ""


def test_another_place_or_year_asks_for_it_again(paths: Paths) -> None:
    assert not holidays_are_current(paths, Site(), TODAY)
    write_holidays(paths, Site(region="IL"), TODAY)
    assert holidays_are_current(paths, Site(region="IL"), TODAY)
    assert not holidays_are_current(paths, Site(), TODAY)
    assert not holidays_are_current(paths, Site(region="IL"), date(2027, 1, 1))


def test_a_damaged_file_knows_nothing_and_is_no_fault(paths: Paths) -> None:
    write_holidays(paths, Site(), TODAY)
    for damage in ("", "{", "[]", '{"days": 3}'):
        holiday_path(paths).write_text(damage, encoding="utf-8")
        assert read_holidays(paths)(date(2026, 11, 26)) == ""
        assert not holidays_are_current(paths, Site(), TODAY)


def test_reading_loads_no_library() -> None:
    code = "import sys, deskaid.desk; assert 'holidays' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
