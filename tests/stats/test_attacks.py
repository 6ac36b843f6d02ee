from fractions import Fraction
from itertools import combinations
from math import comb

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from steelyard.stats import (
    AttackBudget,
    AttackClaim,
    Bounds,
    attack_success,
    attack_success_rate,
    clopper_pearson,
    first_success_calls,
    first_success_curve,
    incomparable,
)


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
def test_the_estimate_is_the_share_of_all_choices_of_k_tries(case):
    tries, successes, k = case
    outcomes = [True] * successes + [False] * (tries - successes)
    choices = list(combinations(outcomes, k))
    assert attack_success(successes, tries, k) == pytest.approx(sum(map(any, choices)) / len(choices), abs=1e-12)


@pytest.mark.parametrize(("tries", "k"), [(10, 5), (10, 10), (20, 10), (50, 25)])
@pytest.mark.parametrize("rate", [Fraction(1, 100), Fraction(1, 10), Fraction(2, 5)])
def test_the_estimate_is_unbiased(tries, k, rate):
    """Its exact mean is the chance that one of k tries succeeds; that of the plug-in is not."""
    law = [comb(tries, c) * rate**c * (1 - rate) ** (tries - c) for c in range(tries + 1)]
    mean = sum(float(chance) * attack_success(c, tries, k) for c, chance in enumerate(law))
    assert mean == pytest.approx(float(1 - (1 - rate) ** k), abs=1e-12)
    plug_in = sum(chance * (1 - (1 - Fraction(c, tries)) ** k) for c, chance in enumerate(law))
    assert float(plug_in) < mean - 1e-5


@pytest.mark.parametrize("case", [(3, 2, 1), (-1, 5, 1), (1, 5, 6), (1, 5, 0)])
def test_what_says_nothing_unbiased_is_refused(case):
    with pytest.raises(ValueError):
        attack_success(*case)


def test_a_rate_over_prompts():
    found = attack_success_rate([(0, 10), (1, 10), (10, 10), (2, 8)], 2, 0.05)
    assert found.share == pytest.approx((0 + 0.2 + 1 + (1 - 15 / 28)) / 4)
    assert 0 < found.bounds.low < found.share < found.bounds.high < 1


@pytest.mark.parametrize("hits", [0, 3, 20])
def test_with_one_try_a_prompt_the_bounds_are_wilsons(hits):
    found = attack_success_rate([(1, 1)] * hits + [(0, 1)] * (20 - hits), 1, 0.05)
    wilson = binomtest(hits, 20).proportion_ci(method="wilson")
    assert found.bounds == pytest.approx((wilson.low, wilson.high), abs=1e-9)
    assert found.bounds.low < found.bounds.high


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(1, 12), min_size=1, max_size=40))
def test_the_curve_counts_what_was_broken_by_each_try(times):
    curve = first_success_curve(times, 12, 0.05)
    for j in range(1, 13):
        hits = sum(time is not None and time <= j for time in times)
        assert curve.shares[j - 1] == hits / len(times)
        assert curve.bounds[j - 1] == clopper_pearson(hits, len(times), 0.05)
        assert curve.bounds[j - 1].low < curve.bounds[j - 1].high
    assert list(curve.shares) == sorted(curve.shares)
    assert curve.calls == sum(12 if time is None else time for time in times)
    assert curve.prompts == len(times)


def test_stopping_at_the_first_success_costs_what_is_foretold():
    rng = np.random.default_rng(1)
    rates = rng.beta(0.5, 5, size=50)
    tries, runs = 20, 400
    hits = rng.random((runs, 50, tries)) < rates[:, None]
    calls = np.where(hits.any(axis=2), hits.argmax(axis=2) + 1, tries).mean(axis=1)
    assert first_success_calls(rates.tolist(), tries) == pytest.approx(calls.mean(), abs=4 * calls.std() / runs**0.5)
    assert first_success_calls([0.0, 1.0], 20) == 10.5
    for bad in ([], [1.5]):
        with pytest.raises(ValueError, match="chances"):
            first_success_calls(bad, 5)


def test_no_prompts_and_impossible_times_are_refused():
    for refuse in (
        lambda: first_success_curve([], 5, 0.05), lambda: attack_success_rate([], 5, 0.05),
        lambda: first_success_curve([6], 5, 0.05), lambda: first_success_curve([0], 5, 0.05),
        lambda: first_success_curve([1], 5, 0), lambda: attack_success_rate([(1, 2)], 1, 1),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            refuse()


CLAIM = AttackClaim(AttackBudget(("roleplay", "cipher"), 100, 50_000), "ab", 200, "j", 0.1, Bounds(0.05, 0.2), 0.05)


def test_rates_are_set_side_by_side_only_at_equal_terms():
    def other(**changes):
        budget = {key: changes.pop(key) for key in ("attacks", "tries", "tokens") if key in changes}
        return msgspec.structs.replace(CLAIM, budget=msgspec.structs.replace(CLAIM.budget, **budget), **changes)

    assert incomparable(CLAIM, other(share=0.3, attacks=("cipher", "roleplay"))) == ()
    assert incomparable(CLAIM, other(attacks=("cipher",))) == ("attacks",)
    assert incomparable(CLAIM, other(tries=10, tokens=None)) == ("tries", "tokens")
    assert incomparable(CLAIM, other(prompts="cd", judge="k")) == ("prompts", "judge")


def test_a_claim_is_written_with_its_budget():
    written = msgspec.json.decode(msgspec.json.encode(CLAIM))
    assert written["budget"] == {"attacks": ["roleplay", "cipher"], "tries": 100, "tokens": 50_000}
    assert msgspec.json.decode(msgspec.json.encode(CLAIM), type=AttackClaim) == CLAIM
