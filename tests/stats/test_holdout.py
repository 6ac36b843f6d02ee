from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import Exposures, new_ladder, submit_score

scores = st.lists(st.integers(0, 300).map(lambda k: Fraction(k, 300)), min_size=1, max_size=30)


def shown(items, values):
    state, releases = new_ladder(items), []
    for value in values:
        releases.append(submit_score(state, value))
        state = releases[-1].state
    return releases


@settings(deadline=None)
@given(st.integers(2, 10**6))
def test_the_step_is_one_over_the_root_rounded_up(items):
    step = new_ladder(items).step
    assert step**2 * items >= 1
    assert float(step) - 1 / sqrt(items) <= 1.01e-4


@settings(deadline=None)
@given(scores)
def test_the_ladder_is_its_rule(values):
    releases = shown(300, values)
    step, best = releases[0].state.step, None
    for release, value in zip(releases, values, strict=True):
        improved = best is None or value > best + step
        if improved:
            best = min(Fraction(1), round_half_up(value / step) * step)
        assert (release.shown, release.improved) == (best, improved)
    assert releases[-1].state.attempts == len(values)


def round_half_up(value):
    return (value + Fraction(1, 2)).__floor__()


@settings(deadline=None)
@given(scores)
def test_what_is_shown_never_falls_and_stays_near_the_best(values):
    releases = shown(300, values)
    steps = [release.shown for release in releases]
    assert steps == sorted(steps)
    step = releases[0].state.step
    assert abs(steps[-1] - max(values)) <= step * Fraction(3, 2)


def test_an_attack_by_many_random_answers_gains_less():
    """Keep what seemed better, vote: with every score shown the public score climbs, with the ladder it hardly does."""
    rng = np.random.default_rng(1)
    items, attempts, gains = 300, 300, {"all": [], "ladder": []}
    for _ in range(8):
        right = rng.random(items) < 0.5
        answers = rng.random((attempts, items)) < 0.5
        found = (answers == right).mean(axis=1)
        better = answers[found > 0.5]
        gains["all"].append(((better.mean(axis=0) > 0.5) == right).mean() - 0.5)
        state, kept = new_ladder(items), []
        for answer, score in zip(answers, found, strict=True):
            release = submit_score(state, Fraction(round(float(score) * items), items))
            state = release.state
            kept += [answer] if release.improved else []
        gains["ladder"].append(((np.mean(kept, axis=0) > 0.5) == right).mean() - 0.5)
    assert np.mean(gains["all"]) > 0.15
    assert np.mean(gains["ladder"]) < 0.1


@pytest.mark.parametrize("bad", [0, 1, -5])
def test_a_bank_of_one_is_refused(bad):
    with pytest.raises(ValueError, match="two questions"):
        new_ladder(bad)


def test_what_is_no_score_is_refused():
    with pytest.raises(ValueError, match="rate"):
        submit_score(new_ladder(100), Fraction(3, 2))


def test_exposures_are_counted_by_question_and_vendor():
    exposures = Exposures([("q1", "a"), ("q1", "a"), ("q2", "b")])
    exposures.record("q2", "a")
    assert [exposures.count("q1", vendor) for vendor in "abc"] == [2, 0, 0]
    assert exposures.fresh(["q3", "q2", "q1"], "a", 2) == ["q3", "q2"]
    assert exposures.fresh(["q3", "q2", "q1"], "a", 1) == ["q3"]
    assert exposures.fresh(["q1"], "b", 1) == ["q1"]
    assert exposures.due(2) == ["q1"]
    assert exposures.due(1) == ["q1", "q2"]
    assert Exposures().due(1) == []
    with pytest.raises(ValueError, match="at least one"):
        exposures.due(0)
