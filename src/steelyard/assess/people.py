"""People's labels of a run: what the raters of an answer agree on, and what their labels decide. Pure.

an answer    is failed or passed where its raters agree on it, or where an adjudication says so; where they do not
             agree, or cannot tell, it is in dispute: read both ways
the order    within a stratum answers are labelled by SHA-256(seed || 0x02 || trial); only labels up to the first
             answer that waits for its raters count, so that none can be left out
"""

from __future__ import annotations

import hashlib
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
    """A counted answer: its trial, and whether the judge flagged it as a failure."""

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

    def __contains__(self, trial: object) -> bool:
        return trial in self._panel or trial in self.settled

    def panel(self, trial: str) -> dict[str, Reading]:
        """What each rater read in an answer, by labeller."""
        return self._panel.get(trial, {})

    def status(self, trial: str, expectation: Expectation, raters: int) -> Status:
        """What people make of an answer: `MISSING` where it waits for raters, `OPEN` where it is in dispute."""
        if trial in self.settled:
            return _status(expectation, self.settled[trial])
        readings = self._panel.get(trial, {})
        if len(readings) < raters:
            return Status.MISSING
        found = {_status(expectation, reading) for reading in readings.values()}
        return found.pop() if len(found) == 1 else Status.OPEN


def strata_of(plan: Plan, answers: Iterable[JudgedAnswer]) -> tuple[list[str], list[str]]:
    """The trials of the flagged and of the unflagged answers, each in the order in which they are labelled."""
    flagged: list[str] = []
    rest: list[str] = []
    for answer in answers:
        (flagged if answer.flagged else rest).append(answer.trial)
    seed = bytes.fromhex(plan.order_seed)
    return sorted(flagged, key=lambda trial: _place(seed, trial)), sorted(rest, key=lambda trial: _place(seed, trial))


def read_people(
    plan: Plan, survey: Survey, answers: Sequence[JudgedAnswer], faults: int, labels: PeopleLabels
) -> PeopleReading | None:
    """What people's labels of a survey decide; None where they do not decide it and there are none.

    `answers` are those up to the stopping look, `faults` how many positions there have none.
    """
    if not (survey.people.decides or any(answer.trial in labels for answer in answers)):
        return None
    flagged, rest = (count_labels(survey, trials, labels) for trials in strata_of(plan, answers))
    settled = settle_labels(labelled_run(plan, survey, flagged, rest, faults))
    return PeopleReading(
        PeopleMeasure(flagged, rest, settled.letter, settled.forecast, settled.strict),
        settled,
    )


def labelled_run(plan: Plan, survey: Survey, flagged: LabelCount, rest: LabelCount, faults: int) -> Labelled:
    """The counts of a survey's labels as the gate reads them."""
    threshold, people = survey.threshold, survey.people
    return Labelled(
        strata=(_stratum(flagged), _stratum(rest)),
        faults=faults,
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


def count_labels(survey: Survey, trials: Sequence[str], labels: PeopleLabels) -> LabelCount:
    """Labels of a stratum's trials, in the order in which they count, up to the first that waits."""
    labelled = failures = disputed = 0
    for trial in trials:
        status = labels.status(trial, survey.expectation, survey.people.raters)
        if status == Status.MISSING:
            break
        labelled += 1
        failures += status == Status.FAILURE
        disputed += status == Status.OPEN
    return LabelCount(len(trials), labelled, failures, disputed)


def _stratum(count: LabelCount) -> StratumLabels:
    return StratumLabels(count.answers, count.labelled, count.failures, count.open_labels)


def _status(expectation: Expectation, reading: Reading) -> Status:
    if OUTCOME_OF[reading] == "open":
        return Status.OPEN
    return Status.FAILURE if is_failure(expectation, reading) else Status.SUCCESS


def _rate(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _place(seed: bytes, trial: str) -> bytes:
    return hashlib.sha256(seed + b"\x02" + trial.encode()).digest()
