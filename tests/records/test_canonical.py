"""Canonical JSON is RFC 8785, byte for byte, also on its fast path."""

from __future__ import annotations

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from steelyard.records import (
    CallRow,
    Message,
    Request,
    Response,
    Sampling,
    TrialRow,
    call_key,
    canonical_json,
    digest,
    trial_key,
)

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_data_has_the_bytes_of_the_reference_library(value):
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.text(), st.text(), st.integers(0, 2**40))
def test_rows_have_the_bytes_of_the_reference_library(question, answer, number):
    sampling = Sampling()
    key = trial_key(item="a" * 64, technique="plain", target="b" * 64, sampling=sampling)
    trial = TrialRow(
        key=key, survey="s", family="f", item="a" * 64,
        request=Request((Message("user", question),), sampling), response=Response(answer, "stop", number, None),
    )  # fmt: skip
    call = CallRow(
        key=call_key(trial=key, asking=1, attempt=1, started_us=number), trial=key, asking=1, attempt=1,
        started_us=number, latency_us=number, detail=answer,
    )  # fmt: skip
    for row in (trial, call):
        assert canonical_json(row) == rfc8785.dumps(msgspec.to_builtins(row))
        assert json.loads(canonical_json(row)) == json.loads(msgspec.json.encode(row))


def test_names_beyond_the_basic_plane_stand_by_utf16_units():
    value = {"\U0001f600": 1, "\uffee": 2, "a": 3}
    assert canonical_json(value) == rfc8785.dumps(value)
    assert list(json.loads(canonical_json(value))) == ["a", "\U0001f600", "\uffee"]


def test_the_digest_of_a_known_record_never_moves():
    assert digest({"b": [1, None, True], "a": "\u00e9\n"}) == (
        "29f72abb25e360eefae7381fcf081fad4db6194842fa7c2f0655ab77c3b0376c"
    )


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, [[{"b": float("nan")}]], ("x", 2.0)])
def test_a_float_is_refused(value):
    with pytest.raises(TypeError, match="floating-point"):
        canonical_json(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), {"a": [2**60]}, "\ud800", {"\udfff": 1}, {1: 2}])
def test_what_json_cannot_carry_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical_json(value)
