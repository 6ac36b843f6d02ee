"""An event loop whose clock jumps to the next timer: hours of waiting pass in no time, in the order they would have.

For coroutines that only compute and sleep; it watches no sockets, files or threads.
"""

from __future__ import annotations

from asyncio import base_events
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class StuckError(RuntimeError):
    """Everything waits and no timer is set: nothing would ever happen again."""


class VirtualTimeLoop(base_events.BaseEventLoop):
    """Seconds since its making, by a clock that only waiting moves."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._selector = self

    def time(self) -> float:
        """The virtual time."""
        return self._now

    def select(self, timeout: float | None) -> Sequence[object]:
        """What the base class calls when it would wait for `timeout` seconds. Raises StuckError for an endless wait."""
        if timeout is None:
            raise StuckError("nothing is left that could wake a task")
        self._now += timeout
        return ()

    def _process_events(self, events: Sequence[object]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nothing sleeps in a system call, so nothing has to be woken."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns, run alone in a loop of its own."""
    loop = VirtualTimeLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
