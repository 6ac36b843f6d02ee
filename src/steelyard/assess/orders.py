"""Why there is no total score: which orders of systems the evidence allows, and how much weights would decide. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from math import factorial

import msgspec

from .dominance import Pareto
from .ranking import Ranked

MOST_COUNTED = 12
"""Orders of more systems than this are not counted."""
_WEIGHTINGS = 2_000


class Allowed(msgspec.Struct, frozen=True):
    """Orders of `systems` that contradict no claim: `allowed` of `all` (None beyond `MOST_COUNTED` systems).

    `threshold` is empty for an order over everything, which has to respect dominance alone.
    """

    threshold: str
    systems: int
    allowed: int | None
    all: int | None


class FirstShare(msgspec.Struct, frozen=True):
    """The share of all ways to weigh the thresholds that put a system first, by what was seen (grade D: no error
    level). Ties count for each of those tied."""

    system: str
    share: float


class NoTotal(msgspec.Struct, frozen=True):
    """What stands in place of a total score. `firsts` is empty below two thresholds, where there is nothing to weigh;
    `weightings` is how many were tried, evenly spread."""

    orders: tuple[Allowed, ...]
    overall: Allowed | None
    firsts: tuple[FirstShare, ...]
    weightings: int


def no_total(names: Sequence[str], ranked: Ranked, pareto: Pareto | None) -> NoTotal:
    """The orders that are left by each threshold and by dominance over all of them."""
    orders = tuple(
        _allowed(each.threshold, names, [(claim.better, claim.worse) for claim in each.claims])
        for each in ranked.dimensions
        if not each.reasons
    )
    overall = None if pareto is None else _allowed("", names, _dominances(pareto))
    weightings = _weightings(len(ranked.scores))
    return NoTotal(orders, overall, _firsts(names, ranked, weightings), len(weightings))


def count_orders(items: int, above: Collection[tuple[int, int]]) -> int:
    """In how many orders of `items` every (a, b) of `above` has a before b: by sets of those already placed."""
    needs = [sum(1 << a for a, b in above if b == item) for item in range(items)]
    ways = [0] * (1 << items)
    ways[0] = 1
    for placed, count in enumerate(ways):
        if count:
            for item, need in enumerate(needs):
                if not placed >> item & 1 and need & placed == need:
                    ways[placed | 1 << item] += count
    return ways[-1]


def _allowed(threshold: str, names: Sequence[str], claims: Collection[tuple[str, str]]) -> Allowed:
    if len(names) > MOST_COUNTED:
        return Allowed(threshold, len(names), None, None)
    pairs = [(names.index(better), names.index(worse)) for better, worse in claims]
    return Allowed(threshold, len(names), count_orders(len(names), pairs), factorial(len(names)))


def _dominances(pareto: Pareto) -> list[tuple[str, str]]:
    return [
        (pair.first, pair.second) if pair.relation == "dominates" else (pair.second, pair.first)
        for pair in pareto.pairs
        if pair.relation in {"dominates", "dominated"}
    ]


def _weightings(dimensions: int) -> list[tuple[float, ...]]:
    """Weights that sum to 1, all positive, on an even grid of the finest step that keeps within `_WEIGHTINGS`."""
    if dimensions < 2:
        return []
    parts, grid = dimensions, [tuple([1 / dimensions] * dimensions)]
    while True:
        parts += 1
        finer = [
            tuple((b - a) / parts for a, b in zip((0, *cuts), (*cuts, parts), strict=True))
            for cuts in combinations(range(1, parts), dimensions - 1)
        ]
        if len(finer) > _WEIGHTINGS or parts > 1_000:
            return grid
        grid = finer


def _firsts(names: Sequence[str], ranked: Ranked, weightings: Sequence[tuple[float, ...]]) -> tuple[FirstShare, ...]:
    means = [[sum(row) / len(row) for row in scores.rows] for scores in ranked.scores.values()]
    wins = [0] * len(names)
    for weights in weightings:
        totals = [
            sum(weight * row[place] for weight, row in zip(weights, means, strict=True)) for place in range(len(names))
        ]
        for place, total in enumerate(totals):
            wins[place] += total >= max(totals) - 1e-12
    return tuple(FirstShare(name, won / len(weightings)) for name, won in zip(names, wins, strict=True) if weightings)
