from itertools import combinations, product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import LEAST_UNITS, step_down
from steelyard.stats.signs import random_signs

DRAWS = 199


def by_definition(boards, clusters, seed, alpha, draws):
    """Claims of the step-down as the standard writes it: a quantile of the largest, reject, begin again."""
    labels = clusters or [[(d, i) for i in range(len(board[0]))] for d, board in enumerate(boards)]
    units = list(dict.fromkeys(label for part in labels for label in part))
    signs = random_signs(seed, "steelyard max-t", range(draws), len(units))
    statistic, flipped = {}, {}
    for d, board in enumerate(boards):
        for j, k in combinations(range(len(board)), 2):
            sums = [0.0] * len(units)
            for item, label in enumerate(labels[d]):
                sums[units.index(label)] += board[j][item] - board[k][item]
            norm = sqrt(sum(value**2 for value in sums))
            if norm > 0:
                statistic[d, j, k] = sum(sums) / norm
                flipped[d, j, k] = [abs(sum(s * v for s, v in zip(row, sums, strict=True))) / norm for row in signs]
    left, claims = set(statistic), set()
    while left:
        largest = [max(flipped[pair][draw] for pair in left) for draw in range(draws)]
        passed = {
            pair
            for pair in left
            if 1 + sum(value >= abs(statistic[pair]) - 1e-9 for value in largest) <= alpha * (draws + 1) + 1e-9
        }
        if not passed:
            break
        claims |= passed
        left -= passed
    return claims, statistic


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 4), st.integers(1, 2), st.booleans(), st.sampled_from([0.05, 0.1, 0.3]))
def test_step_down_is_its_definition(number, models, dimensions, clustered, alpha):
    rng = np.random.default_rng(number)
    rates = rng.choice([0.1, 0.5, 0.9], size=models)
    boards = [(rng.random((models, 20)) < rates[:, None]).astype(float).tolist() for _ in range(dimensions)]
    clusters = [[f"t{i % 12}" for i in range(20)]] * dimensions if clustered else None
    expected, statistics = by_definition(boards, clusters, str(number), alpha, DRAWS)
    tests = step_down(boards, seed=str(number), clusters=clusters, draws=DRAWS)
    assert len(tests) == dimensions * models * (models - 1) // 2
    claimed = {(t.dimension, t.first, t.second) for t in tests if t.adjusted <= alpha + 1e-12}
    assert claimed == expected
    for test in tests:
        place = (test.dimension, test.first, test.second)
        if place in statistics:
            assert test.statistic == pytest.approx(statistics[place], abs=1e-9)
        else:
            assert test.statistic is None
            assert test.adjusted == 1


@pytest.mark.parametrize(("ahead", "behind"), [(10, 0), (9, 1), (8, 2), (7, 4), (5, 5)])
def test_two_models_are_compared_by_the_sign_test(ahead, behind):
    """With all sign patterns in place of draws the level is exactly that of McNemar's two-sided test."""
    from scipy.stats import binomtest

    first = [1.0] * ahead + [0.0] * behind + [1.0] * 6
    second = [0.0] * ahead + [1.0] * behind + [1.0] * 6
    (test,) = step_down([[first, second]], seed="s", draws=19_999)
    exact = binomtest(ahead, ahead + behind).pvalue
    assert test.adjusted == pytest.approx(exact, abs=4 * sqrt(exact * (1 - exact) / 20_000) + 1e-4)
    assert test.difference == pytest.approx((ahead - behind) / len(first))


def test_all_sign_patterns_of_a_small_board():
    """The level is the share of all 2^10 sign patterns whose largest statistic reaches the observed, but for draws."""
    rng = np.random.default_rng(3)
    board = rng.integers(0, 2, size=(3, 10)).astype(float)
    pairs = list(combinations(range(3), 2))
    differences = np.array([board[j] - board[k] for j, k in pairs])
    norms = np.sqrt((differences**2).sum(axis=1))
    observed = np.abs(differences.sum(axis=1)) / norms
    patterns = np.array(list(product((-1, 1), repeat=10)))
    largest = (np.abs(patterns @ differences.T) / norms).max(axis=1)
    exact = (largest >= observed.max() - 1e-9).mean()
    tests = step_down([board], seed="s", draws=9_999)
    assert min(test.adjusted for test in tests) == pytest.approx(exact, abs=4 * sqrt(exact * (1 - exact) / 9_999))


