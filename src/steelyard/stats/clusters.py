"""A gate whose unit is the family, where several wordings of one family are asked (measurement standard, 2.6).

Answers to wordings of one family resemble one another, so that a gate on single answers errs far more often than it
says. Here a family is one number: the share x of its wordings that failed. Against "the mean share is at least p0" the
mean over fixed stakes l of prod (1 + l (p0 - x)) is a test supermartingale, whatever the shares' law and however many
wordings a family has; every family counts alike. The comparison with 1/alpha is exact, as in `mixture`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import exp, fsum, inf, log
from typing import NamedTuple

from steelyard.records import Claim

from .rates import open_rate
from .walk import GateReading

STAKES = tuple(Fraction(text) for text in ("1/20", "1/10", "1/5", "2/5", "3/5", "4/5", "19/20"))
"""Stakes, as shares of the most that can be lost: no product can fall below zero."""
_MARGIN = 1e-6


class Family(NamedTuple):
    """What the wordings of one family came to; `open_faults` of the asked have no answer."""

    asked: int
    failures: int
    open_faults: int = 0

    def share(self, *, failing: bool) -> Fraction:
        """The share that failed, open faults counted as failing or as passing."""
        return Fraction(self.failures + failing * self.open_faults, self.asked)


class ClusterGate:
    """The gate kept up family by family, in the shuffled order of families.

    "Met": the mean share of failing wordings, over the population of families, is at most `limit`. Each side errs with
    probability at most `alpha`, however often one looks. Raises ValueError when `limit` or `alpha` is not a decimal
    strictly between 0 and 1.
    """

    def __init__(self, limit: str | Fraction, alpha: str | Fraction) -> None:
        self._limit, self._alpha = open_rate(limit, "limit"), open_rate(alpha, "alpha")
        self._bets = {side: [Bet(self._limit, side) for _ in range(2)] for side in ("met", "failed")}
        self._claims: list[Claim] = ["open", "open"]
        self._reading = GateReading("open", None)
        self.counted = 0

    @property
    def reading(self) -> GateReading:
        """What the looks so far decided; `at` counts families."""
        return self._reading

    def record(self, family: Family) -> None:
        """One more family, all its wordings asked. Raises ValueError when it has none, or counts do not fit."""
        asked, failures, faults = family
        if asked < 1 or failures < 0 or faults < 0 or failures + faults > asked:
            raise ValueError(f"{failures} failures and {faults} open faults among {asked} wordings")
        for bets in self._bets.values():
            for path, bet in enumerate(bets):
                bet.add(family.share(failing=bool(path)))
        self.counted += 1

    def look(self) -> GateReading:
        """Read the families so far twice, open faults passing and failing: decided once both crossed one side."""
        if self._reading.claim == "open":
            for path in (0, 1):
                for side in ("met", "failed"):
                    if self._claims[path] == "open" and self._bets[side][path].reaches(self._alpha):
                        self._claims[path] = "met" if side == "met" else "failed"
            if self._claims[0] == self._claims[1] != "open":
                self._reading = GateReading(self._claims[0], self.counted)
        return self._reading

    def least_more(self, most: int) -> int:
        """A number of further families without which nothing can decide an open claim, `most` at most: fewer would not
        do even if all their wordings passed, or all failed."""
        met, failed = self._bets["met"][1], self._bets["failed"][0]
        for more in range(most):
            if met.may_reach(self._alpha, Fraction(0), more) or failed.may_reach(self._alpha, Fraction(1), more):
                return more
        return most

    def log_evidence(self) -> tuple[float, float]:
        """Natural logarithms of two e-values, error below 1e-6: limit met (open faults failing), limit failed (open
        faults passing)."""
        return self._bets["met"][1].log_value(), self._bets["failed"][0].log_value()


def read_families(
    families: Sequence[Family], limit: str | Fraction, alpha: str | Fraction, *, look_every: int = 1
) -> GateReading:
    """Read families in their committed order, a look after every `look_every` and after the last.

    Raises ValueError as `ClusterGate`, or when `look_every` is below 1.
    """
    if look_every < 1:
        raise ValueError(f"a look comes after at least one family, not {look_every}")
    gate = ClusterGate(limit, alpha)
    for number, family in enumerate(families, 1):
        gate.record(family)
        if (number % look_every == 0 or number == len(families)) and gate.look().claim != "open":
            break
    return gate.reading


def stakes(limit: Fraction, side: str) -> tuple[Fraction, ...]:
    """The stakes of one side: below 1/(1 - limit) for `met`, below 1/limit for `failed`."""
    most = 1 / (1 - limit) if side == "met" else 1 / limit
    return tuple(share * most for share in STAKES)


class Bet:
    """The wealth of one side: logarithms for speed, and the shares, counted, for the exact comparison."""

    def __init__(self, limit: Fraction, side: str) -> None:
        self._limit, self._sign = limit, 1 if side == "met" else -1
        self._stakes = stakes(limit, side)
        self._seen: dict[Fraction, int] = {}
        self._gains: dict[Fraction, list[float]] = {}

    def add(self, share: Fraction, times: int = 1) -> None:
        self._seen[share] = self._seen.get(share, 0) + times
        if share not in self._gains:
            self._gains[share] = [log(self._factor(stake, share)) for stake in self._stakes]

    def may_reach(self, alpha: Fraction, share: Fraction, more: int) -> bool:
        """Whether `more` families of this share might do: true where they do, and where rounding hides it."""
        before = self._logs()
        logs = [log_ + more * log(self._factor(stake, share)) for log_, stake in zip(before, self._stakes, strict=True)]
        return _log_mean(logs) + log(alpha) > -_MARGIN

    def reaches(self, alpha: Fraction) -> bool:
        gap = self.log_value() + log(alpha)
        if abs(gap) > _MARGIN:
            return gap > 0
        return self.exact_value() >= 1 / alpha

    def log_value(self) -> float:
        return _log_mean(self._logs())

    def exact_value(self) -> Fraction:
        """The e-value."""
        wealth = [Fraction(1)] * len(self._stakes)
        for share, count in self._seen.items():
            wealth = [w * self._factor(stake, share) ** count for w, stake in zip(wealth, self._stakes, strict=True)]
        return sum(wealth, Fraction(0)) / len(self._stakes)

    def decimal_value(self, calc: Context) -> Decimal:
        """The e-value, right to all but a few of the digits of `calc`."""
        total = Decimal(0)
        for stake in self._stakes:
            wealth = Decimal(1)
            for share, count in self._seen.items():
                factor = self._factor(stake, share)
                ratio = calc.divide(Decimal(factor.numerator), Decimal(factor.denominator))
                wealth = calc.multiply(wealth, calc.power(ratio, count))
            total = calc.add(total, wealth)
        return calc.divide(total, Decimal(len(self._stakes)))

    def _logs(self) -> list[float]:
        return [
            fsum(count * self._gains[share][i] for share, count in self._seen.items())
            for i in range(len(self._stakes))
        ]  # fmt: skip

    def _factor(self, stake: Fraction, share: Fraction) -> Fraction:
        return 1 + self._sign * stake * (self._limit - share)


def _log_mean(logs: list[float]) -> float:
    top = max(logs, default=-inf)
    return top + log(fsum(exp(value - top) for value in logs) / len(logs))
