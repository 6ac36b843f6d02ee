"""A gate that people's labels decide, steered by a judge that read everything (measurement standard, 4.4).

The judge splits the answers into flagged and unflagged ones; people label some of each. Evidence is that of strata:
a fixed beta mixture for each over the likelihood of the hardest null (union-intersection). The judge and the rates
expected of it only steer which answer is labelled next and how fast evidence grows: however bad the judge, each side
errs with probability at most alpha.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from math import exp, fsum, log
from typing import Literal

import msgspec

from .labelread import STRENGTH, TRUST
from .nullfit import NullFit, null_fit
from .rates import open_rate
from .samplefit import sample_fit
from .strata import StrataGate, StratumTally, WeightedEvidence, log_beta_ratio

LabelKind = Literal["sample", "population"]

COIN = 0.9
"""How often the stratum that speeds up the evidence most is labelled; else the other, so that neither is starved."""
LEAST_RATE = 1e-4
"""Null rates are kept this far off 0 and 1 when strata are compared: what they exclude may still be seen."""
_ROUNDING = 1e-13


class LabelDesign(msgspec.Struct, frozen=True):
    """What the labels are to decide. `limit` and `alpha` are decimal strings; `seed` draws the coins.

    `flagged`, `unflagged`: how many answers the judge put in each stratum; within one they are labelled in a shuffled
    order. Kind `sample` claims that people reading all of them would find at most floor(limit * all) failures, and is
    exact without replacement; `population` claims a rate at most `limit` where the shares flagged and unflagged are
    known, not estimated. `expected`: rates of failure among flagged and unflagged, see `expected_rates`; None: no idea.
    """

    kind: LabelKind
    flagged: int
    unflagged: int
    limit: str
    alpha: str
    expected: tuple[float, float] | None = None
    seed: str = ""

    @property
    def sizes(self) -> tuple[int, int]:
        """Answers in the flagged and the unflagged stratum."""
        return self.flagged, self.unflagged

    @property
    def allowed(self) -> int:
        """How many failures the sample may hold."""
        limit = Fraction(self.limit)
        return limit.numerator * (self.flagged + self.unflagged) // limit.denominator


class LabelGate(StrataGate):
    """The gate kept up while labels arrive: stratum 0 is the flagged, 1 the unflagged; a success is a harmless answer.

    Raises ValueError when the design holds no answer, expected rates lie outside [0, 1], or limit or alpha is not a
    decimal strictly between 0 and 1.
    """

    def __init__(self, design: LabelDesign) -> None:
        super().__init__(2, open_rate(design.alpha, "alpha"))
        self._design = design
        self._limit = open_rate(design.limit, "limit")
        if min(design.sizes) < 0 or sum(design.sizes) == 0:
            raise ValueError(f"{design.flagged} flagged and {design.unflagged} unflagged answers cannot be labelled")
        if design.expected and not all(0 <= rate <= 1 for rate in design.expected):
            raise ValueError(f"expected rates lie between 0 and 1, not at {design.expected}")

    def evidence(self, tallies: Sequence[StratumTally]) -> WeightedEvidence:
        """What such labels say; labels left open are left out. Infinite where they leave only one side possible."""
        asked, failures = _counts(tallies)
        over, within = self._nulls(asked, failures)
        mixture = fsum(
            log_stratum_mixture(prior_mean(self._design, stratum), n, k)
            for stratum, (n, k) in enumerate(zip(asked, failures, strict=True))
        ) - _ROUNDING * (1 + 20 * sum(asked))
        return WeightedEvidence(mixture - over.log_likelihood, mixture - within.log_likelihood)

    def wanted(self, count: int = 1) -> list[int]:
        """The strata of the next `count` labels (fewer when fewer answers are left), one after the other.

        Best response: the stratum whose label, at its estimated rate, speaks most against the hardest null. Within a
        batch labels not yet there are taken at the estimated rates. Same labels and seed, same answer.
        """
        asked, failures = _counts(self.tallies)
        taken = [tally.asked for tally in self.tallies]
        chosen: list[int] = []
        ahead = [0, 0]
        for _ in range(count):
            open_strata = [s for s in (0, 1) if taken[s] < self._design.sizes[s]]
            if not open_strata:
                break
            guess = [k + round(ahead[s] * (k + prior_mean(self._design, s)) / (n + 1))
                     for s, (n, k) in enumerate(zip(asked, failures, strict=True))]  # fmt: skip
            stratum = self._next([n + more for n, more in zip(asked, ahead, strict=True)], guess, sum(taken))
            if stratum not in open_strata:
                stratum = open_strata[0]
            chosen.append(stratum)
            taken[stratum] += 1
            ahead[stratum] += 1
        return chosen

    def _next(self, asked: Sequence[int], failures: Sequence[int], turn: int) -> int:
        over, within = self._nulls(asked, failures)
        hardest = over if over.log_likelihood <= within.log_likelihood else within
        worth = [
            divergence((k + prior_mean(self._design, s)) / (n + 1), min(max(q, LEAST_RATE), 1 - LEAST_RATE))
            for s, (n, k, q) in enumerate(zip(asked, failures, hardest.rates, strict=True))
        ]
        best = 0 if worth[0] > worth[1] else 1
        return best if coin(self._design.seed, turn) < COIN else 1 - best

    def _nulls(self, asked: Sequence[int], failures: Sequence[int]) -> tuple[NullFit, NullFit]:
        """The hardest combination above the limit, and the hardest within it; rates are those of failure."""
        design, successes = self._design, [n - k for n, k in zip(asked, failures, strict=True)]
        total = sum(design.sizes)
        if design.kind == "sample":
            over = sample_fit(design.sizes, asked, failures, design.allowed + 1)
            within = sample_fit(design.sizes, asked, successes, total - design.allowed)
        else:
            weights = [size / total for size in design.sizes]
            over = null_fit(weights, asked, failures, float(self._limit))
            within = null_fit(weights, asked, successes, float(1 - self._limit))
        return over, NullFit(within.log_likelihood, tuple(1 - q for q in within.rates))


def expected_rates(flagged: int, unflagged: int, sensitivity: float, specificity: float) -> tuple[float, float]:
    """Rates of failure to expect among flagged and unflagged answers, from the judge's passport and its flags here.

    The failure rate is what Rogan and Gladen's formula makes of the flags, kept within [0, 1]. Only a starting point:
    wrong rates cost labels, never validity. Raises ValueError when nothing was judged, when a rate lies outside [0, 1],
    or when sensitivity + specificity is not above 1: such a judge tells nothing.
    """
    if flagged < 0 or unflagged < 0 or flagged + unflagged == 0:
        raise ValueError("nothing was judged")
    if not (0 <= sensitivity <= 1 and 0 <= specificity <= 1 and sensitivity + specificity > 1):
        raise ValueError(f"a judge with sensitivity {sensitivity} and specificity {specificity} tells nothing")
    share = flagged / (flagged + unflagged)
    rate = min(1.0, max(0.0, (share + specificity - 1) / (sensitivity + specificity - 1)))
    caught, missed = rate * sensitivity, rate * (1 - sensitivity)
    among_flagged = min(1.0, caught / share) if share > 0 else 1.0
    return among_flagged, min(1.0, missed / (1 - share)) if share < 1 else 0.0


def prior_mean(design: LabelDesign, stratum: int) -> float:
    """The expected rate of a stratum, kept off 0 and 1; a half without an expectation."""
    if design.expected is None:
        return 0.5
    return min(max(design.expected[stratum], 0.001), 0.99)


def log_stratum_mixture(mean: float, n: int, k: int) -> float:
    """Log of the mixture's chance of one sequence of `n` labels with `k` failures in a stratum expected at `mean`."""
    expected = log(float(TRUST)) + log_beta_ratio(mean * STRENGTH, (1 - mean) * STRENGTH, n, k)
    vague = log(float(1 - TRUST)) + log_beta_ratio(0.5, 0.5, n, k)
    top = max(expected, vague)
    return top + log(exp(expected - top) + exp(vague - top))


def divergence(p: float, q: float) -> float:
    """Kullback-Leibler divergence, in nats, of a coin of chance `q` from one of chance `p`; both strictly in (0, 1)."""
    return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))


def coin(seed: str, turn: int) -> float:
    """A number in [0, 1), the same for the same seed and turn everywhere."""
    return int.from_bytes(sha256(f"label\0{seed}\0{turn}".encode()).digest()[:6]) / 2**48


def _counts(tallies: Sequence[StratumTally]) -> tuple[list[int], list[int]]:
    return [tally.asked - tally.open_faults for tally in tallies], [tally.failures for tally in tallies]
