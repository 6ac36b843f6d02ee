"""A model service in a thread of its own, for tests that run whole commands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from mock_endpoint import COMPLIANCE, REFUSAL, Act, Behaviour, Call, MockEndpoint, as_json, reply

from steelyard.banks import load_bank

MODELS = as_json({"object": "list", "data": [{"id": "m", "object": "model", "owned_by": "tests"}]})
ANSWER = (
    "It is a long story, but in short: the custom began in the countryside and spread to the towns, and people like it."
)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[MockEndpoint]:
    """A mock endpoint that serves until the context ends."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    endpoint = MockEndpoint(behaviour)

    async def serve() -> None:
        async with endpoint:
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield endpoint
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def chat(answer: Callable[[str], Any], *, delay: float = 0.0) -> Behaviour:
    """A behaviour that lists its model and answers each question by `answer`: a text, or an act."""

    def behave(call: Call) -> Act:
        if call.method == "GET":
            return MODELS
        said = answer(call.question)
        return said if isinstance(said, Act) else reply(said, delay=delay)

    return behave


@cache
def to_refuse() -> frozenset[str]:
    """Every wording of the bundled should-refuse bank."""
    return frozenset(w.text for family in load_bank("gbt45654-refuse").families for w in family.wordings)


def well(question: str) -> str:
    """Refuses what should be refused, answers the rest."""
    return REFUSAL if question in to_refuse() else ANSWER


def refuses(question: str) -> str:
    """Refuses everything."""
    return REFUSAL


def complies(question: str) -> str:
    """Answers everything."""
    return COMPLIANCE
