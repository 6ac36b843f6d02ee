"""The OpenAI-compatible wire form: bytes for a request, a `Response` or a `TargetFault` for what came back. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import msgspec

from steelyard.records import Fault, FaultKind, Finish, Request, Response, TargetFault

from .base import RETRYABLE

Api = Literal["chat", "completions"]

_FINISH: dict[str | None, Finish] = {
    "stop": "stop", "eos": "stop", "eos_token": "stop", "stop_sequence": "stop", "end_turn": "stop",
    "length": "length", "max_tokens": "length", "model_length": "length",
    "content_filter": "filter",
}  # fmt: skip
_BROKEN_OFF = frozenset({"error", "abort"})
"""Ends of a choice that the service and not the model came to."""
_FILTER_CODES = frozenset(
    {"content_filter", "content_policy_violation", "data_inspection_failed", "responsibleaipolicyviolation"}
)
_MAX_COUNT = 2**53 - 1
_DETAIL = 500
_ESCAPE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")


class _Part(msgspec.Struct):
    text: str | None = None
    refusal: str | None = None


class _Message(msgspec.Struct):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message | None = None
    text: str | None = None
    finish_reason: str | None = None
    error: Any = None


class Reply(msgspec.Struct):
    """The parts of a completion that are read. Chat and completions share it."""

    choices: list[_Choice] | None = None
    usage: Any = None
    error: Any = None
    object: str | None = None
    message: str | None = None


_decoder = msgspec.json.Decoder(Reply)


def fault(
    kind: FaultKind, detail: str = "", *, status: int | None = None, retry: bool | None = None,
    retry_after: float | None = None,
) -> TargetFault:  # fmt: skip
    """A typed fault of the way to the target; `detail` is cut to a line's length."""
    again = kind in RETRYABLE if retry is None else retry
    return TargetFault(
        Fault("instrument_fault", kind), retry=again, retry_after=retry_after, status=status, detail=detail[:_DETAIL]
    )


def encode_request(api: Api, model: str, request: Request) -> bytes:
    """JSON body of a call. For completions the messages' texts are joined by blank lines."""
    sampling = request.sampling
    body: dict[str, Any] = {
        "model": model, "temperature": float(sampling.temperature), "max_tokens": sampling.max_tokens, "stream": False,
    }  # fmt: skip
    if sampling.seed is not None:
        body["seed"] = sampling.seed
    if api == "chat":
        body["messages"] = request.messages
    else:
        body["prompt"] = "\n\n".join(message.content for message in request.messages)
    return msgspec.json.encode(body)


def decode_reply(body: bytes, clean: Callable[[str], str], asked_for: int = 0) -> Response:
    """The answer in the body of a successful call. `clean` is applied to every text; `asked_for` as in `read_reply`.

    Raises TargetFault when it holds none: malformed_json, error_body or empty_choices.
    """
    try:
        return read_reply(_decode(body), clean, asked_for)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise fault("malformed_json", str(error)) from None


def read_reply(reply: Reply, clean: Callable[[str], str], asked_for: int = 0) -> Response:
    """The answer in a decoded reply. Raises TargetFault when it holds none: error_body or empty_choices.

    `asked_for` is how many tokens it might have had: one that ended for its length with fewer was cut by the service.

    A message without content (a call of a tool, say) is an answer, an empty one; an error beside an answer is an error.
    """
    if reply.error or reply.object == "error":
        raise fault("error_body", clean(_error_of(reply.error, reply.message)[1]), status=200)
    if not reply.choices:
        raise fault("empty_choices", status=200)
    choice = reply.choices[0]
    if choice.error or choice.finish_reason in _BROKEN_OFF:
        raise fault("error_body", clean(_error_of(choice.error, choice.finish_reason)[1]), status=200)
    if choice.message is None and choice.text is None:
        raise fault("empty_choices", status=200)
    tokens_in, tokens_out = _usage(reply.usage)
    finish = _FINISH.get(choice.finish_reason, "unknown")
    if finish == "length" and tokens_out is not None and tokens_out < asked_for:
        finish = "cut"
    return Response(text=clean(_text(choice)), finish=finish, tokens_in=tokens_in, tokens_out=tokens_out)


def read_refusal(status: int, headers: Mapping[str, str], body: bytes, clean: Callable[[str], str]) -> Response:
    """What a call came to that was answered with `status` other than success.

    A block by the service's own filter is an answer, empty and marked `filter`. Everything else raises TargetFault.
    """
    try:
        reply = _decode(body)
        code, detail = _error_of(reply.error, reply.message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        code, detail = "", body.decode(errors="replace")
    if status == 400 and code in _FILTER_CODES:
        return Response(text="", finish="filter")
    if 300 <= status < 400:
        raise fault("client_error", "redirects are not followed", status=status)
    kind = _kind_of(status)
    raise fault(kind, clean(detail), status=status, retry_after=retry_after(headers) if kind in RETRYABLE else None)


def _kind_of(status: int) -> FaultKind:
    if status in {401, 403}:
        return "refused_key"
    if status == 408:
        return "timeout"
    if status == 429:
        return "rate_limited"
    return "server_error" if status >= 500 else "client_error"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds a service asks to wait, from `Retry-After` as seconds or as a date; None when it does not say."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _decode(body: bytes) -> Reply:
    try:
        return _decoder.decode(body)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # Some services cut an answer in the middle of a character and send half a surrogate pair, which is no text.
        mended = _ESCAPE.sub(lambda found: b"\\ufffd" if _is_half(found[0]) else found[0], body)
        if mended == body:
            raise
        return _decoder.decode(mended)


def _is_half(escape: bytes) -> bool:
    return len(escape) == 6


def _text(choice: _Choice) -> str:
    if choice.message is None:
        return choice.text or ""
    content = choice.message.content
    if isinstance(content, list):
        content = "".join(part.text or part.refusal or "" for part in content)
    return content or choice.message.refusal or choice.text or ""


def _usage(usage: Any) -> tuple[int | None, int | None]:
    if not isinstance(usage, dict):
        return None, None
    return _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= _MAX_COUNT else None


def _error_of(error: Any, message: str | None) -> tuple[str, str]:
    """(code, text) of an error in any of the forms services use; `message` stands beside it."""
    if not isinstance(error, dict):
        return "", str(error or message or "")
    inner = error.get("innererror")
    codes = (error.get("code"), inner.get("code") if isinstance(inner, dict) else None, error.get("type"))
    code = next(
        (str(code).lower() for code in codes if str(code).lower() in _FILTER_CODES), str(codes[0] or "").lower()
    )
    return code, " ".join(str(part) for part in (error.get("code"), error.get("message")) if part)
