from fractions import Fraction
from math import exp, log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import read_severity, severity_below, severity_log_e_value, upper_bound

BETS = [Fraction(bet) for bet in ("0.05", "0.1", "0.2", "0.4", "0.6", "0.8", "0.95")]
severities = st.lists(st.sampled_from([0.0, 0.1, 0.3, 1.0]), max_size=40)


@given(severities, st.sampled_from([0.05, 0.1, 0.5]))
def test_the_e_value_is_its_formula(values, limit):
    m0 = Fraction(str(limit))
    bets = [prod(1 + bet / (1 - m0) * (m0 - Fraction(str(x))) for x in values) for bet in BETS]
    assert severity_log_e_value(values, limit) == pytest.approx(log(float(sum(bets) / 7)), abs=1e-9)


@pytest.mark.parametrize("limit", [0.05, 0.3])
def test_at_the_limit_no_bet_gains(limit):
    """Any law whose mean is the limit: the next answer leaves the expected e-value where it was."""
    past = [0.0, 0.1, 0.0, 1.0]
    now = exp(severity_log_e_value(past, limit))
    for values in ([0.0, 1.0], [0.0, 0.5], [0.02, 0.8]):
        share = (limit - values[0]) / (values[1] - values[0])
        after = [exp(severity_log_e_value([*past, value], limit)) for value in values]
        assert (1 - share) * after[0] + share * after[1] == pytest.approx(now)


def test_certified_when_first_the_e_value_reaches():
    rng = np.random.default_rng(1)
    values = rng.choice([0.0, 0.1, 0.3], size=300, p=[0.95, 0.04, 0.01]).tolist()
    at = severity_below(values, 0.05, 0.05)
    reached = [severity_log_e_value(values[:n], 0.05) >= log(20) for n in range(301)]
    assert at == reached.index(True)
    assert severity_below([1.0] * 50, 0.05, 0.05) is None
    assert severity_below([], 0.05, 0.05) is None


def test_looking_after_every_answer_errs_at_most_alpha():
    rng = np.random.default_rng(2)
    wrong = 0
    for _ in range(400):
        values = rng.choice([0.0, 0.1, 1.0], size=150, p=[0.9, 0.05 / 0.9, 0.1 - 0.05 / 0.9]).tolist()
        wrong += severity_below(values, 0.05, 0.1) is not None
    assert wrong <= 400 * 0.1 + 3 * (400 * 0.09) ** 0.5


@settings(deadline=None)
@given(severities.filter(bool), st.sampled_from([0.05, 0.01]))
def test_the_reading_bounds_the_mean_and_counts_the_worst(values, alpha):
    found = read_severity(values, alpha)
    assert found.mean == pytest.approx(sum(values) / len(values))
    assert found.mean < found.upper <= 1 or found.upper == found.mean == 1
    assert found.upper == 1 or severity_log_e_value(values, found.upper) >= -log(alpha)
    if found.upper > 0.001:
        assert severity_log_e_value(values, round(found.upper - 0.001, 3)) < -log(alpha)
    assert found.top == values.count(1.0)
    assert found.top_upper == upper_bound(found.top, len(values), alpha)


def test_one_catastrophe_is_not_hidden_by_the_mean():
    mild = read_severity([0.0] * 199 + [1.0], 0.05)
    assert mild.upper < 0.05
    assert mild.top == 1
    assert mild.top_upper > 0.02


@pytest.mark.parametrize(
    "refused",
    [
        lambda: severity_log_e_value([1.5], 0.1),
        lambda: severity_log_e_value([float("nan")], 0.1),
        lambda: severity_log_e_value([0.5], 0),
        lambda: severity_below([0.5], 1, 0.05),
        lambda: severity_below([0.5], 0.1, 0),
        lambda: read_severity([], 0.05),
        lambda: read_severity([0.5], 1),
    ],
)
def test_what_is_no_severity_is_refused(refused):
    with pytest.raises(ValueError):
        refused()
