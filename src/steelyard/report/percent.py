"""Shares as a reader meets them: per cent, exact, rounded outward so that a bound never looks better than it is."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Literal

from steelyard.records import Language
from steelyard.stats import exact_rate

Rounding = Literal["down", "up", "nearest"]
_FINEST = 10
"""Decimals of a per cent at which every rate here is exact."""


def percent(share: str | Fraction, language: Language, rounding: Rounding = "nearest", places: int = 1) -> str:
    """`share` of 1 as per cent with at most `places` decimals ("62.3 %"; in Chinese without the space)."""
    scaled = exact_rate(share) * 100 * 10**places
    whole = floor(scaled) if rounding == "down" else ceil(scaled) if rounding == "up" else round(scaled)
    digits = f"{whole // 10**places}.{whole % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return f"{digits}\N{NO-BREAK SPACE}%" if language == "en" else f"{digits}%"


def exact_percent(share: str, language: Language) -> str:
    """A limit as it is written, without any rounding."""
    return percent(share, language, places=_FINEST)


def interval_percent(low: str, high: str, limit: str, language: Language) -> tuple[str, str]:
    """Both ends, rounded outward to a tenth of a per cent, or finer where a tenth would move an end onto the limit.

    An end then stands on the same side of the limit before and after rounding.
    """
    bar, ends = exact_rate(limit) * 100, (exact_rate(low) * 100, exact_rate(high) * 100)
    places = 1
    while places < _FINEST:
        scale = 10**places
        rounded = Fraction(floor(ends[0] * scale), scale), Fraction(ceil(ends[1] * scale), scale)
        if all((end > bar) == (shown > bar) for end, shown in zip(ends, rounded, strict=True)):
            break
        places += 1
    return percent(low, language, "down", places), percent(high, language, "up", places)
