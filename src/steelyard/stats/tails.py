"""Tails and quantiles of the beta and Student t distributions, on the standard library alone.

Accurate to about 1e-11 of the value; that is enough for every interval here, none of which is verified by a stranger.
"""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

_TINY = 1e-300
_ENOUGH = 1e-15
_CLOSE = 1e-12
_NORMAL = NormalDist()


def normal_quantile(probability: float) -> float:
    """The standard normal quantile. Raises ValueError unless 0 < probability < 1."""
    _check(probability)
    return _NORMAL.inv_cdf(probability)


def normal_cdf(value: float) -> float:
    """P(Z <= value) of the standard normal."""
    return _NORMAL.cdf(value)


def beta_cdf(value: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_value(a, b), for a, b > 0.

    By the continued fraction of the incomplete beta function, on the side of the mean where it converges fast.
    """
    if not (a > 0 and b > 0):
        raise ValueError(f"a beta distribution has positive parameters, not {a} and {b}")
    if value <= 0:
        return 0.0
    if value >= 1:
        return 1.0
    if value > (a + 1) / (a + b + 2):
        return 1 - _front(1 - value, b, a) * _fraction(1 - value, b, a)
    return _front(value, a, b) * _fraction(value, a, b)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The value at which `beta_cdf` reaches `probability`; by bisection, 0 <= probability <= 1."""
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if probability in {0, 1}:
        return float(probability)
    low, high = 0.0, 1.0
    guess = a / (a + b)
    for _ in range(200):
        gap = beta_cdf(guess, a, b) - probability
        low, high = (guess, high) if gap < 0 else (low, guess)
        # Newton, kept inside the bracket by bisection.
        slope = _density(guess, a, b)
        step = gap / slope if slope > 0 else inf
        if abs(step) <= _CLOSE * guess or high - low <= _CLOSE * high:
            return guess
        guess = guess - step if low < guess - step < high else (low + high) / 2
    return guess


def t_cdf(value: float, df: float) -> float:
    """P(T <= value) of Student's t with `df` > 0 degrees of freedom."""
    _check_df(df)
    square = value * value
    if square < df:
        inner = beta_cdf(square / (df + square), 0.5, df / 2)
        return (1 - inner) / 2 if value < 0 else (1 + inner) / 2
    half = beta_cdf(df / (df + square), df / 2, 0.5) / 2
    return half if value < 0 else 1 - half


def t_quantile(probability: float, df: float) -> float:
    """The value at which `t_cdf` reaches `probability`. Raises ValueError unless 0 < probability < 1 and df > 0."""
    _check(probability)
    _check_df(df)
    tail = min(probability, 1 - probability)
    if tail == 0.5:
        return 0.0
    if tail > 0.25:  # the square of a small t is known best from the middle
        share = beta_quantile(1 - 2 * tail, 0.5, df / 2)
        size = sqrt(df * share / (1 - share))
    elif df > 1:
        size = _t_upper(tail, df)
    else:
        share = beta_quantile(2 * tail, df / 2, 0.5)
        size = sqrt(df * (1 - share) / share)
    return size if probability > 0.5 else -size


def _t_upper(tail: float, df: float) -> float:
    """Where the upper tail of t is `tail`: Newton from the normal quantile, on the convex right half."""
    size = -_NORMAL.inv_cdf(tail)
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    for _ in range(100):
        gap = beta_cdf(df / (df + size * size), df / 2, 0.5) / 2 - tail
        step = gap / (scale * (1 + size * size / df) ** (-(df + 1) / 2))
        size += step
        if abs(step) <= _CLOSE * size:
            break
    return size


def _front(value: float, a: float, b: float) -> float:
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(value) + b * log1p(-value)) / a


def _density(value: float, a: float, b: float) -> float:
    if not 0 < value < 1:
        return 0.0
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * log(value) + (b - 1) * log1p(-value))


def _fraction(value: float, a: float, b: float) -> float:
    """The continued fraction by Lentz's method."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * value / (a + 1))
    result = d
    for m in range(1, 10_000):
        for numerator in (
            m * (b - m) * value / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * value / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _apart(1 + numerator * d)
            c = _apart(1 + numerator / c)
            result *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return result


def _apart(value: float) -> float:
    """Never quite zero, so that it may be divided by."""
    return value if abs(value) > _TINY else _TINY


def _check(probability: float) -> None:
    if not 0 < probability < 1:
        raise ValueError(f"a quantile needs a probability strictly between 0 and 1, not {probability}")


def _check_df(df: float) -> None:
    if not df > 0:
        raise ValueError(f"degrees of freedom are positive, not {df}")
