"""Rows made from numbers, and a journal to write them into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from steelyard.records import (
    CallRow,
    LabelRow,
    Message,
    Request,
    Response,
    Sampling,
    TrialRow,
    call_key,
    digest,
    label_key,
)

KEY = bytes(range(32))


def trial_row(number: int, text: str = "我不能回答这个问题。") -> TrialRow:
    request = Request((Message("user", f"question {number}"),), Sampling())
    return TrialRow(digest(["trial", number]), "survey", f"family {number}", f"item {number}", request, Response(text))


def label_row(number: int) -> LabelRow:
    trial = trial_row(number).key
    return LabelRow(label_key(trial=trial, judge="j", labeller="rule:j"), trial, "j", "rule:j", "refused")


def call_row(number: int, started_us: int = 1, latency_us: int = 2) -> CallRow:
    trial = trial_row(number).key
    key = call_key(trial=trial, asking=1, attempt=1, started_us=started_us)
    return CallRow(key, trial, 1, 1, started_us, latency_us, 200, None, 3, 4)


@pytest.fixture
def trial() -> Callable[..., TrialRow]:
    return trial_row


@pytest.fixture
def label() -> Callable[[int], LabelRow]:
    return label_row


@pytest.fixture
def call() -> Callable[..., CallRow]:
    return call_row


@pytest.fixture
def run_key() -> bytes:
    return KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"
