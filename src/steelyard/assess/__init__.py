"""What follows from evidence: the plan, the run, the verdicts, the exit code."""

from .exits import exit_code
from .folder import RunFolder, new_folder, refuse_changed, runs_in
from .planning import AtHand, Endpoint, QuestionSet, Rules, make_plan
from .preparing import Prepared, prepare
from .running import Ran, evidence_rows, judge_journal, run_plan
from .verdicts import Judgement, judge_run

__all__ = [
    "AtHand", "Endpoint", "Judgement", "Prepared", "QuestionSet", "Ran", "Rules", "RunFolder",
    "evidence_rows", "exit_code", "judge_journal", "judge_run", "make_plan", "new_folder", "prepare", "refuse_changed",
    "run_plan", "runs_in",
]  # fmt: skip
