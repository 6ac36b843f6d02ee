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
from .starting import Start, attempt_of, refuse_edited, start
from .verdicts import Judgement, judge_run

if TYPE_CHECKING:
    from .against import (
        Against,
        ListAgreement,
        against_published,
        against_runs,
    )
    from .comparing import COMPARISON_SCHEMA, ThresholdComparison, compare_runs
    from .contestants import Contestant, contestants_of, seed_of
    from .criteria import Criteria, criteria_schema, read_criteria
    from .dominance import MARGIN, Pareto, read_pareto
    from .objectives import CriteriaReading, ObjectiveReading, read_objectives
    from .orders import NoTotal, count_orders, no_total
    from .published import Published, published_schema, read_published
    from .ranking import RANKING_SCHEMA, Dimension, Ranked, rank_systems
    from .telling import Shown

__all__ = [
    "ATTESTATION", "COMPARISON_SCHEMA", "JOURNAL", "MARGIN", "PLAN", "RANKING_SCHEMA", "REPORT", "VERDICTS",
    "Against", "AtHand", "Contestant", "Criteria", "CriteriaReading", "Dimension", "Disagreement", "Endpoint",
    "JudgeErrors", "Judgement", "ListAgreement", "NoTotal", "ObjectiveReading", "Pareto", "Prepared", "Published",
    "QuestionSet", "Ran", "Ranked", "Rejudged", "Rules", "RunFolder", "RunOutcomes", "Shown", "Start",
    "SurveyOutcomes", "ThresholdComparison", "address_of", "against_published", "against_runs", "attempt_of",
    "compare_runs", "contestants_of", "count_orders", "criteria_schema", "evidence_rows", "exit_code", "granted",
    "is_this_machine", "judge_journal", "judge_run", "make_plan", "no_total", "prepare", "published_schema",
    "rank_systems", "read_criteria", "read_objectives", "read_pareto", "read_published", "refuse_edited", "rejudge",
    "run_outcomes", "run_plan", "runs_in", "seed_of", "start",
]  # fmt: skip

_LATER = {
    "against": ("Against", "ListAgreement", "against_published", "against_runs"),
    "comparing": ("COMPARISON_SCHEMA", "ThresholdComparison", "compare_runs"),
    "contestants": ("Contestant", "contestants_of", "seed_of"),
    "criteria": ("Criteria", "criteria_schema", "read_criteria"),
    "dominance": ("MARGIN", "Pareto", "read_pareto"),
    "objectives": ("CriteriaReading", "ObjectiveReading", "read_objectives"),
    "orders": ("NoTotal", "count_orders", "no_total"),
    "published": ("Published", "published_schema", "read_published"),
    "ranking": ("RANKING_SCHEMA", "Dimension", "Ranked", "rank_systems"),
    "telling": ("Shown",),
}  # fmt: skip
"""Modules that need numpy, which costs a start: imported when one of their names is first asked for."""

__getattr__ = lazy_names(__name__, _LATER)
