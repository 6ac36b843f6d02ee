"""Labels of people revealed one by one: how many a verdict takes, and whether it is the one that all labels give.

All labels are known here, so that the right verdict is known; a gate is shown one label after another and stops when it
is sure. An order is a random sequence of all answers. Without a judge they are labelled in that order and read by the
ordinary gate of a finite sample. With a judge as guide `stats.LabelGate` says whether the next label should be of a
flagged or of an unflagged answer, and the first such answer of the order is labelled.

That one model fails fewer of N questions than another is one gate as well: take the 2 N answers of both, and count what
A fails and what B passes. That is at most N of 2 N just when A fails no more than B.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from person_labels import FAILS, PASSES, Board, Flags

from steelyard.records import Claim
from steelyard.stats import (
    LabelDesign,
    LabelGate,
    Status,
    StratumTally,
    WeightedEvidence,
    bank_table,
    decimal_string,
    expected_rates,
    label_outlook,
    read_path,
)
from steelyard.stats.labelgate import COIN, coin
from steelyard.stats.nullfit import NullFit

HALF, UNDER_HALF = "0.5", "0.4999"
"""Limits of the two gates of an order: A fails no more than B, and A fails fewer. Right for up to 4,999 questions."""
PLANNED_RUNS = 100

Order = NDArray[np.intp]
Memory = dict[object, Any]
Found = TypeVar("Found")


class Question(NamedTuple):
    """What labels are to decide: whether at most each of `limits` of the units fail. `flagged`: by the judge, None
    without one; `expected` as in `LabelDesign`."""

    failing: Flags
    flagged: Flags | None
    limits: tuple[str, ...]
    alpha: str
    expected: tuple[float, float] | None = None

    @property
    def truth(self) -> tuple[Claim, ...]:
        """What all labels say."""
        size, count = len(self.failing), int(self.failing.sum())
        return tuple("met" if count <= floor(Fraction(limit) * size) else "failed" for limit in self.limits)


class Verdict(NamedTuple):
    """What was claimed at each limit, and the units labelled for it, in order."""

    claims: tuple[Claim, ...]
    labelled: tuple[int, ...]


class RememberingGate(LabelGate):
    """A label gate that looks up what another of its kind has worked out: orders of the same answers share most of
    their states. `memory` belongs to one design, whatever its seed."""

    def __init__(self, design: LabelDesign, memory: Memory) -> None:
        super().__init__(design)
        self._memory, self._seed = memory, design.seed

    def evidence(self, tallies: Sequence[StratumTally]) -> WeightedEvidence:
        return self._known(tuple(tallies), lambda: super(RememberingGate, self).evidence(tallies))

    def wanted(self, count: int = 1) -> list[int]:
        turn = sum(tally.asked for tally in self.tallies)
        if count != 1:  # a batch tosses more than one coin
            return super().wanted(count)
        return self._known(("wanted", coin(self._seed, turn) < COIN, *self.tallies), super().wanted)

    def _nulls(self, asked: Sequence[int], failures: Sequence[int]) -> tuple[NullFit, NullFit]:
        return self._known((*asked, *failures), lambda: super(RememberingGate, self)._nulls(asked, failures))

    def _known(self, key: object, work_out: Callable[[], Found]) -> Found:
        if key not in self._memory:
            self._memory[key] = work_out()
        found: Found = self._memory[key]
        return found


def decide(question: Question, order: Order, seed: str, memories: Sequence[Memory]) -> Verdict:
    """Label in this order until every limit is decided; `memories`: one for each limit of this question."""
    return _plain(question, order) if question.flagged is None else _guided(question, order, seed, memories)


def _plain(question: Question, order: Order) -> Verdict:
    statuses = bytes(np.where(question.failing[order], Status.FAILURE, Status.SUCCESS).astype(np.uint8))
    claims, most = [], 0
    for limit in question.limits:
        table = bank_table(len(order), limit, question.alpha)
        reading = read_path(statuses, table, None, look_every=1, complete=False)
        claims.append(reading.strict.claim)
        most = max(most, reading.counted)
    return Verdict(tuple(claims), tuple(order[:most].tolist()))


def _guided(question: Question, order: Order, seed: str, memories: Sequence[Memory]) -> Verdict:
    assert question.flagged is not None
    flags = question.flagged[order]
    sizes = int(flags.sum()), int((~flags).sum())
    waiting: list[Iterator[int]] = [iter(order[flags].tolist()), iter(order[~flags].tolist())]
    gates = [
        RememberingGate(LabelDesign("sample", *sizes, limit, question.alpha, question.expected, seed), memory)
        for limit, memory in zip(question.limits, memories, strict=True)
    ]
    labelled = []
    while still := [gate for gate in gates if gate.reading.claim == "open"]:
        (stratum,) = still[0].wanted()
        labelled.append(next(waiting[stratum]))
        for gate in still:
            gate.record(stratum, Status.FAILURE if question.failing[labelled[-1]] else Status.SUCCESS)
            gate.look()
    return Verdict(tuple(gate.reading.claim for gate in gates), tuple(labelled))


def limit_question(board: Board, judge: str | None, model: int, limit: str, alpha: str) -> Question:
    """Whether at most `limit` of a model's answers fail. An answer that the judge did not read is flagged."""
    flagged = None if judge is None else board.judged[judge][model] != PASSES
    return Question(board.failing[model], flagged, (limit,), alpha, _expected(board, judge, model))


