"""The evidence of a gate as a number, for lists and reports (measurement standard, 2.2).

A gate's verdict never comes from here: `mixture` compares exactly. These are the same e-values written out, in decimal
arithmetic of 50 digits, so that they are the same on every platform and no state overflows or vanishes.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from .mixture import ABOVE, BELOW, MAX_SIZE
from .rates import open_rate

_EXACT = Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)
_HALF = Fraction(1, 2)
CERTAIN = Decimal("Infinity")
"""The e-value of a state that the null makes impossible."""


class Evidence(NamedTuple):
    """E-values at one state: `met` against a rate above the limit, `failed` against a rate within it.

    Each is at least 1/alpha exactly when the gate's table finds that side at alpha.
    """

    met: Decimal
    failed: Decimal


def population_evidence(n: int, k_low: int, k_high: int, limit: str | Fraction) -> Evidence:
    """What `n` answers say about the population's failure rate being at most `limit`, or not.

    `k_low` of them failed, or `k_high` when every open fault is counted as failing: `met` is taken at `k_high`,
    `failed` at `k_low`. Relative error below 1e-40. Raises ValueError unless 0 <= k_low <= k_high <= n <= 10**6 and
    `limit` lies strictly between 0 and 1.
    """
    _check(n, k_low, k_high, MAX_SIZE)
    null = open_rate(limit, "limit")
    return Evidence(_population(n, k_high, null, BELOW), _population(n, k_low, null, ABOVE))


def bank_evidence(n: int, k_low: int, k_high: int, size: int, limit: str | Fraction) -> Evidence:
    """What `n` answers, drawn without replacement, say about a bank of `size` with its own limit.

    As `population_evidence`; `CERTAIN` where the answers leave only one side possible. Relative error below 1e-40.
    """
    null = open_rate(limit, "limit")
    if not 1 <= size <= MAX_SIZE:
        raise ValueError(f"a bank holds 1 to {MAX_SIZE} questions, not {size}")
    _check(n, k_low, k_high, size)
    allowed = floor(null * size)
    fewer = [floor(allowed * factor + _HALF) for factor in BELOW]
    more = [min(size, floor((allowed + 1) * factor + _HALF)) for factor in ABOVE]
    if k_high <= allowed and n - k_high >= size - allowed:
        met = CERTAIN
    else:
        met = _bank(n, k_high, size, allowed + 1, fewer) if k_high <= allowed else Decimal(0)
    if k_low > allowed:
        failed = CERTAIN
    else:
        failed = _bank(n, k_low, size, allowed, more) if n - k_low < size - allowed else Decimal(0)
    return Evidence(met, failed)


def e_value_text(value: Decimal, digits: int = 6) -> str:
    """An e-value as a decimal string of `digits` significant digits, rounded down: never more than the evidence.

    Plain up to nine places before the point and six after ("20.0831"), else with an exponent ("3.10021E+45");
    "Infinity" for `CERTAIN`. Raises ValueError for a negative value or one that is no number.
    """
    if value.is_nan() or value < 0:
        raise ValueError(f"an e-value is never {value}")
    if not value.is_finite() or value == 0:
        return str(value)
    short = Context(prec=digits, rounding=ROUND_DOWN, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value)
    return f"{short:f}" if -7 < short.adjusted() < 9 else f"{short:E}"


def _check(n: int, k_low: int, k_high: int, most: int) -> None:
    if not 0 <= k_low <= k_high <= n:
        raise ValueError(f"{k_low} to {k_high} failures among {n} answers")
    if n > most:
        raise ValueError(f"{n} answers where at most {most} are possible")


def _population(n: int, k: int, null: Fraction, factors: tuple[Fraction, ...]) -> Decimal:
    total = Decimal(0)
    for factor in factors:
        if null * factor < 1:
            failure, success = _decimal(factor), _decimal((1 - null * factor) / (1 - null))
            term = _EXACT.multiply(_EXACT.power(failure, k), _EXACT.power(success, n - k))
            total = _EXACT.add(total, term)
    return _EXACT.divide(total, Decimal(len(factors)))


def _bank(n: int, k: int, size: int, null: int, alternatives: list[int]) -> Decimal:
    """Mean over alternatives m of (m)_k (size-m)_(n-k) / ((null)_k (size-null)_(n-k)), falling factorials."""
    below = _falling(null, k, size - null, n - k)
    total = Decimal(0)
    for m in alternatives:
        if k <= m and n - k <= size - m:
            total = _EXACT.add(total, _falling(m, k, size - m, n - k))
    return _EXACT.divide(total, _EXACT.multiply(below, Decimal(len(alternatives))))


def _falling(failing: int, k: int, passing: int, successes: int) -> Decimal:
    product = Decimal(1)
    for top, count in ((failing, k), (passing, successes)):
        for i in range(count):
            product = _EXACT.multiply(product, Decimal(top - i))
    return product


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
