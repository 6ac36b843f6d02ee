"""The look rule: what a prefix of answers, in the committed order, has decided (design section 5).

A look happens at every multiple of `look_every` and at the end of the sample, within the complete prefix. Calls without
an answer are read twice: as successes (low path) and as failures (high path); a gate is decided when both paths have
crossed its boundary on the same side.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum
from fractions import Fraction

import msgspec

from steelyard.records import Claim

from .gates import GateTable

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


def read_path(
    statuses: bytes | bytearray, strict: GateTable, forecast: GateTable | None, *, look_every: int, complete: bool
) -> PathReading:
    """Read `statuses` (one `Status` a position, as long as the sample).

    Raises ValueError when the lengths of statuses and tables differ, a status is unknown or `look_every` is below 1.
    """
    if len(statuses) != strict.size:
        raise ValueError(f"{len(statuses)} statuses for a sample of {strict.size}")
    if max(statuses) > Status.OPEN:
        raise ValueError(f"no such status: {max(statuses)}")
    walk = _Walk(strict, forecast, look_every, complete)
    walk.follow(statuses)
    return walk.reading()


class PathWatcher:
    """The same reading kept up while answers arrive in any order; one byte a position.

    A position may go from open to answered; an answer never changes. `record` costs amortised constant time, but for an
    answer that replaces an open fault inside what was counted: then the path is read again.
    """

    def __init__(
        self, size: int, strict: GateTable, forecast: GateTable | None, look_every: int, complete: bool
    ) -> None:
        if size != strict.size:
            raise ValueError(f"a table for {strict.size} answers on a sample of {size}")
        self._settings = (strict, forecast, look_every, complete)
        self._statuses = bytearray(size)
        self._walk = _Walk(*self._settings)

    def record(self, position: int, status: Status) -> None:
        """Note what came of the question at `position` (from 0).

        Raises ValueError when the position is outside the sample, the status is `MISSING`, or an answer would change.
        """
        if not 0 <= position < len(self._statuses):
            raise ValueError(f"position {position} is outside a sample of {len(self._statuses)}")
        before = self._statuses[position]
        if before == status:
            return
        if status == Status.MISSING or before in {Status.SUCCESS, Status.FAILURE}:
            raise ValueError(f"position {position} already has status {Status(before).name}")
        self._statuses[position] = Status(status)
        if before == Status.OPEN and position < self._walk.counted:
            self._walk = _Walk(*self._settings)
            self._walk.follow(self._statuses)
        elif position == self._walk.prefix:
            self._walk.follow(self._statuses)

    @property
    def reading(self) -> PathReading:
        """The reading of all that was recorded."""
        return self._walk.reading()

    @property
    def finished(self) -> bool:
        """Whether nothing more needs to be asked."""
        return self._walk.ended

    def useful_ahead(self) -> int:
        """How many positions beyond the complete prefix are worth having in flight.

        That many more answers would decide the path if it went on at the present estimate of the failure rate (half a
        failure and half a success added); at least 4, at most the rest of the sample, 0 when the path has ended.
        """
        return self._walk.useful_ahead()


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


class _Walk:
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
        needed = max((self._ahead(gate, rest) for gate in self._gates if not gate.decided), default=0)
        return min(rest, max(_LEAST_AHEAD, needed))

    def _ahead(self, gate: _Gate, rest: int) -> int:
        """Least number of further answers at which the slower path of `gate` would cross at the estimated rate."""
        n, high = self.prefix, self._failures + self._open_faults
        estimate = (self._failures + 0.5) / (n - self._open_faults + 1)
        below = estimate < gate.limit
        start, lane = (high, gate.high) if below else (self._failures, gate.low)
        if lane.side != "open":
            return rest  # the two paths crossed on opposite sides: only the end of the sample ends this

        def crossed(more: int) -> bool:
            k = int(start + estimate * more + 0.5)
            return k <= lane.pass_max[n + more] if below else k >= lane.fail_min[n + more]

        return bisect_left(range(1, rest + 1), True, key=crossed) + 1
