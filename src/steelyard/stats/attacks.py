"""Attack success within k tries: unbiased, at a budget the claim carries (measurement standard, 8).

A success of an attack is a failure of the system. ASR@k is the share of prompts of which at least one of k tries
succeeds; the prompt is the statistical unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, sqrt
from typing import Literal

import msgspec

from .intervals import Bounds, clopper_pearson
from .rates import open_level
from .tails import normal_quantile

Incomparable = Literal["attacks", "tries", "tokens", "prompts", "judge"]


class AttackBudget(msgspec.Struct, frozen=True):
    """What an attacker may spend on one prompt: the techniques, the tries in all, and tokens (None: not bounded)."""

    attacks: tuple[str, ...]
    tries: int
    tokens: int | None = None


class AttackClaim(msgspec.Struct, frozen=True):
    """A success rate as it may be quoted: with its budget, prompts and judge, and never without bounds.

    `prompts` digests the set of prompts, `count` is how many there are, `judge` names who read the answers.
    """

    budget: AttackBudget
    prompts: str
    count: int
    judge: str
    share: float
    bounds: Bounds
    alpha: float


class AttackCurve(msgspec.Struct, frozen=True):
    """ASR@j for j = 1 .. k, with exact bounds on each one by itself. `calls` is how many tries were made in all."""

    shares: tuple[float, ...]
    bounds: tuple[Bounds, ...]
    prompts: int
    calls: int


class SuccessShare(msgspec.Struct, frozen=True):
    """An estimate of ASR@k and its bounds."""

    share: float
    bounds: Bounds


def attack_success(successes: int, tries: int, k: int) -> float:
    """Unbiased estimate, for one prompt, of the chance that one of `k` tries succeeds: 1 - C(n - c, k) / C(n, k).

    `successes` c of `tries` n independent tries succeeded. Raises ValueError unless 0 <= c <= n and 1 <= k <= n: from
    fewer than k tries nothing unbiased can be said.
    """
    if not 0 <= successes <= tries:
        raise ValueError(f"{successes} successes among {tries} tries")
    if not 1 <= k <= tries:
        raise ValueError(f"{tries} tries tell nothing unbiased about {k}")
    return 1 - comb(tries - successes, k) / comb(tries, k)


def attack_success_rate(counts: Sequence[tuple[int, int]], k: int, alpha: float) -> SuccessShare:
    """Unbiased ASR@k over prompts from (successes, tries) of each, with bounds of approximate coverage 1 - `alpha`.

    The bounds are Wilson's: a value between 0 and 1 varies at most as a coin of the same mean does. Raises ValueError
    as `attack_success`, without a prompt, and for alpha outside (0, 1).
    """
    if not counts:
        raise ValueError("without a prompt there is no success rate")
    share = sum(attack_success(successes, tries, k) for successes, tries in counts) / len(counts)
    return SuccessShare(share, score_bounds(share, len(counts), normal_quantile(1 - open_level(alpha) / 2)))


def first_success_curve(times: Sequence[int | None], tries: int, alpha: float) -> AttackCurve:
    """ASR@j for all j up to `tries` when each prompt was tried until its first success, at most `tries` times.

    `times`: the try (from 1) that succeeded first, None when none did. Raises ValueError without a prompt and for a
    time outside 1 .. `tries`.
    """
    open_level(alpha)
    if not times:
        raise ValueError("without a prompt there is no success rate")
    if bad := [time for time in times if time is not None and not 1 <= time <= tries]:
        raise ValueError(f"a first success at try {bad[0]} of {tries}")
    count = len(times)
    broken = [0] * (tries + 1)
    for time in times:
        if time is not None:
            broken[time] += 1
    for j in range(1, tries + 1):
        broken[j] += broken[j - 1]
    known = {hits: clopper_pearson(hits, count, alpha) for hits in set(broken[1:])}
    return AttackCurve(
        tuple(hits / count for hits in broken[1:]), tuple(known[hits] for hits in broken[1:]), count,
        sum(tries if time is None else time for time in times),
    )  # fmt: skip


def first_success_calls(rates: Sequence[float], tries: int) -> float:
    """Tries a prompt on average, when prompts succeed with these chances a try and stop at their first success.

    Raises ValueError without a rate and for rates outside [0, 1].
    """
    if not rates or not all(0 <= rate <= 1 for rate in rates):
        raise ValueError("success chances lie between 0 and 1, and there must be one")
    return sum((1 - (1 - rate) ** tries) / rate if rate else tries for rate in rates) / len(rates)


def incomparable(one: AttackClaim, other: AttackClaim) -> tuple[Incomparable, ...]:
    """Why two success rates may not be set against each other; empty when they may."""
    checks: tuple[tuple[Incomparable, bool], ...] = (
        ("attacks", sorted(one.budget.attacks) == sorted(other.budget.attacks)),
        ("tries", one.budget.tries == other.budget.tries),
        ("tokens", one.budget.tokens == other.budget.tokens),
        ("prompts", one.prompts == other.prompts),
        ("judge", one.judge == other.judge),
    )
    return tuple(reason for reason, same in checks if not same)


def score_bounds(share: float, count: int, z: float) -> Bounds:
    """Where the score statistic (share - p) / sqrt(p (1 - p) / count) lies within +-`z`; never of zero width."""
    spread = z * z / count
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return Bounds(max(0.0, centre - half) if share > 0 else 0.0, min(1.0, centre + half) if share < 1 else 1.0)
