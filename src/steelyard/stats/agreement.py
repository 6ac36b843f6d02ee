"""How far raters agree, beyond chance (standard, 4.6); `rated.rater_agreement` adds the intervals.

Ratings are a table (items, raters) of categories 0, 1, ..., and `NOT_RATED` where a rater did not rate. Where one
category is rare, Krippendorff's alpha and Cohen's kappa fall although raters agree as often as ever; therefore raw
agreement and Gwet's AC1 stand beside them, and the set is best enriched to hold about half of each.

Every measure is a function of sums over items of a few features, so that one product of weights and sums by cluster
gives it for all samples of a bootstrap at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

NOT_RATED = -1

Ratings = NDArray[np.intp]
Table = NDArray[np.float64]


class Measure(NamedTuple):
    """`features` of ratings and categories: (items, columns); `formula` of their sums: (samples, columns) -> samples.

    The formula gives NaN where the measure is undefined.
    """

    features: Callable[[Ratings, int], Table]
    formula: Callable[[Table, int], Table]

    def value(self, ratings: Ratings, categories: int) -> float | None:
        """The measure of a checked table; None where it is undefined."""
        value = float(self.formula(self.features(ratings, categories).sum(axis=0)[None], categories)[0])
        return None if np.isnan(value) else value


def raw_agreement(ratings: ArrayLike, categories: int = 2) -> float | None:
    """The share of pairs of ratings of one item that agree, on average over items rated twice; None without any.

    Raises ValueError for ratings that are not whole or lie outside 0..categories - 1, as all measures do.
    """
    return RAW.value(checked_ratings(ratings, categories), categories)


def krippendorff_alpha(ratings: ArrayLike, categories: int = 2) -> float | None:
    """Krippendorff's alpha for nominal categories, 1 - observed / expected disagreement; None where undefined.

    K. Krippendorff, Content Analysis: items rated once are left out, missing ratings are no disagreement.
    """
    return ALPHA.value(checked_ratings(ratings, categories), categories)


def gwet_ac1(ratings: ArrayLike, categories: int = 2) -> float | None:
    """Gwet's AC1, (agreement - chance) / (1 - chance), for any number of raters and missing ratings.

    K. L. Gwet, Handbook of Inter-Rater Reliability: chance is the sum of q (1 - q) over categories, over their number
    less 1, q being a category's mean share of an item's ratings.
    """
    return AC1.value(checked_ratings(ratings, categories), categories)


def cohen_kappa(ratings: ArrayLike, categories: int = 2) -> float | None:
    """Cohen's kappa of two raters, on the items that both rated (J. Cohen, 1960); None where undefined.

    Raises ValueError unless the table has two columns.
    """
    table = checked_ratings(ratings, categories)
    if table.shape[1] != 2:
        raise ValueError(f"Cohen's kappa is of two raters, not of {table.shape[1]}")
    return KAPPA.value(table, categories)


def checked_ratings(ratings: ArrayLike, categories: int) -> Ratings:
    """The table, or ValueError saying what is wrong with it."""
    table = np.asarray(ratings)
    if table.ndim != 2 or not table.size or not np.issubdtype(table.dtype, np.integer):
        raise ValueError("ratings are a table of whole numbers: items by raters")
    if categories < 2 or not NOT_RATED <= int(table.min()) <= int(table.max()) < categories:
        raise ValueError(f"ratings lie in 0..{categories - 1} (at least two categories), or are {NOT_RATED}")
    return table.astype(np.intp)


def rating_counts(ratings: Ratings, categories: int) -> Table:
    """How often each category was given, by item: (items, categories)."""
    counts: Table = (ratings[:, :, None] == np.arange(categories)).sum(axis=1).astype(np.float64)
    return counts


def _share_features(ratings: Ratings, categories: int) -> Table:
    """Share of agreeing pairs, whether rated twice, and each category's share of the ratings."""
    counts = rating_counts(ratings, categories)
    rated = counts.sum(axis=1)
    agreeing = _divide((counts * (counts - 1)).sum(axis=1), rated * (rated - 1), 0.0)
    return np.column_stack([agreeing, rated >= 2, _divide(counts, rated[:, None], 0.0)])


def _pair_features(ratings: Ratings, categories: int) -> Table:
    """Krippendorff's weight of agreeing pairs, and the counts of items rated twice."""
    counts = rating_counts(ratings, categories)
    counts *= (counts.sum(axis=1) >= 2)[:, None]
    return np.column_stack([_divide((counts * (counts - 1)).sum(axis=1), counts.sum(axis=1) - 1, 0.0), counts])


def _two_features(ratings: Ratings, categories: int) -> Table:
    """Whether both raters agree, whether both rated, and what each gave then."""
    first, second = (rating_counts(ratings[:, [column]], categories) for column in (0, 1))
    both = (ratings != NOT_RATED).all(axis=1)
    agreeing = both & (ratings[:, 0] == ratings[:, 1])
    return np.column_stack([agreeing, both, first * both[:, None], second * both[:, None]])


def _raw(sums: Table, categories: int) -> Table:
    return _divide(sums[:, 0], sums[:, 1])


def _ac1(sums: Table, categories: int) -> Table:
    shares = _divide(sums[:, 2:], sums[:, 2:].sum(axis=1)[:, None])
    chance = (shares * (1 - shares)).sum(axis=1) / (categories - 1)
    return _divide(_raw(sums, categories) - chance, 1 - chance)


def _alpha(sums: Table, categories: int) -> Table:
    counts = sums[:, 1:]
    total = counts.sum(axis=1)
    expected = total * (total - 1) - (counts * (counts - 1)).sum(axis=1)
    return 1 - _divide((total - sums[:, 0]) * (total - 1), expected)


def _kappa(sums: Table, categories: int) -> Table:
    first, second = sums[:, 2 : 2 + categories], sums[:, 2 + categories :]
    chance = _divide((first * second).sum(axis=1), sums[:, 1] ** 2)
    return _divide(_raw(sums, categories) - chance, 1 - chance)


def _divide(above: Table, below: Table, otherwise: float = np.nan) -> Table:
    """The ratio, `otherwise` where there is nothing to divide by."""
    nothing = np.abs(below) <= 1e-12
    ratio: Table = np.where(nothing, otherwise, above / np.where(nothing, 1.0, below))
    return ratio


RAW = Measure(_share_features, _raw)
ALPHA = Measure(_pair_features, _alpha)
AC1 = Measure(_share_features, _ac1)
KAPPA = Measure(_two_features, _kappa)
