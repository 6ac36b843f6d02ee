"""Two models on the same questions: which is better, by how much, and what difference could still be (standard, 3).

A difference is always failures of A less failures of B, as a share of the questions: below 0 is better for A. The
outcome on independent questions rests on McNemar's exact test and is exact (grade E); its interval, and all that is
clustered, is asymptotic (grade A). No interval has zero width, also where no two answers differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import comb, sqrt
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .clustering import (
    ENOUGH_INFORMATIVE,
    LEAST_CLUSTERS,
    TooFewClusters,
    cautious_effect,
    clustered_error,
    effective_number,
)
from .intervals import Bounds
from .tails import normal_quantile, t_cdf, t_quantile

Outcome = Literal["better", "worse", "not_distinguished"]


class Comparison(msgspec.Struct, frozen=True):
    """What comparing A with B came to, A being the one that is `better` or `worse`.

    The difference may still be anything between `low` and `high` (confidence 1 - `alpha`). `not_inferior`: A does not
    fail more than `margin` more often than B, that is `high` < `margin`; None without a margin. `grade` is that of the
    outcome; `clusters` is None where every question stands for itself.
    """

    outcome: Outcome
    difference: float
    low: float
    high: float
    alpha: float
    p_value: float
    pairs: int
    clusters: int | None
    margin: float | None
    not_inferior: bool | None
    grade: Literal["E", "A"]


def mcnemar(only_a: int, only_b: int, *, mid_p: bool = False) -> Fraction:
    """The two-sided p-value that A and B fail equally often, exact (Q. McNemar, Psychometrika 12, 1947).

    `only_a` questions failed with A and not with B, `only_b` the other way round; the rest say nothing. `mid_p` counts
    what was seen by half: less careful, and no exact guarantee. Raises ValueError for a negative count.
    """
    if only_a < 0 or only_b < 0:
        raise ValueError(f"counts of questions are not negative: {only_a}, {only_b}")
    differing, fewer = only_a + only_b, min(only_a, only_b)
    ways = total = 1
    for i in range(fewer):
        ways = ways * (differing - i) // (i + 1)
        total += ways
    p_value = min(Fraction(1), Fraction(2 * total, 2**differing))
    if mid_p:
        seen = Fraction(comb(differing, fewer), 2**differing)
        # In the very middle the two tails share what was seen.
        return Fraction(1) if only_a == only_b else p_value - seen
    return p_value


def paired_difference(only_a: int, only_b: int, pairs: int, alpha: float = 0.05) -> Bounds:
    """An interval on the difference of failure shares, from counts as in `mcnemar` among `pairs` questions.

    Wald's interval with half a question added to each of the four kinds (A. Agresti and Y. Min, Statistics in Medicine
    24, 2005). Raises ValueError when the counts do not fit.
    """
    _check(only_a, only_b, pairs, alpha)
    return adjusted_difference(only_a, only_b, pairs, normal_quantile(1 - alpha / 2))


def adjusted_difference(only_a: float, only_b: float, pairs: float, errors: float) -> Bounds:
    """As `paired_difference`, `errors` standard errors to each side, for counts that need not be whole."""
    centre, error = _moments(only_a - only_b, only_a + only_b, pairs)
    return Bounds(max(-1.0, centre - errors * error), min(1.0, centre + errors * error))


def compare_pairs(only_a: int, only_b: int, pairs: int, alpha: float = 0.05, margin: float | None = None) -> Comparison:
    """Compare A and B on `pairs` independent questions by McNemar's exact test at `alpha`.

    Interval and outcome never contradict each other: the interval is widened to hold 0 where the test does not tell A
    and B apart, and cut at 0 where it does. Raises ValueError when the counts do not fit or the margin is not positive.
    """
    low, high = paired_difference(only_a, only_b, pairs, alpha)
    p_value = mcnemar(only_a, only_b)
    if p_value > Fraction(alpha):
        outcome: Outcome = "not_distinguished"
        low, high = min(low, 0.0), max(high, 0.0)
    elif only_a < only_b:
        outcome, high = "better", min(high, 0.0)
    else:
        outcome, low = "worse", max(low, 0.0)
    return _comparison(outcome, (only_a - only_b) / pairs, low, high, alpha, float(p_value), pairs, None, margin, "E")


def compare_clustered(
    differences: ArrayLike, clusters: Sequence[Hashable], alpha: float = 0.05, margin: float | None = None
) -> Comparison | TooFewClusters:
    """Compare A and B on questions that come in clusters, by a clustered paired t test.

    `differences` are A's failure less B's of each question, in [-1, 1]: whole where each was asked once, shares where
    more often; `clusters` names each one's cluster. Clusters of one question each make it the plain paired t test.
    Where fewer than `ENOUGH_INFORMATIVE` clusters differ at all, the effective number of questions is made as in
    `clustered` and half a question is added as in `paired_difference`. Too few clusters come back with the number of
    questions that A fails more often as `failures`. Raises ValueError for other values.
    """
    values = np.asarray(differences, dtype=float)
    if values.ndim != 1 or len(values) != len(clusters) or not np.all(np.abs(values) <= 1):
        raise ValueError("differences lie between -1 and 1, one for each question and its cluster")
    places = {name: i for i, name in enumerate(dict.fromkeys(clusters))}
    index = np.array([places[name] for name in clusters], dtype=np.intp)
    count, pairs = len(places), len(values)
    if count < LEAST_CLUSTERS:
        return TooFewClusters(pairs, int((values > 0).sum()), count)
    sizes, sums, moves = (_by_cluster(index, part) for part in (np.ones(pairs), values, np.abs(values)))
    centre, error = _clustered_moments(values, sums, sizes, sizes[moves > 0])
    df = effective_number(sizes) - 1
    half = t_quantile(1 - alpha / 2, df) * error
    low, high = max(-1.0, centre - half), min(1.0, centre + half)
    p_value = 2 * t_cdf(-abs(centre / error), df)
    outcome: Outcome = "better" if high < 0 else "worse" if low > 0 else "not_distinguished"
    return _comparison(outcome, float(values.mean()), low, high, alpha, p_value, pairs, count, margin, "A")


def _by_cluster(index: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = np.bincount(index, weights=values).astype(np.float64)
    return sums


def _moments(total: float, squares: float, count: float) -> tuple[float, float]:
    """Mean and its standard error of `count` differences with this sum and sum of squares, and two halves added."""
    centre = total / (count + 2)
    return centre, sqrt(((squares + 1) / (count + 2) - centre**2) / (count + 2))


def _clustered_moments(
    values: NDArray[np.float64], sums: NDArray[np.float64], sizes: NDArray[np.float64], differing: NDArray[np.float64]
) -> tuple[float, float]:
    """The centre of the interval and its standard error; `differing` are the sizes of clusters that differ at all."""
    pairs, mean, squares = len(values), float(values.mean()), float(values @ values)
    seen = clustered_error(sums, sizes)
    if (informative := effective_number(differing)) >= ENOUGH_INFORMATIVE:
        return mean, max(seen, _moments(float(values.sum()), squares, pairs)[1])
    spread = (squares / pairs - mean**2) / pairs
    effect = cautious_effect(seen**2 / spread if spread > 0 else None, sizes, informative)
    return _moments(float(values.sum()) / effect, squares / effect, pairs / effect)


def _comparison(
    outcome: Outcome, difference: float, low: float, high: float, alpha: float, p_value: float, pairs: int,
    clusters: int | None, margin: float | None, grade: Literal["E", "A"],
) -> Comparison:  # fmt: skip
    if margin is not None and not 0 < margin <= 1:
        raise ValueError(f"a margin is a share above 0, not {margin}")
    return Comparison(
        outcome=outcome, difference=difference, low=low, high=high, alpha=alpha, p_value=p_value, pairs=pairs,
        clusters=clusters, margin=margin, not_inferior=None if margin is None else high < margin, grade=grade,
    )  # fmt: skip


def _check(only_a: int, only_b: int, pairs: int, alpha: float) -> None:
    if only_a < 0 or only_b < 0 or only_a + only_b > pairs or pairs < 1:
        raise ValueError(f"{only_a} and {only_b} differing questions among {pairs}")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
