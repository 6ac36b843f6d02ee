"""What every interval from clusters shares: counts by cluster, the clustered error, and how much clusters inform.

See `clustered` for the rules these serve.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import sqrt

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_CLUSTERS = 10
ENOUGH_INFORMATIVE = 30
ICC_UNKNOWN = 0.5
"""The intracluster correlation where the data cannot tell."""
ICC_WEIGHT = 4.0
"""As many informative clusters weigh as much as `ICC_UNKNOWN`, when none inform; the weight falls to 0 with them."""


class TooFewClusters(msgspec.Struct, frozen=True):
    """Why there is no interval: `clusters` are fewer than `LEAST_CLUSTERS`. The counts are all there is to show."""

    items: int
    failures: int
    clusters: int


class ClusterTally(msgspec.Struct, frozen=True):
    """Failures and answers by cluster, in order of first appearance."""

    failures: tuple[int, ...]
    sizes: tuple[int, ...]


def tally_clusters(failing: Sequence[bool], clusters: Sequence[Hashable]) -> ClusterTally:
    """Count by cluster. Raises ValueError when the two differ in length."""
    counts: dict[Hashable, list[int]] = {}
    for failed, cluster in zip(failing, clusters, strict=True):
        count = counts.setdefault(cluster, [0, 0])
        count[0] += bool(failed)
        count[1] += 1
    return ClusterTally(tuple(k for k, _ in counts.values()), tuple(n for _, n in counts.values()))


def clustered_error(sums: ArrayLike, sizes: ArrayLike) -> float:
    """The clustered standard error of the mean of all answers, from their sum and number in each cluster.

    By leaving out one cluster at a time: with clusters of one size it is sqrt(G / (G - 1) * sum of squared residual
    sums) / n, the formula of the measurement standard; unequal ones are weighed by how much they pull the mean. Needs
    two clusters.
    """
    k, n = np.asarray(sums, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    items = n.sum()
    residuals = (k - n * (k.sum() / items)) / (1 - n / items)
    return float(sqrt((len(n) - 1) / len(n) * (residuals @ residuals)) / items)


def effective_number(sizes: NDArray[np.float64]) -> float:
    """How many clusters of one size weigh as much as these: (sum of sizes)^2 / sum of squares; 0 for none."""
    return float(sizes.sum() ** 2 / (sizes @ sizes)) if len(sizes) else 0.0


def cautious_effect(effect: float | None, sizes: NDArray[np.float64], informative: float) -> float:
    """The design effect with the intracluster correlation pulled towards `ICC_UNKNOWN`; at least 1.

    `effect` is what was seen, None where it has no value.
    """
    size = float(sizes @ sizes / sizes.sum())
    if size <= 1:
        return max(1.0, effect or 1.0)
    seen = min(1.0, max(0.0, ((effect or 1.0) - 1) / (size - 1)))
    weight = ICC_WEIGHT * max(0.0, 1 - informative / ENOUGH_INFORMATIVE)
    pulled = (informative * seen + weight * ICC_UNKNOWN) / (informative + weight)
    return 1 + (size - 1) * max(seen, pulled)
