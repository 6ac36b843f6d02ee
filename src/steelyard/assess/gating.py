"""The evidence of a gate as the record holds it: at the stopping look, and at the look that decided it. Pure."""

from __future__ import annotations

from steelyard.records import EValues, GateEvidence
from steelyard.stats import GateReading, GateTable, Status, e_values, error_texts


def gate_evidence(
    table: GateTable, reading: GateReading, statuses: bytes, counted: int, look_every: int
) -> GateEvidence:
    """What the answers say to one gate. `statuses`: one `Status` a position; `counted` of them enter the verdict."""
    errors = error_texts(table, look_every)
    return GateEvidence(
        stopped=_at(table, statuses, counted),
        decided=None if reading.at is None else _at(table, statuses, reading.at),
        false_met=errors.false_met if errors else None,
        false_failed=errors.false_failed if errors else None,
    )


def _at(table: GateTable, statuses: bytes, n: int) -> EValues:
    failures, faults = (statuses.count(status, 0, n) for status in (Status.FAILURE, Status.OPEN))
    return e_values(table, n, failures, failures + faults)
