"""The evidence of each gate, as the record writes it: e-values at the stopping look and where the gate was decided, and
how often the gate errs."""

from __future__ import annotations

from typing import Any

from . import chances, evalues
from .path import FAILED, OPEN, Decision, Reading

_Record = dict[str, Any]


def evidence(plan: _Record, survey: _Record, path: Reading, statuses: list[int]) -> dict[str, _Record | None]:
    """The evidence of a survey's strict gate, and of its forecast where one is made."""
    settings = (len(statuses), survey["threshold"]["limit"], plan["alpha"], plan["look_every"])
    strict = _gate("population", settings, path.strict, path.counted, statuses)
    forecast = _gate("bank", settings, path.forecast, path.counted, statuses) if path.forecast else None
    return {"strict_evidence": strict, "forecast_evidence": forecast}


def _gate(
    kind: str, settings: tuple[int, str, str, int], decision: Decision, counted: int, statuses: list[int]
) -> _Record:
    size, limit, _, _ = settings

    def at(n: int) -> dict[str, str]:
        failed = statuses[:n].count(FAILED)
        failed_at_most = failed + statuses[:n].count(OPEN)
        if kind == "bank":
            return evalues.of_bank(n, failed, failed_at_most, size, limit)
        return evalues.of_population(n, failed, failed_at_most, limit)

    errs = chances.of_bank(*settings) if kind == "bank" else chances.of_population(*settings)
    return {
        "stopped": at(counted),
        "decided": None if decision.at is None else at(decision.at),
        "false_met": errs[0],
        "false_failed": errs[1],
    }
