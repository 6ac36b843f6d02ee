from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.regression.linear_model import OLS

from steelyard.stats import ClusteredShare, TooFewClusters, clopper_pearson, clustered_share, tally_clusters
from steelyard.stats.clustering import ENOUGH_INFORMATIVE, LEAST_CLUSTERS, clustered_error, effective_number

CLUSTER = st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def beta_binomial(rng, clusters, size, share, icc):
    chances = rng.beta(share * (1 - icc) / icc, (1 - share) * (1 - icc) / icc, clusters) if icc else share
    return rng.binomial(size, chances, clusters)


@settings(max_examples=150, deadline=None)
@given(st.lists(CLUSTER, min_size=LEAST_CLUSTERS, max_size=80), st.sampled_from([0.1, 0.05, 0.01]), st.booleans())
def test_never_of_zero_width_and_holds_the_share(clusters, alpha, bootstrap):
    failures, sizes = zip(*clusters, strict=True)
    found = clustered_share(failures, sizes, alpha, bootstrap_seed="x" if bootstrap else None)
    assert isinstance(found, ClusteredShare)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.high - found.low > 1e-3
    assert found.share == pytest.approx(sum(failures) / sum(sizes))
    assert 0 < found.effective_items <= found.items + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(CLUSTER, min_size=LEAST_CLUSTERS, max_size=60))
def test_failures_and_successes_mirror(clusters):
    failures, sizes = zip(*clusters, strict=True)
    found, mirrored = clustered_share(failures, sizes), clustered_share(np.subtract(sizes, failures), sizes)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)


@pytest.mark.parametrize("seed", [None, "0"])
def test_the_same_in_every_cluster_is_no_certainty(seed):
    """Rounding leaves residuals of 1e-17 here, a width that would be none."""
    found = clustered_share([1] * 40, [3] * 40, bootstrap_seed=seed)
    exact = clopper_pearson(40, 120, 0.05)
    assert found.method == "logit_t"
    assert found.high - found.low == pytest.approx(exact.high - exact.low, rel=0.1)


@pytest.mark.parametrize("failing", [0, 1])
def test_nothing_and_everything_failing(failing):
    sizes = [10] * 31
    found = clustered_share([failing * 10] * 31, sizes)
    assert found.method == "effective_exact"
    assert found.design_effect is None
    width = found.high - found.low
    # Wider than 310 independent answers allow, narrower than 31.
    independent, alike = (clopper_pearson(failing * n, n, 0.05) for n in (310, 31))
    assert independent.high - independent.low < width < alike.high - alike.low


def test_few_clusters_are_only_counted():
    assert clustered_share([1] * 9, [10] * 9) == TooFewClusters(items=90, failures=9, clusters=9)
    assert isinstance(clustered_share([1] * 10, [10] * 10), ClusteredShare)


def test_logit_t_by_its_definition():
    rng = np.random.default_rng(1)
    failures = rng.binomial(8, rng.beta(2, 4, 90))
    found = clustered_share(failures, [8] * 90, 0.1)
    share = failures.sum() / 720
    error = sqrt(90 / 89 * ((failures - 8 * share) ** 2).sum()) / 720
    centre, half = log(share / (1 - share)), stats.t.ppf(0.95, 89) * error / (share * (1 - share))
    expected = [1 / (1 + np.exp(-(centre + side * half))) for side in (-1, 1)]
    assert found.method == "logit_t"
    assert [found.low, found.high] == pytest.approx(expected, abs=1e-9)
    assert found.design_effect == pytest.approx(error**2 * 720 / (share * (1 - share)))


def test_error_against_statsmodels():
    """Its cluster-robust error of a mean is ours for clusters of one size."""
    rng = np.random.default_rng(2)
    failures = beta_binomial(rng, 25, 6, 0.2, 0.3)
    answers = np.concatenate([np.arange(6) < k for k in failures]).astype(float)
    groups = np.repeat(np.arange(25), 6)
    fit = OLS(answers, np.ones(150)).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    assert clustered_error(failures, [6] * 25) == pytest.approx(fit.bse[0] * sqrt(25 / 24), rel=1e-9)


