"""The label gate with many runs side by side, for its planner and its proofs: `labelgate` in arrays (4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from math import lgamma
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .labelgate import COIN, LEAST_RATE, LabelDesign, prior_mean
from .labelread import STRENGTH, TRUST

_HALVINGS = 45
_Counts = NDArray[np.int64]
_Floats = NDArray[np.float64]


class LabelRuns(NamedTuple):
    """Simulated runs, one an entry: labels used, and 1 for met, -1 for failed, 0 for open at the cap."""

    labels: _Counts
    sides: _Counts


def simulate_labels(
    design: LabelDesign, rates: tuple[float, float], *, cap: int, runs: int, again: str = ""
) -> LabelRuns:
    """`runs` runs of the label gate, looked at after each label.

    Kind `sample`: exactly round(rate * size) answers of each stratum fail; `population`: each label fails with the
    rate of its stratum. `again` makes other draws of the same design. Raises ValueError when rates lie
    outside [0, 1], or `cap` or `runs` is below 1.
    """
    if cap < 1 or runs < 1:
        raise ValueError("cap and runs are at least 1")
    if not all(0 <= rate <= 1 for rate in rates):
        raise ValueError(f"rates lie between 0 and 1, not at {rates}")
    digest = sha256(f"labels\0{design.seed}\0{again}".encode()).digest()
    return _Runs(design, rates, cap, np.random.Generator(np.random.PCG64(int.from_bytes(digest))), runs).all()


class _Null(NamedTuple):
    """At least `least` failures in all, or a weighted rate of at least `limit`."""

    sizes: tuple[int, int]
    least: int
    limit: float


class _Runs:
    """Runs side by side; arrays are (2, runs): flagged, unflagged."""

    def __init__(
        self, design: LabelDesign, rates: tuple[float, float], cap: int, rng: np.random.Generator, runs: int
    ) -> None:
        self._design, self._cap, self._rng, self._rates = design, cap, rng, rates
        self._sizes = np.array(design.sizes)[:, None]
        self._holds = np.array([round(rate * size) for rate, size in zip(rates, design.sizes, strict=True)])[:, None]
        limit, total = Fraction(design.limit), sum(design.sizes)
        self._over = _Null(design.sizes, design.allowed + 1, float(limit))
        self._within = _Null(design.sizes, total - design.allowed, float(1 - limit))
        self._means = np.array([prior_mean(design, 0), prior_mean(design, 1)])[:, None]
        most = min(cap, sum(design.sizes)) + 1
        self._priors = [[_beta_tables(mean * STRENGTH, (1 - mean) * STRENGTH, most), _beta_tables(0.5, 0.5, most)]
                        for mean in self._means[:, 0]]  # fmt: skip
        self._labels = np.full(runs, cap, dtype=np.int64)
        self._sides = np.zeros(runs, dtype=np.int64)
        self._live = np.arange(runs)
        self._asked = np.zeros((2, runs), dtype=np.int64)
        self._failed = np.zeros((2, runs), dtype=np.int64)

    def all(self) -> LabelRuns:
        """Label until every run is decided or the cap is reached."""
        need = -np.log(float(Fraction(self._design.alpha)))
        met, failed, hardest = self._evidence()
        for turn in range(1, self._cap + 1):
            if not len(self._live) or turn > int(self._sizes.sum()):
                break
            self._label(hardest)
            met, failed, hardest = self._evidence()
            done = (met >= need) | (failed >= need)
            if done.any():
                self._labels[self._live[done]] = turn
                self._sides[self._live[done]] = np.where(met[done] >= need, 1, -1)
                keep = ~done
                self._live, hardest = self._live[keep], hardest[:, keep]
                self._asked, self._failed = self._asked[:, keep], self._failed[:, keep]
        return LabelRuns(self._labels, self._sides)

    def _label(self, hardest: _Floats) -> None:
        estimate = (self._failed + self._means) / (self._asked + 1)
        null = np.clip(hardest, LEAST_RATE, 1 - LEAST_RATE)
        worth = estimate * np.log(estimate / null) + (1 - estimate) * np.log((1 - estimate) / (1 - null))
        second = (worth[0] <= worth[1]) ^ (self._rng.random(len(self._live)) >= COIN)
        full = self._asked >= self._sizes
        chosen = np.where(full[0], True, np.where(full[1], False, second)).astype(np.int64)
        runs = np.arange(len(self._live))
        chance = np.array(self._rates)[chosen]
        if self._design.kind == "sample":
            left = self._sizes[chosen, 0] - self._asked[chosen, runs]
            chance = (self._holds[chosen, 0] - self._failed[chosen, runs]) / left
        fails = self._rng.random(len(runs)) < chance
        self._asked[chosen, runs] += 1
        self._failed[chosen, runs] += fails

    def _evidence(self) -> tuple[_Floats, _Floats, _Floats]:
        """As `LabelGate.evidence`, without its margins, and the hardest rates."""
        mixture = np.zeros(len(self._live))
        for (expected, vague), n, k in zip(self._priors, self._asked, self._failed, strict=True):
            mixture += np.logaddexp(
                np.log(float(TRUST)) + _log_beta(expected, n, k), np.log(float(1 - TRUST)) + _log_beta(vague, n, k)
            )
        fit = _sample_null if self._design.kind == "sample" else _population_null
        over, over_rates = fit(self._over, self._asked, self._failed)
        within, within_rates = fit(self._within, self._asked, self._asked - self._failed)
        hardest = np.where(over <= within, over_rates, 1 - within_rates)
        return mixture - over, mixture - within, hardest


def _population_null(null: _Null, asked: _Counts, failed: _Counts) -> tuple[_Floats, _Floats]:
    """As `null_fit`: the best rates on the line where the weighted rate is the limit, or the rates seen above it."""
    w = np.array(null.sizes) / sum(null.sizes)
    seen = np.where(asked > 0, failed / np.maximum(asked, 1), 1.0)
    if w.min() == 0:
        only = int(w.argmax())
        rates = seen.copy()
        rates[only] = np.maximum(seen[only], null.limit)
        return _log_likelihood(asked, failed, rates), rates
    passed = asked - failed
    low = np.full(asked.shape[1], max(0.0, (null.limit - w[1]) / w[0]))
    high = np.full(asked.shape[1], min(1.0, null.limit / w[0]))
    for _ in range(_HALVINGS):
        q = (low + high) / 2
        z = (null.limit - w[0] * q) / w[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = failed[0] / q - passed[0] / (1 - q) - w[0] / w[1] * (failed[1] / z - passed[1] / (1 - z))
        low, high = np.where(slope > 0, q, low), np.where(slope > 0, high, q)
    line = np.stack([low, np.clip((null.limit - w[0] * low) / w[1], 0, 1)])
    rates = np.where(w @ seen >= null.limit, seen, line)
    return _log_likelihood(asked, failed, rates), rates


def _sample_null(null: _Null, asked: _Counts, failed: _Counts) -> tuple[_Floats, _Floats]:
    """As `sample_fit`."""
    sizes = np.array(null.sizes)[:, None]
    factorial = _log_factorials(sum(null.sizes))
    passed = asked - failed
    highs = sizes - passed
    best = np.where(asked == 0, sizes, np.minimum(highs, failed * (sizes + 1) // np.maximum(asked, 1)))
    low = np.maximum(failed[0], null.least - highs[1])
    high = np.maximum(low, np.minimum(highs[0], null.least - failed[1]))
    while (low < high).any():
        middle = (low + high) // 2
        more = _step(sizes[0], passed[0], failed[0], middle) > _step(
            sizes[1], passed[1], failed[1], null.least - middle - 1
        )
        open_ = low < high
        low, high = np.where(open_ & more, middle + 1, low), np.where(open_ & ~more, middle, high)
    split = np.where(best.sum(axis=0) >= null.least, best, np.stack([low, null.least - low]))
    possible = highs.sum(axis=0) >= null.least
    split = np.where(possible, split, highs)
    logs = (
        factorial[split] - factorial[split - failed] + factorial[sizes - split]
        - factorial[sizes - split - passed] - factorial[sizes] + factorial[sizes - asked]
    )  # fmt: skip
    shares: _Floats = split / np.maximum(sizes, 1)
    return np.where(possible, logs.sum(axis=0), -np.inf), shares


def _step(size: _Counts, passed: _Counts, failed: _Counts, m: _Counts) -> _Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: _Floats = np.log((m + 1) / (m + 1 - failed)) + np.log((size - m - passed) / (size - m))
    return found


def _log_likelihood(asked: _Counts, failed: _Counts, rates: _Floats) -> _Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(failed > 0, failed * np.log(rates), 0.0)
        terms = terms + np.where(asked > failed, (asked - failed) * np.log1p(-rates), 0.0)
    total: _Floats = terms.sum(axis=0)
    return total


def _log_factorials(most: int) -> _Floats:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])


def _beta_tables(a: float, b: float, most: int) -> Sequence[_Floats]:
    """log Gamma(c + i) - log Gamma(c) for i = 0.. and c = a, b, a + b."""
    return [np.array([lgamma(c + i) - lgamma(c) for i in range(most)]) for c in (a, b, a + b)]


def _log_beta(tables: Sequence[_Floats], n: _Counts, k: _Counts) -> _Floats:
    found: _Floats = tables[0][k] + tables[1][n - k] - tables[2][n]
    return found
