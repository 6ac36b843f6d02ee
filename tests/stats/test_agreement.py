from itertools import combinations, permutations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from steelyard.stats import (
    NOT_RATED,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    rater_agreement,
    raw_agreement,
)


def tables(raters=(2, 5), categories=3, missing=True):
    values = st.integers(-1 if missing else 0, categories - 1)
    return st.tuples(st.integers(3, 25), st.integers(*raters)).flatmap(
        lambda shape: st.lists(
            st.lists(values, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
        )
    )


def rated(rng, items, accuracy, share, raters=3):
    """Raters who are right with chance `accuracy` about items failing with chance `share`."""
    truth = (rng.random(items) < share).astype(int)
    return np.where(rng.random((items, raters)) < accuracy, truth[:, None], 1 - truth[:, None])


@settings(max_examples=150, deadline=None)
@given(tables())
def test_alpha_against_the_package(table):
    ours = krippendorff_alpha(table, 3)
    data = np.array(table, dtype=float).T
    data[data < 0] = np.nan
    used = [value for row in table if sum(v >= 0 for v in row) >= 2 for value in row if value >= 0]
    if len(set(used)) < 2:
        assert ours is None
    else:
        theirs = krippendorff.alpha(data, level_of_measurement="nominal", value_domain=[0, 1, 2])
        assert ours == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(tables(raters=(2, 2), missing=False))
def test_kappa_against_statsmodels(table):
    crossed = np.zeros((3, 3))
    for first, second in table:
        crossed[first, second] += 1
    ours = cohen_kappa(table, 3)
    if ours is None:
        assert crossed.max() == len(table)
    else:
        assert ours == pytest.approx(cohens_kappa(crossed).kappa, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(tables(missing=False))
def test_raw_agreement_is_that_of_fleiss(table):
    """Fleiss' kappa with uniform chance is a known function of raw agreement."""
    counts = [[row.count(c) for c in range(3)] for row in table]
    theirs = fleiss_kappa(np.array(counts), method="uniform")
    assert raw_agreement(table, 3) == pytest.approx(theirs * (1 - 1 / 3) + 1 / 3, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(tables())
def test_raw_and_ac1_by_brute_force(table):
    agreeing, shares = [], []
    for row in table:
        given_ = [value for value in row if value != NOT_RATED]
        if len(given_) >= 2:
            pairs = list(combinations(given_, 2))
            agreeing.append(sum(a == b for a, b in pairs) / len(pairs))
        if given_:
            shares.append([given_.count(c) / len(given_) for c in range(3)])
    if not agreeing:
        assert raw_agreement(table, 3) is None and gwet_ac1(table, 3) is None
        return
    raw, mean = np.mean(agreeing), np.mean(shares, axis=0)
    chance = (mean * (1 - mean)).sum() / 2
    assert raw_agreement(table, 3) == pytest.approx(raw, abs=1e-9)
    assert gwet_ac1(table, 3) == pytest.approx((raw - chance) / (1 - chance), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables(raters=(3, 3)), st.permutations(range(3)), st.permutations(range(3)))
def test_names_of_raters_and_categories_do_not_matter(table, columns, names):
    other = [[names[row[c]] if row[c] >= 0 else NOT_RATED for c in columns] for row in table]
    for measure in (raw_agreement, krippendorff_alpha, gwet_ac1):
        one, two = measure(table, 3), measure(other, 3)
        assert one == pytest.approx(two) if one is not None else two is None


def test_rare_failures_lower_alpha_but_not_agreement():
    rng = np.random.default_rng(1)
    common, rare = (rated(rng, 20_000, 0.95, share) for share in (0.5, 0.02))
    assert raw_agreement(common) == pytest.approx(raw_agreement(rare), abs=0.01)
    assert krippendorff_alpha(rare) < 0.35 < 0.75 < krippendorff_alpha(common)
    assert gwet_ac1(rare) > gwet_ac1(common)


def test_undefined_has_no_value():
    for measure in (krippendorff_alpha, cohen_kappa):
        assert measure([[0, 0]] * 5) is None
    assert gwet_ac1([[0, 0]] * 5) == 1
    assert raw_agreement([[0, NOT_RATED], [NOT_RATED, 1]]) is None


@settings(max_examples=40, deadline=None)
@given(tables(raters=(2, 3)), st.booleans())
def test_intervals_hold_the_value_and_are_never_of_zero_width(table, clustered):
    clusters = [i // 2 for i in range(len(table))] if clustered else None
    found = rater_agreement(table, 3, clusters=clusters)
    assert (found.cohen_kappa is None) == (len(table[0]) != 2)
    for one in filter(None, (found.raw, found.krippendorff_alpha, found.gwet_ac1, found.cohen_kappa)):
        assert (one.low is None) == (one.high is None) == (found.clusters < 10)
        if one.low is not None:
            assert one.low < one.high
            assert one.value is None or one.low <= one.value <= one.high


def test_never_disagreeing_is_not_certain():
    found = rater_agreement([[0, 0], [1, 1]] * 15)
    # No disagreement in 30: the exact bound on its share is 1 - 0.025 ** (1 / 30).
    assert (found.raw.value, found.raw.high) == (1, 1)
    assert found.raw.low == pytest.approx(0.025 ** (1 / 30), abs=1e-9)
    for one in (found.krippendorff_alpha, found.gwet_ac1, found.cohen_kappa):
        assert one.value == 1 and 0.6 < one.low < 0.95


def test_the_same_in_every_cluster_is_not_certain():
    table = [[0, 0], [0, 1]] * 12
    found = rater_agreement(table, clusters=[i // 2 for i in range(24)])
    assert found.clusters == 12
    assert found.raw.low < 0.5 < found.raw.high


def test_clusters_widen():
    rng = np.random.default_rng(2)
    table = np.repeat(rated(rng, 60, 0.8, 0.5, raters=2), 5, axis=0)
    alone = rater_agreement(table)
    together = rater_agreement(table, clusters=[i // 5 for i in range(300)])
    assert together.raw.value == alone.raw.value
    assert together.raw.high - together.raw.low > 1.8 * (alone.raw.high - alone.raw.low)


def test_repeats_with_its_seed():
    table = rated(np.random.default_rng(3), 40, 0.8, 0.4)
    assert rater_agreement(table, seed="a") == rater_agreement(table, seed="a") != rater_agreement(table, seed="b")


@pytest.mark.slow
def test_intervals_cover():
    rng, share, accuracy, hits = np.random.default_rng(4), 0.3, 0.9, 0
    same = accuracy**2 + (1 - accuracy) ** 2
    flagged = share * accuracy + (1 - share) * (1 - accuracy)
    truth = 1 - (1 - same) / (2 * flagged * (1 - flagged))
    for _ in range(200):
        found = rater_agreement(rated(rng, 150, accuracy, share)).krippendorff_alpha
        hits += found.low <= truth <= found.high
    assert stats.binom.cdf(hits, 200, 0.92) > 0.001


@pytest.mark.parametrize("bad", [[[0, 2]], [[-2, 0]], [0, 1], [[0.5, 1]], []])
def test_other_ratings_are_refused(bad):
    for measure in (raw_agreement, krippendorff_alpha, gwet_ac1, cohen_kappa, rater_agreement):
        with pytest.raises(ValueError):
            measure(bad)


def test_other_settings_are_refused():
    table = [[0, 1], [1, 1]]
    for call in (
        lambda: cohen_kappa([[0, 1, 1]]), lambda: gwet_ac1(table, 1), lambda: rater_agreement(table, clusters=["a"]),
        lambda: rater_agreement(table, alpha=1e-4),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            call()


def test_order_of_items_does_not_matter():
    rows = [[0, 0, 1], [1, 1, NOT_RATED], [2, 0, 2]]
    values = {(krippendorff_alpha(order, 3), gwet_ac1(order, 3)) for order in map(list, permutations(rows))}
    assert len({tuple(round(v, 12) for v in pair) for pair in values}) == 1
