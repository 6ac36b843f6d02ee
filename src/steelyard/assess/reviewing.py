"""What people should read next in a run, and what their labels say of the judge. Pure.

Answers are read in the committed order; where the judge's flags save labels, stratum by stratum, each next one from the
stratum whose label decides soonest (measurement standard, 4.4). What the judge read is kept from whoever reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import msgspec

from steelyard.judges.sheets import Role
from steelyard.records import (
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
    Iid,
    LabelDesign,
    LabelGate,
    Labelled,
    Status,
    decimal_string,
    label_outlook,
    mean_calls,
    part_of,
    population_table,
    rounded_down,
    strict_bounds,
)

from .people import JudgedAnswer, PeopleLabels, labelled_run
from .verdicts import judge_run

LEAST_BATCH, MOST_BATCH = 20, 60
"""Answers of a survey that people are sent for at a time: a batch may decide, and then the next is spared."""

_GUIDE_FROM = Fraction(3, 10)
"""The judge guides where the failure rate is above this part of the limit (measurement standard, 4.4)."""
_EXPECTED_LABELS = 10
"""As so many labels counts what the judge's passport lets expect of a stratum."""
_SIMULATED = 100
_MOST_LIMIT = Fraction(99, 100)


class ReviewAnswer(msgspec.Struct, frozen=True):
    """An answer for people to read. `part` is the bank's aspect, a word of `standard`; `readers` are the pseudonyms of
    those who read it already."""

    trial: str
    question: str
    answer: str
    expectation: Expectation
    standard: str
    part: str
    readers: frozenset[str]


class ReviewOutlook(msgspec.Struct, frozen=True):
    """A forecast: so many more labels decide a survey on average, in the committed order or guided by the judge."""

    way: Literal["plain", "guided"]
    labels: int


class SurveyReview(msgspec.Struct, frozen=True):
    """How far people have read a survey. `decided`: their labels decide it, or nothing they could read would.

    `wanted` are the answers to read next, in the order in which labels count; `outlook` foresees how many more labels
    decide, None where it is decided.
    """

    survey: str
    flagged: int
    unflagged: int
    labelled: int
    decided: bool
    wanted: tuple[ReviewAnswer, ...]
    outlook: ReviewOutlook | None


class _Answers(NamedTuple):
    """A survey up to its stopping look: answers by trial, the same as the judge reads them, places without one."""

    answers: dict[str, ReviewAnswer]
    judged: list[JudgedAnswer]
    faults: list[int]


