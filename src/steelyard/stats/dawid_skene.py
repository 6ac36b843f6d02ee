"""What many raters' labels say of the truth and of the raters (standard, 4.6).

A. P. Dawid and A. M. Skene (Applied Statistics 28, 1979): each item has one true category; given it, raters err
independently, each with a confusion table of his own. Expectation and maximisation take turns from the raters' votes
on. The result is a model's reading, never a person's label.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from .agreement import NOT_RATED, checked_ratings

MOST_ROUNDS = 1_000
TOLERANCE = 1e-9
"""The least gain of the objective, for each rating, that is worth another round."""
SMOOTHING = 0.5
"""Ratings added to every cell of every confusion table, and items to every category: no chance is ever 0."""


class RaterModel(msgspec.Struct, frozen=True):
    """The fitted model of I items, R raters and C categories.

    `truth` (I, C) are the chances of each item's category, `shares` (C) how frequent each is, `confusion` (R, C, C) how
    rater r reads (last axis) what truly is (middle axis). `objective` is the log likelihood plus the log of the
    smoothing prior, after each round: it never falls. Not `converged`: `MOST_ROUNDS` were not enough.
    """

    truth: NDArray[np.float64]
    shares: NDArray[np.float64]
    confusion: NDArray[np.float64]
    objective: tuple[float, ...]
    converged: bool


def fit_raters(
    ratings: ArrayLike, categories: int = 2, *, smoothing: float = SMOOTHING, rounds: int = MOST_ROUNDS
) -> RaterModel:
    """Fit the model to a table (items, raters) of categories 0, 1, ..., `NOT_RATED` where there is no rating.

    Raises ValueError for ratings outside the categories, an item or a rater without any, or no smoothing.
    """
    given = _one_hot(ratings, categories)
    if not smoothing > 0 or rounds < 1:
        raise ValueError("smoothing is above 0, and there is at least one round")
    votes = given.sum(axis=1)
    truth = votes / votes.sum(axis=1, keepdims=True)
    least_gain, objective, converged = TOLERANCE * float(given.sum()), [], False
    for _ in range(rounds):
        shares, confusion = _maximise(given, truth, smoothing)
        joint = np.log(shares) + np.einsum("irk,rck->ic", given, np.log(confusion))
        top = joint.max(axis=1, keepdims=True)
        scaled = np.exp(joint - top)
        truth = scaled / scaled.sum(axis=1, keepdims=True)
        prior = smoothing * (np.log(shares).sum() + np.log(confusion).sum())
        objective.append(float((top[:, 0] + np.log(scaled.sum(axis=1))).sum() + prior))
        if len(objective) > 1 and objective[-1] - objective[-2] <= least_gain:
            converged = True
            break
    return RaterModel(truth, shares, confusion, tuple(objective), converged)


def _maximise(
    given: NDArray[np.float64], truth: NDArray[np.float64], smoothing: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    shares = truth.sum(axis=0) + smoothing
    confusion = np.einsum("ic,irk->rck", truth, given) + smoothing
    return shares / shares.sum(), confusion / confusion.sum(axis=2, keepdims=True)


def _one_hot(ratings: ArrayLike, categories: int) -> NDArray[np.float64]:
    """Ratings as (items, raters, categories) of 0 and 1."""
    table = checked_ratings(ratings, categories)
    present = table != NOT_RATED
    if not (present.any(axis=1).all() and present.any(axis=0).all()):
        raise ValueError("an item or a rater has no rating at all")
    given: NDArray[np.float64] = (table[:, :, None] == np.arange(categories)).astype(np.float64)
    return given
