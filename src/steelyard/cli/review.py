"""`steelyard review`: sheets for people to read answers on, and what they read taken into the run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from steelyard.assess import (
    LEAST_FAILURES,
    Rate,
    Review,
    ReviewAnswer,
    RunFolder,
    SurveyReview,
    cells_of,
    evidence_rows,
    exit_code,
    judge_errors,
    judge_journal,
)
from steelyard.catalog import load_catalogue
from steelyard.journal import PLAN
from steelyard.judges.sheets import (
    Role,
    check_rater,
    make_sheet,
    write_sheet,
)
from steelyard.records import InputError, Language, Plan, Survey, leaves_of, plan_hash
from steelyard.report import CatalogueNames, summary_lines

from .ending import write_results
from .reviewed import take_in, to_read
from .terminal import Lang, visible
from .words import spoken, tell
from .words_review import say

NOT_DECIDED = 3


def review_out(
    run: Path,
    /,
    *,
    to: Annotated[Path | None, Parameter(help="Folder for the sheets. Default: the run's name and -review.")] = None,
    raters: Annotated[str, Parameter(help="Pseudonyms of the raters, with commas: initials or numbers.")] = "1,2",
    count: Annotated[
        int | None,
        Parameter(help="Answers per threshold in this batch. Default: 20 to 60, as many as may decide it."),
    ] = None,
    threshold: Annotated[str | None, Parameter(help="Only answers that this threshold rests on.")] = None,
    adjudicate: Annotated[
        str | None, Parameter(help="Instead, a sheet for this person of the answers that raters read two ways.")
    ] = None,
    lang: Lang = None,
) -> int:
    """Make sheets on which people read a run's answers: blind to the judge, each rater's in an order of his own.

    Exit: 0 sheets were made; 3 nothing is left to read.

    Parameters
    ----------
    run
        Folder of a run, sealed or not.
    """
    language = spoken(lang)
    folder = RunFolder(run)
    plan = folder.plan()
    review = Review(plan, evidence_rows(folder.journal))
    if not plan.surveys:
        raise InputError("asked no questions: there is no answer to read", source=str(run))
    if to is not None and any((place / PLAN).exists() for place in (to, *to.resolve().parents)):
        raise InputError(
            "lies in a run, to which no sheets belong", source=str(to), mend="name another folder with --to"
        )
    work = _Out(
        plan,
        _surveys(plan, threshold),
        review,
        to or run.absolute().with_name(f"{run.absolute().name}-review"),
        language,
    )
    if adjudicate is not None:
        return work.adjudication(adjudicate)
    if count is not None and count < 1:
        raise InputError("must be 1 or more", source="--count")
    return work.panel(_raters(raters, plan), count)


def _surveys(plan: Plan, threshold: str | None) -> list[Survey]:
    found = [survey for survey in plan.surveys if threshold in (None, survey.threshold.id)]
    if not found:
        raise InputError(
            f"{threshold} is not measured in this run", source="--threshold",
            mend=f"name one of: {', '.join(sorted({survey.threshold.id for survey in plan.surveys}))}",
        )  # fmt: skip
    return found


def _raters(raters: str, plan: Plan) -> list[str]:
    found = [name.strip() for name in raters.split(",") if name.strip()]
    for name in found:
        check_rater(name)
    needed = max(survey.people.raters for survey in plan.surveys)
    if len(set(found)) < needed or len(set(found)) < len(found):
        raise InputError(
            f"{needed} different people read each answer", source="--raters", mend="name them: --raters a,b"
        )
    return found


class _Out:
    """Sheets for one run."""

    def __init__(self, plan: Plan, surveys: Sequence[Survey], review: Review, folder: Path, language: Language) -> None:
        self._surveys = surveys
        self._plan, self._review, self._folder, self._language = plan, review, folder, language
        self._names = CatalogueNames(load_catalogue())

    def panel(self, raters: Sequence[str], count: int | None) -> int:
        """A sheet for each rater of what he has not read yet."""
        reviews = [(survey, self._review.survey(survey, count)) for survey in self._surveys]
        for survey, review in reviews:
            self._tell(survey, review)
        wanted = [answer for _, review in reviews for answer in review.wanted]
        batch = 1 + self._review.labels.count
        made = [
            self._write("panel", rater, batch, answers)
            for rater in raters
            if (answers := [answer for answer in wanted if rater not in answer.readers])
        ]
        return self._sent("panel", made)

    def adjudication(self, rater: str) -> int:
        """A sheet of what is in dispute, for somebody who has not read it."""
        check_rater(rater)
        disputed = [answer for survey in self._surveys for answer in self._review.disputed(survey)]
        if any(rater in answer.readers for answer in disputed):
            raise InputError(
                f"{rater} has read some of these answers", source="--adjudicate", mend="name somebody who has not"
            )
        batch = 1 + len(self._review.labels.settled)
        return self._sent("adjudication", [self._write("adjudication", rater, batch, disputed)] if disputed else [])

    def _write(self, role: Role, rater: str, batch: int, answers: Sequence[ReviewAnswer]) -> Path:
        sheet = make_sheet(
            [to_read(answer, self._names, self._language) for answer in answers], plan=plan_hash(self._plan), role=role,
            rater=rater, batch=batch, language=self._language, seed=self._plan.order_seed,
        )  # fmt: skip
        files = write_sheet(sheet, self._folder)
        print(say("sheet", self._language, rater=rater, n=len(sheet.rows), path=files.csv))
        return files.csv

    def _sent(self, role: Role, made: Sequence[Path]) -> int:
        tell(say("sent" if made else f"nothing.{role}", self._language, folder=self._folder))
        return 0 if made else NOT_DECIDED

    def _tell(self, survey: Survey, review: SurveyReview) -> None:
        threshold = survey.threshold.id
        answers = review.flagged + review.unflagged
        print(say("survey", self._language, threshold=threshold, labelled=review.labelled, answers=answers))
        if review.decided:
            print(say("decided", self._language))
        elif review.outlook is not None:
            print(say(f"outlook.{review.outlook.way}", self._language, n=review.outlook.labels))


def review_in(
    run: Path,
    sheets: Annotated[tuple[Path, ...], Parameter(help="Filled sheets (.csv or .jsonl), or folders that hold them.")],
    /,
    *,
    manifests: Annotated[
        Path | None,
        Parameter(help="Folder of the .sheet.json files. Default: beside the sheets, then the run's -review."),
    ] = None,
    out: Annotated[
        Path | None, Parameter(help="Folder of the successor, where the run is sealed. Default: the run's name and -2.")
    ] = None,
    lang: Lang = None,
) -> int:
    """Take in filled sheets: check them, add the labels, decide again. A sealed run goes on in a successor.

    Exit codes are those of assess.

    Parameters
    ----------
    run
        Folder of a run. It is not changed where it is sealed.
    """
    language = spoken(lang)
    taken = take_in(RunFolder(run), sheets, manifests, out, language)
    folder = taken.folder
    if taken.interrupted is None:
        tell(say("not_ended", language, folder=folder.path))
        return NOT_DECIDED
    plan = folder.plan()
    verdicts = judge_journal(plan, folder.journal, interrupted=taken.interrupted).verdicts
    view = write_results(folder, plan, verdicts, language)
    for line in summary_lines(view, language):
        print(visible(line))
    waits = any(leaf.state == "needs_people" for one in verdicts.requirements for leaf in leaves_of(one))
    tell(say("next_more" if waits else "next_seal", language, folder=folder.path))
    return exit_code(verdicts, accept_letter=False)


def review_judge(
    runs: Annotated[tuple[Path, ...], Parameter(help="Folders of runs with people's labels.")], /, *, lang: Lang = None
) -> int:
    """How often the judge errs, by people's labels: by language and part of the bank, small parts pooled.

    Exit: 0; 3 where no label speaks of a judge.
    """
    language = spoken(lang)
    cells = []
    for run in runs:
        folder = RunFolder(run)
        plan = folder.plan()
        cells += cells_of(plan, Review(plan, evidence_rows(folder.journal)))
    found = [each for each in judge_errors(cells) if each.sensitivity or each.specificity]
    names = CatalogueNames(load_catalogue())
    for each in found:
        parts = [names.aspect_name(each.standard, part, language) or part for part in each.parts]
        print(visible(say(
            "judge", language, judge=each.judge, service=say(f"language.{each.language}", language),
            questions=say(f"questions.{each.expectation}", language),
            parts=parts[0] if len(parts) == 1 else say("pooled", language, n=len(parts), least=LEAST_FAILURES),
        )))  # fmt: skip
        print(say(
            "judge.rates", language, sensitivity=_rate(each.sensitivity, language),
            specificity=_rate(each.specificity, language), failures=each.flagged.failures + each.unflagged.failures,
            told=each.flagged.told + each.unflagged.told, answers=each.flagged.answers + each.unflagged.answers,
        ))  # fmt: skip
    print(say("judge.note" if found else "judge.none", language))
    return 0 if found else NOT_DECIDED


def _rate(rate: Rate | None, language: Language) -> str:
    if rate is None:
        return say("rate.none", language)
    return say("figure", language, value=f"{rate.share:.3f}", low=f"{rate.low:.3f}", high=f"{rate.high:.3f}")
