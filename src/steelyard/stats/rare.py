"""What no failure, or few, says about rare failures (measurement standard, 8)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, log

import msgspec

from .gates import population_table
from .intervals import anytime_interval
from .rates import open_level, open_rate
from .tails import beta_quantile


class ZeroFailures(msgspec.Struct, frozen=True):
    """Upper bounds on the failure rate after `answers` without a failure, each with error at most `alpha`.

    `fixed` holds when the number of answers was fixed beforehand, `anytime` whenever one looks.
    """

    answers: int
    fixed: float
    anytime: str
    alpha: str


class ZeroFailurePlan(msgspec.Struct, frozen=True):
    """Answers without a failure that show a rate below a limit: fixed beforehand, and when looking at any time."""

    fixed: int
    anytime: int | None


def upper_bound(failures: int, answers: int, alpha: float) -> float:
    """Exact one-sided upper bound on the failure rate, for a number of answers fixed beforehand (Clopper-Pearson).

    Raises ValueError unless 0 <= failures <= answers and alpha lies in (0, 1).
    """
    if not 0 <= failures <= answers:
        raise ValueError(f"{failures} failures among {answers} answers")
    open_level(alpha)
    if failures == answers:
        return 1.0
    if failures == 0:
        return float(1 - alpha ** (1 / answers))
    return beta_quantile(1 - alpha, failures + 1, answers - failures)


def zero_failures(answers: int, alpha: str | Fraction) -> ZeroFailures:
    """Both bounds after `answers` answers, none of them a failure. Nothing asked says nothing: bounds of 1.

    Raises ValueError for a negative number and when alpha is not a decimal strictly between 0 and 1.
    """
    level = open_rate(alpha, "alpha")
    interval = anytime_interval(answers, 0, 0, level)
    return ZeroFailures(answers, upper_bound(0, answers, float(level)), interval.high, interval.alpha)


def zero_failure_plan(limit: str | Fraction, alpha: str | Fraction, most: int = 100_000) -> ZeroFailurePlan:
    """How many answers without a failure show a rate of at most `limit`; `anytime` None when `most` are not enough.

    Raises ValueError when limit or alpha is not a decimal strictly between 0 and 1.
    """
    rate, level = open_rate(limit, "limit"), open_rate(alpha, "alpha")
    fixed = ceil(log(level) / log(1 - rate))
    while (1 - rate) ** fixed > level:  # rounding of logarithms decides nothing
        fixed += 1
    while fixed > 1 and (1 - rate) ** (fixed - 1) <= level:
        fixed -= 1
    size = min(most, 64)
    while True:
        table = population_table(size, rate, level)
        met = next((n for n, best in enumerate(table.pass_max) if best >= 0), None)
        if met is not None or size == most:
            return ZeroFailurePlan(fixed, met)
        size = min(most, 4 * size)
