"""The gate on families: exact against fractions, a martingale by enumeration, and its errors with alike wordings."""

import itertools
from fractions import Fraction
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import ClusterGate, Family, family_outlook, read_families, simulate_families
from steelyard.stats.clusterplan import family_failures
from steelyard.stats.clusters import stakes


def exact(families, limit, side, failing=False):
    p, sign = Fraction(limit), 1 if side == "met" else -1
    shares = [family.share(failing=failing) for family in families]
    values = []
    for stake in stakes(p, side):
        product = Fraction(1)
        for share in shares:
            product *= 1 + sign * stake * (p - share)
        values.append(product)
    return sum(values) / len(values)


@st.composite
def family_lists(draw, faults=True):
    families = []
    for _ in range(draw(st.integers(1, 40))):
        asked = draw(st.integers(1, 5))
        failures = draw(st.integers(0, asked))
        families.append(Family(asked, failures, draw(st.integers(0, asked - failures)) if faults else 0))
    return families


@settings(max_examples=80, deadline=None)
@given(family_lists(), st.sampled_from(["0.05", "0.1", "0.5", "0.9"]))
def test_evidence_is_the_mean_of_the_bets(families, limit):
    gate = ClusterGate(limit, "0.05")
    for family in families:
        gate.record(family)
    met, failed = gate.log_evidence()
    assert met == pytest.approx(log(exact(families, limit, "met", failing=True)), abs=1e-9)
    assert failed == pytest.approx(log(exact(families, limit, "failed")), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(family_lists(), st.sampled_from(["0.1", "0.5"]), st.sampled_from(["0.2", "0.05"]), st.integers(1, 4))
def test_a_claim_is_the_first_crossing_of_both_paths(families, limit, alpha, look_every):
    need, sides = 1 / Fraction(alpha), [None, None]
    expected = ("open", None)
    for n in range(1, len(families) + 1):
        if n % look_every == 0 or n == len(families):
            for path in (0, 1):
                for side in ("met", "failed"):
                    if sides[path] is None and exact(families[:n], limit, side, failing=bool(path)) >= need:
                        sides[path] = side
            if sides[0] == sides[1] is not None and expected[0] == "open":
                expected = (sides[0], n)
    found = read_families(families, limit, alpha, look_every=look_every)
    assert (found.claim, found.at) == expected


def test_a_value_of_exactly_one_over_alpha_decides():
    """The wealth after one clean family is a fraction; alpha is its inverse, and one unit in the last place beside."""
    wealth = exact([Family(1, 1)], "0.5", "failed")
    alpha = 1 / wealth
    assert alpha.denominator > 1
    gate = ClusterGate("0.5", alpha)
    gate.record(Family(1, 1))
    assert gate.look().claim == "failed"
    gate = ClusterGate("0.5", alpha - Fraction(1, 10**12))
    gate.record(Family(1, 1))
    assert gate.look().claim == "open"


@pytest.mark.parametrize("shares", [(0.0, 0.25), (0.0, 1.0), (0.05, 0.1, 0.15)])
def test_bets_have_no_expected_gain_at_the_limit(shares):
    """Any law of shares with mean 0.1: the mean e-value after three families, over all outcomes, is at most 1."""
    limit = Fraction(1, 10)
    chance = [1 - 0.1 / shares[1], 0.1 / shares[1]] if len(shares) == 2 else [1 / 3] * 3
    for side in ("met", "failed"):
        mean = 0.0
        for path in itertools.product(range(len(shares)), repeat=3):
            families = [Family(20, round(20 * shares[i])) for i in path]
            mean += float(exact(families, limit, side)) * np.prod([chance[i] for i in path])
        assert mean == pytest.approx(1)


def test_a_family_counts_once_however_many_wordings_it_has():
    many = read_families([Family(20, 0)] * 60, "0.1", "0.05")
    one = read_families([Family(1, 0)] * 60, "0.1", "0.05")
    assert many == one
    assert many.claim == "met"
    assert 30 < many.at < 60


def test_twenty_like_wordings_mislead_no_one():
    """measurement.md 2.6: read item by item this is 73 %; by family at most alpha."""
    found = simulate_families(
        families=50, wordings=20, rate=0.1, icc=0.5, limit="0.1", alpha="0.05", runs=2000, seed="null"
    )
    for side in (1, -1):
        assert (found.sides == side).mean() <= 0.05 + 3 * (0.05 * 0.95 / 2000) ** 0.5


def test_the_simulation_follows_the_gate():
    rng = np.random.default_rng(1)
    counts = family_failures(rng, (30, 80), 4, 0.03, 0.2)
    used = [read_families([Family(4, int(k)) for k in row], "0.1", "0.1").at or 80 for row in counts]
    found = simulate_families(
        families=80, wordings=4, rate=0.03, icc=0.2, limit="0.1", alpha="0.1", runs=2000, seed="x"
    )
    assert abs(np.mean(used) - found.families.mean()) <= 4 * np.std(used) / 30**0.5
    certain = simulate_families(families=90, wordings=2, rate=0, icc=0, limit="0.1", alpha="0.05", runs=3, seed="")
    assert certain.families.tolist() == [read_families([Family(2, 0)] * 90, "0.1", "0.05").at] * 3
    assert certain.sides.tolist() == [1] * 3


@pytest.mark.parametrize("icc", [0.0, 0.3, 1.0])
def test_wordings_correlate_as_asked(icc):
    counts = family_failures(np.random.default_rng(2), (40_000,), 5, 0.2, icc) / 5
    assert counts.mean() == pytest.approx(0.2, abs=0.01)
    assert counts.var() == pytest.approx(0.2 * 0.8 * (1 + 4 * icc) / 5, rel=0.05)


def test_an_outlook_is_reproducible():
    survey = {"families": 200, "wordings": 3, "rate": 0.02, "icc": 0.3, "limit": "0.1", "alpha": "0.05"}
    outlook = family_outlook(**survey, runs=300)
    assert outlook == family_outlook(**survey, runs=300)
    assert outlook.mean_calls == pytest.approx(3 * outlook.mean_families)
    assert outlook.met > 0.9
    assert outlook.met + outlook.failed <= 1


def test_impossible_settings_are_refused():
    for family in (Family(0, 0), Family(2, 3), Family(2, 1, 2), Family(2, -1)):
        with pytest.raises(ValueError):
            ClusterGate("0.1", "0.05").record(family)
    with pytest.raises(ValueError):
        ClusterGate("0.1", "1")
    with pytest.raises(ValueError):
        read_families([Family(1, 0)], "0.1", "0.05", look_every=0)
    survey = {"families": 9, "wordings": 3, "rate": 0.02, "icc": 0.3, "limit": "0.1", "alpha": "0.05", "runs": 3}
    for broken in ({"families": 0}, {"icc": 1.5}, {"rate": -0.1}, {"runs": 0}):
        with pytest.raises(ValueError):
            simulate_families(**{**survey, **broken}, seed="")


def test_evidence_of_nothing_is_one():
    assert [exp(value) for value in ClusterGate("0.1", "0.05").log_evidence()] == pytest.approx([1, 1])
