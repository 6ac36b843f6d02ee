"""The gate on families with several wordings, computed again (docs/formats.md, section 7).

A family is one number, the share of its wordings that failed. Seven stakes bet that the mean share is below the limit,
seven that it is above; a side is reached when the mean of its wealths is at least 1/alpha.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from . import gates
from .evalues import mean_text
from .evidence import Ratio, reaches
from .path import FAILED, MISSING, OPEN

_Record = dict[str, Any]

_TWENTIETHS = (1, 2, 4, 8, 12, 16, 19)


class Families(NamedTuple):
    """The record of the families read, the positions they take beyond the stopping look, and whether they need no
    more."""

    record: _Record | None
    beyond: list[int]
    ended: bool


def families(
    plan: _Record, survey: _Record, statuses: list[int], counted: int, *, begun: bool, reader: str
) -> Families:  # fmt: skip
    """The families of a survey over `statuses`, further wordings after the sample; none is read unless `begun`."""
    if plan["wordings"] == 1:
        return Families(None, [], ended=True)
    places = _places(survey)
    limit, alpha = Fraction(survey["threshold"]["limit"]), Fraction(plan["alpha"])
    read: list[tuple[Fraction, Fraction]] = []
    taken: list[int] = []
    gate = _Gate(limit, alpha)
    at = None
    for number, positions in enumerate(places if begun else [], start=1):
        found = [statuses[position] for position in positions]
        if MISSING in found:
            break
        taken += positions
        low, high = found.count(FAILED), found.count(FAILED) + found.count(OPEN)
        read.append((Fraction(low, len(found)), Fraction(high, len(found))))
        gate.add(*read[-1])
        if at is None and (number % plan["look_every"] == 0 or number == len(places)) and gate.look() != "open":
            at = number
            if not plan["complete"]:
                break
    record = {
        "families": len(read), "wordings": len(taken), "failures": sum(statuses[each] == FAILED for each in taken),
        "open_faults": sum(statuses[each] == OPEN for each in taken),
        "beyond": sum(each >= counted for each in taken), "claim": gate.claim, "at": at,
        "evidence": _evidence(read, limit), "interval": _interval(read, alpha), "reader": reader,
    }  # fmt: skip
    ended = len(read) == len(places) or (at is not None and not plan["complete"])
    return Families(record, [each for each in taken if each >= counted], ended)


def _places(survey: _Record) -> list[list[int]]:
    found = {family: [position] for position, (family, _, _) in enumerate(survey["families"])}
    for position, (family, _, _) in enumerate(survey["further"], start=len(survey["families"])):
        found[family].append(position)
    return list(found.values())


class _Bet:
    """The wealths of one side at one limit."""

    def __init__(self, limit: Fraction, side: str) -> None:
        most, self._limit, self._sign = (1 / (1 - limit), limit, 1) if side == "met" else (1 / limit, limit, -1)
        self._stakes = [most * part / 20 for part in _TWENTIETHS]
        self._shares: Counter[Fraction] = Counter()
        self.ratios = [Ratio() for _ in self._stakes]

    def add(self, share: Fraction, times: int = 1) -> None:
        """So many families more of this share."""
        self._shares[share] += times
        for ratio, stake in zip(self.ratios, self._stakes, strict=True):
            factor = self._factor(stake, share)
            if times == 1:
                ratio.times(factor.numerator, factor.denominator)
            else:
                ratio.times_power(factor.numerator, factor.denominator, times)

    def speaks(self, alpha: Fraction) -> bool:
        """Whether the mean wealth reaches 1/alpha."""
        return reaches(self.ratios, len(self._stakes) / alpha, self.exactly)

    def exactly(self) -> Fraction:
        """The sum of the wealths, as a fraction."""
        total = Fraction(0)
        for stake in self._stakes:
            wealth = Fraction(1)
            for share, times in self._shares.items():
                wealth *= self._factor(stake, share) ** times
            total += wealth
        return total

    def _factor(self, stake: Fraction, share: Fraction) -> Fraction:
        return 1 + self._sign * stake * (self._limit - share)


class _Gate:
    """Two paths, open faults passing and failing; each keeps the first side it reaches at a look."""

    def __init__(self, limit: Fraction, alpha: Fraction) -> None:
        self._alpha, self._sides = alpha, ["open", "open"]
        self._bets = [{side: _Bet(limit, side) for side in ("met", "failed")} for _ in self._sides]
        self.claim = "open"

    def add(self, low: Fraction, high: Fraction) -> None:
        """One family more."""
        for bets, share in zip(self._bets, (low, high), strict=True):
            for bet in bets.values():
                bet.add(share)

    def look(self) -> str:
        """The claim after the families so far."""
        for path, bets in enumerate(self._bets):
            for side, bet in bets.items():
                if self._sides[path] == "open" and bet.speaks(self._alpha):
                    self._sides[path] = side
        if self._sides[0] == self._sides[1]:
            self.claim = self._sides[0]
        return self.claim


def _bet(shares: Iterable[Fraction], limit: Fraction, side: str) -> _Bet:
    bet = _Bet(limit, side)
    for share, times in Counter(shares).items():
        bet.add(share, times)
    return bet


def _evidence(read: list[tuple[Fraction, Fraction]], limit: Fraction) -> dict[str, str]:
    met = _bet((high for _, high in read), limit, "met")
    failed = _bet((low for low, _ in read), limit, "failed")
    bets = {"met": met, "failed": failed}
    return {side: mean_text(bet.ratios, len(_TWENTIETHS), bet.exactly) for side, bet in bets.items()}


def _interval(read: list[tuple[Fraction, Fraction]], alpha: Fraction) -> dict[str, str]:
    """Bounds on the mean share on the grid of the other intervals."""

    def speaks(point: int, side: str) -> bool:
        shares = (low if side == "failed" else high for low, high in read)
        return _bet(shares, Fraction(point, gates.GRID), side).speaks(alpha)

    high = gates.first(lambda point: speaks(point, "met"))
    low = gates.first(lambda point: not speaks(point, "failed")) - 1
    return {
        "low": gates.decimal(Fraction(low, gates.GRID)), "high": gates.decimal(Fraction(high, gates.GRID)),
        "alpha": gates.decimal(alpha),
    }  # fmt: skip
