"""The look rule: what a prefix of answers, in the committed order, has decided (design section 5).

A look happens at every multiple of `look_every` and at the end of the sample, within the complete prefix. Calls without
an answer are read twice: as successes (low path) and as failures (high path); a gate is decided when both paths have
crossed its boundary on the same side.
"""

from __future__ import annotations

from collections.abc import Sequence

from .gates import GateTable
from .multiple import RiskReading
from .walk import GateReading, PathReading, Status, Walk


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
    walk = Walk(strict, forecast, look_every, complete)
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
        self._walk = Walk(*self._settings)

    def record(self, position: int, status: Status) -> None:
        """Note what came of the question at `position` (from 0).

        Raises ValueError when the position is outside the sample, the status is `MISSING`, or an answer would change.
        """
        if not 0 <= position < len(self._statuses):
            raise ValueError(f"position {position} is outside a sample of {len(self._statuses)}")
        if status == Status.MISSING:
            raise ValueError(f"position {position} cannot become missing")
        before = self._statuses[position]
        if before == status:
            return
        if before in {Status.SUCCESS, Status.FAILURE}:
            raise ValueError(f"position {position} already has status {Status(before).name}")
        self._statuses[position] = Status(status)
        if before == Status.OPEN and position < self._walk.counted:
            self._walk = Walk(*self._settings)
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

        That many more answers may well decide the path, as far as the answers so far tell the failure rate; at least 4,
        at most the rest of the sample, 0 when the path has ended. What is asked beyond it would often be in vain.
        """
        return self._walk.useful_ahead()

    def beyond(self) -> Sequence[int]:
        """Positions to ask once the gates are decided, best first: none where only the gates ask."""
        return ()

    def counts(self, position: int) -> bool:
        """Whether what is known at a position is read."""
        return position < self._walk.counted

    @property
    def answers(self) -> int:
        """How many of the answers are read."""
        reading = self._walk.reading()
        return reading.counted - reading.open_faults

    @property
    def families(self) -> GateReading | None:
        """The claim on families with several wordings; None where none is made."""
        return None

    @property
    def risks(self) -> RiskReading | None:
        """The lists of risks; None where none are kept."""
        return None
