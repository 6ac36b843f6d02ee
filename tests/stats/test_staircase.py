"""A boundary kept by its rises is the boundary."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.stats.staircase import Staircase

ROWS = st.builds(
    lambda first, steps: list(accumulate(steps, initial=first)),
    st.integers(-3, 3), st.lists(st.sampled_from((0, 1)), max_size=60),
)  # fmt: skip


@given(ROWS)
def test_it_reads_as_the_row_it_was_made_of(row: list[int]) -> None:
    kept = Staircase(row)
    assert list(kept) == row and len(kept) == len(row)
    assert [kept[i] for i in range(-len(row), len(row))] == [row[i] for i in range(-len(row), len(row))]
    assert kept[1:5] == tuple(row[1:5])
    assert kept == Staircase(row) and hash(kept) == hash(Staircase(row))
    for value in range(row[0] - 2, row[-1] + 3):
        assert kept.first_at(value) == next((i for i, there in enumerate(row) if there >= value), len(row))


@given(ROWS, ROWS)
def test_two_rows_are_equal_when_they_are(one: list[int], two: list[int]) -> None:
    assert (Staircase(one) == Staircase(two)) == (one == two)


@pytest.mark.parametrize("row", [[0, 2], [1, 0], [0, 1, 3]])
def test_anything_else_is_no_staircase(row: list[int]) -> None:
    with pytest.raises(ValueError, match="no step"):
        Staircase(row)


@pytest.mark.parametrize("index", [3, -4])
def test_nothing_stands_outside(index: int) -> None:
    with pytest.raises(IndexError):
        Staircase([0, 0, 1])[index]
