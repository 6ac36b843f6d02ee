from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import attempt_alpha, bank_table, decimal_string

rules = st.sampled_from(["halving", "harmonic"])
alphas = st.integers(1, 999).map(lambda n: Fraction(n, 1000))


@settings(deadline=None)
@given(alphas, rules, st.integers(1, 30))
def test_all_attempts_together_stay_within_alpha(alpha, rule, attempts):
    levels = [attempt_alpha(alpha, i, rule) for i in range(1, attempts + 1)]
    assert sum(levels) <= alpha
    assert levels == sorted(levels, reverse=True)
    whole = 1 - Fraction(1, 2**attempts) if rule == "halving" else 1 - Fraction(1, attempts + 1)
    assert sum(levels) >= alpha * whole - Fraction(attempts, 10**12)


def test_the_first_levels():
    assert [attempt_alpha("0.05", i) for i in (1, 2, 3)] == [Fraction(1, 40), Fraction(1, 80), Fraction(1, 160)]
    harmonic = [attempt_alpha("0.06", i, "harmonic") for i in (1, 2, 3)]
    assert harmonic == [Fraction(3, 100), Fraction(1, 100), Fraction(1, 200)]


@pytest.mark.parametrize("rule", ["halving", "harmonic"])
def test_a_level_fits_a_gate_and_a_record(rule):
    level = attempt_alpha("0.05", 7, rule)
    assert Fraction(decimal_string(level)) == level
    assert bank_table(300, "0.1", level).alpha == decimal_string(level)


def test_attempts_end():
    assert attempt_alpha("0.05", 35) > 0
    with pytest.raises(ValueError, match="fresh bank"):
        attempt_alpha("0.05", 36)
    assert attempt_alpha("0.05", 200_000, "harmonic") > 0


@pytest.mark.parametrize(("alpha", "attempt"), [("0", 1), ("1", 1), ("0.05", 0), ("0.05", -3), ("x", 1)])
def test_what_is_no_attempt_is_refused(alpha, attempt):
    with pytest.raises(ValueError):
        attempt_alpha(alpha, attempt)
