import math
import random

import pytest

from steelyard.stats import (
    Bank,
    Iid,
    PathWatcher,
    Status,
    bank_table,
    endings,
    families_needed,
    population_table,
    settle,
    survey_outlooks,
)


def simulate(*, available, n_min, limit, alpha, rate, runs, seed, look_every=1, complete=False):
    """Mean calls and state shares of the real watcher on simulated answers."""
    size = available if n_min is None else min(available, n_min)
    strict = population_table(size, limit, alpha)
    forecast = bank_table(size, limit, alpha) if size == n_min and not complete else None
    rng, calls, states = random.Random(seed), [], []
    for _ in range(runs):
        watcher, position = PathWatcher(size, strict, forecast, look_every, complete), 0
        while not watcher.finished:
            watcher.record(position, Status.FAILURE if rng.random() < rate else Status.SUCCESS)
            position += 1
        settled = settle(watcher.reading, n_min=n_min, available=available, limit=limit, complete=complete)
        calls.append(watcher.reading.counted)
        states.append(settled.state)
    return calls, states


@pytest.mark.parametrize(
    ("survey", "rate"),
    [
        ({"available": 200, "n_min": 100}, "0.03"),
        ({"available": 100, "n_min": 100}, "0.12"),
        ({"available": 80, "n_min": 100}, "0.02"),
        ({"available": 120, "n_min": None}, "0.2"),
        ({"available": 100, "n_min": 100, "look_every": 10}, "0.05"),
        ({"available": 60, "n_min": 60, "complete": True}, "0.08"),
    ],
)
def test_outlook_is_what_happens(survey, rate):
    runs = 1500
    gate = {"limit": "0.1", "alpha": "0.05"}
    (outlook,) = survey_outlooks(**survey, **gate, rates=[rate])
    calls, states = simulate(**survey, **gate, rate=float(rate), runs=runs, seed=11)
    mean = sum(calls) / runs
    error = math.sqrt(sum((c - mean) ** 2 for c in calls) / (runs - 1) / runs)
    assert abs(mean - outlook.mean_calls) <= 4 * error + 1e-9
    assert sum(c <= outlook.calls_at_quantile for c in calls) / runs >= 0.9 - 0.03
    assert sum(outlook.states.values()) == pytest.approx(1)
    for state in set(states) | set(outlook.states):
        chance = outlook.states.get(state, 0)
        assert abs(states.count(state) / runs - chance) <= 4 * math.sqrt(chance * (1 - chance) / runs) + 1e-9


def test_quantile_is_the_least_that_suffices():
    (outlook,) = survey_outlooks(available=300, n_min=None, limit="0.1", alpha="0.05", rates=["0.03"], quantile=0.75)
    law = list(endings(population_table(300, "0.1", "0.05"), None, Iid(0.03)))
    assert sum(e.probability for e in law if e.calls <= outlook.calls_at_quantile) >= 0.75
    assert sum(e.probability for e in law if e.calls < outlook.calls_at_quantile) < 0.75


def test_a_fixed_sample_never_contradicts_its_own_letter():
    """A sample that holds exactly its allowed failures fails only by a wrong forecast or a wrong strict gate."""
    gate = {"available": 1000, "n_min": 1000, "limit": "0.1", "alpha": "0.05"}
    (fixed,) = survey_outlooks(**gate, rates=["0.1"], fixed_sample=True)
    (drawn,) = survey_outlooks(**gate, rates=["0.1"])
    assert fixed.states["fail"] <= 0.05
    assert drawn.states["fail"] > 0.4
    law = endings(population_table(1000, "0.1", "0.05"), bank_table(1000, "0.1", "0.05"), Bank(1000, 100), letter=True)
    assert fixed.mean_calls == pytest.approx(sum(end.calls * end.probability for end in law))


@pytest.mark.parametrize(("rate", "side"), [("0.01", "met"), ("0.03", "met"), ("0.12", "failed"), ("0.2", "failed")])
def test_families_needed_are_just_enough(rate, side):
    needed = families_needed(limit="0.05", alpha="0.05", rate=rate, chance=0.8)

    def chance(size):
        table = population_table(size, "0.05", "0.05")
        return sum(e.probability for e in endings(table, None, Iid(float(rate))) if e.strict == side)

    assert chance(needed) >= 0.8 > chance(needed - 1)


def test_too_close_to_the_limit_is_said():
    assert families_needed(limit="0.05", alpha="0.05", rate="0.05") is None
    assert families_needed(limit="0.05", alpha="0.05", rate="0.0495") is None


@pytest.mark.parametrize("rate", ["0", "1", "5 %"])
def test_impossible_rates_are_refused(rate):
    with pytest.raises(ValueError):
        survey_outlooks(available=10, n_min=None, limit="0.1", alpha="0.05", rates=[rate])
    with pytest.raises(ValueError):
        families_needed(limit="0.1", alpha="0.05", rate=rate)
