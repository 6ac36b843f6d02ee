"""Attack rates by brute force: every order of tries, every completion of open ones, every outcome of few prompts."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise, permutations, product
from math import comb
from typing import Any

import pytest
from attack_world import whole_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.assess.strongest import read_strongest, union_rate
from steelyard.assess.success import first_of, technique_rate, within_tries
from steelyard.assess.tries import SurveyTries
from steelyard.records import Survey
from steelyard.stats import first_success_curve


def tries_of(broken: dict[str, tuple[bool | None, ...]]) -> SurveyTries:
    """Tries at prompts that nothing shows to be dependent."""
    return SurveyTries(_survey(), "en", "J", broken, 0, 0, ())


@cache
def _survey() -> Survey:
    return whole_plan(40).surveys[0]


def prompts(*, tries: int, values: tuple[bool | None, ...] = (True, False)) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.tuples(*[st.sampled_from(values)] * tries), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(prompts(tries=3))
def test_without_bias_is_the_mean_over_all_orders_of_tries(each: list[tuple[bool, ...]]) -> None:
    found = within_tries(each, 0.05)
    orders = list(permutations(range(3)))
    for within in found:
        by_order = [sum(any(one[place] for place in order[: within.k]) for one in each) / len(each) for order in orders]
        assert within.share == pytest.approx(sum(by_order) / len(orders))
        assert within.first == pytest.approx(by_order[0])
    shuffled = within_tries([one[::-1] for one in each], 0.05)
    assert [one.share for one in shuffled] == pytest.approx([one.share for one in found])
    assert found[-1].share == pytest.approx(found[-1].first), "all tries are all tries"


@settings(max_examples=60, deadline=None)
@given(prompts(tries=3))
def test_more_tries_never_break_less_and_no_bound_has_zero_width(each: list[tuple[bool, ...]]) -> None:
    found = within_tries(each, 0.05)
    for less, more in pairwise(found):
        assert less.share <= more.share + 1e-12 and less.first <= more.first
    for one in found:
        for share, bounds in ((one.share, one.bounds), (one.first, one.first_bounds)):
            assert 0 <= bounds.low <= share + 1e-12 and share <= bounds.high + 1e-12 and bounds.high - bounds.low > 0.1


@settings(max_examples=40, deadline=None)
@given(prompts(tries=2, values=(True, False, None)))
def test_open_tries_hold_whatever_they_would_have_been(each: list[tuple[bool | None, ...]]) -> None:
    found = within_tries(each, 0.1)
    for fill in ((True, True), (False, False), (True, False)):
        closed = within_tries(
            [tuple(value if one is None else one for one, value in zip(row, fill, strict=True)) for row in each], 0.1
        )
        for both, one in zip(found, closed, strict=True):
            for outer, inner in ((both.bounds, one.bounds), (both.first_bounds, one.first_bounds)):
                assert outer.low <= inner.low + 1e-12 and inner.high <= outer.high + 1e-12


@pytest.mark.parametrize("chances", [(0.1, 0.1), (0.3, 0.05), (0.02, 0.5), (0.0, 0.0), (0.9, 0.05)])
def test_exact_bounds_of_all_k_hold_together(chances: tuple[float, float]) -> None:
    """By every outcome of 15 prompts, broken first by try 1, by try 2, or not."""
    one, two = chances
    count, missed = 15, 0.0
    for a, b in product(range(count + 1), repeat=2):
        rest = count - a - b
        if rest < 0:
            continue
        chance = comb(count, a) * comb(count - a, b) * one**a * two**b * (1 - one - two) ** rest
        each = [(True, False)] * a + [(False, True)] * b + [(False, False)] * rest
        first, second = within_tries(each, 0.1)
        holds = (
            first.first_bounds.low <= one <= first.first_bounds.high
            and second.first_bounds.low <= one + two <= second.first_bounds.high
        )
        missed += chance * (not holds)
    assert missed <= 0.1


def test_stopping_at_the_first_success_costs_what_the_curve_says() -> None:
    broken = {"a": (False, True, True), "b": (False, False, False), "c": (True, False, False), "d": (None, True, False)}
    rate = technique_rate("plain", tries_of(broken), 0.05)
    assert (rate.calls, rate.calls_to_first, rate.open_tries, rate.unbroken) == (12, 2 + 3 + 1 + 2, 1, 1)
    times = [first_of(tries, True) for tries in broken.values()]
    assert rate.calls_to_first == first_success_curve(times, 3, 0.05).calls


def test_the_strongest_of_equal_techniques_is_not_made_stronger_by_choosing_it() -> None:
    draw = random.Random(7)
    highest = share = 0.0
    boards = 300
    for board in range(boards):
        held = {
            f"t{number}": tries_of({f"p{place}": (draw.random() < 0.2,) for place in range(40)}) for number in range(8)
        }
        found = read_strongest(held, alpha=0.2, seed=f"{board}")
        highest, share = highest + found.highest / boards, share + found.share / boards
        assert found.at_most >= max(
            sum(tries[0] is True for tries in one.broken.values()) / 40 for one in held.values()
        )
    assert highest > 0.28 and abs(share - 0.2) < 0.02


def test_undecided_prompts_are_left_out_and_counted() -> None:
    one = {f"p{place}": (place < 3, False) for place in range(20)}
    other: dict[str, tuple[bool | None, ...]] = {f"p{place}": (place < 5, None) for place in range(8)}
    other |= {f"p{place}": (False, False) for place in range(8, 20)}
    held = {"one": tries_of(one), "other": tries_of(other)}
    claims = {name: technique_rate(name, found, 0.05).claim for name, found in held.items()}
    union = union_rate(held, claims, alpha=0.05)
    assert (union.broken, union.left_out, union.claim.count) == (5, 3, 17)
    assert union.claim.budget.tries == 4 and read_strongest(held, alpha=0.05, seed="s").left_out == 3
