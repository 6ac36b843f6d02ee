"""Asking for lists of risks: after the gates it goes on with what the lists need, and with nothing else."""

from __future__ import annotations

import asyncio
import random

import msgspec
import pytest

from steelyard.stats import Status, read_path, read_risks
from steelyard.targets import ScriptedTarget, chance_of, faulty_share

SIZE, RISKS, LIMIT = 240, 3, "0.2"
ORDER = random.Random(5).sample([risk for risk in range(RISKS) for _ in range(SIZE // RISKS)], SIZE)
RATES = (0.0, 0.02, 0.95)


def fails(position: int) -> bool:
    return chance_of("lists", "answer", str(position)) < RATES[ORDER[position]]


def answer(text: str) -> str:
    return "yes" if fails(int(text[1:])) else "no"


def slowly(text: str) -> float:
    return 2 * chance_of("lists", "latency", text)


TRUTH = bytes(Status.FAILURE if fails(position) else Status.SUCCESS for position in range(SIZE))


def survey_with_lists(survey, **more):
    return survey(SIZE, limit=LIMIT, risk_of=ORDER, **more)


def whole_reading(one, statuses=TRUTH):
    tables = one.watcher._settings[:2]
    gates = read_path(statuses, *tables, look_every=one.look_every, complete=one.complete)
    lists = read_risks(
        statuses, ORDER, [LIMIT] * RISKS, "0.05", look_every=one.look_every, stream=gates.counted
    )  # fmt: skip
    return gates, lists


def gates_of(reading):
    """All but how far answers are there without a gap."""
    return msgspec.structs.replace(reading, prefix=0)


@pytest.mark.parametrize("look_every", [1, 10])
@pytest.mark.parametrize("workers", [1, 7, 64])
def test_the_lists_are_the_same_however_many_calls_are_made_at_once(workers, look_every, survey, virtual):
    one = survey_with_lists(survey, look_every=look_every)
    gates, lists = whole_reading(one)
    report = virtual(one.ask(ScriptedTarget(answer, latency=slowly), max_concurrency=workers))
    assert (report.finished, report.ended) == (True, "decided")
    assert (gates_of(report.reading), report.risks) == (gates_of(gates), lists)
    assert report.risks.listed("failing") == (2,)
    assert lists.beyond
    needed = set(range(gates.counted)) | lists.beyond
    assert needed <= set(one.trials)
    assert report.calls == report.answers == len(one.trials) == len(needed) + report.surplus
    assert report.surplus <= (0 if workers == 1 else report.most_in_flight)
    assert report.calls < SIZE


def test_complete_asks_everything(survey, virtual):
    one = survey_with_lists(survey, complete=True, forecast=False)
    report = virtual(one.ask(ScriptedTarget(answer), max_concurrency=16))
    assert (report.calls, report.surplus) == (SIZE, 0)
    assert report.risks == whole_reading(one)[1]


def evidence(one, report):
    kept = set(range(report.reading.counted)) | report.risks.beyond
    return {position: (one.trials[position].response, one.labels.get(position)) for position in kept}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("workers", [1, 16])
def test_cancelled_at_any_moment_it_goes_on_where_it_was(seed, workers, survey, virtual):
    whole = survey_with_lists(survey)
    expected = evidence(whole, virtual(whole.ask(ScriptedTarget(answer), max_concurrency=1)))
    chance, one, report, asked = random.Random(seed), survey_with_lists(survey), None, 0

    async def stopped(after):
        task = asyncio.ensure_future(one.ask(ScriptedTarget(answer, latency=slowly), max_concurrency=workers))
        await asyncio.wait({task}, timeout=after)
        return task.result() if task.done() else task.cancel() and None

    stops = 0
    while report is None:
        one.begin()
        report = virtual(stopped(chance.uniform(0.2, 20 / workers)))
        stops += report is None
        assert len(one.trials) >= asked
        asked = len(one.trials)
    assert stops >= 1
    assert evidence(one, report) == expected
    assert report.risks == whole_reading(one)[1]


@pytest.mark.parametrize("workers", [1, 16])
def test_open_faults_are_asked_again_and_read_both_ways(workers, survey, virtual):
    one = survey_with_lists(survey)
    target = ScriptedTarget(answer, faults=faulty_share(0.4, "lists"))
    report = virtual(one.ask(target, retries=0, max_concurrency=workers))
    assert report.finished
    assert report.asked_again
    statuses = bytearray(SIZE)
    for position, trial in one.trials.items():
        statuses[position] = Status.OPEN if trial.fault else TRUTH[position]
    gates, lists = whole_reading(one, bytes(statuses))
    assert (gates_of(report.reading), report.risks) == (gates_of(gates), lists)
    assert any(tally.open_faults for tally in lists.tallies)
    assert report.surplus == sum(
        statuses[position] in {Status.SUCCESS, Status.FAILURE}
        for position in range(gates.counted, SIZE) if position not in lists.beyond
    )  # fmt: skip


def test_a_budget_stops_it_between_gates_and_lists(survey, virtual):
    one = survey_with_lists(survey)
    gates, lists = whole_reading(one)
    first = virtual(one.ask(ScriptedTarget(answer), max_concurrency=1, max_calls=gates.counted + 3))
    assert (first.finished, first.ended) == (False, "calls")
    assert (gates_of(first.reading), first.risks.ended) == (gates_of(gates), False)
    one.begin()
    second = virtual(one.ask(ScriptedTarget(answer), max_concurrency=1))
    assert second.risks == lists
    assert first.calls + second.calls == gates.counted + len(lists.beyond)
