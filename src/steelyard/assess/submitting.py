"""From a run to what is entered on a leaderboard. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from steelyard.records import EvidenceRow, InputError, Plan, TrialRow, canonical_json, digest

from .board import BoardTerms
from .ladders import Submission
from .outcomes import RunOutcomes, SurveyOutcomes

_MOST_BYTES = 4_000
"""A board holds up to 10,000 attempts, each little longer than what was submitted."""


def submissions_of(
    plan: Plan, rows: Iterable[EvidenceRow], outcomes: RunOutcomes, *, root: str, source: str
) -> tuple[Submission, ...]:
    """A run at each threshold it measured, in plan order. `root` is its sealed evidence root, or "unsealed".

    An open fault has not passed: else whoever fails to answer would gain by it. Raises InputError, naming `source`,
    when the run did not ask its whole sample, for a share that was stopped by the answers themselves is no score, or
    has names that no manifest may have.
    """
    if not outcomes.surveys:
        raise InputError("measures no threshold", source=source, mend="name a run that asks questions")
    for one in outcomes.surveys:
        if not (outcomes.finished and one.whole and one.ended):
            raise InputError(
                f"did not ask its whole sample at {one.threshold}: nothing was entered", source=source,
                mend="assess it with --complete, to the end",
            )  # fmt: skip
        if one.counted < 2:
            raise InputError(f"asked one question only at {one.threshold}", source=source, mend="take a larger bank")
    run = digest([outcomes.plan, sorted(digest(row) for row in rows if isinstance(row, TrialRow))])
    found = tuple(
        Submission(
            run=run, plan=outcomes.plan, root=root, owner=plan.system.owner, system=plan.system.name,
            asset=one.survey.asset, threshold=one.threshold, terms=_terms(one), passed=len(one.failed) - one.failures,
            open_faults=len(one.unanswered),
        )
        for one in outcomes.surveys
    )  # fmt: skip
    if any(len(canonical_json(one)) > _MOST_BYTES for one in found):
        raise InputError("has names too long for a board", source=source, mend="shorten them in system.yaml")
    return found


def _terms(one: SurveyOutcomes) -> BoardTerms:
    survey = one.survey
    return BoardTerms(
        bank=survey.bank_root, judge=survey.judge.digest, language=one.language, technique=survey.technique,
        expectation=survey.expectation, families=one.counted,
    )  # fmt: skip
