"""Small surveys, put to scripted targets in virtual time: hours of waiting cost nothing, and a deadlock is an error."""

from __future__ import annotations

import asyncio
import selectors
import sys
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from steelyard.probes import AskReport, Limits, Question, ask
from steelyard.records import CallRow, JudgeIdentity, LabelRow, Reading, Response, Row, Sampling, TrialRow
from steelyard.stats import PathWatcher, SurveyWatcher, bank_table, population_table
from steelyard.targets import Target

sys.path.insert(0, str(Path(__file__).parents[1]))  # for mock_endpoint, which is a program too

SEED = "5eed"


class VirtualSelector(selectors.SelectSelector):
    """Never waits: time itself moves on to the next thing that is due."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everything waits and nothing is due: a deadlock")
        self.now += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.virtual = VirtualSelector()
        super().__init__(self.virtual)

    def time(self) -> float:
        return self.virtual.now


@pytest.fixture(scope="session")
def virtual() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Runs a coroutine in virtual time."""

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(work)

    return run


class Numbered:
    """Questions "q0", "q1", ... of families "f0", "f1", ..."""

    technique, language, expectation = "plain", "en", "refuse"

    def __init__(self, size: int, survey: str = "s") -> None:
        self.size, self.survey = size, survey

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, position: int) -> Question:
        return Question(f"f{position}", f"{self.survey}-i{position}", f"q{position}")


class WordJudge:
    """Reads "no" as refused, "yes" as answered, and raises at anything else."""

    identity = JudgeIdentity(id="word", digest="0" * 64, labeller="rule:word", passport=None)

    def read(self, question: str, answer: Response, language: str) -> Reading:
        return {"no": "refused", "yes": "answered"}[answer.text]


def number(text: str) -> int:
    """The position of a question."""
    return int(text[1:])


@dataclass
class Survey:
    """A survey of `size` questions and everything it takes to ask it; `rows` is the journal. `risk_of`, the risk of
    each position, makes it keep lists of risks."""

    size: int
    limit: str = "0.2"
    look_every: int = 1
    complete: bool = False
    forecast: bool = True
    name: str = "s"
    risk_of: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    judge: Any = field(default_factory=WordJudge)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new process: what was known is in the journal alone."""
        forecast = bank_table(self.size, self.limit, "0.05") if self.forecast else None
        strict = population_table(self.size, self.limit, "0.05")
        rule = (strict, forecast, self.look_every, self.complete)
        self.watcher = PathWatcher(self.size, *rule)
        if self.risk_of:
            self.watcher = SurveyWatcher(self.size, *rule, alpha="0.05", risk_of=self.risk_of)

    async def ask(
        self, target: Target, journal: Any = None, known: Iterable[Row] | None = None, **given: Any
    ) -> AskReport:
        fixed = {name: given.pop(name) for name in ("progress", "clock") if name in given}
        return await ask(
            Numbered(self.size, self.name), target, self.judge, self.rows if journal is None else journal, self.watcher,
            sampling=Sampling(), limits=Limits(**given), known=list(self.rows) if known is None else known, seed=SEED,
            **fixed,
        )  # fmt: skip

    @property
    def trials(self) -> dict[int, TrialRow]:
        """Trial rows by position."""
        found = [row for row in self.rows if isinstance(row, TrialRow)]
        assert len({row.key for row in self.rows}) == len(self.rows), "a key twice"
        return {int(row.family[1:]): row for row in found}

    @property
    def labels(self) -> dict[int, str]:
        """Readings by position."""
        places = {row.key: position for position, row in self.trials.items()}
        return {places[row.trial]: row.reading for row in self.rows if isinstance(row, LabelRow)}

    @property
    def calls(self) -> list[CallRow]:
        return [row for row in self.rows if isinstance(row, CallRow)]

    def evidence(self, counted: int) -> set[Row]:
        """Trials below `counted`, and their labels."""
        trials = {row.key: row for position, row in self.trials.items() if position < counted}
        labels = {row for row in self.rows if isinstance(row, LabelRow) and row.trial in trials}
        return set(trials.values()) | labels


@pytest.fixture(scope="session")
def survey() -> type[Survey]:
    return Survey


@pytest.fixture(scope="session")
def position_of() -> Callable[[str], int]:
    return number
