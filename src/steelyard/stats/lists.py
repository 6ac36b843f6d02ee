"""Two lists of the same models: which reversals are real, which may be noise, and how far the lists agree."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from .maxt import DRAWS
from .ranks import Board, claims_of, rank_boards

PairKind = Literal["same", "reversed", "noise", "open"]
"""`same`: both lists claim the same order. `reversed`: they claim opposite orders, the reversal is real. `noise`: the
lists show opposite orders, but at least one of them does not claim it. `open`: they show the same order, or a tie, and
at least one does not claim it."""


class PairKinds(msgspec.Struct, frozen=True):
    """One pair of models, `first` < `second`."""

    first: int
    second: int
    kind: PairKind


class Agreement(msgspec.Struct, frozen=True):
    """How two lists compare.

    `tau` is Kendall's tau-a of the orders as shown: pairs in the same order less pairs in opposite order, over all
    pairs (a tie is neither). `low` and `high` hold tau of the true orders with the confidence of the claims.
    """

    pairs: tuple[PairKinds, ...]
    tau: float
    low: float
    high: float


def compare_lists(
    first: ArrayLike, second: ArrayLike, *, alpha: float, seed: str,
    clusters: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None, draws: int = DRAWS,
) -> Agreement:  # fmt: skip
    """Two lists by the scores behind them: arrays (models, items), the models in the same order, higher is better.

    With a chance of about 1 - `alpha` every `same` and `reversed` is true and the interval holds tau: both lists are
    tested as one family. Items of one cluster label, in whichever list, are one unit; lists that share items without
    saying so are only compared more carefully. Raises ValueError as `step_down`, and for fewer than two models.
    """
    boards = rank_boards([first, second], alpha=alpha, seed=seed, clusters=clusters, draws=draws)
    shown = [np.asarray(scores, dtype=np.float64).mean(axis=1) for scores in (first, second)]
    return _agreement(len(shown[0]), [_claimed(board) for board in boards], [_order(means) for means in shown])


def compare_with_published(board: Board, values: Sequence[float]) -> Agreement:
    """Our board against a published list of the same models that shows one value a model, higher is better.

    The published order is taken as it stands: `reversed` says that our evidence contradicts it, and `noise` that it may
    not. Raises ValueError when the number of models differs, is below two, or a value is not finite.
    """
    if len(values) != len(board.standings):
        raise ValueError(f"{len(values)} published values for {len(board.standings)} models")
    if not np.isfinite(values).all():
        raise ValueError("a published value is missing or not finite: leave its model out of both lists")
    ours = {(test.first, test.second): _sign(test.difference) for test in board.tests}
    theirs = _order(np.asarray(values, dtype=np.float64))
    return _agreement(len(values), [_claimed(board), theirs], [ours, theirs])


_Order = dict[tuple[int, int], int]
"""1 where the first of a pair is above, -1 where it is below; 0 in what is shown: a tie."""


def _claimed(board: Board) -> _Order:
    claims = claims_of(board.tests, board.alpha)
    return {(min(pair), max(pair)): 1 if pair[0] < pair[1] else -1 for pair in claims}


def _order(values: np.ndarray) -> _Order:
    return {(j, k): _sign(float(values[j] - values[k])) for j, k in combinations(range(len(values)), 2)}


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-12 else 1 if value > 0 else -1


def _agreement(models: int, claimed: list[_Order], shown: list[_Order]) -> Agreement:
    if models < 2:
        raise ValueError("two lists of one model have no order to compare")
    pairs, least, most, seen = [], 0, 0, 0
    for pair in combinations(range(models), 2):
        products = shown[0][pair] * shown[1][pair]
        seen += products
        if pair in claimed[0] and pair in claimed[1]:
            known = claimed[0][pair] * claimed[1][pair]
            least, most = least + known, most + known
            kind: PairKind = "reversed" if known < 0 else "same" if known > 0 else "open"
        else:
            least, most = least - 1, most + 1
            kind = "noise" if products < 0 else "open"
        pairs.append(PairKinds(*pair, kind))
    if least == most:  # even the least certain of the claims may be the one that errs
        least, most = least - 2, most + 2
    count = len(pairs)
    return Agreement(tuple(pairs), seen / count, max(-1.0, least / count), min(1.0, most / count))
