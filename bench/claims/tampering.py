"""Bytes and rows of a sealed run tampered with, and where the check must find each change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from steelyard.assess import ATTESTATION, JOURNAL, PLAN, REPORT, VERDICTS
from steelyard.journal import read_journal
from steelyard.journal.lines import encode_line
from steelyard.records import (
    CallRow,
    CoverageRow,
    FindingRow,
    LabelRow,
    TrialRow,
    call_key,
    coverage_key,
    digest,
    finding_key,
    label_key,
)

FILES = (PLAN, JOURNAL, VERDICTS, REPORT, ATTESTATION)
SOME_LINE = r"line \d+|key [0-9a-f]{4}"
"""A row that is gone is named by the start of its key, or by the row that misses it."""


class Case(NamedTuple):
    """A change: files with their new content, and file and place (a pattern) that the check must name.

    `key`: the public key that is asked for, where it is not the run's own.
    """

    name: str
    changed: dict[str, bytes]
    file: str
    place: str
    key: Path | None = None


def flips(folder: Path, each: int, draw: random.Random) -> Iterator[Case]:
    """In each file, one byte in each of `each` parts of equal length, changed to any other."""
    for name in FILES:
        whole = (folder / name).read_bytes()
        for part in range(each):
            at = draw.randrange(len(whole) * part // each, max(len(whole) * (part + 1) // each, 1))
            spoilt = whole[:at] + bytes([whole[at] ^ draw.randrange(1, 256)]) + whole[at + 1 :]
            line = whole.count(b"\n", 0, at) + 1
            place = rf"\bline {line}\b" if name == JOURNAL else ""
            yield Case(f"byte {at:,} of {name} changed", {name: spoilt}, name, place)


def row_cases(folder: Path) -> Iterator[Case]:
    """A row of each kind dropped, repeated, and a foreign one added."""
    entries = list(read_journal(folder / JOURNAL))
    lines = [encode_line(*entry) for entry in entries]
    last = rf"\bline {len(lines) + 1}\b"
    for kind, foreign in _FOREIGN.items():
        found = [number for number, (row, _) in enumerate(entries) if type(row) is kind]
        at, name = found[len(found) // 2], kind.__name__.removesuffix("Row").lower()
        dropped, more = b"".join(lines[:at] + lines[at + 1 :]), encode_line(foreign(entries[at].row), bytes(32))
        yield Case(f"{name} row dropped", {JOURNAL: dropped}, JOURNAL, SOME_LINE)
        yield Case(f"{name} row repeated", {JOURNAL: b"".join([*lines, lines[at]])}, JOURNAL, last)
        yield Case(f"foreign {name} row added", {JOURNAL: b"".join([*lines, more])}, JOURNAL, last)


def _foreign_trial(row: Any) -> Any:
    return msgspec.structs.replace(row, item=digest("another item"), key=digest("another trial"))


def _foreign_label(row: Any) -> Any:
    key = label_key(trial=row.trial, judge=row.judge, labeller="person:another")
    return msgspec.structs.replace(row, labeller="person:another", key=key)


def _foreign_finding(row: Any) -> Any:
    place = msgspec.structs.replace(row.place, line=row.place.line + 1)
    key = finding_key(scan=row.scan, rule=row.rule, place=place, excerpt=row.excerpt)
    return msgspec.structs.replace(row, place=place, key=key)


def _foreign_coverage(row: Any) -> Any:
    return msgspec.structs.replace(row, scan="another scan", key=coverage_key(scan="another scan"))


def _foreign_call(row: Any) -> Any:
    started = row.started_us + 1
    key = call_key(trial=row.trial, asking=row.asking, attempt=row.attempt, started_us=started)
    return msgspec.structs.replace(row, started_us=started, key=key)


_FOREIGN = {
    TrialRow: _foreign_trial, LabelRow: _foreign_label, FindingRow: _foreign_finding,
    CoverageRow: _foreign_coverage, CallRow: _foreign_call,
}  # fmt: skip
