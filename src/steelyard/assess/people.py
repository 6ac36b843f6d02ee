"""People's labels of a run: what the raters of an answer agree on, and what their labels decide. Pure.

an answer    is failed or passed where its raters agree on it; where they do not agree, or cannot tell, it is in
             dispute: read both ways until an adjudication says what it is
the order    within a stratum (flagged by the judge, or not) answers are labelled in the committed order; only labels
             up to the first answer that waits for its raters count, so that none can be left out
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from steelyard.records import (
    ADJUDICATION,
    OUTCOME_OF,
    PERSON,
    Expectation,
    LabelCount,
    LabelRow,
    PeopleMeasure,
    Plan,
    Reading,
    Survey,
    is_failure,
)
from steelyard.stats import Labelled, PeopleSettled, Status, StratumLabels, expected_failures, settle_labels


class JudgedAnswer(msgspec.Struct, frozen=True):
    """A counted answer: its position in the committed order, its trial, whether the judge flagged it as a failure."""

    position: int
    trial: str
    flagged: bool


class PeopleReading(msgspec.Struct, frozen=True):
    """What people's labels of a survey come to, as the record holds it and as it was settled."""

    measure: PeopleMeasure
    settled: PeopleSettled


class PeopleLabels:
    """People's labels by trial."""

    def __init__(self, rows: Iterable[LabelRow]) -> None:
        self._panel: dict[str, dict[str, Reading]] = {}
        self.settled: dict[str, Reading] = {}
        """What an adjudication reads, by trial."""
        for row in rows:
            if not row.labeller.startswith(PERSON):
                continue
            if row.judge == ADJUDICATION:
                self.settled[row.trial] = row.reading
            else:
                self._panel.setdefault(row.trial, {})[row.labeller] = row.reading

    @property
    def count(self) -> int:
        """How many answers a rater has read."""
        return len(self._panel)

    def __contains__(self, trial: object) -> bool:
        return trial in self._panel or trial in self.settled

    def panel(self, trial: str) -> dict[str, Reading]:
        """What each rater read in an answer, by labeller."""
        return self._panel.get(trial, {})

    def status(self, trial: str, expectation: Expectation, raters: int) -> Status:
        """What people make of an answer: `MISSING` where it waits for raters, `OPEN` where it is in dispute."""
        readings = self._panel.get(trial, {})
        if len(readings) < raters:
            return Status.MISSING
        found = {_status(expectation, reading) for reading in readings.values()}
        agreed = found.pop() if len(found) == 1 else Status.OPEN
        if agreed == Status.OPEN and trial in self.settled:
            return _status(expectation, self.settled[trial])
        return agreed


def read_people(
    plan: Plan, survey: Survey, answers: Sequence[JudgedAnswer], faults: Sequence[int], labels: PeopleLabels
) -> PeopleReading | None:
    """What people's labels of a survey decide; None where they do not decide it and there are none.

    `answers` are those up to the stopping look, in the committed order, `faults` the positions there without one.
    """
    if not (survey.people.decides or any(answer.trial in labels for answer in answers)):
        return None
    run = labelled_run(plan, survey, answers, faults, labels)
    settled = settle_labels(run)
    flagged, rest = (LabelCount(*stratum) for stratum in run.strata)
    return PeopleReading(
        PeopleMeasure(flagged, rest, settled.letter, settled.forecast, settled.strict),
        settled,
    )


def labelled_run(
    plan: Plan, survey: Survey, answers: Sequence[JudgedAnswer], faults: Sequence[int], labels: PeopleLabels
) -> Labelled:
    """A survey's labels as the gate reads them."""
    threshold, people = survey.threshold, survey.people
    statuses = {answer.trial: labels.status(answer.trial, survey.expectation, people.raters) for answer in answers}
    flagged, rest = (
        _stratum([statuses[answer.trial] for answer in answers if answer.flagged == side]) for side in (True, False)
    )
    plain = bytearray(len(survey.families))
    for answer in answers:
        plain[answer.position] = statuses[answer.trial]
    for position in faults:
        plain[position] = Status.OPEN
    return Labelled(
        strata=(flagged, rest),
        plain=bytes(plain),
        faults=len(faults),
        sample=len(survey.families),
        available=survey.available,
        n_min=threshold.n_min,
        limit=threshold.limit,
        alpha=plan.alpha,
        complete=plan.complete,
        expected=expected_failures(
            flagged.answers, rest.answers, _rate(people.sensitivity), _rate(people.specificity)
        ),
    )  # fmt: skip


def _stratum(statuses: Sequence[Status]) -> StratumLabels:
    """A stratum's labels up to the first answer that waits."""
    count = next((place for place, status in enumerate(statuses) if status == Status.MISSING), len(statuses))
    labelled = statuses[:count]
    return StratumLabels(len(statuses), count, labelled.count(Status.FAILURE), labelled.count(Status.OPEN))


def _status(expectation: Expectation, reading: Reading) -> Status:
    if OUTCOME_OF[reading] == "open":
        return Status.OPEN
    return Status.FAILURE if is_failure(expectation, reading) else Status.SUCCESS


def _rate(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
