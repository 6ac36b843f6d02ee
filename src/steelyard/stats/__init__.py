"""What can be claimed: pure functions on numbers, without input or output, model or clock."""

from .claims import Settled, sample_size, settle
from .exact import Bank, Ending, ErrorRates, Iid, endings, error_rates, mean_calls
from .gates import GateTable, bank_table, population_table
from .intervals import Bounds, anytime_interval, clopper_pearson, wilson
from .path import PathWatcher, read_path
from .planner import Outlook, families_needed, survey_outlooks
from .rates import decimal_string, exact_rate
from .walk import GateReading, PathReading, Status

__all__ = [
    "Bank", "Bounds", "Ending", "ErrorRates", "GateReading", "GateTable", "Iid", "Outlook", "PathReading",
    "PathWatcher", "Settled", "Status", "anytime_interval", "bank_table", "clopper_pearson", "decimal_string",
    "endings", "error_rates", "exact_rate", "families_needed", "mean_calls", "population_table", "read_path",
    "sample_size", "settle", "survey_outlooks", "wilson",
]  # fmt: skip
