"""The signed statement: read strictly, then compared with what plan, journal and verdicts come to.

All of the predicate is recomputed but three fields: `signed_by`, a name, `attempt`, a number that only the sealer
knows, and `parent`, the run it goes on from (see `successor`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .failed import Failed
from .shapes import STATEMENT
from .strictjson import parse

FILE = "attestation.dsse.json"
PREDICATE_TYPE = "urn:uuid:afdc16f2-67a6-405b-8952-c440359b58c5#steelyard-run-v1"
METHOD = "mixture-e-process/1"
SUBJECTS = ("plan.json", "verdicts.json", "report.html", "journal.jsonl#evidence")

_Record = dict[str, Any]


def read_statement(payload: bytes, file: str = FILE) -> _Record:
    """The statement in the envelope. Raises Failed."""
    found: _Record = parse(payload, file, "payload")
    STATEMENT(found, file, "payload")
    if found["predicateType"] != PREDICATE_TYPE:
        raise Failed("shape", file, "payload.predicateType", wanted=PREDICATE_TYPE)
    if tuple(subject["name"] for subject in found["subject"]) != SUBJECTS:
        raise Failed("shape", file, "payload.subject", wanted=", ".join(SUBJECTS))
    return found


def digest_of(statement: _Record, name: str) -> str:
    """The SHA-256 digest that the statement gives for a file."""
    digests: dict[str, str] = {subject["name"]: subject["digest"]["sha256"] for subject in statement["subject"]}
    return digests[name]


def predicate_of(plan: _Record, verdicts: _Record, seal: _Record) -> _Record:
    """The predicate that plan, verdicts and seal come to, without what `told` leaves out."""
    surveys = {survey["id"]: survey for survey in plan["surveys"]}
    return {
        "tool": plan["tool"],
        "system": plan["system"]["id"],
        "standards": plan["standards"],
        "verdicts": [
            _threshold(plan, surveys[part["measure"]["survey"]], requirement, part, verdicts["plan"])
            for requirement in verdicts["requirements"]
            for part in requirement["parts"]
            if part["measure"] is not None
        ],
        "requirements": [
            {"standard": verdict["standard"], "requirement": verdict["subject"], "verdict": verdict["state"]}
            for verdict in verdicts["requirements"]
        ],
        "seal": seal,
    }


def told(predicate: _Record) -> _Record:
    """The predicate without what only its sealer knows."""
    return {name: value for name, value in predicate.items() if name not in {"signed_by", "attempt", "parent"}}


def same(file: str, recorded: _Record, recomputed: _Record, place: str) -> None:
    """Raises Failed, naming the first place where what is recorded is not what was recomputed."""
    difference = first_difference(recorded, recomputed, place)
    if difference is None:
        return
    where, before, after = difference
    if before is ABSENT:
        raise Failed("field_missing", file, where)
    if after is ABSENT:
        raise Failed("field_unknown", file, where)
    raise Failed("differs", file, where, recorded=before, recomputed=after)


ABSENT = object()
"""Stands for a field that one side does not have."""


def first_difference(recorded: Any, recomputed: Any, place: str = "") -> tuple[str, Any, Any] | None:
    """Where two values differ first, with both sides; None when they are the same."""
    return next(_differences(recorded, recomputed, place), None)


def _differences(recorded: Any, recomputed: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(recorded, dict) and isinstance(recomputed, dict):
        for name in sorted({*recorded, *recomputed}):
            before, after = recorded.get(name, ABSENT), recomputed.get(name, ABSENT)
            yield from _differences(before, after, f"{place}.{name}" if place else name)
    elif isinstance(recorded, list) and isinstance(recomputed, list) and len(recorded) == len(recomputed):
        for index, (before, after) in enumerate(zip(recorded, recomputed, strict=True)):
            yield from _differences(before, after, f"{place}[{index}]")
    elif recorded != recomputed or type(recorded) is not type(recomputed):
        yield place, recorded, recomputed


def _threshold(plan: _Record, survey: _Record, requirement: _Record, part: _Record, plan_hash: str) -> _Record:
    threshold, measure, judge = survey["threshold"], part["measure"], survey["judge"]
    return {
        "standard": part["standard"],
        "requirement": requirement["subject"],
        "metric": part["subject"],
        "comparator": threshold["comparator"],
        "limit": threshold["published_limit"],
        "failure_limit": threshold["limit"],
        "verdict": part["state"],
        "claims": {name: measure[name] for name in ("letter", "forecast", "strict")},
        "sample": {
            "families": measure["sample"], "counted": measure["counted"], "failures": measure["failures"],
            "open_faults": measure["open_faults"],
        },
        "alpha": plan["alpha"],
        "method": METHOD,
        "tables": {"strict": measure["strict_table"], "forecast": measure["forecast_table"]},
        "evidence": {"strict": measure["strict_evidence"], "forecast": measure["forecast_evidence"]},
        "judge": {name: judge[name] for name in ("id", "digest", "passport")},
        "grade": {"inference": measure["inference"], "reader": measure["reader"]},
        "people": measure["people"],
        "bank_root": survey["bank_root"],
        "order_seed": plan["order_seed"],
        "plan": plan_hash,
    }  # fmt: skip
