"""A boundary that stays or rises by one from each n to the next, kept as the places where it rises."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload


class Staircase(Sequence[int]):
    """Whole numbers by index 0, 1, ...: four bytes a rise, where a tuple takes eight and more a number.

    Raises ValueError when the numbers do more than stay or rise by one.
    """

    __slots__ = ("_first", "_length", "_rises")

    def __init__(self, values: Iterable[int]) -> None:
        numbers = iter(values)
        self._first = last = next(numbers)
        self._rises, self._length = array("I"), 1
        for value in numbers:
            if value == last + 1:
                self._rises.append(self._length)
            elif value != last:
                raise ValueError(f"from {last} to {value} is no step of a staircase")
            last = value
            self._length += 1

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return self._first + bisect_right(self._rises, index % self._length)

    def __iter__(self) -> Iterator[int]:
        value, start = self._first, 0
        for rise in (*self._rises, self._length):
            for _ in range(start, rise):
                yield value
            value, start = value + 1, rise

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Staircase):
            return NotImplemented
        return (self._first, self._length, self._rises) == (other._first, other._length, other._rises)

    def __hash__(self) -> int:
        return hash((self._first, self._length, self._rises.tobytes()))

    def first_at(self, value: int) -> int:
        """The first index at which `value` is reached; the length where it never is."""
        if value <= self._first:
            return 0
        step = value - self._first - 1
        return self._rises[step] if step < len(self._rises) else self._length
