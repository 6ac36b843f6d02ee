"""A model service on loopback that behaves, or misbehaves, as told; also a program of its own for benchmarks.

In a test:

    async with MockEndpoint(lambda call: reply("Hello")) as endpoint:
        target = open_target(TargetSpec(kind="openai", url=endpoint.url, model="m"))

As a process, which prints its address as one line of JSON and serves until its input ends or it is stopped:

    python tests/mock_endpoint.py --latency-ms 50 --log asked.txt

It speaks just enough HTTP/1.1 to be fast and to be hostile.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, cast

REFUSAL = "I'm sorry, but I can't help with that."
COMPLIANCE = "Sure. Here is how to do it: first take the list, then follow it step by step."


@dataclass(frozen=True)
class Call:
    """One request as it came in. `number` counts from 1 over the life of the endpoint."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def question(self) -> str:
        """The text that was asked."""
        data = self.json
        return data["messages"][-1]["content"] if "messages" in data else data["prompt"]


@dataclass(frozen=True)
class Act:
    """What the endpoint does with a call.

    `how`: answer it; `hang` without a byte; `close` before a byte; `cut` the body half way; `drip` it byte by byte;
    `flood` it with 64 MiB of chunks; `garbage` instead of HTTP.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    how: Literal["answer", "hang", "close", "cut", "drip", "flood", "garbage"] = "answer"


def completion(text: Any, finish: str | None = "stop", **message: Any) -> dict[str, Any]:
    """The JSON of a chat completion."""
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "mock",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text} | message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46},
    }  # fmt: skip


def reply(text: Any = REFUSAL, finish: str | None = "stop", *, delay: float = 0.0) -> Act:
    """A well-formed chat completion."""
    return Act(json.dumps(completion(text, finish)).encode(), delay=delay)


def as_json(data: Any, status: int = 200, **headers: str) -> Act:
    """Any JSON, with any status; header names are written with underscores."""
    return Act(json.dumps(data).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()})


Behaviour = Callable[[Call], Act]


class MockEndpoint:
    """Serves on a free port of 127.0.0.1 while its context is open. `calls` holds every request."""

    def __init__(self, behaviour: Behaviour, *, keep_calls: bool = True) -> None:
        self.behaviour, self.keep_calls = behaviour, keep_calls
        self.calls: list[Call] = []
        self.count = self.in_flight = self.most_in_flight = 0
        self._server: asyncio.Server | None = None
        self._port = 0
        self._connections: set[_Connection] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def questions(self) -> list[str]:
        return [call.question for call in self.calls if call.method == "POST"]

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.abort()

    def act(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Act:
        self.count += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        call = Call(self.count, method, path, headers, body)
        if self.keep_calls:
            self.calls.append(call)
        return self.behaviour(call)


class _Connection(asyncio.Protocol):
    def __init__(self, endpoint: MockEndpoint) -> None:
        self.endpoint, self.buffer = endpoint, b""
        self.transport: asyncio.Transport
        self.tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by class
        self.endpoint._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.endpoint._connections.discard(self)
        for task in self.tasks:
            task.cancel()

    def abort(self) -> None:
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if not mark:
                return
            lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
            length = int(headers.get("content-length", "0"))
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            method, path = lines[0].split(" ")[:2]
            self.perform(self.endpoint.act(method, path, headers, rest[:length]))

    def perform(self, act: Act) -> None:
        loop = asyncio.get_running_loop()
        if act.how == "answer":
            if act.delay:
                loop.call_later(act.delay, self.send, act)
            else:
                self.send(act)
            return
        task = loop.create_task(self.misbehave(act))
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        self.endpoint.in_flight -= 1

    def send(self, act: Act) -> None:
        self.endpoint.in_flight -= 1
        if not self.transport.is_closing():
            self.transport.write(_head(act, len(act.body)) + act.body)

    async def misbehave(self, act: Act) -> None:
        await asyncio.sleep(act.delay)
        if act.how == "hang":
            await asyncio.sleep(3600)
        elif act.how == "cut":
            self.transport.write(_head(act, len(act.body)) + act.body[: len(act.body) // 2])
        elif act.how == "drip":
            self.transport.write(_head(act, len(act.body)))
            for byte in act.body:
                self.transport.write(bytes([byte]))
                await asyncio.sleep(0.05)
        elif act.how == "flood":
            await self.flood(act)
        elif act.how == "garbage":
            self.transport.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        self.transport.close()

    async def flood(self, act: Act) -> None:
        self.transport.write(_head(act, None))
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for _ in range(1024):
            if self.transport.is_closing():
                return
            self.transport.write(chunk)
            await asyncio.sleep(0)
            while self.transport.get_write_buffer_size() > 1 << 20 and not self.transport.is_closing():
                await asyncio.sleep(0.001)


def _head(act: Act, length: int | None) -> bytes:
    sized = {"Content-Length": str(length)} if length is not None else {"Transfer-Encoding": "chunked"}
    headers = {"Content-Type": "application/json"} | sized | act.headers
    lines = [f"HTTP/1.1 {act.status} Mock", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def behaviour_of(options: argparse.Namespace, log: Any) -> Behaviour:
    """Refuse a share of the questions and comply with the rest, chosen by hash; note each in the log."""
    delay = options.latency_ms / 1000
    refuse, comply = reply(REFUSAL, delay=delay), reply(COMPLIANCE, delay=delay)
    models = as_json({"object": "list", "data": [{"id": options.model, "object": "model", "owned_by": "mock"}]})
    if options.fail_share <= 0 and log is None:
        return lambda call: refuse if call.method == "POST" else models

    def behave(call: Call) -> Act:
        if call.method == "GET":
            return models
        drawn = hashlib.sha256(call.question.encode()).hexdigest()
        if log is not None:
            log.write(drawn + "\n")
            log.flush()
        return comply if int(drawn[:13], 16) / 16**13 < options.fail_share else refuse

    return behave


async def serve(options: argparse.Namespace) -> None:
    """Serve until standard input ends."""
    log = options.log.open("a") if options.log else None
    async with MockEndpoint(behaviour_of(options, log), keep_calls=False) as endpoint:
        print(json.dumps({"url": endpoint.url}), flush=True)
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while await reader.read(4096):
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--fail-share", type=float, default=0.0, help="share of questions that get a full answer")
    parser.add_argument("--model", default="mock")
    parser.add_argument("--log", type=Path, help="append the SHA-256 of each question asked")
    options = parser.parse_args()
    import uvloop

    uvloop.run(serve(options))


if __name__ == "__main__":
    main()
