"""Comparing A with B at a few looks planned beforehand, without paying for the peeking (standard, 3).

P. C. O'Brien and T. R. Fleming's design (Biometrics 35, 1979): at look k of K the standardised difference decides when
it reaches C * sqrt(K / k), early looks asking for much. C is computed here, not typed: what crosses is found by
carrying the density of the sum, kept inside the bounds, from look to look by Gauss-Legendre quadrature (P. Armitage,
C. K. McPherson and B. C. Rowe, JRSS A 132, 1969).

For McNemar's test the normal law is only how the error is spent over the looks. At each look the bound is the least
difference whose exact chance, given how many questions differed so far, fits into what may have been spent by then: the
error over all looks is at most alpha, without approximation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil, comb, sqrt
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from .paired import Outcome, adjusted_difference
from .tails import normal_cdf, normal_quantile

LOOKS = 5
_NODES_PER_UNIT = 12
"""Quadrature points for each standard deviation of one step: far more than a normal density needs."""


class PairLook(NamedTuple):
    """Counts up to a look, of `pairs` questions: failed with A only, and with B only."""

    only_a: int
    only_b: int
    pairs: int


class SequentialComparison(msgspec.Struct, frozen=True):
    """What the looks so far came to.

    `outcome` is `open` while looks are left, otherwise as in `paired.Comparison`; `look` (from 1) is where it was
    decided, or the last. `bounds` are the least differences |only_a - only_b| that decide, by look, None where none
    can. `low` and `high` hold the difference of shares at all looks together with confidence 1 - `alpha` (grade A).
    """

    outcome: Outcome | Literal["open"]
    look: int
    bounds: tuple[int | None, ...]
    difference: float
    low: float
    high: float
    alpha: float


class LooksOutlook(NamedTuple):
    """What to expect of a design: chance to decide, and the mean share of the planned questions that will be asked."""

    power: float
    mean_share: float


def look_sizes(pairs: int, looks: int = LOOKS) -> tuple[int, ...]:
    """After how many of the planned `pairs` questions to look. Raises ValueError unless 1 <= looks <= pairs."""
    if not 1 <= looks <= pairs:
        raise ValueError(f"{looks} looks at {pairs} questions")
    return tuple(ceil(pairs * k / looks) for k in range(1, looks + 1))


@lru_cache(maxsize=64)
def obrien_fleming(alpha: float = 0.05, looks: int = LOOKS) -> tuple[float, ...]:
    """The two-sided bounds on the standardised difference at each of `looks` equally spaced looks.

    Raises ValueError unless 0 < alpha < 1 and looks is in 1..100.
    """
    if not 0 < alpha < 1 or not 1 <= looks <= 100:
        raise ValueError(f"no design with alpha {alpha} and {looks} looks")
    low, high = normal_quantile(1 - alpha / 2), normal_quantile(1 - alpha / (2 * looks))
    for _ in range(45):
        middle = (low + high) / 2
        if sum(crossing_chances(_bounds(middle, looks))) > alpha:
            low = middle
        else:
            high = middle
    return _bounds(high, looks)


def crossing_chances(bounds: Sequence[float], drift: float = 0.0) -> tuple[float, ...]:
    """The chance to cross first at each look, where |standardised difference| reaches `bounds[k]`.

    Looks are equally spaced; `drift` is the mean of the standardised difference at the last one.
    """
    looks = len(bounds)
    step = drift / sqrt(looks)
    limits = [bound * sqrt(k) for k, bound in enumerate(bounds, 1)]
    nodes, weights = _quadrature(32 * (1 + ceil(_NODES_PER_UNIT * max(limits) / 32)))
    places = limits[0] * nodes
    density = _normal(places - step) * limits[0] * weights
    inside = [1.0, normal_cdf(limits[0] - step) - normal_cdf(-limits[0] - step)]
    for limit in limits[1:]:
        after = limit * nodes
        spread = _normal(after[:, None] - places[None, :] - step)
        density, places = (spread @ density) * limit * weights, after
        inside.append(float(density.sum()))
    return tuple(before - left for before, left in pairwise(inside))


def looks_outlook(effect: float, alpha: float = 0.05, power: float = 0.8, looks: int = LOOKS) -> LooksOutlook:
    """A design as large as the fixed one that has `power` at the planned difference, at `effect` times that difference.

    `effect` 1 is the planned difference, 0 none at all.
    """
    drift = effect * (normal_quantile(1 - alpha / 2) + normal_quantile(power))
    chances = crossing_chances(obrien_fleming(alpha, looks), drift)
    stopped = sum(chances)
    asked = sum(k * chance for k, chance in enumerate(chances, 1)) + looks * (1 - stopped)
    return LooksOutlook(stopped, asked / looks)


def exact_bounds(differing: Sequence[int], alpha: float = 0.05, looks: int = LOOKS) -> tuple[int | None, ...]:
    """The least |only_a - only_b| that decides at each look so far, from how many questions differed up to each.

    None where not even all on one side would do. Under no difference each differing question is a fair coin, so that
    the chances are exact whole numbers over powers of two. Raises ValueError when the counts fall or are too many.
    """
    if len(differing) > looks or any(b < a for a, b in pairwise((0, *differing))):
        raise ValueError(f"counts of differing questions at {looks} looks never fall, not {list(differing)[:8]}")
    allowed = [Fraction(share) for share in np.cumsum(crossing_chances(obrien_fleming(alpha, looks)))]
    allowed[-1] = Fraction(alpha)
    bounds: list[int | None] = []
    spent, ways, seen = Fraction(0), [1], 0
    for total, budget in zip(differing, allowed, strict=False):
        ways = _more_coins(ways, total - seen)
        bound, used = _least_bound(ways, min(budget, Fraction(alpha)) - spent)
        if bound is not None:
            spent += used
            ways = [0 if abs(2 * i - total) >= bound else way for i, way in enumerate(ways)]
        bounds.append(bound)
        seen = total
    return tuple(bounds)


def compare_sequentially(counts: Sequence[PairLook], alpha: float = 0.05, looks: int = LOOKS) -> SequentialComparison:
    """Read the looks so far; the first that decides, decides. Raises ValueError for no looks or misfitting counts."""
    if not counts or any(min(look[:2]) < 0 or look.only_a + look.only_b > look.pairs for look in counts):
        raise ValueError("looks hold counts of differing questions among their pairs")
    bounds = exact_bounds([look.only_a + look.only_b for look in counts], alpha, looks)
    outcome: Outcome | Literal["open"] = "open" if len(counts) < looks else "not_distinguished"
    place = len(counts)
    for k, (look, bound) in enumerate(zip(counts, bounds, strict=True), 1):
        if bound is not None and abs(look.only_a - look.only_b) >= bound:
            outcome, place = ("better" if look.only_a < look.only_b else "worse"), k
            break
    only_a, only_b, pairs = counts[place - 1]
    low, high = adjusted_difference(only_a, only_b, pairs, obrien_fleming(alpha, looks)[place - 1])
    if outcome in {"open", "not_distinguished"}:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        low, high = (low, min(high, 0.0)) if outcome == "better" else (max(low, 0.0), high)
    return SequentialComparison(outcome, place, bounds[:place], (only_a - only_b) / pairs, low, high, alpha)


@lru_cache(maxsize=8)
def _quadrature(points: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights


def _bounds(constant: float, looks: int) -> tuple[float, ...]:
    return tuple(constant * sqrt(looks / k) for k in range(1, looks + 1))


def _normal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.exp(-values * values / 2) / sqrt(2 * np.pi)


def _more_coins(ways: list[int], coins: int) -> list[int]:
    """Numbers of paths by heads after `coins` more tosses."""
    after = [0] * (len(ways) + coins)
    for heads in range(coins + 1):
        times = comb(coins, heads)
        for i, way in enumerate(ways):
            after[i + heads] += way * times
    return after


def _least_bound(ways: list[int], budget: Fraction) -> tuple[int | None, Fraction]:
    """The least bound whose crossing fits into `budget`, and what it uses of it."""
    total = len(ways) - 1
    bound, used = None, Fraction(0)
    for size in range(total, 0, -2):
        crossing = ways[(total - size) // 2] + ways[(total + size) // 2]
        if used + Fraction(crossing, 2**total) > budget:
            break
        bound, used = size, used + Fraction(crossing, 2**total)
    return bound, used
