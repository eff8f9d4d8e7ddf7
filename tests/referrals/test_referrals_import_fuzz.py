"""Whatever bytes a file holds: listings or a sentence, and never half a directory.

DESKAID_FUZZ=5000 tries that many examples of each kind; a normal run tries a few dozen.
"""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from directory_files import SERVICE, hsds_1_1, write_json
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskaid.errors import DeskaidError
from deskaid.referrals.importing import read_directory
from deskaid.referrals.importing.headers import COLUMNS, READ, TABLES
from deskaid.referrals.importing.sheet_columns import ALIASES
from deskaid.referrals.listing import Listing
from deskaid.referrals.reading import iter_listings
from deskaid.referrals.store import Directory

SHARED = Path(__file__).parents[3] / "shared" / "directories"
MANY = int(os.environ.get("DESKAID_FUZZ", "0"))
LARGEST = 400_000
"""Bytes of a real file worth spoiling: larger ones say the same more slowly."""


def tries(usual: int) -> settings:
    """Return settings for ``usual`` examples, or for as many as DESKAID_FUZZ says."""
    return settings(
        max_examples=MANY or usual,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )


def read_or_refuse(path: Path) -> list[Listing]:
    """Read ``path``; every listing must be fit to draw, every refusal must say what to do."""
    try:
        listings = list(read_directory(path))
    except DeskaidError as error:
        assert error.message
        assert error.hint
        return []
    for listing in listings:
        assert listing.name
        assert not (listing.address_confidential and listing.address)
        texts = [listing.name, listing.organization, listing.address, listing.description]
        texts += [phone.number + phone.dial + phone.label for phone in listing.phones]
        for text in texts:
            assert not any(
                (ord(letter) < 32 and letter not in "\n\t") or 127 <= ord(letter) < 160
                for letter in text
            )
    return listings


