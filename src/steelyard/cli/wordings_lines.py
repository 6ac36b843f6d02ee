"""What asking several wordings of each family will take, in the lines of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from steelyard.records import Language, Plan, Survey
from steelyard.stats import exact_rate

from .words import say

_RUNS, _MOST_FAMILIES = 100, 5_000
"""So many runs are simulated, none of a larger sample: the first question waits for it."""
_GOOD, _BAD, _MOST_RATE, _ALIKE = 0.1, 4.0, 0.9, 0.5


def wordings_lines(plan: Plan, survey: Survey, language: Language) -> Iterator[str]:
    """That further wordings are asked, how many, and how many families that takes."""
    if plan.wordings == 1:
        return
    more, families = len(survey.further), len(survey.families)
    if not more:
        yield say("wordings_none", language)
    elif plan.complete or families > _MOST_FAMILIES:
        yield say("wordings_most", language, n=plan.wordings, more=more)
    else:
        limit = survey.threshold.limit
        good, bad = (
            _mean_families(families, plan.wordings, limit, plan.alpha, plan.look_every, times)
            for times in (_GOOD, _BAD)
        )
        yield say("wordings", language, n=plan.wordings, more=more, good=round(good), bad=round(bad))


@cache
def _mean_families(
    families: int, wordings: int, limit: str, alpha: str, look_every: int, times: float
) -> float:  # fmt: skip
    from steelyard.stats import family_outlook  # numpy: a plan of single wordings does not wait for it

    outlook = family_outlook(
        families=families, wordings=wordings, rate=min(_MOST_RATE, float(exact_rate(limit)) * times), icc=_ALIKE,
        limit=limit, alpha=alpha, look_every=look_every, runs=_RUNS, seed="plan",
    )  # fmt: skip
    return outlook.mean_families
