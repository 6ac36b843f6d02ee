"""What each of several attempts at one certificate may cost: the chances of a false one sum to at most alpha.

Optional stopping of one run is harmless, repeating runs is not: m attempts at alpha each give a false certificate with
a chance of up to m * alpha, whether they are shown or not. So attempt i gets a share of alpha that is fixed before it
begins, and every attempt counts from its registration on (measurement standard, 7.4).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from .rates import open_rate, rounded_down

SpendingRule = Literal["halving", "harmonic"]
"""`halving`: alpha * 2^-i. `harmonic`: alpha / (i (i + 1)), less for attempts 2 to 4 and more from the fifth on."""


def attempt_alpha(alpha: str | Fraction, attempt: int, rule: SpendingRule = "halving") -> Fraction:
    """The error level of attempt `attempt` (1, 2, ...), rounded down to the 12 decimals that records hold.

    Over all attempts the levels sum to at most `alpha`. Raises ValueError when `alpha` is not a decimal strictly
    between 0 and 1, `attempt` is below 1, or nothing is left at 12 decimals.
    """
    level = open_rate(alpha, "alpha")
    if attempt < 1:
        raise ValueError(f"attempts count from 1, there is no attempt {attempt}")
    share = Fraction(1, 2**attempt) if rule == "halving" else Fraction(1, attempt * (attempt + 1))
    rounded = rounded_down(level * share)
    if not rounded:
        raise ValueError(f"after {attempt - 1} attempts nothing of alpha is left: a fresh bank is needed")
    return rounded
