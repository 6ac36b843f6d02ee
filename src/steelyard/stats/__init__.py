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
    from .clustered import ClusteredShare, ClusterTally, TooFewClusters, clustered_share, tally_clusters
    from .evalues import CERTAIN, Evidence, bank_evidence, e_value_text, population_evidence
    from .lists import Agreement, PairKind, PairKinds, compare_lists, compare_with_published
    from .maxt import LEAST_UNITS, PairTest, step_down
    from .multiple import Places, RiskClaim, RiskReading, families_to_list
    from .ranks import Board, Standing, claims_of, rank_board, rank_boards
    from .riskboard import RiskBoard, read_risks
    from .riskplan import RiskOutlook, RiskRuns, risk_outlook, simulate_risks
    from .spending import SpendingRule, attempt_alpha

__all__ = [
    "CERTAIN", "LEAST_UNITS", "Agreement", "Bank", "Board", "Bounds", "ClusterTally", "ClusteredShare", "Ending",
    "ErrorRates", "Evidence", "GateReading", "GateTable", "Iid", "Outlook", "PairKind", "PairKinds", "PairTest",
    "PathReading", "PathWatcher", "Places", "RiskBoard", "RiskClaim", "RiskOutlook", "RiskReading", "RiskRuns",
    "Settled", "SpendingRule", "Standing", "Status", "TooFewClusters", "anytime_interval", "attempt_alpha",
    "bank_evidence", "bank_table", "claims_of", "clopper_pearson", "clustered_share", "compare_lists",
    "compare_with_published", "decimal_string", "e_value_text", "endings", "error_rates", "exact_rate",
    "families_needed", "families_to_list", "mean_calls", "population_evidence", "population_table", "rank_board",
    "rank_boards", "read_path", "read_risks", "risk_outlook", "sample_size", "settle", "simulate_risks", "step_down",
    "survey_outlooks", "tally_clusters", "wilson",
]  # fmt: skip

_LATER = {
    "clustered": ("ClusterTally", "ClusteredShare", "TooFewClusters", "clustered_share", "tally_clusters"),
    "evalues": ("CERTAIN", "Evidence", "bank_evidence", "e_value_text", "population_evidence"),
    "lists": ("Agreement", "PairKind", "PairKinds", "compare_lists", "compare_with_published"),
    "maxt": ("LEAST_UNITS", "PairTest", "step_down"),
    "multiple": ("Places", "RiskClaim", "RiskReading", "families_to_list"),
    "ranks": ("Board", "Standing", "claims_of", "rank_board", "rank_boards"),
    "riskboard": ("RiskBoard", "read_risks"),
    "riskplan": ("RiskOutlook", "RiskRuns", "risk_outlook", "simulate_risks"),
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
