"""The e-values of a gate at a state, written as the record writes them: rounded down to 15 significant digits.

The ratios of `evidence` hold the value between two decimals; where these do not round to the same text, whole numbers
decide it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal
from fractions import Fraction

from .evidence import ABOVE, BELOW, Bank, Population, Ratio, bounds
from .gates import rounded

CERTAIN = "certain"
_DIGITS = 15
_SHORT = Context(prec=_DIGITS, rounding=ROUND_DOWN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_ANY = Fraction(1, 2)
"""The ratios do not depend on the level they are compared with."""


def of_population(n: int, failed: int, failed_at_most: int, limit: str) -> dict[str, str]:
    """Evidence about the population; `failed` counts open faults as passed, `failed_at_most` as failed."""
    values = {}
    for side, thousandths, k in (("met", BELOW, failed_at_most), ("failed", ABOVE, failed)):
        evidence = Population(Fraction(limit), thousandths, _ANY)
        evidence.jump(n, k)
        values[side] = mean_text(evidence.ratios, len(thousandths), evidence.exactly)
    return values


def of_bank(n: int, failed: int, failed_at_most: int, size: int, limit: str) -> dict[str, str]:
    """Evidence about a bank of `size` questions, `n` of them asked."""
    allowed = int(Fraction(limit) * size)
    spared = size - allowed
    fewer = [rounded(allowed, factor) for factor in BELOW]
    more = [min(size, rounded(allowed + 1, factor)) for factor in ABOVE]
    k, passed = failed_at_most, n - failed_at_most
    if k > allowed:
        met = "0"
    elif passed >= spared:
        met = CERTAIN
    else:
        met = _of_bank(size, allowed + 1, fewer, k, passed)
    k, passed = failed, n - failed
    if k > allowed:
        failed_text = CERTAIN
    elif passed >= spared:
        failed_text = "0"
    else:
        failed_text = _of_bank(size, allowed, more, k, passed)
    return {"met": met, "failed": failed_text}


def _of_bank(size: int, null: int, alternatives: list[int], failed: int, passed: int) -> str:
    evidence = Bank(size, null, alternatives, _ANY)
    for _ in range(failed):
        evidence.step(failed=True)
    for _ in range(passed):
        evidence.step(failed=False)
    return mean_text(evidence.ratios, len(alternatives), evidence.exactly)


def mean_text(ratios: list[Ratio], weights: int, exactly: Callable[[], Fraction]) -> str:
    """The mean of the ratios, where those of `weights` alternatives that are left out are 0."""
    low, high = (_cut(end, weights) for end in bounds(ratios))
    return low if low == high else _cut_exactly(exactly() / weights)


def _cut(total: Decimal, weights: int) -> str:
    return spelled(_SHORT.divide(total, Decimal(weights)))


def spelled(value: Decimal) -> str:
    """A value of at most 15 digits as the record writes it."""
    digits = value.as_tuple()
    return _written(int("".join(map(str, digits.digits))), int(digits.exponent))


def _cut_exactly(value: Fraction) -> str:
    unit = len(str(value.numerator)) - len(str(value.denominator)) - _DIGITS
    while value >= Fraction(10) ** (unit + _DIGITS):
        unit += 1
    return _written(int(value / Fraction(10) ** unit), unit)


def _written(digits: int, exponent: int) -> str:
    """`digits` times ten to the power of `exponent`, in its only spelling."""
    if digits == 0:
        return "0"
    signs = str(digits)
    first = exponent + len(signs) - 1
    signs = signs.rstrip("0")
    if not -7 < first < _DIGITS:
        return f"{signs[0]}{'.' if signs[1:] else ''}{signs[1:]}E{first:+d}"
    if first < 0:
        return f"0.{'0' * (-first - 1)}{signs}"
    whole, places = signs[: first + 1].ljust(first + 1, "0"), signs[first + 1 :]
    return f"{whole}.{places}" if places else whole
