"""The outcome of a check as text for people and JSON for programs: what was recomputed, what is taken on trust."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .failed import Failed
from .run import Checked
from .words import say, shown

SCHEMA = "steelyard.verification/1"

_Item = tuple[str, dict[str, object]]


def recomputed(run: Checked) -> list[_Item]:
    """What the check worked out for itself."""
    surveys = run.plan["surveys"]
    items: list[_Item] = [("done.signature", {"keyid": run.key.id})] if run.key else []
    items.append(("done.files", {}))
    if run.plan["seed_origin"] == "fresh":
        items.append(("done.seed", {}))
    families = sum(len(survey["families"]) for survey in surveys)
    tables = sum(1 + (survey["forecast_table"] is not None) for survey in surveys)
    items += [
        ("done.order", {"families": families, "surveys": len(surveys)}),
        ("done.tables", {"tables": tables}),
        ("done.rows", {"rows": len(run.replay.leaves), "trials": len(run.replay.trials)}),
        ("done.roots", {}),
        ("done.verdicts", {"requirements": len(run.verdicts["requirements"])}),
    ]
    if risks := _listed_risks(run):
        items.append(("done.lists", {"risks": risks}))
    items.append(("done.statement", {}))
    if parent := run.predicate.get("parent"):
        items.append(("done.parent", {"evidence": parent["evidence"], "rows": parent["rows"]}))
    return items


def _listed_risks(run: Checked) -> int:
    """How many risks the lists of all surveys hold."""
    parts = (part["measure"] for verdict in run.verdicts["requirements"] for part in verdict["parts"])
    lists = {measure["survey"]: measure["risks"] for measure in parts if measure and measure["risks"]}
    return sum(len(each["risks"]) for each in lists.values())


def trusted(run: Checked) -> list[_Item]:
    """What no check of the folder can show."""
    plan, predicate = run.plan, run.predicate
    items: list[_Item] = [("trust.key", {"keyid": run.key.id})] if run.key else [("trust.signature", {})]
    if "signed_by" in predicate:
        items.append(("trust.name", {"name": predicate["signed_by"]}))
    for labeller, count in sorted(run.replay.labellers.items()):
        items.append(("trust.judge", {"count": count, "labeller": labeller}))
    if any(survey["judge"]["passport"] for survey in plan["surveys"]):
        items.append(("trust.passports", {}))
    if plan["scans"]:
        findings = sum(map(len, run.replay.findings.values()))
        items.append(("trust.scans", {"findings": findings, "scans": len(plan["scans"])}))
    if plan["surveys"]:
        sample = " + ".join(str(len(survey["families"])) for survey in plan["surveys"])
        items += [("trust.target", {}), ("trust.bank", {"sample": sample}), ("trust.population", {})]
    items += [("trust.standard", {}), ("trust.assets", {})]
    items.append(("trust.nonce" if plan["seed_origin"] == "fresh" else "trust.seed", {}))
    if run.grandparent:
        items.append(("trust.grandparent", {}))
    if "attempt" in predicate:
        items.append(("trust.attempt", {"attempt": predicate["attempt"]}))
    items.append(("trust.report", {}))
    return items


def text_of(run: Checked, language: str) -> str:
    """The outcome for people."""
    head = say("holds", language, keyid=run.key.id) if run.key else say("integrity_only", language)
    states = Counter(verdict["state"] for verdict in run.verdicts["requirements"])
    verdicts = [
        say("count", language, count=count, total=states.total(), state=say(f"state.{state}", language))
        for state, count in states.most_common()
    ]
    sections = (
        ("verdicts", verdicts),
        ("recomputed", [say(code, language, **facts) for code, facts in recomputed(run)]),
        ("trust", [say(code, language, **facts) for code, facts in trusted(run)]),
    )
    lines = [head]
    for title, items in sections:
        lines += ["", say(title, language), *(f"  - {item}" for item in items)]
    return "\n".join(lines)


def json_of(run: Checked, code: int) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "schema": SCHEMA,
        "result": "holds" if run.key else "integrity_only",
        "exit": code,
        "plan": run.verdicts["plan"],
        "keyid": run.key.id if run.key else None,
        "signed_by": run.predicate.get("signed_by"),
        "interrupted": run.verdicts["interrupted"],
        "roots": run.predicate["seal"]["roots"],
        "requirements": [
            {"standard": verdict["standard"], "requirement": verdict["subject"], "verdict": verdict["state"]}
            for verdict in run.verdicts["requirements"]
        ],
        "recomputed": [{"code": name, **facts} for name, facts in recomputed(run)],
        "trust": [{"code": name, **facts} for name, facts in trusted(run)],
    }


def failure_text(failed: Failed, language: str) -> str:
    """What is wrong, and where, for people."""
    where = ", ".join(shown(part) for part in (failed.file, failed.place) if part)
    return say("fails", language, where=where, problem=say(failed.code, language, **failed.facts))


def failure_json(failed: Failed, code: int) -> dict[str, Any]:
    """What is wrong, and where, for programs."""
    return {
        "schema": SCHEMA, "result": "fails", "exit": code, "file": failed.file, "place": failed.place,
        "code": failed.code, "problem": say(failed.code, "en", **failed.facts),
    }  # fmt: skip
