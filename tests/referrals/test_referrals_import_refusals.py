"""What no directory is gets one sentence and a next step, and the directory stays as it was."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from directory_files import hsds_1_1, read

from deskaid.errors import DeskaidError, FileTrouble, Refused
from deskaid.paths import Paths
from deskaid.referrals.importing import decoding, files, read_directory
from deskaid.referrals.reading import iter_listings
from deskaid.referrals.store import Directory


def zipped(file: Path, members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(file, "w", kind) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file


def rows(count: int) -> bytes:
    return b"id,name,phone\n" + b"".join(
        b"%d,Pantry %d,217-555-%04d\n" % (number, number, number) for number in range(count)
    )


def big_file(folder: Path) -> Path:
    file = folder / "big.csv"
    with file.open("wb") as stream:
        stream.write(b"name,phone\n")
        stream.truncate(5 * 1024**3)
    return file


def pipe(folder: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def device(folder: Path) -> Path:
    if not Path("/dev/zero").exists():
        pytest.skip("no devices here")
    return Path("/dev/zero")


def many_members(folder: Path) -> Path:
    return zipped(folder / "many.zip", {f"{n}.csv": b"name,phone\n" for n in range(5_001)})


def many_alike(folder: Path) -> Path:
    """Members that share their bytes: each harmless, together a thousand times the file."""
    content = rows(1).ljust(9_000_000, b" ")
    file = zipped(folder / "alike.zip", {"a.csv": content})
    data = file.read_bytes()
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data.index(b"PK\x05\x06")
    entries = b"".join(entry.replace(b"a.csv", b"%05d" % n) for n in range(400))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 400, 400, len(entries), start, 0)
    file.write_bytes(data[:start] + entries + tail)
    assert end
    return file


def nested_zip(folder: Path) -> Path:
    inner = zipped(folder / "inner.zip", {"services.csv": rows(2)})
    return zipped(folder / "outer.zip", {"inner.zip": inner.read_bytes()})


def encrypted_zip(folder: Path) -> Path:
    file = zipped(folder / "locked.zip", {"services.csv": rows(50)})
    data = bytearray(file.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    return file


def lying_zip(folder: Path) -> Path:
    """A zip whose header says ten bytes and whose member holds thirty million."""
    file = zipped(folder / "liar.zip", {"list.csv": rows(1).ljust(3_000_000, b" ")})
    data = bytearray(file.read_bytes())
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<L", 10)
    file.write_bytes(data)
    return file


def truncated_zip(folder: Path) -> Path:
    file = zipped(folder / "cut.zip", {"list.csv": rows(500)})
    file.write_bytes(file.read_bytes()[:-400])
    return file


def broken_inside(folder: Path) -> Path:
    file = zipped(folder / "broken.zip", {"list.csv": rows(5_000)})
    data = bytearray(file.read_bytes())
    for place in range(2_000, 2_400):
        data[place] ^= 0x55
    file.write_bytes(data)
    return file


def named_csv(content: bytes) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        (folder / "list.csv").write_bytes(content)
        return folder / "list.csv"

    return made


def word_document() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        out.writestr("[Content_Types].xml", "<x/>")
        out.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(1, 256)) * 40


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (big_file, "larger than any directory"),
        (pipe, "no ordinary file"),
        (device, "no ordinary file"),
        (many_members, "more than a directory"),
        (many_alike, "far more"),
        (nested_zip, "only other zip files"),
        (encrypted_zip, "password"),
        (lying_zip, "damaged"),
        (truncated_zip, "damaged"),
        (broken_inside, "damaged"),
        (named_csv(JPEG), "a picture"),
        (named_csv(b"%PDF-1.7\n" + bytes(range(256))), "a PDF"),
        (named_csv(word_document()), "Word or PowerPoint"),
        (named_csv(b""), "empty"),
        (named_csv(b"\xef\xbb\xbf \r\n\r\n"), "No listing"),
        (named_csv(b"<!DOCTYPE html><html>Sign in</html>"), "a web page"),
        (named_csv(bytes(range(1, 32)) * 200), "binary"),
        (named_csv(b"[" * 1000 + b"]" * 1000), "No listing"),
        (named_csv(b'{"name":"x","phone":' + b"9" * 10_000), "No listing"),
        (named_csv(b"name,phone\n"), "No listing"),
    ],
    ids=lambda value: getattr(value, "__name__", None) if callable(value) else None,
)
def test_it_is_refused_and_nothing_changes(
    tmp_path: Path, paths: Paths, made: Callable[[Path], Path], said: str
) -> None:
    database = tmp_path / "directory.db"
    directory = Directory(database)
    directory.take_in(read_directory(hsds_1_1(tmp_path / "package")), source="before")
    before = list(iter_listings(database))
    with pytest.raises(DeskaidError, match=said) as caught:
        directory.take_in(read_directory(made(tmp_path)), source="before")
    assert caught.value.hint
    assert list(iter_listings(database)) == before


def test_a_line_without_an_end_is_not_read_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LONGEST_LINE", 50_000)
    (tmp_path / "list.csv").write_text("name,phone\nx," + "9" * 60_000, encoding="utf-8")
    with pytest.raises(Refused, match="A line of this file is longer"):
        read(tmp_path / "list.csv")


def test_a_folder_of_a_hundred_thousand_files_is_not_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_ENTRIES", 50)
    for number in range(60):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(Refused, match="more than 50 files"):
        read(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(rows(3))
    folder = hsds_1_1(tmp_path / "package")
    try:
        (folder / "contacts.csv").symlink_to(outside)
        (folder / "circle").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    listings, reading = read(folder)
    assert len(listings) == 3
    assert reading.report.skipped["link that leads out of the folder"].sample == ["contacts.csv"]


def test_pictures_and_pipes_beside_a_package_are_named_not_read(tmp_path: Path) -> None:
    folder = hsds_1_1(tmp_path / "package")
    (folder / "logo.csv").write_bytes(JPEG)
    (folder / "empty.csv").touch()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "fees.csv")
    listings, reading = read(folder)
    assert len(listings) == 3
    assert reading.report.skipped["file that is a picture"].sample == ["logo.csv"]
    assert reading.report.skipped["file that is empty"].sample == ["empty.csv"]


def test_a_missing_file_and_a_name_no_file_can_have(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path / "a\0b.csv", tmp_path / ("x" * 5_000)):
        with pytest.raises(FileTrouble):
            read(path)
