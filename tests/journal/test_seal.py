"""The seal: what it refuses, and what it signs, read by a library that is not ours."""

from __future__ import annotations

import hashlib
import json
import random
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from steelyard.journal import Entry, Journal, SigningKey, load_key, new_key, read_journal, roots, seal_run
from steelyard.journal.tree import root
from steelyard.records import (
    PLAN_SCHEMA,
    VERDICTS_SCHEMA,
    InputError,
    Plan,
    PlannedRequirement,
    Reason,
    RunBusy,
    Scan,
    StandardIdentity,
    StorageError,
    SystemIdentity,
    Verdict,
    Verdicts,
    canonical_json,
    digest,
    plan_hash,
)

COUNTED = 12


class Judged(NamedTuple):
    verdicts: Verdicts
    counted: frozenset[str]


def a_plan() -> Plan:
    system = SystemIdentity(digest("system"), "a system", "an owner", "zh", "general", ())
    requirement = PlannedRequirement("r", "std", "V", "auto", blocking=True, risks=())
    return Plan(
        PLAN_SCHEMA, "steelyard 0", system, (StandardIdentity("std", digest("std")),), "gate", "0.05", None, 1,
        False, False, 1, "nonce", digest("seed"), "fresh", (),
        (Scan("scan", "probe", "code", digest("rules"), ()),), (requirement,),
    )  # fmt: skip


class Run(NamedTuple):
    """A run folder, and the judge it was judged by."""

    folder: Path
    plan: Plan
    rows: list
    judge: Callable[..., Judged]

    def seal(self, key: SigningKey, **more):
        return seal_run(self.folder, key, self.judge, **more)

    def close(self, plan: Plan, judged: Judged) -> None:
        """Write the verdicts of a run that is closed before its end."""
        (self.folder / "verdicts.json").write_bytes(canonical_json(judged.verdicts))

    def attestation(self) -> dict:
        return json.loads((self.folder / "attestation.dsse.json").read_bytes())

    def statement(self) -> dict:
        return json.loads(b64decode(self.attestation()["payload"]))


def judge_rows(plan: Plan, rows: list, interrupted: bool) -> Judged:
    """Every trial with a number below COUNTED counts; the verdict tells how many rows there were."""
    counted = frozenset(row.key for row in rows if getattr(row, "item", "") in {f"item {n}" for n in range(COUNTED)})
    verdict = Verdict("r", "std", "pass", Reason("decided", {"asked": len(rows)}), "checks", "V", blocking=True)
    return Judged(Verdicts(VERDICTS_SCHEMA, plan_hash(plan), interrupted, (verdict,)), counted)


@pytest.fixture
def key(tmp_path) -> SigningKey:
    new_key("lab", tmp_path / "config")
    return load_key("lab", tmp_path / "config")


@pytest.fixture
def run(tmp_path, run_key, trial, label, call) -> Run:
    folder = tmp_path / "run"
    folder.mkdir()
    rows = [make(number) for number in range(20) for make in (call, trial, label)]
    with Journal.open(folder / "journal.jsonl", run_key) as journal:
        for row in rows:
            journal.append(row)
    evidence = [row for row in rows if row not in [call(number) for number in range(20)]]
    plan = a_plan()
    (folder / "plan.json").write_bytes(canonical_json(plan))
    (folder / "verdicts.json").write_bytes(canonical_json(judge_rows(plan, evidence, False).verdicts))
    (folder / "report.html").write_bytes("<!doctype html>报告".encode())
    return Run(folder, plan, rows, judge_rows)


def sslib_key(key: SigningKey) -> SSlibKey:
    return SSlibKey(key.public.keyid, "ed25519", "ed25519", {"public": key.public.public})


def test_a_seal_is_a_dsse_envelope_that_others_can_check(run, key, tmp_path):
    seal = run.seal(key)
    assert seal.path == run.folder / "attestation.dsse.json"
    assert seal.keyid == key.public.keyid
    envelope = Envelope.from_dict(run.attestation())
    assert set(envelope.verify([sslib_key(key)], 1)) == {key.public.keyid}
    assert envelope.payload_type == "application/vnd.in-toto+json"
    new_key("other", tmp_path / "config")
    with pytest.raises(VerificationError):
        envelope.verify([sslib_key(load_key("other", tmp_path / "config"))], 1)
    for changed in (
        Envelope(envelope.payload + b" ", envelope.payload_type, envelope.signatures),
        Envelope(envelope.payload, "application/json", envelope.signatures),
    ):
        with pytest.raises(VerificationError):
            changed.verify([sslib_key(key)], 1)


