"""The same models compared and ranked three ways: by all people's labels, by a judge alone, and by labels revealed one
by one as a gate asks for them.

The first two claim an order in the population that the questions stand for (McNemar's exact test for pairs, max-t
step-down for ranks, both expectations as one family). The third claims what all people's labels on these very questions
would show, and is held against just that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from label_orders import Memory, Order, decide, order_of, order_question, share_of_level
from person_labels import FAILS, UNREAD, Board, Flags

from steelyard.stats import Comparison, claims_of, compare_pairs, rank_boards

PEOPLE = "people"
ALPHA = "0.05"
NO_JUDGE = "no judge"

Pairs = set[tuple[int, int]]


class Race(NamedTuple):
    """All pairs of a board decided in each of many orders: `rankings` found, how many were `wrong` about any pair, and
    how many different answers were `labelled` for it."""

    rankings: Counter[tuple[int, ...]]
    wrong: int
    labelled: tuple[int, ...]
    by_pair: tuple[tuple[int, ...], ...]


def readings(board: Board, way: str) -> list[Flags]:
    """Who fails, by people or by a judge alone; two tables where the judge left answers unread: they fail, or pass."""
    if way == PEOPLE:
        return [board.failing]
    judged = board.judged[way]
    if not (judged == UNREAD).any():
        return [judged == FAILS]
    return [judged != 0, judged == FAILS]


def compared(board: Board, way: str, pair: tuple[int, int]) -> Comparison:
    """The pair by McNemar's test at 5 %; where readings are missing, the less telling of both ways to count them."""
    found = []
    for failing in readings(board, way):
        first, second = failing[pair[0]], failing[pair[1]]
        only = int((first & ~second).sum()), int((second & ~first).sum())
        found.append(compare_pairs(*only, board.size, float(ALPHA)))
    worst = max(found, key=lambda one: one.p_value)
    if len({one.outcome for one in found}) == 1 or worst.outcome == "not_distinguished":
        return worst
    raise ValueError(f"answers that {way} did not read turn an order round: nothing can be said")


def claimed(boards: Sequence[Board], way: str, seed: str) -> list[Pairs]:
    """(better, worse) by board: the orders claimed at 5 % for all of them together, however unread answers count."""
    tables = [readings(board, way) for board in boards]
    found: list[Pairs] | None = None
    for turn in range(max(map(len, tables))):
        scores = [1.0 - table[min(turn, len(table) - 1)] for table in tables]
        ranked = rank_boards(scores, alpha=float(ALPHA), seed=seed)
        claims = [claims_of(one.tests, float(ALPHA)) for one in ranked]
        found = claims if found is None else [old & new for old, new in zip(found, claims, strict=True)]
    return found or []


def not_borne_out(board: Board, pairs: Pairs) -> Pairs:
    """Of the claimed orders those that all people's labels on the same answers show equal, or the other way round."""
    counts = board.failing.sum(axis=1)
    return {(better, worse) for better, worse in pairs if counts[better] >= counts[worse]}


def race(board: Board, judge: str | None, orders: Sequence[Order]) -> Race:
    """Decide every pair in each order of all answers (model by model, as numbers), with one error level for them all.

    Each direction of a pair has an equal share of 5 %. An answer labelled for one pair is known for the others.
    """
    pairs = list(combinations(range(len(board.models)), 2))
    alpha = share_of_level(ALPHA, 2 * len(pairs))
    questions = [order_question(board, judge, pair, alpha) for pair in pairs]
    counts = board.failing.sum(axis=1)
    truth = tuple(int(np.sign(counts[a] - counts[b])) for a, b in pairs)
    memories: list[list[Memory]] = [[{}, {}] for _ in pairs]
    rankings: Counter[tuple[int, ...]] = Counter()
    labelled: list[int] = []
    by_pair: list[list[int]] = [[] for _ in pairs]
    for number, order in enumerate(orders):
        known: set[tuple[int, int]] = set()
        found = []
        for place, (pair, question) in enumerate(zip(pairs, questions, strict=True)):
            units = of_models(order, board.size, pair)
            verdict = decide(question, units, f"{board.expected} {pair} {number}", memories[place])
            found.append(order_of(verdict))
            by_pair[place].append(len(verdict.labelled))
            known.update((pair[unit // board.size], unit % board.size) for unit in verdict.labelled)
        rankings[tuple(found)] += 1
        labelled.append(len(known))
    wrong = sum(times for ranking, times in rankings.items() if ranking != truth)
    return Race(rankings, wrong, tuple(labelled), tuple(map(tuple, by_pair)))


def of_models(order: Order, size: int, models: Sequence[int]) -> Order:
    """The part of an order that holds these models' answers, which are numbered anew, in the models' sequence."""
    place = np.full(int(order.max()) // size + 1, -1)
    place[list(models)] = range(len(models))
    renamed = place[order // size]
    found: Order = (renamed * size + order % size)[renamed >= 0]
    return found
