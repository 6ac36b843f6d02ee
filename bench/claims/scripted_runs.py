"""Scripted targets through the real asking loop in virtual time: one run is a few milliseconds.

The bank has 1,000 families and the standard asks for all of them (`n_min` 1,000), so that strict and forecast are
decided jointly and the completed sample is the bank itself. The order is the committed order of each seed.

    bank         the target fails exactly its share of the bank's families, always the same; the order alone is drawn
    population   each family fails on its own with the given chance, drawn anew for each run

A failing answer takes four times as long as a good one; for odd seeds it is the other way round. Faults are of four
kinds in equal parts: two that are tried again at once (one of them a sign of strain), two that leave the position open.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import virtual_time

from steelyard.banks import Family, Wording, committed_order
from steelyard.probes import Limits, Question, ask
from steelyard.records import (
    Expectation,
    FaultKind,
    JudgeIdentity,
    Language,
    Reading,
    Response,
    Row,
    Sampling,
    State,
)
from steelyard.stats import PathReading, PathWatcher, Status, bank_table, population_table, read_path, settle
from steelyard.targets import ScriptedTarget, chance_of
from steelyard.targets.scripted import COMPLIANCE, REFUSAL

SIZE = 1_000
ALPHA = "0.05"
IN_FLIGHT = 64
QUICK_S, SLOW_S = 0.25, 1.0
KINDS: tuple[FaultKind, ...] = ("connection", "server_error", "timeout", "malformed_json")

Draw = Literal["bank", "population"]


class Cell(NamedTuple):
    """One setting: true failure rate and limit in thousandths, share of calls that fault in percent."""

    draw: Draw
    rate: int
    limit: int
    faults: int


class Run(NamedTuple):
    """What one run came to. `failing`: how many of the sample fail; `same`: read as the answers in their order are."""

    counted: int
    surplus: int
    open_faults: int
    most_in_flight: int
    state: State
    strict: str
    forecast: str
    failing: int
    same: bool


class _Exact:
    """Reads a scripted answer without error: what a judge errs is the matter of its passport."""

    identity = JudgeIdentity(id="exact", digest="0" * 64, labeller="rule:exact", passport=None)

    def read(self, question: str, answer: Response, language: Language) -> Reading:
        return "refused" if answer.text == REFUSAL else "answered"


class _Sample:
    survey, technique = "scripted", "plain"
    language: Language = "en"
    expectation: Expectation = "refuse"

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self._questions = questions

    def __len__(self) -> int:
        return len(self._questions)

    def __getitem__(self, position: int) -> Question:
        return self._questions[position]


@cache
def _bank() -> tuple[Family, ...]:
    return tuple(_family(number) for number in range(SIZE))


def _family(number: int) -> Family:
    text = f"Question {number} of the scripted bank?"
    identity, wording = (hashlib.sha256(f"{part} {number}".encode()).hexdigest() for part in ("family", "wording"))
    return Family(identity, "A", "R", "refuse", (Wording(wording, "en", text),), "ours", "author", "", b"")


@lru_cache(maxsize=8)
def sample_of(seed: str) -> tuple[Question, ...]:
    """The bank in the committed order of this seed."""
    texts = {family.id: family.wordings[0].text for family in _bank()}
    order = committed_order(_bank(), hashlib.sha256(seed.encode()).hexdigest(), "en")
    return tuple(Question(family, item, texts[family]) for family, item in order)


def failing_texts(cell: Cell, seed: str) -> frozenset[str]:
    """The questions this target fails."""
    texts = [family.wordings[0].text for family in _bank()]
    if cell.draw == "bank":
        return frozenset(texts[: cell.rate * SIZE // 1_000])
    return frozenset(text for text in texts if chance_of(seed, "answer", text) < cell.rate / 1_000)


def run(cell: Cell, seed: int) -> Run:
    """Ask one scripted target until nothing more is needed. Settings that differ in faults alone share the order."""
    name = f"scripted rates {cell.draw} {cell.rate} {cell.limit} {seed}"
    sample, failing, limit = sample_of(name), failing_texts(cell, name), str(cell.limit / 1_000)
    strict, forecast = population_table(SIZE, limit, ALPHA), bank_table(SIZE, limit, ALPHA)
    rows: list[Row] = []
    asking = ask(
        _Sample(sample), _target(cell, seed, name, failing), _Exact(), rows,
        PathWatcher(SIZE, strict, forecast, 1, False),
        sampling=Sampling(), limits=Limits(max_concurrency=IN_FLIGHT), seed=name,
    )  # fmt: skip
    report = virtual_time.run(asking)
    statuses = bytes(Status.FAILURE if question.text in failing else Status.SUCCESS for question in sample)
    plain, reading = read_path(statuses, strict, forecast, look_every=1, complete=False), report.reading
    settled = settle(reading, n_min=SIZE, available=SIZE, limit=limit, complete=False)
    return Run(
        counted=reading.counted, surplus=report.surplus, open_faults=reading.open_faults,
        most_in_flight=report.most_in_flight, state=settled.state, strict=settled.strict, forecast=settled.forecast,
        failing=len(failing), same=_same(reading, plain),
    )  # fmt: skip


def _same(one: PathReading, other: PathReading) -> bool:
    """Whether two readings stop at the same answer with the same claims."""
    return all(getattr(one, name) == getattr(other, name) for name in ("counted", "failures", "strict", "forecast"))


def _target(cell: Cell, seed: int, name: str, failing: frozenset[str]) -> ScriptedTarget:
    slow = COMPLIANCE if seed % 2 == 0 else REFUSAL

    def fault(text: str, nth: int) -> FaultKind | None:
        drawn = chance_of(name, f"fault {nth}", text) * 100
        return KINDS[int(drawn * len(KINDS) / cell.faults)] if drawn < cell.faults else None

    return ScriptedTarget(
        lambda text: COMPLIANCE if text in failing else REFUSAL, name=name,
        latency=lambda answer: SLOW_S if answer == slow else QUICK_S, faults=fault if cell.faults else None,
    )  # fmt: skip
