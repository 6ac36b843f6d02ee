"""The dynamic program against enumeration of every sequence and every order, and against the measurement standard."""

import itertools
import math
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    Bank,
    Iid,
    Status,
    bank_table,
    endings,
    error_rates,
    mean_calls,
    population_table,
    read_path,
)

RULES = [
    {"look_every": 1, "complete": False},
    {"look_every": 3, "complete": False},
    {"look_every": 1, "complete": True},
]


def letter_of(reading, size, limit):
    if reading.counted < size:
        return "none"
    return "met" if reading.failures <= math.floor(Fraction(limit) * size) else "failed"


def enumerate_endings(strict, forecast, weight, *, letter, **rule):
    """Law of (calls, claims) by reading every one of the 2^size sequences, weighted."""
    law = defaultdict(float)
    for outcome in itertools.product((False, True), repeat=strict.size):
        statuses = bytes(Status.FAILURE if failed else Status.SUCCESS for failed in outcome)
        reading = read_path(statuses, strict, forecast, **rule)
        by_forecast = reading.forecast.claim if reading.forecast else "none"
        by_letter = letter_of(reading, strict.size, strict.limit) if letter else "none"
        law[reading.counted, reading.strict.claim, by_forecast, by_letter] += weight(outcome)
    return law


def check_law(strict, forecast, law, weight, *, letter, **rule):
    expected = enumerate_endings(strict, forecast, weight, letter=letter, **rule)
    found = defaultdict(float)
    for end in endings(strict, forecast, law, letter=letter, **rule):
        found[end[:4]] += end.probability
    for key in expected.keys() | found.keys():
        assert found[key] == pytest.approx(expected[key], abs=1e-12), key


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("size", "limit", "alpha"), [(10, "0.3", "0.3"), (11, "0.2", "0.5"), (9, "0.5", "0.2")])
def test_joint_stopping_is_that_of_every_sequence(size, limit, alpha, rule):
    strict = population_table(size, limit, alpha)
    forecast = None if rule["complete"] else bank_table(size, limit, alpha)
    for rate in (0.05, 0.3, 0.7):

        def weight(outcome, rate=rate):
            return math.prod(rate if failed else 1 - rate for failed in outcome)

        check_law(strict, forecast, Iid(rate), weight, letter=True, **rule)
        check_law(strict, None, Iid(rate), weight, letter=False, **rule)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("failures", [0, 1, 4, 7, 10])
def test_bank_stopping_is_that_of_every_order(failures, rule):
    size = 10
    strict, forecast = population_table(size, "0.4", "0.4"), bank_table(size, "0.4", "0.4")

    def weight(outcome):
        return (sum(outcome) == failures) / math.comb(size, failures)

    check_law(strict, forecast, Bank(size, failures), weight, letter=True, **rule)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.sampled_from(["0.05", "0.1", "0.3"]), st.floats(0.001, 0.999), st.integers(1, 9))
def test_all_endings_together_are_certain(size, limit, rate, look_every):
    strict, forecast = population_table(size, limit, "0.1"), bank_table(size, limit, "0.1")
    total = math.fsum(end.probability for end in endings(strict, forecast, Iid(rate), look_every=look_every))
    assert total == pytest.approx(1, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(5, 300), st.sampled_from(["0.02", "0.05", "0.1", "0.25", "0.5"]),
    st.sampled_from(["0.01", "0.05", "0.1"]), st.sampled_from([1, 1, 7]),
)  # fmt: skip
def test_worst_errors_keep_alpha(size, limit, alpha, look_every):
    for table in (population_table(size, limit, alpha), bank_table(size, limit, alpha)):
        rates = error_rates(table, look_every=look_every)
        assert rates.false_met <= float(alpha)
        assert rates.false_failed <= float(alpha)


@pytest.mark.parametrize("alpha", ["0.1", "0.05", "0.01"])
def test_error_is_worst_at_the_boundary(alpha):
    """Other truths on the wrong side err no more often than the boundary that `error_rates` looks at."""
    table = bank_table(200, "0.1", alpha)
    rates = error_rates(table)
    for failures in (0, 5, 15, 19, 20, 21, 22, 30, 60):
        law = Bank(200, failures)
        wrong, worst = ("failed", rates.false_failed) if failures <= 20 else ("met", rates.false_met)
        chance = sum(end.probability for end in endings(table, None, law) if end.strict == wrong)
        assert chance <= worst + 1e-12


def test_the_tables_of_the_measurement_standard():
    """measurement.md 2.3: mean calls at 0.1 to 20 % failures, bank of 1,000 and population, limit 10 %, alpha 5 %."""
    failing = [1, 10, 30, 50, 70, 100, 200]
    bank, population = bank_table(1000, "0.1", "0.05"), population_table(1000, "0.1", "0.05")
    assert [round(mean_calls(bank, Bank(1000, m))) for m in failing] == [35, 45, 81, 160, 357, 926, 78]
    assert [round(mean_calls(population, Iid(m / 1000))) for m in failing] == [36, 47, 91, 210, 583, 935, 89]
    assert error_rates(bank).false_met == pytest.approx(0.0481, abs=5e-5)
    assert error_rates(population).false_met == pytest.approx(0.047, abs=5e-4)
    for look_every, costs in {10: [41, 53, 94, 179, 388, 955, 90], 50: [52, 71, 115, 216, 442, 978, 117]}.items():
        assert [round(mean_calls(bank, Bank(1000, m), look_every=look_every)) for m in failing] == costs
    assert [round(mean_calls(bank_table(1000, "0.1", "0.01"), Bank(1000, m))) for m in failing] == [
        51, 66, 119, 230, 470, 986, 108,
    ]  # fmt: skip
