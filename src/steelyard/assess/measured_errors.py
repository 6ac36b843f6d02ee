"""A judge against people, from the labels of runs: sensitivity and specificity, by language and part of the bank. Pure.

Labels are taken unequally from flagged and unflagged answers, so shares are weighted by how many answers there are of
either kind. Intervals join exact (Clopper-Pearson) ones of both kinds, each at half the error level: they are careful.
Parts with fewer than `LEAST_FAILURES` labelled failures are pooled; what is pooled is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from steelyard.records import Expectation, Language, Plan, Survey
from steelyard.stats import Bounds, Status, clopper_pearson

from .reviewing import Review

LEAST_FAILURES = 50
ALPHA = 0.05


class LabelledStratum(msgspec.Struct, frozen=True):
    """Answers that the judge reads alike: how many, how many of them people could tell, how many of those failed."""

    answers: int
    told: int
    failures: int

    def joined(self, other: LabelledStratum) -> LabelledStratum:
        """Both together."""
        return LabelledStratum(
            self.answers + other.answers, self.told + other.told, self.failures + other.failures
        )  # fmt: skip


class JudgeCell(msgspec.Struct, frozen=True):
    """Labels of one judge, language, expectation and part of the bank, which is a word of `standard`."""

    judge: str
    standard: str
    language: Language
    expectation: Expectation
    part: str
    flagged: LabelledStratum
    unflagged: LabelledStratum

    @property
    def failures(self) -> int:
        """Labelled failures."""
        return self.flagged.failures + self.unflagged.failures


class Rate(msgspec.Struct, frozen=True):
    """A weighted share with careful bounds."""

    share: float
    low: float
    high: float


class MeasuredErrors(msgspec.Struct, frozen=True):
    """How often a judge errs: of failures it flags `sensitivity`, of the rest it clears `specificity`; None where no
    label speaks of it. `parts`: what is taken together."""

    judge: str
    standard: str
    language: Language
    expectation: Expectation
    parts: tuple[str, ...]
    flagged: LabelledStratum
    unflagged: LabelledStratum
    sensitivity: Rate | None
    specificity: Rate | None


def cells_of(plan: Plan, review: Review) -> list[JudgeCell]:
    """The labels of a run, survey by survey and part by part."""
    return [cell for survey in plan.surveys for cell in _survey_cells(plan, survey, review)]


def judge_errors(cells: Iterable[JudgeCell], *, alpha: float = ALPHA) -> list[MeasuredErrors]:
    """Errors by judge, language and expectation: of parts with enough labelled failures, and of the others pooled."""
    groups: dict[tuple[str, str, Language, Expectation], dict[str, JudgeCell]] = {}
    for cell in cells:
        parts = groups.setdefault((cell.judge, cell.standard, cell.language, cell.expectation), {})
        parts[cell.part] = _joined([parts[cell.part], cell]) if cell.part in parts else cell
    found = []
    for _, parts in sorted(groups.items()):
        alone = [[cell] for cell in parts.values() if cell.failures >= LEAST_FAILURES]
        pooled = [cell for cell in parts.values() if cell.failures < LEAST_FAILURES]
        found += [_errors(taken, alpha) for taken in (*alone, pooled) if taken]
    return found


def _survey_cells(plan: Plan, survey: Survey, review: Review) -> Iterable[JudgeCell]:
    answers = review.answers(survey)
    counts: dict[str, list[list[int]]] = {}
    for answer in review.judged(survey):
        stratum = counts.setdefault(answers[answer.trial].part, [[0, 0, 0], [0, 0, 0]])[not answer.flagged]
        status = review.status(survey, answer.trial)
        stratum[0] += 1
        stratum[1] += status in {Status.SUCCESS, Status.FAILURE}
        stratum[2] += status == Status.FAILURE
    for part, (flagged, rest) in sorted(counts.items()):
        yield JudgeCell(
            f"{survey.judge.id} {survey.judge.digest[:8]}", survey.threshold.standard, plan.system.language,
            survey.expectation, part,
            LabelledStratum(*flagged), LabelledStratum(*rest),
        )  # fmt: skip


def _joined(cells: Sequence[JudgeCell]) -> JudgeCell:
    whole = cells[0]
    for cell in cells[1:]:
        whole = msgspec.structs.replace(
            whole, flagged=whole.flagged.joined(cell.flagged), unflagged=whole.unflagged.joined(cell.unflagged)
        )
    return whole


def _errors(cells: Sequence[JudgeCell], alpha: float) -> MeasuredErrors:
    whole = _joined(cells)
    flagged, rest = whole.flagged, whole.unflagged
    passing = LabelledStratum(rest.answers, rest.told, rest.told - rest.failures)
    wrong = LabelledStratum(flagged.answers, flagged.told, flagged.told - flagged.failures)
    return MeasuredErrors(
        judge=whole.judge, standard=whole.standard, language=whole.language, expectation=whole.expectation,
        parts=tuple(cell.part for cell in cells), flagged=flagged, unflagged=rest,
        sensitivity=_share(flagged, rest, alpha), specificity=_share(passing, wrong, alpha),
    )  # fmt: skip


def _share(right: LabelledStratum, wrong: LabelledStratum, alpha: float) -> Rate | None:
    """The share of `right` among the failures (here: what counts) of both; None where either kind has no label."""
    if any(stratum.answers and not stratum.told for stratum in (right, wrong)) or not right.failures + wrong.failures:
        return None
    bounds = [_bounds(stratum, alpha / 2) for stratum in (right, wrong)]
    shares = [stratum.failures / stratum.told if stratum.told else 0.0 for stratum in (right, wrong)]
    return Rate(
        _ratio(right.answers * shares[0], wrong.answers * shares[1]),
        _ratio(right.answers * bounds[0].low, wrong.answers * bounds[1].high),
        _ratio(right.answers * bounds[0].high, wrong.answers * bounds[1].low),
    )


def _bounds(stratum: LabelledStratum, alpha: float) -> Bounds:
    """Of a stratum's failure share; a stratum that is labelled whole, or empty, leaves none in doubt."""
    if stratum.told == stratum.answers:
        share = stratum.failures / stratum.answers if stratum.answers else 0.0
        return Bounds(share, share)
    return clopper_pearson(stratum.failures, stratum.told, alpha)


def _ratio(one: float, other: float) -> float:
    return one / (one + other) if one + other > 0 else 0.0
