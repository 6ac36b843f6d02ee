"""What can be claimed: pure functions on numbers, without input or output, model or clock."""

from .gates import GateTable, bank_table, population_table
from .path import GateReading, PathReading, PathWatcher, Status, read_path
from .rates import decimal_string, exact_rate

__all__ = [
    "GateReading", "GateTable", "PathReading", "PathWatcher", "Status", "bank_table", "decimal_string", "exact_rate",
    "population_table", "read_path",
]  # fmt: skip
