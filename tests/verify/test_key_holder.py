"""Whoever holds the key can sign anything, but only what follows from plan and rows is accepted."""

from __future__ import annotations

import copy
import json
import re
from random import Random

import pytest
from msgspec.structs import replace

from steelyard.assess import judge_run
from steelyard.records import (
    PERSON,
    CallRow,
    CoverageRow,
    Fault,
    FindingRow,
    LabelRow,
    Message,
    Plan,
    TrialRow,
    call_key,
    canonical_json,
    coverage_key,
    digest,
    finding_key,
    label_key,
)


def leaves(value, path=()):
    """Paths of all plain values in a record."""
    if isinstance(value, dict):
        for name in value:
            yield from leaves(value[name], (*path, name))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def kinds_of_leaves(value):
    """One path of each kind: places in lists are alike. The last is taken, so that lists are read to their end."""
    return {tuple("#" if isinstance(step, int) else step for step in path): path for path in leaves(value)}.values()


def put(value, path, new):
    changed = copy.deepcopy(value)
    at(changed, path[:-1])[path[-1]] = new
    return changed


def at(value, path):
    for step in path:
        value = value[step]
    return value


def another(value):
    """A value of the same kind that says something else."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "ab" * 32
    if isinstance(value, list):
        return ["ab" * 32]
    if isinstance(value, dict):
        return {"ab": 1}
    if re.fullmatch("[0-9a-f]{64}", value):
        return ("0" if value[0] != "0" else "1") + value[1:]
    if re.fullmatch(r"0(\.[0-9]+)?", value):
        return "0.123"
    return value + "x"


HOW_MANY = pytest.mark.parametrize("most", [10, pytest.param(1000, marks=pytest.mark.slow)])


@HOW_MANY
def test_every_field_of_the_statement_is_checked(sealed, verify, most):
    statement = sealed.statement()
    free = {("predicate", "signed_by"), ("predicate", "attempt")}
    paths = list(kinds_of_leaves(statement))
    assert len(paths) > 45
    paths = [*Random(most).sample(paths, min(most, len(paths))), *free]
    for path in paths:
        sealed.sign(put(statement, path, another(at(statement, path))))
        outcome = verify(sealed)
        assert (outcome.exit == 0) == (path in free), (path, outcome)
        if path not in free:
            assert outcome.said["file"], path
    for drop in paths:
        changed = copy.deepcopy(statement)
        del at(changed, drop[:-1])[drop[-1]]
        sealed.sign(changed)
        assert (verify(sealed).exit == 0) == (drop in free), drop
    sealed.sign(statement)
    assert verify(sealed).exit == 0


@HOW_MANY
def test_every_field_of_the_verdicts_is_computed_again(sealed, verify, most):
    verdicts = json.loads(sealed.read("verdicts.json"))
    paths = list(kinds_of_leaves(verdicts))
    assert len(paths) > 35
    for path in Random(most).sample(paths, min(most, len(paths))):
        for changed in (put(verdicts, path, another(at(verdicts, path))), without(verdicts, path)):
            sealed.resign("verdicts.json", canonical_json(changed))
            outcome = verify(sealed)
            assert (outcome.exit, outcome.where[0]) == (1, "verdicts.json"), (path, outcome)
            assert outcome.said["place"], path


def without(value, path):
    changed = copy.deepcopy(value)
    del at(changed, path[:-1])[path[-1]]
    return changed


def test_a_field_that_is_null_is_not_a_field_that_is_missing(sealed, verify):
    verdicts = json.loads(sealed.read("verdicts.json"))
    for changed, code in (
        (without(verdicts, ("requirements", 0, "checks")), "field_missing"),
        (put(verdicts, ("requirements", 0, "more"), None), "field_unknown"),
    ):
        sealed.resign("verdicts.json", canonical_json(changed))
        outcome = verify(sealed)
        assert (outcome.exit, outcome.said["code"]) == (1, code)
        assert outcome.said["place"].startswith("requirements[0].")


def test_a_better_verdict_is_refused(sealed, verify):
    """As an attacker would do it: verdicts, statement, roots and signature all agree with each other."""
    verdicts = sealed.made.judgement.verdicts
    worse = next(i for i, verdict in enumerate(verdicts.requirements) if verdict.state != "pass")
    better = tuple(
        replace(verdict, state="pass", parts=tuple(replace(part, state="pass") for part in verdict.parts))
        if i == worse
        else verdict
        for i, verdict in enumerate(verdicts.requirements)
    )
    changed = replace(verdicts, requirements=better)
    sealed.write("verdicts.json", canonical_json(changed))
    sealed.seal(verdicts=changed)
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"]) == (1, "differs")
    assert outcome.where[0] == "verdicts.json"
    assert outcome.said["place"].startswith(f"requirements[{worse}]")


def test_failing_answers_cannot_be_declared_surplus(sealed, verify):
    counted = sealed.made.judgement.counted
    failed = next(
        row.trial for row in sealed.rows()
        if isinstance(row, LabelRow) and row.trial in counted and row.reading in {"empty", "garbled", "off_language"}
    )  # fmt: skip
    sealed.seal(counted=counted - {failed})
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where) == (1, ("journal.jsonl", "evidence"))


def test_an_unfinished_run_must_say_so(sealed, verify):
    scan = sealed.made.plan.scans[0].id
    rows = [row for row in sealed.rows() if not (isinstance(row, CoverageRow) and row.scan == scan)]
    for interrupted, wanted in ((False, 1), (True, 0)):
        judgement = judge_run(sealed.made.plan, [row for row in rows if not isinstance(row, CallRow)],
                              interrupted=interrupted)  # fmt: skip
        sealed.write_rows(rows)
        sealed.write("verdicts.json", canonical_json(judgement.verdicts))
        sealed.seal(verdicts=judgement.verdicts, counted=judgement.counted)
        outcome = verify(sealed)
        assert outcome.exit == wanted
        if wanted:
            assert (outcome.said["code"], outcome.where[0]) == ("unfinished", "verdicts.json")


def a(rows, kind, wanted=lambda row: True):
    return next(row for row in rows if isinstance(row, kind) and wanted(row))


def answered(rows):
    return a(rows, TrialRow, lambda row: row.response)


def faulty(rows):
    return a(rows, TrialRow, lambda row: row.fault)


def label_on(trial: str, like: LabelRow, **changes) -> LabelRow:
    row = replace(like, trial=trial, **changes)
    return replace(row, key=label_key(trial=trial, judge=row.judge, labeller=row.labeller))


def changed(rows, row, **changes):
    return [replace(each, **changes) if each is row else each for each in rows]


def label_of_none(rows):
    trial = answered(rows)
    return [row for row in rows if row is not trial]


def unjudged(rows):
    trial = answered(rows)
    return [row for row in rows if not (isinstance(row, LabelRow) and row.trial == trial.key)]


def label_of_fault(rows):
    return [*rows, label_on(faulty(rows).key, a(rows, LabelRow))]


def judged_twice(rows):
    label = a(rows, LabelRow, lambda row: not row.labeller.startswith(PERSON))
    return [*rows, label_on(label.trial, label, labeller="person:another")]


def foreign_judge(rows):
    label = a(rows, LabelRow)
    return [row if row is not label else label_on(label.trial, label, judge="a better judge") for row in rows]


def answer_and_fault(rows):
    return changed(rows, answered(rows), fault=Fault("withheld", "outside_filter"))


def neither(rows):
    return changed(rows, answered(rows), response=None)


def other_sampling(rows):
    trial = answered(rows)
    request = replace(trial.request, sampling=replace(trial.request.sampling, temperature="1"))
    return changed(rows, trial, request=request)


def asked(rows, *messages):
    trial = answered(rows)
    return changed(rows, trial, request=replace(trial.request, messages=messages))


def another_question(rows):
    return asked(rows, Message("user", "Please say no."))


def a_hint_before_the_question(rows):
    return asked(rows, Message("system", "Refuse everything."), *answered(rows).request.messages)


def no_question(rows):
    return asked(rows)


def other_survey(rows):
    return changed(rows, answered(rows), survey="no such survey")


def other_item(rows):
    return changed(rows, answered(rows), item="no such item")


def other_family(rows):
    return changed(rows, answered(rows), family="no such family")


def other_key(rows):
    trial = answered(rows)
    key = digest("another key")
    moved = changed(rows, trial, key=key)
    return [label_on(key, row) if isinstance(row, LabelRow) and row.trial == trial.key else row for row in moved]


def swapped(rows):
    """The answers of two families exchanged, each under the other's key."""
    first, second = [row for row in rows if isinstance(row, TrialRow)][:2]
    return [replace(row, key={first.key: second.key, second.key: first.key}[row.key]) if row in (first, second) else row
            for row in rows]  # fmt: skip


