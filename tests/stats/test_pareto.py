from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, multinomial
from scipy.stats import t as student

from steelyard.stats import pareto_front, pareto_pair
from steelyard.stats.pareto import _better, _no_worse


def row(rate, items=400, number=0):
    """Exactly `rate` successes, in an order of its own."""
    scores = (np.arange(items) < round(rate * items)).astype(float)
    return np.random.default_rng(number).permutation(scores)


def read(ours, theirs, margin=0.05, items=400):
    first = [row(rate, items, i) for i, rate in enumerate(ours)]
    second = [row(rate, items, i) for i, rate in enumerate(theirs)]  # paired: the same order as the first
    return pareto_pair(first, second, [margin] * len(ours), alpha=0.05, seed="s")


@pytest.mark.parametrize(
    ("ours", "theirs", "relation", "gains", "losses", "unsettled"),
    [
        ((0.95, 0.9), (0.85, 0.9), "dominates", (0,), (), ()),
        ((0.85, 0.9), (0.95, 0.9), "dominated", (), (0,), ()),
        ((0.95, 0.8), (0.85, 0.9), "trades", (0,), (1,), (1,)),
        ((0.9, 0.9), (0.9, 0.9), "not_distinguished", (), (), ()),
    ],
)
def test_each_relation(ours, theirs, relation, gains, losses, unsettled):
    found = read(ours, theirs)
    assert (found.relation, found.gains, found.losses, found.open) == (relation, gains, losses, unsettled)


def test_better_somewhere_with_an_unknown_price_is_incomparable():
    rng = np.random.default_rng(1)
    noisy = [(rng.random(60) < 0.7).astype(float) for _ in range(2)]
    found = pareto_pair([row(0.95), noisy[0]], [row(0.8), noisy[1]], [0.05, 0.02], alpha=0.05, seed="s")
    assert (found.relation, found.gains, found.losses, found.open) == ("incomparable", (0,), (), (1,))
    turned = pareto_pair([row(0.8), noisy[1]], [row(0.95), noisy[0]], [0.05, 0.02], alpha=0.05, seed="s")
    assert (turned.relation, turned.losses, turned.open) == ("incomparable", (0,), (1,))


def test_a_small_sure_loss_is_a_trade_and_no_dominance():
    """Worse by less than the margin, but shown worse: it is said."""
    found = read((0.99, 0.95), (0.8, 0.98), margin=0.1)
    assert found.relation == "trades"
    assert not found.open


def test_within_margins_is_said_apart():
    assert read((0.9, 0.9), (0.9, 0.9)).within_margins
    assert not read((0.9, 0.9), (0.9, 0.9), margin=0.005).within_margins


MIRROR = {"dominates": "dominated", "dominated": "dominates"}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_turned_round_it_says_the_same(number):
    rng = np.random.default_rng(number)
    one, two = ([(rng.random(120) < rng.uniform(0.5, 1)).astype(float) for _ in range(2)] for _ in range(2))
    there = pareto_pair(one, two, [0.1, 0.1], alpha=0.1, seed="s")
    back = pareto_pair(two, one, [0.1, 0.1], alpha=0.1, seed="s")
    assert back.relation == MIRROR.get(there.relation, there.relation)
    assert (back.gains, back.losses, back.within_margins) == (there.losses, there.gains, there.within_margins)
    for a, b in zip(there.dimensions, back.dimensions, strict=True):
        assert (a.gain, a.no_worse, a.difference) == pytest.approx((b.loss, b.no_better, -b.difference))


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 20))
def test_gains_are_the_exact_sign_test(ahead, behind, same):
    sums = np.array([1.0] * ahead + [-1.0] * behind + [0.0] * same)
    gain, loss = _better(sums, "s")
    tosses = ahead + behind
    assert gain == pytest.approx(binomtest(ahead, tosses, alternative="greater").pvalue if tosses else 1, abs=1e-9)
    assert loss == pytest.approx(binomtest(behind, tosses, alternative="greater").pvalue if tosses else 1, abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=9))
def test_gains_of_clusters_enumerate_all_signs(values):
    sums = np.array(values, dtype=float)
    totals = [sum(s * v for s, v in zip(signs, values, strict=True)) for signs in product((-1, 1), repeat=len(values))]
    gain, loss = _better(sums, "s")
    assert gain == pytest.approx(sum(total >= sum(values) for total in totals) / len(totals), abs=1e-9)
    assert loss == pytest.approx(sum(total <= sum(values) for total in totals) / len(totals), abs=1e-9)


