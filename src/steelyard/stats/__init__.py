"""What can be claimed: pure functions on numbers, without input or output, model or clock."""

from typing import TYPE_CHECKING

from steelyard._lazy import lazy_names

from .claims import Settled, sample_size, settle
from .exact import Bank, Ending, ErrorRates, Iid, endings, error_rates, mean_calls
from .gates import GateTable, bank_table, population_table
from .intervals import Bounds, anytime_interval, clopper_pearson, wilson
from .labelclaims import Labelled, PeopleSettled, forecast_bounds, part_of, settle_labels, strict_bounds
from .labelread import StratumLabels, expected_failures, read_labels
from .path import PathWatcher, read_path
from .planner import Outlook, families_needed, survey_outlooks
from .rates import decimal_string, exact_rate, rounded_down
from .walk import GateReading, PathReading, Status

if TYPE_CHECKING:
    from .agreement import NOT_RATED, cohen_kappa, gwet_ac1, krippendorff_alpha, raw_agreement
    from .attacks import (
        AttackBudget,
        AttackClaim,
        AttackCurve,
        Incomparable,
        SuccessShare,
        attack_success,
        attack_success_rate,
        first_success_calls,
        first_success_curve,
        incomparable,
    )
    from .clustered import ClusteredShare, clustered_share
    from .clustering import ClusterTally, TooFewClusters, tally_clusters
    from .clusterplan import FamilyOutlook, FamilyRuns, family_failures, family_outlook, simulate_families
    from .clusters import ClusterGate, Family, read_families
    from .corrected import (
        CarriedShare,
        CorrectedShare,
        JudgeCounts,
        JudgedStratum,
        NoEstimate,
        PredictionMean,
        label_gain,
        neyman_shares,
        post_stratified,
        ppi_mean,
        rogan_gladen,
    )
    from .dawid_skene import RaterModel, fit_raters
    from .evalues import CERTAIN, Evidence, bank_evidence, e_value_text, population_evidence
    from .familypath import FamilyPath, family_e_values, family_interval
    from .holdout import Exposures, LadderState, Release, new_ladder, submit_score
    from .labelgate import LabelDesign, LabelGate, expected_rates
    from .labelplan import LabelOutlook, label_outlook
    from .labelsim import LabelRuns, simulate_labels
    from .lists import Agreement, PairKind, PairKinds, compare_lists, compare_with_published
    from .maxt import LEAST_UNITS, PairTest, step_down
    from .multiple import Places, RiskClaim, RiskReading, RiskTally, families_to_list
    from .paired import Comparison, compare_clustered, compare_pairs, mcnemar, paired_difference
    from .pareto import DimensionReading, ParetoReading, Relation, pareto_front, pareto_pair
    from .power import detectable_difference, items_needed, paired_items_needed, unpaired_items_needed
    from .ranks import Board, Standing, claims_of, rank_board, rank_boards
    from .rare import ZeroFailurePlan, ZeroFailures, upper_bound, zero_failure_plan, zero_failures
    from .rated import Coefficient, RaterAgreement, rater_agreement
    from .recorded import ErrorTexts, e_values, error_texts
    from .riskboard import RiskBoard
    from .riskpath import RiskPath, read_risks
    from .riskplan import RiskOutlook, RiskRuns, risk_outlook, simulate_risks
    from .sequential_pairs import (
        LooksOutlook,
        PairLook,
        SequentialComparison,
        compare_sequentially,
        look_sizes,
        looks_outlook,
        obrien_fleming,
    )
    from .severity import SeverityReading, read_severity, severity_below, severity_log_e_value
    from .spending import SpendingRule, attempt_alpha
    from .strata import StratumTally, WeightedEvidence, WeightedGate, weighted_evidence
    from .strataplan import StrataOutlook, StrataRuns, simulate_strata, strata_outlook
    from .streams import Stream, stream_difference, stream_log_e_value
    from .surveywatch import SurveyWatcher
    from .techniques import BestBySplit, SimultaneousRates, best_by_split, simultaneous_rates
    from .twin_planner import PairLaw, SequentialOutlook, detection_power, pair_law, pairs_needed, sequential_outlook
    from .twins import Gap, TwinPath, detection_law, read_twins, sign_test, twin_boundary, twin_gap, twin_log_e_value
    from .weighted import weighted_e_values

