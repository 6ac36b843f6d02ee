"""Gates as tables of two integers per number of answers: the whole decision rule, hashed, the same everywhere.

A table says, for each n, at how many failures the limit is met (`pass_max`) and at how many it is failed (`fail_min`).
Both move by at most one from n to n + 1, so that one comparison of evidence per n and side finds them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property, lru_cache
from math import floor
from typing import Literal

import msgspec

from steelyard.records import digest

from .mixture import ABOVE, BELOW, MAX_SIZE, BankEvidence, PopulationEvidence
from .rates import decimal_string, open_rate

GateKind = Literal["population", "bank"]
_HALF = Fraction(1, 2)


class GateTable(msgspec.Struct, frozen=True, dict=True):
    """The boundaries of one gate, index n = 0..`size` answers.

    Met at n with k failures when k <= `pass_max[n]` (-1: at no k), failed when k >= `fail_min[n]` (n + 1: at no k).
    `limit` and `alpha` are decimal strings; each side errs with probability at most `alpha`, however often one looks.
    """

    kind: GateKind
    size: int
    limit: str
    alpha: str
    pass_max: tuple[int, ...]
    fail_min: tuple[int, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256, hex, of the canonical JSON of all fields."""
        return digest(self)


def population_table(size: int, limit: str | Fraction, alpha: str | Fraction) -> GateTable:
    """The gate about the population that the questions stand for: failure rate at most `limit`.

    `size` is the most answers that will be looked at. Raises ValueError when `size` is not in 1..10**6, or when `limit`
    or `alpha` is not a decimal strictly between 0 and 1.
    """
    return _population(*_settings(size, limit, alpha))


def bank_table(size: int, limit: str | Fraction, alpha: str | Fraction) -> GateTable:
    """The gate about a bank of `size` questions drawn without replacement: at most floor(limit * size) fail.

    At n = `size` it always decides, and decides exactly. Raises ValueError as `population_table`.
    """
    return _bank(*_settings(size, limit, alpha))


def _settings(size: int, limit: str | Fraction, alpha: str | Fraction) -> tuple[int, Fraction, Fraction]:
    if not 1 <= size <= MAX_SIZE:
        raise ValueError(f"a gate looks at 1 to {MAX_SIZE} answers, not {size}")
    return size, open_rate(limit, "limit"), open_rate(alpha, "alpha")


@lru_cache(maxsize=64)
def _population(size: int, limit: Fraction, alpha: Fraction) -> GateTable:
    met = PopulationEvidence(limit, BELOW, alpha)
    failed = PopulationEvidence(limit, ABOVE, alpha)
    return _table("population", size, limit, alpha, met.reaches, failed.reaches)


@lru_cache(maxsize=64)
def _bank(size: int, limit: Fraction, alpha: Fraction) -> GateTable:
    allowed = floor(limit * size)
    fewer = tuple(floor(allowed * factor + _HALF) for factor in BELOW)
    more = tuple(min(size, floor((allowed + 1) * factor + _HALF)) for factor in ABOVE)
    met = BankEvidence(size, allowed + 1, fewer, alpha)
    failed = BankEvidence(size, allowed, more, alpha)

    # Certain states come first: there a null is impossible and its likelihood ratio has no value.
    def meets(n: int, k: int) -> bool:
        return k <= allowed and (n - k >= size - allowed or met.reaches(n, k))

    def fails(n: int, k: int) -> bool:
        return k > allowed or (n - k < size - allowed and failed.reaches(n, k))

    return _table("bank", size, limit, alpha, meets, fails)


def _table(
    kind: GateKind, size: int, limit: Fraction, alpha: Fraction,
    meets: Callable[[int, int], bool], fails: Callable[[int, int], bool],
) -> GateTable:  # fmt: skip
    """Walk both boundaries. One success more never hurts `meets`, one failure more never helps it (and the reverse for
    `fails`), hence each boundary stays or rises by one. At n = 0 the evidence is 1 < 1/alpha: nothing is decided."""
    best, least = -1, 1
    pass_max, fail_min = [best], [least]
    for n in range(1, size + 1):
        if meets(n, best + 1):
            best += 1
        if not fails(n, least):
            least += 1
        pass_max.append(best)
        fail_min.append(least)
    return GateTable(
        kind=kind, size=size, limit=decimal_string(limit), alpha=decimal_string(alpha),
        pass_max=tuple(pass_max), fail_min=tuple(fail_min),
    )  # fmt: skip
