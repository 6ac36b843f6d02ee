from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from steelyard.stats import (
    CarriedShare,
    JudgeCounts,
    JudgedStratum,
    NoEstimate,
    PredictionMean,
    label_gain,
    neyman_shares,
    post_stratified,
    ppi_mean,
    rogan_gladen,
)

STRATUM = st.tuples(st.integers(1, 60), st.integers(0, 60), st.integers(0, 500)).map(
    lambda t: JudgedStratum(t[0] + t[1] + t[2], t[0] + t[1], t[1])
)
JUDGE = st.tuples(*[st.integers(0, 80)] * 4).map(lambda t: JudgeCounts(t[0], t[0] + t[1], t[2], t[2] + t[3]))

PPI_PYTHON = [
    (50, 400, 0.4, 0.05, 0.19961598264750066, 0.09027211647326466, 0.30895984882173666),
    (120, 1000, 0.9, 0.1, 0.43863368341500275, 0.3732852397473735, 0.503982127082632),
    (200, 300, 0.1, 0.05, 0.05493947524230938, 0.0235636597848626, 0.08631529069975616),
]
"""Labels, predictions without one, steepness, alpha, and what ppi-python 0.2.3 gave for them (see `predictions`)."""
PPI_PYTHON_PLAIN = [(0.0696387240877668, 0.32684642442708467), (0.37402761689511915, 0.5063354194085112),
                    (-0.003189616880335887, 0.1115064485635042)]  # fmt: skip
"""The same with lambda 1."""


def predictions(labelled, rest, steepness):
    """Labels and scores without a random generator: the same everywhere."""
    i = np.arange(labelled + rest)
    scores = ((i * 37) % 101) / 101
    labels = (((i * 53 + 11) % 89) / 89 < scores * steepness).astype(float)
    return labels[:labelled], scores[:labelled], scores[labelled:]


@pytest.mark.parametrize(("case", "plain"), list(zip(PPI_PYTHON, PPI_PYTHON_PLAIN, strict=True)))
def test_ppi_gives_what_the_authors_package_gave(case, plain):
    labelled, rest, steepness, alpha, estimate, low, high = case
    found = ppi_mean(*predictions(labelled, rest, steepness), alpha)
    assert (found.estimate, found.low, found.high) == pytest.approx((estimate, low, high), abs=1e-9)
    fixed = ppi_mean(*predictions(labelled, rest, steepness), alpha, weight=1)
    assert (fixed.low, fixed.high) == pytest.approx(plain, abs=1e-9)


def test_ppi_weight_is_the_best():
    data = predictions(150, 900, 0.6)
    best = ppi_mean(*data)
    for weight in np.linspace(0, 1, 21):
        other = ppi_mean(*data, weight=weight)
        # The weight is the authors' estimate of the best one, by all predictions together.
        assert best.high - best.low <= (other.high - other.low) * 1.001


@settings(max_examples=80, deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=40), st.data())
def test_ppi_never_of_zero_width(labels, data):
    scores = st.sampled_from([0.0, 0.2, 1.0])
    found = ppi_mean(
        np.array(labels, dtype=float),
        data.draw(st.lists(scores, min_size=len(labels), max_size=len(labels))),
        data.draw(st.lists(scores, min_size=1, max_size=40)),
    )
    if isinstance(found, PredictionMean):
        assert found.low < found.high
        assert 0 <= found.weight <= 1
    else:
        assert found == NoEstimate("no_variation")
        assert len(set(labels)) == 1 or len(labels) < 5


def test_ppi_without_use_of_predictions_is_the_mean():
    labels = np.array([0, 1, 1, 0, 1, 0, 0, 1.0])
    found = ppi_mean(labels, np.full(8, 0.3), np.full(50, 0.3))
    half = stats.norm.ppf(0.975) * labels.std() / sqrt(8)
    assert (found.weight, found.estimate) == (0, 0.5)
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half))


