"""Idle: deskaid is judged, peers stand beside it, and no round spans the clock's full minute."""

import sys
from pathlib import Path

import pytest
from bench_desk import environments, figures, idle, peers, stopwatch


def _idler(name: str, share: float, sent: float, once: float) -> idle.Idler:
    program = peers.Program(name, [], "")
    session = stopwatch.Session(0, 0, 0.0)
    return idle.Idler(program, session, [share], [sent], [50.0], [once])


def test_deskaid_is_judged_and_a_peer_is_not() -> None:
    idlers = [_idler("hello", 0.1, 0, 40), _idler("ours", 0.12, 3, 48), _idler("peer", 1, 9, 90)]
    found = {figure.case: figure for figure in idle.figures_of(idlers, {"ours"})}
    assert found["ours: processor"].ratio == pytest.approx(1.2)
    assert found["ours: processor"].kept is True
    assert found["ours: memory"].kept is True
    assert found["ours: output"].kept is False, "not one byte is allowed"
    assert [found[f"peer: {what}"].kept for what in ("processor", "output", "memory")] == [None] * 3
    assert found["hello: memory"].ratio is None


def test_where_shares_are_not_told_all_are_compared_by_what_is_resident() -> None:
    idlers = [_idler("hello", 0.1, 0, 40), _idler("ours", 0.1, 0, 0)]
    found = {figure.case: figure for figure in idle.figures_of(idlers, {"ours"})}
    assert found["ours: memory"].ratio == 1.0
    assert found["hello: memory"].median == 50.0, "one unit in one table"


@pytest.mark.parametrize(("second", "wait"), [(0, 0), (40, 0), (49, 12.5), (59, 2.5)])
def test_a_round_waits_for_the_minute_to_pass(second: float, wait: float) -> None:
    assert idle.until_no_full_minute(10.0, 600.0 + second) == wait


def test_a_peer_that_does_not_come_up_is_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = environments.Bench(tmp_path, tmp_path)
    broken = peers.Program("posting", [sys.executable, "-c", "print('no screen')"], "Collection")
    monkeypatch.setattr(peers, "SCREENS", ("posting",))
    monkeypatch.setattr(bench, "peer", lambda _: Path("posting"))
    monkeypatch.setattr(peers, "_screen", lambda *_: broken)
    assert peers.screens(bench) == []
    assert "did not come up" in bench.missing["posting"]


def test_figures_of_a_group_carry_its_name() -> None:
    found = list(idle.figures_of([_idler("hello", 0.1, 0, 40)], set()))
    assert {figure.group for figure in found} == {"idle"}
    assert all(isinstance(figure, figures.Figure) for figure in found)
