"""Lists of a survey's risks shown clean and shown failing, from its answers (measurement standard, 2.5). Pure.

A risk is a part of the bank. Where the plan asks for lists, they go on from where the gates stopped; else they are read
from what the gates counted, and cost nothing.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import msgspec

from steelyard.records import ListedRisk, Plan, RiskLists, Survey, reader_of
from steelyard.stats import (
    PathReading,
    RiskBoard,
    RiskClaim,
    RiskPath,
    RiskTally,
    anytime_interval,
)

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
    )
    return ListReading(lists, frozenset(path.beyond), path.ended)


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
