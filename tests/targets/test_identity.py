"""What a target is, as far as it can be told: the service's own words, bounded; and never its address."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_endpoint import Act, MockEndpoint, as_json, reply

from steelyard.records import TargetIdentity, canonical_json, digest
from steelyard.targets import ScriptedTarget
from steelyard.targets.openai import declared_fields

ENTRY = {"id": "m", "owned_by": "lab", "root": "base-7b", "max_model_len": 4096, "created": 1700000000,
         "permission": [{"id": "perm-1"}], "meta": {"n_ctx_train": 2048, "n_params": 135_000_000}}  # fmt: skip


async def introduced(service, act: Act, **spec: object) -> TargetIdentity:
    async with MockEndpoint(lambda call: act) as endpoint:
        target = service(endpoint.url, **spec)
        await target.introduce()
        await target.close()
    assert {(call.method, call.path) for call in endpoint.calls} == {("GET", "/v1/models")}
    return target.identity


async def test_what_the_service_declares_of_the_model_enters_the_identity(service):
    identity = await introduced(service, as_json({"data": [{"id": "other", "owned_by": "x"}, ENTRY]}))
    assert identity.declares == {
        "id": "m", "owned_by": "lab", "root": "base-7b", "max_model_len": "4096", "meta.n_ctx_train": "2048",
        "meta.n_params": "135000000",
    }  # fmt: skip
    assert (identity.kind, identity.model, identity.settings) == ("openai", "m", {"api": "chat"})


async def test_another_model_behind_the_name_is_another_identity(service):
    first = await introduced(service, as_json({"data": [ENTRY]}))
    again = await introduced(service, as_json({"data": [ENTRY | {"created": 1800000000}]}))
    other = await introduced(service, as_json({"data": [ENTRY | {"root": "base-13b"}]}))
    plain = await introduced(service, as_json({"data": [ENTRY]}), api="completions")
    assert digest(first) == digest(again)
    assert len({digest(first), digest(other), digest(plain)}) == 3


SAYS_NOTHING = {
    "404": Act(b"no", 404), "500": Act(b"", 500), "401": as_json({"error": "key"}, 401), "garbage": Act(how="garbage"),
    "close": Act(how="close"), "flood": Act(how="flood"), "no json": Act(b"<html>"), "another shape": as_json([1]),
    "no such model": as_json({"data": [{"id": "other"}]}), "a list of nothing": as_json({"data": None}),
    "deep": Act(b'{"data":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}"), "no utf-8": Act(b'{"data":[{"id":"m\xff"}]}'),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS_NOTHING)
async def test_a_service_that_says_nothing_of_use_is_no_error(name, service):
    assert (await introduced(service, SAYS_NOTHING[name])).declares == {}


async def test_a_service_that_hangs_is_not_waited_for_long(service, monkeypatch):
    monkeypatch.setattr("steelyard.targets.openai.DECLARE_DEADLINE_S", 0.2)
    assert (await introduced(service, Act(how="hang"))).declares == {}


async def test_hostile_declarations_are_bounded(service):
    hostile = {f"field {number}\x1b[31m" + "x" * 500: "y" * 5000 for number in range(500)}
    entry = {"id": "m", "owned_by": "z" * 100_000, "root": {"deep": 1}, "parent": ["x"], "meta": hostile}
    identity = await introduced(service, as_json({"data": [entry]}))
    assert len(identity.declares) <= 40
    assert all(len(name) <= 80 and len(value) <= 200 for name, value in identity.declares.items())
    assert len(canonical_json(identity)) < 20_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "owned_by", "root", "parent", "max_model_len", "meta"]), JSON), JSON)
def test_any_list_of_models_gives_an_identity_that_can_be_signed(entry, beside):
    body = json.dumps({"data": [entry | {"id": "m"}], "beside": beside}).encode()
    declares = declared_fields(body, "m")
    assert len(digest(TargetIdentity("openai", "m", declares=declares))) == 64


def test_numbers_of_any_length_say_nothing():
    assert declared_fields(b'{"data":[{"id":"m","max_model_len":' + b"9" * 10_000 + b"}]}", "m") == {}


async def test_the_address_is_no_part_of_the_identity(service, request_of):
    async with MockEndpoint(lambda call: reply("Hi")) as one, MockEndpoint(lambda call: reply("Hi")) as two:
        targets = [service(one.url), service(two.url)]
        assert targets[0].identity == targets[1].identity
        assert "127.0.0.1" not in canonical_json(targets[0].identity).decode()
        for target in targets:
            await target.close()


async def test_a_scripted_target_has_nothing_to_say_of_itself():
    target = ScriptedTarget({}, name="script")
    await target.introduce()
    assert target.identity == TargetIdentity("scripted", "script")
    assert target.calls == 0
