"""The gate on families along a survey's answers, and its evidence as records write it (measurement standard, 2.6)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context
from fractions import Fraction

from steelyard.records import EValues, Interval

from .clusters import Bet, ClusterGate, Family
from .intervals import GRID
from .rates import decimal_string, open_rate
from .recorded import e_value_of
from .walk import GateReading, Status

_MOST_AHEAD = 64
_CALC = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN)


class FamilyPath:
    """Families read in their committed order, each once all its wordings are known, until the gate is decided.

    `positions_of`: where the wordings of each family stand among the statuses. A look comes after every `look_every`
    families and after the last; with `complete` all families are read. Positions below `stream` were asked for another
    gate. Raises ValueError when `look_every` is below 1 or a family has no wording.
    """

    def __init__(
        self, gate: ClusterGate, positions_of: Sequence[Sequence[int]], *, look_every: int = 1, stream: int = 0,
        complete: bool = False,
    ) -> None:  # fmt: skip
        if look_every < 1:
            raise ValueError(f"a look comes after at least one family, not {look_every}")
        if not all(positions_of):
            raise ValueError("every family has a wording")
        self.gate, self.families, self.beyond = gate, list[Family](), set[int]()
        self._positions_of, self._look_every, self._stream = positions_of, look_every, stream
        self._complete = complete

    @property
    def ended(self) -> bool:
        """Whether nothing more needs to be asked."""
        decided = self.gate.reading.claim != "open" and not self._complete
        return decided or len(self.families) == len(self._positions_of)

    def follow(self, statuses: bytes | bytearray) -> None:
        """Read on as far as whole families are known; what was read must not have changed."""
        while not self.ended:
            positions = self._positions_of[len(self.families)]
            found = [statuses[position] for position in positions]
            if Status.MISSING in found:
                return
            family = Family(len(found), found.count(Status.FAILURE), found.count(Status.OPEN))
            self.families.append(family)
            self.beyond.update(position for position in positions if position >= self._stream)
            self.gate.record(family)
            count = len(self.families)
            if count % self._look_every == 0 or count == len(self._positions_of):
                self.gate.look()

    def sure(self, statuses: bytes | bytearray) -> list[int]:
        """Unknown positions that are sure to be read, in order."""
        if self.ended:
            return []
        count, ahead = len(self.families), _MOST_AHEAD
        if not self._complete:
            to_look = self._look_every - count % self._look_every
            ahead = max(self.gate.least_more(_MOST_AHEAD), min(_MOST_AHEAD, to_look))
        wanted = (position for positions in self._positions_of[count : count + ahead] for position in positions)
        return [position for position in wanted if statuses[position] == Status.MISSING]

    @property
    def reading(self) -> GateReading:
        """The claim so far; `at` counts families."""
        return self.gate.reading


def family_e_values(families: Sequence[Family], limit: str | Fraction) -> EValues:
    """What families say about the mean share of failing wordings being at most `limit`, open faults read the careful
    way, as records write it. Raises ValueError as `ClusterGate`."""
    null = open_rate(limit, "limit")
    met, failed = _bet(families, null, "met", failing=True), _bet(families, null, "failed", failing=False)
    return EValues(
        met=e_value_of(met.decimal_value(_CALC), met.exact_value),
        failed=e_value_of(failed.decimal_value(_CALC), failed.exact_value),
    )


def family_interval(families: Sequence[Family], alpha: str | Fraction) -> Interval:
    """Bounds on the mean share of failing wordings that hold at every look, each end with error at most `alpha`: on the
    grid of `anytime_interval`, by the families' gate."""
    level = open_rate(alpha, "alpha")

    def below(point: int) -> bool:
        return _bet(families, Fraction(point, GRID), "met", failing=True).reaches(level)

    def not_above(point: int) -> bool:
        return not _bet(families, Fraction(point, GRID), "failed", failing=False).reaches(level)

    points = range(1, GRID)
    # Every factor of the evidence below a limit grows with it, every factor of that above it shrinks.
    high, low = 1 + bisect_left(points, True, key=below), bisect_left(points, True, key=not_above)
    return Interval(
        low=decimal_string(Fraction(low, GRID)), high=decimal_string(Fraction(high, GRID)), alpha=decimal_string(level)
    )


def _bet(families: Sequence[Family], limit: Fraction, side: str, *, failing: bool) -> Bet:
    bet = Bet(limit, side)
    for share, times in Counter(family.share(failing=failing) for family in families).items():
        bet.add(share, times)
    return bet
