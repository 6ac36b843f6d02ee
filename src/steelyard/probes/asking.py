"""The asking loop, once for all probes: select, ask, judge, count.

workers      a fixed number of tasks draw from one order; none is made per question
ahead        nothing is asked that lies further beyond the complete prefix than may still be needed
beyond       lists of risks and a gate on families go on once every gate is decided, with what they are sure to need
attempts     a call that failed on the way is tried again after a wait; each is telemetry
open         a position whose attempts are spent; it is asked once more when the service answers again, or at the end
the end      every gate is decided and nothing beyond needs more, or all is asked, and nothing that counts is left to
             ask again; or a budget is used up: then the same journal resumes the asking
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from steelyard.judges import Judge
from steelyard.records import (
    CallRow,
    Fault,
    FaultKind,
    Request,
    Response,
    Row,
    Sampling,
    SteelyardError,
    TargetFault,
    TargetUnavailable,
    call_key,
    digest,
)
from steelyard.stats import PathWatcher
from steelyard.targets import Narrow, Target

from .asking_types import AskReport, Ended, JournalLike, Limits, Progress
from .ledger import Ledger
from .pace import Backoff, Pace
from .questions import Questions

_STRAIN: frozenset[FaultKind] = frozenset({"rate_limited", "server_error", "timeout"})
_SILENT: frozenset[FaultKind] = frozenset({"connection", "refused_key", "timeout", "rate_limited", "server_error"})
_NOT_FOUND = 404
_SILENT_CALLS = 8
"""So many questions without any answer, all for a fault on the way, and the target is not there."""
_LOST_CALLS = 64
"""So many in a row after it had answered, all silent, and it is lost: going on would only use up second askings."""
_SETTLING_ANSWERS = 16
"""So many answers after a position was left open, the service is taken to be well again."""
_PROGRESS_S = 0.1
_STEP_S = 0.5
"""Waits are slept in steps, so that an asking that has ended does not wait for them."""


async def ask(
    questions: Questions, target: Target, judge: Judge, journal: JournalLike, watcher: PathWatcher, *,
    sampling: Sampling, limits: Limits, known: Iterable[Row] = (), seed: str = "",
    progress: Callable[[Progress], None] | None = None, clock: Callable[[], int] | None = None,
) -> AskReport:  # fmt: skip
    """Ask the questions in their order until nothing more is needed.

    `journal` takes each row as it comes; `known` are those it held at the start, calls included: from there the asking
    goes on. `seed` draws the jitter of waits and nothing else. `clock` tells microseconds, for telemetry.

    Cancelled, it leaves a journal that can be resumed. Raises TargetUnavailable when nothing answers at all, InputError
    when the target may not be asked, StorageError when a row cannot be written.
    """
    ledger = Ledger(questions, digest(target.identity), judge, journal, watcher, sampling)
    asking = _Asking(ledger, target, limits, Backoff(seed), clock or _running_clock(), progress)
    asking.resume(known)
    return await asking.run()


def _running_clock() -> Callable[[], int]:
    """The time of day in microseconds, read once and carried on by the loop's own clock, which never steps back."""
    loop = asyncio.get_running_loop()
    start, began = time.time_ns() // 1000, loop.time()
    return lambda: start + int((loop.time() - began) * 1e6)


class _Task(NamedTuple):
    position: int
    asking: int
    attempt: int


class _Waiting(NamedTuple):
    """An open position, and how many answers had come in when it was left."""

    position: int
    answers: int


