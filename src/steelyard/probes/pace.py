"""How many calls a service is trusted with at once, and how long to wait after one that failed. No I/O, no clock."""

from __future__ import annotations

import random
from hashlib import sha256

_START = 16
_FIRST_WAIT_S = 0.5
_LONGEST_BACKOFF_S = 30.0


class Pace:
    """A window of calls that opens by one an answer, then by one a window after the first sign of strain, and halves at
    each sign of strain: slow start, additive increase, multiplicative decrease, as TCP (RFC 5681). Times in seconds.
    """

    __slots__ = ("_calm_below", "_ceiling", "_cut_at", "_size", "hold_until")

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._size = float(min(_START, ceiling))
        self._calm_below = float(ceiling)
        self._cut_at = float("-inf")
        self.hold_until = float("-inf")
        """No new call before this time: the service asked to wait."""

    @property
    def window(self) -> int:
        """Calls at once, at least one."""
        return int(self._size)

    def answered(self) -> None:
        """A call was answered."""
        if self._size < self._ceiling:
            step = 1.0 if self._size < self._calm_below else 1.0 / self._size
            self._size = min(self._size + step, float(self._ceiling))

    def strained(self, started: float, now: float) -> None:
        """A call made at `started` timed out, was rate-limited or met a server error.

        Calls made before the last cut tell of the same strain and cut no further.
        """
        if started >= self._cut_at:
            self._size = self._calm_below = max(1.0, self._size / 2)
            self._cut_at = now

    def hold(self, until: float) -> None:
        """Make no new call before `until`."""
        self.hold_until = max(self.hold_until, until)


class Backoff:
    """Waits before another attempt: doubling, with jitter drawn from the run's seed and this purpose alone."""

    __slots__ = ("_random",)

    def __init__(self, seed: str) -> None:
        self._random = random.Random(sha256(b"backoff\x00" + seed.encode()).digest())  # noqa: S311 - spreads calls, hides nothing

    def wait_s(self, attempt: int) -> float:
        """Seconds to wait after this attempt (from 1)."""
        longest = min(_LONGEST_BACKOFF_S, _FIRST_WAIT_S * 2.0 ** min(attempt - 1, 16))
        return longest * self._random.uniform(0.5, 1.0)
