"""Verdicts computed again from plan and journal, as the record `verdicts.json` writes them.

A requirement is the worst of its parts: a part per survey (three claims on one sample), one for its checks, one per
threshold that nothing here measures; a clause for people stays with people however well the rest came out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from . import families, gates, gating, people, risks
from .claims import reason, settle
from .path import MISSING, OPEN, Reading, read
from .replay import Replay
from .strictjson import digest

_WORST_FIRST = (
    "fail", "undecided", "needs_people", "needs_evidence", "not_assessed", "pass_by_letter", "attested", "pass",
)  # fmt: skip
_FAILING_SEVERITY = 3

_Record = dict[str, Any]


class Recomputed(NamedTuple):
    """The verdicts, the keys of the trials that count, and whether nothing more needs to be asked or read."""

    verdicts: _Record
    counted: set[str]
    finished: bool


def recompute(plan: _Record, found: Replay, *, interrupted: bool) -> Recomputed:
    """Verdicts of all requirements, in plan order."""
    parts: dict[str, _Record] = {}
    counted: set[str] = set()
    finished = len(found.coverage) == len(plan["scans"])
    for index, survey in enumerate(plan["surveys"]):
        strict = gates.population(len(survey["families"]), survey["threshold"]["limit"], plan["alpha"])
        forecast = None
        if survey["forecast_table"] is not None:
            forecast = gates.bank(len(survey["families"]), survey["threshold"]["limit"], plan["alpha"])
        statuses, keys = found.statuses(index), found.expected[index]
        path = read(statuses, strict, forecast, look_every=plan["look_every"], complete=plan["complete"])
        on = plan["risk_lists"] and path.ended
        listed = risks.lists(plan, survey, statuses if on else statuses[: path.counted], path.counted, _reader(survey))
        known, reader = found.statuses_of_all(index), _reader(survey)
        worded = families.families(plan, survey, known, path.counted, begun=path.ended, reader=reader)
        beyond = {*listed.beyond, *worded.beyond}
        part = _survey_part(plan, survey, path, found, index, len(beyond))
        part["measure"] |= {"risks": listed.record, "wordings": worded.record}
        parts[survey["id"]] = part
        every = keys + found.further[index]
        counted.update(keys[: path.counted], (every[position] for position in beyond))
        finished = finished and path.ended and listed.ended and worded.ended
    requirements = [_requirement(planned, parts, found) for planned in plan["requirements"]]
    verdicts = {
        "schema": "steelyard.verdicts/2", "plan": digest(plan), "interrupted": interrupted,
        "requirements": requirements,
    }  # fmt: skip
    return Recomputed(verdicts, counted, finished)


def _reader(survey: _Record) -> str:
    labeller = survey["judge"]["labeller"]
    return "people" if labeller == "person" or labeller.startswith("person:") else "J"


def _survey_part(
    plan: _Record, survey: _Record, path: Reading, found: Replay, index: int, beyond: int
) -> _Record:  # fmt: skip
    threshold, keys = survey["threshold"], found.expected[index]
    settled = settle(path, survey, complete=plan["complete"])
    by_people = _people(plan, survey, keys[: path.counted], path, found, index)
    state, why = (by_people.state, by_people.reason) if by_people else (settled.state, settled.reason)
    measure = {
        "survey": survey["id"],
        "limit": threshold["limit"],
        "sample": len(keys),
        "available": survey["available"],
        "counted": path.counted,
        "failures": path.failures,
        "open_faults": path.open_faults,
        "model_faults": sum(found.is_model_fault(key) for key in keys[: path.counted]),
        "surplus": sum(found.was_asked(key, index) for key in keys[path.counted :] + found.further[index]) - beyond,
        "letter": settled.letter,
        "forecast": settled.forecast,
        "strict": settled.strict,
        "strict_at": path.strict.at,
        "forecast_at": path.forecast.at if path.forecast else None,
        "interval": gates.interval(path.counted, path.failures, path.failures + path.open_faults, plan["alpha"]),
        "strict_table": survey["strict_table"],
        "forecast_table": survey["forecast_table"],
        **gating.evidence(plan, survey, path, found.statuses(index)),
        "inference": "E",
        "reader": "people" if by_people else _reader(survey),
        "people": by_people.measure if by_people else None,
    }
    return {
        "subject": threshold["id"], "standard": threshold["standard"], "state": state,
        "reason": why, "basis": "people" if by_people else "statistic", "conf": threshold["conf"], "blocking": False,
        "measure": measure, "checks": None, "parts": [],
    }  # fmt: skip


def _people(
    plan: _Record, survey: _Record, keys: list[str], path: Reading, found: Replay, index: int
) -> people.Decided | None:
    """What people's labels decide, None where there are none and none are wanted."""
    if not (survey["people"]["decides"] or any(key in found.panel or key in found.settled for key in keys)):
        return None
    judged = [(key, flag) for key in keys if (flag := found.flagged(key, index)) is not None]
    status = {key: found.people(key, index) for key, _ in judged}
    flagged, rest = (people.stratum_of([status[key] for key, flag in judged if flag == side]) for side in (True, False))
    plain = [MISSING] * len(survey["families"])
    for place, key in enumerate(keys):
        plain[place] = status.get(key, OPEN if found.is_fault(key, index) else MISSING)
    return people.decide(plan, survey, flagged, rest, plain, path.open_faults)


