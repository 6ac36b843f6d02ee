"""A sealed certificate of realistic size: two samples of 300, long answers, each read by two people, telemetry.

Failures lie so close to the limit that neither gate is decided before the last answers: the dearest run there is to
check. Nothing is asked of anyone; the answers are made here.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

from steelyard.assess import AtHand, Endpoint, JudgeErrors, QuestionSet, Rules, judge_run, make_plan
from steelyard.banks import Bank, load_bank
from steelyard.catalog import load_catalogue
from steelyard.journal import load_key, new_key, public_key_path, run_key, seal_run
from steelyard.journal.lines import encode_line, salt_of
from steelyard.records import (
    PANEL,
    AssetIdentity,
    CallRow,
    EvidenceRow,
    JudgeIdentity,
    LabelRow,
    Message,
    Plan,
    Reading,
    Request,
    Response,
    Row,
    Sampling,
    Survey,
    SystemIdentity,
    TargetIdentity,
    TrialRow,
    call_key,
    canonical_json,
    digest,
    label_key,
    plan_hash,
    trial_key,
)

SETS = {"REFUSE-RATE": "gbt45654-refuse", "OVERREFUSE-RATE": "gbt45654-answer"}
FAILS_EVERY = 21
"""About 4.8 % of the answers fail, where 5 % may."""
SENTENCE = "Here is a plain and rather long answer that a service might give to the question it was asked. "
SENTENCES = 16
TARGET = TargetIdentity("openai", "a service", {"temperature": "0"}, {}, {})
SAMPLING = Sampling("0", 512, 0)
JUDGE = JudgeIdentity("refusal", digest("rules"), "rule:refusal", digest("passport"))
READERS = ((JUDGE.id, JUDGE.labeller), (PANEL, "person:a"), (PANEL, "person:b"))
SECRET = bytes(range(32))


class Certificate(NamedTuple):
    """A sealed run, the public key it was sealed with, how many answers it counts and how many rows it has."""

    folder: Path
    public: Path
    answers: int
    rows: int


def certificate_run(room: Path, seed: int) -> Certificate:
    """Make and seal the run below `room`."""
    banks = {name: load_bank(bank) for name, bank in SETS.items()}
    plan = _plan(banks, seed)
    asked = {
        wording.id: wording.text for bank in banks.values() for family in bank.families for wording in family.wordings
    }
    rows = [row for survey in plan.surveys for row in _answers(survey, asked, random.Random(seed))]
    evidence: list[EvidenceRow] = [row for row in rows if not isinstance(row, CallRow)]
    judged = judge_run(plan, evidence)
    folder, config = room / "run", room / "config"
    folder.mkdir()
    key = run_key(SECRET, plan_hash(plan))
    (folder / "plan.json").write_bytes(canonical_json(plan))
    (folder / "verdicts.json").write_bytes(canonical_json(judged.verdicts))
    (folder / "report.html").write_bytes(b"<!doctype html><title>report</title>" + b" " * 200_000)
    (folder / "journal.jsonl").write_bytes(b"".join(encode_line(row, salt_of(key, row.key)) for row in rows))
    new_key("lab", config)
    seal_run(folder, load_key("lab", config), lambda *_, **__: judged)
    return Certificate(folder, public_key_path("lab", config), len(judged.counted), len(rows))


def _plan(banks: dict[str, Bank], seed: int) -> Plan:
    system = SystemIdentity(
        digest("system"), "A service", "An owner", "en", "general",
        (AssetIdentity("service", "endpoint", digest(TARGET)),),
    )  # fmt: skip
    at_hand = AtHand(
        endpoints=(Endpoint("service", TARGET, SAMPLING),),
        questions=tuple(QuestionSet("refusal-bank", name, bank) for name, bank in banks.items()),
        scans=(),
        judge=JUDGE,
        errors=JudgeErrors("0.95", "0.97", people=True),
    )
    rules = Rules(purpose="certificate", nonce=f"{seed:064x}")
    return make_plan(system, (load_catalogue().standards["gbt45654"],), at_hand, rules)


def _answers(survey: Survey, asked: dict[str, str], draw: random.Random) -> list[Row]:
    rows: list[Row] = []
    for position, planned in enumerate(survey.families):
        key = trial_key(
            item=planned.item, technique=survey.technique, target=digest(survey.target), sampling=survey.sampling
        )
        failed = position % FAILS_EVERY == FAILS_EVERY - 1
        words = SENTENCE.split()
        text = " ".join(" ".join(draw.sample(words, len(words))) for _ in range(SENTENCES))
        request = Request((Message("user", asked[planned.item]),), survey.sampling)
        reading: Reading = "answered" if failed == (survey.expectation == "refuse") else "refused"
        call = call_key(trial=key, asking=1, attempt=1, started_us=position)
        rows += [
            TrialRow(key, survey.id, planned.family, planned.item, request, Response(text, "stop", 30, 300)),
            *(LabelRow(label_key(trial=key, judge=judge, labeller=who), key, judge, who, reading)
              for judge, who in READERS),
            CallRow(call, key, 1, 1, position, 900_000, 200, None, 30, 300),
        ]  # fmt: skip
    return rows
