"""A filled sheet as it comes back, in whatever form a spreadsheet saved it: bounded, strict on structure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from steelyard.files import read_bytes
from steelyard.records import InputError

from .cells import from_cell, visible
from .decode import SAVE_AS, text_of
from .model import MAX_BYTES, MAX_NOTE, MAX_ROWS
from .words import COLUMNS, column_of

MAX_READ_CELL = 131_072
"""Characters of a cell, marks included: what the standard library's reader bears."""
MAX_COLUMNS = 64
MAX_RECORDS = 1_100_000
"""Rows, empty ones included: a spreadsheet may save all it has."""

_MOST_ROWS = 2 * MAX_ROWS
"""Doubled rows are told, not refused."""
_SEPARATORS = (",", ";", "\t")
_HEADING_WITHIN = 100
_KEEP = "keep the heading and the columns of the sheet as it was sent"

_decode_line = msgspec.json.Decoder(dict[str, str | None]).decode

Cells = tuple[int, dict[str, str]]
"""The line where a row begins, and its cells by column."""


class FilledRow(msgspec.Struct, frozen=True):
    """A row of a filled sheet, with its texts as they were before they became cells. `line` is where it begins."""

    line: int
    row: str
    risk: str
    question: str
    answer: str
    reading: str
    note: str
    check: str


def read_rows(path: Path) -> tuple[FilledRow, ...]:
    """All rows of a sheet that hold anything, in the order of the file.

    CSV with commas, semicolons or tabs, in UTF-8, UTF-16 with a byte order mark, or GB18030; or JSON lines. Columns may
    stand in any order. Raises InputError, with the line, for what is not such a sheet or goes beyond the bounds.
    """
    source = str(path)
    text = text_of(read_bytes(path, MAX_BYTES), source)
    found = _json_rows(text, source) if text.lstrip().startswith("{") else _csv_rows(text, source)
    rows = tuple(_filled(line, cells, source) for line, cells in islice(found, _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS:
        raise _error(source, f"there are more than {_MOST_ROWS:,} rows", rows[-1].line, "send the sheets one by one")
    if not rows:
        raise _error(source, "holds no row", 0, "send the sheet that was filled in")
    return rows


def _filled(line: int, cells: dict[str, str], source: str) -> FilledRow:
    for column, cell in cells.items():
        if len(cell) > MAX_READ_CELL:
            raise _error(source, f"the cell of {column} is longer than {MAX_READ_CELL:,} characters", line, SAVE_AS)
    if len(cells["note"]) > MAX_NOTE:
        raise _error(source, f"the note is longer than {MAX_NOTE:,} characters", line, "shorten it")
    return FilledRow(
        line=line, row=cells["row"].strip(), risk=from_cell(cells["risk"]), question=from_cell(cells["question"]),
        answer=from_cell(cells["answer"]), reading=cells["reading"], note=cells["note"], check=cells["check"].strip(),
    )  # fmt: skip


def _json_rows(text: str, source: str) -> Iterator[Cells]:
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            given = _decode_line(content)
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            raise _error(source, f"this is not one row as JSON ({error})", line, "write one whole row a line") from None
        cells = {column_of(name) or name: value or "" for name, value in given.items()}
        if cells.keys() != COLUMNS.keys() or len(cells) != len(given):
            odd = sorted(cells.keys() ^ COLUMNS.keys()) or sorted(given)
            raise _error(source, f"the row's names are not the sheet's ({_listed(odd)})", line, _KEEP)
        yield line, cells


def _csv_rows(text: str, source: str) -> Iterator[Cells]:
    separator, columns, heading = _heading(text, source)
    for line, cells in _records(text, separator, source):
        if line <= heading or not any(cell.strip() for cell in cells):
            continue
        row = dict.fromkeys(COLUMNS, "")
        for at, cell in enumerate(cells):
            column = columns[at] if at < len(columns) else ""
            if column:
                row[column] = cell
            elif cell.strip():
                raise _error(source, f"cell {at + 1} stands under no heading", line, "write remarks in the note")
        yield line, row


def _heading(text: str, source: str) -> tuple[str, tuple[str, ...], int]:
    """The separator, the columns in their order ("" where there is no heading), and the line they stand on."""
    best: tuple[str, ...] = ()
    for separator in _SEPARATORS:
        line, cells = _first_record(text, separator, source)
        columns = tuple(column_of(cell) or "" for cell in cells)
        if set(COLUMNS) <= set(columns):
            strange = [cell for cell, column in zip(cells, columns, strict=True) if cell.strip() and not column]
            if strange or len([column for column in columns if column]) > len(COLUMNS):
                raise _error(source, f"a column is strange or there twice ({_listed(strange or cells)})", line, _KEEP)
            return separator, columns, line
        best = max(best, columns, key=lambda some: len(set(some) - {""}))
    lacking = [column for column in COLUMNS if column not in best]
    raise _error(source, f"there is no heading with the columns {_listed(lacking)}", 1, _KEEP)


def _first_record(text: str, separator: str, source: str) -> tuple[int, list[str]]:
    """The first row that is not empty; none where the beginning cannot be read with this separator."""
    try:
        for line, cells in islice(_records(text, separator, source), _HEADING_WITHIN):
            if any(cell.strip() for cell in cells):
                return line, cells
    except InputError:
        pass
    return 1, []


def _records(text: str, separator: str, source: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for count, cells in enumerate(reader):
            if len(cells) > MAX_COLUMNS:
                raise _error(source, f"there are {len(cells)} columns", begins, _KEEP)
            if count == MAX_RECORDS:
                raise _error(source, f"there are more than {MAX_RECORDS:,} rows", begins, "remove the empty ones")
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _error(source, f"the row that begins here is not CSV, or is cut off ({error})", begins, SAVE_AS) from None


def _listed(names: list[str]) -> str:
    return ", ".join(visible(name[:40]) for name in names[:8])


def _error(source: str, problem: str, line: int, mend: str) -> InputError:
    return InputError(problem, source=source, place=f"line {line}" if line else "", mend=mend)
