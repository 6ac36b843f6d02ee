"""Boundary tables of the two gates, their hash, and the anytime interval, from limit, alpha and size alone.

    population   the population behind the questions fails at most at `limit`
    bank         of the `size` questions at most floor(limit * size) fail

A table says for each n = 0..size at how many failures at most the limit is met (`pass_max`, -1: at none) and at how
many at least it is failed (`fail_min`, n + 1: at none).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from .evidence import ABOVE, BELOW, Bank, Population
from .strictjson import digest

GRID = 10_000
MAX_SIZE = 1_000_000


class Table(NamedTuple):
    """The boundaries of one gate and the hash of its record."""

    pass_max: list[int]
    fail_min: list[int]
    hash: str


@functools.lru_cache(maxsize=32)
def population(size: int, limit: str, alpha: str) -> Table:
    """The gate about the population."""
    rate, level = Fraction(limit), Fraction(alpha)
    met, failed = Population(rate, BELOW, level), Population(rate, ABOVE, level)
    pass_max, fail_min = [-1], [1]
    met.step(failed=False)  # to (1, 0): would one success suffice?
    failed.step(failed=True)  # to (1, 1): would one failure suffice?
    for n in range(1, size + 1):
        passes, fails = met.speaks(), failed.speaks()
        pass_max.append(pass_max[-1] + passes)
        fail_min.append(fail_min[-1] + (not fails))
        if n < size:
            met.step(failed=passes)
            failed.step(failed=not fails)
    return _table("population", size, limit, alpha, pass_max, fail_min)


@functools.lru_cache(maxsize=32)
def bank(size: int, limit: str, alpha: str) -> Table:
    """The gate about the bank, which decides exactly at its end."""
    allowed = int(Fraction(limit) * size)
    fewer = [rounded(allowed, factor) for factor in BELOW]
    more = [min(size, rounded(allowed + 1, factor)) for factor in ABOVE]
    met = _Side(Bank(size, allowed + 1, fewer, Fraction(alpha)))
    failed = _Side(Bank(size, allowed, more, Fraction(alpha)))
    pass_max, fail_min = [-1], [1]
    for n in range(1, size + 1):
        k = pass_max[-1] + 1
        passes = k <= allowed and (n - k >= size - allowed or met.speaks_at(n, k))
        pass_max.append(pass_max[-1] + passes)
        k = fail_min[-1]
        fails = k > allowed or (n - k < size - allowed and failed.speaks_at(n, k))
        fail_min.append(fail_min[-1] + (not fails))
    return _table("bank", size, limit, alpha, pass_max, fail_min)


def interval(n: int, failed: int, failed_at_most: int, alpha: str) -> dict[str, str]:
    """Anytime bounds on the failure share, on a grid of 1/10000, as the record writes them.

    `failed` counts open faults as passed, `failed_at_most` as failed. The upper end is the least limit found met here,
    the lower end the largest found failed.
    """
    level = Fraction(alpha)

    def speaks(point: int, factors: tuple[int, ...], k: int) -> bool:
        evidence = Population(Fraction(point, GRID), factors, level)
        evidence.jump(n, k)
        return evidence.speaks()

    high = first(lambda point: speaks(point, BELOW, failed_at_most))
    low = first(lambda point: not speaks(point, ABOVE, failed)) - 1
    return {"low": decimal(Fraction(low, GRID)), "high": decimal(Fraction(high, GRID)), "alpha": decimal(level)}


def decimal(rate: Fraction) -> str:
    """A rate in 0..1 with at most 12 places as a decimal string without trailing zeros."""
    whole, rest = divmod(int(rate * 10**12), 10**12)
    return f"{whole}.{rest:012d}".rstrip("0").rstrip(".")


class _Side:
    """Bank evidence led from state to state, each one answer further than the last."""

    def __init__(self, evidence: Bank) -> None:
        self._evidence, self._k = evidence, 0

    def speaks_at(self, n: int, k: int) -> bool:
        self._evidence.step(failed=k > self._k)
        self._k = k
        return self._evidence.speaks()


def first(holds: Callable[[int], bool]) -> int:
    """The least point in 1..GRID at which `holds`, true from there on (taken to hold at GRID)."""
    low, high = 1, GRID
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def rounded(count: int, thousandths: int) -> int:
    """count * thousandths / 1000, halves upwards."""
    return (2 * count * thousandths + 1000) // 2000


def _table(kind: str, size: int, limit: str, alpha: str, pass_max: list[int], fail_min: list[int]) -> Table:
    record = {
        "kind": kind, "size": size, "limit": decimal(Fraction(limit)), "alpha": decimal(Fraction(alpha)),
        "pass_max": pass_max, "fail_min": fail_min,
    }  # fmt: skip
    return Table(pass_max, fail_min, digest(record))
