"""Which of many models differ, with one error level for all pairs: paired max-t, step-down (measurement standard, 6).

The construction of J. P. Romano and M. Wolf, with two choices of ours. Each pair's difference is divided by the root of
its sum of squares about zero (as McNemar's test does), so that a handful of differing units, or a constant difference,
never reads as certainty: with b differing units the statistic is at most sqrt(b). And the weights of the bootstrap are
random signs, one a unit for all pairs, so that two models are compared by an exact sign-flip test.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .signs import random_signs

LEAST_UNITS = 10
"""Fewer independent units than this carry counts, no claims."""
DRAWS = 1_999
"""Draws of signs: adjusted levels are multiples of 1 / (DRAWS + 1)."""

_STEP = 200
_ROUNDING = 1e-9
_PURPOSE = "steelyard max-t"


class PairTest(msgspec.Struct, frozen=True):
    """Two models, `first` < `second`, on one dimension.

    `difference` is the mean score of the first less that of the second; `statistic` has its sign, and is None when the
    two differ in no unit, so that there is nothing to divide by. `adjusted` is the least error level, over all pairs of
    the family, at which the difference would be claimed.
    """

    dimension: int
    first: int
    second: int
    difference: float
    statistic: float | None
    adjusted: float


class _Units(msgspec.Struct, frozen=True):
    """One dimension: `sums` of scores by (unit, model), and `places` of its units among all units."""

    sums: NDArray[np.float64]
    places: NDArray[np.intp]
    items: int


class _Pair(msgspec.Struct, frozen=True):
    dimension: int
    first: int
    second: int


def step_down(
    boards: Sequence[ArrayLike], *, seed: str, clusters: Sequence[Sequence[Hashable]] | None = None,
    waves: Sequence[int] | None = None, draws: int = DRAWS,
) -> tuple[PairTest, ...]:  # fmt: skip
    """Every pair of models on every dimension, tested as one family.

    `boards` holds one array (models, items) of scores a dimension, higher is better, the same models in the same order;
    `clusters`, where given, one label an item: items of one label, on whatever dimension, are one unit. Without it each
    item of each dimension is its own unit. The chance of any false claim, when claims are the pairs with `adjusted` at
    most alpha, is about alpha (asymptotically in units; exactly, for two models whose labels could be swapped in every
    unit). Dimensions that share items without saying so only make it more careful.

    `waves` numbers the models by when they entered: a pair belongs to the wave of the later of its two models, and each
    wave is a family with an error level of its own, so that no later entry changes an earlier claim. More models in a
    wave can take claims away from it, but never add or turn one round.

    Raises ValueError for fewer than `LEAST_UNITS` units on a dimension, boards of different models, labels that do not
    match, and scores that are not finite.
    """
    units, total = _units(boards, clusters)
    models = units[0].sums.shape[1] if units else 0
    if waves is not None and len(waves) != models:
        raise ValueError(f"{len(waves)} waves for {models} models")
    families: dict[int, list[_Pair]] = {}
    for dimension in range(len(units)):
        for first, second in combinations(range(models), 2):
            wave = 0 if waves is None else max(waves[first], waves[second])
            families.setdefault(wave, []).append(_Pair(dimension, first, second))
    tests = [test for pairs in families.values() for test in _family(units, total, pairs, seed, draws)]
    return tuple(sorted(tests, key=lambda test: (test.dimension, test.first, test.second)))


def _units(boards: Sequence[ArrayLike], clusters: Sequence[Sequence[Hashable]] | None) -> tuple[list[_Units], int]:
    """Sums of every dimension, and how many units there are in all."""
    if clusters is not None and len(clusters) != len(boards):
        raise ValueError(f"{len(clusters)} lists of cluster labels for {len(boards)} dimensions")
    known: dict[Hashable, int] = {}
    found: list[_Units] = []
    for dimension, board in enumerate(boards):
        scores = np.asarray(board, dtype=np.float64)
        if scores.ndim != 2 or (found and scores.shape[0] != found[0].sums.shape[1]):
            raise ValueError("every dimension needs one row of scores for each of the same models")
        if not np.isfinite(scores).all():
            raise ValueError("a score is missing or not finite: leave its item out for all models")
        items = scores.shape[1]
        labels = [(dimension, item) for item in range(items)] if clusters is None else clusters[dimension]
        if len(labels) != items:
            raise ValueError(f"{len(labels)} cluster labels for {items} items")
        places = np.array([known.setdefault(label, len(known)) for label in labels], dtype=np.intp)
        own, rows = np.unique(places, return_inverse=True)
        if len(own) < LEAST_UNITS:
            raise ValueError(f"{len(own)} independent units are fewer than {LEAST_UNITS}: they carry counts, no claims")
        sums = np.zeros((len(own), scores.shape[0]))
        np.add.at(sums, rows, scores.T)
        found.append(_Units(sums, own, items))
    return found, len(known)


def _family(units: Sequence[_Units], total: int, pairs: list[_Pair], seed: str, draws: int) -> list[PairTest]:
    """The tests of one family: from the largest statistic down, against the largest of those not yet passed."""
    sums, norms = _statistics(units, pairs)
    live = np.flatnonzero(norms > 0)
    statistics = np.divide(sums, norms, out=np.zeros_like(sums), where=norms > 0)
    falling = live[np.argsort(-np.abs(statistics[live]), kind="stable")]
    reached = np.zeros(len(falling), dtype=np.int64)
    for start in range(0, draws, _STEP) if len(falling) else ():
        signs = random_signs(seed, _PURPOSE, range(start, min(draws, start + _STEP)), total)
        flipped = np.abs(_flipped(units, [pairs[i] for i in falling], signs)) / norms[falling]
        largest = np.maximum.accumulate(flipped[:, ::-1], axis=1)[:, ::-1]
        reached += (largest >= np.abs(statistics[falling]) - _ROUNDING).sum(axis=0)
    adjusted = np.ones(len(pairs))
    adjusted[falling] = np.maximum.accumulate((1 + reached) / (draws + 1))
    return [
        PairTest(
            *(pair.dimension, pair.first, pair.second),
            difference=float(sums[i] / units[pair.dimension].items),
            statistic=float(statistics[i]) if norms[i] > 0 else None,
            adjusted=float(adjusted[i]),
        )
        for i, pair in enumerate(pairs)
    ]


def _statistics(units: Sequence[_Units], pairs: list[_Pair]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum and root of the sum of squares of each pair's differences over units."""
    sums, norms = np.zeros(len(pairs)), np.zeros(len(pairs))
    for i, pair in enumerate(pairs):
        scores = units[pair.dimension].sums
        differences = scores[:, pair.first] - scores[:, pair.second]
        differences[np.abs(differences) < _ROUNDING] = 0
        sums[i], norms[i] = differences.sum(), np.sqrt(differences @ differences)
    return sums, norms


def _flipped(units: Sequence[_Units], pairs: list[_Pair], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of differences under each row of `signs`: shape (draws, pairs)."""
    totals = np.stack([signs[:, part.places] @ part.sums for part in units], axis=1)
    dimension = [pair.dimension for pair in pairs]
    return np.asarray(
        totals[:, dimension, [pair.first for pair in pairs]] - totals[:, dimension, [pair.second for pair in pairs]]
    )