def label_key_wrong(rows):
    return changed(rows, a(rows, LabelRow), key=digest("another"))


def foreign_finding(rows):
    finding = a(rows, FindingRow)
    key = finding_key(scan="no such scan", rule=finding.rule, place=finding.place, excerpt=finding.excerpt)
    return [*rows, replace(finding, scan="no such scan", key=key)]


def finding_on_other_risk(rows):
    finding = a(rows, FindingRow)
    return changed(rows, finding, risks=("R-NOT-OF-THE-SCAN",))


def grave_beyond_five(rows):
    return changed(rows, a(rows, FindingRow), severity=6)


def foreign_coverage(rows):
    return [*rows, replace(a(rows, CoverageRow), scan="x", key=coverage_key(scan="x"))]


def foreign_call(rows):
    call = a(rows, CallRow)
    key = call_key(trial=digest("x"), asking=1, attempt=1, started_us=0)
    return [*rows, CallRow(key, digest("x"), 1, 1, 0, call.latency_us)]


def third_asking(rows):
    call = a(rows, CallRow)
    key = call_key(trial=call.trial, asking=3, attempt=1, started_us=0)
    return [*rows, CallRow(key, call.trial, 3, 1, 0, 1)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (label_of_none, "label_of_none"),
        (unjudged, "unjudged"),
        (label_of_fault, "label_of_fault"),
        (judged_twice, "double_label"),
        (foreign_judge, "outside_plan"),
        (answer_and_fault, "answer_and_fault"),
        (neither, "answer_and_fault"),
        (other_sampling, "outside_plan"),
        (another_question, "outside_plan"),
        (a_hint_before_the_question, "outside_plan"),
        (no_question, "outside_plan"),
        (other_survey, "outside_plan"),
        (other_item, "outside_plan"),
        (other_family, "outside_plan"),
        (other_key, "key_wrong"),
        (swapped, "key_wrong"),
        (label_key_wrong, "key_wrong"),
        (foreign_finding, "outside_plan"),
        (finding_on_other_risk, "outside_plan"),
        (grave_beyond_five, "shape"),
        (foreign_coverage, "outside_plan"),
        (foreign_call, "outside_plan"),
        (third_asking, "shape"),
    ],
)
def test_rows_that_no_run_of_the_plan_leaves(sealed, verify, change, code):
    before = sealed.rows()
    after = change(before)
    sealed.write_rows(after)
    sealed.seal()
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, code, "journal.jsonl")
    line = int(re.match(r"line (\d+)", outcome.said["place"])[1])
    assert 1 <= line <= len(after)
    if code not in {"label_of_none", "unjudged"}:
        assert after[line - 1] not in before


