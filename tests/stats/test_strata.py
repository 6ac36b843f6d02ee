"""Weighted strata: the hardest null against a search of all nulls, the mixture as a law, and the errors simulated."""

import itertools
from fractions import Fraction
from math import comb, exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import xlog1py, xlogy

from steelyard.stats import (
    Status,
    StratumTally,
    WeightedGate,
    simulate_strata,
    strata_outlook,
    weighted_evidence,
)
from steelyard.stats.mixture import ABOVE, BELOW
from steelyard.stats.nullfit import null_fit
from steelyard.stats.strata import log_mixture
from steelyard.stats.strataplan import null_fits

HALF = Fraction(1, 2)


def likelihood(asked, failures, rates):
    return sum(xlogy(k, q) + xlog1py(n - k, -q) for n, k, q in zip(asked, failures, rates, strict=True))


@st.composite
def cases(draw):
    asked = [draw(st.sampled_from([0, 1, 7, 40, 500])) for _ in range(2)]
    failures = [draw(st.integers(0, n)) for n in asked]
    return draw(st.floats(0.01, 0.99)), asked, failures, draw(st.sampled_from([0.01, 0.1, 0.5, 0.9]))


@settings(max_examples=80, deadline=None)
@given(cases())
def test_no_null_is_likelier_than_the_hardest(case):
    """81 points would be a grid; here 40,001 and both ends of the line, and what was seen where that is a null."""
    first, asked, failures, limit = case
    weights = (first, 1 - first)
    low, high = max(0.0, (limit - weights[1]) / first), min(1.0, limit / first)
    line = np.linspace(low, high, 40_001)
    best = likelihood(asked, failures, (line, np.clip((limit - first * line) / weights[1], 0, 1))).max()
    seen = [k / n if n else 1.0 for n, k in zip(asked, failures, strict=True)]
    if first * seen[0] + weights[1] * seen[1] >= limit:
        best = likelihood(asked, failures, seen)
    fit = null_fit(weights, asked, failures, limit)
    assert best - 1e-12 <= fit.log_likelihood <= best + 1e-4
    assert sum(w * q for w, q in zip(weights, fit.rates, strict=True)) >= limit - 1e-9
    many = null_fits(np.array(weights), np.array(asked), np.array(failures)[:, None], limit)
    assert many[0] == pytest.approx(fit.log_likelihood, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_null_of_many_strata_is_likelier(data):
    count = data.draw(st.integers(3, 6))
    asked = [data.draw(st.integers(0, 60)) for _ in range(count)]
    failures = [data.draw(st.integers(0, n)) for n in asked]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    weights = rng.dirichlet(np.ones(count))
    limit = data.draw(st.sampled_from([0.05, 0.3]))
    fit = null_fit(weights.tolist(), asked, failures, limit)
    # Random nulls: any point of the cube, moved towards all-ones until it makes the limit.
    points = rng.random((500, count)) ** rng.choice([1, 4, 20], (500, 1))
    short = np.maximum(0, limit - points @ weights)
    points += (short / np.maximum(1e-12, 1 - points @ weights))[:, None] * (1 - points)
    assert likelihood(asked, failures, points.T).max() <= fit.log_likelihood + 1e-9


@pytest.mark.parametrize("factors", [BELOW, ABOVE])
def test_the_mixture_is_a_law_of_sequences(factors):
    """Over all outcomes of (3, 2) answers its chances add up to the share of alternatives that are alive."""
    asked, limit = (3, 2), Fraction(3, 10)
    total = sum(
        comb(3, i) * comb(2, j) * exp(log_mixture(factors, limit, asked, (i, j)))
        for i, j in itertools.product(range(4), range(3))
    )
    assert total == pytest.approx(sum(factor * limit < 1 for factor in factors) / len(factors), abs=1e-9)


def test_one_stratum_is_read_like_the_others():
    """A stratum cut in two of the same composition gives evidence no stronger than uncut, and not far below."""
    one = weighted_evidence([Fraction(1)], [StratumTally(100, 2)], "0.1")
    two = weighted_evidence([HALF, HALF], [StratumTally(50, 1), StratumTally(50, 1)], "0.1")
    assert one.met - 1 <= two.met <= one.met + 0.5


def test_early_stop_of_a_stratum_keeps_what_it_showed():
    """A stratum of no weight to speak of that stops early cannot keep the others from deciding."""
    gate = WeightedGate([Fraction(99, 100), Fraction(1, 100)], "0.1", "0.05")
    while gate.look().claim == "open":
        gate.record(0, Status.SUCCESS)
    assert gate.reading.claim == "met"
    assert gate.reading.at < 60


def test_open_faults_must_not_matter():
    gate = WeightedGate([HALF, HALF], "0.1", "0.05")
    for turn in range(50):
        gate.record(turn % 2, Status.SUCCESS)
    for _ in range(12):
        gate.record(0, Status.OPEN)
    assert gate.look().claim == "open"
    plain = WeightedGate([HALF, HALF], "0.1", "0.05")
    for turn in range(50):
        plain.record(turn % 2, Status.SUCCESS)
    assert plain.look().claim == "met"


def test_the_stratum_most_behind_its_weight_is_asked():
    gate = WeightedGate([Fraction(3, 4), Fraction(1, 4)], "0.1", "0.05")
    asked = []
    for _ in range(8):
        asked.append(gate.wanted([9, 9])[0])
        gate.record(asked[-1], Status.SUCCESS)
    assert asked.count(0) == 6
    assert gate.wanted([0, 3]) == [1]
    assert gate.wanted([0, 0]) == []


def test_the_simulation_follows_the_gate():
    """Where answers are certain the simulated survey is the gate's own path."""
    weights, available, rates = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], [60, 10, 40], [0.0, 0.0, 1.0]
    for chosen in (rates, [0.0] * 3):
        gate, left = WeightedGate(weights, "0.2", "0.1"), list(available)
        while gate.reading.claim == "open" and any(left):
            stratum = gate.wanted(left)[0]
            left[stratum] -= 1
            gate.record(stratum, Status.FAILURE if chosen[stratum] else Status.SUCCESS)
            gate.look()
        found = simulate_strata(
            weights=weights, available=available, rates=chosen, limit="0.2", alpha="0.1", runs=2, seed=""
        )
        assert found.calls.tolist() == [sum(available) - sum(left)] * 2
        assert found.sides.tolist() == [{"met": 1, "failed": -1, "open": 0}[gate.reading.claim]] * 2


