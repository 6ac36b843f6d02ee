"""A GGUF model in this process, by llama.cpp (the `local` extra): greedy, one request at a time, repeatable.

Greedy answers repeat exactly only with one slot and without the prompt cache; both are set here and recorded in the
identity. The library opens a port on loopback by itself; it is closed to others by a random key.
"""

from __future__ import annotations

import asyncio
import importlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from steelyard.records import InputError, Request, Response, TargetIdentity

from .model_store import MODELS, file_digest
from .wire import Reply, fault, read_reply

CONTEXT = 2048
"""Tokens of question and answer together."""


class LocalTarget:
    """A local model. Loading happens at the first call, in the thread that also generates."""

    most_in_flight = 1

    def __init__(self, path: Path, *, name: str) -> None:
        self._library, self._path = _library(), path
        if not path.is_file():
            mend = f"run `steelyard model get {name}`" if name in MODELS else "name a GGUF file or a known model"
            raise InputError("there is no such model file", source=str(path), mend=mend)
        self._server: Any = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="local-model")
        self._identity = TargetIdentity(
            kind="local", model=name, settings=self._settings(), files={path.name: file_digest(path)}
        )

    @property
    def identity(self) -> TargetIdentity:
        """The file by its SHA-256, and every setting that may change an answer."""
        return self._identity

    async def introduce(self) -> None:
        """Nothing to ask: the file is its identity."""

    async def generate(self, request: Request) -> Response:
        """Ask once. Raises TargetFault when the model gives no answer, InputError when it cannot be loaded."""
        body = {
            "messages": [msgspec.structs.asdict(message) for message in request.messages],
            "temperature": float(request.sampling.temperature),
            "max_tokens": request.sampling.max_tokens,
            "cache_prompt": False,
        }
        if request.sampling.seed is not None:
            body["seed"] = request.sampling.seed
        reply = await asyncio.get_running_loop().run_in_executor(self._thread, self._generate, body)
        return read_reply(reply, lambda text: text, request.sampling.max_tokens)

    async def close(self) -> None:
        """Wait for the answer under way and free the model."""
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        self._server = None

    def _settings(self) -> dict[str, str | int | bool]:
        return {
            "engine": "xllamacpp", "engine_version": str(self._library.__version__), "context": CONTEXT, "slots": 1,
            "threads": 1, "prompt_cache": False,
        }  # fmt: skip

    def _generate(self, body: dict[str, Any]) -> Reply:
        if self._server is None:
            self._server = self._load()
        try:
            answer = self._server.handle_chat_completions(body)
        except (RuntimeError, ValueError) as error:
            raise fault("server_error", str(error)) from error
        reply = msgspec.convert(answer, Reply)
        if reply.error is not None:
            raise fault("client_error", str(reply.error))
        return reply

    def _load(self) -> Any:
        params = self._library.CommonParams()
        params.model.path = str(self._path)
        params.n_ctx = CONTEXT
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1  # two threads spin against each other
        params.cache_prompt = False
        params.cache_ram_mib = 0
        params.verbosity = -1
        params.warmup = False
        params.hostnames = ["127.0.0.1"]
        params.api_keys = [secrets.token_hex(32)]
        try:
            return self._library.Server(params)
        except RuntimeError:
            raise InputError(
                "cannot be loaded as a model", source=str(self._path), mend="check that it is a whole GGUF file"
            ) from None


def _library() -> Any:
    try:
        return importlib.import_module("xllamacpp")
    except ImportError:
        raise InputError(
            "the library for local models is not installed", source="xllamacpp", mend="pip install 'steelyard[local]'"
        ) from None