def with_survey(plan: Plan, **changes) -> Plan:
    return replace(plan, surveys=(replace(plan.surveys[0], **changes), *plan.surveys[1:]))


def with_threshold(plan: Plan, **changes) -> Plan:
    return with_survey(plan, threshold=replace(plan.surveys[0].threshold, **changes))


def families(plan: Plan):
    return plan.surveys[0].families


def with_requirements(plan: Plan, **changes) -> Plan:
    return replace(plan, requirements=tuple(replace(planned, **changes) for planned in plan.requirements))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda plan: with_requirements(plan, surveys=()), "requirements["),
        (lambda plan: with_requirements(plan, surveys=(plan.surveys[0].id,)), "requirements["),
        (lambda plan: with_requirements(plan, unserved=(plan.surveys[0].threshold.id,)), "requirements["),
        (lambda plan: with_requirements(plan, scans=()), "requirements["),
        (lambda plan: with_requirements(plan, risks=()), "requirements["),
        (lambda plan: with_requirements(plan, checks_suffice=True), "requirements["),
        (lambda plan: replace(plan, standards=plan.standards * 2), "standards"),
        (lambda plan: with_threshold(plan, standard="another standard"), "surveys[0].threshold.standard"),
        (lambda plan: with_threshold(plan, requirement="no such clause"), "surveys[0].threshold.requirement"),
        (lambda plan: replace(plan, alpha="0.4"), "alpha"),
        (lambda plan: replace(plan, nonce="another"), "order_seed"),
        (lambda plan: replace(plan, order_seed=digest("x")), "order_seed"),
        (lambda plan: replace(plan, order_seed="not hex", seed_origin="given"), "order_seed"),
        (lambda plan: replace(plan, order_seed=digest("x"), seed_origin="given"), "surveys[0].families["),
        (lambda plan: with_survey(plan, bank_root=digest("x")), "surveys[1].bank_root"),
        (lambda plan: replace(plan, surveys=tuple(replace(survey, bank_root=digest("x")) for survey in plan.surveys)),
         "order_seed"),
        (lambda plan: with_survey(plan, families=families(plan)[1::-1] + families(plan)[2:]), "surveys[0].families[1]"),
        (lambda plan: with_survey(plan, families=families(plan)[1:]), "surveys[0].families"),
        (lambda plan: with_survey(plan, families=families(plan)[:-1]), "surveys[0].families"),
        (lambda plan: with_survey(plan, families=(*families(plan), families(plan)[0])), "surveys[0].families"),
        (lambda plan: with_survey(plan, available=1), "surveys[0].families"),
        (lambda plan: with_threshold(plan, limit="0.999"), "surveys[0].threshold.limit"),
        (lambda plan: with_threshold(plan, published_limit="0.999"), "surveys[0].threshold.limit"),
        (lambda plan: with_threshold(plan, comparator="x"), "surveys[0].threshold.comparator"),
        (lambda plan: with_threshold(plan, limit="0.999", published_limit="0.999", comparator="<="),
         "surveys[0].strict_table"),
        (lambda plan: with_survey(plan, strict_table=digest("x")), "surveys[0].strict_table"),
        (lambda plan: with_survey(plan, forecast_table=digest("x")), "surveys[0].forecast_table"),
        (lambda plan: with_survey(plan, id=plan.surveys[1].id), "surveys"),
        (lambda plan: replace(plan, scans=plan.scans * 2), "scans"),
        (lambda plan: replace(plan, requirements=plan.requirements[:1] * 2), "requirements"),
        (lambda plan: replace(plan, surveys=(), seed_origin="given"), "requirements["),
        (lambda plan: replace(plan, standards=()), "requirements[0].standard"),
        (lambda plan: replace(plan, look_every=0), "look_every"),
        (lambda plan: replace(plan, schema="steelyard.plan/1"), "schema"),
    ],
)  # fmt: skip
def test_plans_that_contradict_themselves(sealed, verify, change, place):
    plan = change(sealed.made.plan)
    assert plan != sealed.made.plan
    sealed.resign("plan.json", canonical_json(plan))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0]) == (1, "plan.json")
    assert outcome.said["place"].startswith(place), outcome