def test_post_stratified_by_hand():
    found = post_stratified([JudgedStratum(100, 20, 12), JudgedStratum(900, 40, 1)])
    flagged, cleared = 12.5 / 21, 1.5 / 41
    estimate = 0.1 * flagged + 0.9 * cleared
    variance = (
        0.01 * flagged * (1 - flagged) / 20 + 0.81 * cleared * (1 - cleared) / 40
        + (0.1 * (flagged - estimate) ** 2 + 0.9 * (cleared - estimate) ** 2) / 1_000
    )  # fmt: skip
    half = stats.norm.ppf(0.975) * sqrt(variance)
    assert found.estimate == pytest.approx(estimate)
    assert (found.low, found.high) == pytest.approx((max(0, estimate - half), estimate + half))


@settings(max_examples=150, deadline=None)
@given(st.lists(STRATUM, min_size=1, max_size=5), st.sampled_from([0.1, 0.05, 0.01]))
def test_post_stratified_is_never_of_zero_width(strata, alpha):
    found = post_stratified(strata, alpha)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.high - found.low > 1e-4


def test_a_stratum_without_labels_says_little():
    known = post_stratified([JudgedStratum(500, 100, 0), JudgedStratum(500, 100, 0)])
    unknown = post_stratified([JudgedStratum(500, 100, 0), JudgedStratum(500, 0, 0)])
    assert unknown.high - unknown.low > 5 * (known.high - known.low)


@pytest.mark.parametrize(
    ("share", "sensitivity", "specificity", "by_reading"),
    [(0.02, 0.95, 0.95, False), (0.05, 0.9, 0.9, False), (0.5, 0.95, 0.95, True), (0.1, 0.8, 0.8, True)],
)
def test_post_stratified_covers(share, sensitivity, specificity, by_reading):
    rng, hits, runs = np.random.default_rng(1), 0, 1_500
    for _ in range(runs):
        failing = rng.binomial(5_000, share)
        caught, false = rng.binomial(failing, sensitivity), rng.binomial(5_000 - failing, 1 - specificity)
        flagged = caught + false
        first = 100 if by_reading else rng.hypergeometric(flagged, 5_000 - flagged, 200)
        bad = rng.hypergeometric(caught, false, first)
        missed = rng.hypergeometric(failing - caught, 5_000 - flagged - failing + caught, 200 - first)
        found = post_stratified(
            [JudgedStratum(flagged, first, bad), JudgedStratum(5_000 - flagged, 200 - first, missed)]
        )
        hits += found.low <= share <= found.high
    assert stats.binom.cdf(hits, runs, 0.94) > 0.001


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300), JUDGE, st.sampled_from([0.1, 0.05, 0.01]))
def test_rogan_gladen_is_never_of_zero_width(flagged, unflagged, judge, alpha):
    found = rogan_gladen(flagged, flagged + unflagged, judge, alpha)
    if isinstance(found, CarriedShare):
        assert 0 <= found.low <= found.estimate <= found.high <= 1
        assert found.high - found.low > 1e-4
    else:
        assert found == NoEstimate("judge_uninformative")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), JUDGE)
def test_rogan_gladen_interval_is_what_the_test_does_not_reject(flagged, judge):
    found = rogan_gladen(flagged, 200, judge)
    if not isinstance(found, CarriedShare) or not found.consistent or not 0 < found.estimate < 1:
        return
    (flag, se, sp), counts = (
        [(k + 1) / (n + 2) for k, n in ((flagged, 200), judge[:2], judge[2:])],
        (202, judge[1] + 2, judge[3] + 2),
    )
    z = stats.norm.ppf(0.975)

    def rejected(p):
        variance = sum(
            scale**2 * q * (1 - q) / n for scale, q, n in zip((1, p, 1 - p), (flag, se, sp), counts, strict=True)
        )
        return (flag - p * se - (1 - p) * (1 - sp)) ** 2 > z**2 * variance

    inside = [p for p in np.linspace(0, 1, 401) if not rejected(p)]
    assert found.low <= inside[0] <= found.low + 1 / 400
    assert found.high - 1 / 400 <= inside[-1] <= found.high


