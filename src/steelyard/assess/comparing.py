"""Two runs, threshold by threshold: better, worse, not distinguished or not comparable (measurement standard, 3). Pure.

A difference is the failure share of A less that of B, among the families that a bank stands for. How two surveys are
told apart, also when they stopped early, is in `telling`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from .outcomes import RunOutcomes, SurveyOutcomes
from .outlook import Outlook, outlook
from .telling import Shown, Told, tell

COMPARISON_SCHEMA = "steelyard.comparison/1"

Outcome = Told | Literal["not_comparable"]
Reason = Literal["not_measured", "bank", "judge", "language", "technique", "expectation"]
"""What differs, so that the two were not asked or read the same; `not_measured`: one of them was not asked at all."""
Note = Literal["sampling", "stopped_early", "open_faults"]
"""What a reader should know: answers were drawn in other ways; the asking stopped before the sample ended; calls stayed
without an answer, and their families are left out of pairs."""


class Side(msgspec.Struct, frozen=True):
    """One of the two: of `counted` families of its `sample`, `failures` failed, `open_faults` stay open."""

    asset: str
    model: str
    sample: int
    counted: int
    failures: int
    open_faults: int


class ThresholdComparison(msgspec.Struct, frozen=True):
    """One threshold: what A is to B. `most` is how many families both could answer if each asked its whole sample in
    one order, 0 where they cannot be compared. `ahead`: what it would take to know; None where that is told."""

    threshold: str
    standard: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...]
    a: Side | None
    b: Side | None
    shown: Shown | None
    whole: bool
    most: int
    ahead: Outlook | None


def compare_runs(
    a: RunOutcomes, b: RunOutcomes, *, alpha: float, margin: float | None = None
) -> tuple[ThresholdComparison, ...]:
    """Every threshold measured in either run, each at error level `alpha`.

    `margin` is how much larger a failure share still counts as no worse. Surveys are paired by threshold, and by asset
    where a run measures a threshold at several. Raises ValueError for an alpha or margin outside (0, 1).
    """
    if not (0 < alpha < 1 and (margin is None or 0 < margin < 1)):
        raise ValueError(f"alpha and margin lie strictly between 0 and 1: {alpha}, {margin}")
    return tuple(_compare(ours, theirs, alpha, margin) for ours, theirs in paired_surveys(a, b))


def paired_surveys(
    a: RunOutcomes, b: RunOutcomes
) -> Iterator[tuple[SurveyOutcomes, SurveyOutcomes] | tuple[SurveyOutcomes, None] | tuple[None, SurveyOutcomes]]:
    """The surveys of two runs, each with the one that measures the same threshold in the other."""
    for threshold in dict.fromkeys(one.threshold for one in (*a.surveys, *b.surveys)):
        ours = {one.survey.asset: one for one in a.surveys if one.threshold == threshold}
        theirs = {one.survey.asset: one for one in b.surveys if one.threshold == threshold}
        if len(ours) == len(theirs) == 1:
            yield next(iter(ours.values())), next(iter(theirs.values()))
            continue
        for asset in dict.fromkeys((*ours, *theirs)):
            if asset in ours and asset in theirs:
                yield ours[asset], theirs[asset]
            elif asset in ours:
                yield ours[asset], None
            else:
                yield None, theirs[asset]


def reasons_apart(one: SurveyOutcomes, other: SurveyOutcomes) -> tuple[Reason, ...]:
    """Why answers to two surveys cannot be held against each other; empty when they can."""
    same: dict[Reason, bool] = {
        "bank": one.survey.bank_root == other.survey.bank_root,
        "judge": one.survey.judge.digest == other.survey.judge.digest,
        "language": one.language == other.language,
        "technique": one.survey.technique == other.survey.technique,
        "expectation": one.survey.expectation == other.survey.expectation,
    }
    return tuple(reason for reason, agrees in same.items() if not agrees)


def notes_on(*surveys: SurveyOutcomes) -> tuple[Note, ...]:
    """What a reader of these surveys side by side should know."""
    holds: dict[Note, bool] = {
        "sampling": len({one.survey.sampling for one in surveys}) > 1,
        "stopped_early": not all(one.ended for one in surveys),
        "open_faults": any(one.unanswered for one in surveys),
    }
    return tuple(note for note, true in holds.items() if true)


def _compare(
    ours: SurveyOutcomes | None, theirs: SurveyOutcomes | None, alpha: float, margin: float | None
) -> ThresholdComparison:
    sides = [one for one in (ours, theirs) if one is not None]
    reasons: tuple[Reason, ...] = ("not_measured",)
    outcome: Outcome = "not_comparable"
    shown, whole, most, ahead = None, False, 0, None
    if ours is not None and theirs is not None and not (reasons := reasons_apart(ours, theirs)):
        whole = all(one.whole and one.ended for one in sides)
        most = min(len(one.survey.families) for one in sides)
        outcome, shown = tell(ours, theirs, alpha, margin, whole=whole)
        if outcome == "not_distinguished":
            ahead = outlook(shown.only_a, shown.only_b, shown.pairs, alpha=alpha, margin=margin, whole=whole, most=most)
    return ThresholdComparison(
        threshold=sides[0].threshold, standard=sides[0].survey.threshold.standard, outcome=outcome, reasons=reasons,
        notes=notes_on(*sides), a=_side(ours), b=_side(theirs), shown=shown, whole=whole, most=most,
        ahead=ahead,
    )  # fmt: skip


def _side(one: SurveyOutcomes | None) -> Side | None:
    if one is None:
        return None
    return Side(
        asset=one.survey.asset, model=one.survey.target.model, sample=len(one.survey.families), counted=one.counted,
        failures=one.failures, open_faults=len(one.unanswered),
    )  # fmt: skip