@pytest.mark.slow
@pytest.mark.parametrize("rates", [(0.1, 0.1, 0.1), (0.0, 0.2, 0.2), (0.4, 0.0, 0.0), (0.02, 0.02, 0.34)])
def test_errors_at_the_limit_keep_alpha(rates):
    weights = [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)]
    rates = [rate * 0.1 / sum(float(w) * r for w, r in zip(weights, rates, strict=True)) for rate in rates]
    found = simulate_strata(
        weights=weights, available=[70, 120, 60], rates=rates, limit="0.1", alpha="0.2", runs=1000, seed="null"
    )
    for side in (1, -1):
        assert (found.sides == side).mean() <= 0.2 + 3 * (0.2 * 0.8 / 1000) ** 0.5


def test_an_outlook_is_reproducible_and_adds_up():
    survey = {"weights": [HALF, HALF], "available": [150, 150], "rates": [0.01, 0.03], "limit": "0.1", "alpha": "0.05"}
    outlook = strata_outlook(**survey, runs=50)
    assert outlook == strata_outlook(**survey, runs=50)
    assert outlook.met + outlook.failed <= 1
    assert outlook.met > 0.8
    assert log(20) / log(1 / 0.9) < outlook.mean_calls < 300


@pytest.mark.parametrize("weights", [[], [HALF], [Fraction(3, 2), -HALF], [Fraction(1), Fraction(0)]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError):
        WeightedGate(weights, "0.1", "0.05")


def test_a_limit_with_no_alternative_above_it_is_never_failed():
    gate = WeightedGate([HALF, HALF], "0.9", "0.05")
    for _ in range(40):
        gate.record(0, Status.FAILURE)
        gate.record(1, Status.FAILURE)
    assert gate.evidence(gate.tallies).failed == -float("inf")
    assert gate.look().claim == "open"


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError):
        WeightedGate([Fraction(1)], "0", "0.05")
    with pytest.raises(ValueError):
        WeightedGate([Fraction(1)], "0.1", "0.05").record(0, Status.MISSING)
    with pytest.raises(ValueError):
        weighted_evidence([Fraction(1)], [StratumTally(1, 0)] * 2, "0.1")
    for broken in ({"available": [0]}, {"rates": [1.5]}, {"runs": 0}, {"rates": [0.1, 0.1]}):
        survey = {"weights": [Fraction(1)], "available": [5], "rates": [0.1], "limit": "0.1", "alpha": "0.05"}
        with pytest.raises(ValueError):
            simulate_strata(**{**survey, "runs": 1, "seed": "", **broken})
