"""Filled sheets taken into a run: which manifest each belongs to, what is wrong with it, which labels are new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import msgspec

from steelyard.assess import Review, ReviewAnswer, RunFolder, evidence_rows, label_row
from steelyard.catalog import load_catalogue
from steelyard.journal import Journal, begin_successor, config_folder, run_key, user_secret
from steelyard.judges.sheets import (
    AgreementFigure,
    AnswerToRead,
    Manifest,
    PersonLabel,
    PersonReading,
    SheetReading,
    agreement_of,
    make_sheet,
    manifest_for,
    manifest_of,
    read_manifest,
    read_sheet,
    say_problem,
    say_reason,
)
from steelyard.records import (
    ADJUDICATION,
    PANEL,
    PERSON,
    InputError,
    LabelRow,
    Language,
    Plan,
    label_key,
    plan_hash,
)
from steelyard.report import CatalogueNames

from .words import tell
from .words_review import say

_FORMS = (".csv", ".jsonl")
_MANIFEST = ".sheet.json"
_SHOWN = 20


class Taken(msgspec.Struct, frozen=True):
    """Where labels went. `interrupted`: what a run that has ended says of its end, None where it goes on."""

    folder: RunFolder
    interrupted: bool | None


def take_in(
    run: RunFolder, sheets: Sequence[Path], manifests: Path | None, out: Path | None, language: Language
) -> Taken:  # fmt: skip
    """Check the sheets and add their labels; all of them are read before anything is written.

    Raises InputError when a file is no sheet of this run, RunBusy while the run is written.
    """
    plan = run.plan()
    ended = run.verdicts().interrupted if run.finished else None
    review = Review(plan, evidence_rows(run.journal))
    known = _manifests(plan, review, sheets, manifests, run)
    readings = _read_all(sheets, known)
    for reading, file in readings:
        _tell_sheet(reading, file, language)
    labels = [label for reading, _ in readings for label in reading.labels]
    rows = _new_rows(run, labels, language)
    target = run
    if run.sealed:
        target = RunFolder(out or run.path.absolute().with_name(f"{run.path.absolute().name}-2"))
        begin_successor(run.path, target.path)
        tell(say("successor", language, parent=run.path, folder=target.path))
    elif out is not None:
        raise InputError(
            "is not sealed: its labels go into the run itself", source=str(run.path), mend="leave out --out"
        )
    with Journal.open(target.journal, run_key(user_secret(config_folder()), plan_hash(plan))) as journal:
        for row in rows:
            journal.append(row)
    tell(say("added", language, n=len(rows), folder=target.path))
    _tell_agreement(Review(plan, evidence_rows(target.journal)), plan, target, language)
    return Taken(target, ended)


def _manifests(
    plan: Plan, review: Review, sheets: Sequence[Path], manifests: Path | None, run: RunFolder
) -> list[Manifest]:  # fmt: skip
    """The manifests at hand that belong to this run, checked against what its journal holds."""
    beside = [path if path.is_dir() else path.parent for path in sheets]
    home = run.path.absolute()
    folders = [manifests] if manifests else [*beside, home.with_name(f"{home.name}-review")]
    paths = sorted({path.resolve() for folder in folders if folder.is_dir() for path in folder.glob(f"*{_MANIFEST}")})
    if not paths:
        raise InputError(
            "there is no .sheet.json beside these sheets", source=", ".join(map(str, sheets)),
            mend="name the folder that `review out` wrote with --manifests",
        )  # fmt: skip
    found = [(path, read_manifest(path)) for path in paths]
    mine = [(path, manifest) for path, manifest in found if manifest.plan == plan_hash(plan)]
    if not mine:
        raise InputError("belongs to another run", source=str(paths[0]), mend=f"name the sheets made for {run.path}")
    names = CatalogueNames(load_catalogue())
    for path, manifest in mine:
        if _again(plan, review, manifest, names) != manifest:
            raise InputError(
                "is not what was sent out for this run", source=str(path),
                mend="take the file as `review out` wrote it, or make the sheets again",
            )  # fmt: skip
    return [manifest for _, manifest in mine]


def _again(plan: Plan, review: Review, manifest: Manifest, names: CatalogueNames) -> Manifest | None:
    """The manifest as this run would make it for the same answers; None where it names answers that are not there."""
    wanted = {row.trial for row in manifest.rows}
    answers = [
        to_read(answer, names, manifest.language)
        for survey in plan.surveys
        for trial, answer in review.answers(survey).items()
        if trial in wanted
    ]  # fmt: skip
    if len(answers) < len(wanted):
        return None
    return manifest_of(make_sheet(
        answers, plan=manifest.plan, role=manifest.role, rater=manifest.rater, batch=manifest.batch,
        language=manifest.language, seed=plan.order_seed,
    ))  # fmt: skip


def to_read(answer: ReviewAnswer, names: CatalogueNames, language: Language) -> AnswerToRead:
    """An answer as a sheet in this language shows it."""
    part = names.aspect_name(answer.standard, answer.part, language) or answer.part
    return AnswerToRead(answer.trial, answer.question, answer.answer, answer.expectation, part)


def _read_all(sheets: Sequence[Path], manifests: Sequence[Manifest]) -> list[tuple[SheetReading, Path]]:
    """What came back, one file a sheet: of the two forms of one sheet, the one that was filled in."""
    found: dict[str, tuple[SheetReading, Path]] = {}
    for path in _files(sheets):
        manifest = manifest_for(path, manifests)
        reading = read_sheet(path, manifest)
        before = found.get(manifest.name)
        if before is None or not before[0].labels:
            found[manifest.name] = (reading, path)
        elif reading.labels:
            raise InputError(
                f"{before[1]} and this file are both filled in for one sheet", source=str(path),
                mend="keep the one that is meant, and name it",
            )  # fmt: skip
    return list(found.values())


def _files(sheets: Iterable[Path]) -> list[Path]:
    files = []
    for path in sheets:
        inside = sorted(each for each in path.iterdir() if each.suffix in _FORMS) if path.is_dir() else [path]
        if not inside:
            raise InputError("holds no sheet (.csv or .jsonl)", source=str(path), mend="name the filled sheets")
        files += inside
    return files


def _new_rows(run: RunFolder, labels: Sequence[PersonLabel], language: Language) -> list[LabelRow]:
    """Rows that the run does not hold yet. A label that is there is never changed, and a dispute is settled once, by
    somebody who has not read the answer."""
    there = {row.key: row for row in evidence_rows(run.journal) if isinstance(row, LabelRow)}
    settled = {row.trial for row in there.values() if row.judge == ADJUDICATION}
    fresh: list[LabelRow] = []
    refused = parties = 0
    for label in labels:
        row = label_row(label.role, label.trial, label.rater, label.reading)
        known = there.get(row.key)
        if known == row:
            continue
        if known is not None or (row.judge == ADJUDICATION and row.trial in settled):
            refused += 1
            continue
        if _other_role(row) in there:
            parties += 1
            continue
        fresh.append(row)
        there[row.key] = row
        settled |= {row.trial} if row.judge == ADJUDICATION else set()
    if refused:
        tell(say("again", language, file=run.path, n=refused))
    if parties:
        tell(say("party", language, file=run.path, n=parties))
    return fresh


def _other_role(row: LabelRow) -> str:
    """The key that the same person's label of the same answer has as the other of panel and adjudication."""
    return label_key(trial=row.trial, judge=PANEL if row.judge == ADJUDICATION else ADJUDICATION, labeller=row.labeller)


