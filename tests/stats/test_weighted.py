"""E-values of a weighted rate in decimal arithmetic: against floating point, exact fractions and simulated errors."""

from decimal import Decimal
from fractions import Fraction
from math import log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import RiskTally, StratumTally, population_evidence, weighted_e_values, weighted_evidence

HALF = [Fraction(1, 2)] * 2


def draw_case(draw):
    strata = draw.choice([1, 2, 3, 9])
    families = [draw.randint(1, 90) for _ in range(strata)]
    asked = [draw.choice([0, 1, 5, 30, 100]) for _ in families]
    failures = [draw.randint(0, min(n, draw.choice([0, 2, n]))) for n in asked]
    weights = [Fraction(count, sum(families)) for count in families]
    return weights, asked, failures, draw.choice(["0.05", "0.1", "0.5", "0.9", "0.333"])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_it_is_what_floating_point_rounds(seed):
    weights, asked, failures, limit = draw_case(Random(seed))
    found = weighted_e_values(weights, [RiskTally(n, k, 0) for n, k in zip(asked, failures, strict=True)], limit)
    rough = weighted_evidence(weights, [StratumTally(n, k) for n, k in zip(asked, failures, strict=True)], limit)
    for exact, floating in ((found.met, rough.met), (found.failed, rough.failed)):
        if Decimal(exact) == 0:
            assert floating == -float("inf")
        else:
            assert -1e-9 < float(Decimal(exact).ln()) - floating < 1e-5


@pytest.mark.parametrize("asked", [1, 4, 30])
def test_one_stratum_without_a_failure_is_a_fraction(asked):
    """Of one stratum the hardest null is the limit itself, and the mixture is a sum of fractions."""
    limit, total = Fraction("0.05"), Fraction(0)
    for factor in ("0.7", "0.5", "0.35", "0.2", "0.1", "0.03", "0.002"):
        rate = Fraction(factor) * limit
        total += (1 - rate) ** asked
        for spread in (30, 6):
            chance = Fraction(1)
            for i in range(asked):
                chance *= ((1 - rate) * spread + i) / (spread + i)
            total += chance
    exact = total / 21 / (1 - limit) ** asked
    text = weighted_e_values([Fraction(1)], [RiskTally(asked, 0, 0)], "0.05").met
    assert Fraction(text) <= exact < Fraction(text) * (1 + Fraction(1, 10**14))


def test_open_faults_are_read_the_careful_way():
    open_ = weighted_e_values(HALF, [RiskTally(60, 1, 2), RiskTally(60, 0, 0)], "0.1")
    failing = weighted_e_values(HALF, [RiskTally(60, 3, 0), RiskTally(60, 0, 0)], "0.1")
    passing = weighted_e_values(HALF, [RiskTally(60, 1, 0), RiskTally(60, 0, 0)], "0.1")
    assert (open_.met, open_.failed) == (failing.met, passing.failed)


def test_without_answers_nothing_is_said():
    assert weighted_e_values(HALF, [RiskTally(0, 0, 0)] * 2, "0.1").met == "1"


def test_a_stratum_that_was_not_asked_is_taken_at_its_worst():
    whole = weighted_e_values(HALF, [RiskTally(100, 0, 0)] * 2, "0.1")
    half = weighted_e_values(HALF, [RiskTally(200, 0, 0), RiskTally(0, 0, 0)], "0.1")
    assert float(whole.met) > 20 > 1 >= float(half.met)


def test_unequal_asking_costs_little_where_rates_are_alike():
    alone = population_evidence(200, 2, 2, "0.1").met
    weighted = weighted_e_values(HALF, [RiskTally(160, 2, 0), RiskTally(40, 0, 0)], "0.1").met
    assert log(float(alone)) - 8 < log(float(weighted)) < log(float(alone)) + 1


def test_it_errs_as_seldom_as_it_says_however_unequally_it_asks():
    """Two strata at a weighted rate on the limit; the second is asked only while the first shows failures."""
    weights, limit, runs = [Fraction(1, 4), Fraction(3, 4)], "0.2", 150
    draw, wrong = Random(8), 0
    for _ in range(runs):
        tallies = [[0, 0], [0, 0]]
        for _ in range(60):
            stratum = 0 if tallies[0][1] <= tallies[1][1] else 1
            tallies[stratum][0] += 1
            tallies[stratum][1] += draw.random() < (0.5 if stratum == 0 else 0.1)
        wrong += float(weighted_e_values(weights, [RiskTally(n, k, 0) for n, k in tallies], limit).met) >= 10
    assert wrong <= 28  # of 150 at 10 %, more than 28 have a chance below 0.1 %


def test_weights_that_are_none_are_refused():
    for weights in ([], [Fraction(1, 2)], [Fraction(1), Fraction(0)], [Fraction(1, 3)] * 3):
        with pytest.raises(ValueError, match="weights of strata"):
            weighted_e_values(weights, [RiskTally(1, 0, 0)] * 2, "0.1")
