"""The best of several attacks, without the winner's curse (measurement standard, 8).

The highest of many noisy rates is too high. Either it is chosen on one half of the prompts and measured on the other,
or all rates get bounds that hold at once, whichever is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .attacks import score_bounds
from .intervals import Bounds, clopper_pearson
from .maxt import DRAWS
from .ranks import check_level
from .rare import upper_bound
from .signs import random_order, random_signs

_STEP = 200
_PURPOSE = "steelyard techniques"


class BestBySplit(msgspec.Struct, frozen=True):
    """The attack that succeeded most on one half (`chosen`, the first of equals), and its rate on the other half.

    `highest` is its rate on the half it was chosen on: not to be quoted, and kept to show the difference.
    """

    chosen: int
    highest: float
    share: float
    bounds: Bounds
    measured_on: int


class SimultaneousRates(msgspec.Struct, frozen=True):
    """Success rates of all attacks with upper bounds that all hold at once; `best` is the highest, the first of equals.

    `upper` bounds the rate of the strongest attack, whichever it is: the largest of `uppers`. `critical` is the
    multiplier used. The highest rate itself has no lower bound here: it is chosen, see `best_by_split`.
    """

    shares: tuple[float, ...]
    uppers: tuple[float, ...]
    best: int
    upper: float
    critical: float


def best_by_split(successes: ArrayLike, *, alpha: float, seed: str) -> BestBySplit:
    """Choose the best attack on a random half of the prompts and measure it on the other, with exact bounds.

    `successes`: array (attacks, prompts) of 0 and 1. Raises ValueError for other shapes or values, and for fewer than
    two prompts.
    """
    hits = _checked(successes)
    order = random_order(seed, _PURPOSE, hits.shape[1])
    first, second = hits[:, order[::2]], hits[:, order[1::2]]
    chosen = int(first.sum(axis=1).argmax())
    found, count = int(second[chosen].sum()), second.shape[1]
    return BestBySplit(chosen, float(first[chosen].mean()), found / count, clopper_pearson(found, count, alpha), count)


def simultaneous_rates(successes: ArrayLike, *, alpha: float, seed: str, draws: int = DRAWS) -> SimultaneousRates:
    """Rates of all attacks on the same prompts with upper bounds that hold together with a chance of about 1 - `alpha`.

    `successes`: array (attacks, prompts) of 0 and 1. The multiplier is the 1 - `alpha` quantile of the largest
    deviation over all attacks, by random signs on each prompt's deviations; an attack that always or never succeeds
    counts as a deviation of its own. A bound is the score bound at it; for rates of one half and above, where that is
    too low, the exact bound at `alpha` over the attacks if higher. Raises ValueError as `best_by_split`, and when
    `draws` are too few for `alpha`.
    """
    check_level(alpha, draws)
    hits = _checked(successes)
    attacks, prompts = hits.shape
    shares = hits.mean(axis=1).tolist()
    critical = _critical(hits, alpha, seed, draws)
    uppers = [score_bounds(share, prompts, critical).high for share in shares]
    for i, share in enumerate(shares):
        if share >= 0.5:
            uppers[i] = max(uppers[i], upper_bound(round(share * prompts), prompts, alpha / attacks))
    return SimultaneousRates(tuple(shares), tuple(uppers), int(hits.sum(axis=1).argmax()), max(uppers), critical)


def _checked(successes: ArrayLike) -> NDArray[np.float64]:
    hits = np.asarray(successes, dtype=np.float64)
    if hits.ndim != 2 or hits.shape[0] < 1 or hits.shape[1] < 2:
        raise ValueError("successes need one row an attack and one column a prompt, two prompts at least")
    if not np.isin(hits, (0, 1)).all():
        raise ValueError("a try succeeded (1) or did not (0)")
    return hits


def _critical(hits: NDArray[np.float64], alpha: float, seed: str, draws: int) -> float:
    deviations = hits - hits.mean(axis=1, keepdims=True)
    norms = np.sqrt((deviations**2).sum(axis=1))
    # A constant row says nothing about its own deviation: it stands in as independent fair signs, the most careful way.
    constant = np.flatnonzero(norms == 0)
    prompts = hits.shape[1]
    largest: list[float] = []
    for start in range(0, draws, _STEP):
        chunk = range(start, min(draws, start + _STEP))
        signs = random_signs(seed, _PURPOSE, chunk, prompts * (1 + len(constant)))
        flipped = signs[:, :prompts] @ deviations.T / np.where(norms > 0, norms, 1)
        for place, row in enumerate(constant, 1):
            flipped[:, row] = signs[:, place * prompts : (place + 1) * prompts].sum(axis=1) / np.sqrt(prompts)
        largest += flipped.max(axis=1).tolist()
    return _quantile(largest, alpha)


def _quantile(values: Sequence[float], alpha: float) -> float:
    """The least of `values` that at most `alpha` of the draws and the data together exceed."""
    place = int(np.ceil((1 - alpha) * (len(values) + 1) - 1e-9))
    return sorted(values)[place - 1]
