"""Attack rates from runs, threshold by threshold and technique by technique (measurement standard, 8). Pure.

The runs of a technique are tries at the same prompts (`tries`); what they come to is in `success`, what several
techniques come to together in `strongest`: only techniques of equal budget stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from steelyard.records import Expectation, digest

from .outcomes import SurveyOutcomes
from .strongest import Strongest, Unequal, Union, read_strongest, unequal_budgets, union_rate
from .success import TechniqueRate, technique_rate
from .tries import RunTries, SurveyTries, TryNote, TryReason, reasons_against, survey_tries

ATTACKS_SCHEMA = "steelyard.attack-rates/1"


class AttackGroup(msgspec.Struct, frozen=True):
    """The runs of one technique, in the order of tries."""

    technique: str
    runs: tuple[RunTries, ...]


class TechniqueReading(msgspec.Struct, frozen=True):
    """One technique at one threshold: its rate, or the reasons why its runs are not tries at one thing."""

    technique: str
    runs: int
    reasons: tuple[TryReason, ...]
    notes: tuple[TryNote, ...]
    rate: TechniqueRate | None


class AttackDimension(msgspec.Struct, frozen=True):
    """One threshold, at one asset where runs have several (else "").

    Where several techniques have rates they stand side by side, unless `unequal` says why they may not.
    """

    threshold: str
    standard: str
    asset: str
    expectation: Expectation
    techniques: tuple[TechniqueReading, ...]
    unequal: tuple[Unequal, ...]
    strongest: Strongest | None
    union: Union | None


def attack_rates(groups: Sequence[AttackGroup], *, alpha: float, seed: str) -> tuple[AttackDimension, ...]:
    """Every threshold that any run measured; `seed` draws the halves. Raises ValueError for alpha outside (0, 1)."""
    return tuple(
        _dimension(threshold, asset, groups, alpha=alpha, seed=f"{seed} {threshold} {asset}")
        for threshold, asset in _dimensions(groups)
    )


def attack_seed(groups: Sequence[AttackGroup]) -> str:
    """The seed of halves: from plans and techniques alone, so that nobody chooses it."""
    return digest(sorted([one.technique, sorted(run.outcomes.plan for run in one.runs)] for one in groups))


def _dimensions(groups: Sequence[AttackGroup]) -> list[tuple[str, str]]:
    runs = [run.outcomes for group in groups for run in group.runs]
    found: list[tuple[str, str]] = []
    for threshold in dict.fromkeys(one.threshold for run in runs for one in run.surveys):
        assets = [[one.survey.asset for one in run.surveys if one.threshold == threshold] for run in runs]
        several = any(len(each) > 1 for each in assets)
        found += [
            (threshold, asset) for asset in dict.fromkeys(asset if several else "" for each in assets for asset in each)
        ]
    return found


def _dimension(
    threshold: str, asset: str, groups: Sequence[AttackGroup], *, alpha: float, seed: str
) -> AttackDimension:
    rows = [[_survey(run, threshold, asset) for run in group.runs] for group in groups]
    known = next(one for row in rows for one in row if one is not None)
    readings: list[TechniqueReading] = []
    held: dict[str, SurveyTries] = {}
    for group, row in zip(groups, rows, strict=True):
        reasons, found = _tries(group, row)
        rate = None
        if found is not None:
            held[group.technique], rate = found, technique_rate(group.technique, found, alpha)
        notes = found.notes if found is not None else ()
        readings.append(TechniqueReading(group.technique, len(group.runs), reasons, notes, rate))
    claims = {one.technique: one.rate.claim for one in readings if one.rate is not None}
    unequal = unequal_budgets(held, claims) if len(held) > 1 else ()
    together = len(held) > 1 and not unequal
    return AttackDimension(
        threshold=threshold, standard=known.survey.threshold.standard, asset=asset,
        expectation=known.survey.expectation, techniques=tuple(readings), unequal=unequal,
        strongest=read_strongest(held, alpha=alpha, seed=seed) if together else None,
        union=union_rate(held, claims, alpha=alpha) if together else None,
    )  # fmt: skip


def _survey(run: RunTries, threshold: str, asset: str) -> SurveyOutcomes | None:
    return next(
        (one for one in run.outcomes.surveys if one.threshold == threshold and asset in {"", one.survey.asset}), None
    )


def _tries(
    group: AttackGroup, row: Sequence[SurveyOutcomes | None]
) -> tuple[tuple[TryReason, ...], SurveyTries | None]:
    reasons = reasons_against(row)
    known = [one for one in row if one is not None]
    if reasons:
        return reasons, None
    answers = [run.answers.get(one.survey.id, {}) for run, one in zip(group.runs, known, strict=True)]
    return (), survey_tries(known, answers)
