from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from steelyard.stats import compare_lists, compare_with_published, rank_board


def scores_of(rates, items, number):
    rng = np.random.default_rng(number)
    return (rng.random((len(rates), items)) < np.array(rates)[:, None]).astype(float)


def kinds(agreement):
    return {(pair.first, pair.second): pair.kind for pair in agreement.pairs}


def test_a_real_reversal_and_noise_are_told_apart():
    one = scores_of([0.95, 0.5, 0.90, 0.91], 300, 1)
    two = scores_of([0.5, 0.95, 0.91, 0.90], 300, 2)
    found = compare_lists(one, two, alpha=0.05, seed="s")
    assert kinds(found)[0, 1] == "reversed"
    assert kinds(found)[2, 3] in {"noise", "open"}
    shown = [np.sign(a[2].mean() - a[3].mean()) for a in (one, two)]
    assert (kinds(found)[2, 3] == "noise") == (shown[0] * shown[1] < 0)


def test_every_kind_against_a_published_list():
    board = rank_board(scores_of([0.95, 0.5, 0.95], 300, 1), alpha=0.05, seed="s")
    better = 0 if board.tests[1].difference > 0 else 2
    worse = 2 - better
    values = {better: 1.0, worse: 2.0, 1: 3.0}
    found = compare_with_published(board, [values[i] for i in range(3)])
    assert kinds(found) == {(0, 1): "reversed", (1, 2): "reversed", (0, 2): "noise"}
    same = compare_with_published(board, [3.0, 1.0, 2.0] if better == 0 else [2.0, 1.0, 3.0])
    assert kinds(same) == {(0, 1): "same", (1, 2): "same", (0, 2): "open"}
    tied = compare_with_published(board, [1.0, 1.0, 1.0])
    assert set(kinds(tied).values()) == {"open"}
    assert tied.tau == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 6))
def test_tau_is_kendalls_and_its_interval_holds_it(number, models):
    rng = np.random.default_rng(number)
    one, two = (scores_of(rng.uniform(0.2, 1, models), 40, number + i) for i in range(2))
    found = compare_lists(one, two, alpha=0.2, seed="s", draws=99)
    means = [scores.mean(axis=1) for scores in (one, two)]
    if all(len(set(mean)) == models for mean in means):
        assert found.tau == pytest.approx(kendalltau(*means).statistic, abs=1e-9)
    pairs = list(combinations(range(models), 2))
    signs = [np.sign(round(a[j] - a[k], 9)) for j, k in pairs for a in means]
    assert found.tau == pytest.approx(sum(a * b for a, b in zip(signs[::2], signs[1::2], strict=True)) / len(pairs))
    assert -1 <= found.low <= found.tau <= found.high <= 1
    assert found.low < found.high


def test_even_certain_lists_leave_an_interval():
    clear = np.repeat([[1.0], [0.5], [0.0]], 40, axis=1)
    found = compare_lists(clear, clear, alpha=0.05, seed="s")
    assert (found.tau, found.high) == (1, 1)
    assert found.low == pytest.approx(1 / 3)
    turned = compare_lists(clear, clear[::-1], alpha=0.05, seed="s")
    assert (turned.tau, turned.low) == (-1, -1)
    assert turned.high == pytest.approx(-1 / 3)


def test_lists_on_the_same_items_are_compared_more_sharply_when_they_say_so():
    scores = scores_of([0.9, 0.75], 100, 3)
    apart = compare_lists(scores, scores, alpha=0.05, seed="s")
    joined = compare_lists(scores, scores, alpha=0.05, seed="s", clusters=(range(100), range(100)))
    assert (joined.low, joined.high) >= (apart.low, apart.high)


@pytest.mark.slow
def test_the_interval_holds_tau_of_the_true_orders():
    rates = ([0.97, 0.9, 0.8, 0.7], [0.9, 0.97, 0.7, 0.8])
    truth = (4 - 2) / 6
    held = 0
    for number in range(300):
        lists = [scores_of(rate, 200, 2 * number + i) for i, rate in enumerate(rates)]
        found = compare_lists(*lists, alpha=0.1, seed=str(number), draws=199)
        held += found.low <= truth <= found.high
    assert held >= 300 * 0.9 - 3 * (300 * 0.09) ** 0.5


def test_lists_that_do_not_match_are_refused():
    board = rank_board(scores_of([0.9, 0.8], 30, 1), alpha=0.05, seed="s")
    with pytest.raises(ValueError, match="3 published values for 2"):
        compare_with_published(board, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="finite"):
        compare_with_published(board, [1.0, float("nan")])
    single = scores_of([0.9], 30, 1)
    with pytest.raises(ValueError, match="one model"):
        compare_lists(single, single, alpha=0.05, seed="s")
    with pytest.raises(ValueError, match="same models"):
        compare_lists(scores_of([0.9, 0.8], 30, 1), scores_of([0.9] * 3, 30, 1), alpha=0.05, seed="s")
