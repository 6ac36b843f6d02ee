"""A plan in words: who is asked, how much, what it will cost, and what is not assessed and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

from steelyard.records import ALPHA_OF, Language, Plan, PlannedRequirement, Survey, plan_hash
from steelyard.stats import Outlook, decimal_string, exact_rate, part_of, survey_outlooks

from .risk_lines import risk_lines
from .spans import span
from .wordings_lines import wordings_lines
from .words import say

SECONDS_AN_ANSWER = 1.0
"""What an answer is taken to need before one was timed."""

_ASSUMED = (Fraction(1, 10), Fraction(1), Fraction(4))
"""True failure rates for which the cost is told, as multiples of the limit: good, at the limit, bad."""
_MOST_RATE = Fraction(9, 10)


def plan_lines(
    plan: Plan, addresses: Mapping[str, str], most_at_once: Mapping[str, int], language: Language
) -> Iterator[str]:
    """The plan for a person; `addresses` (empty: this machine) and `most_at_once` are by asset."""
    for asset, address in addresses.items():
        count = sum(len(survey.families) + len(survey.further) for survey in plan.surveys if survey.asset == asset)
        key = "target" if address else "local_target"
        yield say(key, language, n=count, host=address)
    for consent in plan.consents:
        yield say("consent", language, host=consent.host, port=consent.port, by=consent.by)
    yield say(
        "plan", language, hash=plan_hash(plan)[:16], standards=", ".join(standard.id for standard in plan.standards),
        purpose=say(f"purpose.{plan.purpose}", language), alpha=plan.alpha,
    )  # fmt: skip
    if plan.attempt is not None:
        yield say("spent", language, n=plan.attempt, whole=ALPHA_OF[plan.purpose])
    for survey in plan.surveys:
        yield from _survey_lines(plan, survey, most_at_once.get(survey.asset, 1), language)
    for scan in plan.scans:
        yield say("scan", language, probe=scan.probe, asset=scan.asset)
    yield from _unassessed_lines(plan, language)


def _survey_lines(plan: Plan, survey: Survey, at_once: int, language: Language) -> Iterator[str]:
    outlooks = _outlooks(
        len(survey.families), survey.threshold.n_min, survey.threshold.limit, plan.alpha, plan.look_every, plan.complete
    )
    good, near, bad = (round(outlook.mean_calls) for outlook in outlooks)
    yield say(
        "survey", language, threshold=survey.threshold.id, asset=survey.asset, sample=len(survey.families),
        available=survey.available, good=good, near=near, bad=bad,
    )  # fmt: skip
    short, long = (span(calls * SECONDS_AN_ANSWER / at_once, language) for calls in _ends(outlooks))
    yield say("survey_time", language, short=short, long=long, n=at_once)
    yield from risk_lines(plan, survey, language)
    yield from wordings_lines(plan, survey, language)
    if survey.people.decides:
        half = decimal_string(part_of(plan.alpha, 2))
        labels = _outlooks(len(survey.families), survey.threshold.n_min, survey.threshold.limit, half, 1, False)
        yield say(
            "survey_people", language, raters=survey.people.raters, good=round(labels[0].mean_calls),
            near=round(labels[1].mean_calls), sample=len(survey.families),
        )  # fmt: skip
    need = survey.threshold.n_min
    if need is not None and survey.available < need:
        yield say("survey_short", language, have=survey.available, need=need)


@cache
def _outlooks(
    sample: int, n_min: int | None, limit: str, alpha: str, look_every: int, complete: bool
) -> tuple[Outlook, ...]:
    """Cached: surveys often differ in their questions alone, and the first call waits for this."""
    exact = exact_rate(limit)
    return survey_outlooks(
        available=sample, n_min=n_min, limit=exact, alpha=alpha,
        rates=[min(exact * times, _MOST_RATE) for times in _ASSUMED], look_every=look_every, complete=complete,
    )  # fmt: skip


def _ends(outlooks: tuple[Outlook, ...]) -> tuple[float, float]:
    means = [outlook.mean_calls for outlook in outlooks]
    return min(means), max(means)


def _unassessed_lines(plan: Plan, language: Language) -> Iterator[str]:
    """Requirements about which nothing is gathered, by what would decide them."""
    waiting: dict[tuple[str, ...], list[str]] = {}
    silent = [planned for planned in plan.requirements if not planned.surveys and not planned.scans]
    for planned in silent:
        waiting.setdefault(_waits_for(planned), []).append(planned.id)
    if silent:
        yield say("unassessed", language, n=len(silent), all=len(plan.requirements))
    for means, ids in sorted(waiting.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        what = ", ".join(means) if means else say("waits_people", language)
        yield say("waits", language, what=what, ids=", ".join(ids))


def _waits_for(planned: PlannedRequirement) -> tuple[str, ...]:
    return () if planned.verify == "human" else planned.missing
