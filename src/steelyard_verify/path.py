"""The look rule: what a prefix of answers in the committed order has decided.

Looks come at multiples of `look_every` and at the end of the sample, within the complete prefix. Each gate is read on
two paths, open faults passing (low) and failing (high); it is decided at the later of the first crossings, when both
are on the same side. The run stops at the first look at which every gate is decided, unless the plan asks for all.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from .gates import Table

MISSING, PASSED, FAILED, OPEN = range(4)


class Decision(NamedTuple):
    """A gate's claim (`met`, `failed` or `open`) and the look that decided it."""

    claim: str
    at: int | None


class Reading(NamedTuple):
    """What a path comes to. `counted` answers enter it, of `prefix` there in order; `ended`: no more is needed."""

    counted: int
    prefix: int
    ended: bool
    failures: int
    open_faults: int
    strict: Decision
    forecast: Decision | None


def read(statuses: list[int], strict: Table, forecast: Table | None, *, look_every: int, complete: bool) -> Reading:
    """Read one status per position of the sample."""
    size = len(statuses)
    prefix = statuses.index(MISSING) if MISSING in statuses else size
    low = list(accumulate((status == FAILED for status in statuses[:prefix]), initial=0))
    unanswered = list(accumulate((status == OPEN for status in statuses[:prefix]), initial=0))
    high = [failures + faults for failures, faults in zip(low, unanswered, strict=True)]
    looks = [n for n in range(1, prefix + 1) if n % look_every == 0 or n == size]
    decisions = [_decide(table, looks, low, high) for table in (strict, forecast) if table is not None]
    ats = [decision.at for decision in decisions if decision.at is not None]
    decided = len(ats) == len(decisions)
    counted = max(ats) if decided and not complete else prefix
    return Reading(
        counted=counted, prefix=prefix, ended=(decided and not complete) or prefix == size,
        failures=low[counted], open_faults=unanswered[counted], strict=decisions[0],
        forecast=decisions[1] if forecast is not None else None,
    )  # fmt: skip


def _decide(table: Table, looks: list[int], low: list[int], high: list[int]) -> Decision:
    first = [_crossing(table, looks, failures) for failures in (low, high)]
    if first[0] is None or first[1] is None or first[0][0] != first[1][0]:
        return Decision("open", None)
    return Decision(first[0][0], max(first[0][1], first[1][1]))


def _crossing(table: Table, looks: list[int], failures: list[int]) -> tuple[str, int] | None:
    for n in looks:
        if failures[n] <= table.pass_max[n]:
            return "met", n
        if failures[n] >= table.fail_min[n]:
            return "failed", n
    return None
