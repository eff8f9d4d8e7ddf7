"""This library's facts: two layers, honest hours, and errors that name the right word."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from deskaid.errors import FileTrouble, Refused
from deskaid.facts import BY_KEY
from deskaid.paths import Paths
from deskaid.site import Site, SiteRefused, load_site, questions, write_site


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_fresh_desk_knows_nothing_and_claims_nothing(paths: Paths) -> None:
    assert load_site(paths) == Site()
    assert load_site(paths).set_keys == frozenset()
    assert load_site(paths).country == "US"
    assert not paths.config.exists()


def test_this_login_writes_over_the_machine_and_the_rest_shows_through(paths: Paths) -> None:
    put(
        paths.machine_site,
        'name = "County Library"\nphone = "1"\ntime_zone = "America/Chicago"\n'
        '[hours]\nmonday = "9-17"\nsunday = "closed"\n',
    )
    put(paths.site, 'name = "Maple Branch"\nphone = ""\npic = "Dana"\n[hours]\nMonday = "10-12"\n')
    site = load_site(paths)
    assert (site.name, site.phone, site.time_zone) == ("Maple Branch", "1", "America/Chicago")
    assert site.facts == {"library": "Maple Branch", "phone": "1", "pic": "Dana"}
    assert len(site.hours[0]) == 1
    assert site.hours[0][0][0].hour == 10
    assert site.hours[6] == ()
    assert site.set_keys == {"name", "library", "phone", "pic", "time_zone", "hours"}


def test_every_fact_of_a_card_can_be_written_down(paths: Paths) -> None:
    write_site(paths, {fact.key: fact.example for fact in BY_KEY.values()})
    assert load_site(paths).facts == {fact.key: fact.example for fact in BY_KEY.values()}


def test_every_first_question_can_be_answered(paths: Paths) -> None:
    asked = questions()
    assert len(asked) <= 13
    write_site(paths, {fact.key: fact.example for fact in asked})
    site = load_site(paths)
    assert (site.time_zone, site.country) == ("America/Chicago", "US")
    assert site.set_keys >= {fact.key for fact in asked}


def test_the_name_may_be_called_library(paths: Paths) -> None:
    put(paths.site, 'library = "Maple"\n')
    assert load_site(paths).name == "Maple"


def test_nothing_a_terminal_would_obey_gets_in(paths: Paths) -> None:
    put(paths.site, 'name = "A\\u001b[2J\\u202e  B\\n C"\n')
    assert load_site(paths).name == "A[2J B C"


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('adress = "1"', "'adress'", "Did you mean 'address'?"),
        ("name = 5", "'name'", 'Write name = "..."'),
        ('name = "' + "x" * 200 + '"', "'name'", "Shorten"),
        ('time_zone = "America/Chicgo"', "'time_zone'", "Did you mean 'America/Chicago'?"),
        ('time_zone = "new york"', "'time_zone'", "America/New_York"),
        ('time_zone = "/etc/passwd"', "'time_zone'", ""),
        ('time_zone = "../../etc"', "'time_zone'", ""),
        ('country = "FR"', "'country'", "'US', 'CA', 'GB', 'IE', 'AU', 'NZ'"),
        ('hours = "9-5"', "'hours'", "[hours]"),
        ('[hours]\nwensday = "9-17"', "'hours.wensday'", "Did you mean 'wednesday'?"),
        ("[hours]\nmonday = 9", "'hours.monday'", "9:00-20:00"),
        ('[hours]\nmonday = "nine to five"', "'hours.monday'", "9:00-20:00"),
        ('[hours]\nmonday = "9:00"', "'hours.monday'", "9:00-20:00"),
        ('[hours]\nmonday = "9:00-25:00"', "'hours.monday'", "9:00-20:00"),
        ('[hours]\nmonday = "9:5-17"', "'hours.monday'", "9:00-20:00"),
        ('[hours]\nmonday = "17:00-9:00"', "'hours.monday'", "ends before it starts"),
        ('[hours]\nmonday = "9-13, 12-17"', "'hours.monday'", "overlap"),
    ],
)
def test_a_bad_value_names_file_key_and_the_right_word(
    paths: Paths, text: str, key: str, says: str
) -> None:
    put(paths.site, text)
    with pytest.raises(Refused) as caught:
        load_site(paths)
    assert str(paths.site) in caught.value.message
    assert key in caught.value.message
    assert says in str(caught.value)
    assert caught.value.hint


def test_one_bad_line_does_not_take_the_address_away(paths: Paths) -> None:
    put(paths.machine_site, 'address = "40 Maple Street"\n')
    put(paths.site, 'pik = "Dana"\nname = "Maple"\n')
    with pytest.raises(SiteRefused) as caught:
        load_site(paths)
    assert (caught.value.site.address, caught.value.site.name) == ("40 Maple Street", "Maple")


def test_a_file_that_is_not_toml_says_which_line(paths: Paths) -> None:
    put(paths.site, "name = Maple Library\n")
    with pytest.raises(Refused, match="line 1") as caught:
        load_site(paths)
    assert str(paths.site) in caught.value.message


def test_a_file_of_another_encoding_or_kind_is_a_file_trouble(paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    paths.site.write_bytes('name = "Bibliothèque"\n'.encode("latin-1"))
    with pytest.raises(FileTrouble, match="UTF-8"):
        load_site(paths)
    paths.site.unlink()
    paths.site.mkdir()
    with pytest.raises(FileTrouble, match="cannot be read"):
        load_site(paths)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_a_file_trouble(paths: Paths) -> None:
    put(paths.site, "")
    paths.site.chmod(0)
    with pytest.raises(FileTrouble, match="cannot be read"):
        load_site(paths)


def test_notepads_byte_order_mark_is_accepted(paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    paths.site.write_bytes(b'\xef\xbb\xbfname = "Maple"\r\n')
    assert load_site(paths).name == "Maple"


# Hours on the curtain. 2026-11-23 is a Monday.
HOURS = (
    'time_zone = "America/Chicago"\n[hours]\nmonday = "9:00-20:00"\n'
    'tuesday = "9-12, 13:30-17"\nwednesday = "closed"\nthursday = "12:00-24:00"\n'
    'friday = "10:00-18:00"\nsaturday = "closed"\n'
)


@pytest.mark.parametrize(
    ("local", "says"),
    [
        ("2026-11-23 08:59", "Opens at 9:00 am"),
        ("2026-11-23 09:00", "Open today until 8:00 pm"),
        ("2026-11-23 19:59", "Open today until 8:00 pm"),
        ("2026-11-23 20:00", "Opens tomorrow at 9:00 am"),
        ("2026-11-24 12:30", "Opens again at 1:30 pm"),
        ("2026-11-24 11:00", "Open today until noon"),
        ("2026-11-24 17:00", "Opens Thursday at noon"),
        ("2026-11-25 10:00", "Closed today"),
        ("2026-11-26 23:59", "Open today until midnight"),
        ("2026-11-27 19:00", "Closed now"),
        ("2026-11-28 10:00", "Closed today"),
        ("2026-11-29 10:00", ""),
    ],
)
def test_the_curtain_tells_the_hours(paths: Paths, local: str, says: str) -> None:
    put(paths.site, HOURS)
    site = load_site(paths)
    here = datetime.fromisoformat(local).replace(tzinfo=timezone(timedelta(hours=-6)))
    assert site.opening(here) == says
    assert site.opening(here.astimezone(UTC)) == says
    assert Site().opening(here) == ""


def test_the_clock_is_the_librarys(paths: Paths) -> None:
    put(paths.site, 'time_zone = "Pacific/Auckland"\n')
    offset = load_site(paths).now().utcoffset()
    assert offset in (timedelta(hours=12), timedelta(hours=13))
    assert Site().now().tzinfo is not None


@pytest.mark.parametrize("written", ["41.8827", '"41.8827"'])
def test_where_the_library_lies_is_a_number_with_or_without_quotes(
    paths: Paths, written: str
) -> None:
    put(paths.site, f'latitude = {written}\nlongitude = -87\nregion = "IL"\nprinter = "desk 2"\n')
    site = load_site(paths)
    assert (site.latitude, site.longitude) == (41.8827, -87.0)
    assert (site.region, site.printer) == ("IL", "desk 2")
    assert Site().latitude is None


@pytest.mark.parametrize("bad", ["91", "-90.01", "nan", "inf", '"north"', "true", "[1]"])
def test_a_place_off_the_globe_is_refused(paths: Paths, bad: str) -> None:
    put(paths.site, f"latitude = {bad}\n")
    with pytest.raises(Refused, match="latitude"):
        load_site(paths)


# Writing.


def test_writing_sets_only_what_was_given(paths: Paths) -> None:
    write_site(paths, {"name": "Maple", "pic": "", "hours.monday": "9-17"})
    site = load_site(paths)
    assert site.set_keys == {"name", "library", "hours"}
    text = paths.site.read_text(encoding="utf-8")
    assert "pic" not in text
    assert "# Name of this library" in text


def test_writing_keeps_comments_and_other_keys(paths: Paths) -> None:
    before = '# Ours.\nname = "Old"  # since 1902\n\n[hours]\nmonday = "9-17"  # winter\n'
    put(paths.site, before)
    write_site(paths, {"library": "New", "pic": "Dana \x1b[2J"})
    text = paths.site.read_text(encoding="utf-8")
    assert "# Ours." in text
    assert 'name = "New"  # since 1902' in text
    assert 'monday = "9-17"  # winter' in text
    site = load_site(paths)
    assert site.facts == {"library": "New", "pic": "Dana [2J"}
    assert set(site.hours) == {0}


def test_an_emptied_value_goes_back_to_the_general_wording(paths: Paths) -> None:
    write_site(paths, {"pic": "Dana", "hours.monday": "9-17", "name": "Maple"})
    write_site(paths, {"pic": "", "hours.monday": ""})
    assert load_site(paths).set_keys == {"name", "library"}
    assert "hours" not in paths.site.read_text(encoding="utf-8")


def test_writing_nothing_makes_no_file(paths: Paths) -> None:
    write_site(paths, {"pic": "", "name": " "})
    assert not paths.site.exists()


@pytest.mark.parametrize(
    "values",
    [{"pik": "x"}, {"time_zone": "Nowhere"}, {"hours.monday": "late"}, {"hourz.monday": "9-17"},
     {"hours.munday": "9-17"}],
)  # fmt: skip
def test_a_bad_value_is_refused_before_anything_is_written(
    paths: Paths, values: dict[str, str]
) -> None:
    write_site(paths, {"name": "Maple"})
    before = paths.site.read_bytes()
    with pytest.raises(Refused):
        write_site(paths, {"name": "Other", **values})
    assert paths.site.read_bytes() == before


def test_a_failed_swap_leaves_the_old_file_and_nothing_beside_it(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(paths, {"name": "Maple"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FileTrouble, match="No space left"):
        write_site(paths, {"name": "Other"})
    assert load_site(paths).name == "Maple"
    assert [path.name for path in paths.config.iterdir()] == ["site.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_file_is_private(paths: Paths) -> None:
    write_site(paths, {"name": "Maple"})
    assert paths.site.stat().st_mode & 0o777 == 0o600


def test_a_start_without_files_imports_no_toml_and_no_zones(paths: Paths) -> None:
    code = (
        "import sys\nfrom deskaid.paths import find_paths\n"
        "from deskaid.settings import load_settings, load_site\n"
        "load_site(find_paths()), load_settings(find_paths())\n"
        "heavy = {'tomllib', 'tomlkit', 'zoneinfo', 'difflib', 'tempfile'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
