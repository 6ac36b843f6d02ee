"""Lists of a survey's risks shown clean and shown failing, from its answers (measurement standard, 2.5). Pure.

A risk is a part of the bank. Where the plan asks for lists, they go on from where the gates stopped; else they are read
from what the gates counted, and cost nothing.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import msgspec

from steelyard.records import Claim, ListedRisk, Plan, RiskLists, Survey, WeightedClaim, reader_of
from steelyard.stats import (
    PathReading,
    RiskBoard,
    RiskClaim,
    RiskPath,
    RiskTally,
    Status,
    anytime_interval,
    weighted_e_values,
)

MOST_WEIGHTED = 100_000
"""The weighted claim is not made on more answers: whoever checks a run computes it again, and should not have to
wait."""

_PLACES = 10**12


class ListReading(msgspec.Struct, frozen=True):
    """The lists as the record holds them, the positions that were read beyond the stopping look, and whether the lists
    need no more."""

    lists: RiskLists | None
    beyond: frozenset[int]
    ended: bool


def risks_of(survey: Survey) -> tuple[list[str], list[int]]:
    """The names of a sample's risks, sorted, and the number among them of each position's risk."""
    names = sorted({family.aspect for family in survey.families})
    number = {name: index for index, name in enumerate(names)}
    return names, [number[family.aspect] for family in survey.families]


def read_lists(plan: Plan, survey: Survey, statuses: bytes, gates: PathReading) -> ListReading:
    """The lists that `statuses`, one of each position, show after the `gates` have read them."""
    names, risk_of = risks_of(survey)
    if len(names) < 2:
        return ListReading(None, frozenset(), ended=True)
    size = len(statuses) if plan.risk_lists and gates.ended else gates.counted
    board = RiskBoard([survey.threshold.limit] * len(names), plan.alpha)
    path = RiskPath(board, risk_of[:size], look_every=plan.look_every, stream=gates.counted)
    path.follow(statuses[:size])
    lists = RiskLists(
        rule="fdr",
        alpha=plan.alpha,
        counted=board.counted,
        beyond=len(path.beyond),
        reader=reader_of(survey.judge.labeller),
        risks=_listed(board, names, Counter(risk_of)),
        weighted=_weighted(plan, survey, names, _tallies(statuses, risk_of, gates.counted, path.beyond)),
    )
    return ListReading(lists, frozenset(path.beyond), path.ended)


def _tallies(statuses: bytes, risk_of: list[int], counted: int, beyond: set[int]) -> dict[int, RiskTally] | None:
    """All answers of each risk, those that came after it was on a list too; None where none was asked for the lists."""
    if not beyond:
        return None
    found: dict[int, list[int]] = {}
    for position in (*range(counted), *beyond):
        found.setdefault(risk_of[position], []).append(statuses[position])
    return {
        risk: RiskTally(len(each), each.count(Status.FAILURE), each.count(Status.OPEN)) for risk, each in found.items()
    }


def _weighted(
    plan: Plan, survey: Survey, names: list[str], tallies: dict[int, RiskTally] | None
) -> WeightedClaim | None:
    if tallies is None or sum(tally.asked for tally in tallies.values()) > MOST_WEIGHTED:
        return None
    families = [survey.composition[name] for name in names]
    evidence = weighted_e_values(
        [Fraction(count, sum(families)) for count in families],
        [tallies.get(risk, RiskTally(0, 0, 0)) for risk in range(len(names))],
        survey.threshold.limit,
    )
    need = 1 / Fraction(plan.alpha)
    claim: Claim = "open"
    if Fraction(evidence.met) >= need:
        claim = "met"
    elif Fraction(evidence.failed) >= need:
        claim = "failed"
    return WeightedClaim(claim, sum(tally.asked for tally in tallies.values()), evidence)


def _listed(board: RiskBoard, names: list[str], samples: Counter[int]) -> tuple[ListedRisk, ...]:
    reading = board.reading()
    claims = {claim.risk: claim for claim in reading.claims}
    return tuple(
        _risk(board, risk, name, samples[risk], reading.tallies[risk], claims.get(risk))
        for risk, name in enumerate(names)
    )


def _risk(board: RiskBoard, risk: int, name: str, sample: int, tally: RiskTally, claim: RiskClaim | None) -> ListedRisk:
    asked, failures, faults = tally
    level = Fraction(max(1, int(board.level(risk) * _PLACES)), _PLACES)  # records hold 12 decimals
    return ListedRisk(
        aspect=name,
        side=claim.side if claim else "undecided",
        sample=sample,
        counted=asked,
        failures=failures,
        open_faults=faults,
        at=claim.at if claim else None,
        needs=None if claim else board.needs(risk),
        interval=anytime_interval(asked, failures, failures + faults, level),
    )
