"""Whether publication helped: committed twin pairs, one twin published by a committed coin (measurement standard, 7.1).

Of a pair whose twins come out differently, which one failed is a fair coin if publication had no influence, for any
model and any difficulty. `private_only` counts pairs of which only the private twin failed, `public_only` the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lgamma, log, pi, sqrt
from typing import NamedTuple

import msgspec

from .rates import open_level
from .tails import beta_cdf, normal_quantile

_MARGIN = 1e-9
"""A log e-value this near to the threshold has not reached it: rounding never makes a claim."""
_MOST_PAIRS = 100_000


class Gap(NamedTuple):
    """How much more often the private twin fails: an estimate and its bounds, as shares of all pairs."""

    estimate: float
    low: float
    high: float


class TwinPath(msgspec.Struct, frozen=True):
    """A sequence of pairs read by the sequential test.

    `detected_at` is the number of pairs, all counted, at which the e-value first reached 1/alpha; None when it never
    did. `log_e_value` is of the last pair; the counts are of all pairs.
    """

    pairs: int
    private_only: int
    public_only: int
    log_e_value: float
    detected_at: int | None


def twin_log_e_value(private_only: int, public_only: int) -> float:
    """Natural logarithm of the e-value against "a differing pair is a fair coin".

    The likelihood ratio averaged over chances q > 1/2 by the upper half of the Krichevsky-Trofimov (Jeffreys) prior:
    a mixture of likelihood ratios, so under a fair coin it ever reaches 1/alpha with probability at most alpha (Ville).
    Raises ValueError for a count below zero.
    """
    if min(private_only, public_only) < 0:
        raise ValueError(f"counts of pairs are not negative: {private_only}, {public_only}")
    a, b = private_only + 0.5, public_only + 0.5
    full = lgamma(a) + lgamma(b) - lgamma(a + b) - log(pi) + (private_only + public_only) * log(2)
    # Mass of q > 1/2 is the lower half of 1 - q; far on the wrong side it is less than a float can hold.
    upper = beta_cdf(0.5, b, a)
    return float("-inf") if upper <= 0 else full + log(2 * upper)


def twin_boundary(most: int, alpha: float) -> tuple[int, ...]:
    """The sequential test as a table: for m = 0 .. `most` differing pairs, the least `private_only` that detects.

    m + 1 where no count does. The table rises by at most one from m to m + 1. Raises ValueError when `most` is outside
    0 to 100,000 or alpha outside (0, 1).
    """
    if not 0 <= most <= _MOST_PAIRS:
        raise ValueError(f"a table has 0 to {_MOST_PAIRS} differing pairs, not {most}")
    need = -log(open_level(alpha)) + _MARGIN
    least, table = 1, [1]
    for m in range(1, most + 1):
        if twin_log_e_value(least, m - least) < need:
            least += 1
        table.append(least)
    return tuple(table)


def read_twins(signs: Iterable[int], alpha: float) -> TwinPath:
    """Read pairs in the committed order: 1 only the private twin failed, -1 only the public one, 0 both or neither.

    Raises ValueError for any other sign and for alpha outside (0, 1).
    """
    need = -log(open_level(alpha)) + _MARGIN
    pairs = private = public = 0
    detected: int | None = None
    for sign in signs:
        if sign not in {-1, 0, 1}:
            raise ValueError(f"a pair counts -1, 0 or 1, not {sign}")
        pairs, private, public = pairs + 1, private + (sign == 1), public + (sign == -1)
        if sign == 1 and detected is None and private > public and twin_log_e_value(private, public) >= need:
            detected = pairs
    return TwinPath(pairs, private, public, twin_log_e_value(private, public), detected)


def sign_test(private_only: int, public_only: int) -> float:
    """Exact one-sided p-value, for a number of pairs fixed beforehand: P(at least `private_only` heads of all tosses).

    1 when no pair differs. Raises ValueError for a count below zero.
    """
    if min(private_only, public_only) < 0:
        raise ValueError(f"counts of pairs are not negative: {private_only}, {public_only}")
    tosses = private_only + public_only
    ways = heads = 1
    for tails in range(1, public_only + 1):
        ways = ways * (tosses - tails + 1) // tails
        heads += ways
    return heads / (1 << tosses)


def twin_gap(private_only: int, public_only: int, pairs: int, alpha: float) -> Gap:
    """Private failure rate less public failure rate, with approximate bounds for a number of pairs fixed beforehand.

    Half a pair more on either side, so that it never has zero width. Raises ValueError when the counts do not fit
    `pairs`, there is no pair, or alpha is outside (0, 1).
    """
    if min(private_only, public_only) < 0 or private_only + public_only > pairs or pairs < 1:
        raise ValueError(f"{private_only} and {public_only} differing pairs among {pairs}")
    count = pairs + 2
    estimate = (private_only - public_only) / count
    spread = (private_only + public_only + 1) / count - estimate**2
    half = normal_quantile(1 - open_level(alpha) / 2) * sqrt(spread / count)
    return Gap(estimate, max(-1.0, estimate - half), min(1.0, estimate + half))


def detection_law(boundary: Sequence[int], heads: float) -> list[float]:
    """P(first detected at m differing pairs), m = 0, 1, ..., when each is private-only with chance `heads`.

    By dynamic program over the table of `twin_boundary`; under `heads` = 1/2 its sum is the exact false alarm rate of
    looking after every pair.
    """
    if not 0 <= heads <= 1:
        raise ValueError(f"a chance lies between 0 and 1, not at {heads}")
    law, alive = [0.0], [1.0]  # alive[k]: chance of k private-only and no detection so far
    for m in range(1, len(boundary)):
        moved = [a * (1 - heads) + b * heads for a, b in zip([*alive, 0.0], [0.0, *alive], strict=True)]
        law.append(sum(moved[boundary[m] :]))
        alive = moved[: boundary[m]]
    return law
