from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from steelyard.stats import population_table, upper_bound, zero_failure_plan, zero_failures


@settings(deadline=None)
@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), st.floats(0.001, 0.5))
def test_the_upper_bound_is_clopper_pearsons(counts, alpha):
    answers, failures = counts
    exact = binomtest(failures, answers, alternative="less").proportion_ci(1 - alpha, method="exact")
    assert upper_bound(failures, answers, alpha) == pytest.approx(exact.high, abs=1e-9)


@given(st.integers(1, 5_000))
def test_without_a_failure_it_is_the_alphath_root(answers):
    assert (1 - upper_bound(0, answers, 0.05)) ** answers == pytest.approx(0.05)


def test_both_bounds():
    found = zero_failures(35, "0.05")
    assert found.fixed < float(found.anytime) <= 0.1
    assert float(zero_failures(34, "0.05").anytime) > 0.1
    nothing = zero_failures(0, "0.05")
    assert (nothing.fixed, nothing.anytime) == (1, "1")


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(["0.3", "0.1", "0.05", "0.02"]), st.sampled_from(["0.1", "0.05", "0.01"]))
def test_the_plan_is_the_least(limit, alpha):
    plan = zero_failure_plan(limit, alpha)
    rest = 1 - Fraction(limit)
    assert rest**plan.fixed <= Fraction(alpha) < rest ** (plan.fixed - 1)
    table = population_table(plan.anytime, limit, alpha)
    assert table.pass_max[-2:] == (-1, 0)


def test_a_plan_beyond_reach_says_so():
    plan = zero_failure_plan("0.1", "0.05", most=30)
    assert (plan.fixed, plan.anytime) == (29, None)


@pytest.mark.parametrize("case", [(-1, 5, 0.05), (6, 5, 0.05), (1, 5, 0), (1, 5, 1)])
def test_impossible_counts_are_refused(case):
    with pytest.raises(ValueError):
        upper_bound(*case)


def test_impossible_plans_are_refused():
    for limit, alpha in (("0", "0.05"), ("0.1", "1")):
        with pytest.raises(ValueError):
            zero_failure_plan(limit, alpha)
    with pytest.raises(ValueError):
        zero_failures(-1, "0.05")
