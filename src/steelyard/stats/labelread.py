"""What people's labels decide about the answers of a run, in exact arithmetic (measurement standard, 4.4).

The judge put every answer in one of two strata, flagged or not; people labelled some of each, in a committed order
within each, how many being free to depend on what was seen. The claim is about all answers: how many of them people
would call failures. Evidence is a fixed beta mixture for each stratum over the likelihood of the hardest null, drawn
without replacement: all of it rational, so that every reader comes to the same claim. `labelgate` is the same gate in
floating point, for choosing the next label and for simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import perm
from typing import NamedTuple

from steelyard.records import Claim

from .samplefit import hardest_counts

STRENGTH, TRUST = 100, Fraction(3, 5)
"""The mixture of a stratum: a beta law of `STRENGTH` pseudo-labels at the expected rate, with weight `TRUST`, and
Jeffreys' law."""
_PLACES = 10_000
_LEAST, _MOST = Fraction(1, 1000), Fraction(99, 100)


class StratumLabels(NamedTuple):
    """A stratum of `answers`, of which `labelled` have labels: `failures` failed, `open_labels` cannot be told."""

    answers: int
    labelled: int
    failures: int
    open_labels: int = 0


def read_labels(
    strata: tuple[StratumLabels, StratumLabels], *, met_at_most: int, failed_from: int, alpha: Fraction,
    expected: tuple[Fraction, Fraction],
) -> Claim:  # fmt: skip
    """Whether all answers hold at most `met_at_most` failures (`met`), at least `failed_from` (`failed`), or neither is
    shown (`open`).

    Each side errs with probability at most `alpha`, whatever the judge and `expected` (see `expected_failures`), and
    whenever one looks, as long as which stratum is labelled next follows from the labels so far. Whoever saw all labels
    and then chose how many of each stratum to show would have no such promise. Labels that cannot be told are read both
    ways: both must come to the same side.
    """
    sides = {
        _side(strata, met_at_most, failed_from, alpha, expected, failing=failing) for failing in (False, True)
    }  # fmt: skip
    return sides.pop() if len(sides) == 1 else "open"


def expected_failures(
    flagged: int, unflagged: int, sensitivity: Fraction | None, specificity: Fraction | None
) -> tuple[Fraction, Fraction]:
    """Shares of failures to expect among flagged and unflagged answers, to four places: a half where nothing is known.

    From the judge's errors by Rogan and Gladen's formula, as `labelgate.expected_rates`, kept within 0.001 and 0.99.
    A wrong expectation costs labels, never validity.
    """
    half = Fraction(1, 2)
    if sensitivity is None or specificity is None or sensitivity + specificity <= 1 or flagged + unflagged == 0:
        return half, half
    share = Fraction(flagged, flagged + unflagged)
    rate = min(Fraction(1), max(Fraction(0), (share + specificity - 1) / (sensitivity + specificity - 1)))
    among_flagged = rate * sensitivity / share if share else Fraction(1)
    among_rest = rate * (1 - sensitivity) / (1 - share) if share < 1 else Fraction(0)
    return _rounded(among_flagged), _rounded(among_rest)


def _rounded(rate: Fraction) -> Fraction:
    return min(_MOST, max(_LEAST, Fraction(int(rate * _PLACES + Fraction(1, 2)), _PLACES)))


def _side(
    strata: Sequence[StratumLabels], met_at_most: int, failed_from: int, alpha: Fraction,
    expected: tuple[Fraction, Fraction], *, failing: bool,
) -> Claim:  # fmt: skip
    sizes = [stratum.answers for stratum in strata]
    asked = [stratum.labelled for stratum in strata]
    failed = [stratum.failures + failing * stratum.open_labels for stratum in strata]
    passed = [n - k for n, k in zip(asked, failed, strict=True)]
    evidence = Fraction(1)
    for mean, n, k in zip(expected, asked, failed, strict=True):
        evidence *= stratum_mixture(mean, n, k)
    if evidence * alpha >= null_likelihood(sizes, asked, failed, met_at_most + 1):
        return "met"
    if evidence * alpha >= null_likelihood(sizes, asked, passed, sum(sizes) - failed_from + 1):
        return "failed"
    return "open"


def stratum_mixture(mean: Fraction, n: int, k: int) -> Fraction:
    """The mixture's chance of one sequence of `n` labels with `k` failures in a stratum expected at `mean`."""
    expected = _beta_ratio(mean * STRENGTH, (1 - mean) * STRENGTH, n, k)
    vague = _beta_ratio(Fraction(1, 2), Fraction(1, 2), n, k)
    return TRUST * expected + (1 - TRUST) * vague


def null_likelihood(sizes: Sequence[int], asked: Sequence[int], failures: Sequence[int], least: int) -> Fraction:
    """The largest likelihood of the labels when the two strata hold at least `least` failures together; 0 when the
    labels rule that out. For "at most" hand in successes and the number of them that it leaves."""
    highs = [size - (n - k) for size, n, k in zip(sizes, asked, failures, strict=True)]
    if sum(highs) < least:
        return Fraction(0)
    best = hardest_counts(sizes, asked, failures, least, _step)
    likelihood = Fraction(1)
    for size, n, k, there in zip(sizes, asked, failures, best, strict=True):
        likelihood *= Fraction(perm(there, k) * perm(size - there, n - k), perm(size, n))
    return likelihood


def _step(size: int, n: int, k: int, there: int) -> Fraction:
    """By what the likelihood grows from `there` to `there` + 1 failures; both possible."""
    return Fraction((there + 1) * (size - there - (n - k)), (there + 1 - k) * (size - there))


def _beta_ratio(a: Fraction, b: Fraction, n: int, k: int) -> Fraction:
    """B(a + k, b + n - k) / B(a, b): the chance of one sequence of labels under a beta law of the rate."""
    return _rising(a, k) * _rising(b, n - k) / _rising(a + b, n)


def _rising(start: Fraction, count: int) -> Fraction:
    """start (start + 1) ... (start + count - 1)."""
    product, step = 1, start.denominator
    for factor in range(start.numerator, start.numerator + count * step, step):
        product *= factor
    return Fraction(product, step**count)
