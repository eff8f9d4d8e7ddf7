"""Figures: medians and p95 of what was measured, as ratios to the limit measured beside it.

Cases take turns in each round (A B A B ...), so a ratio is that of two neighbors in time, and
the median over the rounds leaves a busy machine's moods out (research/speed.md).
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One case of one group.

    ``median`` and ``p95`` are in ``unit``. ``ratio`` is the median of the ratios to ``beside``,
    pair by pair, and ``ratio_p95`` is this p95 over the p95 of ``beside``. ``at_most`` is what
    issue 6 allows for the ratio, or for the median where there is no ratio; ``at_most_p95``
    likewise. ``kept`` tells whether both are kept; None where nothing is promised.
    """

    group: str
    case: str
    unit: str
    median: float
    p95: float
    beside: str = ""
    ratio: float | None = None
    ratio_p95: float | None = None
    at_most: float | None = None
    at_most_p95: float | None = None
    kept: bool | None = None

    def __post_init__(self) -> None:
        """Work out ``kept``."""
        object.__setattr__(self, "kept", self._kept())

    def _kept(self) -> bool | None:
        middle = self.median if self.ratio is None else self.ratio
        late = self.p95 if self.ratio_p95 is None else self.ratio_p95
        limits = ((middle, self.at_most), (late, self.at_most_p95))
        judged = [value <= limit for value, limit in limits if limit is not None]
        return all(judged) if judged else None

    def as_dict(self) -> dict[str, Any]:
        """Return the figure for JSON."""
        return asdict(self)


def from_dict(values: dict[str, Any]) -> Figure:
    """Return the figure that `Figure.as_dict` gave; what it does not know is left out."""
    known = {field.name for field in fields(Figure)}
    return Figure(**{name: value for name, value in values.items() if name in known})


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of ``values`` lie, between two if need be."""
    ranked = sorted(values)
    at = (len(ranked) - 1) * share
    below = int(at)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (at - below)


def alone(
    group: str,
    case: str,
    values: Sequence[float],
    *,
    unit: str,
    at_most: float | None = None,
    at_most_p95: float | None = None,
) -> Figure:
    """Return the figure of a case that is judged by itself, or that is a limit."""
    middle, late = statistics.median(values), percentile(values, 0.95)
    return Figure(group, case, unit, middle, late, at_most=at_most, at_most_p95=at_most_p95)


def paired(
    group: str,
    case: str,
    values: Sequence[float],
    limit: Sequence[float],
    *,
    unit: str,
    beside: str,
    at_most: float | None = None,
    at_most_p95: float | None = None,
) -> Figure:
    """Return the figure of a case beside its limit; both have one value a round, in turn.

    Raises `ValueError` where they have not as many.
    """
    ratios = [ours / theirs for ours, theirs in zip(values, limit, strict=True)]
    return Figure(
        group,
        case,
        unit,
        statistics.median(values),
        percentile(values, 0.95),
        beside=beside,
        ratio=statistics.median(ratios),
        ratio_p95=percentile(values, 0.95) / percentile(limit, 0.95),
        at_most=at_most,
        at_most_p95=at_most_p95,
    )
