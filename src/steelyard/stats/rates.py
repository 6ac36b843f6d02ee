"""Rates as exact numbers: a decimal string in records, a `Fraction` in arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

_DECIMAL = re.compile(r"(?:0|1)(?:\.[0-9]{1,12})?")
_DIGITS = 12


def exact_rate(value: str | Fraction) -> Fraction:
    """The exact rate, in [0, 1], that a decimal string or a fraction means.

    Raises ValueError for anything else: a sign, an exponent, more than 12 decimals, a value above 1.
    """
    if isinstance(value, str):
        if not _DECIMAL.fullmatch(value):
            raise ValueError(f"not a rate written as a decimal between 0 and 1: {value[:40]!r}")
        value = Fraction(value)
    if not 0 <= value <= 1:
        raise ValueError(f"a rate lies between 0 and 1, not at {value}")
    return value


def open_rate(value: str | Fraction, name: str) -> Fraction:
    """As `exact_rate`, but strictly between 0 and 1; `name` says in the error what was meant."""
    rate = exact_rate(value)
    if not 0 < rate < 1:
        raise ValueError(f"{name} must lie strictly between 0 and 1, not at {rate}")
    return rate


def open_level(alpha: float) -> float:
    """`alpha`, where it need not be exact. Raises ValueError unless it lies strictly between 0 and 1."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
    return alpha


def rounded_down(rate: Fraction) -> Fraction:
    """The rate cut to the 12 decimals that records hold."""
    return Fraction(floor(rate * 10**_DIGITS), 10**_DIGITS)


def decimal_string(rate: Fraction) -> str:
    """The rate as a decimal string without trailing zeros ("0", "0.05", "1").

    Raises ValueError when the fraction has no decimal form of at most 12 places.
    """
    scaled = rate * 10**_DIGITS
    if scaled.denominator != 1:
        raise ValueError(f"{rate} has no decimal form of at most {_DIGITS} places")
    whole, rest = divmod(scaled.numerator, 10**_DIGITS)
    places = f"{rest:0{_DIGITS}d}".rstrip("0")
    return f"{whole}.{places}" if places else str(whole)
