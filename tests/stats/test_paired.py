from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as their_mcnemar

from steelyard.stats import Comparison, TooFewClusters, compare_clustered, compare_pairs, mcnemar, paired_difference

COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 300)).map(
    lambda t: (t[0], t[1], max(1, sum(t)))
)


@pytest.mark.parametrize(("only_a", "only_b"), [(0, 0), (1, 0), (0, 6), (5, 5), (3, 9), (20, 41), (300, 240)])
def test_mcnemar_against_statsmodels(only_a, only_b):
    theirs = their_mcnemar([[7, only_a], [only_b, 11]], exact=True).pvalue
    assert float(mcnemar(only_a, only_b)) == pytest.approx(min(1.0, theirs), rel=1e-9)


def test_mcnemar_by_enumeration():
    for differing in range(1, 11):
        tosses = [sum(path) for path in product((0, 1), repeat=differing)]
        for only_a in range(differing + 1):
            away = abs(only_a - differing / 2)
            as_far = sum(abs(heads - differing / 2) >= away for heads in tosses)
            assert mcnemar(only_a, differing - only_a) == Fraction(as_far, 2**differing)
            beyond = sum(abs(heads - differing / 2) > away for heads in tosses)
            middle = Fraction(as_far + beyond, 2 * 2**differing)
            expected = Fraction(1) if 2 * only_a == differing else middle
            assert mcnemar(only_a, differing - only_a, mid_p=True) == expected


def test_exact_test_keeps_its_level():
    for differing in range(1, 60):
        rejected = sum(
            stats.binom.pmf(k, differing, 0.5) for k in range(differing + 1) if mcnemar(k, differing - k) <= 0.05
        )
        assert rejected <= 0.05 + 1e-12


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.sampled_from([0.1, 0.05, 0.01, 0.001]))
def test_interval_and_outcome_agree(counts, alpha):
    found = compare_pairs(*counts, alpha)
    assert -1 <= found.low < found.high <= 1
    assert found.low - 1e-12 <= found.difference <= found.high + 1e-12 or min(counts[:2]) == 0
    assert (found.outcome == "not_distinguished") == (found.p_value > alpha)
    match found.outcome:
        case "better":
            assert found.high <= 0 and counts[0] < counts[1]
        case "worse":
            assert found.low >= 0 and counts[0] > counts[1]
        case _:
            assert found.low <= 0 <= found.high


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_changing_places_turns_the_outcome(counts):
    only_a, only_b, pairs = counts
    one, other = compare_pairs(only_a, only_b, pairs), compare_pairs(only_b, only_a, pairs)
    turned = {"better": "worse", "worse": "better", "not_distinguished": "not_distinguished"}
    assert other.outcome == turned[one.outcome]
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@pytest.mark.parametrize("pairs", [1, 10, 1_000])
def test_no_difference_seen_is_not_no_difference(pairs):
    found = compare_pairs(0, 0, pairs)
    assert found.outcome == "not_distinguished"
    assert found.low == -found.high < 0
    assert found.high > 1.5 / pairs or found.high > 0.5


@pytest.mark.parametrize(
    ("pairs", "rates"), [(30, (0.1, 0.05)), (40, (0.05, 0.05)), (40, (0.3, 0.1)), (25, (0.2, 0.2))]
)
def test_interval_covers(pairs, rates):
    """Exact, over all outcomes: only A fails, only B fails, or neither alone."""
    covered = 0.0
    for only_a in range(pairs + 1):
        for only_b in range(pairs - only_a + 1):
            bounds = paired_difference(only_a, only_b, pairs)
            if bounds.low <= rates[0] - rates[1] <= bounds.high:
                rest = pairs - only_a - only_b
                covered += stats.multinomial.pmf([only_a, only_b, rest], pairs, [*rates, 1 - sum(rates)])
    assert covered > 0.94