__all__ = [
    "CERTAIN", "LEAST_UNITS", "NOT_RATED", "Agreement", "AttackBudget", "AttackClaim", "AttackCurve", "Bank",
    "BestBySplit", "Board", "Bounds", "CarriedShare", "ClusterGate", "ClusterTally", "ClusteredShare", "Coefficient",
    "Comparison", "CorrectedShare", "DimensionReading", "Ending", "ErrorRates", "ErrorTexts", "Evidence", "Exposures",
    "Family", "FamilyOutlook", "FamilyPath", "FamilyRuns", "Gap", "GateReading", "GateTable", "Iid", "Incomparable",
    "JudgeCounts", "JudgedStratum", "LabelDesign", "LabelGate", "LabelOutlook", "LabelRuns", "Labelled",
    "LadderState", "LooksOutlook", "NoEstimate", "Outlook", "PairKind", "PairKinds", "PairLaw", "PairLook",
    "PairTest", "ParetoReading", "PathReading", "PathWatcher", "PeopleSettled", "Places", "PredictionMean",
    "RaterAgreement", "RaterModel", "Relation", "Release", "RiskBoard", "RiskClaim", "RiskOutlook", "RiskPath",
    "RiskReading", "RiskRuns", "RiskTally", "SequentialComparison", "SequentialOutlook", "Settled", "SeverityReading",
    "SimultaneousRates", "SpendingRule", "Standing", "Status", "StrataOutlook", "StrataRuns", "StratumLabels",
    "StratumTally", "Stream", "SuccessShare", "SurveyWatcher", "TooFewClusters", "TwinPath", "WeightedEvidence",
    "WeightedGate", "ZeroFailurePlan", "ZeroFailures", "anytime_interval", "attack_success", "attack_success_rate",
    "attempt_alpha", "bank_evidence", "bank_table", "best_by_split", "claims_of", "clopper_pearson",
    "clustered_share", "cohen_kappa", "compare_clustered", "compare_lists", "compare_pairs", "compare_sequentially",
    "compare_with_published", "decimal_string", "detectable_difference", "detection_law", "detection_power",
    "e_value_text", "e_values", "endings", "error_rates", "error_texts", "exact_rate", "expected_failures",
    "expected_rates", "families_needed", "families_to_list", "family_e_values", "family_failures", "family_interval",
    "family_outlook", "first_success_calls", "first_success_curve", "fit_raters", "forecast_bounds", "gwet_ac1",
    "incomparable", "items_needed", "krippendorff_alpha", "label_gain", "label_outlook", "look_sizes",
    "looks_outlook", "mcnemar", "mean_calls", "new_ladder", "neyman_shares", "obrien_fleming", "pair_law",
    "paired_difference", "paired_items_needed", "pairs_needed", "pareto_front", "pareto_pair", "part_of",
    "population_evidence", "population_table", "post_stratified", "ppi_mean", "rank_board", "rank_boards",
    "rater_agreement", "raw_agreement", "read_families", "read_labels", "read_path", "read_risks", "read_severity",
    "read_twins", "risk_outlook", "rogan_gladen", "rounded_down", "sample_size", "sequential_outlook", "settle",
    "settle_labels", "severity_below", "severity_log_e_value", "sign_test", "simulate_families", "simulate_labels",
    "simulate_risks", "simulate_strata", "simultaneous_rates", "step_down", "strata_outlook", "stream_difference",
    "stream_log_e_value", "strict_bounds", "submit_score", "survey_outlooks", "tally_clusters", "twin_boundary",
    "twin_gap", "twin_log_e_value", "unpaired_items_needed", "upper_bound", "weighted_e_values", "weighted_evidence",
    "wilson", "zero_failure_plan", "zero_failures",
]  # fmt: skip

