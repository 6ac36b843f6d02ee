"""Invented runs to compare and rank: outcomes by family, without any asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from assess_world import make_plan_of, survey_of

from steelyard.assess import Rules, RunOutcomes, SurveyOutcomes
from steelyard.records import Survey, digest

REFUSE, ANSWER = "REFUSE-RATE", "OVERREFUSE-RATE"


@cache
def survey(threshold: str = REFUSE) -> Survey:
    """A survey of 300 families."""
    return survey_of(make_plan_of(300, 300, rules=Rules(nonce="00" * 32)), threshold)


def outcomes(
    failed: Mapping[str, bool], threshold: str = REFUSE, *, whole: bool = True, unanswered: tuple[str, ...] = (),
    language: str = "en", **changes: Any,
) -> SurveyOutcomes:  # fmt: skip
    """A survey with these answers; `changes` are to fields of its plan."""
    changed = msgspec.structs.replace(survey(threshold), **changes)
    return SurveyOutcomes(changed, language, dict(failed), unanswered, whole=whole)  # type: ignore[arg-type]


def run_of(*surveys: SurveyOutcomes, name: str = "Invented") -> RunOutcomes:
    """A run of some surveys."""
    return RunOutcomes(name, digest([name, [sorted(one.failed.items()) for one in surveys]]), True, True, surveys)


def failing(places: Iterable[int], families: int = 300) -> dict[str, bool]:
    """Answers to so many families, of which those at `places` failed."""
    known = set(places)
    return {f"family {place}": place in known for place in range(families)}