def test_margin():
    close = compare_pairs(4, 4, 1_000, margin=0.02)
    assert close.outcome == "not_distinguished" and close.not_inferior is True
    assert compare_pairs(4, 4, 100, margin=0.02).not_inferior is False
    worse = compare_pairs(15, 2, 1_000, margin=0.05)
    assert worse.outcome == "worse" and worse.not_inferior is True, "worse, but by less than the margin"
    assert compare_pairs(4, 4, 100).not_inferior is None
    with pytest.raises(ValueError, match="margin"):
        compare_pairs(4, 4, 100, margin=0)


@pytest.mark.parametrize("counts", [(-1, 0, 5), (3, 3, 5), (0, 0, 0)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ValueError):
        compare_pairs(*counts)
    with pytest.raises(ValueError, match="alpha"):
        compare_pairs(1, 1, 5, alpha=1)
    with pytest.raises(ValueError, match="negative"):
        mcnemar(-1, 2)


def test_clusters_of_one_are_the_paired_t_test():
    rng = np.random.default_rng(1)
    values = rng.choice([-1, 0, 1], 200, p=[0.2, 0.5, 0.3])
    found = compare_clustered(values, list(range(200)), 0.1)
    theirs = stats.ttest_1samp(values, 0)
    bounds = theirs.confidence_interval(0.9)
    assert isinstance(found, Comparison)
    # The added half question makes it never narrower, and hardly wider.
    assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high), abs=2e-3)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=0.05)
    assert found.low <= bounds.low + 1e-12 and found.high >= bounds.high - 1e-12


def test_clusters_against_cluster_means():
    """Clusters of one size: the clustered t test of answers is the t test of cluster means."""
    rng = np.random.default_rng(2)
    values = (rng.random((60, 5)) < 0.3).astype(float) - (rng.random((60, 1)) < 0.2)
    found = compare_clustered(values.ravel(), np.repeat(np.arange(60), 5).tolist())
    bounds = stats.ttest_1samp(values.mean(axis=1), 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high), abs=1e-9)
    assert found.clusters == 60 and found.pairs == 300


@settings(max_examples=80, deadline=None)
@given(st.integers(10, 40), st.integers(1, 6), st.data())
def test_clustered_is_never_of_zero_width(clusters, size, data):
    values = data.draw(st.lists(st.sampled_from([-1, -0.5, 0, 0, 0, 1]), min_size=clusters * size,
                                max_size=clusters * size))  # fmt: skip
    found = compare_clustered(values, [i // size for i in range(clusters * size)], margin=0.1)
    assert -1 <= found.low < found.high <= 1
    assert found.not_inferior == (found.high < 0.1)
    assert (found.outcome == "not_distinguished") == (found.low <= 0 <= found.high)


@pytest.mark.parametrize("value", [-1, 0, 1])
def test_all_alike_is_not_certain(value):
    found = compare_clustered([value] * 120, [i // 3 for i in range(120)])
    assert found.high - found.low > 0.01
    assert found.outcome == {-1: "better", 0: "not_distinguished", 1: "worse"}[value]


def test_few_clusters_are_only_counted():
    assert compare_clustered([1, 0, -1] * 9, list(range(9)) * 3) == TooFewClusters(items=27, failures=9, clusters=9)


@pytest.mark.parametrize(("values", "clusters"), [([2.0], ["a"]), ([0.0], ["a", "b"]), ([float("nan")], ["a"])])
def test_impossible_differences_are_refused(values, clusters):
    with pytest.raises(ValueError, match="between -1 and 1"):
        compare_clustered(values, clusters)


def test_equal_models_on_alike_questions_are_seldom_told_apart():
    rng, wrong = np.random.default_rng(3), 0
    clusters = np.repeat(np.arange(40), 5).tolist()
    for _ in range(300):
        rates = rng.beta(0.5, 2, (40, 2))
        failing = rng.random((40, 5, 2)) < rates[:, None, :]
        found = compare_clustered(np.subtract(*failing.astype(int).reshape(-1, 2).T), clusters)
        wrong += found.outcome != "not_distinguished"
    assert stats.binom.sf(wrong - 1, 300, 0.06) > 0.001
