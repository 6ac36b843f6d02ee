"""What follows from evidence: the plan, the run, the verdicts, the exit code; runs compared and ranked."""

from typing import TYPE_CHECKING

from steelyard._lazy import lazy_names
from steelyard.journal import ATTESTATION, JOURNAL, PLAN, REPORT, VERDICTS

from .consent import address_of, granted, is_this_machine
from .exits import exit_code
from .folder import RunFolder, runs_in
from .outcomes import RunOutcomes, SurveyOutcomes, run_outcomes
from .planning import AtHand, Endpoint, JudgeErrors, QuestionSet, Rules, make_plan
from .preparing import Prepared, prepare
from .rejudging import Disagreement, Rejudged, rejudge
from .running import Ran, evidence_rows, judge_journal, run_plan
from .starting import Start, attempt_of, next_attempt, refuse_edited, start
from .verdicts import Judgement, judge_run

if TYPE_CHECKING:
    from .against import (
        Against,
        ListAgreement,
        against_published,
        against_runs,
    )
    from .attacking import ATTACKS_SCHEMA, AttackDimension, AttackGroup, TechniqueReading, attack_rates, attack_seed
    from .board import NO_IMPROVEMENT, UNSEALED, Attempt, Board
    from .boardfile import open_board, read_board, write_board
    from .comparing import COMPARISON_SCHEMA, ThresholdComparison, compare_runs
    from .contaminating import (
        CONTAMINATION_SCHEMA,
        Contamination,
        outlook_of,
        pair_endpoints,
        read_contamination,
        surveys_of_half,
    )
    from .contestants import Contestant, contestants_of, seed_of
    from .criteria import Criteria, criteria_schema, read_criteria
    from .dominance import MARGIN, Pareto, read_pareto
    from .exposed import MOST, ExposureCount, ExposureReading, Vendor, VendorExposure
    from .ladders import BoardStanding, Submission, enter, standings
    from .measured_errors import LEAST_FAILURES, MeasuredErrors, Rate, cells_of, judge_errors
    from .objectives import CriteriaReading, ObjectiveReading, read_objectives
    from .orders import NoTotal, count_orders, no_total
    from .published import Published, published_schema, read_published
    from .ranking import RANKING_SCHEMA, Dimension, Ranked, rank_systems
    from .reviewing import Review, ReviewAnswer, SurveyReview, label_row
    from .strongest import Strongest, Union
    from .submitting import submissions_of
    from .success import TechniqueRate, Within
    from .telling import Shown
    from .tries import RunTries, run_tries

__all__ = [
    "ATTACKS_SCHEMA", "ATTESTATION", "COMPARISON_SCHEMA", "CONTAMINATION_SCHEMA", "JOURNAL", "LEAST_FAILURES",
    "MARGIN", "MOST", "NO_IMPROVEMENT", "PLAN", "RANKING_SCHEMA", "REPORT", "UNSEALED", "VERDICTS", "Against",
    "AtHand", "AttackDimension", "AttackGroup", "Attempt", "Board", "BoardStanding", "Contamination", "Contestant",
    "Criteria", "CriteriaReading", "Dimension", "Disagreement", "Endpoint", "ExposureCount", "ExposureReading",
    "JudgeErrors", "Judgement", "ListAgreement", "MeasuredErrors", "NoTotal", "ObjectiveReading", "Pareto",
    "Prepared", "Published", "QuestionSet", "Ran", "Ranked", "Rate", "Rejudged", "Review", "ReviewAnswer", "Rules",
    "RunFolder", "RunOutcomes", "RunTries", "Shown", "Start", "Strongest", "Submission", "SurveyOutcomes",
    "SurveyReview", "TechniqueRate", "TechniqueReading", "ThresholdComparison", "Union", "Vendor", "VendorExposure",
    "Within", "address_of", "against_published", "against_runs", "attack_rates", "attack_seed", "attempt_of",
    "cells_of", "compare_runs", "contestants_of", "count_orders", "criteria_schema", "enter", "evidence_rows",
    "exit_code", "granted", "is_this_machine", "judge_errors", "judge_journal", "judge_run", "label_row", "make_plan",
    "next_attempt", "no_total", "open_board", "outlook_of", "pair_endpoints", "prepare", "published_schema",
    "rank_systems", "read_board", "read_contamination", "read_criteria", "read_objectives", "read_pareto",
    "read_published", "refuse_edited", "rejudge", "run_outcomes", "run_plan", "run_tries", "runs_in", "seed_of",
    "standings", "start", "submissions_of", "surveys_of_half", "write_board",
]  # fmt: skip

_LATER = {
    "against": ("Against", "ListAgreement", "against_published", "against_runs"),
    "attacking": (
        "ATTACKS_SCHEMA", "AttackDimension", "AttackGroup", "TechniqueReading", "attack_rates", "attack_seed",
    ),
    "board": ("NO_IMPROVEMENT", "UNSEALED", "Attempt", "Board"),
    "boardfile": ("open_board", "read_board", "write_board"),
    "comparing": ("COMPARISON_SCHEMA", "ThresholdComparison", "compare_runs"),
    "contaminating": (
        "CONTAMINATION_SCHEMA", "Contamination", "outlook_of", "pair_endpoints", "read_contamination",
        "surveys_of_half",
    ),
    "contestants": ("Contestant", "contestants_of", "seed_of"),
    "criteria": ("Criteria", "criteria_schema", "read_criteria"),
    "dominance": ("MARGIN", "Pareto", "read_pareto"),
    "exposed": ("MOST", "ExposureCount", "ExposureReading", "Vendor", "VendorExposure"),
    "measured_errors": ("LEAST_FAILURES", "MeasuredErrors", "Rate", "cells_of", "judge_errors"),
    "ladders": ("BoardStanding", "Submission", "enter", "standings"),
    "objectives": ("CriteriaReading", "ObjectiveReading", "read_objectives"),
    "orders": ("NoTotal", "count_orders", "no_total"),
    "published": ("Published", "published_schema", "read_published"),
    "ranking": ("RANKING_SCHEMA", "Dimension", "Ranked", "rank_systems"),
    "reviewing": ("Review", "ReviewAnswer", "SurveyReview", "label_row"),
    "strongest": ("Strongest", "Union"),
    "submitting": ("submissions_of",),
    "success": ("TechniqueRate", "Within"),
    "telling": ("Shown",),
    "tries": ("RunTries", "run_tries"),
}  # fmt: skip
"""Modules that need numpy, which costs a start: imported when one of their names is first asked for."""

__getattr__ = lazy_names(__name__, _LATER)
