"""A failure share from a cheap judge's readings of everything and a person's labels of a little (standard, 4.1-4.3).

The default is `post_stratified` on labels drawn by the judge's reading. `ppi_mean` is its sibling for scores; as its
authors state it, it covers too little where failures are rare (standard, 4.3). `rogan_gladen` carries an old
measurement of the judge over to new readings: only where there are no fresh labels. All are asymptotic (grade A), and
speak of the population that the judged answers are drawn from. No interval has zero width.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from .tails import normal_quantile


class NoEstimate(msgspec.Struct, frozen=True):
    """Why there is no number.

    `judge_uninformative`: sensitivity and specificity do not add up to surely more than 1, so that readings say nothing
    of failures. `no_variation`: all labels and predictions agree so well that the method would claim certainty.
    """

    reason: Literal["judge_uninformative", "no_variation"]


class CorrectedShare(msgspec.Struct, frozen=True):
    """An estimate with its interval of nominal coverage 1 - `alpha`, `low` < `high`, within [0, 1]."""

    estimate: float
    low: float
    high: float
    alpha: float


class CarriedShare(msgspec.Struct, frozen=True):
    """As `CorrectedShare`. Not `consistent`: no failure share explains these readings, were the judge what it was."""

    estimate: float
    low: float
    high: float
    alpha: float
    consistent: bool


class PredictionMean(msgspec.Struct, frozen=True):
    """As `CorrectedShare`, of any score; `weight` is lambda, how far the predictions were trusted."""

    estimate: float
    low: float
    high: float
    alpha: float
    weight: float


class JudgedStratum(NamedTuple):
    """Answers with one reading of the judge: how many there are, how many were labelled, how many of those fail."""

    judged: int
    labelled: int
    failing: int


class JudgeCounts(NamedTuple):
    """How a judge was measured: `caught` of `failing` answers it flagged, `cleared` of `passing` ones it did not."""

    caught: int
    failing: int
    cleared: int
    passing: int


def post_stratified(strata: Sequence[JudgedStratum], alpha: float = 0.05) -> CorrectedShare:
    """The failure share from labels within each of the judge's readings, half a failure and half a success added.

    Labels are drawn at random within a stratum, as many as one likes from each; a stratum without a label is taken to
    fail by half. The variance of the strata's own sizes, which are a sample too, is added. Raises ValueError when the
    counts do not fit or nothing was judged.
    """
    z = _errors(alpha)
    judged = sum(stratum.judged for stratum in strata)
    if judged < 1 or any(not 0 <= s.failing <= s.labelled <= s.judged for s in strata):
        raise ValueError("each stratum has 0 <= failing <= labelled <= judged, and something was judged")
    weights = [stratum.judged / judged for stratum in strata]
    rates = [(stratum.failing + 0.5) / (stratum.labelled + 1) for stratum in strata]
    estimate = sum(weight * rate for weight, rate in zip(weights, rates, strict=True))
    variance = sum(
        weight**2 * rate * (1 - rate) / max(1, stratum.labelled) + weight * (rate - estimate) ** 2 / judged
        for stratum, weight, rate in zip(strata, weights, rates, strict=True)
    )
    half = z * sqrt(variance)
    return CorrectedShare(estimate, max(0.0, estimate - half), min(1.0, estimate + half), alpha)


def ppi_mean(
    labels: ArrayLike, predictions: ArrayLike, unlabelled: ArrayLike, alpha: float = 0.05, weight: float | None = None
) -> PredictionMean | NoEstimate:
    """The prediction-powered mean with power tuning, PPI++ (A. N. Angelopoulos, J. C. Duchi, T. Zrnic, 2311.01453).

    `labels` and `predictions` of the same answers, `unlabelled` predictions of the rest; `weight` fixes lambda, else it
    is the one of least variance, in [0, 1]. Formulas and degrees of freedom are those of the authors' package. Raises
    ValueError for empty lists or ones of different length.
    """
    z = _errors(alpha)
    y, f, rest = (np.asarray(values, dtype=np.float64) for values in (labels, predictions, unlabelled))
    if y.ndim != 1 or y.shape != f.shape or rest.ndim != 1 or not len(y) or not len(rest):
        raise ValueError("a prediction for every label, and predictions without one")
    if weight is None:
        covariance = float(((y - y.mean()) * (f - f.mean())).mean())
        spread = float(np.concatenate([f, rest]).var(ddof=1)) * (1 + len(y) / len(rest))
        weight = min(1.0, max(0.0, covariance / spread)) if spread > 0 else 0.0
    estimate = float(weight * rest.mean() + (y - weight * f).mean())
    variance = float((weight * rest).var() / len(rest) + (y - weight * f).var() / len(y))
    if variance <= 0:
        return NoEstimate("no_variation")
    half = z * sqrt(variance)
    return PredictionMean(estimate, estimate - half, estimate + half, alpha, weight)


def rogan_gladen(flagged: int, judged: int, judge: JudgeCounts, alpha: float = 0.05) -> CarriedShare | NoEstimate:
    """The failure share behind `flagged` of `judged` readings, of a judge measured as `judge` says.

    W. J. Rogan and B. Gladen (American Journal of Epidemiology 107, 1978) for the estimate. The interval holds every
    share p at which the flag rate differs from p * Se + (1 - p) * (1 - Sp) by no more than the errors of all three
    (E. C. Fieller's construction), one count added to each side of each. Readings that no share explains are taken as
    those of the nearest share that could be. Raises ValueError when the counts do not fit.
    """
    z = _errors(alpha)
    if not (0 <= flagged <= judged and 0 <= judge.caught <= judge.failing and 0 <= judge.cleared <= judge.passing):
        raise ValueError("no more flagged than judged, caught than failing, cleared than passing")
    flag, flag_variance = _added(flagged, judged)
    sensitivity, caught_variance = _added(judge.caught, judge.failing)
    specificity, cleared_variance = _added(judge.cleared, judge.passing)
    power = sensitivity + specificity - 1
    leading = power**2 - z**2 * (caught_variance + cleared_variance)
    if power <= 0 or leading <= 0:
        return NoEstimate("judge_uninformative")
    excess = flag + specificity - 1
    consistent = _reach(excess, power, leading, flag_variance, cleared_variance, z) is not None
    estimate = min(1.0, max(0.0, excess / power))
    ends = _reach(estimate * power, power, leading, flag_variance, cleared_variance, z)
    assert ends is not None, "a share explains the flag rate it would give"
    return CarriedShare(estimate, ends[0], ends[1], alpha, consistent)


def neyman_shares(sizes: Sequence[float], rates: Sequence[float]) -> tuple[float, ...]:
    """How to share labels out among strata, summing to 1: in proportion to size * sqrt(rate * (1 - rate)).

    J. Neyman, JRSS 97, 1934; for estimates, not for gates (standard, 4.4). By size alone where no rate leaves anything
    to learn. Raises ValueError for negative sizes or rates outside [0, 1].
    """
    if not sizes or min(sizes) < 0 or sum(sizes) <= 0 or not all(0 <= rate <= 1 for rate in rates):
        raise ValueError("strata have sizes that are not negative, and failure rates between 0 and 1")
    weights = [size * sqrt(rate * (1 - rate)) for size, rate in zip(sizes, rates, strict=True)]
    if sum(weights) <= 0:
        weights = list(sizes)
    return tuple(weight / sum(weights) for weight in weights)


def label_gain(sensitivity: float, specificity: float) -> float | None:
    """How many labels drawn at random one label drawn by the judge's reading is worth, at Neyman's shares.

    1 / (sqrt(Se (1 - Sp)) + sqrt((1 - Se) Sp))^2, whatever the failure share; at least 1. None for a perfect judge,
    which needs no label. Raises ValueError outside [0, 1].
    """
    if not (0 <= sensitivity <= 1 and 0 <= specificity <= 1):
        raise ValueError(f"sensitivity and specificity lie between 0 and 1: {sensitivity}, {specificity}")
    root = sqrt(sensitivity * (1 - specificity)) + sqrt((1 - sensitivity) * specificity)
    return 1 / root**2 if root > 0 else None


def _added(count: int, total: int) -> tuple[float, float]:
    """The share with one count on each side, and its variance."""
    share = (count + 1) / (total + 2)
    return share, share * (1 - share) / (total + 2)


def _reach(
    excess: float, power: float, leading: float, flag_variance: float, cleared_variance: float, z: float
) -> tuple[float, float] | None:
    """The shares in [0, 1] that explain a flag rate this far above that of no failures; None when none does."""
    half = power * excess - z**2 * cleared_variance
    constant = excess**2 - z**2 * (flag_variance + cleared_variance)
    root = half**2 - leading * constant
    if root < 0:
        return None
    low, high = (half - sqrt(root)) / leading, (half + sqrt(root)) / leading
    return (max(0.0, low), min(1.0, high)) if low <= 1 and high >= 0 else None


def _errors(alpha: float) -> float:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
    return normal_quantile(1 - alpha / 2)
