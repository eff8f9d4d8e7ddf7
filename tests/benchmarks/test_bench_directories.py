"""The generated directories are the same bytes everywhere, and have the shape of real ones."""

import csv
import hashlib
import math
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from bench_desk import directories, environments, packages, zipf

SERVICES = 1_500


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "package"
    packages.write_package(folder, SERVICES)
    return folder


@pytest.fixture(scope="module")
def services(package: Path) -> list[dict[str, str]]:
    with (package / "services.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _digest(folder: Path) -> str:
    files = sorted(folder.iterdir())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        packages.write_package(tmp_path / name, 30, seed=seed)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "same")
    for table in ("services.csv", "phones.csv", "schedules.csv", "locations.csv"):
        assert (tmp_path / "one" / table).read_bytes() != (tmp_path / "other" / table).read_bytes()


def test_shuffled_rows_are_the_same_rows(tmp_path: Path) -> None:
    packages.write_package(tmp_path / "plain", 30)
    packages.write_package(tmp_path / "mixed", 30, shuffled=True)
    plain, mixed = (
        (tmp_path / name / "phones.csv").read_text().splitlines() for name in ("plain", "mixed")
    )
    assert plain != mixed
    assert sorted(plain) == sorted(mixed)


def test_words_follow_zipfs_law(services: list[dict[str, str]]) -> None:
    counts = Counter(word for row in services for word in row["description"].split())
    # The slope in logarithms over the ranks that this many words tell reliably.
    found = [(math.log(rank), math.log(count)) for rank, (_, count) in
             enumerate(counts.most_common(300), 1)]  # fmt: skip
    middle_x = sum(x for x, _ in found) / len(found)
    middle_y = sum(y for _, y in found) / len(found)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in found) / sum(
        (x - middle_x) ** 2 for x, _ in found
    )
    assert slope == pytest.approx(-zipf.EXPONENT, abs=0.08)


def test_the_vocabulary_has_no_word_twice_and_is_of_the_researched_size() -> None:
    words = zipf.Words("1").ranked
    assert len(set(words)) == len(words) == zipf.VOCABULARY
    assert words != zipf.Words("2").ranked
    assert words[0] == "the"
    assert {"shelter", "pantry", "eviction"} <= set(words[:1_000])


def test_descriptions_and_names_have_the_researched_length(services: list[dict[str, str]]) -> None:
    lengths = [len(row["description"].split()) for row in services]
    assert sum(lengths) / SERVICES == pytest.approx(59, rel=0.1)
    assert sum(len(row["name"]) for row in services) / SERVICES == pytest.approx(25, rel=0.1)


def test_a_few_agencies_have_most_services() -> None:
    random = Random(1)
    drawn = zipf.Drawn(random, 1_000)
    counts = Counter(drawn.number(random) for _ in range(20_000))
    top = sum(count for _, count in counts.most_common(200))
    assert 0.6 < top / 20_000 < 0.9  # Pareto's 80 to 20, capped
    assert set(counts) <= set(range(1_000))


def test_a_package_is_kept_until_the_generator_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    real = packages.write_package

    def counted(folder: Path, services: int) -> int:
        made.append(services)
        return real(folder, services)

    monkeypatch.setattr(directories, "write_package", counted)
    folder = directories.package(tmp_path, 20)
    assert directories.package(tmp_path, 20) == folder
    assert made.count(20) == 1
    monkeypatch.setattr(directories, "_generator", lambda: "another")
    directories.package(tmp_path, 20)
    assert made.count(20) == 2


def test_a_package_that_was_interrupted_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = directories._generator()
    monkeypatch.setattr(directories, "_generator", lambda: generator)

    def killed(folder: Path, services: int) -> int:
        folder.mkdir(parents=True)
        (folder / "services.csv").write_text("id\n")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(directories, "write_package", killed)
        with pytest.raises(KeyboardInterrupt):
            directories.package(tmp_path, 20)
    folder = directories.package(tmp_path, 20)
    assert (folder / "services.csv").read_text(encoding="utf-8").count("\n") > 20


def test_what_is_measured_inherits_nothing_that_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "TEXTUAL_LOG", "DESKAID_HOME", "NO_COLOR"):
        monkeypatch.setenv(name, "1")
    found = environments.clean_environment()
    assert "PATH" in found
    assert not [name for name in found if name.startswith(("PYTHON", "TEXTUAL", "DESKAID", "NO_"))]