boards = st.integers(0, 2**32).map(lambda n: np.random.default_rng(n).integers(0, 2, size=(4, 30)).astype(float))


@settings(max_examples=30, deadline=None)
@given(boards, st.integers(0, 2**32))
def test_more_models_take_claims_away_and_never_add_or_turn_one(board, number):
    board[0] = np.maximum(board[0], np.random.default_rng(number).random(30) < 0.7)
    extra = np.random.default_rng(number).integers(0, 2, size=(2, 30))
    few = {(t.first, t.second): t for t in step_down([board], seed="s", draws=DRAWS)}
    many = {(t.first, t.second): t for t in step_down([np.vstack([board, extra])], seed="s", draws=DRAWS)}
    for pair, test in few.items():
        assert many[pair].adjusted >= test.adjusted
        assert many[pair].difference == test.difference


@settings(max_examples=30, deadline=None)
@given(boards, st.integers(0, 2**32))
def test_a_later_wave_changes_no_earlier_claim(board, number):
    extra = np.random.default_rng(number).integers(0, 2, size=(2, 30))
    few = step_down([board], seed="s", draws=DRAWS)
    many = step_down([np.vstack([board, extra])], seed="s", draws=DRAWS, waves=[1, 1, 1, 1, 2, 2])
    assert few == tuple(test for test in many if test.second < 4)
    assert len(many) == 15


def test_identical_models_and_single_models_claim_nothing():
    row = [1.0, 0.0] * 10
    (test,) = step_down([[row, row]], seed="s")
    assert (test.difference, test.statistic, test.adjusted) == (0, None, 1)
    assert step_down([[row]], seed="s") == ()
    assert step_down([], seed="s") == ()


def test_a_constant_difference_is_no_certainty():
    """Without variance the usual t is infinite; here ten units say what ten coins say."""
    (ten,) = step_down([[[1.0] * 10, [0.0] * 10]], seed="s", draws=9_999)
    assert ten.statistic == pytest.approx(sqrt(10))
    assert 0.0005 < ten.adjusted < 0.01
    (four,) = step_down([[[1.0] * 4 + [0.0] * 96, [0.0] * 100]], seed="s")
    assert four.adjusted > 0.05


def test_clusters_are_the_units():
    """Twelve templates of ten equal items are twelve coins, not 120."""
    labels = [i // 10 for i in range(120)]
    lead = np.repeat([1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], 10).astype(float)
    back = np.repeat([0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], 10).astype(float)
    (naive,) = step_down([[lead, back]], seed="s")
    (fair,) = step_down([[lead, back]], seed="s", clusters=[labels])
    assert naive.adjusted < 0.01
    assert fair.adjusted > 0.1
    assert fair.difference == naive.difference


def test_shared_clusters_across_dimensions_are_flipped_together():
    """A second dimension that repeats the first costs nothing when its items are known to be the same."""
    rng = np.random.default_rng(1)
    board = (rng.random((2, 60)) < [[0.85], [0.6]]).astype(float)
    alone = step_down([board], seed="s", clusters=[range(60)])
    twice = step_down([board, board], seed="s", clusters=[range(60), range(60)])
    apart = step_down([board, board], seed="s")
    assert [test.adjusted for test in twice] == [alone[0].adjusted] * 2
    assert min(test.adjusted for test in apart) >= alone[0].adjusted


def test_rounding_noise_is_no_difference():
    first = [0.1 + 0.2] * 20
    second = [0.3] * 20
    (test,) = step_down([[first, second]], seed="s")
    assert test.statistic is None


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"boards": [[[1.0] * (LEAST_UNITS - 1)] * 2]}, "independent units"),
        ({"boards": [[[1.0] * 20] * 2], "clusters": [[i % 9 for i in range(20)]]}, "independent units"),
        ({"boards": [[[1.0] * 20] * 2], "clusters": [range(19)]}, "labels"),
        ({"boards": [[[1.0] * 20] * 2], "clusters": []}, "labels"),
        ({"boards": [[[1.0] * 20] * 2, [[1.0] * 20] * 3]}, "same models"),
        ({"boards": [[1.0] * 20]}, "same models"),
        ({"boards": [[[float("nan")] * 20] * 2]}, "finite"),
        ({"boards": [[[1.0] * 20] * 2], "waves": [1]}, "waves"),
    ],
)
def test_what_is_no_board_is_refused(kwargs, words):
    with pytest.raises(ValueError, match=words):
        step_down(**kwargs, seed="s")
