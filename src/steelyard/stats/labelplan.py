"""What a verdict by people's labels will cost, with and without the judge as a guide: before the first label (4.4).

Without a judge labels are drawn at random and decided by the ordinary gate: exact. With one, the rule of `labelgate`
is simulated, many runs side by side.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from .exact import Bank, Iid, endings
from .gates import bank_table, population_table
from .labelgate import LabelDesign
from .labelsim import simulate_labels

RUNS = 400


class LabelOutlook(msgspec.Struct, frozen=True):
    """Labels until a verdict, on average, and the probabilities of each side within the cap: `plain` without the judge
    (exact), `guided` by it (over `runs` simulated runs, standard error `guided_error`). `advice`: the cheaper one."""

    runs: int
    plain_labels: float
    plain_met: float
    plain_failed: float
    guided_labels: float
    guided_error: float
    guided_met: float
    guided_failed: float
    advice: Literal["plain", "guided"]


def label_outlook(
    design: LabelDesign, rates: tuple[float, float] | None = None, *, cap: int | None = None, runs: int = RUNS
) -> LabelOutlook:
    """The outlook when failures among flagged and unflagged answers have these rates (None: the expected ones).

    At most `cap` labels (None: all answers) are made. The design's seed also seeds the simulation. Raises ValueError
    when rates are neither given nor expected, lie outside [0, 1], or `cap` or `runs` is below 1.
    """
    truth = rates or design.expected
    if truth is None:
        raise ValueError("labels cannot be foreseen without an expected rate in each stratum")
    total = sum(design.sizes)
    most = total if cap is None else min(cap, total)
    found = simulate_labels(design, truth, cap=most, runs=runs)
    plain = _plain(design, truth, most)
    guided = float(found.labels.mean())
    return LabelOutlook(
        runs=runs, plain_labels=plain[0], plain_met=plain[1], plain_failed=plain[2], guided_labels=guided,
        guided_error=float(found.labels.std() / np.sqrt(runs)), guided_met=float((found.sides == 1).mean()),
        guided_failed=float((found.sides == -1).mean()), advice="guided" if guided < plain[0] else "plain",
    )  # fmt: skip


def _plain(design: LabelDesign, rates: tuple[float, float], cap: int) -> tuple[float, float, float]:
    """Labels, and the chances of met and failed, of labelling at random."""
    total = sum(design.sizes)
    failing = [rate * size for rate, size in zip(rates, design.sizes, strict=True)]
    law: Iid | Bank
    if design.kind == "sample":
        table, law = bank_table(total, design.limit, design.alpha), Bank(total, sum(map(round, failing)))
    else:
        table, law = population_table(cap, design.limit, design.alpha), Iid(sum(failing) / total)
    mean = met = failed = 0.0
    for end in endings(table, None, law):
        mean += min(end.calls, cap) * end.probability
        met += end.probability * (end.strict == "met" and end.calls <= cap)
        failed += end.probability * (end.strict == "failed" and end.calls <= cap)
    return mean, met, failed
