"""Sheets from answers: who reads what, in which order, under which opaque names. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from steelyard.records import InputError, Language

from .cells import most_room, with_plain_breaks
from .model import MAX_BATCH, MAX_CELL, MAX_ROWS, SHEET_SCHEMA, AnswerToRead, Manifest, Role, SentRow, Sheet, SheetRow
from .words import word

_RATER = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_KEY = re.compile(r"[0-9a-f]{64}")
_HEAD, _TAIL = 20_000, 10_000
"""Room, in UTF-16 units, for the beginning and the end of a text that is too long for a cell."""
_SLACK = 256
"""Room that a mark at the very beginning takes."""


def make_sheet(
    answers: Iterable[AnswerToRead], *, plan: str, role: Role, rater: str, batch: int, language: Language, seed: str
) -> Sheet:  # fmt: skip
    """The sheet of one rater: `answers` in the order of SHA-256(seed || rater || trial), a text too long for a cell
    with its middle left out and said so.

    `plan` is the plan's hash, `batch` counts from 1, `seed` is any text. Raises InputError for a rater or batch that
    cannot name a file or when the answers are too many, ValueError when there are none, one comes twice, or a key is
    not 64 hex digits.
    """
    check_rater(rater)
    if not 1 <= batch <= MAX_BATCH:
        raise InputError(f"batch {batch} is not a number from 1 to {MAX_BATCH:,}", mend="count the batches from 1")
    given = tuple(answers)
    if len(given) > MAX_ROWS:
        raise InputError(f"{len(given):,} answers are too many for one sheet", mend=f"give at most {MAX_ROWS:,}")
    if not given or len({answer.trial for answer in given}) < len(given):
        raise ValueError("a sheet holds at least one answer, and none twice")
    if bad := [key for key in (plan, *(answer.trial for answer in given)) if not is_key(key)]:
        raise ValueError(f"{bad[0]!r} is not a key of 64 hex digits")
    ordered = sorted(given, key=lambda answer: _digest(seed, rater, answer.trial))
    rows = tuple(
        _row(answer, row_id(plan=plan, role=role, rater=rater, batch=batch, trial=answer.trial), language)
        for answer in ordered
    )
    return Sheet(SHEET_SCHEMA, plan, role, rater, batch, language, rows)


def manifest_of(sheet: Sheet) -> Manifest:
    """What the organiser keeps of a sheet."""
    rows = tuple(SentRow(row.row, row.trial, row.expectation, row.check, row.left_out) for row in sheet.rows)
    return Manifest(sheet.schema, sheet.plan, sheet.role, sheet.rater, sheet.batch, sheet.language, rows)


def check_rater(rater: str) -> None:
    """Raises InputError unless `rater` is a pseudonym: 1 to 32 small letters, digits and hyphens, no hyphen first."""
    if not _RATER.fullmatch(rater):
        raise InputError(
            f"{rater[:40]!r} cannot name a rater",
            mend="use 1 to 32 of a-z, 0-9 and hyphens: initials or a number, never a name, for it enters the record",
        )


def is_key(text: str) -> bool:
    """Whether a text is a key: 64 hex digits."""
    return _KEY.fullmatch(text) is not None


def row_id(*, plan: str, role: Role, rater: str, batch: int, trial: str) -> str:
    """An opaque name for one trial in one sheet: "r" and 16 hex digits, so that no spreadsheet makes a number of it."""
    return f"r{_digest('row', plan, role, rater, str(batch), trial).hex()[:16]}"


def check_of(*, question: str, answer: str, risk: str) -> str:
    """Digest of what a rater was shown, whatever its line ends: "c" and 32 hex digits."""
    return f"c{_digest('shown', *map(with_plain_breaks, (question, answer, risk))).hex()[:32]}"


def _row(answer: AnswerToRead, row: str, language: Language) -> SheetRow:
    (question, less), (reply, lesser) = (_fitted(text, language) for text in (answer.question, answer.answer))
    risk, least = _fitted(answer.risk, language)
    return SheetRow(
        row=row, trial=answer.trial, expectation=answer.expectation, risk=risk, question=question, answer=reply,
        check=check_of(question=question, answer=reply, risk=risk), left_out=less + lesser + least,
    )  # fmt: skip


def _fitted(text: str, language: Language) -> tuple[str, int]:
    """A text that fits a cell, and how many characters of its middle were left out for that."""
    room = list(accumulate(most_room(text)))
    if not room or room[-1] + _SLACK <= MAX_CELL:
        return text, 0
    head, tail = _within(room, _HEAD), len(text) - _within(list(accumulate(most_room(text[::-1]))), _TAIL)
    left_out = tail - head
    return f"{text[:head]}\n{word('left_out', language, n=left_out)}\n{text[tail:]}", left_out


def _within(room: Sequence[int], limit: int) -> int:
    """How many characters fit; `room` is what the first, the first two and so on take."""
    return next((count for count, taken in enumerate(room) if taken > limit), len(room))


def _digest(*parts: str) -> bytes:
    """SHA-256 of texts, each with its length before it: no two lists of texts run into one another."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(f"{len(data)}:".encode() + data)
    return hasher.digest()