_LATER = {
    "agreement": ("NOT_RATED", "cohen_kappa", "gwet_ac1", "krippendorff_alpha", "raw_agreement"),
    "attacks": (
        "AttackBudget",
        "AttackClaim",
        "AttackCurve",
        "Incomparable",
        "SuccessShare",
        "attack_success",
        "attack_success_rate",
        "first_success_calls",
        "first_success_curve",
        "incomparable",
    ),
    "clustered": ("ClusteredShare", "clustered_share"),
    "clustering": ("ClusterTally", "TooFewClusters", "tally_clusters"),
    "clusterplan": ("FamilyOutlook", "FamilyRuns", "family_failures", "family_outlook", "simulate_families"),
    "clusters": ("ClusterGate", "Family", "read_families"),
    "corrected": (
        "CarriedShare",
        "CorrectedShare",
        "JudgeCounts",
        "JudgedStratum",
        "NoEstimate",
        "PredictionMean",
        "label_gain",
        "neyman_shares",
        "post_stratified",
        "ppi_mean",
        "rogan_gladen",
    ),
    "dawid_skene": ("RaterModel", "fit_raters"),
    "evalues": ("CERTAIN", "Evidence", "bank_evidence", "e_value_text", "population_evidence"),
    "familypath": ("FamilyPath", "family_e_values", "family_interval"),
    "holdout": ("Exposures", "LadderState", "Release", "new_ladder", "submit_score"),
    "labelgate": ("LabelDesign", "LabelGate", "expected_rates"),
    "labelplan": ("LabelOutlook", "label_outlook"),
    "labelsim": ("LabelRuns", "simulate_labels"),
    "lists": ("Agreement", "PairKind", "PairKinds", "compare_lists", "compare_with_published"),
    "maxt": ("LEAST_UNITS", "PairTest", "step_down"),
    "multiple": ("Places", "RiskClaim", "RiskReading", "RiskTally", "families_to_list"),
    "paired": ("Comparison", "compare_clustered", "compare_pairs", "mcnemar", "paired_difference"),
    "pareto": ("DimensionReading", "ParetoReading", "Relation", "pareto_front", "pareto_pair"),
    "power": ("detectable_difference", "items_needed", "paired_items_needed", "unpaired_items_needed"),
    "ranks": ("Board", "Standing", "claims_of", "rank_board", "rank_boards"),
    "rare": ("ZeroFailurePlan", "ZeroFailures", "upper_bound", "zero_failure_plan", "zero_failures"),
    "rated": ("Coefficient", "RaterAgreement", "rater_agreement"),
    "recorded": ("ErrorTexts", "e_values", "error_texts"),
    "riskboard": ("RiskBoard",),
    "riskpath": ("RiskPath", "read_risks"),
    "riskplan": ("RiskOutlook", "RiskRuns", "risk_outlook", "simulate_risks"),
    "sequential_pairs": (
        "LooksOutlook",
        "PairLook",
        "SequentialComparison",
        "compare_sequentially",
        "look_sizes",
        "looks_outlook",
        "obrien_fleming",
    ),
    "severity": ("SeverityReading", "read_severity", "severity_below", "severity_log_e_value"),
    "spending": ("SpendingRule", "attempt_alpha"),
    "strata": ("StratumTally", "WeightedEvidence", "WeightedGate", "weighted_evidence"),
    "strataplan": ("StrataOutlook", "StrataRuns", "simulate_strata", "strata_outlook"),
    "streams": ("Stream", "stream_difference", "stream_log_e_value"),
    "surveywatch": ("SurveyWatcher",),
    "techniques": ("BestBySplit", "SimultaneousRates", "best_by_split", "simultaneous_rates"),
    "twin_planner": (
        "PairLaw",
        "SequentialOutlook",
        "detection_power",
        "pair_law",
        "pairs_needed",
        "sequential_outlook",
    ),
    "twins": (
        "Gap",
        "TwinPath",
        "detection_law",
        "read_twins",
        "sign_test",
        "twin_boundary",
        "twin_gap",
        "twin_log_e_value",
    ),
    "weighted": ("weighted_e_values",),
}  # fmt: skip
"""Modules that are imported when one of their names is first asked for: some need numpy, which costs a start."""

__getattr__ = lazy_names(__name__, _LATER)
