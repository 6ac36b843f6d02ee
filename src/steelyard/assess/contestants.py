"""The systems of a ranking, under names that can be told apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from steelyard.records import digest

from .outcomes import RunOutcomes, SurveyOutcomes


class Contestant(msgspec.Struct, frozen=True):
    """A system in a ranking: one endpoint of one run. `name` is unique in its ranking."""

    name: str
    run: RunOutcomes
    asset: str

    def survey(self, threshold: str) -> SurveyOutcomes | None:
        """The survey that measured a threshold."""
        return next(
            (one for one in self.run.surveys if one.threshold == threshold and one.survey.asset == self.asset), None
        )


def contestants_of(runs: Sequence[RunOutcomes]) -> tuple[Contestant, ...]:
    """The systems of some runs, in order. A name that repeats gets its model, then its plan; numbers come last."""
    found = [
        (run, asset, next(one.survey.target.model for one in run.surveys if one.survey.asset == asset))
        for run in runs
        for asset in dict.fromkeys(one.survey.asset for one in run.surveys)
    ]
    names = [run.system for run, _, _ in found]
    for longer in (
        [f"{run.system} ({model})" for run, _, model in found],
        [f"{run.system} ({model}, {run.plan[:8]})" for run, _, model in found],
    ):
        names = [more if names.count(name) > 1 else name for name, more in zip(names, longer, strict=True)]
    if len(set(names)) < len(names):
        names = [f"{place}. {name}" for place, name in enumerate(names, 1)]
    return tuple(Contestant(name, run, asset) for name, (run, asset, _) in zip(names, found, strict=True))


def seed_of(contestants: Sequence[Contestant]) -> str:
    """The seed of a ranking where none is given: from the plans alone, so that nobody chooses it."""
    return digest(sorted(each.run.plan for each in contestants))
