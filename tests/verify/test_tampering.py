"""A sealed run changed by anyone who does not hold the key: each change is found, and its place is named."""

from __future__ import annotations

import json
import re
from random import Random

import msgspec
import pytest

from steelyard.records import Verdicts, canonical_json

FILES = ("plan.json", "journal.jsonl", "verdicts.json", "report.html", "attestation.dsse.json")


def positions(content: bytes, draw: Random, count: int) -> list[int]:
    """First, last and random ones, and one in each field of a few lines."""
    found = {0, len(content) - 1, len(content) // 2, *(draw.randrange(len(content)) for _ in range(count))}
    for name in (b'"key":"', b'"salt":"', b'"text":"', b'"reading":"', b'"content":"', b'"survey":"', b'"excerpt":"',
                 b'"started_us":', b'"payload":"', b'"sig":"', b'"keyid":"', b'"alpha":"'):  # fmt: skip
        spots = [match.end() for match in re.finditer(re.escape(name), content)]
        found |= {draw.choice(spots) + 1 for _ in range(2) if spots}
    return sorted(found)


@pytest.mark.parametrize("name", FILES)
def test_any_flipped_bit_is_found_in_its_file(sealed, verify, name):
    draw = Random(name)
    whole = sealed.read(name)
    for at in positions(whole, draw, 15):
        sealed.write(name, whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :])
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, name), at
        if name == "journal.jsonl":
            line = whole.count(b"\n", 0, at) + 1
            assert re.search(rf"\bline {line}\b", outcome.said["place"]), (at, outcome)
    sealed.write(name, whole)
    assert verify(sealed).exit == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_bytes_all_over_every_file(sealed, verify, name):
    whole = sealed.read(name)
    for at in range(0, len(whole), max(1, len(whole) // 300)):
        sealed.write(name, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, name), at


@pytest.mark.parametrize("name", FILES)
def test_what_is_cut_or_added_is_found(sealed, verify, name):
    whole = sealed.read(name)
    for content in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"\n", whole + b" ", b"\xef\xbb\xbf" + whole,
                    whole + whole, whole.replace(b"e", b"E", 1)):  # fmt: skip
        sealed.write(name, content)
        outcome = verify(sealed)
        assert (outcome.exit, outcome.where[0]) == (1, name), content[:20]


def spoil_rows(sealed, kind, change):
    """Each way a row of this kind may be changed, as a list of lines."""
    lines = sealed.read("journal.jsonl").splitlines(keepends=True)
    kinds = [b'"kind":"' + kind + b'"' in line for line in lines]
    at = kinds.index(True) + sum(kinds) // 2
    at = next(index for index in range(at, len(lines)) if kinds[index])
    if change == "dropped":
        return lines[:at] + lines[at + 1 :]
    if change == "repeated":
        return [*lines, lines[at]]
    return [*lines[:at], lines[at].replace(b"a", b"b", 1), *lines[at + 1 :]]


@pytest.mark.parametrize("kind", ["trial", "label", "finding", "coverage", "call"])
@pytest.mark.parametrize("change", ["dropped", "repeated", "changed"])
def test_a_dropped_repeated_or_changed_row_is_found(sealed, verify, kind, change):
    sealed.write("journal.jsonl", b"".join(spoil_rows(sealed, kind.encode(), change)))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0]) == (1, "journal.jsonl")
    assert re.search(r"line \d+|key [0-9a-f]{4}", outcome.said["place"])


def test_a_foreign_row_is_found(sealed, verify, made_run):
    foreign = next(line for line in made_run(77).lines if b'"kind":"trial"' in line)
    whole = sealed.read("journal.jsonl")
    sealed.write("journal.jsonl", whole + foreign)
    last = whole.count(b"\n") + 1
    outcome = verify(sealed)
    assert (outcome.exit, outcome.where[0], outcome.said["code"]) == (1, "journal.jsonl", "outside_plan")
    assert outcome.said["place"].startswith(f"line {last}:")


def test_marks_name_the_changed_line_even_when_the_row_is_well_formed(sealed, verify):
    lines = sealed.read("journal.jsonl").splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if b'"reading":"answered"' in line)
    lines[at] = lines[at].replace(b'"reading":"answered"', b'"reading":"refused"')
    sealed.write("journal.jsonl", b"".join(lines))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"]) == (1, "rows_changed")
    assert f"line {at + 1}" in outcome.said["place"].split(", ")


def test_a_changed_verdict_sealed_with_another_key(sealed, verify):
    verdicts = json.loads(sealed.read("verdicts.json"))
    for verdict in verdicts["requirements"]:
        verdict["state"] = "pass"
    sealed.write("verdicts.json", canonical_json(verdicts))
    other = sealed.other_key()
    sealed.seal(other, verdicts=msgspec.convert(verdicts, Verdicts))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"]) == (1, "unknown_key")
    outcome = verify(sealed, "--key", str(sealed.keys / "keys" / "other.pub"))
    assert (outcome.exit, outcome.said["code"]) == (1, "differs")
    assert outcome.where == ("verdicts.json", "requirements[0].state")


def test_another_signature_under_the_name_of_the_key(sealed, verify):
    """The key id is a name; the signature decides."""
    other = sealed.other_key()
    sealed.seal(other)
    envelope = json.loads(sealed.read("attestation.dsse.json"))
    envelope["signatures"][0]["keyid"] = sealed.key.public.keyid
    sealed.write("attestation.dsse.json", canonical_json(envelope))
    outcome = verify(sealed)
    assert (outcome.exit, outcome.said["code"]) == (1, "bad_signature")
    assert outcome.where == ("attestation.dsse.json", "signatures[0].sig")


def test_an_envelope_has_one_signature_of_one_type(sealed, verify):
    whole = json.loads(sealed.read("attestation.dsse.json"))
    for changes, code in (
        ({"signatures": []}, "one_signature"),
        ({"signatures": whole["signatures"] * 2}, "one_signature"),
        ({"payloadType": "application/json"}, "shape"),
        ({"payload": whole["payload"].rstrip("=") + "===="}, "not_base64"),
        ({"payload": "\n" + whole["payload"]}, "not_base64"),
        ({"payload": "é"}, "not_base64"),
        ({"more": 1}, "field_unknown"),
        ({"payload": ""}, "bad_signature"),
    ):
        sealed.write("attestation.dsse.json", canonical_json(whole | changes))
        outcome = verify(sealed)
        assert (outcome.exit, outcome.said["code"], outcome.where[0]) == (1, code, "attestation.dsse.json"), changes


def test_no_key_at_all_still_finds_every_change(sealed, verify):
    """Integrity alone: what lies in the folder must agree with the statement, whoever signed it."""
    for name in FILES[:4]:
        whole = sealed.read(name)
        sealed.write(name, whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:])
        for arguments in (("--integrity-only",), ("--lang", "en")):
            outcome = verify(sealed, *arguments)
            assert (outcome.exit, outcome.where[0]) == (1, name)
        sealed.write(name, whole)
    assert verify(sealed, "--integrity-only").exit == 0
