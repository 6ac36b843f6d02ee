"""Several runs: what order of their systems the evidence allows (measurement standard, 6). Pure.

One error level holds for all claims of all thresholds together. A threshold is ranked over the families that every run
answered; one question a family, so that each family is a unit of its own. Grade A: the level of the test is asymptotic
for more than two systems, and where runs stopped early, the families that all answered are no fair sample of them.
There is no total score; `orders` says why one order asks for more than the evidence holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from steelyard.records import Reader
from steelyard.stats import LEAST_UNITS, Board, rank_boards

from .comparing import Note, Reason, notes_on, reasons_apart
from .contestants import Contestant
from .outcomes import SurveyOutcomes

RANKING_SCHEMA = "steelyard.ranking/1"


class Claim(msgspec.Struct, frozen=True):
    """`better` fails less often than `worse`, by `difference` of the families, claimed at level `adjusted`."""

    better: str
    worse: str
    difference: float
    adjusted: float


class Place(msgspec.Struct, frozen=True):
    """Where a system stands: between ranks `best` and `worst` (1 is first), with `failures` of the families asked."""

    system: str
    failures: int
    best: int
    worst: int


class Dimension(msgspec.Struct, frozen=True):
    """One threshold. `families` were answered by all; `top`: those above whom none is claimed; `edges`: the claims
    that a drawing needs. Not ranked where `reasons` say why; places and claims are empty then."""

    threshold: str
    standard: str
    families: int
    reasons: tuple[Reason | Literal["few_families"], ...]
    notes: tuple[Note, ...]
    reader: Reader
    places: tuple[Place, ...]
    top: tuple[str, ...]
    claims: tuple[Claim, ...]
    edges: tuple[tuple[str, str], ...]


class Ranked(msgspec.Struct, frozen=True):
    """Dimensions with the boards and answers behind those that are ranked, by threshold."""

    dimensions: tuple[Dimension, ...]
    boards: dict[str, Board]
    scores: dict[str, Scores]


class Scores(msgspec.Struct, frozen=True):
    """Answers at one threshold: 1 for a success and 0 for a failure, by system and family."""

    families: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


def rank_systems(contestants: Sequence[Contestant], *, alpha: float, seed: str) -> Ranked:
    """Every threshold that any of the systems was measured at. Raises ValueError as `rank_boards` for a bad alpha."""
    surveys = {
        threshold: [each.survey(threshold) for each in contestants]
        for threshold in dict.fromkeys(one.threshold for each in contestants for one in each.run.surveys)
    }
    scores = {threshold: _scores(row) for threshold, row in surveys.items()}
    reasons = {threshold: _reasons(row, scores[threshold]) for threshold, row in surveys.items()}
    ranked = [threshold for threshold in surveys if not reasons[threshold]]
    boards = rank_boards([scores[threshold].rows for threshold in ranked], alpha=alpha, seed=seed)
    by_threshold = dict(zip(ranked, boards, strict=True))
    names = [each.name for each in contestants]
    dimensions = tuple(
        _dimension(threshold, row, reasons[threshold], scores[threshold], by_threshold.get(threshold), names)
        for threshold, row in surveys.items()
    )
    return Ranked(dimensions, by_threshold, {threshold: scores[threshold] for threshold in ranked})


def _scores(row: Sequence[SurveyOutcomes | None]) -> Scores:
    """What all of them answered, in the order of families' ids: no order of asking has a say."""
    known = [one.failed for one in row if one is not None]
    families = sorted(set(known[0]).intersection(*known[1:]))
    return Scores(tuple(families), tuple(tuple(1 - failed[family] for family in families) for failed in known))


def _reasons(row: Sequence[SurveyOutcomes | None], scores: Scores) -> tuple[Reason | Literal["few_families"], ...]:
    known = [one for one in row if one is not None]
    if len(known) < len(row):
        return ("not_measured",)
    apart = dict.fromkeys(reason for one in known[1:] for reason in reasons_apart(known[0], one))
    return tuple(apart) or (("few_families",) if len(scores.families) < LEAST_UNITS else ())


def _dimension(
    threshold: str, row: Sequence[SurveyOutcomes | None], reasons: tuple[Reason | Literal["few_families"], ...],
    scores: Scores, board: Board | None, names: Sequence[str],
) -> Dimension:  # fmt: skip
    known = [one for one in row if one is not None]
    places, claims = (_places(scores, board, names), _claims(board, names)) if board else ((), ())
    return Dimension(
        threshold=threshold, standard=known[0].survey.threshold.standard, families=len(scores.families),
        reasons=reasons, notes=notes_on(*known),
        reader="people" if all(one.reader == "people" for one in known) else "J", places=places,
        top=tuple(names[place] for place in board.top) if board else (), claims=claims,
        edges=tuple((names[better], names[worse]) for better, worse in board.edges) if board else (),
    )  # fmt: skip


def _places(scores: Scores, board: Board, names: Sequence[str]) -> tuple[Place, ...]:
    """Best first: by the ranks the evidence allows, then by name, so that no order is shown that nobody claims."""
    found = [
        Place(name, len(row) - sum(row), standing.best, standing.worst)
        for name, row, standing in zip(names, scores.rows, board.standings, strict=True)
    ]
    return tuple(sorted(found, key=lambda place: (place.best, place.worst, place.system)))


def _claims(board: Board, names: Sequence[str]) -> tuple[Claim, ...]:
    """Tested claims, with the direction of what was seen; `difference` is in favour of the better one."""
    return tuple(
        Claim(
            names[test.first if test.difference > 0 else test.second],
            names[test.second if test.difference > 0 else test.first], abs(test.difference), test.adjusted,
        )
        for test in board.tests if test.adjusted <= board.alpha
    )  # fmt: skip
