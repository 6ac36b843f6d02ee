"""Folders that are no run: missing, foreign, linked, endless, huge and broken files."""

from __future__ import annotations

import json
import os
import time
from random import Random

import pytest

from steelyard.records import canonical_json

FILES = ("plan.json", "journal.jsonl", "verdicts.json", "report.html", "attestation.dsse.json")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(sealed, verify, name):
    (sealed.folder / name).unlink()
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0]) == (1, name)
    assert outcome.said["code"] == ("unsealed" if name == FILES[-1] else "missing_file")


def test_an_empty_folder(sealed, verify):
    for name in FILES:
        (sealed.folder / name).unlink()
    assert verify(sealed).exit == 1


@pytest.mark.parametrize(
    "name", ["notes.txt", ".hidden", "lab.pub", "plan.json.bak", "PLAN.JSON", "json.py", "\u202ex"]
)
def test_a_file_that_does_not_belong_is_refused(sealed, verify, name):
    sealed.write(name, b"")
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, "foreign_file", name)
    (sealed.folder / name).unlink()
    (sealed.folder / name).mkdir()
    assert verify(sealed).exit == 1


@pytest.mark.parametrize("name", FILES)
def test_only_plain_files_are_read(sealed, verify, name):
    path = sealed.folder / name
    elsewhere = sealed.folder.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, "not_plain", name)
    path.unlink()
    path.mkdir()
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, "not_plain", name)
    path.rmdir()
    os.mkfifo(path)
    began = time.monotonic()
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, "not_plain", name)
    assert time.monotonic() - began < 20, "a pipe is not waited for"


@pytest.mark.parametrize("name", ["plan.json", "verdicts.json", "attestation.dsse.json"])
def test_a_huge_record_is_not_read_whole(sealed, verify, name):
    with (sealed.folder / name).open("r+b") as file:
        file.truncate(8 * 1024**3)
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, "too_large", name)


def test_a_journal_of_one_endless_line(sealed, verify):
    with (sealed.folder / "journal.jsonl").open("r+b") as file:
        file.truncate(0)
        file.truncate(8 * 1024**3)
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"]) == (1, "line_long")
    assert outcome.where == ("journal.jsonl", "line 1")


def hostile(draw: Random) -> list[bytes]:
    """What might be handed in as a record."""
    return [
        b"", b"\x00" * 1000, b"[" * 100_000, b"{}", b"[]", b"null", b'"a"', b"1e999", b'{"schema":"steelyard.plan/1"}',
        b'{"a":' * 500 + b"1" + b"}" * 500, b"\xff\xfe{\x00}\x00", b'{"row":{"kind":"trial"},"salt":""}\n', b"\n" * 50,
        b'{"row":[],"salt":{}}\n', b"<html>", draw.randbytes(3000), b'{"__proto__":{}}',
        b'{"kind":' + b"9" * 5000 + b"}",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["plan.json", "journal.jsonl", "verdicts.json"])
def test_hostile_records_under_a_good_signature(sealed, verify, name):
    """The signer himself may be hostile: what he signed is read as strictly as anything."""
    for content in hostile(Random(name)):
        if name == "journal.jsonl":
            sealed.write(name, content)
        else:
            sealed.resign(name, content)
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, name), content[:30]
        assert outcome.said["problem"]


def test_hostile_envelopes_and_statements(sealed, verify):
    statement = sealed.statement()
    for content in hostile(Random(4)):
        sealed.write("attestation.dsse.json", content)
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, "attestation.dsse.json"), content[:30]
    for changed in (
        [], None, "text", 7, {}, {"_type": "https://in-toto.io/Statement/v1"}, statement | {"more": 1},
        statement | {"subject": statement["subject"][::-1]}, statement | {"subject": statement["subject"] * 2},
        statement | {"subject": []}, statement | {"predicateType": "urn:uuid:other"}, statement | {"_type": "v0"},
        statement | {"predicate": {}}, statement | {"predicate": statement["predicate"] | {"attempt": 0}},
        statement | {"predicate": statement["predicate"] | {"seal": None}},
    ):  # fmt: skip
        sealed.sign(changed)
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, "attestation.dsse.json"), changed
        assert outcome.said["place"].startswith("payload")


def scrambled(value, draw: Random):
    """A record with one random part replaced by something of another kind."""
    if isinstance(value, dict) and value and draw.random() < 0.85:
        name = draw.choice(sorted(value))
        return value | {name: scrambled(value[name], draw)}
    if isinstance(value, list) and value and draw.random() < 0.85:
        at = draw.randrange(len(value))
        return [*value[:at], scrambled(value[at], draw), *value[at + 1 :]]
    return draw.choice([None, True, -1, 2**53 - 1, "", "x" * 70, [], {}, [[]], {"a": None}, "0.5", "ff" * 32])


@pytest.mark.parametrize("name", ["plan.json", "verdicts.json", "journal.jsonl"])
def test_records_of_the_wrong_shape_never_crash_the_check(sealed, verify, name):
    draw = Random(name)
    whole = sealed.read(name)
    for _ in range(15):
        if name == "journal.jsonl":
            lines = whole.splitlines(keepends=True)
            at = draw.randrange(len(lines))
            lines[at] = canonical_json(scrambled(json.loads(lines[at]), draw)) + b"\n"
            content = b"".join(lines)
            sealed.write(name, content)
        else:
            content = canonical_json(scrambled(json.loads(whole), draw))
            sealed.resign(name, content)
        assert verify(sealed).exit == (0 if content == whole else 1)
