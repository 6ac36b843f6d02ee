"""Two models on several dimensions: dominates, trades, incomparable, not distinguished (measurement standard, 6).

By intersection-union: a claim made of several parts needs each part at alpha and pays nothing for their number. Single
gains and losses are claimed by Holm's step-down over all dimensions and both directions.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from math import sqrt
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .maxt import DRAWS, LEAST_UNITS
from .rates import open_level
from .signs import random_signs
from .tails import t_cdf

Relation = Literal["dominates", "dominated", "trades", "incomparable", "not_distinguished"]
"""What the first model is to the second. `dominates`: shown no worse than by the margin everywhere, better somewhere,
and nowhere worse; `dominated`: the reverse. `trades`: shown better somewhere and worse elsewhere. `incomparable`: shown
better (or worse) somewhere, but whether that has a price elsewhere is not shown. `not_distinguished`: no difference is
shown in any dimension."""

_EXACT_TOTAL = 20_000
_ROUNDING = 1e-9
_PURPOSE = "steelyard pareto"


class DimensionReading(msgspec.Struct, frozen=True):
    """One dimension. `difference` is the mean score of the first model less that of the second.

    `gain` and `loss` are the least levels at which the first would be claimed better or worse (after Holm), `no_worse`
    and `no_better` those at which it would be claimed no more than the margin below or above the second.
    """

    difference: float
    gain: float
    loss: float
    no_worse: float
    no_better: float


class ParetoReading(msgspec.Struct, frozen=True):
    """What two models are to each other; numbers are places of dimensions.

    `gains` and `losses`: where the first is shown better or worse. `open`: where it is not shown no worse by the margin
    (for the second model, when only losses are shown). `within_margins`: everywhere neither is worse by the margin.
    """

    relation: Relation
    gains: tuple[int, ...]
    losses: tuple[int, ...]
    open: tuple[int, ...]
    within_margins: bool
    dimensions: tuple[DimensionReading, ...]


def pareto_pair(
    first: Sequence[ArrayLike], second: Sequence[ArrayLike], margins: Sequence[float], *, alpha: float, seed: str,
    clusters: Sequence[Sequence[Hashable]] | None = None,
) -> ParetoReading:  # fmt: skip
    """Read two models on the same items: a row of scores in [0, 1] a dimension, higher is better.

    `margins`, in (0, 1), say how much worse still counts as no worse. `clusters`: one label an item and dimension.
    Gains are exact sign-flip tests where unit sums are whole numbers; "no worse" is a t test with a continuity
    correction whose variance is at least what the margin itself would bring (its exact size on pairs of binary items is
    at most 5.4 % at a nominal 5 %). Raises ValueError when lengths differ, a score is outside [0, 1], or a dimension
    has fewer than `LEAST_UNITS` units.
    """
    if not len(first) == len(second) == len(margins) > 0:
        raise ValueError("every dimension needs the scores of both models and a margin")
    open_level(alpha)
    dimensions = []
    for place, (ours, theirs, margin) in enumerate(zip(first, second, margins, strict=True)):
        sums, items = _unit_sums(ours, theirs, None if clusters is None else clusters[place])
        if not 0 < margin < 1:
            raise ValueError(f"a margin lies strictly between 0 and 1, not at {margin}")
        gain, loss = _better(sums, f"{seed}\0{place}")
        no_worse, no_better = _no_worse(sums, items, margin), _no_worse(-sums, items, margin)
        dimensions.append(DimensionReading(float(sums.sum() / items), gain, loss, no_worse, no_better))
    return _relate(_holm(dimensions), alpha)


def pareto_front(
    boards: Sequence[ArrayLike], margins: Sequence[float], *, alpha: float, seed: str,
    clusters: Sequence[Sequence[Hashable]] | None = None,
) -> tuple[tuple[int, ...], dict[tuple[int, int], ParetoReading]]:  # fmt: skip
    """The models that none is claimed to dominate, and the reading of every pair, each at alpha over the pairs.

    `boards`: one array (models, items) a dimension. Raises ValueError as `pareto_pair`.
    """
    scores = [np.asarray(board, dtype=np.float64) for board in boards]
    models = len(scores[0]) if scores else 0
    pairs = list(combinations(range(models), 2))
    readings = {
        (j, k): pareto_pair(
            [board[j] for board in scores], [board[k] for board in scores], margins,
            alpha=alpha / len(pairs), seed=seed, clusters=clusters,
        )
        for j, k in pairs
    }  # fmt: skip
    beaten = {k for (_, k), reading in readings.items() if reading.relation == "dominates"}
    beaten |= {j for (j, _), reading in readings.items() if reading.relation == "dominated"}
    return tuple(model for model in range(models) if model not in beaten), readings


def _unit_sums(
    ours: ArrayLike, theirs: ArrayLike, labels: Sequence[Hashable] | None
) -> tuple[NDArray[np.float64], int]:
    """Sum of differences of each unit, and the number of items."""
    one, two = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    if one.ndim != 1 or one.shape != two.shape or (labels is not None and len(labels) != len(one)):
        raise ValueError("the two models need one score each on the same items, and each item one cluster label")
    if not (((one >= 0) & (one <= 1)).all() and ((two >= 0) & (two <= 1)).all()):
        raise ValueError("a score is missing or outside 0 to 1")
    known: dict[Hashable, int] = {}
    places = [known.setdefault(label, len(known)) for label in (range(len(one)) if labels is None else labels)]
    if len(known) < LEAST_UNITS:
        raise ValueError(f"{len(known)} independent units are fewer than {LEAST_UNITS}: they carry counts, no claims")
    sums = np.zeros(len(known))
    np.add.at(sums, places, one - two)
    return sums, len(one)


def _better(sums: NDArray[np.float64], seed: str) -> tuple[float, float]:
    """One-sided sign-flip levels of a sum above and below zero; 1 when no unit differs."""
    units = sums[np.abs(sums) > _ROUNDING]
    total = float(units.sum())
    whole = np.rint(units)
    if (np.abs(units - whole) < _ROUNDING).all() and np.abs(whole).sum() <= _EXACT_TOTAL:
        law = np.ones(1)
        for size in np.abs(whole).astype(int):  # the law of the sum of +-size, from -(all) to +(all) in steps of 1
            law = np.pad(law, (0, 2 * size)) / 2 + np.pad(law, (2 * size, 0)) / 2
        values = np.arange(len(law)) - len(law) // 2
        gain, loss = law[values >= round(total)].sum(), law[values <= round(total)].sum()
    else:
        flipped = random_signs(seed, _PURPOSE, range(DRAWS), len(units)) @ units
        gain = (1 + (flipped >= total - _ROUNDING).sum()) / (DRAWS + 1)
        loss = (1 + (flipped <= total + _ROUNDING).sum()) / (DRAWS + 1)
    return min(1.0, float(gain)), min(1.0, float(loss))


def _no_worse(sums: NDArray[np.float64], items: int, margin: float) -> float:
    """Level at which the mean difference is claimed to lie above -`margin`.

    Half a success and half a failure more, in two units more of average size; no less variance than losses of exactly
    the margin would bring; half an item less.
    """
    units = len(sums)
    size = items / units
    mean = float(sums.sum()) / (items + 2 * size)
    variance = (float(sums @ sums) / size**2 + 1) / (units + 2) - mean**2
    error = sqrt(max(variance, margin * (1 - margin)) / (units + 2))
    return t_cdf(-(mean + margin - 0.5 / (items + 2 * size)) / error, units - 1)


def _holm(dimensions: list[DimensionReading]) -> tuple[DimensionReading, ...]:
    """The same with `gain` and `loss` raised to what Holm's procedure over all of them asks for."""
    levels = [level for reading in dimensions for level in (reading.gain, reading.loss)]
    raised, reached = [1.0] * len(levels), 0.0
    for passed, i in enumerate(sorted(range(len(levels)), key=lambda i: levels[i])):
        reached = min(1.0, max(reached, levels[i] * (len(levels) - passed)))
        raised[i] = reached
    return tuple(
        msgspec.structs.replace(reading, gain=raised[2 * i], loss=raised[2 * i + 1])
        for i, reading in enumerate(dimensions)
    )


def _relate(dimensions: tuple[DimensionReading, ...], alpha: float) -> ParetoReading:
    places = range(len(dimensions))
    gains = tuple(i for i in places if dimensions[i].gain <= alpha)
    losses = tuple(i for i in places if dimensions[i].loss <= alpha)
    not_shown = tuple(i for i in places if dimensions[i].no_worse > alpha)
    not_shown_other = tuple(i for i in places if dimensions[i].no_better > alpha)
    relation: Relation = "not_distinguished"
    if gains and losses:
        relation = "trades"
    elif gains:
        relation = "incomparable" if not_shown else "dominates"
    elif losses:
        relation = "incomparable" if not_shown_other else "dominated"
    return ParetoReading(
        relation, gains, losses, not_shown_other if losses and not gains else not_shown,
        not not_shown and not not_shown_other, dimensions,
    )  # fmt: skip
