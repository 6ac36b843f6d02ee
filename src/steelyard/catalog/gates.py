"""What a standard's number means as arithmetic, and what may block."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from steelyard.records import Threshold

if TYPE_CHECKING:
    from .model import Item, Standard, StandardThreshold


def blocking(subject: Item | StandardThreshold) -> bool:
    """Whether it can keep a standard from being met: its text was seen (conf V), and it is not soft."""
    return subject.conf == "V" and not subject.soft


def gate_threshold(standard: Standard, threshold_id: str) -> Threshold | None:
    """A threshold as a limit on the share of failures, or None when it is no share of questions that a gate can decide.

    ">= 0.95" (good outcomes) becomes the limit "0.05", "<= 0.05" (bad outcomes) stays. A limit of 0 or 1 gives None: no
    sample can show that nothing ever fails. Raises InputError for an unknown id.
    """
    threshold = standard.threshold(threshold_id)
    published = Decimal(threshold.limit)
    failures = published if threshold.cmp == "<=" else 1 - published
    if threshold.over != "questions" or not 0 < failures < 1:
        return None
    return Threshold(
        id=threshold.id,
        standard=standard.id,
        requirement=requirement_of(standard, threshold),
        comparator=threshold.cmp,
        published_limit=threshold.limit,
        limit=format(failures.normalize(), "f"),
        n_min=threshold.n_min,
        conf=threshold.conf,
    )


def requirement_of(standard: Standard, threshold: StandardThreshold) -> str:
    """The requirement a threshold belongs to: of those that name it, the one its clause lies in, else the first."""
    naming = [item.id for item in standard.items if threshold.id in item.thresholds]
    holding = [item for item in naming if threshold.clause.startswith(item)]
    return max(holding, key=len) if holding else naming[0]
