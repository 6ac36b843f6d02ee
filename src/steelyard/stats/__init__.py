"""What can be claimed: pure functions on numbers, without input or output, model or clock."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .claims import Settled, sample_size, settle
from .exact import Bank, Ending, ErrorRates, Iid, endings, error_rates, mean_calls
from .gates import GateTable, bank_table, population_table
from .intervals import Bounds, anytime_interval, clopper_pearson, wilson
from .path import PathWatcher, read_path
from .planner import Outlook, families_needed, survey_outlooks
from .rates import decimal_string, exact_rate
from .walk import GateReading, PathReading, Status

if TYPE_CHECKING:
    from .evalues import CERTAIN, Evidence, bank_evidence, e_value_text, population_evidence
    from .spending import SpendingRule, attempt_alpha

__all__ = [
    "CERTAIN", "Bank", "Bounds", "Ending", "ErrorRates", "Evidence", "GateReading", "GateTable", "Iid", "Outlook",
    "PathReading", "PathWatcher", "Settled", "SpendingRule", "Status", "anytime_interval", "attempt_alpha",
    "bank_evidence", "bank_table", "clopper_pearson", "decimal_string", "e_value_text", "endings", "error_rates",
    "exact_rate", "families_needed", "mean_calls", "population_evidence", "population_table", "read_path",
    "sample_size", "settle", "survey_outlooks", "wilson",
]  # fmt: skip

_LATER = {
    "evalues": ("CERTAIN", "Evidence", "bank_evidence", "e_value_text", "population_evidence"),
    "spending": ("SpendingRule", "attempt_alpha"),
}
"""Modules that are imported when one of their names is first asked for: some need numpy, which costs a start."""

_HOME = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value
