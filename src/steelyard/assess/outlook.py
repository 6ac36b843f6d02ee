"""What it would take to tell two runs apart: more families of both, or a larger bank. Pure; a forecast (grade F)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from steelyard.stats import items_needed

POWER = 0.8
_STEPS = 40

Advice = Literal["ask_whole", "ask_same", "bank_short"]
"""`ask_whole`: ask the whole sample of both, in one order. `ask_same`: the samples are whole, but were drawn in two
orders; in one order enough families would be answered by both. `bank_short`: all of this sample would not do."""


class Outlook(msgspec.Struct, frozen=True):
    """What would be needed to know, with a chance of `power` and families as discordant as those seen so far.

    `needed` families answered by both would show the difference seen so far, None where none was seen;
    `needed_for_margin` would show that A is no worse by the margin, None without one or where A seems worse by it.
    `detectable` is the least difference that the `most` families of the sample would show.
    """

    power: float
    needed: int | None
    needed_for_margin: int | None
    detectable: float | None
    advice: Advice


def outlook(
    only_a: int, only_b: int, pairs: int, *, alpha: float, margin: float | None, whole: bool, most: int
) -> Outlook:
    """From counts as in `mcnemar`, among `pairs` families that both answered, of `most` that both could have."""
    difference = (only_a - only_b) / pairs if pairs else 0.0
    # Half a family more in each of the four kinds, as in the interval: none differing so far is no proof of none.
    between = (only_a + only_b + 1) / (pairs + 2) - difference**2

    def needed(size: float) -> int:
        return items_needed(size, max(between, size * (1 - size)), alpha=alpha, power=POWER)

    wanted = needed(abs(difference)) if difference else None
    room = None if margin is None or difference >= margin else margin - difference
    advice: Advice = "ask_whole"
    if whole:
        advice = "ask_same" if pairs < most and (wanted or 0) <= most else "bank_short"
    return Outlook(
        power=POWER, needed=wanted, needed_for_margin=None if room is None else needed(min(1.0, room)),
        detectable=_least(needed, most), advice=advice,
    )  # fmt: skip


def _least(needed: Callable[[float], int], most: int) -> float | None:
    """The least difference that `most` families show; None where not even the largest is shown."""
    if most < 1 or needed(1.0) > most:
        return None
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if needed(middle) <= most else (middle, high)
    return high
