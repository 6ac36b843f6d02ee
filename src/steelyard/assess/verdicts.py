"""From a plan and the evidence rows of its journal to verdicts: a pure function, repeated by `steelyard_verify`.

Design section 5: three claims on one sample, checks that must read their whole scope, clauses for people or papers,
and a requirement that is the worst of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from steelyard.records import (
    OUTCOME_OF,
    PERSON,
    VERDICTS_SCHEMA,
    Basis,
    Checks,
    CoverageRow,
    EvidenceRow,
    FindingRow,
    GateEvidence,
    LabelRow,
    Measure,
    PeopleMeasure,
    Plan,
    PlannedRequirement,
    Reading,
    Reason,
    RiskLists,
    State,
    Survey,
    TrialRow,
    Verdict,
    Verdicts,
    WordingsMeasure,
    is_failure,
    plan_hash,
    reader_of,
    worst,
)
from steelyard.stats import (
    GateReading,
    GateTable,
    PathReading,
    Settled,
    Status,
    anytime_interval,
    bank_table,
    population_table,
    read_path,
    settle,
)

from .gating import gate_evidence
from .people import JudgedAnswer, PeopleLabels, read_people
from .risks import read_lists
from .wordings import read_wordings

FAILING_SEVERITY = 3
"""A finding of this level or above fails a requirement whose risk it names (design section 5, checks)."""


class Judgement(msgspec.Struct, frozen=True):
    """What a run comes to. `gated` holds the keys of the trials inside the stopping prefix of their survey, `counted`
    those and the ones that were counted for lists of risks or for families: their rows, with all findings and coverage,
    are the evidence; other trials are surplus."""

    verdicts: Verdicts
    counted: frozenset[str]
    gated: frozenset[str]


class _Evidence:
    """Rows sorted by what they speak about."""

    def __init__(self, rows: Iterable[EvidenceRow]) -> None:
        self.trials: dict[tuple[str, str], TrialRow] = {}
        self.readings: dict[str, Reading] = {}
        labels: list[LabelRow] = []
        self.findings: dict[str, list[FindingRow]] = {}
        self.coverage: dict[str, CoverageRow] = {}
        for row in rows:
            match row:
                case TrialRow():
                    self.trials[row.survey, row.item] = row
                case LabelRow():
                    if row.labeller.startswith(PERSON):
                        labels.append(row)
                    else:
                        self.readings[row.trial] = row.reading
                case FindingRow():
                    self.findings.setdefault(row.scan, []).append(row)
                case CoverageRow():
                    self.coverage[row.scan] = row
        self.people = PeopleLabels(labels)


def judge_run(plan: Plan, rows: Iterable[EvidenceRow], *, interrupted: bool = False) -> Judgement:
    """Verdicts of every requirement in the plan, in plan order."""
    evidence = _Evidence(rows)
    measured = {survey.id: _measured(plan, survey, evidence) for survey in plan.surveys}
    requirements = tuple(_requirement(plan, planned, measured, evidence) for planned in plan.requirements)
    return Judgement(
        Verdicts(VERDICTS_SCHEMA, plan_hash(plan), interrupted, requirements),
        frozenset[str]().union(*(result.gated | result.beyond for result in measured.values())),
        frozenset[str]().union(*(result.gated for result in measured.values())),
    )


class _Measured(msgspec.Struct, frozen=True):
    verdict: Verdict
    gated: frozenset[str]
    beyond: frozenset[str]


def gate_tables(plan: Plan, survey: Survey) -> tuple[GateTable, GateTable | None]:
    """The boundaries of a survey's strict gate, and of its forecast where one is made."""
    size, limit = len(survey.families), survey.threshold.limit
    forecast = bank_table(size, limit, plan.alpha) if survey.forecast_table else None
    return population_table(size, limit, plan.alpha), forecast


def _measured(plan: Plan, survey: Survey, evidence: _Evidence) -> _Measured:
    threshold, (strict, forecast) = survey.threshold, gate_tables(plan, survey)
    size = len(survey.families)
    trials = [evidence.trials.get((survey.id, planned.item)) for planned in survey.families + survey.further]
    readings = [evidence.readings.get(trial.key) if trial else None for trial in trials]
    known = bytes(_status(survey, trial, reading) for trial, reading in zip(trials, readings, strict=True))
    statuses = known[:size]
    path = read_path(statuses, strict, forecast, look_every=plan.look_every, complete=plan.complete)
    settled = settle(
        path, n_min=threshold.n_min, available=survey.available, limit=threshold.limit, complete=plan.complete
    )
    counted = judged_answers(survey, trials[: path.counted], readings)
    people = read_people(plan, survey, counted, faults_in(trials[: path.counted]), evidence.people)
    lists, wordings = read_lists(plan, survey, statuses, path), read_wordings(plan, survey, known, path)
    gated = frozenset(trial.key for trial in trials[: path.counted] if trial)
    beyond = frozenset(trial.key for position in lists.beyond | wordings.beyond if (trial := trials[position]))
    verdict = Verdict(
        subject=threshold.id,
        standard=threshold.standard,
        state=people.settled.state if people else settled.state,
        reason=people.settled.reason if people else settled.reason,
        basis="people" if people else "statistic",
        conf=threshold.conf,
        blocking=False,
        measure=_measure(
            plan,
            survey,
            path,
            settled,
            statuses,
            model_faults=sum(_is_model_fault(reading) for reading in readings[: path.counted]),
            surplus=sum(trial is not None for trial in trials[path.counted :]) - len(beyond),
            people=people.measure if people else None,
            risks=lists.lists,
            wordings=wordings.measure,
        ),
    )
    return _Measured(verdict, gated, beyond)


