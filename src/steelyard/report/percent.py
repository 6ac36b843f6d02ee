"""Shares as a reader meets them: per cent, exact, rounded outward so that a bound never looks better than it is."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Literal

from steelyard.records import Language
from steelyard.stats import exact_rate

Rounding = Literal["down", "up", "nearest"]


def percent(share: str | Fraction, language: Language, rounding: Rounding = "nearest", places: int = 1) -> str:
    """`share` of 1 as per cent with at most `places` decimals ("62.3 %"; in Chinese without the space)."""
    scaled = exact_rate(share) * 100 * 10**places
    whole = floor(scaled) if rounding == "down" else ceil(scaled) if rounding == "up" else round(scaled)
    digits = f"{whole // 10**places}.{whole % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return f"{digits}\N{NO-BREAK SPACE}%" if language == "en" else f"{digits}%"


def exact_percent(share: str, language: Language) -> str:
    """A limit as it is written, without any rounding."""
    return percent(share, language, places=10)


def interval_percent(low: str, high: str, limit: str, language: Language) -> tuple[str, str]:
    """Both ends, rounded outward to a tenth of a per cent, or finer where the limit itself is finer.

    An end then stands on the same side of the limit before and after rounding.
    """
    places = 1 if (exact_rate(limit) * 1000).denominator == 1 else 10
    return percent(low, language, "down", places), percent(high, language, "up", places)
