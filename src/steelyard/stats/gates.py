"""Gates as tables of two integers per number of answers: the whole decision rule, hashed, the same everywhere.

A table says, for each n, at how many failures the limit is met (`pass_max`) and at how many it is failed (`fail_min`).
Both move by at most one from n to n + 1, so that one comparison of evidence per n and side finds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice
from math import floor
from typing import Literal

import msgspec

from .mixture import ABOVE, BELOW, MAX_SIZE, BankEvidence, PopulationEvidence
from .rates import decimal_string, open_rate
from .staircase import Staircase

GateKind = Literal["population", "bank"]
_HALF = Fraction(1, 2)
_PIECE = 4096


class GateTable(msgspec.Struct, frozen=True, dict=True):
    """The boundaries of one gate, index n = 0..`size` answers.

    Met at n with k failures when k <= `pass_max[n]` (-1: at no k), failed when k >= `fail_min[n]` (n + 1: at no k).
    `limit` and `alpha` are decimal strings; each side errs with probability at most `alpha`, however often one looks.
    """

    kind: GateKind
    size: int
    limit: str
    alpha: str
    pass_max: Staircase
    fail_min: Staircase

    @cached_property
    def hash(self) -> str:
        """SHA-256, hex, of the canonical JSON of all fields, made piece by piece: a table may have a million lines."""
        made = hashlib.sha256(b'{"alpha":"%b","fail_min":[' % self.alpha.encode())
        _add_numbers(made, self.fail_min)
        made.update(b'],"kind":"%b","limit":"%b","pass_max":[' % (self.kind.encode(), self.limit.encode()))
        _add_numbers(made, self.pass_max)
        made.update(b'],"size":%d}' % self.size)
        return made.hexdigest()


def _add_numbers(made: hashlib._Hash, numbers: Iterable[int]) -> None:
    """The numbers of a JSON array."""
    rest = iter(numbers)
    made.update(b"%d" % next(rest))
    for piece in iter(lambda: [b",%d" % number for number in islice(rest, _PIECE)], []):
        made.update(b"".join(piece))


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

    def met() -> Iterator[int]:
        best = -1
        yield best
        for n in range(1, size + 1):
            best += meets(n, best + 1)
            yield best

    def failed() -> Iterator[int]:
        least = 1
        yield least
        for n in range(1, size + 1):
            least += not fails(n, least)
            yield least

    return GateTable(
        kind=kind, size=size, limit=decimal_string(limit), alpha=decimal_string(alpha),
        pass_max=Staircase(met()), fail_min=Staircase(failed()),
    )  # fmt: skip