def _measure(
    plan: Plan, survey: Survey, path: PathReading, settled: Settled, statuses: bytes, *, model_faults: int,
    surplus: int, people: PeopleMeasure | None, risks: RiskLists | None,
    wordings: WordingsMeasure | None,
) -> Measure:  # fmt: skip
    strict, forecast = gate_tables(plan, survey)

    def evidence(table: GateTable, reading: GateReading) -> GateEvidence:
        return gate_evidence(table, reading, statuses, path.counted, plan.look_every)

    return Measure(
        survey=survey.id,
        limit=survey.threshold.limit,
        sample=len(survey.families),
        available=survey.available,
        counted=path.counted,
        failures=path.failures,
        open_faults=path.open_faults,
        model_faults=model_faults,
        surplus=surplus,
        letter=settled.letter,
        forecast=settled.forecast,
        strict=settled.strict,
        strict_at=path.strict.at,
        forecast_at=path.forecast.at if path.forecast else None,
        interval=anytime_interval(path.counted, path.failures, path.failures + path.open_faults, plan.alpha),
        strict_table=strict.hash,
        forecast_table=forecast.hash if forecast else None,
        strict_evidence=evidence(strict, path.strict),
        forecast_evidence=evidence(forecast, path.forecast) if forecast and path.forecast else None,
        inference="E",
        reader="people" if people else reader_of(survey.judge.labeller),
        people=people,
        risks=risks,
        wordings=wordings,
    )


def judged_answers(
    survey: Survey, trials: Sequence[TrialRow | None], readings: Sequence[Reading | None]
) -> list[JudgedAnswer]:
    """The answers among some trials, with what the judge read in each."""
    return [
        JudgedAnswer(position, trial.key, is_failure(survey.expectation, reading))
        for position, (trial, reading) in enumerate(zip(trials, readings, strict=False))
        if trial is not None and trial.fault is None and reading is not None
    ]


def faults_in(trials: Sequence[TrialRow | None]) -> list[int]:
    """The positions of trials without an answer."""
    return [position for position, trial in enumerate(trials) if trial is not None and trial.fault is not None]


def _is_model_fault(reading: Reading | None) -> bool:
    return reading is not None and OUTCOME_OF[reading] == "model_fault"


def _status(survey: Survey, trial: TrialRow | None, reading: Reading | None) -> Status:
    if trial is None:
        return Status.MISSING
    if trial.fault is not None:
        return Status.OPEN
    if reading is None:
        return Status.MISSING
    return Status.FAILURE if is_failure(survey.expectation, reading) else Status.SUCCESS


def _requirement(
    plan: Plan, planned: PlannedRequirement, measured: dict[str, _Measured], evidence: _Evidence
) -> Verdict:
    parts = tuple(
        msgspec.structs.replace(measured[survey].verdict, blocking=planned.blocking) for survey in planned.surveys
    )
    if planned.scans:
        parts += (_checks(planned, evidence),)
    parts += tuple(_unanswered(planned, threshold, "none") for threshold in planned.unserved)
    if not parts:
        return _unanswered(planned, planned.id, "evidence")
    state = worst(tuple(part.state for part in parts))
    if state == "pass" and planned.verify == "hybrid" and not _read_by_people(parts):
        parts += (_part(planned, "people", "people", "needs_people", Reason("people_needed")),)
        state = "needs_people"
    basis = next(part.basis for part in parts if part.state == state)
    return _part(planned, planned.id, basis, state, Reason("parts"), parts=parts)


def _read_by_people(parts: tuple[Verdict, ...]) -> bool:
    """Whether people's labels decided every part: then they have been heard."""
    return all(part.basis == "people" for part in parts)


def _checks(planned: PlannedRequirement, evidence: _Evidence) -> Verdict:
    """Named rules over the whole declared scope: one grave finding fails it, one unread file leaves it open."""
    grave = [
        finding
        for scan in planned.scans
        for finding in evidence.findings.get(scan, ())
        if finding.severity >= FAILING_SEVERITY and set(finding.risks) & set(planned.risks)
    ]
    coverage = [evidence.coverage.get(scan) for scan in planned.scans]
    unread = sum(len(row.unread) for row in coverage if row)
    checks = Checks(
        scans=planned.scans,
        findings=tuple(sorted(finding.key for finding in grave)),
        worst=max((finding.severity for finding in grave), default=0),
        unread=unread,
    )
    state: State
    if grave:
        state, reason = "fail", Reason("finding", {"findings": len(grave), "worst": checks.worst})
    elif not all(coverage):
        state, reason = "undecided", Reason("interrupted")
    elif unread:
        state, reason = "undecided", Reason("not_read", {"unread": unread})
    elif planned.checks_suffice:
        state, reason = "pass", Reason("decided")
    else:
        state, reason = "not_assessed", Reason("no_probe", names=planned.missing)
    return _part(planned, "checks", "checks", state, reason, checks=checks)


def _unanswered(planned: PlannedRequirement, subject: str, basis: Basis) -> Verdict:
    """What nothing here gathers evidence about; `basis` is that of a clause for papers."""
    if planned.verify == "human":
        return _part(planned, subject, basis, "needs_evidence", Reason("evidence_needed"))
    return _part(planned, subject, "none", "not_assessed", Reason("no_probe", names=planned.missing))


def _part(
    planned: PlannedRequirement, subject: str, basis: Basis, state: State, reason: Reason, *,
    checks: Checks | None = None, parts: tuple[Verdict, ...] = (),
) -> Verdict:  # fmt: skip
    return Verdict(
        subject=subject,
        standard=planned.standard,
        state=state,
        reason=reason,
        basis=basis,
        conf=planned.conf,
        blocking=planned.blocking,
        checks=checks,
        parts=parts,
    )
