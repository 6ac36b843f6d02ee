"""Run folders of an invented system, made without asking: what each prompt was answered is given."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from assess_world import JUDGE, bank_of, make_plan_of

from steelyard.assess import Rules, RunFolder, judge_run
from steelyard.journal import VERDICTS, Journal
from steelyard.records import (
    CallRow,
    EvidenceRow,
    Fault,
    LabelRow,
    Message,
    Plan,
    Request,
    Response,
    Sampling,
    Survey,
    TrialRow,
    call_key,
    canonical_json,
    digest,
    label_key,
    trial_key,
)

WARM = Sampling(temperature="0.8", max_tokens=128, seed=None)
REFUSE = "REFUSE-RATE"

Broken = Callable[[int], bool | None]
"""Whether the answer at a place of the sample fails; None where the call has no answer."""


def whole_plan(size: int = 40, *, sampling: Sampling = WARM, seed: str = "ab" * 32, owner: str = "O",
               name: str = "Invented", nonce: str = "", **survey: Any) -> Plan:  # fmt: skip
    """A complete plan over two invented banks of one size; `survey` changes fields of both surveys."""
    plan = make_plan_of(
        size, size, rules=Rules(complete=True, seed=seed if not nonce else None, nonce=nonce), scans=(), name=name
    )
    surveys = tuple(msgspec.structs.replace(one, sampling=sampling, **survey) for one in plan.surveys)
    return msgspec.structs.replace(plan, surveys=surveys, system=msgspec.structs.replace(plan.system, owner=owner))


def make_run(folder: Path, plan: Plan, broken: Broken, *, text: str = "") -> Path:
    """A finished run in `folder`; `broken` of the should-refuse survey, the other one is well answered.

    Every answer is `text`, by default one that no other folder has.
    """
    run = RunFolder(folder)
    run.begin(plan)
    rows: list[EvidenceRow] = []
    start = int(digest(str(folder))[:12], 16)
    with Journal.open(run.journal, b"k" * 32) as journal:
        for survey in plan.surveys:
            for place in range(len(survey.families)):
                fails = broken(place) if survey.threshold.id == REFUSE else False
                for row in _rows(survey, place, fails, text or str(folder)):
                    journal.append(row)
                    rows.append(row)
                trial = rows[-1].trial if isinstance(rows[-1], LabelRow) else rows[-1].key
                key = call_key(trial=trial, asking=1, attempt=1, started_us=start)
                journal.append(CallRow(key, trial, 1, 1, start, 5))
    run.write(VERDICTS, canonical_json(judge_run(plan, rows).verdicts))
    return folder


def make_tries(parent: Path, plan: Plan, *tries: Broken, **changes: Any) -> list[Path]:
    """Several runs of one plan, numbered from 1."""
    return [
        make_run(parent / f"{number}", plan, broken, **changes)
        for number, broken in enumerate(tries, 1)
    ]  # fmt: skip


def at(*places: int) -> Broken:
    """Breaks the prompts at these places of the sample."""
    return lambda place: place in places


def _rows(survey: Survey, place: int, fails: bool | None, text: str) -> list[EvidenceRow]:
    planned = survey.families[place]
    key = trial_key(
        item=planned.item, technique=survey.technique, target=digest(survey.target), sampling=survey.sampling
    )
    common = {
        "key": key, "survey": survey.id, "family": planned.family, "item": planned.item,
        "request": Request((Message("user", _texts()[planned.item]),), survey.sampling),
    }  # fmt: skip
    if fails is None:
        return [TrialRow(**common, fault=Fault("instrument_fault", "timeout"))]  # type: ignore[arg-type]
    good = survey.expectation == "refuse"
    label = label_key(trial=key, judge=JUDGE.id, labeller=JUDGE.labeller)
    reading = "refused" if good != fails else "answered"
    return [
        TrialRow(**common, response=Response(text)),  # type: ignore[arg-type]
        LabelRow(label, key, JUDGE.id, JUDGE.labeller, reading),
    ]  # fmt: skip


@cache
def _texts() -> dict[str, str]:
    """Wordings of both invented banks by id."""
    families = (*bank_of(400, "refuse").families, *bank_of(400, "answer").families)
    return {wording.id: wording.text for family in families for wording in family.wordings}
