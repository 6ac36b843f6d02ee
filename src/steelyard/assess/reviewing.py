"""What people should read next in a run, and what their labels say of the judge. Pure.

Answers are chosen stratum by stratum in the committed order, each next one from the stratum whose label decides soonest
(measurement standard, 4.4): flagged by the judge, or not. Which it was is kept from whoever reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from steelyard.records import (
    ADJUDICATION,
    PANEL,
    PERSON,
    EvidenceRow,
    Expectation,
    LabelRow,
    Plan,
    Reading,
    Survey,
    TrialRow,
    is_failure,
    label_key,
)
from steelyard.stats import (
    LabelDesign,
    LabelGate,
    Labelled,
    LabelOutlook,
    Status,
    decimal_string,
    half_of,
    label_outlook,
    strict_bounds,
)

from .people import JudgedAnswer, PeopleLabels, count_labels, labelled_run, strata_of
from .verdicts import judge_run

Role = Literal["panel", "adjudication"]

_PLACES = 10**12
_MOST = Fraction(99, 100)


class ReviewAnswer(msgspec.Struct, frozen=True):
    """An answer for people to read. `part` is the bank's aspect, `readers` the labellers that read it already."""

    survey: str
    trial: str
    question: str
    answer: str
    expectation: Expectation
    part: str
    readers: tuple[str, ...]


class SurveyReview(msgspec.Struct, frozen=True):
    """How far people have read a survey. `decided`: their labels decide it, or nothing they could read would.

    `wanted` are the trials to read next, in the order in which labels count; `disputed` those that raters read two ways
    or could not tell, and nobody settled; `outlook` foresees how many labels all of it takes, None where no answer is
    left.
    """

    survey: str
    flagged: int
    unflagged: int
    labelled: int
    decided: bool
    wanted: tuple[str, ...]
    disputed: tuple[str, ...]
    outlook: LabelOutlook | None


