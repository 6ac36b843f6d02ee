"""The null that is hardest to refute when a rate is a weighted sum over strata (measurement standard, 2.5 and 4.4).

Union-intersection: a weighted rate above the limit is refuted when every combination of stratum rates q that makes one
is (J. Spertus, M. Sridhar and P. Stark, arXiv 2409.06680 [read]). The evidence against one combination has a numerator
that does not depend on it, so the weakest evidence is against the most likely combination. Minus the log-likelihood is
convex and separable, hence for every price x >= 0 of the limit

    sum_s max_q [ k_s log q + (n_s - k_s) log(1 - q) + x w_s q ]  -  x limit

lies at or above the greatest log-likelihood of the null, and the best price reaches it. No grid is needed, a price that
is slightly off only weakens the evidence, and a margin for rounding keeps the bound on the safe side.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, log, log1p, sqrt
from typing import NamedTuple

_HALVINGS = 200
_ROUNDING = 1e-13


class NullFit(NamedTuple):
    """`log_likelihood` is at or above that of every combination of the null, by less than 1e-6; `rates` is the one that
    (nearly) reaches it, one a stratum."""

    log_likelihood: float
    rates: tuple[float, ...]


def null_fit(weights: Sequence[float], asked: Sequence[int], failures: Sequence[int], limit: float) -> NullFit:
    """The most likely stratum rates whose weighted sum is at least `limit`, after `failures` of `asked` a stratum.

    For the null "at most `limit`" hand in successes and 1 - `limit`. Weights sum to 1; one of 0 plays no part. Nothing
    is checked: the gates that call this do.
    """
    low, high = 0.0, 1.0
    if _total(weights, rates := _rates(weights, asked, failures, 0.0)) >= limit:
        return NullFit(_bound(weights, asked, failures, rates, 0.0, limit), rates)
    while _total(weights, _rates(weights, asked, failures, high)) < limit:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high or high - low <= 1e-13 * high:
            break
        if _total(weights, _rates(weights, asked, failures, middle)) < limit:
            low = middle
        else:
            high = middle
    rates = _rates(weights, asked, failures, high)
    return NullFit(_bound(weights, asked, failures, rates, high, limit), rates)


def _total(weights: Sequence[float], rates: Sequence[float]) -> float:
    return fsum(weight * rate for weight, rate in zip(weights, rates, strict=True))


def _rates(weights: Sequence[float], asked: Sequence[int], failures: Sequence[int], price: float) -> tuple[float, ...]:
    return tuple(_best_rate(n, k, price * w) for w, n, k in zip(weights, asked, failures, strict=True))


def _best_rate(n: int, k: int, pull: float) -> float:
    """Where k log q + (n - k) log(1 - q) + pull q is greatest; without answers 1, the worst rate."""
    if n in {0, k}:
        return 1.0
    if k == 0:
        return max(0.0, 1 - n / pull) if pull > n else 0.0
    root = sqrt((n - pull) ** 2 + 4 * pull * k)
    # Two forms of the same root of pull q^2 + (n - pull) q - k: each is taken where it does not cancel.
    return min(1.0, 2 * k / (n - pull + root) if pull <= n else (pull - n + root) / (2 * pull))


def _bound(
    weights: Sequence[float], asked: Sequence[int], failures: Sequence[int], rates: Sequence[float], price: float,
    limit: float,
) -> float:  # fmt: skip
    terms = [-price * limit]
    for w, n, k, q in zip(weights, asked, failures, rates, strict=True):
        terms.append(price * w * q)
        if k and q > 0:
            terms.append(k * log(q))
        if n > k and q < 1:
            terms.append((n - k) * log1p(-q))
    return fsum(terms) + _ROUNDING * (1 + fsum(map(abs, terms)))
