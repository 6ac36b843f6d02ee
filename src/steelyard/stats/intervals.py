"""Intervals on a failure share: anytime (for records), Clopper-Pearson and Wilson (for a sample size fixed beforehand).

None ever has zero width.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from steelyard.records import Interval

from .mixture import ABOVE, BELOW, PopulationEvidence
from .rates import decimal_string, open_rate

GRID = 10_000
"""Anytime bounds are whole multiples of 1/GRID."""


class Bounds(NamedTuple):
    """A two-sided interval on a share."""

    low: float
    high: float


def anytime_interval(n: int, k_low: int, k_high: int, alpha: str | Fraction) -> Interval:
    """Bounds on the population's failure share that hold at every look, each end with error at most `alpha`.

    Of `n` answers `k_low` failed, or `k_high` when every open fault is counted as failing. The upper end is the least
    limit on the grid that the strict gate finds met at this n, the lower end the largest it finds failed: an upper end
    at or below a limit says what that limit's table says. Raises ValueError unless 0 <= k_low <= k_high <= n.
    """
    if not 0 <= k_low <= k_high <= n:
        raise ValueError(f"{k_low} to {k_high} failures among {n} answers")
    level = open_rate(alpha, "alpha")

    def below(point: int) -> bool:
        return PopulationEvidence(Fraction(point, GRID), BELOW, level).reaches(n, k_high)

    def not_above(point: int) -> bool:
        return not PopulationEvidence(Fraction(point, GRID), ABOVE, level).reaches(n, k_low)

    points = range(1, GRID)
    # Evidence below a limit grows with the limit, evidence above it shrinks: bisection finds both ends.
    high = 1 + bisect_left(points, True, key=below)
    low = bisect_left(points, True, key=not_above)
    return Interval(
        low=decimal_string(Fraction(low, GRID)), high=decimal_string(Fraction(high, GRID)), alpha=decimal_string(level)
    )


def clopper_pearson(failures: int, trials: int, alpha: float) -> Bounds:
    """Exact interval for a sample size fixed beforehand: coverage at least 1 - `alpha`, half of it on each side.

    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934). Raises ValueError unless 0 <= failures <= trials.
    """
    _check(failures, trials, alpha)
    from .tails import beta_quantile  # as in `wilson`

    low = beta_quantile(alpha / 2, failures, trials - failures + 1) if failures else 0.0
    high = beta_quantile(1 - alpha / 2, failures + 1, trials - failures) if failures < trials else 1.0
    return Bounds(low, high)


def wilson(failures: int, trials: int, alpha: float) -> Bounds:
    """Score interval (E. B. Wilson, JASA 22, 1927): for display, its coverage is approximate.

    Raises ValueError unless 0 <= failures <= trials.
    """
    _check(failures, trials, alpha)
    if trials == 0:
        return Bounds(0.0, 1.0)
    from statistics import NormalDist  # only display needs it, and it costs a start as much as all of stats

    z = NormalDist().inv_cdf(1 - alpha / 2)
    share, spread = failures / trials, z * z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return Bounds(max(0.0, centre - half) if failures else 0.0, min(1.0, centre + half) if failures < trials else 1.0)


def _check(failures: int, trials: int, alpha: float) -> None:
    if not 0 <= failures <= trials:
        raise ValueError(f"{failures} failures among {trials} trials")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
