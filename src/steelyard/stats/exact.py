"""Exact laws of the stopping rule, by dynamic program over (answers, failures) (measurement standard, 2.2).

Every rule is a table of integers, so its error probabilities and expected calls follow without simulation.
Probabilities are floating point, exact but for rounding: mass below 1e-30 in the tails is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

from steelyard.records import Claim

from .gates import GateTable

_NEGLIGIBLE = 1e-30


class Iid(NamedTuple):
    """Each answer fails independently with probability `rate`."""

    rate: float

    def failing(self, n: int, k: int) -> float:
        """Probability that answer n + 1 fails after `k` of `n` failed."""
        return self.rate


class Bank(NamedTuple):
    """Drawn without replacement from `size` questions of which `failures` fail."""

    size: int
    failures: int

    def failing(self, n: int, k: int) -> float:
        """Probability that answer n + 1 fails after `k` of `n` failed."""
        return (self.failures - k) / (self.size - n)


class Ending(NamedTuple):
    """One way a path can end: after `calls`, with these claims, with this probability."""

    calls: int
    strict: Claim
    forecast: Claim
    letter: Claim
    probability: float


class ErrorRates(NamedTuple):
    """Probability of a wrong side, each at the boundary where it is worst."""

    false_met: float
    false_failed: float


def endings(
    strict: GateTable, forecast: GateTable | None, law: Iid | Bank, *, look_every: int = 1, complete: bool = False,
    letter: bool = False,
) -> Iterator[Ending]:  # fmt: skip
    """Every way the path of the look rule can end when no call faults, in order of calls.

    Gates are looked at as `steelyard.stats.path` does; one table alone goes in as `strict`. `letter`: the sample is the
    standard's own, so that a path reaching its end is also read by the point rule.
    """
    size = strict.size
    allowed = floor(Fraction(strict.limit) * size) if letter else None
    groups: _Groups = {("open", "none" if forecast is None else "open"): _Mass(0, [1.0])}
    for n in range(1, size + 1):
        groups = {claims: mass.step(law, n - 1) for claims, mass in groups.items() if mass.values}
        if n % look_every == 0 or n == size:
            groups = _look(groups, n, strict, forecast)
            if not complete and n < size:
                for claims in [claims for claims in groups if "open" not in claims]:
                    yield Ending(n, *claims, "none", groups.pop(claims).total)
    for (by_strict, by_forecast), mass in groups.items():
        if allowed is None:
            yield Ending(size, by_strict, by_forecast, "none", mass.total)
        else:
            met, _, failed = mass.split(allowed, allowed + 1)
            yield Ending(size, by_strict, by_forecast, "met", met.total)
            yield Ending(size, by_strict, by_forecast, "failed", failed.total)


def error_rates(table: GateTable, *, look_every: int = 1) -> ErrorRates:
    """The table's two error probabilities at the worst boundary: the truth just on the other side of the limit."""
    limit = Fraction(table.limit)
    if table.kind == "population":
        over: Iid | Bank = Iid(float(limit))
        within = over
    else:
        allowed = floor(limit * table.size)
        over, within = Bank(table.size, allowed + 1), Bank(table.size, allowed)
    return ErrorRates(
        _chance(table, over, "met", look_every=look_every), _chance(table, within, "failed", look_every=look_every)
    )


def mean_calls(table: GateTable, law: Iid | Bank, *, look_every: int = 1) -> float:
    """Expected number of answers until the table decides or ends."""
    return sum(end.calls * end.probability for end in endings(table, None, law, look_every=look_every))


def _chance(table: GateTable, law: Iid | Bank, claim: Claim, *, look_every: int) -> float:
    return sum(end.probability for end in endings(table, None, law, look_every=look_every) if end.strict == claim)


class _Mass:
    """Probabilities of `first`, `first` + 1, ... failures."""

    __slots__ = ("first", "values")

    def __init__(self, first: int, values: list[float]) -> None:
        self.first, self.values = first, values

    @property
    def total(self) -> float:
        return sum(self.values)

    def step(self, law: Iid | Bank, n: int) -> _Mass:
        """After one more answer."""
        if isinstance(law, Iid):
            fail = [value * law.rate for value in self.values]
        else:
            fail = [value * law.failing(n, k) for k, value in enumerate(self.values, self.first)]
        stay = [value - lost for value, lost in zip(self.values, fail, strict=True)]
        return _Mass(self.first, [a + b for a, b in zip([*stay, 0.0], [0.0, *fail], strict=True)]).trimmed()

    def trimmed(self) -> _Mass:
        start, stop = 0, len(self.values)
        while start < stop and self.values[start] < _NEGLIGIBLE:
            start += 1
        while start < stop and self.values[stop - 1] < _NEGLIGIBLE:
            stop -= 1
        return _Mass(self.first + start, self.values[start:stop])

    def split(self, pass_max: int, fail_min: int) -> tuple[_Mass, _Mass, _Mass]:
        """What lies at or below `pass_max`, between, and at or above `fail_min`."""
        low = max(0, pass_max + 1 - self.first)
        high = max(low, fail_min - self.first)
        return (
            _Mass(self.first, self.values[:low]),
            _Mass(self.first + low, self.values[low:high]),
            _Mass(self.first + high, self.values[high:]),
        )

    def plus(self, other: _Mass) -> _Mass:
        first = min(self.first, other.first)
        values = [0.0] * (max(self.first + len(self.values), other.first + len(other.values)) - first)
        for mass in (self, other):
            for i, value in enumerate(mass.values, mass.first - first):
                values[i] += value
        return _Mass(first, values)


_Groups = dict[tuple[Claim, Claim], _Mass]


def _look(groups: _Groups, n: int, strict: GateTable, forecast: GateTable | None) -> _Groups:
    """Move what crosses a boundary at look `n` to the group of its claims."""
    after: _Groups = {}
    for (by_strict, by_forecast), mass in groups.items():
        for strict_claim, part in _cross(by_strict, mass, strict, n):
            for forecast_claim, piece in _cross(by_forecast, part, forecast, n):
                if piece.values:
                    claims = (strict_claim, forecast_claim)
                    after[claims] = after[claims].plus(piece) if claims in after else piece
    return after


def _cross(claim: Claim, mass: _Mass, table: GateTable | None, n: int) -> list[tuple[Claim, _Mass]]:
    if table is None or claim != "open" or not mass.values:
        return [(claim, mass)]
    met, still, failed = mass.split(table.pass_max[n], table.fail_min[n])
    return [("met", met), ("open", still), ("failed", failed)]
