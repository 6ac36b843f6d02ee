"""How many twin pairs show a leak of a given size, before the first is asked (measurement standard, 7.1)."""

from __future__ import annotations

from math import pi

import msgspec
import numpy as np
from numpy.typing import NDArray

from .rates import open_level
from .tails import normal_cdf, normal_quantile
from .twins import detection_law, twin_boundary

MOST_PAIRS = 20_000
"""As far as the planners look."""

_NODES = 64
_NEGLIGIBLE = 1e-12


class PairLaw(msgspec.Struct, frozen=True):
    """What one pair does: the chances that only the private and that only the public twin fails."""

    private_only: float
    public_only: float


class SequentialOutlook(msgspec.Struct, frozen=True):
    """What the sequential test comes to within `cap` pairs: chance of detecting, and pairs asked on average."""

    cap: int
    detects: float
    mean_pairs: float


def pair_law(private: float, public: float, correlation: float) -> PairLaw:
    """The law of a pair whose twins fail with chances `private` and `public`.

    `correlation`, in [0, 1), is that of two standard normal difficulties, each failing beyond its own threshold.
    Raises ValueError for chances outside (0, 1).
    """
    if not (0 < private < 1 and 0 < public < 1 and 0 <= correlation < 1):
        raise ValueError(f"chances {private} and {public} and correlation {correlation} make no law of a pair")
    both = _both_below(normal_quantile(private), normal_quantile(public), correlation)
    return PairLaw(private - both, public - both)


def pairs_needed(law: PairLaw, *, alpha: float, power: float) -> int | None:
    """The least number of pairs, fixed beforehand, whose exact sign test detects with chance `power`.

    None when `MOST_PAIRS` are not enough. The chance rises with the number of pairs but for ripples of a fraction of a
    point, so a slightly larger number may fall just short again. Raises ValueError when alpha or power is outside
    (0, 1) or the law is none.
    """
    differ, heads = _differ(law)
    if not 0 < power < 1:
        raise ValueError(f"power must lie strictly between 0 and 1, not at {power}")
    if heads <= 0.5:
        return None
    chances = _Detects(heads, alpha)
    low, high = 1, 2
    while chances.among(high, differ) < power:
        low, high = high, 2 * high
        if low >= MOST_PAIRS:
            return None
    while high - low > 64:
        middle = (low + high) // 2
        low, high = (middle, high) if chances.among(middle, differ) < power else (low, middle)
    first = max(1, low - 64)
    found = next(n for n in range(first, high + 1) if chances.among(n, differ) >= power)
    return found if found <= MOST_PAIRS else None


def detection_power(law: PairLaw, pairs: int, alpha: float) -> float:
    """The chance that the exact sign test on `pairs` pairs, fixed beforehand, detects."""
    differ, heads = _differ(law)
    return _Detects(heads, alpha).among(pairs, differ)


def sequential_outlook(law: PairLaw, *, alpha: float, cap: int) -> SequentialOutlook:
    """What a look after every pair comes to, exactly. Raises ValueError when `cap` is outside 1 .. `MOST_PAIRS`."""
    differ, heads = _differ(law)
    if not 1 <= cap <= MOST_PAIRS:
        raise ValueError(f"a cap lies between 1 and {MOST_PAIRS}, not at {cap}")
    found = np.asarray(detection_law(twin_boundary(cap, alpha), heads))
    # After n pairs the number m of differing ones is binomial: the test has ended when it detects by m.
    by_differing = np.cumsum(found)
    binomial = np.zeros(cap + 1)
    binomial[0] = 1.0
    going_on = 0.0
    ended = 0.0
    for _ in range(cap):
        going_on += 1 - ended
        binomial[1:] = binomial[1:] * (1 - differ) + binomial[:-1] * differ
        binomial[0] *= 1 - differ
        ended = float(binomial @ by_differing)
    return SequentialOutlook(cap, ended, going_on)


def _differ(law: PairLaw) -> tuple[float, float]:
    """The chance that a pair differs, and that then it is the private twin that fails."""
    differ = law.private_only + law.public_only
    if min(law.private_only, law.public_only) < 0 or not 0 < differ <= 1:
        raise ValueError(f"{law.private_only} and {law.public_only} are no chances of a differing pair")
    return differ, law.private_only / differ


class _Detects:
    """The chance that the sign test on m differing pairs detects, kept for every m."""

    def __init__(self, heads: float, alpha: float) -> None:
        self._heads, self._alpha = heads, open_level(alpha)
        self._known: dict[int, float] = {}

    def at(self, m: int) -> float:
        if m not in self._known:
            # p[i]: the sign test's level when m - i pairs are private-only; a plan may round it.
            p = np.cumsum(_binomial(m, 0.5)[::-1])
            self._known[m] = float(_binomial(m, self._heads)[::-1][p <= self._alpha].sum())
        return self._known[m]

    def among(self, pairs: int, differ: float) -> float:
        law = _binomial(pairs, differ)
        return float(sum(law[m] * self.at(int(m)) for m in np.flatnonzero(law > _NEGLIGIBLE)))


def _binomial(n: int, p: float) -> NDArray[np.float64]:
    """P(X = k), k = 0 .. n, for X binomial(n, p)."""
    if p in {0, 1}:
        return np.asarray(np.arange(n + 1) == (n if p else 0), dtype=np.float64)
    k = np.arange(1, n + 1)
    steps = np.log((n - k + 1) / k) + np.log(p / (1 - p))
    logs = np.concatenate([[0.0], np.cumsum(steps)]) + n * np.log1p(-p)
    return np.asarray(np.exp(logs))


def _both_below(a: float, b: float, correlation: float) -> float:
    """P(X <= a, Y <= b) of two standard normal variables with this correlation.

    By R. L. Plackett's identity: the derivative in the correlation is the density at (a, b).
    """
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    # The substitution r = sin(s) takes the square root out of the density.
    end = float(np.arcsin(correlation))
    angle = end * (nodes + 1) / 2
    exponent = -(a * a - 2 * a * b * np.sin(angle) + b * b) / (2 * np.cos(angle) ** 2)
    return normal_cdf(a) * normal_cdf(b) + float(weights @ np.exp(exponent)) * end / (4 * pi)