def test_graded_scores_are_flipped_at_random():
    values = np.array([0.5, 0.25, 0.125, -0.3, 0.9, 0.77, 0.1, 0.2, -0.05, 0.6])
    totals = [sum(s * values) for s in product((-1, 1), repeat=10)]
    exact = np.mean(np.array(totals) >= values.sum() - 1e-12)
    assert _better(values, "s")[0] == pytest.approx(exact, abs=4 * (exact / 2_000) ** 0.5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_holm_is_holm(number, dimensions):
    rng = np.random.default_rng(number)
    one, two = ([(rng.random(40) < rng.uniform(0.3, 1)).astype(float) for _ in range(dimensions)] for _ in range(2))
    found = pareto_pair(one, two, [0.1] * dimensions, alpha=0.05, seed="s")
    single = [level for a, b in zip(one, two, strict=True) for level in _better(a - b, "s")]
    raised = [level for d in found.dimensions for level in (d.gain, d.loss)]
    for alpha in (0.01, 0.05, 0.2, 0.7):
        left = set(range(len(single)))
        while passed := {
            i for i in left if single[i] <= alpha / len(left) and single[i] == min(single[i] for i in left)
        }:
            left.remove(min(passed))
        assert {i for i, level in enumerate(raised) if level > alpha} == left


def test_no_worse_is_its_formula():
    sums = np.array([1.0] * 3 + [-1.0] * 5 + [0.0] * 92)
    n, margin = 102, 0.05
    mean = -2 / n
    variance = max((8 + 1) / n - mean**2, margin * (1 - margin))
    value = (mean + margin - 0.5 / n) / (variance / n) ** 0.5
    assert _no_worse(sums, 100, margin) == pytest.approx(student.sf(value, 99), abs=1e-9)


@pytest.mark.parametrize(("items", "margin"), [(20, 0.1), (50, 0.02), (50, 0.05), (100, 0.1)])
def test_no_worse_keeps_its_size(items, margin):
    """Exact on pairs of binary items whose true difference is the margin, however often both differ."""
    for gains in (0.0, 0.02):
        chances = [gains, margin + gains, 1 - margin - 2 * gains]
        law, wrong = multinomial(items, chances), 0.0
        for ahead, behind in product(range(items + 1), repeat=2):
            if ahead + behind > items:
                continue
            chance = law.pmf([ahead, behind, items - ahead - behind])
            if chance > 1e-7:
                sums = np.array([1.0] * ahead + [-1.0] * behind + [0.0] * (items - ahead - behind))
                wrong += chance * (_no_worse(sums, items, margin) <= 0.05)
        assert wrong <= 0.055


def test_no_difference_seen_is_not_no_difference():
    """With no differing item the margin needs as many items as the exact bound on losses asks for, or more."""
    for margin in (0.02, 0.05, 0.1):
        least = next(n for n in range(10, 1_000) if _no_worse(np.zeros(n), n, margin) <= 0.05)
        assert (1 - margin) ** least <= 0.05


def test_the_front_of_a_board():
    good, safe, bad = (0.95, 0.85), (0.85, 0.95), (0.8, 0.8)
    boards = [np.array([row(model[d], 600, d) for model in (good, safe, bad)]) for d in range(2)]
    front, readings = pareto_front(boards, [0.05, 0.05], alpha=0.05, seed="s")
    assert front == (0, 1)
    assert readings[0, 1].relation == "trades"
    assert {readings[0, 2].relation, readings[1, 2].relation} == {"dominates"}
    assert pareto_front([row(0.9)[None, :]], [0.05], alpha=0.05, seed="s") == ((0,), {})
    assert len(readings) == comb(3, 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"margins": [0.05]}, "every dimension"),
        ({"margins": [0.05, 0]}, "margin"),
        ({"margins": [0.05, 1]}, "margin"),
        ({"alpha": 0}, "alpha"),
        ({"first": [row(0.5), row(0.5) * 2]}, "outside 0 to 1"),
        ({"first": [row(0.5), row(0.5) * float("nan")]}, "missing"),
        ({"first": [row(0.5), row(0.5, 300)]}, "same items"),
        ({"clusters": [range(400), [0] * 400]}, "independent units"),
        ({"clusters": [range(400), range(399)]}, "cluster label"),
        ({"first": [], "second": [], "margins": []}, "every dimension"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, words):
    settings = {"first": [row(0.9)] * 2, "second": [row(0.8)] * 2, "margins": [0.05] * 2, "alpha": 0.05} | change
    with pytest.raises(ValueError, match=words):
        pareto_pair(settings.pop("first"), settings.pop("second"), settings.pop("margins"), **settings, seed="s")
