"""On the disk all or nothing: nothing is overwritten unasked and nothing is left half done."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from listings_to_export import LINE, NOW, SHELTER

from deskaid.errors import FileTrouble, Refused
from deskaid.paths import Paths
from deskaid.referrals.exporting import export_flat_csv, export_hsds_csv, export_hsds_json
from deskaid.referrals.listing import Listing


def breaking() -> Iterator[Listing]:
    yield SHELTER
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


EXPORTS: list[tuple[Callable[..., Any], str]] = [
    (export_flat_csv, "out.csv"),
    (export_hsds_json, "out.json"),
    (export_hsds_csv, "out.zip"),
    (export_hsds_csv, "out"),
]


@pytest.mark.parametrize(("export", "name"), EXPORTS)
def test_a_full_disk_leaves_nothing_behind(
    export: Callable[..., Any], name: str, tmp_path: Path
) -> None:
    with pytest.raises(FileTrouble, match="The disk is full"):
        export(breaking(), tmp_path / name, now=NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("export", "name"), EXPORTS)
def test_an_earlier_export_survives_a_later_one_that_fails(
    export: Callable[..., Any], name: str, tmp_path: Path
) -> None:
    export([SHELTER], tmp_path / name, now=NOW)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(FileTrouble):
        export(breaking(), tmp_path / name, now=NOW, force=True)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(("export", "name"), EXPORTS)
def test_nothing_is_written_over_unless_asked(
    export: Callable[..., Any], name: str, tmp_path: Path
) -> None:
    export([SHELTER], tmp_path / name, now=NOW)
    with pytest.raises(Refused):
        export([LINE], tmp_path / name, now=NOW)
    export([LINE], tmp_path / name, now=NOW, force=True)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    if name != "out.zip":
        place = tmp_path / name
        texts = [place] if place.is_file() else place.iterdir()
        assert not any("Harbor Night Shelter" in one.read_text("utf-8") for one in texts)


def test_force_never_takes_a_folder_with_other_things_in_it(tmp_path: Path) -> None:
    place = tmp_path / "Documents"
    export_hsds_csv([SHELTER], place, now=NOW)
    (place / "thesis.odt").write_text("years of work", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        export_hsds_csv([LINE], place, now=NOW, force=True)
    assert (place / "thesis.odt").exists()
    with pytest.raises(Refused, match="is a folder"):
        export_flat_csv([LINE], place, force=True)


def test_an_empty_folder_is_as_good_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export_hsds_csv([SHELTER], tmp_path / "out", now=NOW)
    assert (tmp_path / "out" / "services.csv").exists()


def test_deskaid_s_own_folders_are_no_place_for_an_export(paths: Paths) -> None:
    paths.data.mkdir(parents=True)
    for place in (paths.data / "out.csv", paths.config / "out.csv", paths.data.parent):
        with pytest.raises(Refused, match="deskaid's own"):
            export_flat_csv([SHELTER], place, force=True)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="There is no folder"):
        export_flat_csv([SHELTER], tmp_path / "nowhere" / "out.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="modes of folders are POSIX")
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(FileTrouble, match="may not write"):
        export_flat_csv([SHELTER], locked / "out.csv")


def test_a_refused_permission_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FileTrouble, match="may not write"):
        export_flat_csv([SHELTER], tmp_path / "out.csv")
