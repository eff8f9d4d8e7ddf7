"""Files that are not directories, or mean harm: a sentence and a next step, never a traceback."""

import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest
from directory_files import SERVICE, hsds_1_1, read, write_json
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskaid.errors import DeskaidError, FileTrouble, Refused


def archive(file: Path, **members: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in members.items():
            out.writestr(name, text)
    return file


def test_other_kinds_of_file_are_told_apart(tmp_path: Path) -> None:
    database = tmp_path / "a.csv"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(Refused, match="SQLite database"):
        read(database)
    for name, content, said in (
        ("b.pdf", b"%PDF-1.7 ...", "PDF"),
        ("c.xls", b"\xd0\xcf\x11\xe0" + bytes(60), "Excel"),
        ("d.gz", gzip.compress(b"name\n"), "gzip"),
        ("e.bin", bytes(range(256)) * 8 + bytes(600), "binary"),
        ("f.csv", b"  \n", "empty"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Refused, match=said):
            read(tmp_path / name)
    with pytest.raises(FileTrouble, match="workbook is damaged"):
        read(archive(tmp_path / "g.xlsx", **{"[Content_Types].xml": "<x/>", "xl/s.xml": "<x/>"}))
    with pytest.raises(Refused, match="Word or PowerPoint"):
        read(archive(tmp_path / "g.csv", **{"[Content_Types].xml": "<x/>", "word/d.xml": "<x/>"}))
    with pytest.raises(FileTrouble, match="no file"):
        read(tmp_path / "missing.csv")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(Refused, match="no CSV"):
        read(tmp_path / "nothing")


@pytest.mark.parametrize(
    "name", ["../services.csv", "/services.csv", "C:/services.csv", "a/../../b.csv"]
)
def test_a_zip_that_names_places_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="outside itself"):
        read(archive(tmp_path / "a.zip", **{name: "id,name\n"}))


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="far more"):
        read(archive(tmp_path / "a.zip", **{"services.csv": "0" * 30_000_000}))


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", **{"services.csv": "id,name\n1,x\n" * 500})
    (tmp_path / "b.zip").write_bytes(whole.read_bytes()[:60])
    with pytest.raises(FileTrouble, match="damaged"):
        read(tmp_path / "b.zip")


def test_nothing_a_terminal_obeys_gets_in(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "name,phone,notes\n\x1b]0;owned\x07Pantry\u202e,1,a\x9b2Jb\x00\n", encoding="utf-8"
    )
    (listing,) = read(file)[0]
    assert listing.name == "]0;ownedPantry"
    drawn = listing.name + listing.description + "".join(phone.number for phone in listing.phones)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in drawn)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a.zip", "a.tsv"]))
def test_any_bytes_end_in_listings_or_a_sentence(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    try:
        read(tmp_path / name)
    except DeskaidError as error:
        assert error.message
        assert error.hint


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_flipped_bytes_of_a_good_file_end_in_listings_or_a_sentence(
    tmp_path: Path, data: st.DataObject
) -> None:
    source = tmp_path / "source"
    if not source.exists():
        hsds_1_1(source / "package")
        write_json(source / "package" / "export.json", [SERVICE])
        archive(
            source / "package.zip",
            **{f.name: f.read_text("utf-8") for f in (source / "package").glob("*.csv")},
        )
    names = [
        "package/services.csv",
        "package/regular_schedules.csv",
        "package/export.json",
        "package.zip",
    ]
    content = bytearray((source / data.draw(st.sampled_from(names))).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "flipped").write_bytes(content)
    try:
        read(tmp_path / "flipped")
    except DeskaidError as error:
        assert error.hint