WORDS = (
    "", "Pantry", "217-555-0101", "2175550101.0", "1.23E+15", "1e0", "5E+00",
    "24/7", "Mon-Fri 9-5", "9-May", "yes",
    "No", "NULL", "confidential", "<b>x</b>", "&amp;amp;", "\\n", "http//x.example.org", "0", "-1",
    "1e999", "nan", "Infinity", "40.1", "\u202e", "\x1b[2J", "Sat3rd", "2MO,-1FR", "0900", "25:99",
    "January 01, 0001", "9999-12-31", "0000-00-00", "12 Pier Road", "text HELP to 12345",
    "1-800-FLOWERS", "9" * 400, "x" * 3_000, "(" * 60, "1 " * 400, "٣٤٥", "ⅷ", "é\u0301", "'=1+1",
)  # fmt: skip
CELL = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))
HEADERS = sorted({*ALIASES, *(other for names in ALIASES.values() for other in names.split())})
HEADER = st.one_of(
    st.sampled_from([*HEADERS, "mon", "Tuesday", "daycode1", "day1_open", "day1_close", "open",
                     "Phone1Number", "Phone1Type", "Phone1IsPrivate", "EligibilityAdult",
                     "serves_men", "beds_offered", "", "x"]),
    st.text(max_size=10),
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A table somebody might have saved: any columns, rows too long and too short, any bytes."""
    header = draw(st.lists(HEADER, min_size=1, max_size=10))
    if draw(st.booleans()):
        header = ["Name", "Phone", *header]
    width = len(header)
    rows = draw(st.lists(st.lists(CELL, max_size=width + 2), max_size=8))
    text = io.StringIO()
    mark = draw(st.sampled_from(",;\t|"))
    writer = csv.writer(text, delimiter=mark, lineterminator=draw(st.sampled_from(("\n", "\r\n"))))
    writer.writerows([header, *rows])
    content = text.getvalue()
    if draw(st.booleans()):
        content = content.replace("\r\n", "\r").replace('"', draw(st.sampled_from(('"', "'", ""))))
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le")))
    return content.encode(encoding, "replace")


@tries(70)
@given(content=sheets(), name=st.sampled_from(("a.csv", "a.tsv", "a.txt", "a")))
def test_any_table(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    read_or_refuse(tmp_path / name)


KEYS = st.sampled_from(
    [*READ, *COLUMNS, *TABLES, "contents", "services", "features", "properties", "geometry",
     "coordinates", "service_at_locations", "phones", "schedules", "organization", "id", "name",
     "locations", "addresses", "byday", "opens_at", "hours", "monday", "services.csv"]
)  # fmt: skip
LEAF = st.one_of(CELL, st.none(), st.booleans(), st.integers(), st.floats())
VALUES = st.recursive(
    LEAF,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


@tries(70)
@given(content=VALUES, whole=st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_json(tmp_path: Path, content: Any, whole: dict[str, Any]) -> None:
    for one in (content, SERVICE | whole, [SERVICE | whole, content]):
        (tmp_path / "a.json").write_text(json.dumps(one), encoding="utf-8")
        read_or_refuse(tmp_path / "a.json")


TABLE_NAMES = sorted(name for names in TABLES.values() for name in names.split())


@tries(40)
@given(
    tables=st.dictionaries(
        st.sampled_from(TABLE_NAMES),
        st.lists(st.dictionaries(KEYS, CELL, max_size=6), min_size=1, max_size=5),
        max_size=5,
    ),
    identity=st.sampled_from(("s1", "1.5E+12", "", "é")),
)
def test_any_package(
    tmp_path: Path, tables: dict[str, list[dict[str, str]]], identity: str
) -> None:
    file = tmp_path / "package.zip"
    service = {"id": identity, "name": "Beds", "organization_id": "o1", "location_id": "l1"}
    with zipfile.ZipFile(file, "w") as out:
        whole = tables | {"services": [service], "phones": [{"service_id": "s1"}]}
        for name, rows in whole.items():
            text = io.StringIO()
            columns = list(dict.fromkeys(["id", *(key for row in rows for key in row)]))
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)
            out.writestr(f"{name}.csv", text.getvalue().encode("utf-8", "replace"))
    read_or_refuse(file)


def own_files(folder: Path) -> list[Path]:
    """Write small files of every form once, and return them."""
    source = folder / "source"
    if not source.exists():
        package = hsds_1_1(source / "package")
        write_json(source / "export.json", {"contents": [SERVICE, SERVICE | {"id": "s2"}]})
        (source / "lines.ndjson").write_text(json.dumps(SERVICE) + "\n", encoding="utf-8")
        with zipfile.ZipFile(source / "package.zip", "w", zipfile.ZIP_DEFLATED) as out:
            for file in package.iterdir():
                out.write(file, f"data/{file.name}")
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["Name", "Phone", "Hours", "Zip"])
        book.active.append(["Pantry", 2175550101.0, "24/7", 2139])
        book.save(source / "list.xlsx")
        rows = "Name,Phone,Address,Confidential\nPantry,217-555-0101,12 Pier Road,no\n"
        (source / "list.csv").write_text(rows, encoding="utf-8")
        (source / "wide.csv").write_bytes(rows.encode("utf-16"))
        for table in ("services", "regular_schedules"):
            (source / f"{table}.csv").write_bytes((package / f"{table}.csv").read_bytes())
    return sorted(file for file in source.iterdir() if file.is_file())


def spoiled(draw: Callable[..., Any], content: bytes) -> bytes:
    """Return ``content`` with bytes flipped, cut off, put in or repeated."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(("flip", "put", "cut", "repeat", "drop"))):
            case "flip" if data:
                data[place] = draw(st.integers(0, 255))
            case "put":
                data[place:place] = draw(
                    st.sampled_from((b"\0", b'"', b"\r", b"\n", b",", b"\xff", b"\x1f", b"{", b"]"))
                )
            case "cut" if draw(st.booleans()):
                del data[place:]
            case "repeat":
                data[place:place] = data[place : place + draw(st.integers(1, 200))]
            case "drop":
                del data[place : place + draw(st.integers(1, 40))]
    return bytes(data)


@tries(60)
@given(data=st.data())
def test_spoiled_files_of_every_form(tmp_path: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(own_files(tmp_path)))
    target = tmp_path / f"spoiled{file.suffix}"
    target.write_bytes(spoiled(data.draw, file.read_bytes()))
    read_or_refuse(target)


@tries(20)
@given(data=st.data())
def test_a_refusal_changes_nothing(tmp_path: Path, data: st.DataObject) -> None:
    files = own_files(tmp_path)
    database = tmp_path / "directory.db"
    if not database.exists():
        Directory(database).take_in(read_directory(files[0].parent / "package"), source="a")
    before = list(iter_listings(database))
    file = data.draw(st.sampled_from(files))
    target = tmp_path / f"spoiled{file.suffix}"
    target.write_bytes(spoiled(data.draw, file.read_bytes()))
    source = data.draw(st.sampled_from(("a", "b")))
    try:
        report = Directory(database).take_in(read_directory(target), source=source)
    except DeskaidError:
        assert list(iter_listings(database)) == before
    else:
        there = [one for one in iter_listings(database) if one.source == source]
        assert sum(not one.vanished for one in there) >= report.added


def real_files() -> Iterator[Path]:
    if SHARED.is_dir():
        for file in sorted(SHARED.rglob("*")):
            if file.suffix in (".csv", ".tsv", ".json", ".zip", ".xls"):
                yield file


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared directories here")
@tries(30)
@given(data=st.data())
def test_spoiled_real_files(tmp_path: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(real_files())))
    target = tmp_path / f"spoiled{file.suffix}"
    target.write_bytes(spoiled(data.draw, file.read_bytes()[:LARGEST]))
    read_or_refuse(target)
