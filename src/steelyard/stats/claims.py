"""From a path's reading to the three claims of a threshold and its state (design section 5): one pure function."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import msgspec

from steelyard.records import Claim, Reason, State

from .rates import open_rate
from .walk import PathReading


class Settled(msgspec.Struct, frozen=True):
    """The three claims, and what the threshold comes to."""

    letter: Claim
    forecast: Claim
    strict: Claim
    state: State
    reason: Reason


def sample_size(available: int, n_min: int | None) -> int:
    """How many families are the sample: what the standard asks for, as far as the bank has them."""
    return available if n_min is None else min(n_min, available)


def settle(
    reading: PathReading, *, n_min: int | None, available: int, limit: str | Fraction, complete: bool
) -> Settled:
    """What a threshold with failure limit `limit` comes to after `reading`.

    `available` is how many families the bank has, `n_min` how many the standard asks for, `complete` whether the plan
    asks all of the sample.
    """
    size = sample_size(available, n_min)
    letter = _letter(reading, n_min, size, open_rate(limit, "limit"), complete)
    forecast: Claim = reading.forecast.claim if reading.forecast else "none"
    strict = reading.strict.claim
    state = state_of(letter, forecast, strict, decides_alone=n_min is None)
    if state != "undecided":
        reason = Reason("decided")
    else:
        reason = why_undecided(
            strict, sample=size, available=available, n_min=n_min, asked=reading.counted, whole=reading.prefix >= size,
            faults=reading.open_faults,
        )  # fmt: skip
    return Settled(letter, forecast, strict, state, reason)


def _letter(reading: PathReading, n_min: int | None, size: int, limit: Fraction, complete: bool) -> Claim:
    """The standard's point rule. It speaks only of the whole sample, and reads open faults both ways."""
    if n_min != size:
        return "none"
    if reading.prefix < size or reading.counted < size:
        return "open" if complete else "none"
    return point_rule(reading.failures, reading.open_faults, floor(limit * size))


def point_rule(failures: int, unsettled: int, allowed: int) -> Claim:
    """The letter of a whole sample that may hold `allowed` failures; `unsettled` ones are read both ways."""
    if failures + unsettled <= allowed:
        return "met"
    return "failed" if failures > allowed else "open"


def state_of(letter: Claim, forecast: Claim, strict: Claim, *, decides_alone: bool) -> State:
    """The state three claims make; `decides_alone`: the standard names no sample, so that strict is all there is."""
    if "failed" in {letter, strict, forecast}:
        return "fail"
    if letter == "met":
        return "pass" if strict == "met" else "pass_by_letter"
    if strict == "met" and letter == "none" and (decides_alone or forecast == "met"):
        return "pass"
    return "undecided"


def why_undecided(
    strict: Claim, *, sample: int, available: int, n_min: int | None, asked: int, whole: bool, faults: int
) -> Reason:  # fmt: skip
    """Why a threshold stays open after `asked` positions; `whole`: its whole sample was asked."""
    if strict == "met" and n_min is not None and available < n_min:
        return Reason("letter_short", {"have": available, "need": n_min})
    if not whole:
        return Reason("more_answers", {"asked": asked, "sample": sample})
    if faults:
        return Reason("open_faults", {"faults": faults})
    return Reason("sample_ended", {"asked": sample})
