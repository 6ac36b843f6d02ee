"""Evidence and error probabilities as signed records write them: exact to the last digit on every platform.

E-values are rounded down to 15 significant digits, error probabilities up to 12 places: neither ever says more than it
may. Each is computed to 40 digits and more; where that cannot tell how to round, in whole fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_DOWN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, comb, floor, perm
from typing import NamedTuple

from steelyard.records import CERTAIN_EVIDENCE, EValues

from .evalues import CERTAIN, bank_evidence, population_evidence
from .gates import GateTable
from .mixture import ABOVE, BELOW
from .rates import decimal_string

MOST_STATES = 200_000
"""A table under which more states (answers, failures) can stay undecided gets no error probabilities: whoever checks a
run computes them again, and should not have to wait."""

_DIGITS, _PLACES = 15, 12
_PLAIN = range(-6, _DIGITS)
"""Exponents of ten at which an e-value is written without one."""
_CALC = Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)
_CUT = Context(prec=_DIGITS, rounding=ROUND_DOWN, Emax=MAX_EMAX, Emin=MIN_EMIN)
_LOW, _HIGH = Decimal(1) - Decimal("1e-36"), Decimal(1) + Decimal("1e-36")
"""Around a value whose relative error is below 1e-40."""
_HALF = Fraction(1, 2)


class ErrorTexts(NamedTuple):
    """How often a gate finds the limit met, or failed, where the truth is just on the other side of it."""

    false_met: str
    false_failed: str


def e_values(table: GateTable, n: int, k_low: int, k_high: int) -> EValues:
    """What `n` answers say about a table's limit, as the record holds it.

    `k_low` failed, or `k_high` when every open fault is counted as failing: `met` is taken at `k_high`, `failed` at
    `k_low`, each the careful way. Raises ValueError unless 0 <= k_low <= k_high <= n <= `table.size`.
    """
    if n > table.size:
        raise ValueError(f"{n} answers under a table for {table.size}")
    limit = Fraction(table.limit)
    if table.kind == "population":
        found = population_evidence(n, k_low, k_high, limit)
        return EValues(
            met=e_value_of(found.met, lambda: _population(n, k_high, limit, BELOW)),
            failed=e_value_of(found.failed, lambda: _population(n, k_low, limit, ABOVE)),
        )
    found, size = bank_evidence(n, k_low, k_high, table.size, limit), table.size
    allowed = floor(limit * size)
    fewer = [floor(allowed * factor + _HALF) for factor in BELOW]
    more = [min(size, floor((allowed + 1) * factor + _HALF)) for factor in ABOVE]
    return EValues(
        met=e_value_of(found.met, lambda: _bank(n, k_high, size, allowed + 1, fewer)),
        failed=e_value_of(found.failed, lambda: _bank(n, k_low, size, allowed, more)),
    )


@lru_cache(maxsize=64)
def error_texts(table: GateTable, look_every: int = 1) -> ErrorTexts | None:
    """The table's two error probabilities when no call faults, each at the truth where it is largest.

    None for a table above `MOST_STATES`. Every order of answers with the same failures is equally
    likely, so that counting those that cross a boundary is all there is to do. Raises ValueError when `look_every` is
    below 1.
    """
    if look_every < 1:
        raise ValueError(f"a look comes after at least one answer, not {look_every}")
    crossings = _crossings(table, look_every)
    if crossings is None:
        return None
    limit, size = Fraction(table.limit), table.size
    if table.kind == "population":
        return ErrorTexts(*(_text_of_drawn(cells, limit) for cells in crossings))
    allowed = floor(limit * size)
    met, failed = crossings
    return ErrorTexts(_text_of_bank(met, size, allowed + 1), _text_of_bank(failed, size, allowed))


def e_value_of(value: Decimal, exactly: Callable[[], Fraction]) -> str:
    """An e-value known to 40 digits, as the record holds it."""
    if value == CERTAIN:
        return CERTAIN_EVIDENCE
    low, high = (cut_e_value(_CALC.multiply(value, edge)) for edge in (_LOW, _HIGH))
    return written_e_value(low if low == high else _cut(exactly(), high))


def cut_e_value(value: Decimal) -> Decimal:
    """A value rounded down to the digits of a record."""
    return _CUT.plus(value)


def _cut(value: Fraction, near: Decimal) -> Decimal:
    """`value` rounded down to the digits of a record; `near` is it or the next number of so many digits."""
    unit = near.adjusted() - _DIGITS + 1
    kept = value / Fraction(10) ** unit
    if kept < 10 ** (_DIGITS - 1):  # just below a power of ten
        unit -= 1
        kept *= 10
    return Decimal(floor(kept)).scaleb(unit, context=_CALC)


def written_e_value(value: Decimal) -> str:
    """A value of no more digits than that, in the one spelling of a record."""
    if value == 0:
        return "0"
    short = value.normalize(_CUT)
    return f"{short:f}" if short.adjusted() in _PLAIN else f"{short:E}"


def _population(n: int, k: int, limit: Fraction, factors: tuple[Fraction, ...]) -> Fraction:
    live = [factor for factor in factors if limit * factor < 1]
    ratios = (factor**k * ((1 - limit * factor) / (1 - limit)) ** (n - k) for factor in live)
    return sum(ratios, Fraction(0)) / len(factors)


def _bank(n: int, k: int, size: int, null: int, alternatives: list[int]) -> Fraction:
    def ways(failing: int) -> int:
        return perm(failing, k) * perm(size - failing, n - k)

    return Fraction(sum(map(ways, alternatives)), ways(null) * len(alternatives))


class _Cell(NamedTuple):
    """A crossing after `n` answers with `k` failures, and in how many orders it comes about."""

    n: int
    k: int
    ways: int


def _crossings(table: GateTable, look_every: int) -> tuple[list[_Cell], list[_Cell]] | None:
    """Where paths first cross to `met` and to `failed`; None where more states than `MOST_STATES` stay undecided."""
    met: list[_Cell] = []
    failed: list[_Cell] = []
    first, ways, states = 0, [1], 0
    for n, (pass_max, fail_min) in enumerate(zip(table.pass_max, table.fail_min, strict=True)):
        if n:
            ways = [a + b for a, b in zip([*ways, 0], [0, *ways], strict=True)]
        if n and (n % look_every == 0 or n == table.size):
            low = max(0, pass_max + 1 - first)
            high = max(low, fail_min - first)
            met += [_Cell(n, first + i, count) for i, count in enumerate(ways[:low])]
            failed += [_Cell(n, first + high + i, count) for i, count in enumerate(ways[high:])]
            first, ways = first + low, ways[low:high]
        states += len(ways)
        if states > MOST_STATES:
            return None
        if not ways:
            break
    return met, failed


def _text_of_drawn(cells: list[_Cell], rate: Fraction) -> str:
    """Probability of the crossings where each answer fails independently with `rate`."""
    fails, passes = (_CALC.divide(Decimal(part.numerator), Decimal(part.denominator)) for part in (rate, 1 - rate))
    total = Decimal(0)
    for n, k, ways in cells:
        chance = _CALC.multiply(_CALC.power(fails, k), _CALC.power(passes, n - k))
        total = _CALC.add(total, _CALC.multiply(Decimal(ways), chance))
    return _probability(
        total, lambda: sum((ways * rate**k * (1 - rate) ** (n - k) for n, k, ways in cells), Fraction(0))
    )


def _text_of_bank(cells: list[_Cell], size: int, failing: int) -> str:
    """Probability of the crossings where `failing` of the bank's `size` questions fail."""
    possible = [cell for cell in cells if cell.k <= failing and cell.n - cell.k <= size - failing]
    factorial = _factorials(size)

    def orders(n: int, failures: int) -> Decimal:
        """In how many orders `failures` of `n` can stand."""
        return _CALC.divide(factorial[n], _CALC.multiply(factorial[failures], factorial[n - failures]))

    total = Decimal(0)
    for n, k, ways in possible:
        total = _CALC.add(total, _CALC.multiply(Decimal(ways), orders(size - n, failing - k)))
    return _probability(
        _CALC.divide(total, orders(size, failing)),
        lambda: Fraction(sum(ways * comb(size - n, failing - k) for n, k, ways in possible), comb(size, failing)),
    )


def _factorials(most: int) -> list[Decimal]:
    found = [Decimal(1)]
    for number in range(1, most + 1):
        found.append(_CALC.multiply(found[-1], Decimal(number)))
    return found


def _probability(value: Decimal, exactly: Callable[[], Fraction]) -> str:
    unit = Decimal(1).scaleb(-_PLACES)
    low, high = (_CALC.multiply(value, edge).quantize(unit, ROUND_CEILING, _CALC) for edge in (_LOW, _HIGH))
    found = Fraction(low) if low == high else Fraction(ceil(exactly() * 10**_PLACES), 10**_PLACES)
    return decimal_string(min(found, Fraction(1)))
