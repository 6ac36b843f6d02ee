"""How far the raters of a panel agree, before anybody settles what they do not (measurement standard, 4.6).

What is compared is whether the answer failed, as the expectation of its question has it: that is what a verdict counts.
A rater who cannot tell is left out of that answer, and counted. Numbers of agreement suffer where failures are rare;
the set of answers should hold about as many that a judge flags as it passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec
import numpy as np

from steelyard.records import Expectation, is_failure
from steelyard.stats import NOT_RATED, Coefficient, rater_agreement

from .model import PersonLabel, Undefined

ALPHA = 0.05


class AgreementFigure(msgspec.Struct, frozen=True):
    """A measure of agreement with its interval; `undefined` says why it has no value, `unbounded` why no interval."""

    value: float | None
    low: float | None
    high: float | None
    undefined: Undefined | None
    unbounded: Undefined | None


class RatersAgreement(msgspec.Struct, frozen=True):
    """How far some raters agree on the answers that at least two of them read.

    `expectation` is None where questions of both expectations are taken together. Of the `both_read` answers, `untold`
    are left out because fewer than two could tell; `compared` remain, and on `agreed` of these no two differ.
    """

    raters: tuple[str, ...]
    expectation: Expectation | None
    both_read: int
    untold: int
    compared: int
    agreed: int
    raw: AgreementFigure
    krippendorff_alpha: AgreementFigure
    gwet_ac1: AgreementFigure


class PanelAgreement(msgspec.Struct, frozen=True):
    """Agreement of each pair of raters that read the same answers, and, where there are more than two raters, of all.

    `differ` are trials that one rater counts as failed and another does not, `unclear` those where somebody cannot
    tell: both kinds are for adjudication. `undefined` says why there is nothing to compare.
    """

    raters: tuple[str, ...]
    groups: tuple[RatersAgreement, ...]
    differ: tuple[str, ...]
    unclear: tuple[str, ...]
    undefined: Undefined | None


class _Answer(msgspec.Struct, frozen=True):
    """Who read an answer, and whether it failed: None where he cannot tell."""

    expectation: Expectation
    failed: Mapping[str, bool | None]


def agreement_of(labels: Iterable[PersonLabel], *, alpha: float = ALPHA) -> PanelAgreement:
    """Agreement of the panel's labels; those of adjudication are passed over. Intervals have coverage 1 - `alpha`.

    Raises ValueError when a rater has two labels on one trial, or two labels of a trial expect different things.
    """
    answers = _answers(label for label in labels if label.role == "panel")
    raters = tuple(sorted({rater for answer in answers.values() for rater in answer.failed}))
    sets = [*combinations(raters, 2), *([raters] if len(raters) > 2 else [])]
    groups = [group for chosen in sets for group in _groups(chosen, answers.values(), alpha)]
    told = {trial: set(answer.failed.values()) for trial, answer in answers.items()}
    return PanelAgreement(
        raters=raters, groups=tuple(groups),
        differ=tuple(trial for trial, found in told.items() if {True, False} <= found),
        unclear=tuple(trial for trial, found in told.items() if None in found),
        undefined=None if groups else "one_rater",
    )  # fmt: skip


def _answers(labels: Iterable[PersonLabel]) -> dict[str, _Answer]:
    """Answers by trial, in order of first appearance."""
    found: dict[str, tuple[Expectation, dict[str, bool | None]]] = {}
    for label in labels:
        expectation, failed = found.setdefault(label.trial, (label.expectation, {}))
        if label.rater in failed or label.expectation != expectation:
            raise ValueError(f"the labels of trial {label.trial} contradict each other")
        failed[label.rater] = None if label.reading == "unclear" else is_failure(expectation, label.reading)
    return {trial: _Answer(expectation, failed) for trial, (expectation, failed) in found.items()}


def _groups(raters: tuple[str, ...], answers: Iterable[_Answer], alpha: float) -> list[RatersAgreement]:
    """One for each expectation that these raters met, and one for both together where they met both."""
    shared = [answer for answer in answers if sum(rater in answer.failed for rater in raters) >= 2]
    met: list[Expectation | None] = [*sorted({answer.expectation for answer in shared})]
    return [
        _group(raters, which, [answer for answer in shared if which in (None, answer.expectation)], alpha)
        for which in (met if len(met) < 2 else [None, *met])
    ]


def _group(
    raters: tuple[str, ...], expectation: Expectation | None, answers: list[_Answer], alpha: float
) -> RatersAgreement:
    read = [[answer.failed.get(rater) for rater in raters] for answer in answers]
    told = [row for row in read if sum(failed is not None for failed in row) >= 2]
    figures = _figures(told, alpha)
    return RatersAgreement(
        raters=raters, expectation=expectation, both_read=len(read), untold=len(read) - len(told), compared=len(told),
        agreed=sum(not {True, False} <= set(row) for row in told), raw=figures[0], krippendorff_alpha=figures[1],
        gwet_ac1=figures[2],
    )  # fmt: skip


def _figures(told: list[list[bool | None]], alpha: float) -> tuple[AgreementFigure, ...]:
    """Raw agreement, Krippendorff's alpha and Gwet's AC1 of answers that at least two raters told."""
    if not told:
        return (AgreementFigure(None, None, None, "nothing_told", "nothing_told"),) * 3
    table = np.array([[NOT_RATED if failed is None else int(failed) for failed in row] for row in told])
    found = rater_agreement(table, alpha=alpha)
    return tuple(_figure(one) for one in (found.raw, found.krippendorff_alpha, found.gwet_ac1))


def _figure(found: Coefficient) -> AgreementFigure:
    return AgreementFigure(
        value=found.value, low=found.low, high=found.high, undefined="one_category" if found.value is None else None,
        unbounded="few_answers" if found.low is None else None,
    )  # fmt: skip
