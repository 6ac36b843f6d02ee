"""What systems are to each other over all ranked thresholds (measurement standard, 6). Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from steelyard.stats import Relation, pareto_front

from .contestants import Contestant
from .ranking import Ranked

MARGIN = 0.05
"""How much larger a failure share still counts as no worse, where nothing else is said."""


class Dominance(msgspec.Struct, frozen=True):
    """What the first of two systems is to the second over all ranked thresholds."""

    first: str
    second: str
    relation: Relation
    better_at: tuple[str, ...]
    worse_at: tuple[str, ...]


class Pareto(msgspec.Struct, frozen=True):
    """The systems that none is claimed to dominate, each pair read at alpha over the number of pairs."""

    margin: float
    front: tuple[str, ...]
    pairs: tuple[Dominance, ...]


def read_pareto(contestants: Sequence[Contestant], ranked: Ranked, *, alpha: float, margin: float) -> Pareto | None:
    """All pairs over all ranked thresholds; None for one system or no ranked threshold.

    Raises ValueError for a margin outside (0, 1).
    """
    names, thresholds = [each.name for each in contestants], list(ranked.scores)
    if len(names) < 2 or not thresholds:
        return None
    boards = [ranked.scores[threshold].rows for threshold in thresholds]
    front, readings = pareto_front(boards, [margin] * len(boards), alpha=alpha, seed="ranking")
    return Pareto(margin, tuple(names[place] for place in front), tuple(
        Dominance(
            names[first], names[second], reading.relation,
            tuple(thresholds[place] for place in reading.gains), tuple(thresholds[place] for place in reading.losses),
        )
        for (first, second), reading in readings.items()
    ))  # fmt: skip