def advised(board: Board, judge: str, model: int, limit: str, alpha: str) -> bool:
    """Whether the planner, before the first label, says that this judge as a guide will save labels."""
    question = limit_question(board, judge, model, limit, alpha)
    if question.flagged is None or question.expected is None:
        return False
    flagged = int(question.flagged.sum())
    design = LabelDesign("sample", flagged, board.size - flagged, limit, alpha, question.expected, f"{judge} {model}")
    return label_outlook(design, runs=PLANNED_RUNS).advice == "guided"


def order_question(board: Board, judge: str | None, pair: tuple[int, int], alpha: str) -> Question:
    """Whether A fails no more questions than B, and whether fewer: units are A's answers, then B's."""
    a, b = pair
    failing = np.concatenate([board.failing[a], ~board.failing[b]])
    if judge is None:
        return Question(failing, None, (HALF, UNDER_HALF), alpha)
    first, second = board.judged[judge][a] != PASSES, board.judged[judge][b] != FAILS
    return Question(
        failing, np.concatenate([first, second]), (HALF, UNDER_HALF), alpha,
        _expected_of_pair(board, judge, pair, (first, second)),
    )  # fmt: skip


def order_of(verdict: Verdict) -> int:
    """-1 where A was found to fail fewer, 1 where more, 0 where neither."""
    no_more, fewer = verdict.claims
    return -1 if fewer == "met" else 1 if no_more == "failed" else 0


def share_of_level(alpha: str, claims: int) -> str:
    """An equal share of an error level for each of `claims`, rounded down to four places."""
    return decimal_string(Fraction(floor(Fraction(alpha) / claims * 10_000), 10_000))


def _expected(board: Board, judge: str | None, model: int) -> tuple[float, float] | None:
    """Rates of failure among flagged and unflagged answers as the judge's errors on the *other* models foretell them:
    nobody knows more before the first label. None where those errors tell nothing."""
    others = [other for other in range(len(board.models)) if other != model]
    if judge is None or not others:
        return None
    failing, flagged = board.failing[others], board.judged[judge][others] != PASSES
    if failing.all() or not failing.any():
        return None
    sensitivity, specificity = float(flagged[failing].mean()), float((~flagged[~failing]).mean())
    if sensitivity + specificity <= 1:
        return None
    own = int((board.judged[judge][model] != PASSES).sum())
    return expected_rates(own, board.size - own, sensitivity, specificity)


def _expected_of_pair(
    board: Board, judge: str, pair: tuple[int, int], flagged: tuple[Flags, Flags]
) -> tuple[float, float] | None:
    """The same for the two models' answers together, where a unit of the second fails when its answer passes."""
    first, second = (_expected(board, judge, model) for model in pair)
    if first is None or second is None:
        return None
    rates = []
    for stratum, of_second in ((0, 1 - second[1]), (1, 1 - second[0])):
        counts = [int((flags if stratum == 0 else ~flags).sum()) for flags in flagged]
        total = counts[0] * first[stratum] + counts[1] * of_second
        rates.append(total / max(1, sum(counts)))
    return rates[0], rates[1]
