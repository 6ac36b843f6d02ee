from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad, quad
from scipy.stats import norm

from steelyard.stats import (
    PairLaw,
    detection_power,
    pair_law,
    pairs_needed,
    read_twins,
    sequential_outlook,
    sign_test,
)

chances = st.floats(0.01, 0.99)


@settings(deadline=None, max_examples=60)
@given(chances, chances, st.floats(0, 0.95))
def test_both_fail_as_the_normal_law_says(private, public, correlation):
    law = pair_law(private, public, correlation)
    a, b = norm.ppf([private, public])

    def given_first(x):
        return norm.pdf(x) * norm.cdf((b - correlation * x) / (1 - correlation**2) ** 0.5)

    both, _ = quad(given_first, -12, a, epsabs=1e-13, limit=200)
    assert private - law.private_only == pytest.approx(both, abs=1e-9)
    assert law.private_only - law.public_only == pytest.approx(private - public, abs=1e-12)


def test_without_correlation_twins_are_independent():
    law = pair_law(0.2, 0.1, 0)
    assert (law.private_only, law.public_only) == pytest.approx((0.18, 0.08))
    total, _ = dblquad(lambda y, x: norm.pdf(x) * norm.pdf(y), -8, norm.ppf(0.2), -8, norm.ppf(0.1))
    assert 0.2 - law.private_only == pytest.approx(total, abs=1e-7)


@pytest.mark.parametrize("pairs", [5, 12, 40])
def test_power_is_the_sum_over_all_outcomes(pairs):
    law, alpha = PairLaw(0.3, 0.05), 0.05
    expected = 0.0
    for private in range(pairs + 1):
        for public in range(pairs - private + 1):
            if sign_test(private, public) <= alpha:
                ways = comb(pairs, private) * comb(pairs - private, public)
                expected += ways * 0.3**private * 0.05**public * 0.65 ** (pairs - private - public)
    assert detection_power(law, pairs, alpha) == pytest.approx(expected, abs=1e-9)


def test_pairs_needed_are_the_least():
    law = pair_law(0.5, 0.1, 0.5)
    needed = pairs_needed(law, alpha=0.05, power=0.8)
    powers = [detection_power(law, n, 0.05) for n in range(1, 60)]
    assert needed == 1 + next(i for i, power in enumerate(powers) if power >= 0.8)


def test_the_example_of_the_standard():
    """20 % against 10 % failing, correlation 1/2, alpha 1 %, power 90 %."""
    needed = pairs_needed(pair_law(0.2, 0.1, 0.5), alpha=0.01, power=0.9)
    assert 250 <= needed <= 265


@pytest.mark.parametrize("law", [PairLaw(0.05, 0.05), PairLaw(0.02, 0.1), PairLaw(0.101, 0.1)])
def test_what_no_number_of_pairs_shows(law):
    assert pairs_needed(law, alpha=0.01, power=0.9) is None


def test_the_outlook_is_what_simulated_paths_do():
    law, cap, runs = PairLaw(0.25, 0.05), 60, 3_000
    outlook = sequential_outlook(law, alpha=0.05, cap=cap)
    rng = np.random.default_rng(1)
    draws = rng.random((runs, cap))
    signs = np.where(draws < 0.25, 1, np.where(draws < 0.3, -1, 0))
    ends = [read_twins(row.tolist(), 0.05).detected_at for row in signs]
    found = np.array([end is not None for end in ends])
    asked = np.array([cap if end is None else end for end in ends])
    assert outlook.detects == pytest.approx(found.mean(), abs=4 * found.std() / runs**0.5)
    assert outlook.mean_pairs == pytest.approx(asked.mean(), abs=4 * asked.std() / runs**0.5)


def test_pairs_that_always_differ():
    outlook = sequential_outlook(PairLaw(1.0, 0.0), alpha=0.01, cap=30)
    assert outlook.detects == 1
    assert outlook.mean_pairs == read_twins([1] * 30, 0.01).detected_at


@pytest.mark.parametrize(
    "refused",
    [
        lambda: pair_law(0, 0.1, 0),
        lambda: pair_law(0.1, 0.1, 1),
        lambda: pairs_needed(PairLaw(0, 0), alpha=0.01, power=0.9),
        lambda: pairs_needed(PairLaw(0.9, 0.2), alpha=0.01, power=0.9),
        lambda: pairs_needed(PairLaw(0.2, 0.1), alpha=0.01, power=1),
        lambda: pairs_needed(PairLaw(0.2, 0.1), alpha=0, power=0.9),
        lambda: sequential_outlook(PairLaw(0.2, 0.1), alpha=0.01, cap=0),
    ],
)
def test_what_is_no_law_is_refused(refused):
    with pytest.raises(ValueError):
        refused()
