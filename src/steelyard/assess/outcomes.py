"""What a run's surveys came to, family by family: what comparing and ranking rest on. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from steelyard.records import (
    PERSON,
    EvidenceRow,
    LabelRow,
    Language,
    Plan,
    Reader,
    Reading,
    Survey,
    TrialRow,
    is_failure,
    plan_hash,
    reader_of,
)

from .verdicts import judge_run


class SurveyOutcomes(msgspec.Struct, frozen=True):
    """One survey of a run.

    `failed` says of each family that was counted and has an answer whether that answer is a failure; `unanswered` are
    those in the stopping prefix without an answer. `whole`: the plan asked for the whole sample from the start, so that
    no answer had a say in where the asking stopped.
    """

    survey: Survey
    language: Language
    failed: dict[str, bool]
    unanswered: tuple[str, ...]
    whole: bool

    @property
    def threshold(self) -> str:
        """Id of the threshold that was measured."""
        return self.survey.threshold.id

    @property
    def failures(self) -> int:
        """How many of the answers are failures."""
        return sum(self.failed.values())

    @property
    def counted(self) -> int:
        """How many families stand in the stopping prefix."""
        return len(self.failed) + len(self.unanswered)

    @property
    def ended(self) -> bool:
        """Whether the sample was asked to its end."""
        return self.counted == len(self.survey.families)

    @property
    def reader(self) -> Reader:
        """Who read the answers."""
        return reader_of(self.survey.judge.labeller)


class RunOutcomes(msgspec.Struct, frozen=True):
    """All surveys of a run. `plan` is the plan's hash; `finished` and `sealed` as the run's folder has it."""

    system: str
    plan: str
    finished: bool
    sealed: bool
    surveys: tuple[SurveyOutcomes, ...]


def run_outcomes(plan: Plan, rows: Iterable[EvidenceRow], *, finished: bool = True, sealed: bool = True) -> RunOutcomes:
    """The outcomes of a run, in plan order, from its plan and the evidence rows of its journal."""
    known = tuple(rows)
    gated = judge_run(plan, known, interrupted=not finished).gated
    labels = [row for row in known if isinstance(row, LabelRow)]
    readings = {row.trial: row.reading for row in labels if not row.labeller.startswith(PERSON)}
    trials = {(row.survey, row.item): row for row in known if isinstance(row, TrialRow) and row.key in gated}
    surveys = tuple(_survey(plan, survey, trials, readings) for survey in plan.surveys)
    return RunOutcomes(plan.system.name, plan_hash(plan), finished, sealed, surveys)


def _survey(
    plan: Plan, survey: Survey, trials: dict[tuple[str, str], TrialRow], readings: dict[str, Reading]
) -> SurveyOutcomes:
    asked = {
        planned.family: trials[survey.id, planned.item]
        for planned in survey.families
        if (survey.id, planned.item) in trials
    }
    failed = {
        family: is_failure(survey.expectation, readings[trial.key])
        for family, trial in asked.items()
        if trial.fault is None
    }
    unanswered = tuple(family for family in asked if family not in failed)
    return SurveyOutcomes(survey, plan.system.language, failed, unanswered, whole=plan.complete)
