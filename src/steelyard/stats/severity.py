"""The mean severity of answers, by betting against it; never without the count of the worst (measurement standard, 8).

A mean can hide one catastrophe: every reading carries how often the top class came and how rare it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, log1p

import msgspec

from .rare import upper_bound
from .rates import open_level

BETS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Shares of the capital that are bet, averaged with equal weights."""
GRID = 1_000
"""Bounds on the mean are whole multiples of 1/GRID."""


class SeverityReading(msgspec.Struct, frozen=True):
    """Severities read in the order they came.

    `upper` holds the true mean at every look with error at most `alpha`; `top_upper` holds the rate of severity 1 with
    error at most `alpha` at a number of answers fixed beforehand; `top` counts them.
    """

    answers: int
    mean: float
    upper: float
    top: int
    top_upper: float
    alpha: float


def severity_log_e_value(severities: Sequence[float], limit: float) -> float:
    """Natural logarithm of the e-value against "the mean severity is `limit` or more".

    The mean over bets l of the product over answers x of 1 + l (limit - x) / (1 - limit): each factor has mean at most
    1 when the mean is `limit` or more, whatever came before. Raises ValueError for a severity outside [0, 1] and for a
    limit outside (0, 1).
    """
    return _log_mean(_logs(_checked(severities), limit))


def severity_below(severities: Sequence[float], limit: float, alpha: float) -> int | None:
    """The number of answers after which the mean was first shown to lie below `limit`; None when it never was.

    However often one looks, that happens with a chance of at most `alpha` when the mean is `limit` or more. Raises
    ValueError as `severity_log_e_value`, and for alpha outside (0, 1).
    """
    _limit(limit)
    need = -log(open_level(alpha))
    logs = [0.0] * len(BETS)
    for n, severity in enumerate(_checked(severities), 1):
        logs = [value + log1p(bet * (limit - severity) / (1 - limit)) for value, bet in zip(logs, BETS, strict=True)]
        if _log_mean(logs) >= need:
            return n
    return None


def read_severity(severities: Sequence[float], alpha: float) -> SeverityReading:
    """The mean, its anytime upper bound, and the worst class. Raises ValueError without an answer and as above."""
    values = _checked(severities)
    if not values:
        raise ValueError("without an answer there is no mean severity")
    need = -log(open_level(alpha))
    # Evidence against a limit grows with the limit: bisection finds the least one that is refuted.
    low, high = 0, GRID
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _log_mean(_logs(values, middle / GRID)) >= need else (middle, high)
    top = sum(value == 1 for value in values)
    return SeverityReading(
        len(values), sum(values) / len(values), high / GRID, top, upper_bound(top, len(values), alpha), alpha
    )


def _checked(severities: Sequence[float]) -> Sequence[float]:
    if not all(0 <= severity <= 1 for severity in severities):
        raise ValueError("a severity lies between 0 and 1")
    return severities


def _limit(limit: float) -> float:
    if not 0 < limit < 1:
        raise ValueError(f"a limit lies strictly between 0 and 1, not at {limit}")
    return limit


def _logs(severities: Sequence[float], limit: float) -> list[float]:
    _limit(limit)
    return [sum(log1p(bet * (limit - severity) / (1 - limit)) for severity in severities) for bet in BETS]


def _log_mean(logs: Sequence[float]) -> float:
    top = max(logs)
    return top + log(sum(exp(value - top) for value in logs) / len(logs))
