"""What all answers say about the failure rate weighted as the bank weights its risks, to 15 digits (docs/formats.md).

Decimal arithmetic of far more digits than are written: where two roundings do not agree, with more digits still; and
where even these do not, the value is the short number it lies at.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from .evalues import spelled
from .evidence import ABOVE, BELOW

_PRECISIONS = (100, 200, 600)
_TRUSTED = Fraction(1, 2)
"""Half of the digits are given to rounding."""
_SHORT = Context(prec=15, rounding=ROUND_DOWN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


class Part(NamedTuple):
    """A stratum: its weight, and of its answers those that failed and those that passed."""

    weight: Fraction
    failed: int
    passed: int


def e_values(weights: list[Fraction], tallies: list[tuple[int, int, int]], limit: Fraction) -> dict[str, str]:
    """E-values against a weighted rate above the limit and against one within it; `tallies` are answers, failures and
    open faults."""
    most = [Part(w, k + faults, n - k - faults) for w, (n, k, faults) in zip(weights, tallies, strict=True)]
    least = [Part(w, k, n - k) for w, (n, k, _) in zip(weights, tallies, strict=True)]
    turned = [Part(w, passed, failed) for w, failed, passed in least]
    return {
        "met": _text(lambda at: at.divide(_mean(most, limit, BELOW, at), _hardest(most, limit, at))),
        "failed": _text(lambda at: at.divide(_mean(least, limit, ABOVE, at), _hardest(turned, 1 - limit, at))),
    }


def _text(value: Callable[[Context], Decimal]) -> str:
    for precision in _PRECISIONS:
        at = Context(prec=precision, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
        found = value(at)
        error = at.scaleb(at.abs(found), Decimal(-int(precision * _TRUSTED)))
        low, high = _SHORT.plus(at.subtract(found, error)), _SHORT.plus(at.add(found, error))
        if low == high:
            break
    return spelled(high)


def _mean(parts: list[Part], limit: Fraction, thousandths: tuple[int, ...], at: Context) -> Decimal:
    """The mean chance of the answers: alternatives alike in all strata, or spread over them by beta laws."""
    total = Decimal(0)
    for rate in (limit * factor / 1000 for factor in thousandths):
        if rate < 1:
            known: dict[tuple[int, int, int], Decimal] = {}
            alike = _part(rate, 0, sum(part.failed for part in parts), sum(part.passed for part in parts), at)
            total = at.add(total, alike)
            for spread in (30, 6):
                chance = Decimal(1)
                for _, failed, passed in parts:
                    state = (spread, failed, passed)
                    if state not in known:
                        known[state] = _part(rate, spread, failed, passed, at)
                    chance = at.multiply(chance, known[state])
                total = at.add(total, chance)
    return at.divide(total, Decimal(3 * len(thousandths)))


def _part(rate: Fraction, spread: int, failed: int, passed: int, at: Context) -> Decimal:
    """The chance of one sequence of answers at a rate, or under a beta law of so many pseudo-answers around it."""
    fails, passes = _number(rate, at), _number(1 - rate, at)
    if not spread:
        return at.multiply(at.power(fails, failed), at.power(passes, passed))
    chance = Decimal(1)
    for share, count, before in ((fails, failed, 0), (passes, passed, failed)):
        start = at.multiply(share, Decimal(spread))
        for i in range(count):
            chance = at.multiply(chance, at.divide(at.add(start, Decimal(i)), Decimal(spread + before + i)))
    return chance


def _hardest(parts: list[Part], limit: Fraction, at: Context) -> Decimal:
    """The largest chance of the answers where the weighted rate is at least `limit`."""
    bound, low, high = _number(limit, at), Decimal(0), Decimal(1)
    if _weighted(parts, low, at) < bound:
        while _weighted(parts, high, at) < bound:
            low, high = high, at.add(high, high)
        for _ in range(4 * at.prec):
            middle = at.divide(at.add(low, high), Decimal(2))
            if _weighted(parts, middle, at) < bound:
                low = middle
            else:
                high = middle
    else:
        high = low
    # A price of the limit turns the bound into part of the chance; at the right one it adds nothing.
    excess = at.multiply(high, at.subtract(_weighted(parts, high, at), bound))
    chances = [_chance(part, _rate(part, high, at), at) for part in parts]
    return reduce(at.multiply, chances, at.exp(excess))


def _weighted(parts: list[Part], price: Decimal, at: Context) -> Decimal:
    return reduce(at.add, (at.multiply(_number(part.weight, at), _rate(part, price, at)) for part in parts))


def _rate(part: Part, price: Decimal, at: Context) -> Decimal:
    """The rate q that makes q^failed (1 - q)^passed exp(price weight q) largest."""
    weight, failed, passed = part
    if passed == 0:
        return Decimal(1)
    pull, answers = at.multiply(price, _number(weight, at)), Decimal(failed + passed)
    if failed == 0:
        return max(Decimal(0), at.subtract(Decimal(1), at.divide(answers, pull))) if pull else Decimal(0)
    rest = at.subtract(answers, pull)
    root = at.sqrt(at.add(at.multiply(rest, rest), at.multiply(at.multiply(Decimal(4), pull), Decimal(failed))))
    return at.divide(Decimal(2 * failed), at.add(rest, root))


def _chance(part: Part, rate: Decimal, at: Context) -> Decimal:
    _, failed, passed = part
    fails = at.power(rate, failed) if failed else Decimal(1)
    return at.multiply(fails, at.power(at.subtract(Decimal(1), rate), passed)) if passed else fails


def _number(value: Fraction, at: Context) -> Decimal:
    return at.divide(Decimal(value.numerator), Decimal(value.denominator))
