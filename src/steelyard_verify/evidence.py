"""Evidence for and against a limit: sums of likelihood ratios, bounded from below and above, exact when that is close.

A ratio is carried along a walk over states (n answers, k failures), one factor a step, in decimal arithmetic rounded
outward: the true value lies between both ends. Where the ends disagree about a comparison, whole numbers decide it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

# Alternatives in thousandths of the limit: below it (it is met), and above it (it is failed).
BELOW = (700, 500, 350, 200, 100, 30, 2)
ABOVE = (1150, 1300, 1500, 2000, 3000, 5000)

_DOWN = Context(prec=50, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_UP = Context(prec=50, rounding=ROUND_CEILING, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


class Ratio:
    """A positive number between two decimals."""

    __slots__ = ("high", "low")

    def __init__(self) -> None:
        self.low = self.high = Decimal(1)

    def times(self, numerator: int, denominator: int) -> None:
        """Multiply by a fraction of whole numbers, numerator at least 0."""
        self.low = _DOWN.divide(_DOWN.multiply(self.low, Decimal(numerator)), Decimal(denominator))
        self.high = _UP.divide(_UP.multiply(self.high, Decimal(numerator)), Decimal(denominator))

    def times_power(self, numerator: int, denominator: int, exponent: int) -> None:
        """Multiply by a power of a fraction of whole numbers."""
        self.low = _DOWN.multiply(self.low, _power(_DOWN, numerator, denominator, exponent))
        self.high = _UP.multiply(self.high, _power(_UP, numerator, denominator, exponent))


def _power(context: Context, numerator: int, denominator: int, exponent: int) -> Decimal:
    square, total = context.divide(Decimal(numerator), Decimal(denominator)), Decimal(1)
    while exponent:
        if exponent & 1:
            total = context.multiply(total, square)
        square = context.multiply(square, square)
        exponent >>= 1
    return total


def bounds(ratios: list[Ratio]) -> tuple[Decimal, Decimal]:
    """The sum of the ratios lies between these."""
    low, high = Decimal(0), Decimal(0)
    for ratio in ratios:
        low, high = _DOWN.add(low, ratio.low), _UP.add(high, ratio.high)
    return low, high


def reaches(ratios: list[Ratio], need: Fraction, exactly: Callable[[], Fraction]) -> bool:
    """Whether the sum of the ratios is at least `need`; `exactly` gives that sum when the bounds cannot tell."""
    low, high = bounds(ratios)
    if _DOWN.multiply(low, Decimal(need.denominator)) >= need.numerator:
        return True
    if _UP.multiply(high, Decimal(need.denominator)) < need.numerator:
        return False
    return exactly() >= need


class Population:
    """Ratios of alternatives to a limit, for answers drawn from a population."""

    def __init__(self, limit: Fraction, thousandths: tuple[int, ...], alpha: Fraction) -> None:
        a, b = limit.numerator, limit.denominator
        self.need = len(thousandths) / alpha
        # An alternative of 1 or more says nothing; its weight stays.
        live = [factor for factor in thousandths if a * factor < 1000 * b]
        self._failure = [(factor, 1000) for factor in live]
        self._success = [(1000 * b - a * factor, 1000 * (b - a)) for factor in live]
        self.ratios = [Ratio() for _ in live]
        self._n = self._k = 0

    def step(self, *, failed: bool) -> None:
        """One answer more."""
        self._n, self._k = self._n + 1, self._k + failed
        for ratio, factor in zip(self.ratios, self._failure if failed else self._success, strict=True):
            ratio.times(*factor)

    def jump(self, n: int, k: int) -> None:
        """To a state, from the beginning."""
        self._n, self._k = n, k
        for ratio, failure, success in zip(self.ratios, self._failure, self._success, strict=True):
            ratio.times_power(*failure, k)
            ratio.times_power(*success, n - k)

    def speaks(self) -> bool:
        """Whether the evidence reaches 1/alpha in the present state."""
        return reaches(self.ratios, self.need, self.exactly)

    def exactly(self) -> Fraction:
        """The sum of the ratios, as a fraction."""
        passed = self._n - self._k
        pairs = zip(self._failure, self._success, strict=True)
        return sum((Fraction(*f) ** self._k * Fraction(*s) ** passed for f, s in pairs), Fraction(0))


class Bank:
    """Ratios of alternatives to a null, for a bank of `size` questions of which `null` fail, asked without repeats.

    Only in states that the null makes possible.
    """

    def __init__(self, size: int, null: int, alternatives: list[int], alpha: Fraction) -> None:
        self._size, self._null, self._alternatives = size, null, alternatives
        self.need = len(alternatives) / alpha
        self.ratios = [Ratio() for _ in alternatives]
        self._passed = self._failed = 0

    def step(self, *, failed: bool) -> None:
        """One answer more; it must be possible under the null."""
        for ratio, there in zip(self.ratios, self._alternatives, strict=True):
            if failed:
                ratio.times(max(0, there - self._failed), self._null - self._failed)
            else:
                rest = self._size - there - self._passed
                ratio.times(max(0, rest), self._size - self._null - self._passed)
        self._failed += failed
        self._passed += not failed

    def speaks(self) -> bool:
        """Whether the evidence reaches 1/alpha in the present state."""
        return reaches(self.ratios, self.need, self.exactly)

    def exactly(self) -> Fraction:
        """The sum of the ratios, as a fraction."""
        under_null = self._ways(self._null)
        return sum((Fraction(self._ways(there), under_null) for there in self._alternatives), Fraction(0))

    def _ways(self, there: int) -> int:
        ways = 1
        for i in range(self._failed):
            ways *= max(0, there - i)
        for i in range(self._passed):
            ways *= max(0, self._size - there - i)
        return ways
