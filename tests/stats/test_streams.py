"""Two runs that stopped wherever they liked: an e-value that is one, and an interval that holds."""

from __future__ import annotations

from itertools import permutations, product
from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln

from steelyard.stats import Stream, stream_difference, stream_log_e_value


@st.composite
def pairs_of_streams(draw: st.DrawFn) -> tuple[Stream, Stream]:
    shared = draw(st.integers(0, 30))
    found = []
    for _ in range(2):
        alone, failures_alone = draw(st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
        found.append(Stream(failures_alone + draw(st.integers(0, shared)), alone + shared, failures_alone, alone))
    return found[0], found[1]


def _stopped(order: tuple[int, ...], answers: tuple[int, ...], stop: int) -> set[int]:
    """The questions asked until one is answered with `stop`."""
    asked: set[int] = set()
    for question in order:
        asked.add(question)
        if answers[question] == stop:
            break
    return asked


@pytest.mark.parametrize("law", [
    {(1, 1): 0.3, (0, 0): 0.7},  # the two always agree
    {(1, 0): 0.4, (0, 1): 0.4, (0, 0): 0.2},  # they never fail together
    {(1, 1): 0.1, (1, 0): 0.3, (0, 1): 0.05, (0, 0): 0.55},
])  # fmt: skip
@pytest.mark.parametrize("stops", [(1, 1), (0, 1), (2, 0), (2, 2)])
def test_by_enumeration_its_mean_is_at_most_one_however_runs_stop(
    law: dict[tuple[int, int], float], stops: tuple[int, int]
) -> None:
    p, q = (sum(chance for answer, chance in law.items() if answer[side]) for side in (0, 1))
    orders = list(permutations(range(3)))
    mean = 0.0
    for joint in product(law, repeat=3):
        ours, theirs = tuple(one for one, _ in joint), tuple(other for _, other in joint)
        chance = law[joint[0]] * law[joint[1]] * law[joint[2]] / len(orders) ** 2
        for first, second in product(orders, repeat=2):
            asked, other = _stopped(first, ours, stops[0]), _stopped(second, theirs, stops[1])
            streams = [
                Stream(sum(answers[i] for i in mine), len(mine), sum(answers[i] for i in mine - both), len(mine - both))
                for answers, mine, both in ((ours, asked, other), (theirs, other, asked))
            ]
            mean += chance * exp(stream_log_e_value(*streams, p, q))
    assert mean <= 1 + 1e-12


@settings(max_examples=30, deadline=None)
@given(pairs_of_streams(), st.sampled_from([0.2, 0.05, 0.01]))
def test_the_interval_has_width_and_turns_round_with_the_names(pair: tuple[Stream, Stream], alpha: float) -> None:
    found, turned = stream_difference(*pair, alpha), stream_difference(*pair[::-1], alpha)
    assert -1 <= found.low < found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(pairs_of_streams(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_no_shares_outside_the_interval_are_still_possible(pair: tuple[Stream, Stream], p: float, q: float) -> None:
    low, high = stream_difference(*pair, 0.05)
    if not low - 1e-6 <= p - q <= high + 1e-6:
        assert stream_log_e_value(*pair, p, q) >= log(20) - 1e-6


def test_the_value_is_two_mixtures_of_coins() -> None:
    def mixture(failures: int, answers: int, share: float) -> float:
        mixed = betaln(failures + 0.5, answers - failures + 0.5) - betaln(0.5, 0.5)
        return exp(mixed - failures * log(share) - (answers - failures) * log(1 - share))

    one, two = Stream(3, 40, 2, 30), Stream(9, 25, 4, 15)
    expected = (mixture(2, 30, 0.2) * mixture(9, 25, 0.1) + mixture(3, 40, 0.2) * mixture(4, 15, 0.1)) / 2
    assert exp(stream_log_e_value(one, two, 0.2, 0.1)) == pytest.approx(expected, rel=1e-9)


def test_coins_of_one_run_alone_are_covered_at_every_length() -> None:
    """With nothing from the other run, the chance that 0.3 ever leaves the set within 60 answers, exactly."""
    nothing, inside, left = Stream(0, 0, 0, 0), {0: 1.0}, 0.0
    for answers in range(1, 61):
        after: dict[int, float] = {}
        for failures, chance in inside.items():
            for step, share in ((1, 0.3), (0, 0.7)):
                after[failures + step] = after.get(failures + step, 0.0) + chance * share
        inside = {}
        for failures, chance in after.items():
            if stream_log_e_value(Stream(failures, answers, failures, answers), nothing, 0.3, 0.5) >= log(20):
                left += chance
            else:
                inside[failures] = chance
    assert 0 < left <= 0.05
    assert sum(inside.values()) + left == pytest.approx(1)


@pytest.mark.parametrize("streams", [
    (Stream(2, 1, 0, 0), Stream(0, 1, 0, 0)), (Stream(1, 3, 2, 2), Stream(0, 1, 0, 0)),
    (Stream(0, 3, 0, 3), Stream(0, 3, 0, 2)), (Stream(0, 3, 0, 4), Stream(0, 3, 0, 4)),
])  # fmt: skip
def test_counts_that_do_not_fit_are_refused(streams: tuple[Stream, Stream]) -> None:
    with pytest.raises(ValueError, match=r"fit|common"):
        stream_difference(*streams, 0.05)


def test_shares_and_levels_outside_their_range_are_refused() -> None:
    one = Stream(0, 3, 0, 3)
    with pytest.raises(ValueError, match="share"):
        stream_log_e_value(one, one, 1.5, 0.2)
    with pytest.raises(ValueError, match="alpha"):
        stream_difference(one, one, 0)
