"""What several wordings of each family come to, the family being the unit (measurement standard, 2.6). Pure.

The sample has one wording of each family; where the plan asks for more, they follow once the gates are decided, family
by family in the committed order. Answers to wordings of one family resemble one another: each family counts once.
"""

from __future__ import annotations

import msgspec

from steelyard.records import Plan, Survey, WordingsMeasure, reader_of
from steelyard.stats import ClusterGate, FamilyPath, PathReading, Status, family_e_values, family_interval


class WordingsReading(msgspec.Struct, frozen=True):
    """The measure as the record holds it, the positions that were read beyond the stopping look (further wordings stand
    after the sample), and whether no more needs to be asked."""

    measure: WordingsMeasure | None
    beyond: frozenset[int]
    ended: bool


def wordings_of(survey: Survey) -> list[list[int]]:
    """Where the wordings of each family stand, in the committed order: the first in the sample, the others after it."""
    size = len(survey.families)
    places = {planned.family: [position] for position, planned in enumerate(survey.families)}
    for position, planned in enumerate(survey.further, size):
        places[planned.family].append(position)
    return list(places.values())


def read_wordings(plan: Plan, survey: Survey, statuses: bytes, gates: PathReading) -> WordingsReading:
    """The gate on families over `statuses`, one of each position, further wordings included; it has read nothing before
    the `gates` have ended."""
    if plan.wordings == 1:
        return WordingsReading(None, frozenset(), ended=True)
    limit, size = survey.threshold.limit, len(survey.families) + len(survey.further)
    path = FamilyPath(
        ClusterGate(limit, plan.alpha), wordings_of(survey), look_every=plan.look_every, stream=gates.counted,
        complete=plan.complete,
    )  # fmt: skip
    path.follow(statuses if gates.ended else bytes([Status.MISSING] * size))
    measure = WordingsMeasure(
        families=len(path.families),
        wordings=sum(family.asked for family in path.families),
        failures=sum(family.failures for family in path.families),
        open_faults=sum(family.open_faults for family in path.families),
        beyond=len(path.beyond),
        claim=path.reading.claim,
        at=path.reading.at,
        evidence=family_e_values(path.families, limit),
        interval=family_interval(path.families, plan.alpha),
        reader=reader_of(survey.judge.labeller),
    )
    return WordingsReading(measure, frozenset(path.beyond), path.ended)
