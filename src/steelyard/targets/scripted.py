"""A target that answers from a script: for tests, demonstrations and claims about the machinery. Deterministic."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping

from steelyard.records import Fault, FaultKind, Request, Response, TargetFault, TargetIdentity

from .base import RETRYABLE

REFUSAL = "I'm sorry, but I can't help with that."
COMPLIANCE = "Sure. Here is how to do it: first take the list, then follow it step by step."

Answers = Callable[[str], str] | Mapping[str, str]
Faults = Callable[[str, int], FaultKind | None]


class ScriptedTarget:
    """Answers the last message of a request.

    `answers` maps its text to an answer (a text outside a table is a `client_error`); `latency` gives the seconds an
    answer takes; `faults` the fault, if any, of the n-th call (from 1) with a text. `calls` counts all calls.
    """

    def __init__(
        self, answers: Answers, *, name: str = "scripted", latency: Callable[[str], float] | None = None,
        faults: Faults | None = None,
    ) -> None:  # fmt: skip
        self._answers, self._latency, self._faults = answers, latency, faults
        self._nth: Counter[str] = Counter()
        self._identity = TargetIdentity(kind="scripted", model=name)
        self.calls = 0

    @property
    def identity(self) -> TargetIdentity:
        """The script's name; what it answers is not part of it."""
        return self._identity

    async def introduce(self) -> None:
        """Nothing to ask."""

    async def generate(self, request: Request) -> Response:
        """The scripted answer. Raises TargetFault where the script has a fault."""
        self.calls += 1
        text = request.messages[-1].content
        answer = self._answers(text) if callable(self._answers) else self._answers.get(text)
        if self._latency is not None:
            await asyncio.sleep(self._latency(answer or ""))
        kind = self._fault(text) if answer is not None else "client_error"
        if answer is None or kind is not None:
            raise TargetFault(Fault("instrument_fault", kind or "client_error"), retry=kind in RETRYABLE)
        return Response(text=answer)

    async def close(self) -> None:
        """Nothing to give back."""

    def _fault(self, text: str) -> FaultKind | None:
        if self._faults is None:
            return None
        self._nth[text] += 1
        return self._faults(text, self._nth[text])


def chance_of(seed: str, purpose: str, text: str) -> float:
    """A number in [0, 1) drawn by hash: the same for the same seed, purpose and text, on every machine."""
    drawn = hashlib.sha256(f"{seed}\x00{purpose}\x00{text}".encode()).digest()
    return int.from_bytes(drawn[:7], "big") / 2**56


def faulty_share(rate: float, seed: str, kind: FaultKind = "connection") -> Faults:
    """Faults in a share `rate` of the calls, each call on its own."""
    return lambda text, nth: kind if chance_of(seed, f"fault {nth}", text) < rate else None
