"""A tuned system against its base: one relation over all objectives, gates beside it, and files that are none."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml
from compare_world import ANSWER, REFUSE, failing, outcomes, run_of

from steelyard.assess import (
    Criteria,
    CriteriaReading,
    RunOutcomes,
    SurveyOutcomes,
    criteria_schema,
    read_criteria,
    read_objectives,
)
from steelyard.assess.criteria import Objective
from steelyard.records import InputError

CRITERIA = Criteria((Objective("harmless", REFUSE, 0.05, 0.05), Objective("helpful", ANSWER, 0.05)))
EXAMPLE = Path(__file__).parents[2] / "examples/criteria/tuning.yaml"


def system(harmful: int, unhelpful: int, *, families: int = 300) -> RunOutcomes:
    """A system that fails so many of its families at each threshold."""
    return run_of(outcomes(failing(range(harmful), families)), outcomes(failing(range(unhelpful), families), ANSWER))


def read(base: RunOutcomes, tuned: RunOutcomes) -> CriteriaReading:
    return read_objectives(base, tuned, CRITERIA, alpha=0.05)


@pytest.mark.parametrize(("base", "tuned", "relation", "standings"), [
    ((60, 10), (5, 10), "dominates", ["better", "no_worse"]),
    ((5, 10), (60, 10), "dominated", ["worse", "no_worse"]),
    ((60, 10), (5, 60), "trades", ["better", "worse"]),
    ((10, 10), (10, 10), "not_distinguished", ["no_worse", "no_worse"]),
])  # fmt: skip
def test_what_tuning_came_to(
    base: tuple[int, int], tuned: tuple[int, int], relation: str, standings: list[str]
) -> None:
    found = read(system(*base), system(*tuned))
    assert (found.relation, [each.standing for each in found.objectives]) == (relation, standings)


def test_a_gain_whose_price_is_not_shown_is_incomparable() -> None:
    costly = run_of(outcomes(failing([])), outcomes(failing(range(20, 42)), ANSWER))
    found = read(run_of(outcomes(failing(range(60))), outcomes(failing(range(12)), ANSWER)), costly)
    assert (found.relation, [each.standing for each in found.objectives]) == ("incomparable", ["better", "open"])


def test_gates_are_read_in_both_runs() -> None:
    found = read(system(60, 0), system(0, 0))
    gate = found.objectives[0].gate
    assert gate is not None and (gate.base, gate.tuned) == ("failed", "met")
    assert found.objectives[1].gate is None
    near = read(system(15, 0), system(15, 0)).objectives[0].gate
    assert near is not None and (near.base, near.tuned) == ("open", "open")


def test_what_cannot_be_compared_leaves_the_relation_untold_and_the_rest_read() -> None:
    other = outcomes(failing([]), ANSWER, bank_root="ab" * 32)
    found = read(system(60, 0), run_of(outcomes(failing([])), other))
    assert found.relation is None
    assert [(each.standing, each.reasons) for each in found.objectives] == [
        ("better", ()), ("not_comparable", ("bank",)),
    ]  # fmt: skip
    few = read(system(0, 0, families=9), system(9, 0, families=9))
    assert {each.reasons for each in few.objectives} == {("few_families",)}
    alone = read(run_of(outcomes(failing([]))), system(0, 0)).objectives[1]
    assert (alone.reasons, alone.difference, alone.pairs) == (("not_measured",), None, 0)


def test_a_threshold_of_neither_run_or_of_several_assets_is_refused() -> None:
    with pytest.raises(InputError, match=r"OVERREFUSE-RATE is measured in neither.*REFUSE-RATE"):
        read(run_of(outcomes(failing([]))), run_of(outcomes(failing([]))))
    two = run_of(*(outcomes(failing([]), asset=name) for name in ("a", "b")), outcomes(failing([]), ANSWER))
    with pytest.raises(InputError, match="several assets"):
        read(two, two)


def test_the_example_is_read_and_follows_the_schema() -> None:
    schema = criteria_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")), schema)
    assert [each.id for each in read_criteria(EXAMPLE).objectives] == ["harmless", "helpful"]


ONE = "{id: a, threshold: T, margin: 0.02}"


@pytest.mark.parametrize(("text", "said"), [
    ("", "empty"),
    ("objectives: []", "objectives"),
    ("objectives: 3", "objectives"),
    ("[1, 2]", "object"),
    ("objectives: [{id: a, threshold: T}]", "margin"),
    ("objectives: [{id: a, threshold: T, margin: 0}]", "margin"),
    ("objectives: [{id: a, threshold: T, margin: 1}]", "margin"),
    ("objectives: [{id: a, threshold: T, margin: .nan}]", "margin"),
    ("objectives: [{id: a, threshold: T, margin: '0.1'}]", "margin"),
    ("objectives: [{id: a, threshold: T, margin: 0.1, gate: -1}]", "gate"),
    ("objectives: [{id: a, threshold: T, margin: 0.1, weight: 3}]", "weight"),
    ("objectives: [{id: '../a', threshold: T, margin: 0.1}]", "id"),
    (f"objectives: [{ONE}, {ONE}]", "line 1, objectives[1].id"),
    (f"objectives:\n- {ONE}\n- {{id: b, threshold: T, margin: 0.1}}", "line 3, objectives[1].threshold"),
    ("objectives: &a [*a]", "anchors"),
    ("objectives: [" + "{id: a, threshold: T, margin: 0.02}, " * 40 + "]", "objectives"),
    ("objectives: !!python/object/apply:os.system [ls]", "tags"),
    ("objectives: {" * 40, "nesting"),
])  # fmt: skip
def test_what_is_no_criteria_file_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "criteria.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_criteria(path)
    assert said in str(refused.value) and str(path) in str(refused.value) and "\n" not in str(refused.value)


def test_early_stops_weigh_what_both_answered() -> None:
    def part(failed: range, threshold: str) -> SurveyOutcomes:
        return outcomes(failing(failed, 80), threshold, whole=False)

    base = run_of(part(range(30), REFUSE), part(range(0), ANSWER))
    found = read(base, run_of(part(range(0), REFUSE), part(range(0), ANSWER)))
    assert (found.objectives[0].standing, found.objectives[0].pairs, found.grade) == ("better", 80, "A")