class _Asking:
    def __init__(
        self, ledger: Ledger, target: Target, limits: Limits, backoff: Backoff, clock: Callable[[], int],
        progress: Callable[[Progress], None] | None,
    ) -> None:  # fmt: skip
        self._ledger, self._target, self._limits = ledger, target, limits
        self._watcher, self._size = ledger.watcher, len(ledger.questions)
        self._backoff, self._clock, self._progress = backoff, clock, progress
        narrow = target.most_in_flight if isinstance(target, Narrow) else limits.max_concurrency
        self._pace = Pace(min(limits.max_concurrency, narrow))
        self._workers = min(limits.max_concurrency, narrow, self._size)
        self._again: deque[_Waiting] = deque()
        self._parked: deque[asyncio.Future[None]] = deque()
        self._loop = asyncio.get_running_loop()
        self._ended: Ended | None = None
        self._horizon = 0
        self._beyond: Sequence[int] = ()
        self._in_flight = self._most = self._calls = self._faults = self._asked_again = 0
        self._tokens_in = self._tokens_out = self._silent = 0
        self._told = float("-inf")

    def resume(self, rows: Iterable[Row]) -> None:
        for position in self._ledger.replay(rows, self._limits.retries):
            self._again.append(_Waiting(position, self._ledger.answers))
        self._look_ahead()

    async def run(self) -> AskReport:
        workers = [self._loop.create_task(self._work()) for _ in range(self._workers)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        self._tell(last=True)
        return self._report()

    async def _work(self) -> None:
        while (task := await self._next()) is not None:
            try:
                await self._put(task)
            finally:
                self._in_flight -= 1

    async def _next(self) -> _Task | None:
        """The next call worth making, as soon as there is room for it; None when the asking has ended."""
        while self._ended is None:
            wait = self._pace.hold_until - self._loop.time()
            if wait > 0 and not self._watcher.finished:
                await asyncio.sleep(min(wait, _STEP_S))
                continue
            if self._in_flight < self._pace.window and (task := self._take()) is not None:
                self._in_flight += 1
                self._most = max(self._most, self._in_flight)
                self._wake_one()
                return task
            if self._in_flight == 0 and self._ended is None:
                self._end("sample")
            elif self._ended is None:
                parked = self._loop.create_future()
                self._parked.append(parked)
                await parked
        return None

    def _take(self) -> _Task | None:
        """The next call; None when there is none, or none before something in flight has come back."""
        if not self._may_call():
            return None
        if not self._watcher.finished:
            if self._again and self._ledger.answers - self._again[0].answers >= _SETTLING_ANSWERS:
                return self._second(self._again.popleft().position)
            position = self._ledger.next_fresh(self._horizon, self._beyond)
            return None if position is None else _Task(position, 1, self._ledger.first_attempt(position))
        while self._again:
            position = self._again.popleft().position
            if self._watcher.counts(position):
                return self._second(position)
        return None

    def _second(self, position: int) -> _Task:
        self._asked_again += 1
        return _Task(position, 2, self._ledger.first_attempt(position))

    def _wake_one(self) -> None:
        while self._parked and self._in_flight < self._pace.window:
            if not (self._again or self._ledger.has_fresh(self._horizon, self._beyond)):
                return
            parked = self._parked.popleft()
            if not parked.done():
                parked.set_result(None)
                return

    def _end(self, why: Ended) -> None:
        self._ended = self._ended or why
        while self._parked:
            parked = self._parked.popleft()
            if not parked.done():
                parked.set_result(None)

    def _may_call(self) -> bool:
        """Whether the budgets allow another call; ends the asking when they do not."""
        calls, tokens = self._limits.max_calls, self._limits.max_tokens
        if calls is not None and self._calls >= calls:
            self._end("calls")
        elif tokens is not None and self._tokens_in + self._tokens_out >= tokens:
            self._end("tokens")
        return self._ended is None

    async def _put(self, task: _Task) -> None:
        """Put one question until it is answered, its attempts are spent, or its answer is needed no more."""
        position, asking, attempt = task
        question = self._ledger.questions[position]
        key, request = self._ledger.key(question), self._ledger.request(question)
        while True:
            sent, started = self._loop.time(), self._clock()
            result = await self._call(request)
            latency = self._clock() - started
            if isinstance(result, Response):
                fault, wait = self._answered(position, key, request, result), None
            else:
                fault, wait = result.fault, self._wait_after(result, attempt, sent)
            if fault is not None and wait is None:
                self._spent(position, asking, key, request, fault)
            self._ledger.called(_call_row(key, asking, attempt, started, latency, result, fault))
            self._look_ahead()
            self._tell()
            if fault is not None and wait is None:
                self._check_silence(result, fault)
            if wait is None or not await self._wait(wait, position):
                return
            attempt += 1

    async def _call(self, request: Request) -> Response | TargetFault:
        self._calls += 1
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                return await self._target.generate(request)
        except TargetFault as fault:
            return fault.with_traceback(None)
        except TimeoutError:
            return TargetFault(Fault("instrument_fault", "timeout"), detail="no answer within the deadline")
        except SteelyardError:
            raise
        except Exception as error:  # noqa: BLE001 - an adapter's defect is our fault, and no verdict on the target
            return TargetFault(Fault("machinery_fault", "internal"), detail=type(error).__name__)

    def _answered(self, position: int, key: str, request: Request, response: Response) -> Fault | None:
        self._silent = 0
        self._pace.answered()
        self._tokens_in += response.tokens_in or 0
        self._tokens_out += response.tokens_out or 0
        return self._ledger.answered(position, key, request, response)

    def _wait_after(self, fault: TargetFault, attempt: int, sent: float) -> float | None:
        """Seconds to wait before the next attempt, None when there is none; slows down where there is strain."""
        self._faults += 1
        now = self._loop.time()
        if fault.fault.kind in _STRAIN:
            self._pace.strained(sent, now)
        asked = fault.retry_after or 0.0
        if asked > self._limits.longest_wait_s:
            self._end("wait")
        elif asked:
            self._pace.hold(now + asked)
        if not fault.retry or attempt > self._limits.retries:
            return None
        return max(asked, self._backoff.wait_s(attempt))

    async def _wait(self, seconds: float, position: int) -> bool:
        """Wait, in short steps; False as soon as another attempt is not wanted."""
        until = self._loop.time() + seconds
        while self._may_call() and not (self._watcher.finished and not self._watcher.counts(position)):
            left = until - self._loop.time()
            if left <= 0:
                return True
            await asyncio.sleep(min(left, _STEP_S))
        return False

    def _spent(self, position: int, asking: int, key: str, request: Request, fault: Fault) -> None:
        if asking == 1:
            self._ledger.first_asking_failed(position)
            self._again.append(_Waiting(position, self._ledger.answers))
        else:
            self._ledger.second_asking_failed(position, key, request, fault)

    def _check_silence(self, result: Response | TargetFault, fault: Fault) -> None:
        """Give up on a target that is not there. What it did not answer is asked again when the run is resumed."""
        gone = fault.kind in _SILENT or (isinstance(result, TargetFault) and result.status == _NOT_FOUND)
        never_answered = not self._ledger.answers and fault.fault_class == "instrument_fault"
        self._silent = self._silent + 1 if gone or never_answered else 0
        if self._silent >= min(self._size, _LOST_CALLS if self._ledger.answers else _SILENT_CALLS):
            detail = f": {result.detail}" if isinstance(result, TargetFault) and result.detail else ""
            never = "stopped answering" if self._ledger.answers else "answers nothing at all"
            self._end("wait")  # the other workers make no call before they are cancelled
            raise TargetUnavailable(f"the target {never} ({fault.kind.replace('_', ' ')}{detail})")

    def _look_ahead(self) -> None:
        self._horizon = self._watcher.reading.prefix + self._watcher.useful_ahead()
        self._beyond = self._watcher.beyond()

    def _tell(self, *, last: bool = False) -> None:
        if self._progress is None or not (last or self._loop.time() >= self._told + _PROGRESS_S):
            return
        self._told = self._loop.time()
        self._progress(
            Progress(
                reading=self._watcher.reading, size=self._size, calls=self._calls, answers=self._ledger.answers,
                in_flight=self._in_flight, window=self._pace.window, risks=self._watcher.risks,
                families=self._watcher.families,
            )
        )  # fmt: skip

    def _report(self) -> AskReport:
        assert self._ended is not None
        reading, answers = self._watcher.reading, self._ledger.answers
        # A budget may be used up by the very last call, or by one while what is in flight settles the rest.
        finished = self._watcher.finished and not self._ledger.has_again()
        settled: Ended = "decided" if reading.decided else "sample"
        return AskReport(
            ended=settled if finished else self._ended, finished=finished, reading=reading, answers=answers,
            surplus=answers - self._watcher.answers if reading.ended else 0,
            risks=self._watcher.risks, families=self._watcher.families,
            calls=self._calls, faults=self._faults, asked_again=self._asked_again,
            tokens_in=self._tokens_in, tokens_out=self._tokens_out, most_in_flight=self._most,
        )  # fmt: skip


def _call_row(
    trial: str, asking: int, attempt: int, started: int, latency: int, result: Response | TargetFault,
    fault: Fault | None,
) -> CallRow:  # fmt: skip
    key = call_key(trial=trial, asking=asking, attempt=attempt, started_us=started)
    if isinstance(result, Response):
        return CallRow(
            key, trial, asking, attempt, started, latency, 200, fault, result.tokens_in, result.tokens_out
        )  # fmt: skip
    return CallRow(key, trial, asking, attempt, started, latency, result.status, fault, detail=result.detail)