def test_what_is_signed_is_an_in_toto_statement_about_the_files(run, key):
    seal = run.seal(key, signed_by="某实验室", attempt=3)
    statement = run.statement()
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert set(statement) == {"_type", "subject", "predicateType", "predicate"}
    found = {subject["name"]: subject["digest"]["sha256"] for subject in statement["subject"]}
    for name in ("plan.json", "verdicts.json", "report.html"):
        assert found.pop(name) == hashlib.sha256((run.folder / name).read_bytes()).hexdigest()
    assert found == {"journal.jsonl#evidence": seal.roots.evidence.root}
    predicate = statement["predicate"]
    assert (predicate["signed_by"], predicate["attempt"]) == ("某实验室", 3)
    assert predicate["seal"]["plan"] == plan_hash(run.plan)
    assert canonical_json(statement) == b64decode(run.attestation()["payload"])
    assert not {"time", "created", "user", "host"} & set(predicate)


def test_a_name_and_an_attempt_enter_only_when_given(run, key):
    run.seal(key)
    assert not {"signed_by", "attempt"} & set(run.statement()["predicate"])


def test_roots_hold_each_row_in_its_group(run, key, run_key, trial, label, call):
    seal = run.seal(key)
    groups = {
        "evidence": [make(number) for number in range(COUNTED) for make in (trial, label)],
        "surplus": [make(number) for number in range(COUNTED, 20) for make in (trial, label)],
        "telemetry": [call(number) for number in range(20)],
    }
    salts = {entry.row.key: entry.salt for entry in read_journal(run.folder / "journal.jsonl")}
    for name, rows in groups.items():
        leaves = [
            hashlib.sha256(b"\x00" + salts[row.key] + canonical_json(row)).digest()
            for row in sorted(rows, key=lambda row: row.key)
        ]
        assert getattr(seal.roots, name).root == root(leaves).hex()
        assert getattr(seal.roots, name).count == len(rows)


def test_roots_do_not_depend_on_the_order_of_rows(run):
    entries = list(read_journal(run.folder / "journal.jsonl"))
    counted = frozenset(row.key for row in run.rows[:20])
    known = roots(entries, counted)
    for number in range(5):
        assert roots(random.Random(number).sample(entries, len(entries)), counted) == known
    assert roots(entries[1:], counted) != known
    changed = Entry(entries[0].row, bytes(32))
    assert roots([changed, *entries[1:]], counted) != known
    with pytest.raises(ValueError, match="two rows have the key"):
        roots([*entries, entries[0]], counted)


def test_surplus_and_telemetry_leave_the_evidence_root_alone(run, trial, call, run_key):
    entries = list(read_journal(run.folder / "journal.jsonl"))
    counted = frozenset(row.key for row in run.rows)
    more = [Entry(trial(99), bytes(32)), Entry(call(3, started_us=77), bytes(32))]
    before, after = roots(entries, counted), roots([*entries, *more], counted)
    assert after.evidence == before.evidence
    assert (after.surplus.count, after.telemetry.count) == (1, before.telemetry.count + 1)
    empty = roots([], counted)
    assert {(part.root, part.count) for part in (empty.evidence, empty.surplus, empty.telemetry)} == {
        (root([]).hex(), 0)
    }


def test_an_unfinished_run_is_refused_or_closed(run, key):
    (run.folder / "verdicts.json").unlink()
    with pytest.raises(InputError, match="is not finished"):
        run.seal(key)
    assert not (run.folder / "attestation.dsse.json").exists()

    seal = run.seal(key, close=run.close)
    assert seal.interrupted
    assert run.statement()["predicate"]["seal"]["interrupted"] is True


