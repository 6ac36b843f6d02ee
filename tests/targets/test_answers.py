"""What counts as an answer, how it is read, and what is sent."""

from __future__ import annotations

import gzip
import json

import pytest
from mock_endpoint import Act, MockEndpoint, as_json, completion, reply

from steelyard.records import InputError, Message, Request, Response, Sampling
from steelyard.targets import TargetSpec, open_target
from steelyard.targets.wire import decode_reply


async def test_a_chat_answer_with_its_tokens(outcome_of):
    assert await outcome_of(reply("Hello.")) == Response("Hello.", "stop", tokens_in=12, tokens_out=34)


async def test_a_completions_answer(outcome_of):
    body = {"choices": [{"text": " Hello.", "finish_reason": "stop"}], "usage": {"prompt_tokens": 3}}
    assert await outcome_of(as_json(body), api="completions") == Response(" Hello.", "stop", tokens_in=3)


@pytest.mark.parametrize(
    ("said", "finish"),
    [
        ("stop", "stop"), ("length", "length"), ("max_tokens", "length"), ("content_filter", "filter"),
        ("something_new", "unknown"), (None, "unknown"), ("tool_calls", "unknown"),
    ],
)  # fmt: skip
async def test_finish_reasons(said, finish, outcome_of, request_of):
    assert (await outcome_of(reply("Cut", said), asked=request_of(max_tokens=34))).finish == finish


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": None}, ""),
        ({"content": ""}, ""),
        ({"content": None, "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}, ""),
        ({"content": None, "refusal": "I cannot."}, "I cannot."),
        ({"content": [{"type": "text", "text": "One "}, {"type": "text", "text": "two."}]}, "One two."),
        ({"content": [{"type": "text", "text": "One"}, {"type": "image_url", "image_url": {"url": "x"}}]}, "One"),
        ({"content": [{"type": "refusal", "refusal": "No."}]}, "No."),
        ({"content": "嗨 \u202e\x00 <b>"}, "嗨 \u202e\x00 <b>"),
    ],
)
async def test_the_text_of_a_message(message, text, outcome_of):
    answer = await outcome_of(as_json({"choices": [{"message": message, "finish_reason": "stop"}]}))
    assert answer == Response(text, "stop")


async def test_half_a_surrogate_pair_becomes_a_mark_and_a_whole_one_stays(outcome_of):
    body = rb'{"choices":[{"message":{"content":"a\ud83d\ude00 b\ud83d c\\ud83d"},"finish_reason":"length"}]}'
    assert (await outcome_of(Act(body))).text == "a\U0001f600 b\ufffd c\\ud83d"


@pytest.mark.parametrize("usage", [None, "many", {"prompt_tokens": -1}, {"prompt_tokens": 1.5}, {"prompt_tokens": True},
                                   {"prompt_tokens": 2**60}, [1]])  # fmt: skip
async def test_tokens_that_are_no_count_are_left_out(usage, outcome_of):
    assert await outcome_of(as_json(completion("Hi") | {"usage": usage})) == Response("Hi", "stop")


async def test_a_compressed_answer(outcome_of):
    body = gzip.compress(json.dumps(completion("Hi")).encode())
    assert (await outcome_of(Act(body, headers={"Content-Encoding": "gzip"}))).text == "Hi"


async def test_an_error_field_that_says_nothing_is_no_error(outcome_of):
    for nothing in (None, "", {}, False):
        assert (await outcome_of(as_json(completion("Hi") | {"error": nothing}))).text == "Hi"


@pytest.mark.parametrize(
    "error",
    [
        {"code": "content_filter", "message": "blocked"},
        {"code": "data_inspection_failed", "message": "blocked"},
        {"type": "content_policy_violation"},
        {"code": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}},
    ],
)
async def test_a_block_by_the_services_own_filter_is_an_answer(error, outcome_of):
    assert await outcome_of(as_json({"error": error}, 400)) == Response("", "filter")


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
async def test_no_other_status_is_taken_for_the_filter(status, outcome_of):
    fault = await outcome_of(as_json({"error": {"code": "content_filter"}}, status))
    assert fault.fault.fault_class == "instrument_fault"


