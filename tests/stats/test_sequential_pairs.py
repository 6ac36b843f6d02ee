from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from steelyard.stats import PairLook, compare_sequentially, mcnemar, obrien_fleming, paired_difference
from steelyard.stats.sequential_pairs import crossing_chances, exact_bounds, look_sizes, looks_outlook


def test_one_look_is_no_sequence():
    assert obrien_fleming(0.05, 1) == pytest.approx([stats.norm.ppf(0.975)], abs=1e-9)


def test_two_looks_by_double_integral():
    first, second = obrien_fleming(0.05, 2)
    # Inside both: S1 in (-first, first), S1 + S2 in (-second * sqrt 2, second * sqrt 2).
    edge = second * np.sqrt(2)
    inside, _ = integrate.quad(
        lambda s: stats.norm.pdf(s) * (stats.norm.cdf(edge - s) - stats.norm.cdf(-edge - s)), -first, first,
        epsabs=1e-12,
    )  # fmt: skip
    assert 1 - inside == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize("alpha", [0.1, 0.05, 0.01])
def test_error_of_five_looks_on_a_grid(alpha):
    """The density of the sum on a fine grid, convolved by brute force: a law worked out another way."""
    bounds = obrien_fleming(alpha, 5)
    step = 0.004
    grid = np.arange(-2_600, 2_601) * step
    kernel = stats.norm.pdf(grid) * step
    density, crossed = kernel / step, 0.0
    for k, bound in enumerate(bounds, 1):
        if k > 1:
            size = 2 * len(grid)
            density = np.fft.irfft(np.fft.rfft(density, size) * np.fft.rfft(kernel, size), size)[2_600:7_801]
        inside = np.abs(grid) < bound * np.sqrt(k)
        crossed += density[~inside].sum() * step
        density = np.where(inside, density, 0)
    assert crossed == pytest.approx(alpha, abs=alpha * 0.01)


def test_error_of_five_looks_by_the_multivariate_normal():
    bounds = np.array(obrien_fleming())
    looks = np.arange(1, 6)
    covariance = np.sqrt(np.minimum.outer(looks, looks) / np.maximum.outer(looks, looks))
    inside = stats.multivariate_normal(cov=covariance).cdf(bounds, lower_limit=-bounds)
    assert 1 - inside == pytest.approx(0.05, abs=5e-4)


def test_bounds_fall_as_the_root():
    bounds = obrien_fleming(0.05, 5)
    assert all(bound * np.sqrt(k) == pytest.approx(bounds[4] * np.sqrt(5)) for k, bound in enumerate(bounds, 1))
    assert all(sum(crossing_chances(obrien_fleming(0.05, n))) == pytest.approx(0.05, abs=1e-9) for n in (2, 3, 5, 12))


def test_power_by_simulation():
    rng = np.random.default_rng(1)
    drift = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    sums = (rng.normal(size=(200_000, 5)) + drift / np.sqrt(5)).cumsum(axis=1) / np.sqrt(np.arange(1, 6))
    crossed = np.abs(sums) >= obrien_fleming()
    chances = [(crossed.argmax(axis=1) == k)[crossed.any(axis=1)].sum() / len(sums) for k in range(5)]
    assert crossing_chances(obrien_fleming(), drift) == pytest.approx(chances, abs=0.005)
    outlook = looks_outlook(1.0)
    assert outlook.power == pytest.approx(sum(chances), abs=0.005)
    assert outlook.mean_share < 0.85
    assert looks_outlook(0).power == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize("differing", [(2, 4, 6, 8, 10), (4, 4, 7, 9, 14), (0, 0, 3, 10, 12), (8, 9, 10, 11, 12)])
@pytest.mark.parametrize("alpha", [0.05, 0.1])
def test_exact_error_by_enumeration(differing, alpha):
    """Every sequence of fair coins: how many cross any bound."""
    bounds = exact_bounds(differing, alpha)
    crossing = sum(
        any(
            bound is not None and abs(2 * sum(path[:n]) - n) >= bound
            for n, bound in zip(differing, bounds, strict=True)
        )
        for path in product((0, 1), repeat=differing[-1])
    )
    assert Fraction(crossing, 2 ** differing[-1]) <= Fraction(alpha)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=5, max_size=5).map(lambda steps: np.cumsum(steps).tolist()))
def test_exact_error_by_another_program(differing):
    bounds = exact_bounds(differing, 0.05)
    alive, crossed, seen = {0: 1.0}, 0.0, 0
    for total, bound in zip(differing, bounds, strict=True):
        for _ in range(total - seen):
            after = {}
            for place, chance in alive.items():
                for step in (-1, 1):
                    after[place + step] = after.get(place + step, 0.0) + chance / 2
            alive = after
        if bound is not None:
            crossed += sum(chance for place, chance in alive.items() if abs(place) >= bound)
            alive = {place: chance for place, chance in alive.items() if abs(place) < bound}
        seen = total
    assert crossed <= 0.05 + 1e-12
    # What a look may decide does not depend on what comes after it.
    assert exact_bounds(differing[:3], 0.05) == bounds[:3]


def test_exact_bounds_come_near_the_normal_ones():
    bounds = exact_bounds([200, 400, 600, 800, 1000])
    for k, (bound, normal) in enumerate(zip(bounds, obrien_fleming(), strict=True), 1):
        assert bound / np.sqrt(200 * k) == pytest.approx(normal, abs=0.2)


def look(only_a, only_b, pairs):
    return PairLook(only_a, only_b, pairs)


def test_reading_the_looks():
    first = look(2, 1, 100)
    found = compare_sequentially([first])
    assert (found.outcome, found.look) == ("open", 1)
    assert found.low < 0 < found.high

    early = [first, look(3, 40, 200), look(50, 41, 300)]
    found = compare_sequentially(early)
    assert (found.outcome, found.look) == ("better", 2), "what came after the deciding look does not count"
    assert found.difference == pytest.approx(-37 / 200)
    assert found.high <= 0

    none = [look(2 * k, 2 * k, 100 * k) for k in range(1, 6)]
    found = compare_sequentially(none)
    assert (found.outcome, found.look) == ("not_distinguished", 5)
    plain = paired_difference(10, 10, 500)
    assert found.low < plain.low and found.high > plain.high, "five looks cost something"

    worse = [*none[:4], look(40, 8, 500)]
    assert compare_sequentially(worse).outcome == "worse"


def test_a_last_look_is_nearly_the_fixed_test():
    assert mcnemar(30, 12) < 0.01
    looks = [look(0, 0, 100 * k) for k in range(1, 5)] + [look(30, 12, 500)]
    assert compare_sequentially(looks).outcome == "worse"


def test_impossible_looks_are_refused():
    for counts in ([], [look(-1, 0, 5)], [look(4, 4, 5)], [look(4, 4, 10), look(3, 3, 20)], [look(0, 0, 9)] * 6):
        with pytest.raises(ValueError):
            compare_sequentially(counts)
    for bad in ((0, 5), (1, 5), (0.05, 0)):
        with pytest.raises(ValueError, match="design"):
            obrien_fleming(*bad)


def test_look_sizes():
    assert look_sizes(1_003) == (201, 402, 602, 803, 1_003)
    assert look_sizes(5) == (1, 2, 3, 4, 5)
    with pytest.raises(ValueError, match="looks"):
        look_sizes(4)
