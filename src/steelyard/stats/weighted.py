"""E-values of a weighted rate over strata as signed records write them (measurement standard, 2.5).

The gate is that of `strata`: a fixed mixture of likelihoods over the likelihood of the most likely combination of
stratum rates that the null holds, found by union-intersection as in `nullfit`. Here both are computed in decimal
arithmetic, which is the same on every platform, to far more digits than a record keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from steelyard.records import EValues

from .mixture import ABOVE, BELOW
from .multiple import RiskTally
from .rates import open_rate
from .recorded import cut_e_value, written_e_value

_SPREADS = (30, 6)
"""Pseudo-answers of the beta laws by which alternatives spread over strata, beside those that are equal in all."""
_DIGITS = (60, 120, 480)
"""Digits to compute with. Where the last still cannot tell how to round, the value is taken to be the short number it
lies at: no other within 10^-400 is written with so few digits."""
_SPARE = 20
"""So many of them are given to rounding: a value of 10^6 answers is right to all the others."""


class _Strata(NamedTuple):
    """One side: the null is "the weighted rate is at least `limit`", of `asked` answers of a stratum `failed`."""

    weights: tuple[Fraction, ...]
    asked: tuple[int, ...]
    failed: tuple[int, ...]
    limit: Fraction


def weighted_e_values(weights: Sequence[Fraction], tallies: Sequence[RiskTally], limit: str | Fraction) -> EValues:
    """What the answers of all strata say about their weighted failure rate, open faults read the careful way.

    Valid wherever one stops and whichever stratum is asked next. Raises ValueError unless weights are positive and add
    up to 1, one for each tally, and `limit` is a decimal strictly between 0 and 1.
    """
    null = open_rate(limit, "limit")
    if not weights or min(weights) <= 0 or sum(weights) != 1 or len(weights) != len(tallies):
        raise ValueError("weights of strata are positive fractions that add up to 1, one for each tally")
    asked = tuple(tally.asked for tally in tallies)
    most = tuple(tally.failures + tally.open_faults for tally in tallies)
    least = tuple(tally.failures for tally in tallies)
    passed = tuple(n - k for n, k in zip(asked, least, strict=True))
    over = _Strata(tuple(weights), asked, most, null)
    within = _Strata(tuple(weights), asked, passed, 1 - null)
    return EValues(
        met=_text(over, [factor * null for factor in BELOW], most),
        failed=_text(within, [factor * null for factor in ABOVE], least),
    )


def _text(strata: _Strata, rates: Sequence[Fraction], failed: tuple[int, ...]) -> str:
    for digits in _DIGITS:
        calc = Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)
        value = calc.divide(_mixture(rates, strata.asked, failed, calc), calc.exp(_log_null(strata, calc)))
        edge = calc.multiply(value, Decimal(1).scaleb(_SPARE - digits))
        low, high = cut_e_value(calc.subtract(value, edge)), cut_e_value(calc.add(value, edge))
        if low == high:
            break
    return written_e_value(high)


def _mixture(rates: Sequence[Fraction], asked: Sequence[int], failed: Sequence[int], calc: Context) -> Decimal:
    """The mean likelihood under all alternatives; one of 1 or more keeps its weight and adds nothing."""
    passed = [n - k for n, k in zip(asked, failed, strict=True)]
    total = Decimal(0)
    for rate in (rate for rate in rates if rate < 1):
        alike = calc.power(_decimal(rate, calc), sum(failed)), calc.power(_decimal(1 - rate, calc), sum(passed))
        total = calc.add(total, calc.multiply(*alike))
        for spread in _SPREADS:
            chance = Decimal(1)
            rising = [
                (failed, _rising(rate * spread, failed, calc)),
                (passed, _rising((1 - rate) * spread, passed, calc)),
            ]  # fmt: skip
            for counts, product in rising:
                for count in counts:
                    chance = calc.multiply(chance, product[count])
            below = _rising(Fraction(spread), asked, calc)
            for n in asked:
                chance = calc.divide(chance, below[n])
            total = calc.add(total, chance)
    return calc.divide(total, Decimal(len(rates) * (1 + len(_SPREADS))))


def _rising(start: Fraction, counts: Iterable[int], calc: Context) -> dict[int, Decimal]:
    """start (start + 1) ... (start + count - 1) for each count."""
    wanted, found = set(counts), {}
    product, base = Decimal(1), _decimal(start, calc)
    for count in range(max(wanted) + 1):
        if count in wanted:
            found[count] = product
        product = calc.multiply(product, calc.add(base, Decimal(count)))
    return found


def _log_null(strata: _Strata, calc: Context) -> Decimal:
    """The log-likelihood of the most likely combination of the null: for every price of the limit a bound lies above
    it, and the price at which the weighted rate is the limit reaches it."""
    low, high = Decimal(0), Decimal(1)
    limit = _decimal(strata.limit, calc)
    weights = [_decimal(weight, calc) for weight in strata.weights]

    def total(price: Decimal) -> Decimal:
        return _dot(weights, _rates(strata, weights, price, calc), calc)

    if total(low) >= limit:
        return _bound(strata, weights, low, limit, calc)
    while total(high) < limit:
        low, high = high, calc.multiply(high, Decimal(2))
    half = Decimal("0.5")
    for _ in range(4 * calc.prec):
        middle = calc.multiply(calc.add(low, high), half)
        if not low < middle < high:
            break
        low, high = (middle, high) if total(middle) < limit else (low, middle)
    return _bound(strata, weights, high, limit, calc)


def _bound(strata: _Strata, weights: Sequence[Decimal], price: Decimal, limit: Decimal, calc: Context) -> Decimal:
    rates = _rates(strata, weights, price, calc)
    total = calc.multiply(price, calc.subtract(_dot(weights, rates, calc), limit))
    for n, k, rate in zip(strata.asked, strata.failed, rates, strict=True):
        for count, chance in ((k, rate), (n - k, calc.subtract(Decimal(1), rate))):
            if count:
                total = calc.add(total, calc.multiply(Decimal(count), calc.ln(chance)))
    return total


def _rates(strata: _Strata, weights: Sequence[Decimal], price: Decimal, calc: Context) -> list[Decimal]:
    """Of each stratum the rate q at which k log q + (n - k) log(1 - q) + price weight q is greatest."""
    found = []
    for weight, n, k in zip(weights, strata.asked, strata.failed, strict=True):
        pull, asked = calc.multiply(price, weight), Decimal(n)
        if k == n:
            found.append(Decimal(1))
        elif k == 0:
            found.append(calc.subtract(Decimal(1), calc.divide(asked, pull)) if pull > asked else Decimal(0))
        else:
            rest = calc.subtract(asked, pull)
            root = calc.sqrt(calc.fma(rest, rest, calc.multiply(Decimal(4 * k), pull)))
            # Two forms of the same root of pull q^2 + (n - pull) q - k: each is taken where it does not cancel.
            if rest >= 0:
                found.append(calc.divide(Decimal(2 * k), calc.add(rest, root)))
            else:
                found.append(calc.divide(calc.subtract(root, rest), calc.multiply(Decimal(2), pull)))
    return found


def _dot(weights: Sequence[Decimal], rates: Sequence[Decimal], calc: Context) -> Decimal:
    total = Decimal(0)
    for weight, rate in zip(weights, rates, strict=True):
        total = calc.fma(weight, rate, total)
    return total


def _decimal(value: Fraction, calc: Context) -> Decimal:
    return calc.divide(Decimal(value.numerator), Decimal(value.denominator))
