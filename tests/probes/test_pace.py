"""How many calls at once: slow start, additive increase, multiplicative decrease."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.probes.pace import Backoff, Pace


def test_it_opens_by_one_an_answer_up_to_its_ceiling():
    pace = Pace(20)
    windows = [pace.window]
    for _ in range(30):
        pace.answered()
        windows.append(pace.window)
    assert windows == [*range(16, 21), *[20] * 26]


@pytest.mark.parametrize("ceiling", [1, 3, 8])
def test_a_low_ceiling_is_never_exceeded(ceiling):
    pace = Pace(ceiling)
    for _ in range(50):
        pace.answered()
    assert pace.window == ceiling


def test_strain_halves_it_and_growth_is_slow_afterwards():
    pace = Pace(64)
    for _ in range(56):
        pace.answered()
    pace.strained(started=1.0, now=2.0)
    assert pace.window == 32
    answers = 0
    while pace.window == 32:
        pace.answered()
        answers += 1
    assert 30 <= answers <= 33


def test_one_burst_of_strain_is_one_halving():
    pace = Pace(64)
    for _ in range(56):
        pace.answered()
    for started in (0.0, 1.0, 1.9):
        pace.strained(started, now=2.0)
    assert pace.window == 32
    pace.strained(started=2.5, now=3.0)
    assert pace.window == 16


def test_at_least_one_call_is_always_allowed():
    pace = Pace(4)
    for at in range(20):
        pace.strained(started=at, now=at)
    assert pace.window == 1
    for _ in range(10):
        pace.answered()
    assert pace.window > 1


def test_a_hold_is_never_shortened():
    pace = Pace(4)
    pace.hold(50.0)
    pace.hold(20.0)
    assert pace.hold_until == 50.0


@given(st.integers(1, 100), st.lists(st.booleans(), max_size=300))
def test_the_window_stays_between_one_and_the_ceiling(ceiling, answers):
    pace = Pace(ceiling)
    for at, answered in enumerate(answers):
        if answered:
            pace.answered()
        else:
            pace.strained(at, at)
        assert 1 <= pace.window <= ceiling


def test_waits_are_drawn_from_the_seed_alone_and_bounded():
    waits = [
        [backoff.wait_s(attempt) for attempt in range(1, 40)] for backoff in (Backoff("a"), Backoff("a"), Backoff("b"))
    ]
    assert waits[0] == waits[1] != waits[2]
    for attempt, wait in enumerate(waits[0], start=1):
        longest = min(30.0, 0.5 * 2 ** (attempt - 1))
        assert longest / 2 <= wait <= longest
