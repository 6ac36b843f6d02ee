"""Comparisons and ranks of real models, three ways (`three_rankings`), as figures of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from claim import Figure
from label_orders import Order
from person_labels import JUDGES, Board
from simulated import share_within
from three_rankings import ALPHA, NO_JUDGE, PEOPLE, claimed, compared, not_borne_out, race, readings


def order_figures(boards: Sequence[Board], seed: str) -> list[Figure]:
    """Counts and claims of order by people and by each judge alone, and pairs compared."""
    figures = []
    for way in (PEOPLE, *JUDGES):
        title = "all people's labels" if way == PEOPLE else f"{way} alone"
        for board, pairs in zip(boards, claimed(boards, way, seed), strict=True):
            names = [f"{board.models[a]} above {board.models[b]}" for a, b in sorted(pairs)]
            figures.append(
                Figure(f"ranked by {title}, {board.expected}",
                       f"{_counts(board, way)}; claimed: {', '.join(names) or 'none'}", "none", None)
            )  # fmt: skip
            for pair in combinations(range(len(board.models)), 2):
                told = compared(board, way, pair)
                names = [board.models[model] for model in pair]
                figures.append(
                    Figure(f"compared by {title}, {board.expected}: {names[0]} with {names[1]}",
                           f"{told.outcome.replace('_', ' ')}, failing {100 * told.difference:+.1f} points "
                           f"[{100 * told.low:+.1f}, {100 * told.high:+.1f}], p {told.p_value:.2g}", "none", None)
                )  # fmt: skip
    return figures


def reversal_figures(boards: Sequence[Board], taken_for: str, seed: str) -> list[Figure]:
    """Which orders each judge alone claims that people's labels do not bear out. `taken_for`: what a partial refusal
    counts as on these boards."""
    figures = []
    for judge in JUDGES:
        claims = claimed(boards, judge, seed)
        false = [
            f"{board.models[a]} above {board.models[b]} ({board.expected}: {_failing(board, judge, a)} against "
            f"{_failing(board, judge, b)} failing, by people {_failing(board, PEOPLE, a)} against "
            f"{_failing(board, PEOPLE, b)})"
            for board, pairs in zip(boards, claims, strict=True)
            for a, b in sorted(not_borne_out(board, pairs))
        ]
        told = f"{len(false)} of {sum(map(len, claims))}" + (f": {'; '.join(false)}" if false else "")
        figures.append(
            Figure(f"orders claimed by the {judge} alone and not borne out, a partial refusal taken for {taken_for}",
                   told, "none", None)
        )  # fmt: skip
    return figures


def race_figures(board: Board, orders: Sequence[Order]) -> list[Figure]:
    """Ranked by labels as the gate asks for them, without a judge and with each."""
    figures = []
    everything = board.failing.size
    for judge in (None, *JUDGES):
        found = race(board, judge, orders)
        runs, title = len(orders), judge or NO_JUDGE
        usual = found.rankings.most_common(1)[0][0]
        pairs = ", ".join(
            f"{_sign(board, pair, sign)} {np.mean(labels):.1f}"
            for pair, sign, labels in zip(
                combinations(range(len(board.models)), 2), usual, found.by_pair, strict=True
            )
        )  # fmt: skip
        figures.append(
            Figure(f"ranked by labels one by one, {board.expected}, {title}",
                   f"{found.wrong / runs:.1%} of {runs} orders wrong; {np.mean(found.labelled):.1f} of {everything} "
                   f"labels; alone: {pairs}", "5 % wrong", share_within(found.wrong, runs, float(ALPHA)))
        )  # fmt: skip
    return figures


def _counts(board: Board, way: str) -> str:
    told = sorted(range(len(board.models)), key=lambda model: int(readings(board, way)[-1][model].sum()))
    return ", ".join(f"{board.models[model]} {_failing(board, way, model)}" for model in told) + f" of {board.size}"


def _failing(board: Board, way: str, model: int) -> str:
    most, *least = (str(int(table[model].sum())) for table in readings(board, way))
    return most if not least or least[0] == most else f"{least[0]} to {most}"


def _sign(board: Board, pair: tuple[int, int], sign: int) -> str:
    first, second = (board.models[model] for model in pair)
    return f"{first} {'above' if sign < 0 else 'below' if sign > 0 else 'level with'} {second}"
