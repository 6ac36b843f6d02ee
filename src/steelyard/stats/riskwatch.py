"""A survey's asking watched where lists of risks are kept: first the gates decide, then the risks on no list go on."""

from __future__ import annotations

from collections.abc import Sequence

from .gates import GateTable
from .multiple import RiskReading
from .path import PathWatcher
from .riskboard import RiskBoard
from .riskpath import RiskPath
from .walk import Status


class RiskWatcher(PathWatcher):
    """The path, and from its end on the lists; `risk_of` is the risk of each position, numbered from 0.

    An answer that replaces an open fault which was read makes the lists be read again.
    """

    def __init__(
        self, risk_of: Sequence[int], alpha: str, strict: GateTable, forecast: GateTable | None, look_every: int,
        complete: bool,
    ) -> None:  # fmt: skip
        super().__init__(len(risk_of), strict, forecast, look_every, complete)
        self._risk_of, self._alpha, self._limit, self._look_every = risk_of, alpha, strict.limit, look_every
        self._lists: RiskPath | None = None

    def record(self, position: int, status: Status) -> None:
        """As `PathWatcher.record`."""
        changed = self.counts(position) and self._statuses[position] != status
        super().record(position, status)
        if changed or not super().finished:
            self._lists = None
        if super().finished:
            self._lists = self._lists or self._begin()
            self._lists.follow(self._statuses)

    @property
    def finished(self) -> bool:
        """Whether nothing more needs to be asked."""
        return self._lists is not None and self._lists.ended

    @property
    def risks(self) -> RiskReading | None:
        """The lists so far; None before the gates are decided."""
        return None if self._lists is None else self._lists.reading(self._statuses)

    def beyond(self) -> Sequence[int]:
        """Positions that the lists are sure to read, best first; empty before the gates are decided."""
        return () if self._lists is None else self._lists.sure(self._statuses)

    def counts(self, position: int) -> bool:
        """Whether what is known at a position is read, by the gates or for the lists."""
        return super().counts(position) or (self._lists is not None and position in self._lists.beyond)

    @property
    def answers(self) -> int:
        """How many of the answers are read."""
        more = self._lists.beyond if self._lists else ()
        return super().answers + sum(self._statuses[position] != Status.OPEN for position in more)

    def _begin(self) -> RiskPath:
        board = RiskBoard([self._limit] * (max(self._risk_of) + 1), self._alpha)
        return RiskPath(board, self._risk_of, look_every=self._look_every, stream=self.reading.counted)
