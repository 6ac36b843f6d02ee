"""A changed system against the one it came from, on several objectives at once (measurement standard, 6). Pure.

Read as one statement by intersection-union on the families both answered. Its "no worse" is a t test, and what was
asked may have depended on answers: grade A.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import msgspec

from steelyard.records import Claim, InputError
from steelyard.stats import LEAST_UNITS, ParetoReading, Relation, anytime_interval, pareto_pair

from .comparing import Reason, paired_surveys, reasons_apart
from .criteria import Criteria, Objective
from .outcomes import RunOutcomes, SurveyOutcomes

Standing = Literal["better", "worse", "no_worse", "open", "not_comparable"]
"""What the tuned system is to its base on one objective: shown better, worse, or no worse by the margin; `open`: none
of these is shown."""

_SEED = "objectives"  # answers that fail or do not are tested exactly: no sign is drawn


class GateState(msgspec.Struct, frozen=True):
    """A gate in both runs, by anytime bounds (grade E): `met`, `failed` or `open`; `none` where it was not measured."""

    limit: float
    base: Claim
    tuned: Claim


class ObjectiveReading(msgspec.Struct, frozen=True):
    """One objective. `difference` is the failure share of TUNED less that of BASE among `pairs` families that both
    answered, None where there are none; `reasons` say why they cannot be compared."""

    id: str
    threshold: str
    margin: float
    standing: Standing
    reasons: tuple[Reason | Literal["few_families"], ...]
    pairs: int
    difference: float | None
    gate: GateState | None


class CriteriaReading(msgspec.Struct, frozen=True):
    """What TUNED is to BASE over all objectives; None where one of them cannot be compared."""

    relation: Relation | None
    objectives: tuple[ObjectiveReading, ...]
    grade: Literal["A"] = "A"


class _Matched(msgspec.Struct, frozen=True):
    """An objective with its surveys and, as successes, the answers to the families that both answered."""

    objective: Objective
    base: SurveyOutcomes | None
    tuned: SurveyOutcomes | None
    reasons: tuple[Reason | Literal["few_families"], ...]
    held_base: tuple[bool, ...]
    held_tuned: tuple[bool, ...]


def read_objectives(base: RunOutcomes, tuned: RunOutcomes, criteria: Criteria, *, alpha: float) -> CriteriaReading:
    """Read all objectives together, at error level `alpha`.

    Raises InputError when an objective names a threshold that neither run measures, or one measured at several assets.
    """
    matched = [_matched(base, tuned, objective) for objective in criteria.objectives]
    held = [each for each in matched if not each.reasons]
    reading = _weighed(held, alpha) if held else None
    standings = {each.objective.id: _standing(reading, place, alpha) for place, each in enumerate(held) if reading}
    return CriteriaReading(
        relation=reading.relation if reading and len(held) == len(matched) else None,
        objectives=tuple(_reading(each, standings.get(each.objective.id, "not_comparable"), alpha) for each in matched),
    )


def _weighed(held: list[_Matched], alpha: float) -> ParetoReading:
    return pareto_pair(
        [each.held_tuned for each in held], [each.held_base for each in held],
        [each.objective.margin for each in held], alpha=alpha, seed=_SEED,
    )  # fmt: skip


def _matched(base: RunOutcomes, tuned: RunOutcomes, objective: Objective) -> _Matched:
    found = [
        pair for pair in paired_surveys(base, tuned)
        if any(one is not None and one.threshold == objective.threshold for one in pair)
    ]  # fmt: skip
    if len(found) != 1:
        measured = sorted({one.threshold for one in (*base.surveys, *tuned.surveys)})
        raise InputError(
            f"{objective.threshold} is measured {'at several assets' if found else 'in neither run'}",
            source="--criteria", place=f"objective {objective.id}",
            mend=f"name one that is measured, in runs of one endpoint each: {', '.join(measured) or 'there is none'}",
        )  # fmt: skip
    ours, theirs = found[0]
    if ours is None or theirs is None:
        return _Matched(objective, ours, theirs, ("not_measured",), (), ())
    both = [family for family in ours.failed if family in theirs.failed]
    return _Matched(
        objective, ours, theirs, reasons_apart(ours, theirs) or (("few_families",) if len(both) < LEAST_UNITS else ()),
        tuple(not ours.failed[family] for family in both), tuple(not theirs.failed[family] for family in both),
    )  # fmt: skip


def _standing(reading: ParetoReading, place: int, alpha: float) -> Standing:
    if place in reading.gains:
        return "better"
    if place in reading.losses:
        return "worse"
    return "no_worse" if reading.dimensions[place].no_worse <= alpha else "open"


def _reading(each: _Matched, standing: Standing, alpha: float) -> ObjectiveReading:
    objective, pairs = each.objective, len(each.held_base)
    gate = None
    if objective.gate is not None:
        gate = GateState(
            objective.gate, _gate(each.base, objective.gate, alpha), _gate(each.tuned, objective.gate, alpha)
        )
    return ObjectiveReading(
        id=objective.id, threshold=objective.threshold, margin=objective.margin,
        standing=standing, reasons=each.reasons, pairs=pairs,
        difference=(sum(each.held_base) - sum(each.held_tuned)) / pairs if pairs else None, gate=gate,
    )  # fmt: skip


def _gate(one: SurveyOutcomes | None, limit: float, alpha: float) -> Claim:
    """Whether bounds that hold at every look lie within a limit, beyond it, or on both sides."""
    if one is None:
        return "none"
    bounds = anytime_interval(one.counted, one.failures, one.failures + len(one.unanswered), Fraction(str(alpha)))
    if Fraction(bounds.high) <= Fraction(str(limit)):
        return "met"
    return "failed" if Fraction(bounds.low) >= Fraction(str(limit)) else "open"
