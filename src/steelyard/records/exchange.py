"""One exchange with a target: what was asked, what came back, or how it failed."""

from __future__ import annotations

from typing import Literal

import msgspec


class Message(msgspec.Struct, frozen=True):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Sampling(msgspec.Struct, frozen=True):
    """How an answer is drawn; part of a trial's identity. `temperature` is a decimal string."""

    temperature: str = "0"
    max_tokens: int = 256
    seed: int | None = 0


class Request(msgspec.Struct, frozen=True):
    """What a target is asked to continue."""

    messages: tuple[Message, ...]
    sampling: Sampling


Finish = Literal["stop", "length", "cut", "filter", "unknown"]
"""Why an answer ended: by itself (`stop`), at the length that was asked for (`length`), sooner than that by the
service's own limit (`cut`), blocked by the service's own filter (`filter`)."""


class Response(msgspec.Struct, frozen=True):
    """A target's answer."""

    text: str
    finish: Finish = "stop"
    tokens_in: int | None = None
    tokens_out: int | None = None


FaultClass = Literal["instrument_fault", "machinery_fault", "withheld"]
"""Whose fault: the way to the target, our own machinery, or a filter outside the declared system."""

FaultKind = Literal[
    "connection", "timeout", "rate_limited", "server_error", "client_error", "refused_key", "malformed_json",
    "early_close", "error_body", "empty_choices", "too_large", "judge_failed", "internal", "outside_filter",
]  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """A call without an answer. It says nothing about the model and never becomes a verdict."""

    fault_class: FaultClass
    kind: FaultKind


class TargetFault(Exception):
    """Raised by a target when a call brought no answer.

    `retry` says whether the same call may succeed at once; `retry_after` is the wait in seconds the service asked for.
    `detail` is for telemetry and people (secrets already cut), never for evidence.
    """

    def __init__(
        self, fault: Fault, *, retry: bool = False, retry_after: float | None = None, status: int | None = None,
        detail: str = "",
    ) -> None:  # fmt: skip
        super().__init__(detail or fault.kind)
        self.fault, self.retry, self.retry_after, self.status, self.detail = (
            fault, retry, retry_after, status, detail,
        )  # fmt: skip


class TargetIdentity(msgspec.Struct, frozen=True):
    """What changes a target's behaviour, as far as it can be known from outside.

    `kind` names the adapter; `model` what was asked for; `settings` adapter settings that change answers;
    `declares` what the service says of itself; `files` SHA-256 of local weight files by name.
    """

    kind: str
    model: str
    settings: dict[str, str | int | bool] = {}
    declares: dict[str, str] = {}
    files: dict[str, str] = {}
