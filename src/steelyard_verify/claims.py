"""From a reading of the path to the three claims, a state and its reason."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from .path import Reading


class Settled(NamedTuple):
    """The claims (`met`, `failed`, `open`, `none`) and what the threshold comes to."""

    letter: str
    forecast: str
    strict: str
    state: str
    reason: dict[str, Any]


def reason(code: str, names: list[str] | None = None, **numbers: int) -> dict[str, Any]:
    """A reason as the record writes it."""
    return {"code": code, "numbers": numbers, "names": names or []}


def settle(path: Reading, survey: dict[str, Any], *, complete: bool) -> Settled:
    """What the threshold of `survey` comes to after `path`."""
    threshold, size = survey["threshold"], len(survey["families"])
    n_min = threshold["n_min"]
    strict, forecast = path.strict.claim, path.forecast.claim if path.forecast else "none"
    letter = _letter(path, size, Fraction(threshold["limit"]), whole_sample=n_min == size, complete=complete)
    state = state_of(letter, forecast, strict, numberless=n_min is None)
    if state != "undecided":
        why = reason("decided")
    else:
        why = why_undecided(survey, strict, asked=path.counted, whole=path.prefix >= size, faults=path.open_faults)
    return Settled(letter, forecast, strict, state, why)


def _letter(path: Reading, size: int, limit: Fraction, *, whole_sample: bool, complete: bool) -> str:
    """The standard's point rule; it speaks only when the whole sample was asked and counted."""
    if not whole_sample:
        return "none"
    if min(path.prefix, path.counted) < size:
        return "open" if complete else "none"
    return point_rule(path.failures, path.open_faults, int(limit * size))


def point_rule(failures: int, unsettled: int, allowed: int) -> str:
    """The letter of a whole sample that may hold `allowed` failures; `unsettled` ones are read both ways."""
    if failures > allowed:
        return "failed"
    return "met" if failures + unsettled <= allowed else "open"


def why_undecided(survey: dict[str, Any], strict: str, *, asked: int, whole: bool, faults: int) -> dict[str, Any]:
    """Why a threshold stays open after `asked` positions; `whole`: its whole sample was asked."""
    n_min, available, size = survey["threshold"]["n_min"], survey["available"], len(survey["families"])
    if n_min is not None and available < n_min and strict == "met":
        return reason("letter_short", have=available, need=n_min)
    if not whole:
        return reason("more_answers", asked=asked, sample=size)
    if faults:
        return reason("open_faults", faults=faults)
    return reason("sample_ended", asked=size)


def state_of(letter: str, forecast: str, strict: str, *, numberless: bool) -> str:
    """The state three claims make; `numberless`: the standard names no sample."""
    if "failed" in (letter, forecast, strict):
        return "fail"
    if letter == "met":
        return "pass" if strict == "met" else "pass_by_letter"
    if letter == "none" and strict == "met" and (forecast == "met" or numberless):
        return "pass"
    return "undecided"
