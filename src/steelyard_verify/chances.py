"""How often a gate errs, exactly: the probability of ever crossing a boundary where the truth lies just beyond it.

The weight of every undecided state (n answers, k failures) is carried from answer to answer in whole units of 10^-60,
rounded down, so that what is lost is less than a unit a step; where that could matter for the 12 places of a record,
in whole fractions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from . import gates

MOST_STATES = 200_000
_UNITS = 10**60
_PLACES = 10**12

_Failing = Callable[[int, int], tuple[int, int]]
"""After n answers with k failures: the chance that the next one fails, as numerator and denominator."""


@functools.lru_cache(maxsize=32)
def of_population(size: int, limit: str, alpha: str, look_every: int) -> tuple[str | None, str | None]:
    """Chances of a false `met` and a false `failed` where every answer fails with probability `limit`."""
    rate = Fraction(limit)

    def failing(n: int, k: int) -> tuple[int, int]:
        return rate.numerator, rate.denominator

    table = gates.population(size, limit, alpha)
    return _texts(table, look_every, failing) if _affordable(table, look_every) else (None, None)


@functools.lru_cache(maxsize=32)
def of_bank(size: int, limit: str, alpha: str, look_every: int) -> tuple[str | None, str | None]:
    """The same for a bank in which one question more fails than is allowed (`met`), or just as many (`failed`)."""
    allowed = int(Fraction(limit) * size)

    def bad(there: int) -> _Failing:
        return lambda n, k: (there - k, size - n)

    table = gates.bank(size, limit, alpha)
    if not _affordable(table, look_every):
        return None, None
    return _texts(table, look_every, bad(allowed + 1))[0], _texts(table, look_every, bad(allowed))[1]


def _affordable(table: gates.Table, look_every: int) -> bool:
    """Whether the states that can stay undecided are few enough."""
    size = len(table.pass_max) - 1
    least, most, states = 0, 0, 1
    for n in range(1, size + 1):
        most += 1
        if n % look_every == 0 or n == size:
            least, most = max(least, table.pass_max[n] + 1), min(most, table.fail_min[n] - 1)
        if most < least:
            break
        states += most - least + 1
    return states <= MOST_STATES


def _texts(table: gates.Table, look_every: int, failing: _Failing) -> tuple[str, str]:
    """The chances of ever crossing to `met` and to `failed`, rounded up to 12 places."""
    *crossed, lost = _crossed(table, look_every, failing, _UNITS)
    texts = []
    for side, found in enumerate(crossed):
        # No state crosses, or what rounding may have lost cannot matter; else whole fractions.
        low, high = (-(-end * _PLACES // _UNITS) for end in (found or 0, 0 if found is None else found + lost))
        if low != high:
            exact = Fraction(_crossed(table, look_every, failing, Fraction(1))[side])
            low = -(-exact.numerator * _PLACES // exact.denominator)
        texts.append(gates.decimal(Fraction(low, _PLACES)))
    return texts[0], texts[1]


def _crossed(table: gates.Table, look_every: int, failing: _Failing, whole: Any) -> tuple[Any, Any, int]:
    """The weights that cross to `met` and to `failed` (None where no state does) and how many units were lost at most.

    `whole` is 10^60 units, or the fraction 1: then nothing is rounded.
    """
    size, met, failed, lost = len(table.pass_max) - 1, None, None, 0
    weights = {0: whole}
    for n in range(1, size + 1):
        lost += 2 * len(weights)
        weights = _one_more(weights, n - 1, failing)
        if n % look_every == 0 or n == size:
            for k in [k for k in weights if k <= table.pass_max[n]]:
                met = (met or 0) + weights.pop(k)
            for k in [k for k in weights if k >= table.fail_min[n]]:
                failed = (failed or 0) + weights.pop(k)
    return met, failed, lost


def _one_more(weights: dict[int, Any], n: int, failing: _Failing) -> dict[int, Any]:
    """The weights after answer n + 1; what cannot happen is no state."""
    after: dict[int, Any] = {}
    for k, weight in weights.items():
        fails, of = failing(n, k)
        for there, share in ((k + 1, fails), (k, of - fails)):
            if share > 0:
                part = weight * share // of if isinstance(weight, int) else weight * share / of
                after[there] = after.get(there, 0) + part
    return after
