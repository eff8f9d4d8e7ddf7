"""A library's own card replaces the shipped one, and a broken one never hides it."""

from pathlib import Path

import pytest

from deskaid.cards.library import Library
from deskaid.cards.parser import CardProblem
from deskaid.errors import NothingFound

CARD = """\
---
id: {id}
title: {title}
neutral: Question
group: Needs
lead: feelings
find: one
refer: 211
sources: one
reviewed: 2026-11-21
reviewer: Us
---
## Step 1: Feelings
- Say: "One."

## Step 2: Problem
- Say: "Two."
"""


def write(folder: Path, card_id: str, title: str = "Shipped") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{card_id}.md"
    path.write_text(CARD.format(id=card_id, title=title), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write(tmp_path / "shipped", "fee")
    write(tmp_path / "shipped", "noise")
    return Library(tmp_path / "shipped", tmp_path / "local")


def test_the_local_card_replaces_the_shipped_one(library: Library) -> None:
    write(library.local, "fee", "Ours")
    write(library.local, "own", "Only ours")
    assert library.titles() == {"fee": "Ours", "noise": "Shipped", "own": "Only ours"}
    assert library.card("fee").local
    assert not library.card("noise").local
    assert library.ids() == ["fee", "noise", "own"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("lead: feelings", "lead: anger"), ("id: fee", "id: fees"), ("---", "..."), ('"Two."', "Two")],
)
def test_a_broken_local_card_never_hides_the_shipped_one(
    library: Library, old: str, new: str
) -> None:
    path = write(library.local, "fee", "Ours")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert library.card("fee").title == "Shipped"
    assert [problem.path for problem in library.problems] == [path]
    assert library.titles()["fee"] == "Shipped"
    assert len(library.problems) == 1
    write(library.local, "fee", "Ours")
    assert library.card("fee").title == "Ours"
    assert library.problems == []


def test_a_local_card_with_another_cards_id_replaces_neither(library: Library) -> None:
    path = write(library.local, "mine", "Ours")
    path.write_text(CARD.format(id="fee", title="Ours"), encoding="utf-8")
    assert library.card("fee").title == "Shipped"
    assert "mine" not in library.titles()
    assert [problem.path for problem in library.problems] == [path]


def test_a_broken_card_that_is_the_only_one_says_why(library: Library) -> None:
    write(library.local, "own").write_text("---\nid: own\n", encoding="utf-8")
    with pytest.raises(CardProblem, match=r"own\.md"):
        library.card("own")


def test_an_unknown_card_names_the_nearest(library: Library) -> None:
    with pytest.raises(NothingFound, match="Did you mean 'noise'"):
        library.card("nois")
    with pytest.raises(NothingFound, match="deskaid find"):
        library.card("zzz")


@pytest.mark.parametrize("card_id", ["../shipped/fee", "/etc/passwd", "", "FEE", "fee.md", "a\0b"])
def test_an_id_never_reaches_outside_the_folders(library: Library, card_id: str) -> None:
    with pytest.raises(NothingFound):
        library.card(card_id)


def test_one_card_reads_one_file(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    library.card("fee")
    assert opened == ["fee.md"]


def test_the_fingerprint_changes_with_the_files_only(library: Library) -> None:
    first = library.fingerprint()
    assert library.fingerprint() == first
    path = write(library.local, "fee", "Ours, longer")
    second = library.fingerprint()
    assert second != first
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert library.fingerprint() != second
    path.unlink()
    assert library.fingerprint() == first


def test_other_files_in_the_folder_are_no_cards(library: Library) -> None:
    library.local.mkdir()
    for name in ("README.md", "~$fee.md", ".fee.md", "_draft.md", "fee.txt", "sources.toml"):
        (library.local / name).write_text("x", encoding="utf-8")
    assert library.ids() == ["fee", "noise"]
    assert library.titles().keys() == {"fee", "noise"}
    assert library.problems == []


def test_no_folder_at_all_is_an_empty_library(tmp_path: Path) -> None:
    library = Library(tmp_path / "a", tmp_path / "b")
    assert library.cards() == []
    assert library.ids() == []
