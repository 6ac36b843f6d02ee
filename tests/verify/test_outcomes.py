"""How a check of a good run ends, under which key, and what it says."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from steelyard.records import canonical_json
from steelyard_verify.__main__ import main

HOLDS, FAILS, USAGE, UNSIGNED = 0, 1, 2, 3


def test_a_sealed_run_holds_under_its_key(sealed, verify):
    outcome = verify(sealed)
    assert outcome.exit == HOLDS
    said = outcome.said
    assert (said["result"], said["exit"], said["schema"]) == ("holds", 0, "steelyard.verification/1")
    assert said["keyid"] == sealed.key.public.keyid
    assert said["signed_by"] == "A laboratory 实验室"
    assert said["roots"] == sealed.statement()["predicate"]["seal"]["roots"]
    assert [entry["verdict"] for entry in said["requirements"]] == [
        verdict.state for verdict in sealed.made.judgement.verdicts.requirements
    ]
    done, trust = ([entry["code"] for entry in said[name]] for name in ("recomputed", "trust"))
    names = ("signature", "files", "seed", "order", "tables", "rows", "roots", "verdicts", "lists", "statement")
    assert done == [f"done.{name}" for name in names]
    assert {"trust.key", "trust.name", "trust.judge", "trust.scans", "trust.target", "trust.bank", "trust.population",
            "trust.standard", "trust.nonce", "trust.attempt", "trust.report"} <= set(trust)  # fmt: skip


def test_without_a_key_it_is_integrity_only(sealed, verify, capsys):
    outcome = verify(sealed, "--lang", "en")
    assert outcome.exit == UNSIGNED
    assert outcome.said["result"] == "integrity_only"
    assert outcome.said["keyid"] is None
    assert outcome.said["trust"][0]["code"] == "trust.signature"
    assert main([str(sealed.folder), "--lang", "en"]) == UNSIGNED
    assert "INTEGRITY ONLY" in capsys.readouterr().out
    assert main([str(sealed.folder), "--lang", "zh", "--integrity-only"]) == HOLDS
    assert "INTEGRITY ONLY" in capsys.readouterr().out


def test_what_is_printed_for_people(sealed, capsys):
    for language, head in (("en", "HOLDS"), ("zh", "成立")):
        assert main([str(sealed.folder), "--key", str(sealed.public), "--lang", language]) == HOLDS
        text = capsys.readouterr().out
        assert text.startswith(head)
        assert sealed.key.public.keyid in text
        assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_the_order_of_lines_says_nothing(sealed, verify):
    lines = sealed.read("journal.jsonl").splitlines(keepends=True)
    Random(1).shuffle(lines)
    sealed.write("journal.jsonl", b"".join(lines))
    assert verify(sealed).exit == HOLDS


@pytest.mark.parametrize("whole", [True, False])
def test_random_runs_hold_once_sealed(made_run, sealed, verify, whole):
    for seed in range(500, 503):
        made = made_run(seed, most=20, whole=whole)
        run = type(sealed)(sealed.folder.parent / f"run{seed}", made, sealed.keys)
        run.folder.mkdir()
        run.write("plan.json", canonical_json(made.plan))
        run.write("verdicts.json", canonical_json(made.judgement.verdicts))
        run.write("report.html", b"")
        run.write("journal.jsonl", b"".join(made.lines))
        run.seal()
        outcome = verify(run, "--key", str(sealed.public))
        assert (outcome.exit, outcome.said["interrupted"]) == (HOLDS, made.interrupted), (seed, outcome)


def trust_folder(sealed, **more):
    """A folder with the key of the laboratory, perhaps with a scope and an expiry, and another key."""
    sealed.other_key()
    folder = sealed.folder.parent / "trust"
    folder.mkdir(exist_ok=True)
    found = json.loads(sealed.public.read_bytes()) | more
    (folder / "lab.pub").write_bytes(
        json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    (folder / "other.pub").write_bytes((sealed.keys / "keys" / "other.pub").read_bytes())
    (folder / "notes.txt").write_text("not a key")
    return folder


def test_a_folder_of_trusted_keys(sealed, verify):
    folder = trust_folder(sealed)
    assert verify(sealed, "--trust", str(folder)).exit == HOLDS
    (folder / "lab.pub").unlink()
    outcome = verify(sealed, "--trust", str(folder))
    assert (outcome.exit, outcome.said["code"]) == (FAILS, "unknown_key")
    assert outcome.where == ("attestation.dsse.json", "signatures[0].keyid")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scope": ["std"]}, None),
        ({"scope": ["other", "std"]}, None),
        ({"scope": ["other"]}, "key_scope"),
        ({"scope": []}, "key_scope"),
        ({"expires": "2999-12-31"}, None),
        ({"expires": "2000-01-01"}, "key_expired"),
        ({"expires": "2999-12-31", "scope": ["other"]}, "key_scope"),
    ],
)
def test_scope_and_expiry_of_a_key(sealed, verify, more, code):
    folder = trust_folder(sealed, **more)
    for by in (("--trust", str(folder)), ("--key", str(folder / "lab.pub"))):
        outcome = verify(sealed, *by)
        assert outcome.exit == (FAILS if code else HOLDS)
        assert outcome.said.get("code") == code


def test_the_last_day_of_a_key_is_a_good_one(sealed, verify):
    today = datetime.now(UTC).date()
    assert (
        verify(sealed, "--trust", str(trust_folder(sealed, expires=(today + timedelta(1)).isoformat()))).exit == HOLDS
    )
    late = trust_folder(sealed, expires=(today - timedelta(1)).isoformat())
    assert verify(sealed, "--trust", str(late)).exit == FAILS


def test_a_key_in_the_run_folder_is_never_trusted(sealed, verify):
    inside = sealed.folder / "lab.pub"
    inside.write_bytes(sealed.public.read_bytes())
    link = sealed.folder.parent / "link.pub"
    link.symlink_to(inside)
    for by in (("--key", str(inside)), ("--trust", str(sealed.folder)), ("--key", str(link)),
               ("--key", str(sealed.folder.parent / "config" / ".." / "run" / "lab.pub"))):  # fmt: skip
        outcome = verify(sealed, *by)
        assert outcome.exit == USAGE
        assert "lies inside the run" in outcome.stderr
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0]) == (FAILS, "lab.pub"), "nor may it lie there"


def public_file(sealed, raw: bytes, **changes) -> str:
    path = sealed.folder.parent / "bad.pub"
    found = {"algorithm": "ed25519", "keyid": hashlib.sha256(raw).hexdigest(), "public": raw.hex(),
             "schema": "steelyard.key/1"} | changes  # fmt: skip
    path.write_bytes(json.dumps(found, sort_keys=True, separators=(",", ":")).encode())
    return str(path)


def test_what_is_no_public_key_is_a_usage_error(sealed, verify):
    good = bytes.fromhex(sealed.key.public.public)
    assert verify(sealed, "--key", public_file(sealed, good)).exit == HOLDS
    for path in (
        public_file(sealed, bytes(32)),
        public_file(sealed, (1).to_bytes(32, "little")),
        public_file(sealed, bytes([255] * 32)),
        public_file(sealed, good, keyid="ab" * 32),
        public_file(sealed, good, public="zz" * 32),
        public_file(sealed, good[:31]),
        public_file(sealed, good, algorithm="rsa"),
        public_file(sealed, good, schema="steelyard.key/2"),
        public_file(sealed, good, extra=1),
        public_file(sealed, good, expires="tomorrow"),
        public_file(sealed, good, expires="29991231"),
        public_file(sealed, good, scope="std"),
        str(sealed.folder.parent / "nowhere.pub"),
        str(sealed.folder.parent),
        str(sealed.keys / "keys" / "lab.key"),
    ):
        outcome = verify(sealed, "--key", path)
        assert outcome.exit == USAGE, path
        assert "usage error" in outcome.stderr
        assert not outcome.said


def test_usage_errors(sealed, verify, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    folder = trust_folder(sealed)
    (folder / "again.pub").write_bytes(sealed.public.read_bytes())
    for arguments in (
        [str(tmp_path / "nowhere"), "--key", str(sealed.public)],
        [str(sealed.public), "--key", str(sealed.public)],
        [str(sealed.folder), "--trust", str(tmp_path / "empty")],
        [str(sealed.folder), "--trust", str(tmp_path / "nowhere")],
        [str(sealed.folder), "--trust", str(folder)],
    ):
        assert main(arguments) == USAGE
        assert capsys.readouterr().out == ""
    for arguments in ([], ["--key", "a", "--trust", "b", str(sealed.folder)], [str(sealed.folder), "--lang", "fr"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == USAGE


def test_the_module_says_the_same_as_a_program(sealed):
    program = subprocess.run(
        [sys.executable, "-m", "steelyard_verify", str(sealed.folder), "--key", str(sealed.public), "--json"],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert (program.returncode, program.stderr) == (HOLDS, b"")
    assert json.loads(program.stdout)["result"] == "holds"


def test_hostile_text_is_shown_safely(sealed, capsys):
    """Names that a sealer may choose cannot move the cursor or turn the writing round."""
    sealed.seal(signed_by="\x1b[2J\u202eevil\r\n" + "a" * 1000)
    assert main([str(sealed.folder), "--key", str(sealed.public), "--lang", "en"]) == HOLDS
    text = capsys.readouterr().out
    assert "\\u001b[2J\\u202eevil" in text
    assert "a" * 200 not in text
    assert not {"\x1b", "\u202e", "\r"} & set(text)
