import hashlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats.signs import random_order, random_signs


def test_signs_are_the_documented_bits():
    signs = random_signs("seed", "purpose", range(3, 5), 11)
    assert signs.shape == (2, 11)
    for row, draw in zip(signs, (3, 4), strict=True):
        stream = hashlib.shake_256(b"purpose\0seed\0" + str(draw).encode()).digest(2)
        bits = [(byte >> (7 - i)) & 1 for byte in stream for i in range(8)][:11]
        assert row.tolist() == [1.0 if bit else -1.0 for bit in bits]


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 5))
def test_more_units_and_other_chunks_change_nothing_before_them(units, more, draws):
    wide = random_signs("s", "p", range(draws), units + more)
    parts = [random_signs("s", "p", range(draw, draw + 1), units) for draw in range(draws)]
    assert np.array_equal(wide[:, :units], np.concatenate(parts))


def test_signs_are_fair_and_apart():
    signs = random_signs("s", "p", range(400), 100)
    assert abs(signs.mean()) < 4 / 200
    assert abs((signs[:-1] * signs[1:]).mean()) < 4 / 200
    assert abs((signs[:, :-1] * signs[:, 1:]).mean()) < 4 / 200
    assert not np.array_equal(signs, random_signs("t", "p", range(400), 100))
    assert not np.array_equal(signs, random_signs("s", "q", range(400), 100))


def test_an_order_is_a_permutation_fixed_by_its_seed():
    order = random_order("s", "p", 50)
    assert sorted(order) == list(range(50))
    assert order == random_order("s", "p", 50) != random_order("t", "p", 50)
    firsts = [random_order(str(seed), "p", 4)[0] for seed in range(800)]
    assert all(150 < firsts.count(i) < 250 for i in range(4))
