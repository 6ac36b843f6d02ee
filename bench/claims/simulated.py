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


def share_agrees(hits: int, runs: int, chance: float) -> bool:
    """Whether `hits` of `runs` may come of exactly this chance: the same test on either side."""
    return share_within(hits, runs, chance) and bool(binom.cdf(hits, runs, chance) >= LEVEL)


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """Mean and its standard error."""
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)
    return mean, sqrt(spread / len(values))


def mean_agrees(values: Sequence[float], expected: float) -> bool:
    """Whether the mean lies within three standard errors of `expected` (and a rounding's breadth)."""
    mean, error = mean_and_error(values)
    return abs(mean - expected) <= ERRORS * error + 1e-9 * max(1.0, abs(expected))


def mean_within(values: Sequence[float], limit: float) -> bool:
    """Whether the mean lies at or below `limit`, three standard errors allowed."""
    mean, error = mean_and_error(values)
    return mean <= limit + ERRORS * error
