"""The verifier's lists of risks against the assessor's, on larger samples than whole runs can have; edited plans."""

from __future__ import annotations

from collections import Counter
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from steelyard.assess.risks import read_lists
from steelyard.records import PlannedFamily, canonical_json
from steelyard.stats import Status
from steelyard_verify import risks
from steelyard_verify.failed import Failed
from steelyard_verify.planned import read_plan
from steelyard_verify.strictjson import canonical

SEEN = (
    "clean", "failing", "undecided", "mixed", "open", "beyond", "weighted met", "weighted failed", "weighted open",
)  # fmt: skip


def both_ways(seed: int) -> tuple[Any, risks.Lists]:
    """The lists of a random sample: as the assessor has them, and as the verifier."""
    draw = Random(seed)
    parts, size = [f"P{number}" for number in range(draw.choice([2, 3, 5, 12]))], draw.randint(30, 500)
    limit, alpha = draw.choice(["0.05", "0.1", "0.2", "0.333", "0.9"]), draw.choice(["0.1", "0.05", "0.000000000004"])
    rates = {part: draw.choice([0.0, 0.0, 0.02, float(limit), 0.6]) for part in parts}
    faulty = draw.choice([0.0, 0.0, 0.05])
    families = [PlannedFamily(f"f{each}", f"i{each}", draw.choice(parts)) for each in range(size)]
    statuses = bytes(
        Status.OPEN if draw.random() < faulty else Status.FAILURE if draw.random() < rates[family.aspect]
        else Status.SUCCESS
        for family in families
    )  # fmt: skip
    counted, look_every = draw.randint(0, size), draw.choice([1, 1, 7, 50])
    if draw.random() < 0.3:  # broken off
        last = draw.randint(counted, size)
        statuses = statuses[:last] + bytes(size - last)
    composition = {part: count + draw.randint(0, 99) for part, count in Counter(f.aspect for f in families).items()}
    plan = SimpleNamespace(alpha=alpha, look_every=look_every, risk_lists=True)
    survey = SimpleNamespace(
        families=families, threshold=SimpleNamespace(limit=limit), judge=SimpleNamespace(labeller="rule:x"),
        composition=composition,
    )  # fmt: skip
    ours = read_lists(plan, survey, statuses, SimpleNamespace(ended=True, counted=counted))
    theirs = risks.lists(
        {"alpha": alpha, "look_every": look_every},
        {
            "families": [list(msgspec.to_builtins(family)) for family in families], "threshold": {"limit": limit},
            "composition": composition,
        },
        list(statuses), counted, "J",
    )  # fmt: skip
    return ours, theirs


def test_lists_of_random_samples():
    seen: Counter[str] = Counter()
    for seed in range(40):
        ours, theirs = both_ways(seed)
        assert canonical(theirs.record) == canonical_json(ours.lists), seed
        assert (set(theirs.beyond), theirs.ended) == (ours.beyond, ours.ended), seed
        sides = {risk.side for risk in ours.lists.risks}
        seen.update(sides)
        seen.update([f"weighted {ours.lists.weighted.claim}"] if ours.lists.weighted else [])
        seen.update(["mixed"] * (len(sides) == 3) + ["open"] * (not ours.ended) + ["beyond"] * bool(ours.beyond))
    assert min(seen[name] for name in SEEN) >= 2, seen


@pytest.mark.slow
def test_lists_of_many_random_samples():
    for seed in range(1000, 3000):
        ours, theirs = both_ways(seed)
        assert canonical(theirs.record) == canonical_json(ours.lists), seed
        assert (set(theirs.beyond), theirs.ended) == (ours.beyond, ours.ended), seed


def test_a_family_of_no_part_of_the_bank_is_refused(sealed):
    plan = sealed.made.plan
    survey = plan.surveys[0]
    for composition, code in (
        ({part: count for part, count in survey.composition.items() if part != survey.families[0].aspect}, "reference"),
        (dict.fromkeys(survey.composition, 0), "too_many"),
    ):
        edited = msgspec.structs.replace(
            plan, surveys=(msgspec.structs.replace(survey, composition=composition), *plan.surveys[1:])
        )
        with pytest.raises(Failed) as refused:
            read_plan(canonical_json(edited))
        assert (refused.value.code, refused.value.place) == (code, "surveys[0].families")


@pytest.fixture
def worded(made_run) -> Any:
    """A plan with further wordings, and where the survey that has them stands."""
    for seed in range(100):
        plan = made_run(seed).plan
        for index, survey in enumerate(plan.surveys):
            if len({family.family for family in survey.further}) >= 3:
                return plan, index
    raise AssertionError("no run asks further wordings")


def edited(plan: Any, index: int, **changes: Any) -> bytes:
    survey = msgspec.structs.replace(plan.surveys[index], **changes)
    return canonical_json(
        msgspec.structs.replace(plan, surveys=(*plan.surveys[:index], survey, *plan.surveys[index + 1 :]))
    )


def test_further_wordings_out_of_order_or_of_no_family_are_refused(worded):
    plan, index = worded
    survey = plan.surveys[index]
    further, replace = survey.further, msgspec.structs.replace
    read_plan(canonical_json(plan))
    for changed, code in (
        (further[::-1], "order"),
        ((replace(further[0], family="none"), *further[1:]), "reference"),
        ((replace(further[0], aspect="none"), *further[1:]), "differs"),
        ((replace(further[0], item=next(f.item for f in survey.families if f.family == further[0].family)),), "order"),
    ):
        with pytest.raises(Failed) as refused:
            read_plan(edited(plan, index, further=changed))
        assert refused.value.code == code
        assert refused.value.place.startswith(f"surveys[{index}].further")
    with pytest.raises(Failed) as refused:
        read_plan(canonical_json(msgspec.structs.replace(plan, wordings=1)))
    assert refused.value.code == "too_many"
