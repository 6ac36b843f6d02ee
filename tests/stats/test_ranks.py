from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import PairTest, claims_of, rank_board, rank_boards
from steelyard.stats.ranks import _board


def pair_tests(means, claimed):
    """Pair tests of models with these means, of which `claimed` are significant."""
    return [
        PairTest(0, j, k, means[j] - means[k], 0.0, 0.01 if {j, k} in claimed else 0.5)
        for j, k in combinations(range(len(means)), 2)
    ]


orders = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.permutations(range(n)), st.sets(st.sampled_from(list(combinations(range(n), 2)))).map(sorted)
    )
)


@settings(deadline=None)
@given(orders)
def test_what_follows_what_is_drawn_and_the_ranks(order):
    means, claimed = order
    tests = pair_tests(means, [set(pair) for pair in claimed])
    claims = claims_of(tests, 0.05)
    direct = {(j, k) if means[j] > means[k] else (k, j) for j, k in claimed}
    # What is claimed is what every order of the models keeps that keeps the direct claims.
    models = range(len(means))
    allowed = [p for p in permutations(models) if all(p.index(a) < p.index(b) for a, b in direct)]
    kept = {(a, b) for a, b in permutations(models, 2) if all(p.index(a) < p.index(b) for p in allowed)}
    assert claims == kept
    board = _board(tests, len(means), 0.05)
    for model, standing in enumerate(board.standings):
        places = [p.index(model) + 1 for p in allowed]
        assert (standing.best, standing.worst) == (min(places), max(places))
    assert set(board.top) == {p[0] for p in allowed}
    assert reached(board.edges) == claims
    for edge in board.edges:
        assert reached([other for other in board.edges if other != edge]) != claims


def reached(edges):
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


def board_of(rates, items, number):
    rng = np.random.default_rng(number)
    return (rng.random((len(rates), items)) < np.array(rates)[:, None]).astype(float)


def test_a_better_model_is_ranked_and_equal_ones_are_not():
    board = rank_board(board_of([0.95, 0.7, 0.95], 300, 1), alpha=0.05, seed="s")
    assert board.top == (0, 2)
    assert board.edges == ((0, 1), (2, 1))
    assert [(s.best, s.worst) for s in board.standings] == [(1, 2), (3, 3), (1, 2)]


def test_one_model_stands_alone():
    board = rank_board(board_of([0.9], 20, 1), alpha=0.05, seed="s")
    assert (board.top, board.edges, board.tests) == ((0,), (), ())
    assert (board.standings[0].best, board.standings[0].worst) == (1, 1)


def test_identical_models_share_all_ranks():
    row = board_of([0.9], 30, 1)[0]
    board = rank_board([row, row, row], alpha=0.05, seed="s")
    assert board.top == (0, 1, 2)
    assert all((s.best, s.worst) == (1, 3) for s in board.standings)


def test_names_do_not_matter():
    scores = board_of([0.95, 0.8, 0.6, 0.9], 200, 2)
    order = [2, 0, 3, 1]
    one, other = (rank_board(rows, alpha=0.05, seed="s") for rows in (scores, scores[order]))
    assert {(order[a], order[b]) for a, b in other.edges} == set(one.edges)


def test_dimensions_share_one_level_only_together():
    boards = [board_of([0.9, 0.8], 150, 5), board_of([0.9, 0.9], 150, 6)]
    together = rank_boards(boards, alpha=0.05, seed="s")
    assert len(together) == 2
    assert [test.dimension for board in together for test in board.tests] == [0, 1]
    alone = rank_board(boards[0], alpha=0.05, seed="s")
    assert together[0].tests[0].adjusted >= alone.tests[0].adjusted
    assert rank_boards([], alpha=0.05, seed="s") == ()


@pytest.mark.parametrize(("alpha", "draws"), [(0, 999), (1, 999), (0.001, 99)])
def test_levels_out_of_reach_are_refused(alpha, draws):
    with pytest.raises(ValueError, match=r"alpha|draws"):
        rank_board(board_of([0.9, 0.8], 20, 1), alpha=alpha, seed="s", draws=draws)


@pytest.mark.slow
def test_rank_intervals_hold_the_ranks_together():
    rates = [0.98, 0.95, 0.9, 0.8]
    held = 0
    for number in range(400):
        board = rank_board(board_of(rates, 150, number), alpha=0.1, seed=str(number), draws=199)
        held += all(s.best <= rank <= s.worst for rank, s in enumerate(board.standings, 1))
    assert held >= 400 * 0.9 - 3 * (400 * 0.09) ** 0.5
