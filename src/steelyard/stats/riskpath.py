"""The lists of risks along the answers of a committed order: what is read, and what is sure to be read (2.5).

The first positions are read as they come: the gate on all risks asked them. Then each next answer is the first unread
one of whichever risk the board names. Which positions are read thus depends on the answers read before and on nothing
else, however many are asked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

from .multiple import RiskReading, Rule
from .riskboard import RiskBoard
from .walk import Status

_MOST_AHEAD = 64
"""So many positions of one risk, and so many to the next look, are named as sure to be read."""


class RiskPath:
    """The lists after as many answers as are there. `board` is empty; `risk_of` is the risk of each position.

    A look comes after every `look_every` counted answers and when nothing is left. Raises ValueError when a risk does
    not exist, `look_every` is below 1, or `stream` lies outside the order.
    """

    def __init__(self, board: RiskBoard, risk_of: Sequence[int], *, look_every: int = 1, stream: int = 0) -> None:
        if look_every < 1:
            raise ValueError(f"a look comes after at least one answer, not {look_every}")
        if risk_of and not 0 <= min(risk_of) <= max(risk_of) < board.size:
            raise ValueError(f"risks are numbered from 0 to {board.size - 1}")
        if not 0 <= stream <= len(risk_of):
            raise ValueError(f"a stream of {stream} positions in an order of {len(risk_of)}")
        self.stream, self.beyond = stream, set[int]()
        self._board, self._risk_of, self._look_every = board, risk_of, look_every
        self._queues: list[list[int]] = [[] for _ in range(board.size)]
        for position in range(len(risk_of) - 1, stream - 1, -1):
            self._queues[risk_of[position]].append(position)
        self._next = 0
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether every risk is on a list or has no question left."""
        return self._ended

    def follow(self, statuses: bytes | bytearray) -> None:
        """Read on as far as the next position is known; what was read must not have changed."""
        while self._next < self.stream:
            risk = self._risk_of[self._next]
            if not self._board.decided(risk):
                if statuses[self._next] == Status.MISSING:
                    return
                self._count(risk, statuses[self._next])
            self._next += 1
        while wanted := self._wanted():
            position = self._queues[wanted[0]][-1]
            if statuses[position] == Status.MISSING:
                return
            self.beyond.add(self._queues[wanted[0]].pop())
            self._count(wanted[0], statuses[position])
        if not self._ended:
            self._board.look()
            self._ended = True

    def sure(self, statuses: bytes | bytearray) -> list[int]:
        """Unknown positions that are sure to be read, best first."""
        if self._next < self.stream:
            rest = range(self._next, self.stream)
            open_ = [position for position in rest if not self._board.decided(self._risk_of[position])]
        else:
            open_ = self._ahead()
        return [position for position in open_ if statuses[position] == Status.MISSING]

    def reading(self, statuses: bytes | bytearray) -> RiskReading:
        """What was read, and what an asker should ask next."""
        return self._board.reading(self.sure(statuses), self.beyond)

    def _wanted(self) -> list[int]:
        return self._board.wanted([len(queue) for queue in self._queues])

    def _count(self, risk: int, status: int) -> None:
        self._board.record(risk, Status(status))
        if self._board.counted % self._look_every == 0:
            self._board.look()

    def _ahead(self) -> list[int]:
        """What is read before the next look, and what every risk needs at the least, fewest answers first."""
        wanted = self._wanted()
        depth = self._before_look(wanted)
        for risk in wanted:
            most = min(_MOST_AHEAD, len(self._queues[risk]))
            depth[risk] = max(depth[risk], self._board.least_more(risk, most))
        ranked = [
            (self._board.tally(risk).asked + ahead, risk, self._queues[risk][-1 - ahead])
            for risk in wanted for ahead in range(depth[risk])
        ]  # fmt: skip
        return [position for _, _, position in sorted(ranked)]

    def _before_look(self, wanted: list[int]) -> dict[int, int]:
        """How many answers of each of these risks the next look waits for: until then nothing changes their order."""
        depth = dict.fromkeys(wanted, 0)
        left = min(_MOST_AHEAD, self._look_every - self._board.counted % self._look_every)
        line = [(self._board.tally(risk).asked, risk) for risk in wanted]
        heapify(line)
        while line and left:
            asked, risk = heappop(line)
            depth[risk], left = depth[risk] + 1, left - 1
            if depth[risk] < len(self._queues[risk]):
                heappush(line, (asked + 1, risk))
        return depth


def read_risks(
    statuses: bytes | bytearray, risk_of: Sequence[int], limits: Sequence[str | Fraction], alpha: str | Fraction, *,
    rule: Rule = "fdr", look_every: int = 1, stream: int = 0,
) -> RiskReading:  # fmt: skip
    """Read the answers: `statuses` one `Status` a position of the committed order, `risk_of` the risk of each.

    The first `stream` positions are read as they come, then the first unread position of whichever risk
    `RiskBoard.wanted` names, until an answer is missing. Positions of a decided risk are passed over. Raises ValueError
    as `RiskPath` and `RiskBoard`, or when lengths differ.
    """
    if len(statuses) != len(risk_of):
        raise ValueError(f"{len(statuses)} statuses for {len(risk_of)} positions")
    path = RiskPath(RiskBoard(limits, alpha, rule), risk_of, look_every=look_every, stream=stream)
    path.follow(statuses)
    return path.reading(statuses)
