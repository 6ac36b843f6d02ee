"""What a gate on a weighted rate over strata will cost: the rule of `strata`, simulated many runs at a time (2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from math import lgamma
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from .mixture import ABOVE, BELOW
from .rates import open_rate
from .strata import SPREADS, checked_weights

RUNS = 200
_HALVINGS = 45
_Counts = NDArray[np.int64]
_Floats = NDArray[np.float64]


class StrataRuns(NamedTuple):
    """Simulated runs, one an entry: calls used, and 1 for met, -1 for failed, 0 for open when nothing was left."""

    calls: _Counts
    sides: _Counts


class StrataOutlook(msgspec.Struct, frozen=True):
    """Calls until a verdict on the weighted rate, on average over `runs` simulated runs, its standard error, and the
    probabilities of each side within the questions there are."""

    runs: int
    mean_calls: float
    calls_error: float
    met: float
    failed: float


def strata_outlook(
    *, weights: Sequence[Fraction], available: Sequence[int], rates: Sequence[float], limit: str | Fraction,
    alpha: str | Fraction, runs: int = RUNS, seed: str = "",
) -> StrataOutlook:  # fmt: skip
    """The outlook when stratum s has `available[s]` questions that each fail with `rates[s]`, asked as `wanted` says.

    Same seed, same outlook. Raises ValueError as `simulate_strata`.
    """
    found = simulate_strata(
        weights=weights, available=available, rates=rates, limit=limit, alpha=alpha, runs=runs, seed=seed
    )
    return StrataOutlook(
        runs=runs, mean_calls=float(found.calls.mean()), calls_error=float(found.calls.std() / np.sqrt(runs)),
        met=float((found.sides == 1).mean()), failed=float((found.sides == -1).mean()),
    )  # fmt: skip


def simulate_strata(
    *, weights: Sequence[Fraction], available: Sequence[int], rates: Sequence[float], limit: str | Fraction,
    alpha: str | Fraction, runs: int, seed: str,
) -> StrataRuns:  # fmt: skip
    """`runs` runs of `WeightedGate`, looked at after each call, no call faults.

    Raises ValueError when lengths differ, a stratum has no question, a rate lies outside [0, 1], `runs` is below 1, or
    weights, limit or alpha are not what `WeightedGate` takes.
    """
    null, level = open_rate(limit, "limit"), open_rate(alpha, "alpha")
    if not len(checked_weights(weights)) == len(available) == len(rates):
        raise ValueError("every stratum has its weight, its questions and its assumed rate")
    if min(available) < 1 or runs < 1 or not all(0 <= rate <= 1 for rate in rates):
        raise ValueError("strata have questions, rates lie between 0 and 1, runs are at least 1")
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(f"strata\0{seed}".encode()).digest())))
    shares = np.array([float(weight) for weight in weights])
    order = _order(weights, available)
    calls, sides = np.full(runs, len(order), dtype=np.int64), np.zeros(runs, dtype=np.int64)
    live, asked = np.arange(runs), np.zeros(len(shares), dtype=np.int64)
    failed = np.zeros((len(shares), runs), dtype=np.int64)
    mixtures = [_Mixture(factors, null, max(available)) for factors in (BELOW, ABOVE)]
    for turn, stratum in enumerate(order, 1):
        failed[stratum] += rng.random(len(live)) < rates[stratum]
        asked[stratum] += 1
        met = mixtures[0].log(asked, failed) - null_fits(shares, asked, failed, float(null))
        other = mixtures[1].log(asked, failed) - null_fits(shares, asked, asked[:, None] - failed, float(1 - null))
        done = (met >= -np.log(float(level))) | (other >= -np.log(float(level)))
        calls[live[done]], sides[live[done]] = turn, np.where(met[done] > other[done], 1, -1)
        live, failed = live[~done], failed[:, ~done]
        if not len(live):
            break
    return StrataRuns(calls, sides)


def null_fits(weights: _Floats, asked: _Counts, failed: _Counts, limit: float) -> _Floats:
    """As `null_fit`, without its margin: `asked` (strata,), `failed` (strata, runs); log-likelihoods (runs,)."""
    # At this price every stratum's rate lies at or above the limit.
    enough = 2 * max(1, int(asked.max())) / (weights.min() * (1 - limit))
    low, high = np.zeros(failed.shape[1]), np.full(failed.shape[1], enough)
    for _ in range(_HALVINGS):
        price = (low + high) / 2
        short = weights @ _rates(asked, failed, weights[:, None] * price) < limit
        low, high = np.where(short, price, low), np.where(short, high, price)
    seen = _rates(asked, failed, np.zeros(failed.shape))
    rates = np.where(weights @ seen >= limit, seen, _rates(asked, failed, weights[:, None] * high))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(failed > 0, failed * np.log(rates), 0.0)
        terms = terms + np.where(asked[:, None] > failed, (asked[:, None] - failed) * np.log1p(-rates), 0.0)
    total: _Floats = terms.sum(axis=0)
    return total


def _rates(asked: _Counts, failed: _Counts, pull: _Floats) -> _Floats:
    n = asked[:, None]
    root = np.sqrt((n - pull) ** 2 + 4 * pull * failed)
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = np.where(pull <= n, 2 * failed / (n - pull + root), (pull - n + root) / (2 * pull))
        none = np.where(pull > n, 1 - n / pull, 0.0)
    found: _Floats = np.where(failed == n, 1.0, np.where(failed == 0, none, np.minimum(inner, 1.0)))
    return found


class _Mixture:
    """As `log_mixture`, from tables of log gamma differences; components (alternative, spread) side by side."""

    def __init__(self, factors: Sequence[Fraction], limit: Fraction, most: int) -> None:
        self._rates = np.array([float(factor * limit) for factor in factors if factor * limit < 1])
        self._weight = np.log(len(factors) * len(SPREADS))
        self._tables = [
            [_gammas(c, most) for c in (rate * spread, (1 - rate) * spread, spread)]
            for rate in self._rates for spread in SPREADS if spread is not None
        ]  # fmt: skip

    def log(self, asked: _Counts, failed: _Counts) -> _Floats:
        """Log-likelihood of the mixture, one a run."""
        passed, total, failures = asked[:, None] - failed, asked.sum(), failed.sum(axis=0)
        logs = [failures * np.log(rate) + (total - failures) * np.log1p(-rate) for rate in self._rates]
        logs += [(a[failed] + b[passed] - both[asked][:, None]).sum(axis=0) for a, b, both in self._tables]
        joined: _Floats = np.logaddexp.reduce(logs, axis=0) - self._weight
        return joined


def _gammas(start: float, most: int) -> _Floats:
    return np.array([lgamma(start + i) - lgamma(start) for i in range(most + 1)])


def _order(weights: Sequence[Fraction], available: Sequence[int]) -> list[int]:
    """The strata in the order `WeightedGate.wanted` asks them: outcomes play no part in it."""
    turns = sorted((i / weight, s) for s, weight in enumerate(weights) for i in range(available[s]))
    return [stratum for _, stratum in turns]
