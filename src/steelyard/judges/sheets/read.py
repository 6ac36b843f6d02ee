"""What came back: labels, and everything about the rows that does not agree with what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from steelyard.records import InputError

from .cells import visible
from .make import check_of
from .model import Manifest, PersonLabel, ProblemKind, SentRow, SheetProblem, SheetReading
from .table import FilledRow, read_rows
from .words import reading_of


def read_sheet(path: Path, manifest: Manifest) -> SheetReading:
    """The labels of a filled sheet, CSV or JSON lines, and its problems in the order of `manifest`.

    Rows and columns may stand in any order. Raises InputError when the file is no sheet (see `read_rows`) or holds no
    row of this manifest.
    """
    return reading_of_rows(read_rows(path), manifest, str(path))


def manifest_for(path: Path, manifests: Iterable[Manifest]) -> Manifest:
    """The manifest of the sheet that a file is, whatever the file is called now: the one with most of its rows.

    Raises InputError as `read_rows` does, and when the file holds no row of any.
    """
    there = {row.row for row in read_rows(path)}
    shared = [(len(there & {row.row for row in one.rows}), one) for one in manifests]
    count, found = max(shared, key=lambda pair: pair[0], default=(0, None))
    if found is None or not count:
        raise _stranger(str(path))
    return found


def reading_of_rows(rows: Sequence[FilledRow], manifest: Manifest, file: str) -> SheetReading:
    """As `read_sheet`, of rows read already. Pure."""
    copies: dict[str, list[FilledRow]] = {sent.row: [] for sent in manifest.rows}
    unknown = [row for row in rows if row.row not in copies]
    if len(unknown) == len(rows):
        raise _stranger(file)
    for row in rows:
        if row.row in copies:
            copies[row.row].append(row)
    read = [_read_row(sent, copies[sent.row], manifest, file) for sent in manifest.rows]
    strange = tuple(
        SheetProblem("unknown", visible(row.row[:40]), "", file, (row.line,), (), labelled=False) for row in unknown
    )
    return SheetReading(
        plan=manifest.plan, role=manifest.role, rater=manifest.rater, batch=manifest.batch, sent=len(manifest.rows),
        labels=tuple(one.label for one in read if one.label),
        problems=tuple(problem for one in read for problem in one.problems) + strange,
    )  # fmt: skip


class _Read(NamedTuple):
    label: PersonLabel | None
    problems: list[SheetProblem]


def _read_row(sent: SentRow, copies: Sequence[FilledRow], manifest: Manifest, file: str) -> _Read:
    written = [(row, reading_of(row.reading) if row.reading.strip() else "") for row in copies]
    strange = [row for row, reading in written if reading is None]
    blank = [row for row, reading in written if reading == ""]
    edited = [row for row in copies if _edits(row, sent)]
    readings = sorted({reading for _, reading in written if reading})
    label = None
    if len(readings) == 1 and not strange and not edited:
        note = next((row.note.strip() for row in copies if row.note.strip()), "")
        label = PersonLabel(sent.trial, manifest.rater, manifest.role, readings[0], note, sent.expectation)

    def problem(kind: ProblemKind, rows: Sequence[FilledRow], found: Iterable[str] = ()) -> SheetProblem:
        lines = tuple(row.line for row in rows)
        return SheetProblem(kind, sent.row, sent.trial, file, lines, tuple(found), labelled=label is not None)

    problems = []
    if not copies:
        problems.append(problem("missing", ()))
    if len(copies) > 1:
        problems.append(problem("doubled", copies, dict.fromkeys(_short(row.reading) for row in copies)))
    if edited:
        problems.append(problem("edited", edited, dict.fromkeys(edit for row in edited for edit in _edits(row, sent))))
    if strange:
        problems.append(problem("word", strange, dict.fromkeys(_short(row.reading) for row in strange)))
    if copies and len(blank) == len(copies):
        problems.append(problem("unread", blank))
    return _Read(label, problems)


def _edits(row: FilledRow, sent: SentRow) -> list[str]:
    """What of a row is not as it was sent: its texts, its check."""
    shown = check_of(question=row.question, answer=row.answer, risk=row.risk)
    return [name for name, check in (("texts", shown), ("check", row.check)) if check != sent.check]


def _short(written: str) -> str:
    return visible(written.strip()[:40])


def _stranger(file: str) -> InputError:
    return InputError(
        "holds no row of a sheet that was sent", source=file, mend="name the sheet's own manifest, or the right file"
    )
