"""An asking stopped at any moment goes on from its journal: nothing that was answered is asked again."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from steelyard.journal import JOURNAL, Journal
from steelyard.records import CallRow, Fault, LabelRow, Response, TargetFault, TrialRow
from steelyard.targets import ScriptedTarget, chance_of, faulty_share

SIZE = 80


def share(rate: float):
    return lambda text: "yes" if chance_of("share", "answer", text) < rate else "no"


def asked_by(texts: list[str], rate: float = 0.1, **given) -> ScriptedTarget:
    """A target that notes each text it was asked, one call after another taking up to 2 s."""
    answer = share(rate)
    return ScriptedTarget(
        lambda text: texts.append(text) or answer(text),
        latency=lambda _: 2 * chance_of("slow", "latency", str(len(texts))), **given,
    )  # fmt: skip


async def stopped(work, after: float):
    """Run and cancel after so many seconds; None when it was cancelled."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=after)
    if done:
        return task.result()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("workers", [1, 16])
def test_cancelled_at_any_moment_it_goes_on_where_it_was(seed, workers, survey, virtual):
    whole = survey(SIZE, limit="0.1", complete=True)
    virtual(whole.ask(asked_by([]), max_concurrency=workers))
    chance, texts = random.Random(seed), []
    one, target, stops = survey(SIZE, limit="0.1", complete=True), asked_by(texts), 0
    while True:
        one.begin()
        settled, before = set(one.labels), len(texts)
        report = virtual(stopped(one.ask(target, max_concurrency=workers), chance.uniform(0.1, 40 / workers)))
        assert not settled & {int(text[1:]) for text in texts[before:]}
        if report is not None:
            break
        stops += 1
    assert stops >= 1
    assert report.finished
    assert len(texts) <= SIZE + stops * workers
    assert one.evidence(SIZE) == whole.evidence(SIZE)


@pytest.mark.parametrize("seed", range(6))
def test_with_faults_too_nothing_answered_is_asked_again(seed, survey, virtual):
    chance, texts, report = random.Random(seed), [], None
    one = survey(SIZE, complete=True)
    target = asked_by(texts, faults=faulty_share(0.3, "resume"))
    while report is None:
        one.begin()
        settled, before = set(one.trials), len(texts)
        report = virtual(stopped(one.ask(target, retries=1, max_concurrency=8), chance.uniform(0.5, 20)))
        assert not settled & {int(text[1:]) for text in texts[before:]}
    assert report.finished
    assert set(one.trials) == set(range(SIZE))
    for at, row in one.trials.items():
        assert (row.fault is None) == (at in one.labels)
    for trial in {row.trial for row in one.calls}:
        askings = [call.asking for call in one.calls if call.trial == trial]
        assert askings == sorted(askings)
        assert max(askings) <= 2


def test_every_cut_of_a_journal_can_be_resumed(survey, virtual):
    texts: list[str] = []
    whole = survey(12, complete=True)
    virtual(whole.ask(asked_by(texts, faults=faulty_share(0.3, "cut")), max_concurrency=3, retries=1))
    expected = {at: row for at, row in whole.trials.items() if row.fault is None}
    for cut in range(len(whole.rows) + 1):
        again: list[str] = []
        one = survey(12, complete=True, rows=whole.rows[:cut])
        answered = set(expected) & set(one.trials)
        report = virtual(one.ask(asked_by(again)))
        assert report.finished
        assert not answered & {int(text[1:]) for text in again}
        assert expected.items() <= one.trials.items()
        assert set(one.trials) == set(range(12))


def test_an_answer_without_its_reading_is_read_again_and_not_asked(survey, virtual):
    whole, texts = survey(5, complete=True), []
    virtual(whole.ask(asked_by([])))
    one = survey(5, complete=True, rows=[row for row in whole.rows if isinstance(row, TrialRow)])
    report = virtual(one.ask(asked_by(texts)))
    assert (texts, report.calls, report.finished) == ([], 0, True)
    assert one.labels == whole.labels


