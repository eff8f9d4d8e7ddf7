"""The one command: every group in turn, one that breaks costs the others nothing, JSON to keep."""

import json
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bench_desk import BENCHMARKS, environments, figures, table

COMMAND: dict[str, Any] = runpy.run_path(str(BENCHMARKS / "__main__.py"), run_name="benchmarks")


@pytest.fixture
def bench(tmp_path: Path) -> environments.Bench:
    """A bench that has made nothing."""
    return environments.Bench(tmp_path / "keep", tmp_path)


def _stand_in(monkeypatch: pytest.MonkeyPatch, group: str, measure: Any) -> None:
    module = ModuleType(COMMAND["GROUPS"][group])
    module.measure = measure  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_every_group_of_the_table_has_its_module() -> None:
    assert list(COMMAND["GROUPS"]) == list(table.NAMES)
    for module in COMMAND["GROUPS"].values():
        assert "def measure(" in (BENCHMARKS / f"{module}.py").read_text(encoding="utf-8")


def test_a_group_that_breaks_is_named_and_the_others_are_measured(
    bench: environments.Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(_: environments.Bench) -> list[figures.Figure]:
        raise RuntimeError("no screen came\nbut this:")

    _stand_in(monkeypatch, "start-up", breaks)
    _stand_in(monkeypatch, "keys", lambda _: [figures.alone("keys", "Home", [1.0], unit="ms")])
    found = COMMAND["measured"](bench, ["start-up", "keys"])
    assert found["failed"] == {"start-up": "RuntimeError: no screen came"}
    assert [figure.case for figure in found["figures"]] == ["Home"]
    assert "but this:" in capsys.readouterr().err  # the whole of it, for whoever mends it


def test_it_prints_the_table_and_writes_what_the_readme_is_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = figures.alone("keys", "Home", [3.0], unit="ms", at_most=2)
    _stand_in(monkeypatch, "keys", lambda _: [home])
    monkeypatch.setitem(COMMAND["main"].__globals__, "versions", lambda _: {"textual": "8.2.8"})
    monkeypatch.setattr(environments, "_deskaid", lambda _: tmp_path / "python")
    target = tmp_path / "results.json"
    code = COMMAND["main"](
        ["--only", "keys", "--rounds", "2", "--sizes", "1_000", "--no-peers",
         "--keep", str(tmp_path / "keep"), "--json", str(target)]
    )  # fmt: skip
    assert code == 0, "a limit that was missed is a figure, not a failure"
    printed = capsys.readouterr().out
    assert "MISSED" in printed
    assert "0 of 1 limits kept" in printed
    results = json.loads(target.read_text(encoding="utf-8"))
    assert [figures.from_dict(one) for one in results["figures"]] == [home]
    assert (results["rounds"], results["sizes"]) == (2, [1000])
    assert {"processor", "cores", "memory_gb", "system"} <= set(results["machine"])
    assert "| Key to paint: Home | 3.00 ms (missed) | 2 ms | - |" in table.ratios(results)


def test_without_deskaids_wheel_nothing_is_measured_and_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: Path) -> Path:
        raise environments.EnvironmentNotMade("it could not be installed: no space left")

    monkeypatch.setattr(environments, "_deskaid", fails)
    assert COMMAND["main"](["--keep", str(tmp_path), "--quick"]) == 2
    assert "no space left" in capsys.readouterr().err


def test_quick_leaves_the_soak_out_and_takes_few_rounds() -> None:
    options = COMMAND["_parsed"](["--quick"])
    assert "soak" not in options.only
    assert (options.rounds, options.sizes) == (3, (1_000, 10_000))
    assert COMMAND["_parsed"](["--quick", "--only", "soak"]).only == ["soak"]
    assert COMMAND["_parsed"]([]).only == list(COMMAND["GROUPS"])
    assert COMMAND["_parsed"]([]).sizes == (1_000, 10_000, 100_000, 1_000_000)
