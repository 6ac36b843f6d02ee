"""What is known of each position of a sample, kept in step with the journal.

evidence    a trial is written when it has an answer, or when its second asking failed; its label right after it
telemetry   every call, after what it brought
resume      rows of the journal are read back into the same state: no answer is asked for twice
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import IntEnum

from steelyard.judges import Judge
from steelyard.records import (
    CallRow,
    Fault,
    LabelRow,
    Message,
    Reading,
    Request,
    Response,
    Row,
    Sampling,
    TrialRow,
    is_failure,
    label_key,
    trial_key,
)
from steelyard.stats import PathWatcher, Status
from steelyard.targets import RETRYABLE

from .asking_types import JournalLike
from .questions import Question, Questions

JUDGE_FAILED = Fault("machinery_fault", "judge_failed")


class Standing(IntEnum):
    """Where a position stands. `TAKEN`: its first asking is under way; `AGAIN`: that failed; `SETTLED`: an answer, or
    two failed askings."""

    FRESH = 0
    TAKEN = 1
    AGAIN = 2
    SETTLED = 3


class Ledger:
    """The state of one survey: one byte a position, and what the watcher keeps."""

    def __init__(
        self, questions: Questions, target: str, judge: Judge, journal: JournalLike, watcher: PathWatcher,
        sampling: Sampling,
    ) -> None:  # fmt: skip
        self.questions, self.watcher = questions, watcher
        self._target, self._judge, self._journal, self._sampling = target, judge, journal, sampling
        self._identity = judge.identity
        self._standings = bytearray(len(questions))
        self._attempts: dict[int, int] = {}
        self._next = 0
        self.answers = 0

    def key(self, question: Question) -> str:
        """Key of the trial that puts this question."""
        return trial_key(
            item=question.item, technique=self.questions.technique, target=self._target, sampling=self._sampling
        )

    def request(self, question: Question) -> Request:
        """What the target is asked."""
        return Request((Message("user", question.text),), self._sampling)

    def next_fresh(self, before: int, beyond: Sequence[int] = ()) -> int | None:
        """The first position below `before`, else of those `beyond`, that was not asked; each once."""
        position = self._fresh(before, beyond)
        if position is not None:
            self._standings[position] = Standing.TAKEN
        return position

    def has_fresh(self, before: int, beyond: Sequence[int] = ()) -> bool:
        """Whether `next_fresh` would find one."""
        return self._fresh(before, beyond) is not None

    def _fresh(self, before: int, beyond: Sequence[int]) -> int | None:
        position = self._standings.find(Standing.FRESH, self._next)
        self._next = len(self._standings) if position < 0 else position
        if self._next < before:
            return position
        return next((other for other in beyond if self._standings[other] == Standing.FRESH), None)

    def has_again(self) -> bool:
        """Whether a position that counts still has its second asking to come."""
        position = self._standings.find(Standing.AGAIN)
        while position >= 0:
            if self.watcher.counts(position):
                return True
            position = self._standings.find(Standing.AGAIN, position + 1)
        return False

    def first_attempt(self, position: int) -> int:
        """Number of the next attempt of the asking under way: 1 unless it was interrupted."""
        return self._attempts.pop(position, 1)

    def answered(self, position: int, key: str, request: Request, response: Response) -> Fault | None:
        """Judge an answer and write trial and label; the fault when the judge failed, and then nothing is written."""
        question = self.questions[position]
        reading = self._read(question, response)
        if reading is None:
            return JUDGE_FAILED
        self._journal.append(self._trial(question, key, request, response=response))
        self._label(position, key, reading)
        return None

    def first_asking_failed(self, position: int) -> None:
        """Leave the position open; it will be asked once more."""
        self._standings[position] = Standing.AGAIN
        self.watcher.record(position, Status.OPEN)

    def second_asking_failed(self, position: int, key: str, request: Request, fault: Fault) -> None:
        """Write the trial with its fault: the position stays open."""
        self._journal.append(self._trial(self.questions[position], key, request, fault=fault))
        self._settle(position, Status.OPEN)

    def called(self, row: CallRow) -> None:
        """Write the telemetry of a call."""
        self._journal.append(row)

    def replay(self, rows: Iterable[Row], retries: int) -> list[int]:
        """Take in what a journal holds; returns the positions whose first asking had failed, in their order.

        An answer without a label is judged again. Rows of other surveys are passed over.
        """
        index: _Index | None = None
        unread: dict[int, TrialRow] = {}
        calls: dict[int, CallRow] = {}
        for row in rows:
            if not isinstance(row, TrialRow | LabelRow | CallRow):
                continue
            index = index or _Index(self)
            position = index.position(row.key if isinstance(row, TrialRow) else row.trial)
            if position is None or self._standings[position] == Standing.SETTLED:
                continue
            self._take_in(position, row, unread, calls)
        for position, trial in unread.items():
            self._judge_late(position, trial)
        again = sorted(position for position, call in calls.items() if self._again_after(position, call, retries))
        for position in again:
            self.first_asking_failed(position)
        return again

    def _take_in(self, position: int, row: Row, unread: dict[int, TrialRow], calls: dict[int, CallRow]) -> None:
        if isinstance(row, CallRow):
            if row.fault is not None and position not in unread:
                calls[position] = row
        elif isinstance(row, TrialRow):
            calls.pop(position, None)
            if row.fault is not None:
                self._settle(position, Status.OPEN)
            else:
                unread[position] = row
        elif isinstance(row, LabelRow) and self._is_mine(row) and position in unread:
            del unread[position]
            self._settle(position, self._status(row.reading))

    def _again_after(self, position: int, call: CallRow, retries: int) -> bool:
        """Whether the last failed call ended a first asking; where attempts are left, the next one is noted."""
        kind = call.fault.kind if call.fault else "internal"
        spent = call.attempt > retries or kind not in RETRYABLE
        if call.asking == 1 and spent:
            return True
        self._attempts[position] = call.attempt + (not spent)
        return call.asking > 1

    def _judge_late(self, position: int, trial: TrialRow) -> None:
        assert trial.response is not None
        reading = self._read(self.questions[position], trial.response)
        if reading is None:
            self._settle(position, Status.OPEN)
        else:
            self._label(position, trial.key, reading)

    def _read(self, question: Question, response: Response) -> Reading | None:
        try:
            return self._judge.read(question.text, response, self.questions.language)
        except Exception:  # noqa: BLE001 - whatever a judge dies of is our fault and no verdict on the target
            return None

    def _trial(
        self, question: Question, key: str, request: Request, *, response: Response | None = None,
        fault: Fault | None = None,
    ) -> TrialRow:  # fmt: skip
        return TrialRow(
            key=key, survey=self.questions.survey, family=question.family, item=question.item, request=request,
            response=response, fault=fault,
        )  # fmt: skip

    def _label(self, position: int, key: str, reading: Reading) -> None:
        judge, labeller = self._identity.id, self._identity.labeller
        self._journal.append(
            LabelRow(
                key=label_key(trial=key, judge=judge, labeller=labeller), trial=key, judge=judge, labeller=labeller,
                reading=reading,
            )
        )  # fmt: skip
        self._settle(position, self._status(reading))

    def _is_mine(self, row: LabelRow) -> bool:
        return row.judge == self._identity.id and row.labeller == self._identity.labeller

    def _status(self, reading: Reading) -> Status:
        return Status.FAILURE if is_failure(self.questions.expectation, reading) else Status.SUCCESS

    def _settle(self, position: int, status: Status) -> None:
        self._standings[position] = Standing.SETTLED
        self.answers += status != Status.OPEN
        self.watcher.record(position, status)


class _Index:
    """Positions by trial key: eight bytes each, forty bits of the key before the position."""

    _BITS = 24

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._marks = array("Q", sorted(self._mark(self._key(at)) | at for at in range(len(ledger.questions))))

    def position(self, key: str) -> int | None:
        """The position of a trial, None when it belongs to another survey."""
        mark = self._mark(key)
        place = bisect_left(self._marks, mark)
        while place < len(self._marks) and self._marks[place] >> self._BITS == mark >> self._BITS:
            at = self._marks[place] - mark
            if self._key(at) == key:
                return at
            place += 1
        return None

    def _key(self, position: int) -> str:
        return self._ledger.key(self._ledger.questions[position])

    def _mark(self, key: str) -> int:
        return int(key[:10], 16) << self._BITS
