"""A gate on a weighted rate over strata that are asked unequally (measurement standard, 2.5).

The rate is sum_s w_s p_s with weights known beforehand. Within a stratum answers are independent; how many each gets
may depend on everything seen so far, so that a stratum may stop early. The evidence against a combination of stratum
rates is a fixed mixture of likelihoods over their likelihood; the claim is decided when the weakest evidence, against
the most likely combination of the null, reaches 1/alpha. The mixture joins alternatives equal in all strata with beta
laws around them. Where strata are asked in proportion to their weights, one gate on the common stream costs less.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import exp, fsum, inf, lgamma, log, log1p
from typing import NamedTuple

import msgspec

from steelyard.records import Claim

from .mixture import ABOVE, BELOW
from .nullfit import null_fit
from .rates import open_rate
from .walk import GateReading, Status

SPREADS = (None, 30.0, 6.0)
"""How alternatives spread over strata: not at all, or as a beta law with this many pseudo-answers."""
_ROUNDING = 1e-13


class StratumTally(NamedTuple):
    """What a stratum's answers came to; `open_faults` of the asked have no answer."""

    asked: int
    failures: int
    open_faults: int = 0

    def settled(self, *, failing: bool) -> StratumTally:
        """Open faults counted as failures, or as successes."""
        return StratumTally(self.asked, self.failures + failing * self.open_faults)


class WeightedEvidence(msgspec.Struct, frozen=True):
    """Natural logarithms of two e-values, each rounded down by less than 1e-5: `met` against a weighted rate above the
    limit, `failed` against one within it."""

    met: float
    failed: float


class StrataGate(ABC):
    """A claim kept up while answers of strata arrive, decided at the first look that shows one side.

    Answers are read twice, open faults passing and failing: decided once both paths have crossed the same side.
    """

    def __init__(self, strata: int, alpha: Fraction) -> None:
        self._need = -log(alpha)
        self._claims: list[Claim] = ["open", "open"]
        self._reading = GateReading("open", None)
        self.tallies = [StratumTally(0, 0)] * strata

    @property
    def reading(self) -> GateReading:
        """What the looks so far decided; `at` counts the answers of all strata."""
        return self._reading

    def record(self, stratum: int, status: Status) -> None:
        """One more answer, or a fault without one. Raises ValueError for `MISSING`."""
        if status == Status.MISSING:
            raise ValueError("a missing answer cannot be counted")
        asked, failures, faults = self.tallies[stratum]
        failures, faults = failures + (status == Status.FAILURE), faults + (status == Status.OPEN)
        self.tallies[stratum] = StratumTally(asked + 1, failures, faults)

    def look(self) -> GateReading:
        """Read the answers so far."""
        if self._reading.claim == "open":
            for path in (0, 1):
                if self._claims[path] == "open":
                    evidence = self.evidence([tally.settled(failing=bool(path)) for tally in self.tallies])
                    self._claims[path] = self._side(evidence)
            if self._claims[0] == self._claims[1] != "open":
                self._reading = GateReading(self._claims[0], sum(tally.asked for tally in self.tallies))
        return self._reading

    def _side(self, evidence: WeightedEvidence) -> Claim:
        return "met" if evidence.met >= self._need else "failed" if evidence.failed >= self._need else "open"

    @abstractmethod
    def evidence(self, tallies: Sequence[StratumTally]) -> WeightedEvidence:
        """What such tallies say; open faults are left out."""


class WeightedGate(StrataGate):
    """The gate on a weighted rate. `weights` are those of the strata, positive and adding up to 1.

    Each side errs with probability at most `alpha`, however often one looks and whichever stratum is asked next. Raises
    ValueError when weights are not such, or when `limit` or `alpha` is not a decimal strictly between 0 and 1.
    """

    def __init__(self, weights: Sequence[Fraction], limit: str | Fraction, alpha: str | Fraction) -> None:
        super().__init__(len(weights), open_rate(alpha, "alpha"))
        self._weights, self._limit = checked_weights(weights), open_rate(limit, "limit")

    def evidence(self, tallies: Sequence[StratumTally]) -> WeightedEvidence:
        """As `weighted_evidence`."""
        return weighted_evidence(self._weights, tallies, self._limit)

    def wanted(self, left: Sequence[int]) -> list[int]:
        """Strata to ask next, best first, when `left` questions of each remain: the one most behind its weight."""
        behind = [tally.asked / weight for tally, weight in zip(self.tallies, self._weights, strict=True)]
        return sorted((stratum for stratum, count in enumerate(left) if count), key=lambda s: (behind[s], s))


def weighted_evidence(
    weights: Sequence[Fraction], tallies: Sequence[StratumTally], limit: str | Fraction
) -> WeightedEvidence:
    """What the answers say about the weighted rate, open faults left out. Raises ValueError as `WeightedGate`."""
    null, shares = open_rate(limit, "limit"), [float(weight) for weight in checked_weights(weights)]
    if len(tallies) != len(shares):
        raise ValueError(f"{len(tallies)} tallies for {len(shares)} strata")
    failures = [tally.failures for tally in tallies]
    asked = [tally.asked - tally.open_faults for tally in tallies]
    successes = [n - k for n, k in zip(asked, failures, strict=True)]
    over = null_fit(shares, asked, failures, float(null))
    within = null_fit(shares, asked, successes, float(1 - null))
    return WeightedEvidence(
        met=log_mixture(BELOW, null, asked, failures) - over.log_likelihood,
        failed=log_mixture(ABOVE, null, asked, failures) - within.log_likelihood,
    )


def log_mixture(factors: Sequence[Fraction], limit: Fraction, asked: Sequence[int], failures: Sequence[int]) -> float:
    """Log of the mixture's likelihood of the answers, rounded down; -inf where no alternative is below 1. Alternatives
    of 1 or more keep their weight."""
    logs = []
    for rate in (float(factor * limit) for factor in factors if factor * limit < 1):
        for spread in SPREADS:
            if spread is None:
                k, n = sum(failures), sum(asked)
                logs.append(k * log(rate) + (n - k) * log1p(-rate))
            else:
                logs.append(
                    fsum(log_beta_ratio(rate * spread, (1 - rate) * spread, n, k)
                         for n, k in zip(asked, failures, strict=True))
                )  # fmt: skip
    if not logs:
        return -inf
    top = max(logs)
    total = top + log(fsum(exp(value - top) for value in logs) / (len(factors) * len(SPREADS)))
    return total - _ROUNDING * (1 + sum(asked) * (1 + log1p(sum(asked))))


@lru_cache(maxsize=1 << 16)
def log_beta_ratio(a: float, b: float, n: int, k: int) -> float:
    """log of B(a + k, b + n - k) / B(a, b): the chance of one sequence of answers under a beta law of the rate."""
    return (
        lgamma(a + k) - lgamma(a) + lgamma(b + n - k) - lgamma(b) - lgamma(a + b + n) + lgamma(a + b)
    )  # fmt: skip


def checked_weights(weights: Sequence[Fraction]) -> Sequence[Fraction]:
    """The weights. Raises ValueError unless each is positive and they add up to exactly 1."""
    if not weights or min(weights) <= 0 or sum(weights) != 1:
        raise ValueError("weights of strata are positive fractions that add up to 1")
    return weights
