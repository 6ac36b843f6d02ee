"""The in-toto Statement (v1) that a seal signs: files by digest, every measured threshold, and the roots. No clock.

The predicate is a function of plan, verdicts and roots, and of two facts only the sealer knows: who signs (if he says
so) and the number of the attempt. Fields: docs/formats.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from steelyard.records import Measure, Plan, Survey, Verdict, Verdicts, canonical_json

from .leaves import Roots
from .names import JOURNAL, PLAN, REPORT, VERDICTS
from .successor import Parent

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:uuid:afdc16f2-67a6-405b-8952-c440359b58c5#steelyard-run-v1"
"""A name that needs no domain: a UUID drawn once for this predicate, and its version."""

METHOD = "mixture-e-process/1"
"""Mixtures of likelihood ratios over fixed alternatives, exact boundaries (docs/formats.md)."""


def statement(
    plan: Plan, verdicts: Verdicts, report: bytes, roots: Roots, *, signed_by: str | None, attempt: int | None,
    parent: Parent | None = None,
) -> bytes:  # fmt: skip
    """Canonical JSON of the statement about one run. `report`: SHA-256 digest (32 bytes) of report.html; `parent`: the
    sealed run it goes on from."""
    plan_bytes, verdict_bytes = canonical_json(plan), canonical_json(verdicts)
    evidence = {"name": f"{JOURNAL}#evidence", "digest": {"sha256": roots.evidence.root}}
    return canonical_json({
        "_type": STATEMENT_TYPE,
        "subject": [
            _subject(PLAN, hashlib.sha256(plan_bytes).digest()),
            _subject(VERDICTS, hashlib.sha256(verdict_bytes).digest()),
            _subject(REPORT, report),
            evidence,
        ],
        "predicateType": PREDICATE_TYPE,
        "predicate": _predicate(plan, verdicts, roots, signed_by, attempt, parent),
    })  # fmt: skip


def _subject(name: str, digest: bytes) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": digest.hex()}}


def _predicate(
    plan: Plan, verdicts: Verdicts, roots: Roots, signed_by: str | None, attempt: int | None, parent: Parent | None
) -> dict[str, Any]:
    surveys = {survey.id: survey for survey in plan.surveys}
    found: dict[str, Any] = {
        "tool": plan.tool,
        "system": plan.system.id,
        "standards": plan.standards,
        "verdicts": [
            _threshold(plan, verdicts.plan, surveys[measure.survey], requirement, part, measure)
            for requirement, part, measure in _measured(verdicts)
        ],
        "requirements": [
            {"standard": verdict.standard, "requirement": verdict.subject, "verdict": verdict.state}
            for verdict in verdicts.requirements
        ],
        "seal": {"plan": verdicts.plan, "interrupted": verdicts.interrupted, "roots": roots},
    }
    if signed_by is not None:
        found["signed_by"] = signed_by
    if attempt is not None:
        found["attempt"] = attempt
    if parent is not None:
        found["parent"] = parent
    return found


def _measured(verdicts: Verdicts) -> Iterator[tuple[str, Verdict, Measure]]:
    for requirement in verdicts.requirements:
        for part in requirement.parts:
            if part.measure is not None:
                yield requirement.subject, part, part.measure


def _threshold(
    plan: Plan, plan_digest: str, survey: Survey, requirement: str, part: Verdict, measure: Measure
) -> dict[str, Any]:
    threshold = survey.threshold
    return {
        "standard": part.standard,
        "requirement": requirement,
        "metric": part.subject,
        "comparator": threshold.comparator,
        "limit": threshold.published_limit,
        "failure_limit": threshold.limit,
        "verdict": part.state,
        "claims": {"letter": measure.letter, "forecast": measure.forecast, "strict": measure.strict},
        "sample": {"families": measure.sample, "counted": measure.counted, "failures": measure.failures,
                   "open_faults": measure.open_faults},
        "alpha": plan.alpha,
        "method": METHOD,
        "tables": {"strict": measure.strict_table, "forecast": measure.forecast_table},
        "evidence": {"strict": measure.strict_evidence, "forecast": measure.forecast_evidence},
        "judge": {"id": survey.judge.id, "digest": survey.judge.digest, "passport": survey.judge.passport},
        "grade": {"inference": measure.inference, "reader": measure.reader},
        "people": measure.people,
        "bank_root": survey.bank_root,
        "order_seed": plan.order_seed,
        "plan": plan_digest,
    }  # fmt: skip
