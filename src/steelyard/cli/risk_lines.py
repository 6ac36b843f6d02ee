"""What lists of risks will take, in the lines of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from steelyard.records import Language, Plan, Survey
from steelyard.stats import exact_rate, families_to_list

from .words import say

_SURVEYS, _MOST_ANSWERS = 100, 20_000
"""So many surveys are simulated, none of a larger sample: the first question waits for it."""
_GOOD, _BAD, _MOST_RATE = 0.1, 4.0, 0.9
"""Failure rates for which the cost is told, as multiples of the limit."""


def risk_lines(plan: Plan, survey: Survey, language: Language) -> Iterator[str]:
    """That questions go on for lists of risks, what that takes, and which risks the sample cannot show clean."""
    samples = tuple(Counter(family.aspect for family in survey.families).values())
    if not plan.risk_lists or len(samples) < 2:
        return
    limit = survey.threshold.limit
    if plan.complete:
        yield say("lists_complete", language, risks=len(samples))
    elif sum(samples) <= _MOST_ANSWERS:
        rates = (min(_MOST_RATE, float(exact_rate(limit)) * times) for times in (_GOOD, _BAD))
        good, bad = (_mean_answers(samples, limit, plan.alpha, plan.look_every, rate) for rate in rates)
        yield say("lists", language, risks=len(samples), good=round(good), bad=round(bad), sample=sum(samples))
    else:
        yield say("lists_most", language, risks=len(samples), sample=sum(samples))
    needed = families_to_list(len(samples), limit, plan.alpha, 0, len(samples))
    short = sum(sample < needed for sample in samples)
    yield say("lists_need", language, needed=needed, alone=families_to_list(len(samples), limit, plan.alpha, 0, 1))
    if short:
        yield say("lists_short", language, short=short, risks=len(samples))


@cache
def _mean_answers(samples: tuple[int, ...], limit: str, alpha: str, look_every: int, rate: float) -> float:
    from steelyard.stats import risk_outlook  # numpy: a plan without lists does not wait for it

    risks = len(samples)
    outlook = risk_outlook(
        available=samples, limits=[limit] * risks, rates=[rate] * risks, alpha=alpha, look_every=look_every,
        runs=_SURVEYS, seed="plan",
    )  # fmt: skip
    return outlook.mean_calls