def test_mirrored_judge():
    """Counting successes instead of failures turns the share around."""
    one, two = rogan_gladen(60, 200, JudgeCounts(45, 50, 56, 60)), rogan_gladen(140, 200, JudgeCounts(56, 60, 45, 50))
    assert (one.low, one.high) == pytest.approx((1 - two.high, 1 - two.low))


def test_a_perfect_judge_is_an_ordinary_sample():
    found = rogan_gladen(100, 1_000, JudgeCounts(10**7, 10**7, 10**7, 10**7))
    half = stats.norm.ppf(0.975) * sqrt(0.1 * 0.9 / 1_000)
    assert (found.low, found.high) == pytest.approx((0.1 - half, 0.1 + half), abs=2e-3)


def test_readings_that_no_share_explains():
    judge = JudgeCounts(90, 100, 70, 100)
    found = rogan_gladen(0, 500, judge)
    assert not found.consistent and found.estimate == 0
    assert found.high > 0.05, "the judge's own errors are not forgotten"
    assert rogan_gladen(150, 500, judge).consistent


@pytest.mark.parametrize("judge", [JudgeCounts(0, 0, 0, 0), JudgeCounts(25, 50, 25, 50), JudgeCounts(5, 50, 5, 50)])
def test_a_judge_that_tells_nothing(judge):
    assert rogan_gladen(20, 200, judge) == NoEstimate("judge_uninformative")


def test_neyman_shares_give_the_least_variance():
    sizes, rates = (0.07, 0.93), (0.4, 0.01)
    best = neyman_shares(sizes, rates)
    assert sum(best) == pytest.approx(1)

    def variance(share):
        return sum(w**2 * q * (1 - q) / n for w, q, n in zip(sizes, rates, (share, 1 - share), strict=True))

    least = min(variance(share) for share in np.linspace(0.01, 0.99, 99))
    assert variance(best[0]) <= least
    assert neyman_shares((3, 1), (0, 1)) == (0.75, 0.25)


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.8, 0.8), (0.95, 0.95), (0.7, 0.99)])
def test_label_gain_at_any_share(share, sensitivity, specificity):
    flagged = share * sensitivity + (1 - share) * (1 - specificity)
    rates = share * sensitivity / flagged, share * (1 - sensitivity) / (1 - flagged)
    stratified = sum(w * sqrt(q * (1 - q)) for w, q in zip((flagged, 1 - flagged), rates, strict=True)) ** 2
    assert label_gain(sensitivity, specificity) == pytest.approx(share * (1 - share) / stratified)


def test_label_gain_of_extreme_judges():
    assert label_gain(1, 1) is None
    assert label_gain(0.5, 0.5) == pytest.approx(1)


@pytest.mark.parametrize(
    "call",
    [
        lambda: post_stratified([]), lambda: post_stratified([JudgedStratum(5, 6, 0)]),
        lambda: post_stratified([JudgedStratum(5, 2, 3)]), lambda: post_stratified([JudgedStratum(5, 2, 1)], 0),
        lambda: ppi_mean([], [], [1]), lambda: ppi_mean([1], [1, 0], [1]), lambda: ppi_mean([1], [1], []),
        lambda: rogan_gladen(3, 2, JudgeCounts(1, 2, 1, 2)), lambda: rogan_gladen(1, 2, JudgeCounts(3, 2, 1, 2)),
        lambda: neyman_shares([], []), lambda: neyman_shares([1], [2]), lambda: neyman_shares([1], [0.5, 0.5]),
        lambda: label_gain(1.1, 0.5),
    ],
)  # fmt: skip
def test_impossible_settings_are_refused(call):
    with pytest.raises(ValueError):
        call()
