"""Figures are ratios of neighbors in time, and say by themselves whether a limit is kept."""

import pytest
from bench_desk import figures


def test_a_ratio_is_the_median_of_the_ratios_pair_by_pair() -> None:
    # The machine was four times slower in the second round: both programs met that.
    ours, bare = [20.0, 80.0, 30.0], [10.0, 40.0, 10.0]
    figure = figures.paired("g", "ours", ours, bare, unit="ms", beside="bare")
    assert figure.ratio == 2.0
    assert figure.median == 30.0
    assert figure.ratio_p95 == pytest.approx(figures.percentile(ours, 0.95) / 37.0)


def test_cases_of_different_length_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="shorter"):
        figures.paired("g", "ours", [1.0, 2.0], [1.0], unit="ms", beside="bare")


@pytest.mark.parametrize(("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.95, 4.8), (1.0, 5.0)])
def test_a_percentile_lies_between_its_neighbors(share: float, value: float) -> None:
    assert figures.percentile([5, 3, 1, 2, 4], share) == pytest.approx(value)


@pytest.mark.parametrize(("ours", "kept"), [(230.0, True), (232.0, False)])
def test_kept_is_judged_by_the_ratio_where_there_is_one(ours: float, kept: bool) -> None:
    figure = figures.paired("g", "c", [ours], [200.0], unit="ms", beside="b", at_most=1.15)
    assert figure.kept is kept


def test_kept_is_judged_by_the_median_where_there_is_no_ratio() -> None:
    assert figures.alone("g", "c", [9.0, 9.0, 99.0], unit="ms", at_most=10).kept is True
    assert figures.alone("g", "c", [9.0, 99.0, 99.0], unit="ms", at_most=10).kept is False
    assert figures.alone("g", "c", [9.0], unit="ms").kept is None


def test_one_limit_missed_is_a_miss() -> None:
    late = figures.alone("g", "c", [1.0] * 9 + [100.0], unit="ms", at_most=10, at_most_p95=20)
    assert late.median == 1.0
    assert late.kept is False


def test_a_figure_survives_json() -> None:
    figure = figures.Figure("g", "c", "ms", 1.0, 2.0, beside="b", ratio=1.5, at_most=1.0)
    assert figures.from_dict(figure.as_dict()) == figure
    assert figures.from_dict({**figure.as_dict(), "of_a_later_version": 1}) == figure
