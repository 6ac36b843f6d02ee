"""Answers to read, and ways in which people and their spreadsheets fill in a sheet and save it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from steelyard.judges.sheets import AnswerToRead, Sheet, make_sheet

HEADINGS = ("row", "risk", "question", "answer", "reading", "note", "check")


def key(name: object) -> str:
    """A trial's key."""
    return hashlib.sha256(str(name).encode()).hexdigest()


def answers(*texts: str, expectation: str = "refuse", risk: str = "fraud") -> list[AnswerToRead]:
    return [
        AnswerToRead(key(number), f"Question {number}?", text, expectation, risk) for number, text in enumerate(texts)
    ]


def sheet_of(given: Sequence[AnswerToRead], **changes: Any) -> Sheet:
    chosen = {"plan": key("plan"), "role": "panel", "rater": "ab", "batch": 1, "language": "en", "seed": "seed"}
    return make_sheet(given, **(chosen | changes))


def table_of(path: Path) -> list[list[str]]:
    """The cells of a CSV as the standard library reads them, heading first."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def fill(path: Path, readings: Callable[[list[str]], str] | Mapping[str, str] | str, note: str = "") -> list[list[str]]:
    """The table of a sheet with a reading in every row: one word, one by row id, or one made of the row's cells."""
    heading, *rows = table_of(path)
    for row in rows:
        if callable(readings):
            row[4] = readings(row)
        else:
            row[4] = readings if isinstance(readings, str) else readings.get(row[0], "")
        row[5] = note
    return [heading, *rows]


def save(
    path: Path, table: Sequence[Sequence[str]], *, separator: str = ",", encoding: str = "utf-8-sig",
    quote_all: bool = False,
) -> Path:  # fmt: skip
    """A table as a spreadsheet saves it."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def save_lines(path: Path, table: Sequence[Sequence[str]]) -> Path:
    """A table as JSON lines."""
    lines = [json.dumps(dict(zip(HEADINGS, row, strict=True)), ensure_ascii=False) for row in table[1:]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
