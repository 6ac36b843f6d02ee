"""What `compare --json` and `rank --json` print, and the runs they are about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from steelyard.assess import (
    Against,
    CriteriaReading,
    Dimension,
    NoTotal,
    Pareto,
    RunFolder,
    RunOutcomes,
    ThresholdComparison,
    evidence_rows,
    run_outcomes,
)
from steelyard.records import InputError

_LEAST, _MOST = 0.001, 0.2


class RunSummary(msgspec.Struct, frozen=True):
    """A run as it was read. `unfinished`: it has no verdicts yet, so that more answers may come."""

    name: str
    folder: str
    plan: str
    models: tuple[str, ...]
    finished: bool
    sealed: bool


class Comparison(msgspec.Struct, frozen=True):
    """What `compare --json` prints. Each threshold errs with probability at most about `alpha`."""

    schema: str
    alpha: float
    margin: float | None
    a: RunSummary
    b: RunSummary
    exit: int
    thresholds: tuple[ThresholdComparison, ...]
    criteria: CriteriaReading | None


class Ranking(msgspec.Struct, frozen=True):
    """What `rank --json` prints. All claims of all dimensions together err with probability about `alpha` at most."""

    schema: str
    alpha: float
    seed: str
    exit: int
    systems: tuple[RunSummary, ...]
    dimensions: tuple[Dimension, ...]
    pareto: Pareto | None
    against: Against | None
    no_total: NoTotal | None


def read_run(folder: Path) -> RunOutcomes:
    """What a run folder came to. Raises InputError when it holds no run or one that cannot be read."""
    run = RunFolder(folder)
    plan = run.plan()
    try:
        return run_outcomes(plan, evidence_rows(run.journal), finished=run.finished, sealed=run.sealed)
    except ValueError as error:
        raise InputError(
            f"the plan is none that steelyard freezes ({error})", source=str(folder), mend="take the folder as it was"
        ) from error


def read_runs(folders: Iterable[Path]) -> list[RunOutcomes]:
    """Several runs, in order. Raises InputError also when a folder is given twice."""
    known: set[Path] = set()
    for folder in (named := list(folders)):
        if (place := folder.resolve()) in known:
            raise InputError("is given twice", source=str(folder), mend="name each run once")
        known.add(place)
    return [read_run(folder) for folder in named]


def summary_of(name: str, run: RunOutcomes, folder: Path) -> RunSummary:
    """A run under a name."""
    models = tuple(dict.fromkeys(one.survey.target.model for one in run.surveys))
    return RunSummary(name, str(folder), run.plan, models, run.finished, run.sealed)


def checked_alpha(alpha: float) -> float:
    """An error level from the command line. Raises InputError when it is out of range."""
    if not _LEAST <= alpha <= _MOST or round(alpha, 6) != alpha:
        raise InputError(
            f"must lie between {_LEAST} and {_MOST}, with at most 6 decimals", source="--alpha", mend="0.05 is usual"
        )
    return alpha


def checked_margin(margin: float) -> float:
    """A margin from the command line. Raises InputError when it is no share."""
    if not 0 < margin < 1:
        raise InputError("must be a share between 0 and 1", source="--margin", mend="0.02 is two points of a hundred")
    return margin
