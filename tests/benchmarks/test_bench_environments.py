"""What is kept between runs was made to its end, and a peer that is missing stops nobody."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bench_desk import BENCHMARKS, environments

Run = list[Sequence[str]]


@pytest.fixture
def bench(tmp_path: Path) -> environments.Bench:
    """A bench that has made nothing yet."""
    (tmp_path / "scratch").mkdir()
    return environments.Bench(tmp_path / "keep", tmp_path / "scratch")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The commands that would have been run; an environment's folder is all they make."""
    found: Run = []

    def run(command: Sequence[str], **_: Any) -> None:
        found.append(command)
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)

    monkeypatch.setattr(subprocess, "run", run)
    return found


def _fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(command: Sequence[str], **_: Any) -> None:
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)
            return
        raise error

    monkeypatch.setattr(subprocess, "run", run)


def test_a_peer_is_installed_once_into_an_environment_of_its_own(
    bench: environments.Bench, runs: Run
) -> None:
    first, again = bench.peer("jrnl"), environments.Bench(bench.keep, bench.scratch).peer("jrnl")
    assert first is not None
    assert first == again
    assert first.parent.parent == bench.keep / "environments" / "peer-jrnl"
    assert len(runs) == 2  # the environment, and pip
    assert bench.peer("sqlite-utils") != first


def test_a_peer_that_cannot_be_installed_is_named_once_and_left_out(
    bench: environments.Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "WARNING: retrying\nERROR: No matching distribution found for jrnl\n"
    _fails(monkeypatch, subprocess.CalledProcessError(1, "pip", stderr=said))
    assert bench.peer("jrnl") is None
    assert "\n" not in bench.missing["jrnl"]
    assert "No matching distribution" in bench.missing["jrnl"]
    assert not (bench.keep / "environments" / "peer-jrnl").exists()


def test_an_environment_that_was_interrupted_is_made_anew(
    bench: environments.Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _fails(patch, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            bench.peer("jrnl")
    assert (bench.keep / "environments" / "peer-jrnl").is_dir()
    found: Run = []

    def run(command: Sequence[str], **_: Any) -> None:
        found.append(command)
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)

    monkeypatch.setattr(subprocess, "run", run)
    assert bench.peer("jrnl") is not None
    assert len(found) == 2


def test_a_program_that_is_no_python_is_taken_from_the_path_or_left_out(
    bench: environments.Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bench.peer("fzf") is None
    assert bench.missing == {"fzf": "it is not on the path"}
    program = tmp_path / "sqlite3"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert bench.peer("sqlite3") == program


def test_no_peer_is_asked_for_when_none_is_wanted(bench: environments.Bench, runs: Run) -> None:
    bench.peers = False
    assert [bench.peer(name) for name in ("jrnl", "fzf")] == [None, None]
    assert runs == []


def test_the_fingerprint_changes_with_a_file_of_the_wheel(tmp_path: Path) -> None:
    for name in ("src", "data"):
        (tmp_path / name).mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "src/a.py", "data/a.md"):
        (tmp_path / name).write_text("1")
    before = environments.fingerprint(tmp_path)
    (tmp_path / "src" / "__pycache__").mkdir()
    (tmp_path / "src" / "__pycache__" / "a.pyc").write_text("1")
    assert environments.fingerprint(tmp_path) == before
    (tmp_path / "src" / "a.py").write_text("2")
    assert environments.fingerprint(tmp_path) != before


def test_no_package_index_is_named() -> None:
    for path in BENCHMARKS.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text.replace("://agency", "").replace("://service", ""), path
        assert "index-url" not in text, path


def test_the_command_says_what_it_measures() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS), "--help"], capture_output=True, text=True, check=True
    )
    for word in ("--only", "--rounds", "--sizes", "--json", "--keep", "--no-peers", "--quick"):
        assert word in done.stdout
    for group in ("start-up", "keys", "finding", "import", "notes", "lock", "idle", "soak"):
        assert group in done.stdout
