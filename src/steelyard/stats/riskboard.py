"""The lists of risks kept up along one stream of answers: what counts, what is looked at, what is asked next (2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .mixture import ABOVE, BELOW
from .multiple import Places, RiskClaim, RiskReading, Rule, Side, best_place
from .rates import open_rate
from .walk import Status


class RiskBoard:
    """The lists kept up while answers arrive, one risk at a time. `limits`: the failure limit of each risk."""

    def __init__(self, limits: Sequence[str | Fraction], alpha: str | Fraction, rule: Rule = "fdr") -> None:
        self._limits = [open_rate(limit, "limit") for limit in limits]
        self._places = Places(len(limits), alpha, rule)
        self._tallies = [[0, 0, 0] for _ in limits]
        self._best: dict[Side, list[int]] = {
            side: [self._places.count + 1] * self._places.count for side in ("clean", "failing")
        }
        self._stale: set[int] = set()
        self._claims: dict[int, RiskClaim] = {}
        self.counted = 0

    @property
    def size(self) -> int:
        """How many risks there are."""
        return self._places.count

    def decided(self, risk: int) -> bool:
        """Whether this risk is on a list: its answers count no more."""
        return risk in self._claims

    def record(self, risk: int, status: Status) -> None:
        """One more answer of a risk, or a fault without one. Raises ValueError for a decided risk or `MISSING`."""
        if status == Status.MISSING:
            raise ValueError("a missing answer cannot be counted")
        if risk in self._claims:
            raise ValueError(f"risk {risk} is decided: its evidence is frozen")
        tally = self._tallies[risk]
        tally[0] += 1
        tally[1] += status == Status.FAILURE
        tally[2] += status == Status.OPEN
        self.counted += 1
        self._stale.add(risk)

    def look(self) -> None:
        """Put on the lists what the answers so far show; for either list open faults are read against it."""
        for risk in self._stale:
            asked, failures, faults = self._tallies[risk]
            limit = self._limits[risk]
            self._best["clean"][risk] = best_place(self._places, limit, BELOW, asked, failures + faults)
            self._best["failing"][risk] = best_place(self._places, limit, ABOVE, asked, failures)
        self._stale.clear()
        for side, best in self._best.items():
            length = self._places.length(best)
            for risk, place in enumerate(best):
                if risk not in self._claims and self._places.clears(place, length):
                    asked, failures, faults = self._tallies[risk]
                    self._claims[risk] = RiskClaim(risk, side, asked, failures, faults, self.counted)

    def wanted(self, left: Sequence[int]) -> list[int]:
        """Which risks are asked next, best first, when `left` questions of each remain.

        A risk whose evidence would do once all others are listed too waits until only such risks are left: mostly the
        others follow, and it needs nothing more. Among those not waiting the fewest answers go first. The choice looks
        at past answers only, so that every e-process stays valid.
        """
        open_risks = [risk for risk, count in enumerate(left) if count and risk not in self._claims]
        hungry = [risk for risk in open_risks if all(best[risk] > len(best) for best in self._best.values())]
        return sorted(hungry or open_risks, key=lambda risk: (self._tallies[risk][0], risk))

    def reading(self, wanted: Sequence[int] = ()) -> RiskReading:
        """What the looks so far showed; `wanted` are the positions that an asker should ask next."""
        undecided = tuple(risk for risk in range(self._places.count) if risk not in self._claims)
        return RiskReading(tuple(self._claims.values()), undecided, self.counted, not wanted, tuple(wanted))


def read_risks(
    statuses: bytes | bytearray, risk_of: Sequence[int], limits: Sequence[str | Fraction], alpha: str | Fraction, *,
    rule: Rule = "fdr", look_every: int = 1, stream: int = 0,
) -> RiskReading:  # fmt: skip
    """Read the answers: `statuses` one `Status` a position of the committed order, `risk_of` the risk of each.

    The first `stream` positions are read as they come (the gate on all risks asked them), then the first unread
    position of whichever risk `RiskBoard.wanted` names, until an answer is missing. Positions of a decided risk are
    passed over. A look comes after every `look_every` counted answers and when nothing is left. Raises ValueError when
    lengths differ, a risk or status does not exist, `look_every` is below 1, `stream` lies outside the order, or a
    limit or alpha is not strictly between 0 and 1.
    """
    if len(statuses) != len(risk_of):
        raise ValueError(f"{len(statuses)} statuses for {len(risk_of)} positions")
    if look_every < 1:
        raise ValueError(f"a look comes after at least one answer, not {look_every}")
    if risk_of and not 0 <= min(risk_of) <= max(risk_of) < len(limits):
        raise ValueError(f"risks are numbered from 0 to {len(limits) - 1}")
    if not 0 <= stream <= len(risk_of):
        raise ValueError(f"a stream of {stream} positions in an order of {len(risk_of)}")
    board = RiskBoard(limits, alpha, rule)
    for position in range(stream):
        if not board.decided(risk_of[position]):
            if statuses[position] == Status.MISSING:
                return board.reading(_open(board, statuses, risk_of, range(position, stream)))
            _count(board, risk_of[position], statuses[position], look_every)
    return _read_rest(board, statuses, risk_of, stream, look_every)


def _read_rest(
    board: RiskBoard, statuses: bytes | bytearray, risk_of: Sequence[int], start: int, look_every: int
) -> RiskReading:
    queues: list[list[int]] = [[] for _ in range(board.size)]
    for position in range(len(risk_of) - 1, start - 1, -1):
        queues[risk_of[position]].append(position)
    while wanted := board.wanted([len(queue) for queue in queues]):
        risk = wanted[0]
        position = queues[risk][-1]
        if statuses[position] == Status.MISSING:
            return board.reading([queues[risk][-1] for risk in wanted if statuses[queues[risk][-1]] == Status.MISSING])
        queues[risk].pop()
        _count(board, risk, statuses[position], look_every)
    board.look()
    return board.reading()


def _open(board: RiskBoard, statuses: bytes | bytearray, risk_of: Sequence[int], positions: Sequence[int]) -> list[int]:
    return [i for i in positions if statuses[i] == Status.MISSING and not board.decided(risk_of[i])]


def _count(board: RiskBoard, risk: int, status: int, look_every: int) -> None:
    board.record(risk, Status(status))
    if board.counted % look_every == 0:
        board.look()
