"""What a survey will cost and what it may come to, before the first question is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import floor

import msgspec

from steelyard.records import State

from .claims import sample_size, state_of
from .exact import Bank, Iid, endings
from .gates import bank_table, population_table
from .rates import decimal_string, open_rate

MOST_FAMILIES = 10_000
"""As far as `families_needed` looks."""


class Outlook(msgspec.Struct, frozen=True):
    """What to expect at one true failure rate, when no call faults.

    `mean_calls` counted answers on average; with probability `quantile` no more than `calls_at_quantile`; `states` are
    the probabilities of each possible state.
    """

    rate: str
    mean_calls: float
    quantile: float
    calls_at_quantile: int
    states: dict[State, float]


def survey_outlooks(
    *, available: int, n_min: int | None, limit: str | Fraction, alpha: str | Fraction, rates: Sequence[str | Fraction],
    look_every: int = 1, complete: bool = False, fixed_sample: bool = False, quantile: float = 0.9,
) -> tuple[Outlook, ...]:  # fmt: skip
    """An outlook for each assumed failure rate of a survey of a bank with `available` families.

    Exact for the joint stopping of the strict and the forecast gate. With `fixed_sample` a rate is the share of this
    very sample (to the nearest whole question) instead of each answer's chance to fail. Raises ValueError when a rate,
    limit or alpha is not a decimal strictly between 0 and 1, or when the bank is empty.
    """
    size = sample_size(available, n_min)
    whole = size == n_min
    strict = population_table(size, limit, alpha)
    forecast = bank_table(size, limit, alpha) if whole and not complete else None
    outlooks = []
    for rate in (open_rate(rate, "rate") for rate in rates):
        calls = [0.0] * (size + 1)
        states: defaultdict[State, float] = defaultdict(float)
        law = Bank(size, floor(rate * size + Fraction(1, 2))) if fixed_sample else Iid(float(rate))
        for end in endings(strict, forecast, law, look_every=look_every, complete=complete, letter=whole):
            calls[end.calls] += end.probability
            states[state_of(end.letter, end.forecast, end.strict, decides_alone=n_min is None)] += end.probability
        mean = sum(n * chance for n, chance in enumerate(calls))
        outlooks.append(Outlook(decimal_string(rate), mean, quantile, _at_quantile(calls, quantile), dict(states)))
    return tuple(outlooks)


def families_needed(
    *, limit: str | Fraction, alpha: str | Fraction, rate: str | Fraction, chance: float = 0.9
) -> int | None:
    """How many families decide the strict claim, on the right side, with probability `chance` at true failure `rate`.

    None when `MOST_FAMILIES` are not enough: the rate is too close to the limit. Raises ValueError as
    `survey_outlooks`.
    """
    true_rate = open_rate(rate, "rate")
    if true_rate == open_rate(limit, "limit"):
        return None
    right_side = "met" if true_rate < open_rate(limit, "limit") else "failed"
    decided = 0.0
    for end in endings(population_table(MOST_FAMILIES, limit, alpha), None, Iid(float(true_rate))):
        decided += end.probability * (end.strict == right_side)
        if decided >= chance:
            return end.calls
    return None


def _at_quantile(calls: Sequence[float], quantile: float) -> int:
    reached = 0.0
    for n, chance in enumerate(calls):
        reached += chance
        if reached >= quantile:
            return n
    return len(calls) - 1