def test_error_is_the_jackknife():
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 20, 15)
    failures = rng.binomial(sizes, 0.3)
    without = [(failures.sum() - k) / (sizes.sum() - n) for k, n in zip(failures, sizes, strict=True)]
    # Around the share of all: for a ratio the mean of the leave-one-out shares differs from it.
    spread = sum((value - failures.sum() / sizes.sum()) ** 2 for value in without)
    assert clustered_error(failures, sizes) == pytest.approx(sqrt(14 / 15 * spread), rel=1e-9)


def test_alike_clusters_widen_and_unequal_ones_count_for_less():
    apart = clustered_share([2, 3, 2, 3] * 20, [10] * 80)
    alike = clustered_share([0, 10, 0, 0] * 20, [10] * 80)
    assert alike.share == apart.share
    assert alike.high - alike.low > 2 * (apart.high - apart.low)
    assert alike.design_effect == pytest.approx(10, rel=0.1)
    assert effective_number(np.array([5.0, 5, 5])) == pytest.approx(3)
    assert effective_number(np.array([50.0, 1, 1])) < 1.1


def test_bootstrap_repeats_and_agrees():
    rng = np.random.default_rng(4)
    failures = beta_binomial(rng, 120, 5, 0.3, 0.2)
    once, again = (clustered_share(failures, [5] * 120, bootstrap_seed="a") for _ in range(2))
    other = clustered_share(failures, [5] * 120, bootstrap_seed="b")
    plain = clustered_share(failures, [5] * 120)
    assert once == again != other
    assert once.method == "bootstrap_t"
    assert (once.low, once.high) == pytest.approx((plain.low, plain.high), abs=0.01)


def test_a_tiny_alpha_needs_more_draws():
    with pytest.raises(ValueError, match="draws"):
        clustered_share([0, 3, 1] * 40, [3] * 120, 1e-4, bootstrap_seed="a")


def test_tally():
    tally = tally_clusters([True, False, True, True], ["b", "a", "b", "c"])
    assert (tally.failures, tally.sizes) == ((2, 0, 1), (2, 1, 1))
    with pytest.raises(ValueError, match="zip"):
        tally_clusters([True], ["a", "b"])


@pytest.mark.parametrize(
    ("failures", "sizes", "alpha"),
    [([1, 2], [1], 0.05), ([2], [1], 0.05), ([-1], [1], 0.05), ([0], [0], 0.05), ([0.5], [1], 0.05), ([1], [1], 0)],
)
def test_impossible_counts_are_refused(failures, sizes, alpha):
    with pytest.raises(ValueError):
        clustered_share(failures, sizes, alpha)


@pytest.mark.parametrize(("clusters", "size", "share", "icc"), [(30, 10, 0.02, 0.5), (100, 5, 0.2, 0.2)])
def test_covers(clusters, size, share, icc):
    rng = np.random.default_rng(5)
    found = [clustered_share(beta_binomial(rng, clusters, size, share, icc), [size] * clusters) for _ in range(400)]
    hits = sum(one.low <= share <= one.high for one in found)
    assert stats.binom.cdf(hits, 400, 0.94) > 0.001


def test_enough_is_enough():
    """The rule changes at `ENOUGH_INFORMATIVE` clusters with a failure, not before."""
    few = [1] * (ENOUGH_INFORMATIVE - 1) + [0] * 60
    assert clustered_share(few, [4] * len(few)).method == "effective_exact"
    assert clustered_share([1, *few], [4] * (1 + len(few))).method == "logit_t"


@pytest.mark.parametrize("failing", [0, 5, 1_000])
def test_one_cluster_that_is_nearly_all_says_nothing(failing):
    found = clustered_share([failing] + [0] * 9, [1_000] + [1] * 9)
    assert found.low < 0.01 and found.high > 0.99
