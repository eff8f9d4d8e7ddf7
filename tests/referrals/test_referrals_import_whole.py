"""However an import is done, and whatever ends it, the directory is the old one or the new one."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from directory_files import write

from deskaid.errors import Refused
from deskaid.referrals.importing import Report, assemble, read_directory
from deskaid.referrals.importing.crew import Crew
from deskaid.referrals.importing.scratch import PREFIX, scratch_folder
from deskaid.referrals.listing import LOCAL_SOURCE, Listing
from deskaid.referrals.model import ListingRow, PhoneRow
from deskaid.referrals.reading import iter_listings, read_listing
from deskaid.referrals.rows import LISTING_COLUMNS, PACKED_COLUMNS, PHONE_COLUMNS
from deskaid.referrals.store import Directory
from deskaid.referrals.tending.care import Care

KILLS = 12


def package(folder: Path, services: int, *, word: str = "Pantry", seed: int = 1) -> Path:
    """Write a package with something wrong in every table."""
    random = Random(seed)
    numbers = range(services)
    texts = ("<p>Beds</p>", "Food &amp; more", "plain", "two\nlines", " NULL ")
    lines = [
        f's{number},o{number % 40},{word} {number},"{random.choice(texts)}",'
        f"{random.choice(('active', 'inactive', 'odd'))}"
        for number in numbers
    ]
    lines[5:5] = [
        "s3,o1,Twice,again,active",
        "id,organization_id,name,description,status",
        ",o2,,,",
    ]
    return write(
        folder,
        organizations="id,name,url\n"
        + "".join(f"o{n},Agency {n},https://a{n}.example.org\n" for n in range(41))
        + "o7,Agency again,https://second.example.org\n",
        services="id,organization_id,name,description,status\n" + "\n".join(lines) + "\n",
        locations="id,name,latitude,longitude\n"
        + "".join(f"l{n},Hall {n},{n - 20},{n}\n" for n in range(130)),
        service_at_location="id,service_id,location_id\n"
        + "".join(f"x{n},s{n},l{n % 120}\n" for n in numbers)
        + "x,s1,l119\nx,s2,nowhere\n",
        physical_addresses="id,location_id,address_1,city\n"
        + "".join(f"a{n},l{n},{n} Pier Road,Springfield\n" for n in range(120)),
        phones="id,service_id,number,extension,type\n"
        + "".join(
            f"p{n},s{n},{random.choice(('217-555', '(217) 555', '217 555'))}-{n:04},{n % 7 or ''},"
            f"{random.choice(('voice', 'fax'))}\n"
            for n in numbers
        )
        + "p,gone,217-555-0100,,voice\n",
        schedules="id,service_id,freq,byday,opens_at,closes_at\n"
        + "".join(
            f'h{n},s{n},WEEKLY,"{random.choice(("MO,WE", "SA", ""))}",09:00,'
            f"{random.choice(('17:00', '09:00', '2:00'))}\n"
            for n in numbers
        ),
    )


def taken(database: Path, path: Path) -> tuple[list[Listing], dict[str, Any]]:
    """Import ``path`` and return the directory and the report."""
    report = Directory(database).take_in(read_directory(path), source="ours")
    return list(iter_listings(database)), report.as_dict()


def test_one_process_several_and_any_size_of_chunk_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(tmp_path / "package", 900)
    reading = read_directory(folder)
    plain = [(listing.source_id, listing.name, listing.phones) for listing in reading]
    monkeypatch.setenv("DESKAID_PROCESSES", "1")
    one = taken(tmp_path / "one" / "deskaid.db", folder)
    monkeypatch.setenv("DESKAID_PROCESSES", "2")
    several = taken(tmp_path / "two" / "deskaid.db", folder)
    monkeypatch.setattr(assemble, "CHUNK", 7)
    small = taken(tmp_path / "three" / "deskaid.db", folder)
    assert one[0] == several[0] == small[0]
    assert one[1] == several[1] == small[1]
    assert sorted(plain) == sorted((one.source_id, one.name, one.phones) for one in one[0])
    for kind in ("repaired", "skipped", "orphans", "rows", "hours", "read"):
        assert reading.report.as_dict()[kind] == one[1][kind]
    assert one[1]["repaired"]["id used twice, the later one numbered"]["sample"] == [
        "services.csv:9"
    ]
    assert one[1]["skipped"]["row that repeats the header"]["count"] == 1
    assert one[1]["orphans"]["phone of a service that is not there"]["count"] == 1


def test_a_second_import_of_the_same_file_finds_everything_unchanged(tmp_path: Path) -> None:
    database = tmp_path / "data" / "deskaid.db"
    folder = package(tmp_path / "package", 60)
    before, first = taken(database, folder)
    after, second = taken(database, folder)
    assert first["added"] == second["unchanged"] == len(before)
    assert second["added"] == second["updated"] == second["vanished"] == 0
    assert after == before


def test_the_columns_written_at_once_are_those_of_the_tables() -> None:
    listing, phone = ListingRow.__table__.c, PhoneRow.__table__.c  # type: ignore[attr-defined]
    assert set(PACKED_COLUMNS) == set(listing.keys()) == {*LISTING_COLUMNS, "digest"}
    assert ["listing_id", "position", *PHONE_COLUMNS] == list(phone.keys())


class Slow:
    """A reading that is far from done when ``meanwhile`` is called."""

    def __init__(self, meanwhile: Any) -> None:
        self.report = Report(file="slow.csv", form="test")
        self._meanwhile = meanwhile

    def __iter__(self) -> Iterator[Listing]:
        for number in range(1_200):
            self.report.read += 1
            yield Listing(id="", source="", source_id=str(number), name=f"New {number}")
            if number == 1_100:
                self._meanwhile()


def test_while_a_file_is_read_the_desk_reads_and_writes(tmp_path: Path) -> None:
    database = tmp_path / "data" / "deskaid.db"
    taken(database, package(tmp_path / "package", 20))
    known = next(iter_listings(database)).id

    def meanwhile() -> None:
        Care(database).check(known, initials="JM")
        assert read_listing(database, known).checked_here is not None

    report = Directory(database).take_in(Slow(meanwhile), source="theirs")
    assert report.added == 1_200
    checked = read_listing(database, known).checked_here
    assert checked is not None
    assert checked.initials == "JM"


def test_nothing_as_big_as_the_data_is_left_behind(tmp_path: Path) -> None:
    database = tmp_path / "data" / "deskaid.db"
    taken(database, package(tmp_path / "package", 900))
    log = database.with_name("deskaid.db-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert not list(database.parent.glob(f"{PREFIX}*"))


def test_a_dry_run_leaves_the_files_as_they_are(tmp_path: Path) -> None:
    database = tmp_path / "data" / "deskaid.db"
    folder = package(tmp_path / "package", 40)
    directory = Directory(database)
    assert directory.take_in(read_directory(folder), source="ours", dry_run=True).added == 43
    assert not database.exists()
    taken(database, folder)
    before = {file.name: file.read_bytes() for file in database.parent.iterdir()}
    package(folder, 30, word="Kitchen")
    report = directory.take_in(read_directory(folder), source="ours", dry_run=True)
    assert (report.added, report.updated, report.vanished) == (0, 31, 10)
    assert {file.name: file.read_bytes() for file in database.parent.iterdir()} == before


def test_the_name_for_what_was_added_here_is_not_for_imports(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="this desk"):
        Directory(tmp_path / "deskaid.db").take_in(Slow(int), source=LOCAL_SOURCE)


def test_a_folder_of_a_killed_import_is_swept_and_one_in_use_is_not(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from deskaid.referrals.importing.scratch import scratch_folder\n"
        "with scratch_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'secret.rows').write_text('99 Hidden Lane'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    (left,) = tmp_path.glob(f"{PREFIX}*")
    assert (left / "secret.rows").exists()
    with scratch_folder(tmp_path) as mine:
        assert not left.exists()
        with scratch_folder(tmp_path):
            assert mine.exists()
    assert not list(tmp_path.iterdir())


def dies_elsewhere(number: int) -> int:
    """Return ``number`` doubled, in the process that runs the tests only."""
    from multiprocessing import parent_process

    if parent_process() is not None and number == 3:
        os._exit(9)
    return 2 * number


def test_when_a_process_is_killed_this_one_does_the_rest() -> None:
    with Crew(2) as crew:
        assert list(crew.map(dies_elsewhere, range(30))) == [2 * number for number in range(30)]
    with Crew(2) as crew:
        assert list(crew.begin(dies_elsewhere, range(30))) == [2 * number for number in range(30)]


def test_tasks_begin_before_anybody_asks_for_their_answers(tmp_path: Path) -> None:
    with Crew(2) as crew:
        answers = crew.begin(os.mkdir, [tmp_path / "one", tmp_path / "two"])
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(list(tmp_path.iterdir())) == 2
        assert list(answers) == [None, None]


IMPORT = """
import sys
from pathlib import Path
from deskaid.referrals.importing import assemble, read_directory
from deskaid.referrals.store import Directory
assemble.CHUNK = 20
Directory(Path(sys.argv[1])).take_in(read_directory(Path(sys.argv[2])), source="ours")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not there")
def test_an_import_killed_at_any_moment_leaves_the_old_directory_or_the_new_one(
    tmp_path: Path,
) -> None:
    database = tmp_path / "data" / "deskaid.db"
    folders = [package(tmp_path / word, 500, word=word) for word in ("Pantry", "Kitchen")]
    taken(database, folders[0])
    random = Random(4)
    longest, there = 2.0, "Pantry"
    for number in range(KILLS):
        other = folders[1] if there == "Pantry" else folders[0]
        environment = {
            **os.environ,
            "DESKAID_PROCESSES": "2" if number % 2 else "1",
            "DESKAID_MARK": str(tmp_path),
        }
        started = time.monotonic()
        command = [sys.executable, "-c", IMPORT, str(database), str(other)]
        with subprocess.Popen(command, env=environment, start_new_session=True) as process:
            try:
                process.wait(timeout=random.uniform(0.1, 1.0) * longest)
                longest = max(time.monotonic() - started, 0.3)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        there = whole(database)
    assert_no_process_is_left(str(tmp_path))
    for left in database.parent.glob(f"{PREFIX}*"):
        os.utime(left, (0, 0))  # one killed as it was made may be another's, for a minute
    found, report = taken(database, folders[1])
    assert report["read"] == len(found)
    assert whole(database) == "Kitchen"
    assert not list(database.parent.glob(f"{PREFIX}*"))


def whole(database: Path) -> str:
    """Return the one word all names of the directory begin with; it must be sound."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = connection.execute("SELECT name FROM listing WHERE name <> 'Twice'").fetchall()
        phones = connection.execute("SELECT count(*) FROM phone").fetchone()[0]
    finally:
        connection.close()
    words = {name.split()[0] for (name,) in names} - {"Agency"}
    assert len(words) == 1
    assert phones > 490
    return str(words.pop())


def assert_no_process_is_left(mark: str) -> None:
    """Look for processes whose environment names ``mark``; they may take a moment to end."""
    if sys.platform != "linux":
        return
    for _ in range(50):
        left = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    environment = (folder / "environ").read_bytes()
                except OSError:
                    continue
                if f"DESKAID_MARK={mark}".encode() in environment:
                    left.append(folder.name)
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes outlive their parent: {left}")
