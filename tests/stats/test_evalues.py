"""E-values written out: against exact fractions, against the tables that decide, and against certainty."""

from decimal import Decimal
from fractions import Fraction
from math import floor, perm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    CERTAIN,
    bank_evidence,
    bank_table,
    e_value_text,
    population_evidence,
    population_table,
)
from steelyard.stats.mixture import ABOVE, BELOW


def exact_population(n, k, limit, factors):
    p = Fraction(limit)
    live = [f for f in factors if f * p < 1]
    return sum(f**k * ((1 - f * p) / (1 - p)) ** (n - k) for f in live) / len(factors)


def close(value, exact):
    """Whether a decimal is the exact fraction up to a relative 1e-40."""
    return abs(Fraction(value) - exact) <= exact / 10**40


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), st.data(), st.sampled_from(["0.01", "0.1", "0.25", "0.9"]))
def test_population_evidence_is_the_mixture(n, data, limit):
    k = data.draw(st.integers(0, n))
    found = population_evidence(n, k, k, limit)
    assert close(found.met, exact_population(n, k, limit, BELOW))
    assert close(found.failed, exact_population(n, k, limit, ABOVE))


@pytest.mark.parametrize("limit", ["0.1", "0.3"])
def test_bank_evidence_is_the_mixture_of_falling_factorials(limit):
    size = 40
    allowed = floor(Fraction(limit) * size)
    half = Fraction(1, 2)

    def ways(m, n, k):
        return perm(m, k) * perm(size - m, n - k) if k <= m and n - k <= size - m else 0

    def mean(alternatives, null, n, k):
        return Fraction(sum(ways(m, n, k) for m in alternatives), len(alternatives) * ways(null, n, k))

    fewer = [floor(allowed * f + half) for f in BELOW]
    more = [min(size, floor((allowed + 1) * f + half)) for f in ABOVE]
    for n in range(size + 1):
        for k in range(n + 1):
            found = bank_evidence(n, k, k, size, limit)
            if ways(allowed + 1, n, k):
                assert close(found.met, mean(fewer, allowed + 1, n, k))
            else:
                assert found.met == (CERTAIN if k <= allowed else 0)
            if ways(allowed, n, k):
                assert close(found.failed, mean(more, allowed, n, k))
            else:
                assert found.failed == (CERTAIN if k > allowed else 0)


@pytest.mark.parametrize("alpha", ["0.05", "0.2"])
@pytest.mark.parametrize("limit", ["0.05", "0.1", "0.4"])
def test_evidence_reaches_one_over_alpha_where_the_table_decides(limit, alpha):
    size, need = 120, 1 / Decimal(alpha)
    tables = (population_table(size, limit, alpha), bank_table(size, limit, alpha))
    for n in range(0, size + 1, 7):
        for k in range(n + 1):
            for table, found in zip(
                tables, (population_evidence(n, k, k, limit), bank_evidence(n, k, k, size, limit)), strict=True
            ):
                assert (found.met >= need) == (k <= table.pass_max[n])
                assert (found.failed >= need) == (k >= table.fail_min[n])


def test_open_faults_are_read_against_each_claim():
    found = population_evidence(100, 3, 9, "0.1")
    assert found.met == population_evidence(100, 9, 9, "0.1").met
    assert found.failed == population_evidence(100, 3, 3, "0.1").failed
    bank = bank_evidence(100, 3, 9, 300, "0.1")
    assert bank.met == bank_evidence(100, 9, 9, 300, "0.1").met
    assert bank.failed == bank_evidence(100, 3, 3, 300, "0.1").failed


def test_nothing_overflows_or_vanishes():
    found = population_evidence(1_000_000, 300_000, 300_000, "0.1")
    assert found.failed > Decimal("1e10000")
    assert 0 < found.met < Decimal("1e-10000")


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("20.67139", "20.6713"), ("0.16869891", "0.168698"), ("9.3e-11", "9.3E-11"),
     ("310021.9", "310021"), ("3.1002199e45", "3.10021E+45"), ("Infinity", "Infinity"), ("1", "1"),
     ("19.99999999", "19.9999")],
)  # fmt: skip
def test_written_rounded_down(value, text):
    assert e_value_text(Decimal(value)) == text
    assert Decimal(text) <= Decimal(value)


@pytest.mark.parametrize("bad", ["-1", "NaN"])
def test_what_is_no_e_value_is_refused(bad):
    with pytest.raises(ValueError):
        e_value_text(Decimal(bad))


@pytest.mark.parametrize("state", [(-1, 0, 0), (5, 3, 2), (5, 0, 6), (5, -1, 2)])
def test_impossible_states_are_refused(state):
    with pytest.raises(ValueError):
        population_evidence(*state, "0.1")
    with pytest.raises(ValueError):
        bank_evidence(*state, 10, "0.1")


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError):
        bank_evidence(11, 0, 0, 10, "0.1")
    with pytest.raises(ValueError):
        bank_evidence(0, 0, 0, 0, "0.1")
    with pytest.raises(ValueError):
        population_evidence(1, 0, 0, "1")
