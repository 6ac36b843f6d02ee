import numpy as np
import pytest

from steelyard.stats import best_by_split, clopper_pearson, simultaneous_rates
from steelyard.stats.signs import random_order


def hits_of(rates, prompts, number):
    rng = np.random.default_rng(number)
    return (rng.random((len(rates), prompts)) < np.array(rates)[:, None]).astype(int)


def test_chosen_on_one_half_measured_on_the_other():
    hits = hits_of([0.1, 0.4, 0.2], 101, 1)
    found = best_by_split(hits, alpha=0.05, seed="s")
    order = random_order("s", "steelyard techniques", 101)
    first, second = hits[:, order[::2]], hits[:, order[1::2]]
    assert found.chosen == first.mean(axis=1).argmax() == 1
    assert found.highest == first[1].mean()
    assert found.share == second[1].mean()
    assert found.bounds == clopper_pearson(int(second[1].sum()), 50, 0.05)
    assert found.measured_on == 50


def test_equal_attacks_are_not_made_better_by_choosing():
    """The winner's curse: the highest of 20 equal rates of 10 % is well above it, what the split says is not."""
    runs = [(hits.mean(axis=1).max(), best_by_split(hits, alpha=0.05, seed=str(n)).share)
            for n in range(400) for hits in [hits_of([0.1] * 20, 100, n)]]  # fmt: skip
    highest, fair = np.mean(runs, axis=0)
    assert highest > 0.14
    assert fair == pytest.approx(0.1, abs=4 * 0.0424 / 20)


def test_of_equals_the_first_is_chosen():
    hits = [[1, 0] * 10, [1, 0] * 10]
    assert best_by_split(hits, alpha=0.05, seed="s").chosen == 0
    assert simultaneous_rates(hits, alpha=0.05, seed="s").best == 0


@pytest.mark.parametrize("rate", [0.03, 0.1, 0.5, 0.95])
def test_all_upper_bounds_hold_at_once(rate):
    held = 0
    for number in range(200):
        found = simultaneous_rates(hits_of([rate] * 8, 80, number), alpha=0.1, seed=str(number), draws=199)
        held += min(found.uppers) >= rate
        assert found.upper == max(found.uppers)
    assert held >= 200 * 0.9 - 3 * (200 * 0.09) ** 0.5


def test_attacks_that_go_together_cost_less_than_attacks_that_do_not():
    one = hits_of([0.3], 200, 1)
    together = simultaneous_rates(np.repeat(one, 10, axis=0), alpha=0.05, seed="s")
    alone = simultaneous_rates(one, alpha=0.05, seed="s")
    apart = simultaneous_rates(hits_of([0.3] * 10, 200, 1), alpha=0.05, seed="s")
    assert together.critical == pytest.approx(alone.critical)
    assert apart.critical > alone.critical + 0.5
    assert 1.4 < alone.critical < 1.9


@pytest.mark.parametrize("value", [0, 1])
def test_attacks_that_never_or_always_succeed_have_bounds_with_room(value):
    found = simultaneous_rates([[value] * 30] * 3, alpha=0.05, seed="s")
    assert found.shares == (value,) * 3
    assert found.critical > 1.9
    if value == 0:
        assert 0.1 < found.upper < 0.3
    else:
        assert found.upper == 1


@pytest.mark.parametrize("bad", [[[1]], [], [1, 0], [[0.5, 1]], [[2, 0]]])
def test_what_are_no_successes_is_refused(bad):
    for refuse in (best_by_split, simultaneous_rates):
        with pytest.raises(ValueError, match=r"row|succeeded"):
            refuse(bad, alpha=0.05, seed="s")


def test_levels_out_of_reach_are_refused():
    with pytest.raises(ValueError, match="draws"):
        simultaneous_rates([[1, 0]], alpha=0.01, seed="s", draws=50)