def test_a_sealed_run_is_not_sealed_again(run, key):
    run.seal(key)
    before = {path: path.read_bytes() for path in run.folder.iterdir()}
    with pytest.raises(InputError, match="is sealed already"):
        run.seal(key)
    assert {path: path.read_bytes() for path in run.folder.iterdir()} == before


def test_a_link_in_the_place_of_the_seal_is_not_written_through(run, key, tmp_path):
    (run.folder / "attestation.dsse.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="is sealed already"):
        run.seal(key)
    assert not (tmp_path / "elsewhere").exists()


def test_changed_verdicts_are_refused(run, key):
    verdicts = judge_rows(run.plan, run.rows, False).verdicts
    for changed in (
        replace(verdicts, requirements=(replace(verdicts.requirements[0], state="fail"),)),
        replace(verdicts, interrupted=True),
        replace(verdicts, requirements=()),
    ):
        (run.folder / "verdicts.json").write_bytes(canonical_json(changed))
        with pytest.raises(InputError, match="does not say what plan and journal come to"):
            run.seal(key)
    assert not (run.folder / "attestation.dsse.json").exists()


@pytest.mark.parametrize("name", ["plan.json", "verdicts.json"])
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda content: content + b"\n", "not in the form"),
        (lambda content: content.replace(b'{"', b'{ "', 1), "not in the form"),
        (lambda content: content.replace(b'"schema":', b'"extra":1,"schema":'), "not in the form"),
        (lambda content: content[:-1], "cannot be understood"),
        (lambda content: b"\xff" + content, "cannot be understood"),
        (lambda content: content.replace(b'"schema":"', b'"schema":"\xff'), "cannot be understood"),
        (lambda content: b"[" * 100_000, "cannot be understood"),
        (lambda content: b"", "cannot be understood"),
        (lambda content: b" " * (64 * 1024 * 1024 + 1), "larger than"),
    ],
)
def test_records_that_are_not_as_written_are_refused(run, key, name, spoil, said):
    (run.folder / name).write_bytes(spoil((run.folder / name).read_bytes()))
    with pytest.raises(InputError, match=said) as caught:
        run.seal(key)
    assert caught.value.source == str(run.folder / name)
    assert not (run.folder / "attestation.dsse.json").exists()


def test_a_number_no_record_may_hold_is_refused(run, key):
    content = canonical_json(run.plan).replace(b'"look_every":1', b'"look_every":9007199254740993')
    (run.folder / "plan.json").write_bytes(content)
    with pytest.raises(InputError, match="cannot be understood"):
        run.seal(key)


@pytest.mark.parametrize("name", ["plan.json", "journal.jsonl", "report.html"])
def test_a_missing_file_is_named(run, key, name):
    (run.folder / name).unlink()
    with pytest.raises(InputError) as caught:
        run.seal(key)
    assert caught.value.source == str(run.folder / name)


def test_a_run_that_is_being_written_is_busy(run, key, run_key):
    with Journal.open(run.folder / "journal.jsonl", run_key), pytest.raises(RunBusy):
        run.seal(key)
    run.seal(key)


def test_a_torn_tail_is_taken_off_before_sealing(run, key):
    journal = run.folder / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"row":{"key":"12')
    seal = run.seal(key)
    assert journal.read_bytes() == whole
    assert sum(group.count for group in (seal.roots.evidence, seal.roots.surplus, seal.roots.telemetry)) == 60


def test_a_spoilt_journal_is_refused(run, key):
    journal = run.folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0], b"{}\n", *lines[2:]]))
    with pytest.raises(InputError) as caught:
        run.seal(key)
    assert caught.value.place == "line 2"
    journal.write_bytes(b"".join([*lines[:3], lines[0], *lines[3:]]))
    (run.folder / "verdicts.json").unlink()
    with pytest.raises(InputError, match="two rows have the key"):
        run.seal(key, close=run.close)


def test_a_folder_that_refuses_the_seal_leaves_the_run_unsealed(run, key, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("steelyard.journal.seal.os.link", refuse)
    names = {path.name for path in run.folder.iterdir()}
    with pytest.raises(StorageError, match="unsealed"):
        run.seal(key)
    assert {path.name for path in run.folder.iterdir()} == names
    monkeypatch.undo()
    run.seal(key)
