"""The measures of agreement of one table of ratings, each with its interval (standard, 4.6).

Whole clusters are drawn again. An interval also holds what the measure would come to with one more item, agreeing or
disagreeing; and where raters never disagree (or never agree), with as many such items as seeing none still allows, by
the exact bound for a count of 0. So it never has zero width. A sample in which the measure is undefined counts as any
value.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from .agreement import AC1, ALPHA, KAPPA, RAW, Measure, Ratings, Table, checked_ratings, rating_counts
from .clustering import LEAST_CLUSTERS
from .draws import generator

DRAWS = 2_000


class Coefficient(msgspec.Struct, frozen=True):
    """A measure of agreement and its interval, of nominal coverage 1 - alpha, `low` < `high`.

    `value` is None where the measure has none: all ratings in one category leave chance agreement nothing to be
    compared with. `low` and `high` are None where fewer than `clustering.LEAST_CLUSTERS` clusters were rated twice.
    """

    value: float | None
    low: float | None
    high: float | None


class RaterAgreement(msgspec.Struct, frozen=True):
    """All measures of one table. `rated_twice` items in `clusters` clusters carry them.

    `cohen_kappa` is None unless there are two raters.
    """

    items: int
    rated_twice: int
    clusters: int
    alpha: float
    raw: Coefficient
    krippendorff_alpha: Coefficient
    gwet_ac1: Coefficient
    cohen_kappa: Coefficient | None


class _Sample(msgspec.Struct, frozen=True):
    """A table, the place of each item's cluster, and the drawn weights of clusters, None when they are too few."""

    table: Ratings
    categories: int
    places: Ratings
    clusters: int
    weights: Table | None


def rater_agreement(
    ratings: ArrayLike, categories: int = 2, *, clusters: Sequence[Hashable] | None = None, alpha: float = 0.05,
    seed: str = "0",
) -> RaterAgreement:  # fmt: skip
    """All measures of `ratings` (see `agreement`), drawing whole clusters again: each item its own without `clusters`.

    Raises ValueError as the measures do, and unless there is a cluster for every item and 0 < alpha < 1.
    """
    table = checked_ratings(ratings, categories)
    names: Sequence[Hashable] = range(len(table)) if clusters is None else clusters
    if len(names) != len(table) or not 2 / (DRAWS + 1) < alpha < 1:
        raise ValueError(f"a cluster for every item, and an alpha that {DRAWS} draws reach, not {alpha}")
    order = {name: i for i, name in enumerate(dict.fromkeys(names))}
    places = np.array([order[name] for name in names], dtype=np.intp)
    twice = rating_counts(table, categories).sum(axis=1) >= 2
    count = len(set(places[twice].tolist()))
    even = np.full(len(order), 1 / len(order))
    weights = generator(seed, "cluster bootstrap of agreement").multinomial(len(order), even, DRAWS).astype(np.float64)
    sample = _Sample(table, categories, places, count, weights if count >= LEAST_CLUSTERS else None)
    return RaterAgreement(
        items=len(table), rated_twice=int(twice.sum()), clusters=count, alpha=alpha,
        raw=_coefficient(RAW, sample, alpha), krippendorff_alpha=_coefficient(ALPHA, sample, alpha),
        gwet_ac1=_coefficient(AC1, sample, alpha),
        cohen_kappa=_coefficient(KAPPA, sample, alpha) if table.shape[1] == 2 else None,
    )  # fmt: skip


def _coefficient(measure: Measure, sample: _Sample, alpha: float) -> Coefficient:
    value = measure.value(sample.table, sample.categories)
    if sample.weights is None:
        return Coefficient(value, None, None)
    features = measure.features(sample.table, sample.categories)
    sums = np.zeros((sample.weights.shape[1], features.shape[1]))
    np.add.at(sums, sample.places, features)
    drawn = measure.formula(sample.weights @ sums, sample.categories)
    low = float(np.quantile(np.where(np.isnan(drawn), -1, drawn), alpha / 2, method="lower"))
    high = float(np.quantile(np.where(np.isnan(drawn), 1, drawn), 1 - alpha / 2, method="higher"))
    held = [low, high, *_with_one_more(measure, sample, features.sum(axis=0), alpha)]
    if value is not None:
        held.append(value)
    return Coefficient(value, min(held), max(held))


def _with_one_more(measure: Measure, sample: _Sample, total: Table, alpha: float) -> list[float]:
    """The measure with one more item, or with as many of a kind never seen as its absence allows."""
    counts = rating_counts(sample.table, sample.categories)
    differing, agreeing = counts.max(axis=1) < counts.sum(axis=1), counts.max(axis=1) >= 2
    unseen = sample.clusters * ((2 / alpha) ** (1 / sample.clusters) - 1)
    first, second = np.argsort(-counts.sum(axis=0), kind="stable")[:2].tolist()
    apart = [(first, second), (second, first)]
    alike = [(category, category) for category in range(sample.categories)]
    found = []
    for pairs, seen in ((apart, differing), (alike, agreeing)):
        more = measure.features(np.array(pairs, dtype=np.intp), sample.categories) * (1.0 if seen.any() else unseen)
        found += [value for value in measure.formula(total + more, sample.categories).tolist() if value == value]
    return found
