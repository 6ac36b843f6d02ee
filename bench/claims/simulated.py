"""When a simulated figure meets its limit: the two rules every claim uses."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from scipy.stats import binom  # type: ignore[import-untyped]

LEVEL = 0.001
ERRORS = 3.0


def share_within(hits: int, runs: int, limit: float) -> bool:
    """Whether `hits` of `runs` may come of a chance of at most `limit` (one-sided binomial test at 0.1 %)."""
    return bool(binom.sf(hits - 1, runs, limit) >= LEVEL)


def share_at_least(hits: int, runs: int, limit: float) -> bool:
    """Whether `hits` of `runs` may come of a chance of at least `limit` (the same test on the other side)."""
    return bool(binom.cdf(hits, runs, limit) >= LEVEL)


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """Mean and its standard error."""
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)
    return mean, sqrt(spread / len(values))


def mean_within(values: Sequence[float], limit: float) -> bool:
    """Whether the mean lies at or below `limit`, three standard errors allowed."""
    mean, error = mean_and_error(values)
    return mean <= limit + ERRORS * error
