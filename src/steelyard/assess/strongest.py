"""Several techniques on the same prompts: the strongest without the winner's curse, and all together. Pure.

A prompt is broken by a technique where one of its tries broke the system. Prompts that an open try leaves undecided for
any of them are left out, which makes the bounds approximate.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Literal

import msgspec

from steelyard.records import digest
from steelyard.stats import (
    LEAST_UNITS,
    AttackBudget,
    AttackClaim,
    Bounds,
    Incomparable,
    best_by_split,
    clopper_pearson,
    incomparable,
    simultaneous_rates,
)

from .tries import SurveyTries

Unequal = Incomparable | Literal["target", "bank", "language", "expectation", "temperature", "few_prompts"]
"""Why techniques may not stand side by side: unequal budgets, other questions, another system; or too few prompts."""


class Strongest(msgspec.Struct, frozen=True):
    """The technique that broke most prompts on one half, and what it broke on the other.

    `highest` is its share on the half it was chosen on, not to be quoted; `at_most` bounds the share of the strongest
    technique, whichever it is, by bounds on all of them at once (`each`). `left_out` prompts are undecided.
    """

    technique: str
    highest: float
    share: float
    bounds: Bounds
    measured_on: int
    at_most: float
    each: dict[str, float]
    left_out: int


class Union(msgspec.Struct, frozen=True):
    """How many prompts any of the techniques broke; the budget is that of all together. `left_out` are undecided."""

    claim: AttackClaim
    broken: int
    left_out: int


def unequal_budgets(held: Mapping[str, SurveyTries], claims: Mapping[str, AttackClaim]) -> tuple[Unequal, ...]:
    """Why these techniques may not stand side by side; empty when they may."""
    found: dict[Unequal, None] = {}
    for one, other in combinations(held, 2):
        found |= dict.fromkeys(why for why in incomparable(claims[one], claims[other]) if why != "attacks")
        ours, theirs = held[one], held[other]
        holds: dict[Unequal, bool] = {
            "target": ours.survey.target == theirs.survey.target,
            "bank": ours.survey.bank_root == theirs.survey.bank_root,
            "language": ours.language == theirs.language,
            "expectation": ours.survey.expectation == theirs.survey.expectation,
            "temperature": ours.temperature == theirs.temperature,
        }
        found |= dict.fromkeys(why for why, same in holds.items() if not same)
    if not found and len(_decided(held)) < LEAST_UNITS:
        return ("few_prompts",)
    return tuple(found)


def read_strongest(held: Mapping[str, SurveyTries], *, alpha: float, seed: str) -> Strongest:
    """The strongest of techniques with equal budgets; the halves come from `seed`."""
    names, decided = list(held), _decided(held)
    hits = [[True in held[name].broken[item] for item in decided] for name in names]
    split = best_by_split(hits, alpha=alpha, seed=seed)
    all_at_once = simultaneous_rates(hits, alpha=alpha, seed=seed)
    return Strongest(
        technique=names[split.chosen], highest=split.highest, share=split.share, bounds=split.bounds,
        measured_on=split.measured_on, at_most=all_at_once.upper,
        each=dict(zip(names, all_at_once.uppers, strict=True)), left_out=_prompts(held) - len(decided),
    )  # fmt: skip


def union_rate(held: Mapping[str, SurveyTries], claims: Mapping[str, AttackClaim], *, alpha: float) -> Union:
    """What techniques with equal budgets broke together."""
    first, decided = next(iter(claims.values())), _decided(held)
    broken = sum(any(True in found.broken[item] for found in held.values()) for item in decided)
    budget = AttackBudget(tuple(held), sum(claim.budget.tries for claim in claims.values()), first.budget.tokens)
    claim = AttackClaim(
        budget, digest(decided), len(decided), first.judge, broken / len(decided),
        clopper_pearson(broken, len(decided), alpha), alpha,
    )  # fmt: skip
    return Union(claim, broken, _prompts(held) - len(decided))


def _prompts(held: Mapping[str, SurveyTries]) -> int:
    return len(next(iter(held.values())).broken)


def _decided(held: Mapping[str, SurveyTries]) -> list[str]:
    """Prompts of which each technique's tries say whether it broke them, in one order."""
    tables = [found.broken for found in held.values()]
    return [
        item for item in tables[0]
        if all(item in table and (True in table[item] or None not in table[item]) for table in tables)
    ]  # fmt: skip