def test_a_finished_asking_asks_nothing(survey, virtual):
    one, texts = survey(200), []
    first = virtual(one.ask(asked_by([], rate=0.0)))
    one.begin()
    again = virtual(one.ask(asked_by(texts)))
    assert (texts, again.calls) == ([], 0)
    assert (again.ended, again.finished, again.reading, again.answers) == (
        "decided", True, first.reading, first.answers,
    )  # fmt: skip


def test_labels_of_another_judge_settle_nothing(survey, virtual):
    whole = survey(4, complete=True)
    virtual(whole.ask(asked_by([])))
    other = [row for row in whole.rows if isinstance(row, TrialRow)]
    other += [
        LabelRow("f" * 63 + str(at), row.trial, "other", row.labeller, "answered")
        for at, row in enumerate(row for row in whole.rows if isinstance(row, LabelRow))
    ]
    one = survey(4, complete=True, rows=other)
    virtual(one.ask(asked_by([])))
    mine = {row.trial: row.reading for row in one.rows if isinstance(row, LabelRow) and row.judge == "word"}
    assert mine == {row.trial: row.reading for row in whole.rows if isinstance(row, LabelRow)}


@pytest.mark.parametrize("budget", [3, 30])
@pytest.mark.parametrize("faults", [None, faulty_share(0.3, "budget")])
def test_a_budget_of_calls_is_kept_exactly_and_ends_resumably(budget, faults, survey, virtual):
    one, texts, rounds = survey(SIZE, complete=True), [], 0
    target = asked_by(texts, faults=faults)
    while True:
        one.begin()
        report = virtual(one.ask(target, max_calls=budget, retries=1))
        rounds += 1
        assert report.calls <= budget
        if report.finished:
            break
        assert (report.ended, report.calls) == ("calls", budget)
    assert set(one.trials) == set(range(SIZE))
    assert len(texts) == len(one.calls)
    if faults is None:
        assert len(texts) == SIZE
        assert rounds == -(-SIZE // budget)


def test_a_budget_used_up_by_the_last_answer_ends_nothing_early(survey, virtual):
    report = virtual(survey(20, complete=True).ask(asked_by([]), max_calls=20))
    assert (report.finished, report.calls) == (True, 20)


def test_a_budget_of_tokens_ends_resumably(survey, virtual):
    class Counting(ScriptedTarget):
        async def generate(self, request) -> Response:
            answer = await super().generate(request)
            return Response(answer.text, tokens_in=10, tokens_out=5)

    one = survey(30, complete=True)
    report = virtual(one.ask(Counting(share(0.0)), max_tokens=150, max_concurrency=1))
    assert (report.ended, report.finished) == ("tokens", False)
    assert (report.calls, report.tokens_in, report.tokens_out) == (10, 100, 50)
    assert [(call.tokens_in, call.tokens_out) for call in one.calls] == [(10, 5)] * 10
    one.begin()
    again = virtual(one.ask(Counting(share(0.0)), max_tokens=10_000))
    assert (again.finished, again.calls, again.answers) == (True, 20, 30)


def test_a_budget_ends_waiting_too(survey, virtual):
    """A call that failed and waits for its next attempt makes none once the budget is used up."""
    one = survey(40, complete=True)
    target = asked_by([], faults=lambda text, nth: "server_error" if text == "q0" else None)
    report = virtual(one.ask(target, max_calls=10, max_concurrency=4))
    assert report.calls == len(one.calls) == 10
    assert 0 not in one.trials


def test_an_interrupted_asking_keeps_its_count_of_attempts(survey, virtual):
    one = survey(1)
    failing = ScriptedTarget(share(0.0), faults=lambda text, nth: "server_error")
    assert not virtual(one.ask(failing, max_calls=2)).finished
    one.begin()
    virtual(one.ask(ScriptedTarget(share(0.0))))
    assert [(call.asking, call.attempt) for call in one.calls] == [(1, 1), (1, 2), (1, 3)]


def test_a_first_asking_that_failed_before_is_not_made_again(survey, virtual):
    one = survey(40, complete=True)
    faults = lambda text, nth: "client_error" if text == "q1" else None  # noqa: E731
    assert not virtual(one.ask(asked_by([], faults=faults), max_calls=5, max_concurrency=1)).finished
    one.begin()
    virtual(one.ask(asked_by([])))
    assert [call.asking for call in one.calls if call.trial == one.trials[1].key] == [1, 2]


async def test_with_the_real_journal_and_a_real_service(survey, tmp_path: Path, monkeypatch):
    """Stopped and resumed over files and sockets: rows, keys and order are what they are in memory."""
    from mock_endpoint import MockEndpoint, reply

    from steelyard.targets import TargetSpec, open_target

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    path, key, answer = tmp_path / JOURNAL, bytes(32), share(0.1)
    async with MockEndpoint(lambda call: reply(answer(call.question), delay=0.02)) as endpoint:
        stops = 0
        for after in (0.1, 0.15, 60.0):
            target = open_target(TargetSpec(kind="openai", url=endpoint.url, model="m"), {})
            with Journal.open(path, key) as journal:
                one = survey(60, complete=True)
                work = one.ask(target, journal=journal, known=journal.rows(), max_concurrency=4)
                report = await stopped(work, after)
            await target.close()
            stops += report is None
        with Journal.open(path, key) as journal:
            one.rows = list(journal.rows())
    assert stops == 2
    assert report.finished
    assert set(one.labels) == set(range(60))
    assert 60 <= len(endpoint.questions) <= 60 + stops * 4
    assert all(row.status == 200 for row in one.rows if isinstance(row, CallRow))


async def test_a_service_that_fails_in_every_way_is_survived(survey, monkeypatch):
    from mock_endpoint import COMPLIANCE, Act, MockEndpoint, as_json, reply

    from steelyard.targets import TargetSpec, open_target

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("steelyard.probes.pace._FIRST_WAIT_S", 0.01)
    bad = {
        "q3": Act(b"{", 200), "q5": Act(how="close"), "q7": Act(how="garbage"), "q9": as_json({"error": "x"}),
        "q11": as_json({"choices": []}), "q13": Act(b"", 500), "q15": Act(how="hang"), "q17": Act(b"", 404),
        "q19": Act(reply("no").body, how="cut"), "q21": Act(how="flood"),
    }  # fmt: skip
    kinds = {
        "q3": "malformed_json", "q5": "early_close", "q7": "malformed_json", "q9": "error_body", "q11": "empty_choices",
        "q13": "server_error", "q15": "timeout", "q17": "client_error", "q19": "early_close", "q21": "too_large",
    }  # fmt: skip
    one = survey(40, complete=True)
    async with MockEndpoint(lambda call: bad.get(call.question) or reply("no")) as endpoint:
        target = open_target(TargetSpec(kind="openai", url=endpoint.url, model="m", deadline_s=0.5), {})
        report = await one.ask(target, retries=1, max_concurrency=8)
        await target.close()
    assert COMPLIANCE not in str(one.rows)
    assert {f"q{at}": row.fault.kind for at, row in one.trials.items() if row.fault} == kinds
    assert all(row.fault.fault_class == "instrument_fault" for row in one.trials.values() if row.fault)
    assert (report.answers, report.reading.open_faults, report.reading.failures) == (30, 10, 0)


def test_a_target_fault_keeps_no_call_stack_alive(survey, virtual):
    held = []

    class Failing(ScriptedTarget):
        async def generate(self, request) -> Response:
            fault = TargetFault(Fault("instrument_fault", "client_error"))
            held.append(fault)
            raise fault

    with pytest.raises(Exception, match="answers nothing"):
        virtual(survey(8).ask(Failing({})))
    assert all(fault.__traceback__ is None for fault in held)