class Review:
    """A run as people see it: answers up to the stopping look, those that are labelled and those that wait."""

    def __init__(self, plan: Plan, rows: Iterable[EvidenceRow]) -> None:
        known = tuple(rows)
        self._plan = plan
        self.judgement = judge_run(plan, known)
        self.labels = PeopleLabels(row for row in known if isinstance(row, LabelRow))
        read = {
            row.trial: row.reading for row in known if isinstance(row, LabelRow) and not row.labeller.startswith(PERSON)
        }
        trials = {
            (row.survey, row.item): row
            for row in known
            if isinstance(row, TrialRow) and row.key in self.judgement.gated
        }
        self._sheets = {survey.id: self._taken(survey, trials, read) for survey in plan.surveys}

    def answers(self, survey: Survey) -> dict[str, ReviewAnswer]:
        """The counted answers of a survey that its judge has read, by trial, in the committed order."""
        return self._sheets[survey.id].answers

    def judged(self, survey: Survey) -> list[JudgedAnswer]:
        """The same answers with their places and what the judge makes of them."""
        return self._sheets[survey.id].judged

    def disputed(self, survey: Survey) -> list[ReviewAnswer]:
        """The answers that raters read two ways or could not tell, and nobody settled."""
        return [
            answer for trial, answer in self.answers(survey).items()
            if trial not in self.labels.settled and self.status(survey, trial) == Status.OPEN
        ]  # fmt: skip

    def survey(self, survey: Survey, count: int | None) -> SurveyReview:
        """What to read next in a survey: `count` answers, where it is None `LEAST_BATCH` to `MOST_BATCH` of them."""
        answers, faults = self.judged(survey), self._sheets[survey.id].faults
        run = labelled_run(self._plan, survey, answers, faults, self.labels)
        waiting = [answer for answer in answers if self.status(survey, answer.trial) == Status.MISSING]
        decided = not waiting or not self._open(survey)
        outlook = None if decided else _outlook(run, survey, self._plan)
        if count is None:
            count = 0 if outlook is None else min(MOST_BATCH, max(LEAST_BATCH, outlook.labels))
        return SurveyReview(
            survey=survey.id,
            flagged=run.strata[0].answers,
            unflagged=run.strata[1].answers,
            labelled=run.labelled,
            decided=decided,
            wanted=tuple(self.answers(survey)[trial] for trial in self._next(survey, run, waiting, count)),
            outlook=outlook,
        )

    def status(self, survey: Survey, trial: str) -> Status:
        """What people make of an answer."""
        return self.labels.status(trial, survey.expectation, survey.people.raters)

    def _taken(
        self, survey: Survey, trials: Mapping[tuple[str, str], TrialRow], read: Mapping[str, Reading]
    ) -> _Answers:  # fmt: skip
        found = _Answers({}, [], [])
        for position, planned in enumerate(survey.families):
            trial = trials.get((survey.id, planned.item))
            if trial is None:
                continue
            if trial.response is None:
                found.faults.append(position)
            elif trial.key in read:
                flagged = is_failure(survey.expectation, read[trial.key])
                found.judged.append(JudgedAnswer(position, trial.key, flagged))
                found.answers[trial.key] = ReviewAnswer(
                    trial=trial.key, question=trial.request.messages[-1].content, answer=trial.response.text,
                    expectation=survey.expectation, standard=survey.threshold.standard, part=planned.aspect,
                    readers=frozenset(name.removeprefix(PERSON) for name in self.labels.panel(trial.key)),
                )  # fmt: skip
        return found

    def _open(self, survey: Survey) -> bool:
        """Whether more labels could still decide the survey."""
        for requirement in self.judgement.verdicts.requirements:
            for part in requirement.parts:
                if part.measure is not None and part.measure.survey == survey.id:
                    return part.measure.people is None or part.state == "needs_people"
        return False

    def _next(self, survey: Survey, run: Labelled, waiting: Sequence[JudgedAnswer], count: int) -> tuple[str, ...]:
        """The trials of the next labels: as they stand in the order, or stratum by stratum as the gate wants them."""
        if not waiting or not guided(run):
            return tuple(answer.trial for answer in waiting[:count])
        gate = LabelGate(_design(run, survey, self._plan.order_seed))
        for stratum, counts in enumerate(run.strata):
            passed = counts.labelled - counts.failures - counts.open_labels
            for status, times in (
                (Status.SUCCESS, passed), (Status.FAILURE, counts.failures), (Status.OPEN, counts.open_labels),
            ):  # fmt: skip
                for _ in range(times):
                    gate.record(stratum, status)
        queues = [iter([answer.trial for answer in waiting if answer.flagged == side]) for side in (True, False)]
        chosen = [trial for stratum in gate.wanted(count) if (trial := next(queues[stratum], None)) is not None]
        rest = [trial for queue in queues for trial in queue]
        return (*chosen, *rest[: count - len(chosen)])


def guided(run: Labelled) -> bool:
    """Whether the judge's flags save labels: where the failure rate is more than a small part of the limit.

    The rate is that of the labels so far, with what the judge's passport lets expect (measurement standard, 4.4).
    """
    return _rate(run) > _GUIDE_FROM * Fraction(run.limit)


def _rate(run: Labelled) -> Fraction:
    """The failure share among the answers, a few labels' worth of expectation in each stratum."""
    shares = [
        stratum.answers * (stratum.failures + _EXPECTED_LABELS * mean) / (stratum.labelled + _EXPECTED_LABELS)
        for stratum, mean in zip(run.strata, run.expected, strict=True)
    ]
    return sum(shares, Fraction(0)) / run.answers


def _outlook(run: Labelled, survey: Survey, plan: Plan) -> ReviewOutlook:
    if guided(run):
        found = label_outlook(_design(run, survey, plan.order_seed), runs=_SIMULATED)
        return ReviewOutlook("guided", max(1, round(found.guided_labels) - run.labelled))
    table = population_table(run.sample, run.limit, part_of(run.alpha, 2))
    return ReviewOutlook("plain", max(1, round(mean_calls(table, Iid(float(_rate(run))))) - run.labelled))


def _design(run: Labelled, survey: Survey, seed: str) -> LabelDesign:
    """The strict claim's second step as a design of labels: its bound lies half an answer above what it allows."""
    at_most = max(0, strict_bounds(run).met_at_most)
    limit = rounded_down(Fraction(2 * at_most + 1, 2 * run.answers))
    return LabelDesign(
        kind="sample", flagged=run.strata[0].answers, unflagged=run.strata[1].answers,
        limit=decimal_string(min(_MOST_LIMIT, limit)), alpha=decimal_string(part_of(run.alpha, 4)),
        expected=(float(run.expected[0]), float(run.expected[1])), seed=f"{seed}:{survey.id}",
    )  # fmt: skip


def label_row(role: Role, trial: str, rater: str, reading: Reading) -> LabelRow:
    """The row of the journal for a person's label; `rater` is a pseudonym."""
    labeller = f"{PERSON}{rater}"
    return LabelRow(label_key(trial=trial, judge=role, labeller=labeller), trial, role, labeller, reading)
