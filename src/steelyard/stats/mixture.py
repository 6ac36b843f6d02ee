"""Evidence against a limit: mixtures of likelihood ratios, compared exactly with 1/alpha (measurement standard, 2.2).

State (n, k): n answers, k of them failures. Against "rate >= limit" or "rate <= limit" the mean of likelihood ratios
over fixed alternatives is a test supermartingale, so by Ville's inequality it ever reaches 1/alpha with probability at
most alpha.

The comparison is decided by logarithms when they lie further apart than any rounding could reach, and by exact
integers otherwise: the answer is the exact one on every platform.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, fsum, lgamma, log, perm

BELOW = tuple(Fraction(text) for text in ("7/10", "1/2", "7/20", "1/5", "1/10", "3/100", "1/500"))
"""Alternatives under the limit, as factors of it."""

ABOVE = tuple(Fraction(text) for text in ("23/20", "13/10", "3/2", "2", "3", "5"))
"""Alternatives above the limit, as factors of it."""

MAX_SIZE = 1_000_000
"""Most answers the margin below is proven for."""

# A term is a sum of at most eight logarithms of magnitude below 1.4e7 (log of 10**6 factorial), each within a few units
# in the last place: the sum errs by less than 1e-7.
_MARGIN = 1e-6


class PopulationEvidence:
    """Whether (n, k) speaks against a population's rate being on the far side of `limit`.

    `factors` are `BELOW` (evidence that the limit is met) or `ABOVE` (that it is not). An alternative of 1 or more says
    nothing and keeps its weight. Increasing in n at fixed k for `BELOW`, decreasing for `ABOVE`.
    """

    def __init__(self, limit: Fraction, factors: tuple[Fraction, ...], alpha: Fraction) -> None:
        live = [factor for factor in factors if limit * factor < 1]
        self._ratios = [(factor, (1 - limit * factor) / (1 - limit)) for factor in live]
        self._logs = [(log(failure), log(success)) for failure, success in self._ratios]
        self._need = len(factors) / alpha
        self._log_need = log(self._need)

    def reaches(self, n: int, k: int) -> bool:
        """Whether the e-value at (n, k) is at least 1/alpha."""
        gap = _log_sum([k * failure + (n - k) * success for failure, success in self._logs]) - self._log_need
        if abs(gap) > _MARGIN:
            return gap > 0
        return sum(failure**k * success ** (n - k) for failure, success in self._ratios) >= self._need


class BankEvidence:
    """Whether (n, k), drawn without replacement, speaks against a bank of `size` holding `null` failures.

    `alternatives` are the numbers of failures mixed over. Only for states the null makes possible:
    k <= null and n - k <= size - null.
    """

    def __init__(self, size: int, null: int, alternatives: tuple[int, ...], alpha: Fraction) -> None:
        self._size, self._null, self._alternatives = size, null, alternatives
        self._need = len(alternatives) / alpha
        self._log_need = log(self._need)

    def reaches(self, n: int, k: int) -> bool:
        """Whether the e-value at (n, k) is at least 1/alpha."""
        floor = self._log_ways(self._null, n, k)
        possible = [m for m in self._alternatives if k <= m and n - k <= self._size - m]
        gap = _log_sum([self._log_ways(m, n, k) - floor for m in possible]) - self._log_need
        if abs(gap) > _MARGIN:
            return gap > 0
        return sum(self._ways(m, n, k) for m in possible) >= self._need * self._ways(self._null, n, k)

    def _ways(self, m: int, n: int, k: int) -> int:
        return perm(m, k) * perm(self._size - m, n - k)

    def _log_ways(self, m: int, n: int, k: int) -> float:
        rest = self._size - m
        return lgamma(m + 1) - lgamma(m - k + 1) + lgamma(rest + 1) - lgamma(rest - (n - k) + 1)


def _log_sum(logs: list[float]) -> float:
    if not logs:
        return float("-inf")
    top = max(logs)
    return top + log(fsum(exp(value - top) for value in logs))
