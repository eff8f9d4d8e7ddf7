"""``deskaid export``: the form is told by the name, counts are told, nothing is taken by force."""

import json
from pathlib import Path

import pytest

from deskaid.errors import NothingFound, Refused
from deskaid.export_cli import export, form_of
from deskaid.paths import Paths
from deskaid.referrals.importing import read_directory


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.JSON", "hsds-json"), ("a.zip", "hsds-csv"), ("folder", "hsds-csv")],
)
def test_the_name_tells_the_form(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


def test_another_name_is_refused() -> None:
    with pytest.raises(Refused, match=r"\.xlsx"):
        form_of(Path("a.xlsx"))


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.zip", "out"])
def test_a_directory_is_exported_and_counted(
    name: str, ready: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "exported" / name
    place.parent.mkdir()
    assert export(place, source="maple-street-services.csv", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path"] == str(place)
    assert told["listings"] == sum(1 for _ in read_directory(place)) > 0


def test_the_answer_is_plain_lines(
    ready: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(tmp_path / "out.csv")
    said = capsys.readouterr().out
    assert said.startswith("Wrote ")
    assert "spreadsheet" in said


def test_a_form_that_does_not_fit_the_name_is_refused(ready: Paths, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder or a zip"):
        export(tmp_path / "out.csv", form="hsds-csv")
    with pytest.raises(Refused, match="no format"):
        export(tmp_path / "out.csv", form="pdf")
    assert not (tmp_path / "out.csv").exists()


def test_a_source_nobody_took_in_is_named_with_those_there_are(
    ready: Paths, tmp_path: Path
) -> None:
    with pytest.raises(NothingFound, match="maple-street-services"):
        export(tmp_path / "out.csv", source="county 211")


def test_an_empty_desk_has_nothing_to_export(paths: Paths, tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="empty"):
        export(tmp_path / "out.csv")


def test_flags_are_a_file_of_their_own(
    ready: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path / "flags.csv", flags=True) == 0
    assert "Nothing is flagged" in capsys.readouterr().out
    assert (tmp_path / "flags.csv").read_text(encoding="utf-8-sig").startswith("Listing,")