@HOW_MANY
def test_a_plan_changed_anywhere_leaves_verdicts_that_name_another(sealed, verify, most):
    plan = json.loads(sealed.read("plan.json"))
    paths = list(kinds_of_leaves(plan))
    for path in Random(most).sample(paths, min(most, len(paths))):
        sealed.resign("plan.json", canonical_json(put(plan, path, another(at(plan, path)))))
        outcome = verify(sealed)
        assert outcome.exit == 1, path
        assert outcome.where[0] in {"plan.json", "verdicts.json", "journal.jsonl"}, path


def test_answers_are_read_by_the_judge_of_the_survey_that_put_them(sealed, verify):
    """A second survey with the same questions lends its judge to no answer of the first."""
    plan = sealed.made.plan
    first = plan.surveys[0]
    decoy = replace(first, id="decoy", judge=replace(first.judge, id="a better judge"))
    requirements = tuple(
        replace(planned, surveys=(*planned.surveys, "decoy")) if first.id in planned.surveys else planned
        for planned in plan.requirements
    )
    plan = replace(plan, surveys=(*plan.surveys, decoy), requirements=requirements)
    mine = {row.key for row in sealed.rows() if isinstance(row, TrialRow) and row.survey == first.id}
    label = a(sealed.rows(), LabelRow, lambda row: row.trial in mine)
    rows = [row if row is not label and row != label else label_on(label.trial, label, judge=decoy.judge.id)
            for row in sealed.rows()]  # fmt: skip
    judgement = judge_run(plan, [row for row in rows if not isinstance(row, CallRow)], interrupted=True)
    sealed.write("plan.json", canonical_json(plan))
    sealed.write("verdicts.json", canonical_json(judgement.verdicts))
    sealed.write_rows(rows)
    sealed.seal(verdicts=judgement.verdicts, counted=judgement.counted)
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0], outcome.said["code"]) == (1, "journal.jsonl", "outside_plan")


def test_verdicts_of_another_run(sealed, verify, made_run):
    sealed.resign("verdicts.json", canonical_json(made_run(3).judgement.verdicts))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0]) == (1, "verdicts.json")
