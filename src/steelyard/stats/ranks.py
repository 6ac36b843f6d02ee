"""What order of models the evidence allows: claims, rank intervals, top set, partial order (measurement standard, 6).

There is no total score and no one order: a model stands between two ranks, and only claimed pairs are drawn.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import msgspec
from numpy.typing import ArrayLike

from .maxt import DRAWS, PairTest, step_down
from .rates import open_level


class Standing(msgspec.Struct, frozen=True):
    """One model of a board: which models are claimed above and below it, and its best and worst rank (1 is first)."""

    above: tuple[int, ...]
    below: tuple[int, ...]
    best: int
    worst: int


class Board(msgspec.Struct, frozen=True):
    """One dimension. `top`: the models above which none is claimed. `edges`: (better, worse) pairs from which, by
    following them, every claim can be read and none of which could be left out: what a drawing needs."""

    alpha: float
    tests: tuple[PairTest, ...]
    standings: tuple[Standing, ...]
    top: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]


def rank_board(
    scores: ArrayLike, *, alpha: float, seed: str, clusters: Sequence[Hashable] | None = None,
    waves: Sequence[int] | None = None, draws: int = DRAWS,
) -> Board:  # fmt: skip
    """The board of one dimension: `scores` (models, items), higher is better.

    With a chance of about 1 - `alpha` every claim is true, every rank interval holds its model's rank and the top set
    holds the best model. A board of one model is allowed and claims nothing. Raises ValueError as `step_down`, and when
    `draws` are too few for `alpha`.
    """
    (board,) = rank_boards(
        [scores], alpha=alpha, seed=seed, clusters=None if clusters is None else [clusters], waves=waves, draws=draws
    )
    return board


def rank_boards(
    boards: Sequence[ArrayLike], *, alpha: float, seed: str, clusters: Sequence[Sequence[Hashable]] | None = None,
    waves: Sequence[int] | None = None, draws: int = DRAWS,
) -> tuple[Board, ...]:  # fmt: skip
    """The boards of several dimensions with one error level for all their claims together.

    For a level of its own each, call `rank_board` on each, and say so. Arguments as for `step_down`.
    """
    check_level(alpha, draws)
    tests = step_down(boards, seed=seed, clusters=clusters, waves=waves, draws=draws)
    models = len(boards[0]) if boards else 0  # type: ignore[arg-type]  # step_down has checked that it has rows
    return tuple(
        _board([test for test in tests if test.dimension == dimension], models, alpha)
        for dimension in range(len(boards))
    )


def check_level(alpha: float, draws: int) -> None:
    """Raises ValueError unless `alpha` lies in (0, 1) and `draws` draws can reach it."""
    open_level(alpha)
    if alpha * (draws + 1) < 1:
        raise ValueError(f"{draws} draws cannot show a level of {alpha}: at least {int(1 / alpha)} are needed")


def claims_of(tests: Iterable[PairTest], alpha: float) -> set[tuple[int, int]]:
    """(better, worse) pairs claimed at `alpha`, with those that follow: where A is above B and B above C, A is above C.

    What follows is free: it is true whenever all tested claims are. There are no circles, because every claim has the
    direction of the mean scores.
    """
    claims = {
        (test.first, test.second) if test.difference > 0 else (test.second, test.first)
        for test in tests
        if test.adjusted <= alpha
    }
    below: dict[int, set[int]] = {}
    for better, worse in claims:
        below.setdefault(better, set()).add(worse)
    return {(better, worse) for better in below for worse in _reached(below, better)}


def _reached(below: dict[int, set[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(below[start])
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting.extend(below.get(model, ()))
    return found


def _board(tests: Sequence[PairTest], models: int, alpha: float) -> Board:
    claims = claims_of(tests, alpha)
    above = [tuple(sorted(better for better, worse in claims if worse == model)) for model in range(models)]
    below = [tuple(sorted(worse for better, worse in claims if better == model)) for model in range(models)]
    standings = tuple(
        Standing(up, down, 1 + len(up), models - len(down)) for up, down in zip(above, below, strict=True)
    )
    # A claim is drawn unless it goes by way of a third model.
    edges = {(better, worse) for better, worse in claims if not set(below[better]) & set(above[worse])}
    return Board(
        alpha, tuple(tests), standings, tuple(model for model in range(models) if not above[model]),
        tuple(sorted(edges)),
    )  # fmt: skip
