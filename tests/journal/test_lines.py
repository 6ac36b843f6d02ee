"""A line of the journal is canonical JSON of its row, nothing else reads as one, and its leaf hides a withheld row."""

from __future__ import annotations

import hashlib
import hmac
from itertools import pairwise
from typing import get_args

import msgspec
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steelyard.journal import Entry, run_key
from steelyard.journal.lines import decode_line, encode_line, encode_row, leaf_of, salt_of
from steelyard.records import (
    CallRow,
    CoverageRow,
    Fault,
    FaultClass,
    FaultKind,
    FindingRow,
    Finish,
    LabelRow,
    Message,
    Place,
    Reading,
    Request,
    Response,
    Sampling,
    TrialRow,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
COUNT = st.integers(0, 2**53 - 1)
SIGNED = st.integers(-(2**53) + 1, 2**53 - 1)
KEYS = st.binary(min_size=32, max_size=32).map(bytes.hex)
MAYBE = st.none() | COUNT
SAMPLING = st.builds(Sampling, TEXT, COUNT, st.none() | SIGNED)
FAULT = st.builds(Fault, st.sampled_from(get_args(FaultClass)), st.sampled_from(get_args(FaultKind)))
MESSAGE = st.builds(Message, st.sampled_from(["system", "user", "assistant"]), TEXT)
REQUEST = st.builds(Request, st.lists(MESSAGE, max_size=3).map(tuple), SAMPLING)
RESPONSE = st.builds(Response, TEXT, st.sampled_from(get_args(Finish)), MAYBE, MAYBE)
ROWS = st.one_of(
    st.builds(TrialRow, KEYS, TEXT, TEXT, TEXT, REQUEST, st.none() | RESPONSE, st.none() | FAULT),
    st.builds(LabelRow, KEYS, KEYS, TEXT, TEXT, st.sampled_from(get_args(Reading))),
    st.builds(
        FindingRow, KEYS, TEXT, TEXT, st.integers(1, 5), st.lists(TEXT, max_size=3).map(tuple),
        st.builds(Place, TEXT, COUNT), TEXT, st.dictionaries(TEXT, TEXT, max_size=3),
    ),
    st.builds(CoverageRow, KEYS, TEXT, COUNT, COUNT, st.dictionaries(TEXT, TEXT, max_size=3)),
    st.builds(CallRow, KEYS, KEYS, COUNT, COUNT, COUNT, COUNT, MAYBE, st.none() | FAULT, MAYBE, MAYBE, TEXT),
)  # fmt: skip
SALTS = st.binary(min_size=32, max_size=32)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROWS, SALTS)
def test_a_line_is_the_canonical_form_and_reads_back(row, salt):
    line = encode_line(row, salt)
    assert line == rfc8785.dumps({"row": msgspec.to_builtins(row), "salt": salt.hex()}) + b"\n"
    assert decode_line(line) == Entry(row, salt)
    assert line.count(b"\n") == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROWS, SALTS, st.data())
def test_no_changed_line_reads_as_the_same_row(row, salt, data):
    line = bytearray(encode_line(row, salt))
    at = data.draw(st.integers(0, len(line) - 1))
    line[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = decode_line(bytes(line))
    except (ValueError, RecursionError):
        return
    assert found != Entry(row, salt)
    assert leaf_of(*found) != leaf_of(row, salt)


def test_other_spellings_of_a_row_are_refused(trial):
    line = encode_line(trial(1), b"s" * 32)
    spaced = line.replace(b'{"row":', b'{"row": ')
    escaped = line.replace(b"question", b"\\u0071uestion")
    longer = line.replace(b'"survey":', b'"extra":1,"survey":')
    upper = line.replace(trial(1).key.encode(), trial(1).key.upper().encode())
    short = line.replace(trial(1).key.encode(), b"ab")
    for other in (spaced, escaped, longer, upper, short, line[:-1], line + b"\n", b"\xef\xbb\xbf" + line):
        assert other != line
        with pytest.raises(ValueError):
            decode_line(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"request": Request((Message("user", "lone \ud800"),), Sampling())},
        {"request": Request((), Sampling(max_tokens=2**53))},
        {"response": Response("", "stop", 2**60, None)},
        {"survey": "\udfff"},
    ],
)
def test_what_other_readers_would_read_differently_is_not_written(trial, changes):
    with pytest.raises(ValueError):
        encode_row(msgspec.structs.replace(trial(1), **changes))


def test_salts_follow_from_secret_plan_and_row():
    secret, plan = b"\x01" * 32, "ab" * 32
    key = run_key(secret, plan)
    assert key == run_key(secret, plan)
    assert key == hmac.digest(secret, b"steelyard run key\x00" + plan.encode(), "sha256")
    assert salt_of(key, "aa") == salt_of(key, "aa") == hmac.digest(key, b"aa", "sha256")
    others = {key, run_key(b"\x02" * 32, plan), run_key(secret, "ac" * 32)}
    assert len(others) == 3
    assert len({salt_of(other, row) for other in others for row in ("aa", "ab", "ac")}) == 9


def test_a_short_answer_cannot_be_guessed_from_its_leaf(trial, run_key):
    """Who has the leaf and every other field can try all readings; without the salt none of them shows."""
    rows = [trial(1, text) for text in ("Yes.", "No.", "")]
    leaves = {leaf_of(row, salt_of(run_key, row.key)) for row in rows}
    guesses = {hashlib.sha256(b"\x00" + salt + encode_row(row)).digest() for row in rows for salt in (b"", bytes(32))}
    assert len(leaves) == 3
    assert not leaves & guesses
    shown = rows[1], salt_of(run_key, rows[1].key)
    assert leaf_of(*shown) == hashlib.sha256(b"\x00" + shown[1] + encode_row(shown[0])).digest()


def test_the_same_text_in_two_rows_has_unlike_leaves(trial, run_key):
    leaves = sorted(leaf_of(row, salt_of(run_key, row.key)) for row in (trial(number) for number in range(50)))
    assert all(a != b for a, b in pairwise(leaves))
