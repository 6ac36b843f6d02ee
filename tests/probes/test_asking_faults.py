"""The asking loop where calls fail: retried, asked again once, slowed down, given up; never a verdict."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from steelyard.records import Fault, InputError, Response, StorageError, TargetFault, TargetIdentity, TargetUnavailable
from steelyard.targets import ScriptedTarget


def always(text: str):
    return lambda _: text


def first(count: int, kind: str = "connection", only: str | None = None):
    """Faults in the first `count` calls with a text."""
    return lambda text, nth: kind if nth <= count and only in {None, text} else None


class Target:
    """A target made of one coroutine function."""

    def __init__(self, generate, narrow: int | None = None) -> None:
        self.identity = TargetIdentity("made", "up")
        self._generate, self.calls = generate, 0
        if narrow is not None:
            self.most_in_flight = narrow

    async def introduce(self) -> None:
        """Nothing to say."""

    async def generate(self, request) -> Response:
        self.calls += 1
        return await self._generate(request.messages[-1].content, self.calls)

    async def close(self) -> None:
        """Nothing to give back."""


def raising(kind: str, **facts):
    """A coroutine function that always raises this fault."""

    async def generate(text: str, nth: int) -> Response:
        raise TargetFault(Fault("instrument_fault", kind), **facts)

    return generate


def test_a_fault_on_the_way_is_tried_again_and_leaves_no_trace_in_the_evidence(survey, virtual):
    plain, faulty = survey(12, complete=True), survey(12, complete=True)
    virtual(plain.ask(ScriptedTarget(always("no"))))
    report = virtual(faulty.ask(ScriptedTarget(always("no"), faults=first(2))))
    assert faulty.evidence(12) == plain.evidence(12)
    assert (report.calls, report.faults, report.asked_again) == (36, 24, 0)
    by_trial: dict[str, list] = {}
    for row in faulty.calls:
        by_trial.setdefault(row.trial, []).append((row.asking, row.attempt, row.fault and row.fault.kind))
    assert list(by_trial.values()) == [[(1, 1, "connection"), (1, 2, "connection"), (1, 3, None)]] * 12


def test_waits_between_attempts_double(survey, virtual):
    one = survey(1)
    virtual(one.ask(ScriptedTarget(always("no"), faults=first(3))))
    starts = [row.started_us / 1e6 for row in one.calls]
    waits = [after - before for before, after in pairwise(starts)]
    for wait, longest in zip(waits, (0.5, 1.0, 2.0), strict=True):
        assert longest / 2 <= wait + 1e-3 and wait <= longest + 1e-3


@pytest.mark.parametrize(
    ("kind", "attempts"),
    [("connection", 4), ("rate_limited", 4), ("server_error", 4), ("early_close", 4), ("error_body", 4),
     ("timeout", 1), ("client_error", 1), ("refused_key", 1), ("malformed_json", 1), ("empty_choices", 1),
     ("too_large", 1)],
)  # fmt: skip
def test_an_open_position_is_asked_once_more_and_then_kept_as_a_fault(kind, attempts, survey, virtual):
    one = survey(30, complete=True)
    report = virtual(one.ask(ScriptedTarget(always("no"), faults=first(99, kind, only="q5")), max_concurrency=4))
    row = one.trials[5]
    assert (row.response, row.fault) == (None, Fault("instrument_fault", kind))
    assert 5 not in one.labels
    assert [(call.asking, call.attempt) for call in one.calls if call.trial == row.key] == [
        (asking, attempt) for asking in (1, 2) for attempt in range(1, attempts + 1)
    ]
    assert (report.ended, report.finished, report.asked_again) == ("sample", True, 1) or report.reading.decided
    assert (report.answers, report.reading.open_faults, report.reading.failures) == (29, 1, 0)


def test_an_open_position_that_answers_the_second_time_is_an_answer(survey, virtual):
    one = survey(30, complete=True)
    report = virtual(one.ask(ScriptedTarget(always("no"), faults=first(4, only="q5"))))
    assert one.trials[5].response == Response("no")
    assert (report.reading.open_faults, report.asked_again, report.answers) == (0, 1, 30)
    assert [(call.asking, call.attempt) for call in one.calls if call.trial == one.trials[5].key][-1] == (2, 1)


def test_the_second_asking_comes_when_the_service_answers_again(survey, virtual, position_of):
    asked = []
    one = survey(100, complete=True)
    target = ScriptedTarget(
        lambda text: asked.append(position_of(text)) or "no", faults=first(1, "client_error", only="q3")
    )
    virtual(one.ask(target, max_concurrency=1))
    again = asked.index(3, asked.index(3) + 1)
    assert 3 + 16 <= again <= 3 + 18


def test_faults_alone_decide_nothing_either_way(survey, virtual):
    one = survey(60, limit="0.2")
    faults = lambda text, nth: "malformed_json" if int(text[1:]) % 2 else None  # noqa: E731
    report = virtual(one.ask(ScriptedTarget(always("no"), faults=faults)))
    assert (report.ended, report.finished) == ("sample", True)
    assert (report.reading.strict.claim, report.reading.open_faults) == ("open", 30)
    assert report.reading.failures == 0


@pytest.mark.parametrize("kind", ["connection", "refused_key", "timeout", "client_error", "server_error",
                                  "malformed_json", "empty_choices", "rate_limited", "early_close", "error_body",
                                  "too_large"])  # fmt: skip
def test_a_target_that_never_answers_is_given_up_after_few_calls(kind, survey, virtual):
    one = survey(300)
    target = Target(raising(kind, retry=kind in {"connection", "server_error"}, detail="why it failed"))
    with pytest.raises(TargetUnavailable, match="answers nothing at all") as caught:
        virtual(one.ask(target))
    assert "why it failed" in str(caught.value)
    assert caught.value.exit_code == 4
    assert target.calls <= (64 if kind in {"connection", "server_error"} else 16)
    assert one.trials == {}
    assert len(one.calls) <= target.calls


def test_a_small_sample_without_any_answer_is_given_up_too(survey, virtual):
    with pytest.raises(TargetUnavailable):
        virtual(survey(3).ask(Target(raising("refused_key"))))


def test_a_missing_model_is_given_up_even_after_answers(survey, virtual):
    async def gone(text: str, nth: int) -> Response:
        if nth <= 5:
            return Response("no")
        raise TargetFault(Fault("instrument_fault", "client_error"), status=404, detail="no such model")

    with pytest.raises(TargetUnavailable, match=r"stopped answering \(client error: no such model\)"):
        virtual(survey(500, complete=True).ask(Target(gone)))


@pytest.mark.parametrize("kind", ["connection", "server_error", "rate_limited", "timeout", "refused_key"])
def test_a_target_that_is_lost_on_the_way_is_given_up_and_can_be_resumed(kind, survey, virtual):
    async def lost(text: str, nth: int) -> Response:
        if nth <= 20:
            return Response("no")
        raise TargetFault(Fault("instrument_fault", kind))

    one = survey(500, complete=True)
    target = Target(lost)
    with pytest.raises(TargetUnavailable, match="stopped answering"):
        virtual(one.ask(target))
    assert target.calls < 200
    assert len(one.labels) == 20
    one.begin()
    back = Target(lambda text, nth: asyncio.sleep(0, Response("no")))
    report = virtual(one.ask(back))
    assert (report.finished, report.answers, report.reading.open_faults) == (True, 500, 0)
    assert back.calls == 480


def test_client_errors_to_some_questions_are_no_lost_target(survey, virtual):
    one = survey(200, complete=True)
    target = ScriptedTarget(always("no"), faults=lambda text, nth: "client_error" if int(text[1:]) >= 20 else None)
    report = virtual(one.ask(target))
    assert report.finished
    assert report.reading.open_faults == 180


class Raising:
    """A judge that dies of some answers."""

    def __init__(self, inner, error: Exception, on: str) -> None:
        self.identity, self._inner, self._error, self._on = inner.identity, inner, error, on

    def read(self, question, answer, language):
        if question == self._on:
            raise self._error
        return self._inner.read(question, answer, language)


@pytest.mark.parametrize("error", [ValueError("bad"), KeyError("x"), RecursionError(), MemoryError(), TimeoutError()])
def test_a_judge_that_raises_is_our_fault_and_no_verdict(error, survey, virtual):
    one = survey(20, complete=True)
    one.judge = Raising(one.judge, error, "q4")
    report = virtual(one.ask(ScriptedTarget(always("yes"))))
    assert (one.trials[4].response, one.trials[4].fault) == (None, Fault("machinery_fault", "judge_failed"))
    assert 4 not in one.labels
    assert (report.reading.open_faults, report.reading.failures, report.asked_again) == (1, 19, 1)
    calls = [call for call in one.calls if call.trial == one.trials[4].key]
    assert [(call.asking, call.fault.fault_class) for call in calls] == [(1, "machinery_fault"), (2, "machinery_fault")]


def test_an_adapter_that_breaks_is_our_fault_and_no_verdict(survey, virtual):
    async def broken(text: str, nth: int) -> Response:
        if text == "q2":
            raise KeyError("a defect with a secret in it")
        return Response("no")

    one = survey(10, complete=True)
    virtual(one.ask(Target(broken)))
    assert one.trials[2].fault == Fault("machinery_fault", "internal")
    assert {call.detail for call in one.calls if call.fault} == {"KeyError"}


def test_an_address_that_may_not_be_asked_ends_the_asking(survey, virtual):
    async def refuse(text: str, nth: int) -> Response:
        raise InputError("is a link-local address")

    one = survey(10)
    with pytest.raises(InputError, match="link-local"):
        virtual(one.ask(Target(refuse)))
    assert one.rows == []


def test_a_journal_that_cannot_be_written_ends_the_asking(survey, virtual):
    class Full(list):
        def append(self, row) -> None:
            if len(self) == 7:
                raise StorageError("the disk is full")
            super().append(row)

    one, target = survey(100), ScriptedTarget(always("no"), latency=lambda _: 1.0)
    with pytest.raises(StorageError, match="disk is full"):
        virtual(one.ask(target, journal=Full(), max_concurrency=4))
    assert target.calls <= 12


def test_a_hung_call_becomes_an_instrument_fault_at_its_deadline(survey, virtual):
    async def hang(text: str, nth: int) -> Response:
        if text == "q1":
            await asyncio.sleep(10_000)
        return Response("no")

    one = survey(10, complete=True)
    report = virtual(one.ask(Target(hang), deadline_s=30.0))
    assert one.trials[1].fault == Fault("instrument_fault", "timeout")
    hung = [call for call in one.calls if call.trial == one.trials[1].key]
    assert [(call.asking, call.attempt, round(call.latency_us / 1e6)) for call in hung] == [(1, 1, 30), (2, 1, 30)]
    assert (report.answers, report.reading.open_faults) == (9, 1)


def test_a_hung_call_holds_up_nothing_but_its_own_place(survey, virtual):
    async def hang(text: str, nth: int) -> Response:
        await asyncio.sleep(10_000 if text == "q0" else 0.1)
        return Response("no")

    one = survey(40, complete=True)
    virtual(one.ask(Target(hang), deadline_s=100.0, max_concurrency=8))
    done = sorted((call.started_us + call.latency_us) / 1e6 for call in one.calls if not call.fault)
    assert len(done) == 39
    assert done[-1] - one.calls[0].started_us / 1e6 < 10


def test_a_service_that_asks_to_wait_is_not_called_meanwhile(survey, virtual):
    started = []

    async def busy(text: str, nth: int) -> Response:
        started.append(asyncio.get_running_loop().time())
        if nth == 1:
            raise TargetFault(Fault("instrument_fault", "rate_limited"), retry=True, retry_after=50.0, status=429)
        await asyncio.sleep(1)
        return Response("no")

    one = survey(30, complete=True)
    report = virtual(one.ask(Target(busy), max_concurrency=2))
    assert report.finished
    assert [at for at in started if 0 < at < 50] == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_longer_than_allowed_ends_the_run_which_can_be_resumed(status, survey, virtual):
    async def busy(text: str, nth: int) -> Response:
        if nth == 10:
            raise TargetFault(Fault("instrument_fault", "rate_limited"), retry=True, retry_after=3600, status=status)
        return Response("no")

    one = survey(40, complete=True)
    report = virtual(one.ask(Target(busy), max_concurrency=4, longest_wait_s=300.0))
    assert (report.ended, report.finished) == ("wait", False)
    assert report.calls <= 13
    one.begin()
    again = virtual(one.ask(Target(lambda text, nth: asyncio.sleep(0, Response("no")))))
    assert (again.finished, again.answers, report.answers + again.calls) == (True, 40, 40)


def test_strain_halves_the_calls_at_once_and_calm_raises_them_again(survey, virtual):
    windows = []

    async def strained(text: str, nth: int) -> Response:
        await asyncio.sleep(1)
        if 100 <= nth < 140:
            raise TargetFault(Fault("instrument_fault", "server_error"), retry=True, status=503)
        return Response("no")

    one = survey(1500, complete=True)
    report = virtual(one.ask(Target(strained), progress=lambda look: windows.append(look.window)))
    most = max(windows)
    low = windows.index(min(windows[windows.index(most) :]))
    assert most == 64
    assert windows[low] <= 32
    assert max(windows[low:]) >= windows[low] + 8
    assert report.most_in_flight <= 64


def test_a_narrow_target_gets_no_more_than_it_can_use(survey, virtual):
    at_once = []

    async def slow(text: str, nth: int) -> Response:
        at_once.append(nth)
        await asyncio.sleep(1)
        at_once.remove(nth)
        assert not at_once
        return Response("no")

    report = virtual(survey(10, complete=True).ask(Target(slow, narrow=1)))
    assert (report.most_in_flight, report.answers) == (1, 10)