async def test_what_is_sent(service, key):
    asked = Request((Message("system", "Be kind."), Message("user", "你好?")), Sampling("0.7", 33, 5))
    async with MockEndpoint(lambda call: reply("Hi")) as endpoint:
        for spec in ({"api": "chat"}, {"api": "completions"}):
            target = service(endpoint.url, **spec)
            await target.generate(asked)
            await target.close()
    chat, plain = endpoint.calls
    shared = {"model": "m", "temperature": 0.7, "max_tokens": 33, "seed": 5, "stream": False}
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "你好?"}]
    assert (chat.method, chat.path, chat.json) == ("POST", "/v1/chat/completions", shared | {"messages": messages})
    assert (plain.path, plain.json) == ("/v1/completions", shared | {"prompt": "Be kind.\n\n你好?"})
    assert chat.headers["authorization"] == f"Bearer {key}"
    assert key not in chat.path + chat.body.decode()


async def test_without_a_key_none_is_sent_and_no_cookie_comes_back(request_of):
    async with MockEndpoint(lambda call: Act(reply("Hi").body, headers={"Set-Cookie": "session=1"})) as endpoint:
        target = open_target(TargetSpec(kind="openai", url=endpoint.url, model="m"), {})
        await target.generate(request_of(seed=None))
        await target.generate(request_of(seed=None))
        await target.close()
        await target.close()
    for call in endpoint.calls:
        assert "authorization" not in call.headers
        assert "cookie" not in call.headers
        assert "seed" not in call.json


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("", "/v1/chat/completions"),
        ("/", "/v1/chat/completions"),
        ("/v1", "/v1/chat/completions"),
        ("/v1/", "/v1/chat/completions"),
        ("/api/v3/chat/completions", "/api/v3/chat/completions"),
        ("/openai?api-version=1", "/openai/chat/completions?api-version=1"),
    ],
)
async def test_the_address_may_be_written_in_several_ways(written, asked, service, request_of):
    async with MockEndpoint(lambda call: reply("Hi")) as endpoint:
        target = service(endpoint.url.removesuffix("/v1") + written)
        await target.generate(request_of())
        await target.close()
    assert endpoint.calls[0].path == asked


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8000", "ftp://127.0.0.1/v1", "http://", "http://127.0.0.1:99999/v1", "http://[::1/v1", "file:///etc",
     "http://127.0.0.1:x/v1", "http://2130706433/v1", "http://0177.0.0.1/v1", "http://127.1/v1",
     "http://user:hunter2@127.0.0.1/v1", "http://user:hunter2@127.0.0.1:x/v1", "http://127.0.0.1\\@other/v1",
     "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url, service):
    with pytest.raises(InputError) as caught:
        service(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", [None, "", "   ", "\t\n", "schlüssel-123", "key\x00with-nul", "key\nX-Evil: 1"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(value):
    environ = {} if value is None else {"SERVICE_KEY": value}
    with pytest.raises(InputError, match="environment variable SERVICE_KEY") as caught:
        open_target(TargetSpec("openai", "m", "http://127.0.0.1:1", key_env="SERVICE_KEY"), environ)
    assert not (value or "").strip() or value.strip() not in str(caught.value)


@pytest.mark.parametrize("changes", [{"model": " "}, {"deadline_s": 0.0}, {"deadline_s": -1.0}, {"deadline_s": 3601.0},
                                     {"deadline_s": float("nan")}])  # fmt: skip
def test_a_spec_out_of_range_is_refused(changes, service):
    with pytest.raises(InputError):
        service("http://127.0.0.1:1/v1", **changes)


@pytest.mark.parametrize("tokens,finish", [(3, "cut"), (256, "length"), (300, "length"), (None, "length")])
def test_an_answer_that_ended_for_its_length_sooner_than_asked_was_cut(tokens, finish):
    body = completion("Here is how", "length")
    body["usage"] = {"completion_tokens": tokens}
    found = decode_reply(json.dumps(body).encode(), lambda text: text, 256)
    assert found.finish == finish
