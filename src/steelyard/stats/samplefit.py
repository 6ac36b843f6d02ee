"""The hardest null when two strata are finite and drawn from without replacement (measurement standard, 2.2 and 4.4).

As `nullfit`, for whole numbers of failures: the likelihood of M failures among N is (M)_k (N-M)_(n-k) / (N)_n, falling
factorials. Its logarithm is concave in M, so that the best split of a total is found by bisection, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf, lgamma, log

from .nullfit import NullFit

_ROUNDING = 1e-13


def sample_fit(sizes: Sequence[int], asked: Sequence[int], failures: Sequence[int], least: int) -> NullFit:
    """The most likely numbers of failures in two strata that make at least `least` in all; rates are shares of them.

    Minus infinity when the answers rule the null out. For the null "at most" hand in successes and the number of
    successes it leaves. Nothing is checked: 0 <= failures <= asked <= size a stratum.
    """
    highs = [size - (n - k) for size, n, k in zip(sizes, asked, failures, strict=True)]
    if sum(highs) < least:
        return NullFit(-inf, _shares(highs, sizes))
    best = hardest_counts(sizes, asked, failures, least, _step)
    terms = [
        term
        for size, n, k, m in zip(sizes, asked, failures, best, strict=True)
        for term in (_log_falling(m, k), _log_falling(size - m, n - k), -_log_falling(size, n))
    ]
    scale = sum(lgamma(size + 1) for size in sizes)
    return NullFit(sum(terms) + _ROUNDING * (1 + 12 * scale), _shares(best, sizes))


def hardest_counts(
    sizes: Sequence[int], asked: Sequence[int], failures: Sequence[int], least: int,
    gain: Callable[[int, int, int, int], float | Fraction],
) -> tuple[int, int]:  # fmt: skip
    """The most likely failures in each of two strata that make at least `least` together, which is possible.

    `gain`(size, asked, failures, there) rises with what the likelihood gains from `there` to `there` + 1 failures.
    """
    highs = [size - (n - k) for size, n, k in zip(sizes, asked, failures, strict=True)]
    first, second = (_most_likely(size, n, k) for size, n, k in zip(sizes, asked, failures, strict=True))
    if first + second >= least:
        return first, second
    low, high = max(failures[0], least - highs[1]), min(highs[0], least - failures[1])
    while low < high:  # to where one more in the first stratum no longer pays
        middle = (low + high) // 2
        here = gain(sizes[0], asked[0], failures[0], middle)
        if here > gain(sizes[1], asked[1], failures[1], least - middle - 1):
            low = middle + 1
        else:
            high = middle
    return low, least - low


def _step(size: int, n: int, k: int, m: int) -> float:
    """What the log-likelihood gains from `m` to `m` + 1 failures; both possible."""
    return log((m + 1) / (m + 1 - k)) + log((size - m - (n - k)) / (size - m))


def _most_likely(size: int, n: int, k: int) -> int:
    """The largest most likely number of failures: `size` when nothing was asked."""
    return size if n == 0 else min(size - (n - k), k * (size + 1) // n)


def _log_falling(top: int, count: int) -> float:
    return lgamma(top + 1) - lgamma(top - count + 1)


def _shares(counts: Sequence[int], sizes: Sequence[int]) -> tuple[float, ...]:
    return tuple(count / size if size else 0.0 for count, size in zip(counts, sizes, strict=True))
