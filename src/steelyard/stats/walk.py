"""The state of the look rule after a prefix of answers (design section 5); see `path` for its two public readers."""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction
from math import ceil, sqrt

import msgspec

from steelyard.records import Claim

from .gates import GateTable
from .staircase import Staircase

_LEAST_AHEAD = 4


class Status(IntEnum):
    """What is known at one position of the order. `OPEN`: a fault without an answer."""

    MISSING = 0
    SUCCESS = 1
    FAILURE = 2
    OPEN = 3


class GateReading(msgspec.Struct, frozen=True):
    """What one gate says: `met` or `failed` at look `at`, or `open`."""

    claim: Claim
    at: int | None


class PathReading(msgspec.Struct, frozen=True):
    """A prefix of answers read by the look rule.

    `counted` is the stopping look, or the prefix so far while the path has not ended; `failures` and `open_faults` are
    those among the counted. `prefix` is how many positions from the first on have a status. `decided`: every gate is;
    `ended`: nothing more needs to be asked.
    """

    counted: int
    ended: bool
    decided: bool
    prefix: int
    failures: int
    open_faults: int
    strict: GateReading
    forecast: GateReading | None


class _Lane:
    """One gate on one path: the first crossing is kept."""

    __slots__ = ("at", "fail_min", "pass_max", "side")

    def __init__(self, table: GateTable) -> None:
        self.pass_max, self.fail_min = table.pass_max, table.fail_min
        self.side: Claim = "open"
        self.at = 0

    def look(self, n: int, k: int) -> None:
        if self.side == "open":
            if k <= self.pass_max[n]:
                self.side, self.at = "met", n
            elif k >= self.fail_min[n]:
                self.side, self.at = "failed", n


class _Gate:
    """One gate on the low and the high path."""

    __slots__ = ("decided", "high", "limit", "low")

    def __init__(self, table: GateTable) -> None:
        self.low, self.high = _Lane(table), _Lane(table)
        self.limit = float(Fraction(table.limit))
        self.decided = False

    def look(self, n: int, k_low: int, k_high: int) -> None:
        if not self.decided:
            self.low.look(n, k_low)
            self.high.look(n, k_high)
            self.decided = self.low.side != "open" and self.low.side == self.high.side

    def reading(self) -> GateReading:
        if self.decided:
            return GateReading(self.low.side, max(self.low.at, self.high.at))
        return GateReading("open", None)


class Walk:
    """The state of the look rule after a prefix."""

    def __init__(self, strict: GateTable, forecast: GateTable | None, look_every: int, complete: bool) -> None:
        if look_every < 1:
            raise ValueError(f"a look comes after at least one answer, not {look_every}")
        if forecast is not None and forecast.size != strict.size:
            raise ValueError(f"a forecast table for {forecast.size} answers on a sample of {strict.size}")
        self._size, self._look_every, self._complete = strict.size, look_every, complete
        self._gates = [_Gate(table) for table in (strict, forecast) if table is not None]
        self._decided = False
        self.prefix = self.counted = self._failures = self._open_faults = 0

    @property
    def ended(self) -> bool:
        return self.counted == self._size or (self._decided and not self._complete)

    def follow(self, statuses: bytes | bytearray) -> None:
        """Go on from the present prefix as far as `statuses` is complete, counting until the path ends."""
        missing = statuses.find(Status.MISSING, self.prefix)
        self.prefix = self._size if missing < 0 else missing
        while self.counted < self.prefix and not self.ended:
            status = statuses[self.counted]
            self.counted += 1
            self._failures += status == Status.FAILURE
            self._open_faults += status == Status.OPEN
            if not self._decided and (self.counted % self._look_every == 0 or self.counted == self._size):
                self._look()

    def _look(self) -> None:
        high = self._failures + self._open_faults
        for gate in self._gates:
            gate.look(self.counted, self._failures, high)
        self._decided = all(gate.decided for gate in self._gates)

    def reading(self) -> PathReading:
        readings = [gate.reading() for gate in self._gates]
        return PathReading(
            counted=self.counted, ended=self.ended, decided=self._decided, prefix=self.prefix,
            failures=self._failures, open_faults=self._open_faults,
            strict=readings[0], forecast=readings[1] if len(readings) > 1 else None,
        )  # fmt: skip

    def useful_ahead(self) -> int:
        rest = self._size - self.prefix
        if self.ended or self._complete:
            return 0 if self.ended else rest
        needed = min(self._until("met", rest), self._until("failed", rest))
        to_next_look = -(self.prefix + needed) % self._look_every
        return min(rest, max(_LEAST_AHEAD, needed + to_next_look))

    def _until(self, side: Claim, rest: int) -> int:
        """Least number of further answers that may well end the path on `side`; `rest` when none is in sight.

        Answers are taken to go on at the end of the plausible rates that favours this side: mean and one standard
        deviation of the Beta posterior from Jeffreys' prior.
        """
        answers = self.prefix - self._open_faults
        mean = (self._failures + 0.5) / (answers + 1)
        spread = sqrt(mean * (1 - mean) / (answers + 2))
        low, high = max(0.0, mean - spread), mean + spread
        needed = 0
        for gate in (gate for gate in self._gates if not gate.decided):
            lane = gate.high if side == "met" else gate.low
            if lane.side != "open" or (low >= gate.limit if side == "met" else high <= gate.limit):
                return rest
            if side == "met":
                more = _until_met(lane.pass_max, self.prefix, self._failures + self._open_faults, low)
            else:
                more = _until_failed(lane.fail_min, self.prefix, self._failures, high)
            needed = max(needed, more)
        return needed


# Both find the first crossing from below: as long as the failures expected by the last guess still fall on the wrong
# side of the boundary, the crossing lies further on.


def _until_met(pass_max: Staircase, n: int, k: int, rate: float) -> int:
    allowed = k
    while True:
        more = max(0, pass_max.first_at(allowed) - n)
        expected = k + int(rate * more + 0.5)
        if expected <= allowed or n + more >= len(pass_max):
            return more
        allowed = expected


def _until_failed(fail_min: Staircase, n: int, k: int, rate: float) -> int:
    more = 0
    while n + more < len(fail_min):
        needed = max(0, ceil((fail_min[n + more] - k - 0.5) / rate))
        if needed <= more:
            break
        more = needed
    return more
