"""What can be claimed: pure functions on numbers, without input or output, model or clock."""

from .claims import Settled, sample_size, settle
from .gates import GateTable, bank_table, population_table
from .intervals import Bounds, anytime_interval, clopper_pearson, wilson
from .path import GateReading, PathReading, PathWatcher, Status, read_path
from .rates import decimal_string, exact_rate

__all__ = [
    "Bounds", "GateReading", "GateTable", "PathReading", "PathWatcher", "Settled", "Status", "anytime_interval",
    "bank_table", "clopper_pearson", "decimal_string", "exact_rate", "population_table", "read_path", "sample_size",
    "settle", "wilson",
]  # fmt: skip
