"""Bringing a run to its end: ask every survey, read every scan, and say what the rows come to.

The journal is the only thing written here; whatever stops the process, the same command goes on from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from steelyard.banks import Bank
from steelyard.journal import Journal, read_journal
from steelyard.probes import AskReport, Limits, Progress, Question, ask
from steelyard.records import CallRow, CoverageRow, EvidenceRow, Expectation, Language, Plan, Scan, Survey
from steelyard.stats import PathWatcher, SurveyWatcher

from .preparing import Prepared
from .risks import risks_of
from .verdicts import Judgement, gate_tables, judge_run
from .wordings import wordings_of


class Ran(msgspec.Struct, frozen=True):
    """How far a run came: `finished` when nothing more is to be asked, with a report for each survey asked."""

    finished: bool
    surveys: dict[str, AskReport]


class SurveyQuestions:
    """The questions of a survey by position, read from the bank when they are needed."""

    def __init__(self, survey: Survey, bank: Bank, language: Language) -> None:
        self.survey = survey.id
        self.technique = survey.technique
        self.expectation: Expectation = survey.expectation
        self.language = language
        self._families = survey.families + survey.further
        self._texts = {wording.id: wording.text for family in bank.families for wording in family.wordings}

    def __len__(self) -> int:
        return len(self._families)

    def __getitem__(self, position: int) -> Question:
        planned = self._families[position]
        return Question(family=planned.family, item=planned.item, text=self._texts[planned.item])


async def run_plan(
    plan: Plan, prepared: Prepared, journal: Journal, *, limits: Limits, progress: Callable[[Survey, Progress], None]
) -> Ran:
    """Ask and read until the plan is answered, a budget is spent, or the target answers nothing.

    Raises TargetUnavailable when a target never answers, StorageError when the journal cannot be written.
    """
    read = {row.scan for row in journal.rows() if isinstance(row, CoverageRow)}
    for scan in plan.scans:
        if scan.id not in read:
            _scan(scan, prepared.roots[scan.id], journal)
    reports: dict[str, AskReport] = {}
    for survey in plan.surveys:
        reports[survey.id] = await ask(
            SurveyQuestions(survey, prepared.banks[survey.bank], plan.system.language),
            prepared.targets[survey.asset],
            prepared.judge,
            journal,
            watcher_of(plan, survey),
            sampling=survey.sampling,
            limits=limits,
            known=journal.rows(),
            seed=plan.order_seed,
            progress=partial(progress, survey),
        )
        if not reports[survey.id].finished:
            return Ran(finished=False, surveys=reports)
    return Ran(finished=True, surveys=reports)


def watcher_of(plan: Plan, survey: Survey) -> PathWatcher:
    """The look rule over one survey and, where the plan has them, its lists of risks and its gate on families."""
    names, risk_of = risks_of(survey)
    rule = (len(survey.families), *gate_tables(plan, survey), plan.look_every, plan.complete)
    lists, families = plan.risk_lists and len(names) > 1, plan.wordings > 1
    if not (lists or families):
        return PathWatcher(*rule)
    return SurveyWatcher(
        *rule, alpha=plan.alpha, risk_of=risk_of if lists else (), wordings_of=wordings_of(survey) if families else ()
    )


def evidence_rows(journal: Path) -> Iterator[EvidenceRow]:
    """The rows of a journal that speak about the system."""
    return (entry.row for entry in read_journal(journal) if not isinstance(entry.row, CallRow))


def judge_journal(plan: Plan, journal: Path, *, interrupted: bool = False) -> Judgement:
    """What a plan and its journal come to."""
    return judge_run(plan, evidence_rows(journal), interrupted=interrupted)


def _scan(scan: Scan, root: Path, journal: Journal) -> None:
    from steelyard.probes.secret_scan import run_scan  # its detectors take 0.1 s to import

    for row in run_scan(scan, root):
        journal.append(row)
