"""Intervals on a share when answers come in clusters: wordings of a template, turns of a conversation (standard, 3).

The unit of evidence is the cluster. Three rules keep the interval honest:

* Fewer than `LEAST_CLUSTERS` clusters: no interval, only counts.
* Where at least `ENOUGH_INFORMATIVE` clusters hold a failure, and as many a success, the interval is that of a t test
  on the logit scale, or of a bootstrap-t. The number is an effective one: clusters of unequal size count for less.
* Where fewer do, the spread between clusters cannot tell how alike the answers of one cluster are. The interval is that
  of Clopper and Pearson on an effective number of answers (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998),
  with the intracluster correlation pulled towards `ICC_UNKNOWN` the more, the fewer clusters inform, and never below
  what was seen. No failure at all among n answers is the end of this rule: it has the whole weight of `ICC_UNKNOWN`.

The interval never has zero width. It is asymptotic (grade A): it covers the share that the clusters stand for.
"""

from __future__ import annotations

from math import exp, inf, log, sqrt
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
from .draws import generator
from .tails import beta_quantile, normal_quantile, t_quantile

DRAWS = 2_000
"""Bootstrap samples."""

Method = Literal["logit_t", "bootstrap_t", "effective_exact"]


class ClusteredShare(msgspec.Struct, frozen=True):
    """A share with its interval, `low` < `high`, of nominal coverage 1 - `alpha`.

    `method` says which rule made it. `design_effect` is the variance over that of as many independent answers, None at
    0 and at all failures; `effective_items` is how many independent answers the interval rests on.
    """

    share: float
    low: float
    high: float
    alpha: float
    method: Method
    items: int
    failures: int
    clusters: int
    design_effect: float | None
    effective_items: float


def clustered_share(
    failures: ArrayLike, sizes: ArrayLike, alpha: float = 0.05, *, bootstrap_seed: str | None = None
) -> ClusteredShare | TooFewClusters:
    """The failure share of clusters with `failures` of `sizes` answers each, with its interval.

    `bootstrap_seed` asks for the bootstrap-t in place of the t quantile, where clusters differ at least as independent
    answers would; else there is no spread to draw again. Raises ValueError unless every cluster has
    0 <= failures <= size, size >= 1, and 0 < alpha < 1.
    """
    k, n = _checked(failures, sizes, alpha)
    items, failed, clusters = int(n.sum()), int(k.sum()), len(n)
    if clusters < LEAST_CLUSTERS:
        return TooFewClusters(items, failed, clusters)
    share, error = failed / items, clustered_error(k, n)
    effect = error**2 * items / (share * (1 - share)) if 0 < failed < items else None
    informative = min(effective_number(n[k > 0]), effective_number(n[k < n]))
    quantile = t_quantile(1 - alpha / 2, effective_number(n) - 1)
    method: Method
    if effect is not None and informative >= ENOUGH_INFORMATIVE:
        if bootstrap_seed is None or effect < 1:
            method, (below, above) = "logit_t", (quantile, quantile)
        else:
            method, (below, above) = "bootstrap_t", _bootstrap(k, n, alpha, bootstrap_seed)
        effective = items / max(1.0, effect)
        scale = 1 / sqrt(effective * share * (1 - share))
        low, high = _expit(_logit(share) - below * scale), _expit(_logit(share) + above * scale)
    else:
        method = "effective_exact"
        effective = items / cautious_effect(effect, n, informative)
        narrowed = effective * (normal_quantile(1 - alpha / 2) / quantile) ** 2
        low, high = _exact(share, narrowed, alpha)
    return ClusteredShare(share, low, high, alpha, method, items, failed, clusters, effect, effective)


def _checked(failures: ArrayLike, sizes: ArrayLike, alpha: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    k, n = np.asarray(failures, dtype=float), np.asarray(sizes, dtype=float)
    if k.shape != n.shape or k.ndim != 1:
        raise ValueError(f"failures and sizes are two lists of one length, not of shapes {k.shape} and {n.shape}")
    if not (np.all(n >= 1) and np.all(k >= 0) and np.all(k <= n) and np.all(k % 1 == 0) and np.all(n % 1 == 0)):
        raise ValueError("every cluster has at least one answer, and failures between 0 and its size")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
    return k, n


def _exact(share: float, trials: float, alpha: float) -> tuple[float, float]:
    """Clopper and Pearson's interval at a number of trials that need not be whole."""
    failing, passing = share * trials, (1 - share) * trials
    low = beta_quantile(alpha / 2, failing, passing + 1) if failing > 0 else 0.0
    high = beta_quantile(1 - alpha / 2, failing + 1, passing) if passing > 0 else 1.0
    return low, high


def _bootstrap(k: NDArray[np.float64], n: NDArray[np.float64], alpha: float, seed: str) -> tuple[float, float]:
    """How many standard errors to go below and above, from whole clusters drawn again.

    A sample without failure, or of nothing else, lies infinitely far: enough of them send the end to 0 or 1.
    """
    clusters = len(n)
    drawn = generator(seed, "cluster bootstrap-t").multinomial(clusters, np.full(clusters, 1 / clusters), DRAWS)
    failed, items = drawn @ k, drawn @ n
    share = failed / items
    squares = drawn @ (k * k) - 2 * share * (drawn @ (k * n)) + share**2 * (drawn @ (n * n))
    error = np.sqrt(np.maximum(squares, 0) * clusters / (clusters - 1)) / items
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.log(share / (1 - share)) - _logit(float(k.sum() / n.sum()))
        distances = np.where(error > 0, apart * share * (1 - share) / error, np.sign(apart) * inf)
    distances = np.sort(np.where((failed > 0) & (failed < items), distances, np.where(failed > 0, inf, -inf)))
    rank = int(alpha / 2 * (DRAWS + 1))
    if rank < 1:
        raise ValueError(f"{DRAWS} draws do not reach an alpha of {alpha}")
    return float(distances[-rank]), float(-distances[rank - 1])


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value > -700 else 0.0
