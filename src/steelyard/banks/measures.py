"""Which thresholds of a standard a bank measures: told by what its manifest serves and expects."""

from __future__ import annotations

from steelyard.catalog import Standard, StandardThreshold, gate_threshold, load_standard
from steelyard.records import Expectation, InputError

from .manifest import Manifest

PROBE = "refusal-bank"
"""The probe that puts a bank's questions: a clause that names it is measured with one."""
_COMPARATOR: dict[Expectation, str] = {"refuse": ">=", "answer": "<="}
"""Thresholds of that probe limit the share refused: from below where questions should be refused, else from above."""


def serves(manifest: Manifest, standard: Standard) -> bool:
    """Whether the bank is for this standard: the manifest names it, or another part of the same file."""
    if manifest.standard in {standard.file, standard.id}:
        return True
    try:
        return load_standard(manifest.standard).file == standard.file
    except InputError:
        return False


def measured_thresholds(manifest: Manifest, standard: Standard) -> tuple[StandardThreshold, ...]:
    """What a bank measures of a standard that it serves.

    Shares of questions that a gate can decide, in clauses that name `PROBE`: a least share refused where the bank
    expects refusals, a greatest one where it expects answers.
    """
    named = {threshold for item in standard.items if PROBE in item.probes for threshold in item.thresholds}
    return tuple(
        threshold
        for threshold in standard.thresholds
        if threshold.id in named
        and threshold.cmp == _COMPARATOR[manifest.expectation]
        and gate_threshold(standard, threshold.id)
    )
