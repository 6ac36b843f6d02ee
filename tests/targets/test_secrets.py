"""A key never comes back out, however a service echoes it."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_endpoint import Act, MockEndpoint, as_json, reply

from steelyard.records import Response
from steelyard.targets.scrub import MARK, SHORTEST, Scrubber

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=SHORTEST, max_size=80)
AROUND = st.binary(max_size=20)

ECHOES = {
    "plain": lambda key: f"Your key is {key}.",
    "twice": lambda key: f"{key}{key}",
    "url-encoded": lambda key: f"?k={quote(key, safe='')}",
    "form-encoded": lambda key: f"k={quote_plus(key)}&x",
    "lower url-encoded": lambda key: quote(key, safe="").replace("%2B", "%2b").replace("%2F", "%2f"),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "url-safe base64": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "a header in base64": lambda key: base64.b64encode(f"Authorization: Bearer {key}\r\n".encode()).decode(),
}


def leaks(text: str, key: str) -> bool:
    """Whether eight signs in a row of the key, or of its base64 or URL form, are left."""
    forms = [key, quote(key, safe="")]
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            sure = encode(bytes(offset) + key.encode()).decode()[-(-offset * 8 // 6) : (offset + len(key)) * 8 // 6]
            forms.append(sure)
    return any(form[at : at + 8] in text for form in forms for at in range(len(form) - 7))


async def test_a_declaration_cut_short_leaves_no_part_of_a_key(service, key):
    for shown in range(1, len(key)):
        entry = {"id": "m", "owned_by": "x" * (200 - shown) + key, "meta": {"k" * (75 - shown) + key: 1}}
        async with MockEndpoint(lambda call, entry=entry: as_json({"data": [entry]})) as endpoint:
            target = service(endpoint.url)
            await target.introduce()
            await target.close()
        assert not leaks(str(target.identity.declares), key), shown


@pytest.mark.parametrize("name", ECHOES)
async def test_an_echoed_key_is_cut_from_answers_and_faults(name, outcome_of, key):
    echo = ECHOES[name](key)
    answer = await outcome_of(reply(echo))
    assert isinstance(answer, Response)
    assert MARK in answer.text
    assert not leaks(answer.text, key)
    for act in (
        as_json({"error": {"code": "invalid", "message": echo}}),
        as_json({"error": {"code": echo, "message": "no"}}, 401),
        as_json({"error": echo}, 500),
        as_json({"message": echo}, 403),
        Act(f"<pre>{echo}</pre>".encode(), 400),
        Act((" " * 490 + echo).encode(), 429),
        Act(b"", 302, {"Location": f"/?{echo}"}),
    ):
        fault = await outcome_of(act)
        assert not leaks(fault.detail + str(fault) + repr(fault.args), key), act


async def test_an_echo_in_place_of_http_is_cut_too(outcome_of, key):
    fault = await outcome_of(Act(b"{}", headers={"Content-Length": key}))
    assert fault.fault.kind == "malformed_json"
    assert not leaks(fault.detail, key)


async def test_what_the_service_says_of_itself_is_cut_too(service, key):
    listed = {"data": [{"id": "m", "owned_by": key, "meta": {key: 1, "note": base64.b64encode(key.encode()).decode()}}]}
    async with MockEndpoint(lambda call: as_json(listed)) as endpoint:
        target = service(endpoint.url)
        await target.introduce()
        await target.close()
    assert target.identity.declares["owned_by"] == MARK
    assert not leaks(msgspec.json.encode(target.identity).decode(), key)


async def test_nothing_a_target_shows_of_itself_holds_the_key(service, key):
    target = service("http://127.0.0.1:1/v1")
    shown = " ".join((repr(target), str(target), json.dumps(msgspec.to_builtins(target.identity))))
    await target.close()
    assert key not in shown


@settings(max_examples=100, deadline=None)
@given(SECRETS, AROUND, AROUND)
def test_any_secret_inside_anything_is_cut(secret, before, after):
    clean = Scrubber([secret]).clean
    raw = before + secret.encode() + after
    for text in (
        f"{before!r}{secret}{after!r}",
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        quote(raw),
        quote(raw, safe=""),
        quote(base64.b64encode(raw).decode(), safe=""),
        json.dumps(f" {secret} ").replace("/", r"\/") if "\\" not in secret and '"' not in secret else secret,
    ):
        assert MARK in clean(text)
        assert secret not in clean(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_text_without_the_secret_is_left_alone(text):
    secret = "sk-0123456789-never-in-the-text"
    assert Scrubber([secret]).clean(text) == text
    assert Scrubber([]).clean(text) == text


def test_placeholders_of_local_servers_are_no_secrets():
    assert Scrubber(["EMPTY", "none"]).clean("EMPTY is none") == "EMPTY is none"


def test_of_two_secrets_the_longer_is_cut_whole():
    assert Scrubber(["sk-12345678", "sk-12345678-extended"]).clean("x sk-12345678-extended y") == f"x {MARK} y"
