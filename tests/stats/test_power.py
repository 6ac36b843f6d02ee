import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import NormalIndPower

from steelyard.stats import detectable_difference, items_needed, mcnemar, paired_items_needed, unpaired_items_needed
from steelyard.stats.power import correlation_range


def test_items_needed_against_statsmodels():
    variance, difference = 0.3, 0.04
    theirs = NormalIndPower(ddof=0).solve_power(
        difference / np.sqrt(variance), alpha=0.05, power=0.8, ratio=0, alternative="larger"
    )
    # Theirs at one-sided 5 %, ours two-sided 10 %: the same test but for the far tail.
    assert items_needed(difference, variance, alpha=0.1) == np.ceil(theirs)


def test_asking_more_often_helps_only_within():
    once = items_needed(0.05, 0.05, within_a=0.1, within_b=0.1)
    often = items_needed(0.05, 0.05, within_a=0.1, asks_a=1_000, within_b=0.1, asks_b=1_000)
    assert often == pytest.approx(items_needed(0.05, 0.05), rel=0.01)
    assert often < items_needed(0.05, 0.05, within_a=0.1, asks_a=4, within_b=0.1, asks_b=4) < once


def test_pairs_by_simulation():
    pairs = paired_items_needed(0.1, 0.05, 0.3)
    both = 0.3 * np.sqrt(0.09 * 0.0475) + 0.005
    rng = np.random.default_rng(1)
    counts = rng.multinomial(pairs, [0.1 - both, 0.05 - both, 1 - 0.15 + 2 * both], 2_000)
    told = sum(mcnemar(int(a), int(b)) <= 0.05 for a, b, _ in counts)
    assert told / 2_000 == pytest.approx(0.8, abs=0.06)


def test_unpaired_by_the_textbook():
    errors = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert unpaired_items_needed(0.1, 0.05) == np.ceil(errors**2 * (0.09 + 0.0475) / 0.05**2)
    assert unpaired_items_needed(0.1, 0.05) > paired_items_needed(0.1, 0.05, 0.3) > paired_items_needed(0.1, 0.05, 0.5)


@settings(max_examples=100, deadline=None)
@given(st.integers(20, 5_000), st.floats(0.01, 0.6), st.sampled_from([0.0, 0.2]), st.sampled_from(["more", "fewer"]))
def test_detectable_and_needed_are_inverse(pairs, rate, correlation, towards):
    least = detectable_difference(pairs, rate, correlation, towards=towards)
    if least is None:
        return
    other = min(1.0, max(0.0, rate + (least if towards == "more" else -least)))
    possible = min(correlation, correlation_range(rate, other)[1])
    needed = paired_items_needed(rate, other, possible)
    assert needed in {pairs, pairs - 1, pairs + 1} or needed <= pairs, (needed, pairs)
    assert paired_items_needed(rate, rate + 0.9 * (other - rate), 0.0) > 0


def test_more_questions_show_less():
    shown = [detectable_difference(pairs, 0.05, 0.3) for pairs in (100, 300, 1_000, 3_000)]
    assert shown == sorted(shown, reverse=True)


def test_what_cannot_be_shown():
    assert detectable_difference(10, 0.05, towards="fewer") is None
    assert detectable_difference(10, 0.0, towards="fewer") is None
    assert detectable_difference(10, 1.0) is None


def test_correlations_that_exist():
    low, high = correlation_range(0.1, 0.05)
    assert low < 0 < high < 1
    assert correlation_range(0.3, 0.3)[1] == pytest.approx(1)
    assert correlation_range(0.0, 0.3) == (0, 0)
    with pytest.raises(ValueError, match="correlations"):
        paired_items_needed(0.1, 0.05, 0.9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: paired_items_needed(0.1, 0.1, 0.3),
        lambda: paired_items_needed(1.1, 0.1, 0),
        lambda: items_needed(0, 0.1),
        lambda: items_needed(0.1, -0.1),
        lambda: items_needed(0.1, 0.1, asks_a=0),
        lambda: unpaired_items_needed(0.1, 0.2, 0),
        lambda: unpaired_items_needed(0.1, 0.2, power=1),
        lambda: detectable_difference(0, 0.1),
        lambda: detectable_difference(5, 1.1),
    ],
)
def test_impossible_settings_are_refused(call):
    with pytest.raises(ValueError):
        call()
