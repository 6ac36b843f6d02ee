"""JSON as a signed record may hold it, and every other spelling refused, quickly."""

from __future__ import annotations

import json
import time

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from steelyard_verify.failed import Failed
from steelyard_verify.strictjson import MAX_DEPTH, MAX_ITEMS, canonical, digest, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def code_of(data: bytes) -> str:
    with pytest.raises(Failed) as caught:
        parse(data, "plan.json", "here")
    assert (caught.value.file, caught.value.place) == ("plan.json", "here")
    return caught.value.code


@given(PLAIN)
def test_canonical_form_is_that_of_rfc_8785_and_reads_back(value):
    data = canonical(value)
    assert data == rfc8785.dumps(value)
    found = parse(data, "f")
    assert found == value
    assert canonical(found) == data
    assert len(digest(value)) == 64


@given(PLAIN, st.data())
def test_only_one_spelling_is_read(value, data):
    spelt = json.dumps(value, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.sampled_from([None, 0, 1])))
    if spelt.encode() == canonical(value):
        assert parse(spelt.encode(), "f") == value
    else:
        assert code_of(spelt.encode()) == "not_canonical"


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        value = parse(data, "f")
    except Failed:
        return
    assert canonical(value) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "double_name"),
        (b'{"a":1,"\\u0061":1}', "double_name"),
        (b'[{"b":{"a":1,"b":2,"a":3}}]', "double_name"),
        (b"NaN", "bad_number"),
        (b"[Infinity]", "bad_number"),
        (b'{"a":-Infinity}', "bad_number"),
        (b"1.0", "bad_number"),
        (b"1e3", "bad_number"),
        (b"-0.0", "bad_number"),
        (b"9007199254740992", "bad_number"),
        (b"-9007199254740992", "bad_number"),
        (b"1" * 10_000, "bad_number"),
        (b"-0", "not_canonical"),
        (b'"\\ud800"', "not_canonical"),
        (b'"\\ud83d\\ude00"', "not_canonical"),
        (b'"\\/"', "not_canonical"),
        (b'"\\u000A"', "not_canonical"),
        (b'{"b":1,"a":2}', "not_canonical"),
        (b"1 ", "not_canonical"),
        (b"[1, 2]", "not_canonical"),
        (b"1\n", "not_canonical"),
        (b"\xef\xbb\xbf1", "not_json"),
        (b"\xff", "not_utf8"),
        (b'"\xed\xa0\x80"', "not_utf8"),
        (b'"\xc0\xaf"', "not_utf8"),
        (b"", "not_json"),
        (b" ", "not_json"),
        (b"1 2", "not_json"),
        (b"{}{}", "not_json"),
        (b'{"a":1', "not_json"),
        (b'{"a":1,}', "not_json"),
        (b"{'a':1}", "not_json"),
        (b"// c\n1", "not_json"),
        (b"01", "not_json"),
        (b'"a\nb"', "not_json"),
        (b"nul", "not_json"),
        (b'{1:"a"}', "not_json"),
        (b"\x00", "not_json"),
        (b"[" * 33 + b"]" * 33, "too_deep"),
        (b'{"a":' * 1000, "too_deep"),
        (b"[" * 10_000_000, "too_deep"),
        (b"[" + b"0," * (MAX_ITEMS + 1) + b"0]", "too_many"),
    ],
)
def test_what_no_record_may_hold(data, code):
    assert code_of(data) == code


def test_brackets_in_texts_are_no_depth():
    value = ["[" * 1000, '"[' * 40, "\\[" * 40, {"{" * 100: "}"}]
    assert parse(canonical(value), "f") == value
    deep = json.loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert parse(canonical(deep), "f") == deep
    many = [0] * 100_000
    assert parse(canonical(many), "f") == many


@pytest.mark.parametrize(
    "data",
    [
        b'"' + b'\\"' * 500_000,
        b'"' * 1_000_001,
        b'"' + b"\\" * 1_000_001,
        b'["' + b'a\\"[' * 300_000,
        b"{" + b",".join(b'"%d":1' % number for number in range(100_000)) + b',"99999":1}',
        b'{"a":' + b"9" * 1_000_000 + b"}",
    ],
    ids=["escaped quotes", "quotes", "backslashes", "open text", "a name twice at the end", "a long number"],
)
def test_hostile_text_costs_no_more_than_its_size(data):
    began = time.process_time()
    code_of(data)
    assert time.process_time() - began < 2
