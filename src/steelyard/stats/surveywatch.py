"""A survey's asking watched: first the gates decide, then whatever goes on from where they stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .clusters import ClusterGate
from .familypath import FamilyPath
from .gates import GateTable
from .multiple import RiskReading
from .path import PathWatcher
from .riskboard import RiskBoard
from .riskpath import RiskPath
from .walk import GateReading, Status


class _Follower(Protocol):
    """What reads on from where the gates stopped. `beyond`: positions it read that the gates did not."""

    beyond: set[int]

    @property
    def ended(self) -> bool: ...

    def follow(self, statuses: bytes | bytearray, /) -> None: ...

    def sure(self, statuses: bytes | bytearray, /) -> list[int]: ...


class SurveyWatcher(PathWatcher):
    """The path, and from its end on lists of risks and a gate on families, each where it is wanted.

    `risk_of`: the risk of each position of the sample, numbered from 0. `wordings_of`: where the wordings of each
    family stand, the first of each in the sample, the others after it. An answer that replaces an open fault which was
    read makes all be read again.
    """

    def __init__(
        self, size: int, strict: GateTable, forecast: GateTable | None, look_every: int, complete: bool, *, alpha: str,
        risk_of: Sequence[int] = (), wordings_of: Sequence[Sequence[int]] = (),
    ) -> None:  # fmt: skip
        super().__init__(size, strict, forecast, look_every, complete)
        self._risk_of, self._wordings_of, self._alpha = risk_of, wordings_of, alpha
        self._limit, self._look_every, self._complete = strict.limit, look_every, complete
        self._known = bytearray(max((1 + max(places) for places in wordings_of), default=size))
        self._lists: RiskPath | None = None
        self._families: FamilyPath | None = None
        self._begun = False

    def record(self, position: int, status: Status) -> None:
        """As `PathWatcher.record`; positions of further wordings lie beyond the sample."""
        changed = self.counts(position) and self._known[position] != status
        if position < len(self._statuses):
            super().record(position, status)
        elif position >= len(self._known) or status == Status.MISSING:
            raise ValueError(f"position {position} cannot become {status.name}")
        elif self._known[position] in {Status.SUCCESS, Status.FAILURE} and self._known[position] != status:
            raise ValueError(f"position {position} already has status {Status(self._known[position]).name}")
        self._known[position] = status
        if changed or not super().finished:
            self._begun = False
        if super().finished:
            if not self._begun:
                self._begin()
            for follower in self._followers():
                follower.follow(self._known)

    @property
    def finished(self) -> bool:
        """Whether nothing more needs to be asked."""
        return self._begun and all(follower.ended for follower in self._followers())

    @property
    def risks(self) -> RiskReading | None:
        """The lists so far; None where none are kept, or before the gates are decided."""
        return self._lists.reading(self._known) if self._begun and self._lists else None

    @property
    def families(self) -> GateReading | None:
        """The claim on families so far; None where none is made, or before the gates are decided."""
        return self._families.reading if self._begun and self._families else None

    def beyond(self) -> Sequence[int]:
        """Positions that are sure to be read beyond the gates, best first; empty before these are decided."""
        wanted = (position for follower in self._followers() for position in follower.sure(self._known))
        return list(dict.fromkeys(wanted))

    def counts(self, position: int) -> bool:
        """Whether what is known at a position is read, by the gates or beyond them."""
        return super().counts(position) or any(position in follower.beyond for follower in self._followers())

    @property
    def answers(self) -> int:
        """How many of the answers are read."""
        more = set[int]().union(*(follower.beyond for follower in self._followers()))
        return super().answers + sum(self._known[position] != Status.OPEN for position in more)

    def _followers(self) -> list[_Follower]:
        found = (self._lists, self._families) if self._begun else ()
        return [follower for follower in found if follower is not None]

    def _begin(self) -> None:
        counted = self.reading.counted
        if self._risk_of:
            board = RiskBoard([self._limit] * (max(self._risk_of) + 1), self._alpha)
            self._lists = RiskPath(board, self._risk_of, look_every=self._look_every, stream=counted)
        if self._wordings_of:
            self._families = FamilyPath(
                ClusterGate(self._limit, self._alpha), self._wordings_of, look_every=self._look_every, stream=counted,
                complete=self._complete,
            )  # fmt: skip
        self._begun = True