def _tell_sheet(reading: SheetReading, file: Path, language: Language) -> None:
    print(say(
        "taken", language, file=file, labels=len(reading.labels), sent=reading.sent, rater=reading.rater,
        role=say(f"role.{reading.role}", language),
    ))  # fmt: skip
    for problem in reading.problems[:_SHOWN]:
        tell(say_problem(problem, language))
    if len(reading.problems) > _SHOWN:
        tell(f"… +{len(reading.problems) - _SHOWN}")


def _tell_agreement(review: Review, plan: Plan, folder: RunFolder, language: Language) -> None:
    labels, disputed = [], 0
    for survey in plan.surveys:
        for trial in review.answers(survey):
            labels += [
                PersonLabel(
                    trial, name.removeprefix(PERSON), PANEL, cast("PersonReading", reading), "", survey.expectation
                )
                for name, reading in review.labels.panel(trial).items()
            ]
        disputed += len(review.disputed(survey))
    agreement = agreement_of(labels)
    for group in agreement.groups:
        if group.expectation is None or len(agreement.groups) == 1:
            print(say(
                "agreement", language, raters=", ".join(group.raters), both=group.both_read, compared=group.compared,
                agreed=group.agreed, alpha=_figure(group.krippendorff_alpha, language),
                ac1=_figure(group.gwet_ac1, language),
            ))  # fmt: skip
    if agreement.groups:
        print(say("agreement.why", language))
    if disputed:
        tell(say("disputed", language, n=disputed, folder=folder.path))


def _figure(figure: AgreementFigure, language: Language) -> str:
    if figure.value is None:
        why = say_reason(figure.undefined, language) if figure.undefined else ""
        return say("figure.none", language, why=why)
    if figure.low is None or figure.high is None:
        why = say_reason(figure.unbounded, language) if figure.unbounded else ""
        return say("figure.bare", language, value=f"{figure.value:.2f}", why=why)
    return say("figure", language, value=f"{figure.value:.2f}", low=f"{figure.low:.2f}", high=f"{figure.high:.2f}")
