import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from steelyard.stats import anytime_interval, clopper_pearson, population_table, wilson

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ALPHA = st.sampled_from([0.1, 0.05, 0.01])


@settings(max_examples=60, deadline=None)
@given(COUNTS, ALPHA)
def test_against_scipy(counts, alpha):
    failures, trials = counts
    test = binomtest(failures, trials)
    for method, ours in (("exact", clopper_pearson), ("wilson", wilson)):
        theirs = test.proportion_ci(1 - alpha, method=method)
        bounds = ours(failures, trials, alpha)
        assert bounds.low == pytest.approx(theirs.low, abs=1e-9)
        assert bounds.high == pytest.approx(theirs.high, abs=1e-9)
        assert 0 <= bounds.low < bounds.high <= 1


@pytest.mark.parametrize("trials", [5, 30, 150])
def test_clopper_pearson_covers_every_rate(trials):
    bounds = [clopper_pearson(k, trials, 0.05) for k in range(trials + 1)]
    for rate in (i / 200 for i in range(201)):
        covered = sum(binom.pmf(k, trials, rate) for k, b in enumerate(bounds) if b.low <= rate <= b.high)
        assert covered >= 0.95 - 1e-9


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
def test_nothing_asked_says_nothing(interval):
    assert interval(0, 0, 0.05) == (0, 1)


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
@pytest.mark.parametrize(("failures", "trials", "alpha"), [(-1, 5, 0.05), (6, 5, 0.05), (1, 5, 0), (1, 5, 1)])
def test_impossible_counts_are_refused(interval, failures, trials, alpha):
    with pytest.raises(ValueError):
        interval(failures, trials, alpha)


def test_anytime_interval_before_any_answer():
    interval = anytime_interval(0, 0, 0, "0.05")
    assert (interval.low, interval.high, interval.alpha) == ("0", "1", "0.05")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))),
       st.sampled_from(["0.1", "0.05", "0.01"]))  # fmt: skip
def test_anytime_interval_holds_the_point_estimates(counts, alpha):
    n, a, b = counts
    low, high = sorted((a, b))
    interval = anytime_interval(n, low, high, alpha)
    assert Fraction(interval.low) < Fraction(interval.high)
    assert Fraction(interval.low) <= Fraction(low, n)
    assert Fraction(interval.high) >= Fraction(high, n)
    assert (Fraction(interval.high) * 10_000).denominator == 1
    wider = anytime_interval(n, 0, n, alpha)
    assert Fraction(wider.low) <= Fraction(interval.low)
    assert Fraction(wider.high) >= Fraction(interval.high)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["0.02", "0.05", "0.1", "0.25"]), st.sampled_from(["0.1", "0.05"]), st.integers(1, 300), st.data()
)
def test_interval_and_gate_say_the_same(limit, alpha, n, data):
    table = population_table(300, limit, alpha)
    # Counts near both boundaries, where a wrong grid point would show.
    near = {table.pass_max[n] + d for d in (0, 1)} | {table.fail_min[n] + d for d in (-1, 0)}
    k = data.draw(st.sampled_from(sorted(k for k in near if 0 <= k <= n)))
    interval = anytime_interval(n, k, k, alpha)
    assert (Fraction(interval.high) <= Fraction(limit)) == (k <= table.pass_max[n])
    assert (Fraction(interval.low) >= Fraction(limit)) == (k >= table.fail_min[n])


def test_ends_are_the_tightest_on_the_grid():
    def evidence(p, factors, n, k):
        live = [f for f in factors if p * f < 1]
        return sum(f**k * ((1 - p * f) / (1 - p)) ** (n - k) for f in live) / len(factors)

    below = [Fraction(x) for x in ("0.7", "0.5", "0.35", "0.2", "0.1", "0.03", "0.002")]
    above = [Fraction(x) for x in ("1.15", "1.3", "1.5", "2", "3", "5")]
    step = Fraction(1, 10_000)
    for n, k in [(35, 0), (80, 3), (80, 40), (60, 60)]:
        interval = anytime_interval(n, k, k, "0.05")
        high, low = Fraction(interval.high), Fraction(interval.low)
        assert high == 1 or evidence(high, below, n, k) >= 20
        assert evidence(high - step, below, n, k) < 20
        assert low == 0 or evidence(low, above, n, k) >= 20
        assert evidence(low + step, above, n, k) < 20


def test_an_interval_is_quick():
    started = time.process_time()
    for k in (0, 40, 500, 1000):
        anytime_interval(1000, k, k, "0.05")
    assert time.process_time() - started < 4 * 0.02


@pytest.mark.parametrize("counts", [(5, 3, 2), (5, -1, 2), (5, 2, 6)])
def test_impossible_anytime_counts_are_refused(counts):
    with pytest.raises(ValueError, match="failures"):
        anytime_interval(*counts, "0.05")


@pytest.mark.slow
@pytest.mark.parametrize(("end", "rate"), [("low", "0.02"), ("low", "0.35"), ("high", "0.1"), ("high", "0.35")])
def test_anytime_interval_covers_at_every_look(end, rate):
    """Exact: the mass that ever leaves the interval at one end, over all looks up to 60, stays within alpha."""
    p, alive, lost = Fraction(rate), [1.0], 0.0
    for n in range(1, 61):
        padded = [0.0, *alive, 0.0]
        alive = [padded[k + 1] * (1 - float(p)) + padded[k] * float(p) for k in range(n + 1)]
        for k in range(n + 1):
            interval = anytime_interval(n, k, k, "0.1")
            if p < Fraction(interval.low) if end == "low" else p > Fraction(interval.high):
                lost, alive[k] = lost + alive[k], 0.0
    assert 0 < lost <= 0.1
