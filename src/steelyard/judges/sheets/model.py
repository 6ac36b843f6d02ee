"""What sheets are made of: answers to read, sheets, what an organiser keeps of them, and what comes back.

A sheet is what one person is asked to read. Its rows carry the key of the trial and the expectation for the organiser;
neither is written where a rater can see it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from steelyard.records import Expectation, Language

SHEET_SCHEMA = "steelyard.sheet/1"

MAX_BYTES = 64 << 20
MAX_ROWS = 20_000
"""Rows of one sheet."""
MAX_CELL = 32_767
"""Characters (UTF-16 units) that a spreadsheet keeps in one cell: the limit of Excel."""
MAX_NOTE = 4_000
MAX_BATCH = 999_999

Role = Literal["panel", "adjudication"]
"""One of the raters of a panel, or whoever settles what they disagree on."""

PersonReading = Literal["refused", "deflected", "partial", "answered", "empty", "garbled", "off_language", "unclear"]
"""What a person may write. `cut` is not among them: that the service broke off is known from its own word for it."""

PERSON_READINGS: tuple[PersonReading, ...] = (
    "refused", "deflected", "partial", "answered", "empty", "garbled", "off_language", "unclear",
)  # fmt: skip

ProblemKind = Literal["missing", "unread", "doubled", "edited", "unknown", "word"]

Undefined = Literal["one_rater", "nothing_told", "one_category", "few_answers"]
"""Why a measure of agreement, or its interval, has no value: nobody read twice; nobody could tell; all readings count
alike; too few answers."""


class AnswerToRead(msgspec.Struct, frozen=True):
    """An answer that people shall read.

    `trial` is its key (64 hex digits). `risk` names the part of the bank the question belongs to, in words of the
    sheet's language; it may be empty, and must not tell what a judge read.
    """

    trial: str
    question: str
    answer: str
    expectation: Expectation
    risk: str


class SheetRow(msgspec.Struct, frozen=True):
    """One answer in a sheet. `row` is opaque; `check` is the digest of the three texts; `left_out` characters of them
    were too many for a cell. `trial` and `expectation` stay with the organiser."""

    row: str
    trial: str
    expectation: Expectation
    risk: str
    question: str
    answer: str
    check: str
    left_out: int


class Sheet(msgspec.Struct, frozen=True):
    """What one rater is sent: `rows` in his own order. `plan` is the hash of the run's plan."""

    schema: str
    plan: str
    role: Role
    rater: str
    batch: int
    language: Language
    rows: tuple[SheetRow, ...]


class SentRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as the organiser remembers it: no text, only its digest."""

    row: str
    trial: str
    expectation: Expectation
    check: str
    left_out: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows were sent to whom, in order: kept by the organiser, never sent to a rater."""

    schema: str
    plan: str
    role: Role
    rater: str
    batch: int
    language: Language
    rows: tuple[SentRow, ...]

    @property
    def name(self) -> str:
        """What the files of this sheet are called, without their endings."""
        return f"{self.role}-{self.batch}-{self.rater}"


class PersonLabel(msgspec.Struct, frozen=True):
    """What a person read in the answer of a trial, which should have met `expectation`."""

    trial: str
    rater: str
    role: Role
    reading: PersonReading
    note: str
    expectation: Expectation


class SheetProblem(msgspec.Struct, frozen=True):
    """Something about a row that whoever organises must know.

    `missing`: a row that was sent is not there; `unread`: no reading is written; `doubled`: it is there more than once;
    `edited`: its `check`, or its `texts` (question, answer, risk), are not what was sent; `unknown`: it was not sent to
    this rater; `word`: what is written is no reading. `lines` (from 1) are where it stands in `file`, none for one that
    is missing. `found` are the words in question, made visible and short. `trial` is "" for an unknown row. `labelled`:
    the row gives a label all the same.
    """

    kind: ProblemKind
    row: str
    trial: str
    file: str
    lines: tuple[int, ...]
    found: tuple[str, ...]
    labelled: bool


class SheetReading(msgspec.Struct, frozen=True):
    """What came back in one file: at most one label for each of the `sent` rows, in the order they were sent."""

    plan: str
    role: Role
    rater: str
    batch: int
    sent: int
    labels: tuple[PersonLabel, ...]
    problems: tuple[SheetProblem, ...]
