"""One way of taking in a package of CSV files, in a process of its own; `importing` runs it.

    python benchmarks/import_cases.py CASE PACKAGE HOME

It prints the seconds it took as JSON. "Raw" reads each CSV with
`csv.reader` into `executemany`: a text-keyed table for each file, the same indexes made after
the load, WAL, synchronous=normal (research/speed.md 4). Nothing heavy is imported here: the
processes that deskaid starts import this file again.
"""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

INDEXES = (
    ("services", "organization_id"),
    ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
    ("phones", "service_id"),
    ("schedules", "service_id"),
    ("addresses", "location_id"),
)
Work = Callable[[Path, Path], None]


def raw(package: Path, home: Path) -> None:
    """Take in each file with one `executemany`: the limit."""
    with closing(sqlite3.connect(home / "raw.db", isolation_level=None)) as connection:
        run = connection.execute
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=NORMAL")
        run("PRAGMA cache_size=-64000")
        run("BEGIN")
        for file, header in _files(package):
            with file.open(encoding="utf-8", newline="") as stream:
                rows = csv.reader(stream)
                next(rows)
                run(_table(file, header))
                marks = ", ".join("?" * len(header))
                connection.executemany(f"INSERT INTO {file.stem} VALUES ({marks})", rows)
        for sql in _indexes():
            run(sql)
        run("COMMIT")


def shell(package: Path, home: Path) -> None:
    """Take in each file with the `.import` of SQLite's own shell; PEER names the program."""
    commands = ["PRAGMA journal_mode=WAL;", "PRAGMA synchronous=NORMAL;", ".mode csv"]
    for file, header in _files(package):
        commands += [f"{_table(file, header)};", f".import --skip 1 '{file}' {file.stem}"]
    commands += [f"{sql};" for sql in _indexes()]
    text = "\n".join(commands) + "\n"
    command = [os.environ["PEER"], str(home / "shell.db")]
    subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)


def utilities(package: Path, home: Path) -> None:
    """Take in each file with `sqlite-utils insert`; PEER names the program."""
    peer, database = os.environ["PEER"], str(home / "utilities.db")
    for file, _ in _files(package):
        insert = [peer, "insert", database, file.stem, str(file), "--csv", "--pk", "id"]
        subprocess.run([*insert, "--silent"], check=True)
    for table, column in INDEXES:
        subprocess.run([peer, "create-index", database, table, column], check=True)


def deskaid(package: Path, _home: Path) -> None:
    """Take in the package as the program does, without making it findable."""
    from deskaid.paths import find_paths
    from deskaid.referrals.importing.reader import read_directory
    from deskaid.referrals.store import Directory

    directory = Directory(find_paths().database)
    directory.take_in(read_directory(package), source="benchmark")


def findable(package: Path, _home: Path) -> None:
    """Take in the package as the program does, and make it findable."""
    from deskaid.paths import find_paths
    from deskaid.taking_in import take_in_file

    take_in_file(find_paths(), package, source="benchmark")


CASES: dict[str, Work] = {
    "raw": raw,
    "shell": shell,
    "sqlite-utils": utilities,
    "deskaid": deskaid,
    "findable": findable,
}


def _files(package: Path) -> Iterator[tuple[Path, list[str]]]:
    for file in sorted(package.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            yield file, next(csv.reader(stream))


def _table(file: Path, header: list[str]) -> str:
    columns = ", ".join(f"{name} TEXT" for name in header[1:])
    return f"CREATE TABLE {file.stem} ({header[0]} TEXT PRIMARY KEY, {columns})"


def _indexes() -> Iterator[str]:
    for table, column in INDEXES:
        yield f"CREATE INDEX {table}_{column} ON {table} ({column})"


def main(case: str, package: Path, home: Path) -> None:
    """Do ``case`` and print what it took."""
    begun = perf_counter()
    CASES[case](package, home)
    sys.stdout.write(json.dumps({"seconds": perf_counter() - begun}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
