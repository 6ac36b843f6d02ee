"""A hostile service: each way to fail becomes its own typed fault, and never an answer."""

from __future__ import annotations

import gzip
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_endpoint import Act, MockEndpoint, as_json, completion, reply

from steelyard.records import Fault, Response, TargetFault
from steelyard.targets.wire import decode_reply, retry_after

GOOD = reply("Hello.").body
GZIP = {"Content-Encoding": "gzip"}

BODIES = {
    "no json": (Act(b"<html>Welcome</html>"), "malformed_json", False),
    "empty": (Act(b""), "malformed_json", False),
    "half json": (Act(GOOD[:40]), "malformed_json", False),
    "json of another kind": (as_json(["Hello."]), "malformed_json", False),
    "wrong types": (as_json({"choices": [{"message": {"content": 7}}]}), "malformed_json", False),
    "null choice": (as_json({"choices": [None]}), "malformed_json", False),
    "no utf-8": (Act(b'{"choices":[{"message":{"content":"\xff"}}]}'), "malformed_json", False),
    "deep": (Act(b'{"error":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "malformed_json", False),
    "stream": (Act(b'data: {"choices":[]}\n\ndata: [DONE]\n\n'), "malformed_json", False),
    "no gzip": (Act(b"this is not gzip", headers=GZIP), "malformed_json", False),
    "half gzip": (Act(gzip.compress(GOOD)[:-15], headers=GZIP), "malformed_json", False),
    "error body": (as_json({"error": {"code": 502, "message": "upstream"}}), "error_body", True),
    "error text": (as_json({"error": "overloaded"}), "error_body", True),
    "error object": (as_json({"object": "error", "message": "overloaded"}), "error_body", True),
    "error beside an answer": (as_json(completion("Hel") | {"error": {"message": "broke off"}}), "error_body", True),
    "error in the choice": (
        as_json({"choices": [{"message": {"content": ""}, "error": {"code": 502}, "finish_reason": "error"}]}),
        "error_body", True,
    ),
    "broken off": (reply("Hel", "abort"), "error_body", True),
    "no choices": (as_json({"choices": []}), "empty_choices", False),
    "null choices": (as_json({"choices": None}), "empty_choices", False),
    "nothing": (as_json({}), "empty_choices", False),
    "a choice of nothing": (as_json({"choices": [{}]}), "empty_choices", False),
    "204": (Act(b"", 204), "malformed_json", False),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_without_an_answer(name, outcome_of):
    act, kind, retry = BODIES[name]
    caught = await outcome_of(act)
    assert isinstance(caught, TargetFault)
    assert (caught.fault, caught.retry) == (Fault("instrument_fault", kind), retry)
    assert len(caught.detail) <= 500


STATUSES = {
    400: ("client_error", False), 401: ("refused_key", False), 403: ("refused_key", False),
    404: ("client_error", False), 408: ("timeout", False), 418: ("client_error", False),
    429: ("rate_limited", True), 500: ("server_error", True), 502: ("server_error", True),
    503: ("server_error", True), 999: ("server_error", True),
}  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("body", [b'{"error":{"message":"why"}}', b"<h1>why</h1>", b"", b"why" * 100_000, GOOD])
async def test_a_status_says_what_it_is_however_much_it_says(status, body, outcome_of):
    caught = await outcome_of(Act(body, status))
    assert isinstance(caught, TargetFault)
    assert (caught.fault.kind, caught.retry) == STATUSES[status]
    assert caught.status == status
    if body and body != GOOD:
        assert "why" in caught.detail
    assert len(caught.detail) <= 500


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_retry_after_in_seconds(status, outcome_of):
    caught = await outcome_of(Act(b"x" * 100_000, status, {"Retry-After": "7"}))
    assert caught.retry_after == 7


async def test_retry_after_as_a_date_is_read_by_the_services_own_clock(outcome_of):
    headers = {"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:28:09 GMT"}
    assert (await outcome_of(Act(b"", 429, headers))).retry_after == 9


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("1.5", 1.5), (" 12 ", 12), ("999999999999", 999999999999.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("-5", None), ("soon", None), ("", None), ("1e9", None), ("nan", None),
        ("9" * 400, None), ("Wed, 99 Oct 2015 07:28:00 GMT", None), ("٣", None),
    ],
)  # fmt: skip
def test_what_retry_after_may_say(value, seconds):
    assert retry_after({"Retry-After": value}) == seconds


async def test_a_client_error_keeps_no_retry_after(outcome_of):
    assert (await outcome_of(Act(b"", 400, {"Retry-After": "7"}))).retry_after is None


CONNECTIONS = {
    "close before a byte": (Act(how="close"), "early_close", True),
    "half a body": (Act(GOOD, how="cut"), "early_close", True),
    "garbage": (Act(how="garbage"), "malformed_json", False),
    "a length that is none": (Act(GOOD, headers={"Content-Length": "many"}), "malformed_json", False),
    "a header too long": (Act(GOOD, headers={"X-Long": "a" * 100_000}), "malformed_json", False),
    "an announced flood": (Act(b"", headers={"Content-Length": str(1 << 40)}), "too_large", False),
    "a flood": (Act(how="flood"), "too_large", False),
    "a flood of errors": (Act(b"", 500, how="flood"), "server_error", True),
}


@pytest.mark.parametrize("name", CONNECTIONS)
async def test_a_connection_that_misbehaves(name, outcome_of):
    act, kind, retry = CONNECTIONS[name]
    caught = await outcome_of(act)
    assert isinstance(caught, TargetFault)
    assert (caught.fault, caught.retry) == (Fault("instrument_fault", kind), retry)


@pytest.mark.parametrize("act", [Act(how="hang"), Act(GOOD, how="drip"), Act(GOOD, 500, how="drip"),
                                 Act(GOOD, delay=30)])  # fmt: skip
async def test_a_slow_service_is_cut_off_at_the_deadline(act, outcome_of):
    began = time.monotonic()
    caught = await outcome_of(act, deadline_s=0.3)
    assert isinstance(caught, TargetFault)
    assert (caught.fault, caught.retry) == (Fault("instrument_fault", "timeout"), False)
    assert time.monotonic() - began < 2


async def test_a_small_body_that_unpacks_to_256_mebibytes_is_not_unpacked(outcome_of):
    bomb = gzip.compress(bytes(1 << 28), 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    caught = await outcome_of(Act(bomb, headers=GZIP))
    assert caught.fault.kind == "too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


async def test_nobody_there(service, request_of):
    async with MockEndpoint(lambda call: reply("Hi")) as endpoint:
        url = endpoint.url
    target = service(url)
    with pytest.raises(TargetFault) as caught:
        await target.generate(request_of())
    await target.close()
    assert (caught.value.fault, caught.value.retry) == (Fault("instrument_fault", "connection"), True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(status, service, request_of, key):
    async with MockEndpoint(lambda call: reply("From elsewhere.")) as other:
        act = Act(b"", status, {"Location": f"{other.url}/chat/completions"})
        async with MockEndpoint(lambda call: act) as endpoint:
            target = service(endpoint.url)
            with pytest.raises(TargetFault) as caught:
                await target.generate(request_of())
            await target.introduce()
            await target.close()
    assert (caught.value.fault.kind, caught.value.retry) == ("client_error", False)
    assert other.count == 0
    assert target.identity.declares == {}


async def test_after_a_fault_the_same_target_answers_again(service, request_of):
    acts = iter([Act(how="close"), Act(how="flood"), Act(GOOD, how="cut"), Act(how="garbage"), reply("Hello.")])
    async with MockEndpoint(lambda call: next(acts)) as endpoint:
        target = service(endpoint.url)
        for _ in range(4):
            with pytest.raises(TargetFault):
                await target.generate(request_of())
        assert (await target.generate(request_of())).text == "Hello."
        await target.close()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.integers(0, len(GOOD)).map(lambda at: GOOD[:at] + GOOD[at + 1 :])))
def test_any_bytes_are_an_answer_or_a_fault(body):
    try:
        assert isinstance(decode_reply(body, lambda text: text), Response)
    except TargetFault as fault:
        assert fault.fault.fault_class == "instrument_fault"


@pytest.mark.parametrize("depth", range(50, 1500, 25))
def test_nesting_of_any_depth_is_a_fault(depth):
    with pytest.raises(TargetFault) as caught:
        decode_reply(b'{"error":' + b"[" * depth + b"]" * depth + b"}", lambda text: text)
    assert caught.value.fault.kind in {"error_body", "malformed_json"}
