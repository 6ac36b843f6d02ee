"""Evidence that ties with its threshold is decided by integers, against the formulas in rational numbers."""

from fractions import Fraction
from math import perm

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from steelyard.stats.mixture import ABOVE, BELOW, BankEvidence, PopulationEvidence

CLOSE = Fraction(1, 10**9)
"""Far closer to the threshold than logarithms can tell."""


def about(evidence):
    """Levels at which evidence reaches 1/alpha exactly, just more than that, and just less."""
    return [(1 / evidence, True), ((1 + CLOSE) / evidence, True), ((1 - CLOSE) / evidence, False)]


@given(st.integers(1, 30), st.data(), st.integers(1, 19), st.sampled_from([BELOW, ABOVE]))
@settings(max_examples=60, deadline=None)
def test_a_population_s_evidence_at_its_threshold(n, data, twentieths, factors):
    k, limit = data.draw(st.integers(0, n)), Fraction(twentieths, 20)
    live = [factor * limit for factor in factors if factor * limit < 1]
    assume(live)
    ratios = [(rate / limit) ** k * ((1 - rate) / (1 - limit)) ** (n - k) for rate in live]
    for alpha, reached in about(sum(ratios) / len(factors)):
        assert PopulationEvidence(limit, factors, alpha).reaches(n, k) is reached


@given(st.integers(2, 40), st.data())
@settings(max_examples=80, deadline=None)
def test_a_bank_s_evidence_at_its_threshold(size, data):
    null = data.draw(st.integers(1, size - 1))
    alternatives = tuple(data.draw(st.lists(st.integers(0, size), min_size=1, max_size=7)))
    k = data.draw(st.integers(0, null))
    n = k + data.draw(st.integers(0, size - null))
    ways = [perm(m, k) * perm(size - m, n - k) for m in alternatives]
    assume(sum(ways))
    evidence = Fraction(sum(ways), len(ways) * perm(null, k) * perm(size - null, n - k))
    for alpha, reached in about(evidence):
        assert BankEvidence(size, null, alternatives, alpha).reaches(n, k) is reached


def test_what_no_alternative_makes_possible_is_no_evidence():
    assert not BankEvidence(10, 5, (1, 2), Fraction(99, 100)).reaches(5, 4)
    assert not PopulationEvidence(Fraction(9, 10), (Fraction(2),), Fraction(99, 100)).reaches(3, 3)


@pytest.mark.parametrize("factors", [BELOW, ABOVE])
def test_an_alternative_of_one_or_more_keeps_its_weight(factors):
    # Of a limit of 0.999 every alternative above it is 1 or more; of 0.5 three of six are.
    limit = Fraction(1, 2)
    live = [factor for factor in factors if factor * limit < 1]
    evidence = sum(factor**7 for factor in live) / len(factors)
    for alpha, reached in about(evidence):
        assert PopulationEvidence(limit, factors, alpha).reaches(7, 7) is reached