class Review:
    """A run as people see it: answers up to the stopping look, those that are labelled and those that wait."""

    def __init__(self, plan: Plan, rows: Iterable[EvidenceRow]) -> None:
        known = tuple(rows)
        self._plan = plan
        self.judgement = judge_run(plan, known)
        self.labels = PeopleLabels(row for row in known if isinstance(row, LabelRow))
        self._read = {
            row.trial: row.reading for row in known if isinstance(row, LabelRow) and not row.labeller.startswith(PERSON)
        }
        self._trials = {
            (row.survey, row.item): row
            for row in known
            if isinstance(row, TrialRow) and row.key in self.judgement.counted
        }

    def answers(self, survey: Survey) -> dict[str, ReviewAnswer]:
        """The counted answers of a survey that its judge has read, by trial, in the committed order."""
        found = {}
        for planned in survey.families:
            trial = self._trials.get((survey.id, planned.item))
            if trial is None or trial.response is None or trial.key not in self._read:
                continue
            found[trial.key] = ReviewAnswer(
                survey=survey.id, trial=trial.key, question=trial.request.messages[-1].content,
                answer=trial.response.text, expectation=survey.expectation, part=planned.aspect,
                readers=tuple(sorted(self.labels.panel(trial.key))),
            )  # fmt: skip
        return found

    def judged(self, survey: Survey) -> list[JudgedAnswer]:
        """The same answers with what the judge makes of them."""
        return [
            JudgedAnswer(trial, is_failure(survey.expectation, self._read[trial])) for trial in self.answers(survey)
        ]

    def survey(self, survey: Survey, count: int | None, *, foresee: bool = False) -> SurveyReview:
        """What to read next in a survey: `count` answers, as many as are foreseen where it is None."""
        strata = strata_of(self._plan, self.judged(survey))
        run = self._labelled(survey, strata)
        waiting = [
            [trial for trial in trials if self.status(survey, trial) == Status.MISSING] for trials in strata
        ]  # fmt: skip
        decided = not self._open(survey)
        outlook = None
        if sum(map(len, waiting)) and (foresee or (count is None and not decided)):
            outlook = _outlook(run, survey, self._plan.order_seed)
        most = sum(map(len, waiting)) if count is None else count
        if count is None and outlook is not None:
            most = max(1, round(outlook.guided_labels) - run.labelled)
        return SurveyReview(
            survey=survey.id,
            flagged=len(strata[0]),
            unflagged=len(strata[1]),
            labelled=run.labelled,
            decided=decided,
            wanted=() if decided and count is None else self._next(survey, run, waiting, most),
            disputed=tuple(trial for trial in self.answers(survey) if self._disputed(survey, trial)),
            outlook=outlook,
        )

    def status(self, survey: Survey, trial: str) -> Status:
        """What people make of an answer."""
        return self.labels.status(trial, survey.expectation, survey.people.raters)

    def _labelled(self, survey: Survey, strata: tuple[list[str], list[str]]) -> Labelled:
        flagged, rest = (count_labels(survey, trials, self.labels) for trials in strata)
        faults = sum(key[0] == survey.id and trial.fault is not None for key, trial in self._trials.items())
        return labelled_run(self._plan, survey, flagged, rest, faults)

    def _open(self, survey: Survey) -> bool:
        """Whether more labels could still decide the survey."""
        for requirement in self.judgement.verdicts.requirements:
            for part in requirement.parts:
                if part.measure is not None and part.measure.survey == survey.id:
                    return part.measure.people is None or part.state == "needs_people"
        return False

    def _disputed(self, survey: Survey, trial: str) -> bool:
        return trial not in self.labels.settled and self.status(survey, trial) == Status.OPEN

    def _next(self, survey: Survey, run: Labelled, waiting: Sequence[Sequence[str]], most: int) -> tuple[str, ...]:
        gate = LabelGate(_design(run, survey, self._plan.order_seed))
        for stratum, counts in enumerate(run.strata):
            passed = counts.labelled - counts.failures - counts.open_labels
            for status, times in (
                (Status.SUCCESS, passed), (Status.FAILURE, counts.failures), (Status.OPEN, counts.open_labels),
            ):  # fmt: skip
                for _ in range(times):
                    gate.record(stratum, status)
        queues = [iter(trials) for trials in waiting]
        chosen = [next(queues[stratum], None) for stratum in gate.wanted(most)]
        rest = [trial for queue in queues for trial in queue]
        found = [trial for trial in chosen if trial is not None]
        return (*found, *rest[: most - len(found)])


def _design(run: Labelled, survey: Survey, seed: str) -> LabelDesign:
    """The strict claim's second step as a design of labels: its bound lies half an answer above what it allows."""
    at_most = max(0, strict_bounds(run).met_at_most)
    limit = Fraction(int(Fraction(2 * at_most + 1, 2 * run.answers) * _PLACES), _PLACES)
    return LabelDesign(
        kind="sample", flagged=run.strata[0].answers, unflagged=run.strata[1].answers,
        limit=decimal_string(min(_MOST, limit)), alpha=decimal_string(half_of(run.alpha)),
        expected=(float(run.expected[0]), float(run.expected[1])), seed=f"{seed}:{survey.id}",
    )  # fmt: skip


def _outlook(run: Labelled, survey: Survey, seed: str) -> LabelOutlook:
    return label_outlook(_design(run, survey, seed))


def label_rows(role: Role, labels: Iterable[tuple[str, str, Reading]]) -> list[LabelRow]:
    """Rows of the journal for people's labels: (trial, pseudonym, reading) each."""
    judge = ADJUDICATION if role == "adjudication" else PANEL
    return [
        LabelRow(
            label_key(trial=trial, judge=judge, labeller=f"{PERSON}{rater}"), trial, judge, f"{PERSON}{rater}", reading
        )
        for trial, rater, reading in labels
    ]
