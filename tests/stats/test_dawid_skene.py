from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import NOT_RATED, fit_raters


def labels(rng, items, shares, confusion, missing=0.0):
    """Truth, and ratings by raters with these confusion tables (raters, categories, categories)."""
    truth = rng.choice(len(shares), items, p=shares)
    ratings = np.array([[rng.choice(len(shares), p=rater[t]) for rater in confusion] for t in truth])
    hidden = rng.random(ratings.shape) < missing
    hidden[:, 0] = False
    return truth, np.where(hidden, NOT_RATED, ratings)


RATERS = np.array([
    [[0.95, 0.05], [0.1, 0.9]],
    [[0.85, 0.15], [0.2, 0.8]],
    [[0.7, 0.3], [0.05, 0.95]],
    [[0.5, 0.5], [0.5, 0.5]],
])  # fmt: skip


def test_recovers_raters_and_truth():
    truth, ratings = labels(np.random.default_rng(1), 3_000, [0.7, 0.3], RATERS, missing=0.2)
    model = fit_raters(ratings)
    assert model.converged
    assert model.confusion == pytest.approx(RATERS, abs=0.06)
    assert model.shares == pytest.approx([0.7, 0.3], abs=0.04)
    votes = np.where(ratings == 1, 1, np.where(ratings == 0, -1, 0)).sum(axis=1) > 0
    right = (model.truth.argmax(axis=1) == truth).mean()
    assert right > (votes == truth).mean() + 0.01, "better than the vote: it knows whom to trust"


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 12), st.integers(1, 4), st.integers(2, 3), st.data())
def test_objective_never_falls_and_chances_are_chances(items, raters, categories, data):
    row = st.lists(st.integers(-1, categories - 1), min_size=raters, max_size=raters)
    ratings = np.array(data.draw(st.lists(row, min_size=items, max_size=items)))
    ratings[:, 0] = np.maximum(ratings[:, 0], 0)
    ratings[0] = np.maximum(ratings[0], 0)
    model = fit_raters(ratings, categories)
    assert all(b >= a - 1e-9 for a, b in zip(model.objective, model.objective[1:], strict=False))
    assert model.truth.sum(axis=1) == pytest.approx(np.ones(items))
    assert model.shares.sum() == pytest.approx(1)
    assert model.confusion.sum(axis=2) == pytest.approx(np.ones((raters, categories)))
    assert (model.confusion > 0).all() and np.isfinite(model.objective).all()


def test_objective_and_truth_by_enumeration():
    """The log likelihood is a sum over all ways the truth could be."""
    ratings = np.array([[0, 1, 0], [1, 1, NOT_RATED], [0, 0, 1], [1, 0, 1]])
    model = fit_raters(ratings, rounds=3)
    likelihood, first = 0.0, 0.0
    for truth in product((0, 1), repeat=4):
        chance = 1.0
        for item, category in enumerate(truth):
            chance *= model.shares[category]
            for rater, reading in enumerate(ratings[item]):
                chance *= 1 if reading == NOT_RATED else model.confusion[rater, category, reading]
        likelihood += chance
        first += chance * truth[0]
    prior = 0.5 * (np.log(model.shares).sum() + np.log(model.confusion).sum())
    assert model.objective[-1] == pytest.approx(np.log(likelihood) + prior, abs=1e-9)
    assert model.truth[0, 1] == pytest.approx(first / likelihood, abs=1e-9)


def test_says_when_it_did_not_converge():
    _, ratings = labels(np.random.default_rng(2), 300, [0.5, 0.5], RATERS)
    assert not fit_raters(ratings, rounds=2).converged
    assert len(fit_raters(ratings, rounds=2).objective) == 2


def test_a_converged_fit_is_a_fixed_point():
    _, ratings = labels(np.random.default_rng(3), 400, [0.6, 0.4], RATERS)
    model = fit_raters(ratings)
    counts = np.einsum("ic,irk->rck", model.truth, (ratings[:, :, None] == np.arange(2)).astype(float)) + 0.5
    assert model.confusion == pytest.approx(counts / counts.sum(axis=2, keepdims=True), abs=1e-3)


@pytest.mark.parametrize("bad", [[[0, 2]], [[NOT_RATED, NOT_RATED], [0, 1]], [[0, NOT_RATED]], [[0.5, 1.0]], []])
def test_other_ratings_are_refused(bad):
    with pytest.raises(ValueError):
        fit_raters(bad)


def test_no_smoothing_is_refused():
    with pytest.raises(ValueError, match="smoothing"):
        fit_raters([[0, 1]], smoothing=0)
