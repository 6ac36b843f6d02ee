"""How many questions a comparison needs, and what difference a number of questions can show (standard, 3).

All on the normal approximation of a two-sided test (grade A), for questions that stand for themselves.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Literal

from .tails import normal_quantile

_STEPS = 60


def items_needed(
    difference: float, between: float, *, within_a: float = 0.0, asks_a: int = 1, within_b: float = 0.0,
    asks_b: int = 1, alpha: float = 0.05, power: float = 0.8,
) -> int:  # fmt: skip
    """Questions needed to tell A from B when each is asked `asks_a` and `asks_b` times of each (E. Miller, 2024).

    `between` is the variance over questions of the true difference; `within_a` and `within_b` are the mean variances of
    one answer about its question's rate. Raises ValueError for a difference of 0 or impossible variances.
    """
    if not 0 < abs(difference) <= 1 or min(between, within_a, within_b) < 0 or min(asks_a, asks_b) < 1:
        raise ValueError("a difference is not 0 and at most 1, variances are not negative, each question asked once")
    variance = between + within_a / asks_a + within_b / asks_b
    return max(1, ceil(_errors(alpha, power) ** 2 * variance / difference**2 - 1e-9))


def paired_items_needed(
    rate_a: float, rate_b: float, correlation: float, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Questions needed, asked of both, when A fails `rate_a` and B `rate_b` of them with outcomes thus correlated.

    Raises ValueError when the rates are equal or not in [0, 1], or no two outcomes can have that correlation.
    """
    low, high = correlation_range(rate_a, rate_b)
    if not low - 1e-9 <= correlation <= high + 1e-9:
        raise ValueError(
            f"failing {rate_a} and {rate_b} of the time allows correlations of {low:.3f} to {high:.3f} only"
        )
    return items_needed(
        rate_a - rate_b, max(0.0, _paired_variance(rate_a, rate_b, correlation)), alpha=alpha, power=power
    )


def unpaired_items_needed(rate_a: float, rate_b: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Questions needed of each when A and B are asked different ones. Raises ValueError as `paired_items_needed`."""
    return paired_items_needed(rate_a, rate_b, 0.0, alpha, power)


def detectable_difference(
    pairs: int, rate: float, correlation: float = 0.0, *, alpha: float = 0.05, power: float = 0.8,
    towards: Literal["more", "fewer"] = "more",
) -> float | None:  # fmt: skip
    """The least difference from `rate` that `pairs` questions show with this power, as a positive share.

    `towards`: whether the other model fails more or fewer. With correlation 0 the same number of different questions
    for each does as well; a correlation that a pair of rates does not allow is taken as the largest that it does. None
    where even the largest difference needs more questions. Raises ValueError for a rate outside [0, 1] or no pairs.
    """
    if pairs < 1 or not 0 <= rate <= 1:
        raise ValueError(f"{pairs} questions at a failure rate of {rate}")
    room = 1 - rate if towards == "more" else rate
    sign = 1 if towards == "more" else -1

    def shown(size: float) -> bool:
        other = min(1.0, max(0.0, rate + sign * size))
        possible = min(correlation, correlation_range(rate, other)[1])
        variance = max(0.0, _paired_variance(rate, other, possible))
        return _errors(alpha, power) ** 2 * variance <= pairs * size**2

    if room <= 0 or not shown(room):
        return None
    low, high = 0.0, room
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if shown(middle) else (middle, high)
    return high


def correlation_range(rate_a: float, rate_b: float) -> tuple[float, float]:
    """The least and the largest correlation two outcomes with these rates can have; (0, 0) where one never varies."""
    if not (0 <= rate_a <= 1 and 0 <= rate_b <= 1):
        raise ValueError(f"a rate lies between 0 and 1: {rate_a}, {rate_b}")
    scale = sqrt(rate_a * (1 - rate_a) * rate_b * (1 - rate_b))
    if scale == 0:
        return 0.0, 0.0
    least, most = max(0.0, rate_a + rate_b - 1), min(rate_a, rate_b)
    return (least - rate_a * rate_b) / scale, (most - rate_a * rate_b) / scale


def _paired_variance(rate_a: float, rate_b: float, correlation: float) -> float:
    own = rate_a * (1 - rate_a), rate_b * (1 - rate_b)
    return own[0] + own[1] - 2 * correlation * sqrt(own[0] * own[1])


def _errors(alpha: float, power: float) -> float:
    if not (0 < alpha < 1 and 0 < power < 1):
        raise ValueError(f"alpha and power lie strictly between 0 and 1: {alpha}, {power}")
    return normal_quantile(1 - alpha / 2) + normal_quantile(power)
