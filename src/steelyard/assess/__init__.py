"""What follows from evidence: the plan, the run, the verdicts, the exit code."""

from steelyard.journal import ATTESTATION, JOURNAL, PLAN, REPORT, VERDICTS

from .consent import address_of, granted, is_this_machine
from .exits import exit_code
from .folder import RunFolder, runs_in
from .planning import AtHand, Endpoint, QuestionSet, Rules, make_plan
from .preparing import Prepared, prepare
from .rejudging import Disagreement, Rejudged, rejudge
from .running import Ran, evidence_rows, judge_journal, run_plan
from .starting import Start, attempt_of, refuse_edited, start
from .verdicts import Judgement, judge_run

__all__ = [
    "ATTESTATION", "JOURNAL", "PLAN", "REPORT", "VERDICTS",
    "AtHand", "Disagreement", "Endpoint", "Judgement", "Prepared", "QuestionSet", "Ran", "Rejudged", "Rules",
    "RunFolder", "Start",
    "address_of", "attempt_of", "evidence_rows", "exit_code", "granted", "is_this_machine", "judge_journal",
    "judge_run", "make_plan", "prepare", "refuse_edited", "rejudge", "run_plan", "runs_in", "start",
]  # fmt: skip
