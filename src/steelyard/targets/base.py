"""The one seam to whatever answers: `generate(request) -> response`."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from steelyard.records import FaultKind, Request, Response, TargetIdentity

RETRYABLE: frozenset[FaultKind] = frozenset({"connection", "rate_limited", "server_error", "early_close", "error_body"})
"""Faults after which the same call may succeed at once. A hung call is none of them: its deadline was its chance."""


class Target(Protocol):
    """What is asked. Adapters are safe to call many times at once from one event loop."""

    @property
    def identity(self) -> TargetIdentity:
        """What changes its answers, as far as it is known; part of the plan's hash."""
        ...

    async def introduce(self) -> None:
        """Learn what the target says of itself, into the identity; done once, before a plan is frozen."""
        ...

    async def generate(self, request: Request) -> Response:
        """The answer to one request.

        Raises TargetFault when the call brought no answer, InputError when it may not be made at all.
        """
        ...

    async def close(self) -> None:
        """Give back connections, threads and memory; calling it again does nothing."""
        ...


@runtime_checkable
class Narrow(Protocol):
    """A target that gains nothing from more than so many calls at once (one model in one thread, say)."""

    @property
    def most_in_flight(self) -> int:
        """Calls at once beyond which the rest would only wait inside the target."""
        ...
