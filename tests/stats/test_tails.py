import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import special, stats

from steelyard.stats.tails import beta_cdf, beta_quantile, normal_cdf, normal_quantile, t_cdf, t_quantile

SHAPE = st.floats(0.05, 5_000)
OPEN = st.floats(1e-6, 1 - 1e-6)


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), SHAPE, SHAPE)
def test_beta_cdf_against_scipy(value, a, b):
    assert beta_cdf(value, a, b) == pytest.approx(special.betainc(a, b, value), rel=1e-9, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(OPEN, SHAPE, SHAPE)
@example(0.975, 1, 1_000)
@example(0.025, 0.05, 0.05)
def test_beta_quantile_comes_back(probability, a, b):
    value = beta_quantile(probability, a, b)
    assert 0 <= value <= 1
    theirs = special.betaincinv(a, b, probability)
    assert value == pytest.approx(theirs, rel=1e-9, abs=1e-12) or beta_cdf(value, a, b) == pytest.approx(
        probability, rel=1e-9
    )


@settings(max_examples=200, deadline=None)
@given(OPEN, st.floats(0.5, 5_000))
@example(0.975, 1)
@example(0.975, 9)
@example(0.5, 3)
def test_t_against_scipy(probability, df):
    value = t_quantile(probability, df)
    assert value == pytest.approx(stats.t.ppf(probability, df), rel=1e-9, abs=1e-9)
    assert t_cdf(value, df) == pytest.approx(probability, rel=1e-9)


def test_normal():
    assert normal_cdf(normal_quantile(0.975)) == pytest.approx(0.975, abs=1e-12)
    assert normal_quantile(0.3) == pytest.approx(stats.norm.ppf(0.3), abs=1e-12)


@pytest.mark.parametrize("bad", [-0.1, 0, 1, 2, float("nan")])
def test_impossible_probabilities_are_refused(bad):
    for quantile in (normal_quantile, lambda p: t_quantile(p, 3)):
        with pytest.raises(ValueError, match="probability"):
            quantile(bad)


def test_impossible_parameters_are_refused():
    for call in (lambda: t_cdf(1, 0), lambda: t_quantile(0.9, -1), lambda: beta_cdf(0.5, 0, 1)):
        with pytest.raises(ValueError, match="not"):
            call()
    for probability in (-0.1, 1.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            beta_quantile(probability, 1, 1)