def _requirement(planned: _Record, surveys: dict[str, _Record], found: Replay) -> _Record:
    parts = [{**surveys[survey], "blocking": planned["blocking"]} for survey in planned["surveys"]]
    if planned["scans"]:
        parts.append(_checks(planned, found))
    parts += [_open_clause(planned, threshold, "none") for threshold in planned["unserved"]]
    if not parts:
        return _open_clause(planned, planned["id"], "evidence" if planned["verify"] == "human" else "none")
    heard = all(part["basis"] == "people" for part in parts)
    if planned["verify"] == "hybrid" and not heard and all(part["state"] == "pass" for part in parts):
        parts.append(_verdict(planned, "people", "people", "needs_people", reason("people_needed")))
    decisive = min(parts, key=lambda part: _WORST_FIRST.index(part["state"]))
    whole = _verdict(planned, planned["id"], decisive["basis"], decisive["state"], reason("parts"))
    return {**whole, "parts": parts}


def _checks(planned: _Record, found: Replay) -> _Record:
    named = set(planned["risks"])
    grave = [
        row for scan in planned["scans"] for row in found.findings[scan]
        if row["severity"] >= _FAILING_SEVERITY and named.intersection(row["risks"])
    ]  # fmt: skip
    unread = sum(found.coverage.get(scan, 0) for scan in planned["scans"])
    gravest = max((row["severity"] for row in grave), default=0)
    if grave:
        state, why = "fail", reason("finding", findings=len(grave), worst=gravest)
    elif any(scan not in found.coverage for scan in planned["scans"]):
        state, why = "undecided", reason("interrupted")
    elif unread:
        state, why = "undecided", reason("not_read", unread=unread)
    elif planned["checks_suffice"]:
        state, why = "pass", reason("decided")
    else:
        state, why = "not_assessed", reason("no_probe", planned["missing"])
    checks = {
        "scans": planned["scans"], "findings": sorted(row["key"] for row in grave), "worst": gravest, "unread": unread,
    }  # fmt: skip
    return {**_verdict(planned, "checks", "checks", state, why), "checks": checks}


def _open_clause(planned: _Record, subject: str, basis: str) -> _Record:
    if planned["verify"] == "human":
        return _verdict(planned, subject, basis, "needs_evidence", reason("evidence_needed"))
    return _verdict(planned, subject, basis, "not_assessed", reason("no_probe", planned["missing"]))


def _verdict(planned: _Record, subject: str, basis: str, state: str, why: _Record) -> _Record:
    return {
        "subject": subject, "standard": planned["standard"], "state": state, "reason": why, "basis": basis,
        "conf": planned["conf"], "blocking": planned["blocking"], "measure": None, "checks": None, "parts": [],
    }  # fmt: skip
