"""`steelyard assess`: plan, run or resume, decide, report."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from steelyard.assess import (
    REPORT,
    Prepared,
    Ran,
    Start,
    exit_code,
    judge_journal,
    refuse_edited,
    run_plan,
    start,
)
from steelyard.journal import Durable, Journal, config_folder, run_key, user_secret
from steelyard.records import Language, SteelyardError, Verdicts, plan_hash

from .assessment import ASSESSMENT_SCHEMA, Assessment
from .options import Deciding, Effort, Subject
from .planned import plan_lines
from .schemas import SCHEMAS, print_schema
from .terminal import Json, Lang, print_json, visible
from .ticker import Ticker
from .weighing import RUNS, plan_for, prepared_for
from .words import say, spoken, tell

if TYPE_CHECKING:
    from steelyard.report import ReportView

NOT_DECIDED = 3


def assess(
    manifest: Path | None = None,
    /,
    *,
    subject: Subject = Subject(),
    deciding: Deciding = Deciding(),
    effort: Effort = Effort(),
    out: Annotated[Path | None, Parameter(help="Folder of the run. Default: runs/<date>-<8 signs>.")] = None,
    new: Annotated[
        bool, Parameter(negative="", help="Start afresh instead of going on with an unfinished run.")
    ] = False,
    durable: Annotated[
        Durable, Parameter(help="Bring rows to the disk in groups (50 ms) or each by itself.")
    ] = "group",
    accept_letter: Annotated[
        bool, Parameter(negative="", help="Count what is met by the letter alone as met in the exit code.")
    ] = False,
    schema: Annotated[
        Literal["system", "plan", "verdicts", "row", "assessment"] | None,
        Parameter(help="Print a JSON Schema and do nothing else."),
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Plan, run or resume, decide and report: whether a system meets a standard.

    Exit: 0 met; 1 a blocking requirement is not met; 3 not decided; 4 the target failed; 2 usage; 130 interrupted.

    Parameters
    ----------
    manifest
        The system to assess (default: system.yaml here).
    """
    if schema is not None:
        return print_schema(SCHEMAS[schema]())
    language = spoken(lang)
    work = _Assess(language, accept_letter=accept_letter, json=json)
    return run_async(work.weigh(manifest, subject, deciding, effort, out=out, new=new, durable=durable))


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


class _Assess:
    """One assessment from the command line."""

    def __init__(self, language: Language, *, accept_letter: bool, json: bool) -> None:
        self._language, self._accept_letter, self._json = language, accept_letter, json

    async def weigh(
        self, manifest: Path | None, subject: Subject, deciding: Deciding, effort: Effort, *, out: Path | None,
        new: bool, durable: Durable,
    ) -> int:  # fmt: skip
        prepared = await prepared_for(manifest, subject, effort)
        try:
            plan = plan_for(prepared, deciding, out=out, new=new)
            begun = start(plan, out=out, parent=RUNS, new=new)
            if begun.resumed:
                refuse_edited(begun, prepared.plan)
            self._announce(begun, prepared, effort)
            if begun.run.finished:
                from .ending import view_of

                return self._tell_results(begun, view_of(begun.run, begun.plan, begun.run.verdicts()))
            return await self._bring_to_end(begun, prepared, effort, durable)
        finally:
            await prepared.close()

    def _announce(self, begun: Start, prepared: Prepared, effort: Effort) -> None:
        if begun.run.finished:
            self._say("ended", folder=begun.run.path)
        else:
            at_once = prepared.at_once(effort.concurrency)
            for line in plan_lines(begun.plan, prepared.addresses, at_once, self._language):
                tell(line)
        if begun.attempt > 1:
            tell(say("attempt", self._language, n=begun.attempt, parent=begun.run.path.parent))

    async def _bring_to_end(self, begun: Start, prepared: Prepared, effort: Effort, durable: Durable) -> int:
        run, plan = begun.run, begun.plan
        key = run_key(user_secret(config_folder()), plan_hash(plan))
        ticker = Ticker(self._language, plan.alpha)
        with Journal.open(run.journal, key, durable=durable) as journal:
            self._say("resumed" if begun.resumed else "begun", folder=run.path, rows=len(journal))
            try:
                ran = await run_plan(plan, prepared, journal, limits=effort.limits(), progress=ticker)
            except (SteelyardError, asyncio.CancelledError):
                ticker.close()
                self._say("unfinished", folder=run.path)
                raise
        ticker.close()
        if not ran.finished:
            return self._tell_unfinished(begun, ran)
        from .ending import write_results  # reports take 0.2 s to import, and the first question does not wait for them

        verdicts = judge_journal(plan, run.journal).verdicts
        return self._tell_results(begun, write_results(run, plan, verdicts, self._language))

    def _tell_unfinished(self, begun: Start, ran: Ran) -> int:
        for report in ran.surveys.values():
            if not report.finished:
                self._say(f"budget.{report.ended}")
        self._say("unfinished", folder=begun.run.path)
        self._print_json(begun, NOT_DECIDED, None)
        return NOT_DECIDED

    def _tell_results(self, begun: Start, view: ReportView) -> int:
        from steelyard.report import summary_lines

        for line in summary_lines(view, self._language):
            if self._json:
                tell(line)
            else:
                print(visible(line))
        self._say("report", path=begun.run.path / REPORT)
        if not begun.run.sealed:
            self._say("next", folder=begun.run.path)
        code = exit_code(view.verdicts, accept_letter=self._accept_letter)
        self._print_json(begun, code, view.verdicts)
        return code

    def _print_json(self, begun: Start, code: int, verdicts: Verdicts | None) -> None:
        if not self._json:
            return
        print_json(Assessment(
            schema=ASSESSMENT_SCHEMA, folder=str(begun.run.path), plan=plan_hash(begun.plan), attempt=begun.attempt,
            finished=verdicts is not None, exit=code, verdicts=verdicts,
        ))  # fmt: skip

    def _say(self, key: str, **values: object) -> None:
        tell(say(key, self._language, **values))
