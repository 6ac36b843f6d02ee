"""The path of the bound: how the anytime interval and the share counted moved from answer to answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import ceil

from steelyard.records import Measure, Survey
from steelyard.stats import anytime_interval

from .evidence import Evidence

_MOST_POINTS = 60
"""A path of any length is drawn at about so many answers, closer together where the bound moves fast."""


@dataclass(frozen=True, slots=True)
class TrailPoint:
    """After `n` answers: between `low` and `high` the failure share lies; `share` of them failed, open faults passing
    (None before the first answer)."""

    n: int
    low: Fraction
    high: Fraction
    share: Fraction | None


def trail(survey: Survey, measure: Measure, evidence: Evidence) -> tuple[TrailPoint, ...]:
    """Points of a survey's path up to its stopping look; none where the rows do not tell the whole of it.

    The looks that decided a gate are always among them.
    """
    answers = evidence.counted(survey, measure)
    failed = tuple(answer.failed for answer in answers)
    lost = tuple(answer.trial.fault is not None for answer in answers)
    if len(answers) != measure.counted or (sum(failed), sum(lost)) != (measure.failures, measure.open_faults):
        return ()
    places = {ceil(measure.counted * Fraction(i**2, _MOST_POINTS**2)) for i in range(_MOST_POINTS + 1)}
    places |= {at for at in (measure.strict_at, measure.forecast_at) if at is not None}
    return _points(failed, lost, tuple(sorted(places)), measure.interval.alpha)


@lru_cache(maxsize=32)  # both languages ask for it
def _points(
    failed: tuple[bool, ...], lost: tuple[bool, ...], places: tuple[int, ...], alpha: str
) -> tuple[TrailPoint, ...]:
    low = list(accumulate(failed, initial=0))
    open_faults = list(accumulate(lost, initial=0))
    points = []
    for n in places:
        interval = anytime_interval(n, low[n], low[n] + open_faults[n], alpha)
        share = Fraction(low[n], n) if n else None
        points.append(TrailPoint(n, Fraction(interval.low), Fraction(interval.high), share))
    return tuple(points)
