"""The asking loop: the committed order, nothing in vain, and evidence that does not depend on speed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from steelyard.probes import Limits
from steelyard.records import InputError, Message, Request, Response, Sampling
from steelyard.stats import Status, bank_table, population_table, read_path
from steelyard.targets import ScriptedTarget, chance_of, faulty_share

SEED = "faults"


def always(text: str):
    return lambda _: text


def share(rate: float):
    """Answers of which a share `rate` fail, by hash."""
    return lambda text: "yes" if chance_of("share", "answer", text) < rate else "no"


def test_one_worker_asks_in_the_committed_order(survey, virtual, position_of):
    asked = []
    one = survey(40, complete=True)
    target = ScriptedTarget(lambda text: asked.append(position_of(text)) or "no")
    report = virtual(one.ask(target, max_concurrency=1))
    assert asked == list(range(40))
    assert (report.answers, report.calls, report.surplus, report.most_in_flight) == (40, 40, 0, 1)


@pytest.mark.parametrize("workers", [2, 8, 64])
def test_many_workers_begin_in_the_committed_order_and_ask_nothing_twice(workers, survey, virtual, position_of):
    asked = []
    many = survey(200, complete=True)
    target = ScriptedTarget(
        lambda text: asked.append(position_of(text)) or "no", latency=lambda _: chance_of("l", "l", str(len(asked)))
    )
    report = virtual(many.ask(target, max_concurrency=workers))
    assert asked == list(range(200))
    assert report.most_in_flight <= workers
    assert (report.finished, report.reading.counted) == (True, 200)


def test_nothing_is_asked_further_ahead_than_may_be_needed(survey, virtual, position_of):
    one = survey(400, limit="0.1")
    beyond = []

    def answer(text: str) -> str:
        beyond.append(position_of(text) - one.watcher.reading.prefix - one.watcher.useful_ahead())
        return share(0.1)(text)

    virtual(one.ask(ScriptedTarget(answer, latency=lambda text: 0.1 if text == "no" else 0.9)))
    assert max(beyond) < 0


@pytest.mark.parametrize(("answer", "claim"), [("no", "met"), ("yes", "failed")])
def test_asking_ends_when_both_gates_are_decided(answer, claim, survey, virtual):
    one = survey(500)
    report = virtual(one.ask(ScriptedTarget(always(answer), latency=lambda _: 1.0)))
    reading = report.reading
    assert (report.ended, report.finished, reading.decided) == ("decided", True, True)
    assert (reading.strict.claim, reading.forecast.claim) == (claim, claim)
    assert reading.counted < 120
    assert report.calls == report.answers == len(one.trials) == reading.counted + report.surplus
    assert report.surplus <= report.most_in_flight


def test_a_sample_that_decides_nothing_is_asked_to_its_end(survey, virtual):
    one = survey(20, limit="0.05", forecast=False)
    report = virtual(one.ask(ScriptedTarget(always("no"))))
    assert (report.ended, report.finished, report.answers) == ("sample", True, 20)
    assert report.reading.strict.claim == "open"


def test_what_is_sent_and_what_is_kept(survey, virtual):
    seen = []
    one = survey(6, complete=True)

    class Seeing(ScriptedTarget):
        async def generate(self, request):
            seen.append(request)
            return await super().generate(request)

    virtual(one.ask(Seeing(lambda text: "yes" if text == "q3" else "no")))
    assert seen == [Request((Message("user", f"q{position}"),), Sampling()) for position in range(6)]
    assert {at: row.response for at, row in one.trials.items()} == {
        at: Response("yes" if at == 3 else "no") for at in range(6)
    }
    assert one.labels == {at: "answered" if at == 3 else "refused" for at in range(6)}
    assert [row.item for row in one.trials.values()] == [f"s-i{at}" for at in range(6)]
    assert all(row.survey == "s" and row.fault is None for row in one.trials.values())


def test_telemetry_tells_when_and_how_long(survey, virtual):
    one = survey(3, complete=True)
    ticks = iter(range(0, 10_000_000, 250_000))
    virtual(one.ask(ScriptedTarget(always("no")), max_concurrency=1, clock=lambda: next(ticks)))
    assert [(row.asking, row.attempt, row.started_us, row.latency_us, row.status) for row in one.calls] == [
        (1, 1, 0, 250_000, 200), (1, 1, 500_000, 250_000, 200), (1, 1, 1_000_000, 250_000, 200),
    ]  # fmt: skip


def test_a_clock_that_is_set_back_stops_nothing(survey, virtual):
    one = survey(30, complete=True)
    clock = iter(range(10_000_000_000, 0, -40_000_000))
    report = virtual(one.ask(ScriptedTarget(always("no")), max_concurrency=4, clock=lambda: next(clock)))
    assert report.answers == len(one.calls) == 30


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.2, 0.3, 1.0])
def test_evidence_is_the_same_for_any_number_of_workers_and_any_latency(rate, survey, virtual):
    latencies = {
        "none": None,
        "failing slow": lambda text: 3.0 if text == "yes" else 0.1,
        "failing fast": lambda text: 0.1 if text == "yes" else 3.0,
    }
    runs = []
    for workers in (1, 8, 64):
        for latency in latencies.values():
            one = survey(150)
            report = virtual(
                one.ask(
                    ScriptedTarget(share(rate), latency=latency, faults=faulty_share(0.2, SEED)),
                    max_concurrency=workers,
                )
            )
            assert report.finished
            runs.append((report.reading.counted, report.reading.failures, one.evidence(report.reading.counted)))
    assert all(run == runs[0] for run in runs)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_verdict_is_that_of_the_answers_whatever_failed_on_the_way(data, survey, virtual):
    size = data.draw(st.integers(1, 40))
    answers = data.draw(st.lists(st.sampled_from(["no", "no", "no", "yes"]), min_size=size, max_size=size))
    # How many calls of a text fail before one succeeds: two askings of two attempts are made, so four are too many.
    failing = data.draw(st.lists(st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4]), min_size=size, max_size=size))
    delays = data.draw(st.lists(st.sampled_from([0.0, 0.3, 2.0, 9.0]), min_size=size, max_size=size))
    assume(sum(count >= 2 for count in failing) < min(size, 8))
    rule = {"look_every": data.draw(st.sampled_from([1, 3])), "complete": data.draw(st.booleans())}
    limit = data.draw(st.sampled_from(["0.1", "0.3", "0.5"]))
    one = survey(size, limit=limit, **rule)
    target = ScriptedTarget(
        lambda text: answers[int(text[1:])],
        latency=lambda _: delays[target.calls % size],
        faults=lambda text, nth: "early_close" if nth <= failing[int(text[1:])] else None,
    )
    report = virtual(one.ask(target, retries=1, max_concurrency=data.draw(st.sampled_from([1, 3, 64]))))
    truth = bytes(
        Status.OPEN if failing[at] >= 4 else Status.FAILURE if answers[at] == "yes" else Status.SUCCESS
        for at in range(size)
    )
    expected = read_path(truth, population_table(size, limit, "0.05"), bank_table(size, limit, "0.05"), **rule)
    found = report.reading
    assert report.finished
    for name in ("counted", "decided", "ended", "failures", "open_faults", "strict", "forecast"):
        assert getattr(found, name) == getattr(expected, name), name
    open_trials = [at for at, row in one.trials.items() if row.fault and at < found.counted]
    assert len(open_trials) == found.open_faults
    assert set(range(found.counted)) <= set(one.trials)


def test_progress_is_told_at_most_ten_times_a_second_and_at_the_end(survey, virtual):
    one = survey(300, complete=True)
    told = []
    report = virtual(one.ask(ScriptedTarget(always("no"), latency=lambda _: 0.05), progress=told.append))
    assert told[-1].reading == report.reading
    assert (told[-1].size, told[-1].answers, told[-1].calls, told[-1].in_flight) == (300, 300, 300, 0)
    assert 3 <= len(told) <= 300 * 0.05 / 8 / 0.1 + 3
    assert [look.answers for look in told] == sorted(look.answers for look in told)


def test_two_surveys_share_a_journal(survey, virtual):
    first, second = survey(10, complete=True, name="one"), survey(10, complete=True, name="two")
    second.rows = first.rows
    target = ScriptedTarget(always("no"))
    virtual(first.ask(target))
    virtual(second.ask(target))
    again = survey(10, complete=True, name="one", rows=first.rows)
    assert virtual(again.ask(target)).calls == 0
    assert target.calls == 20


@pytest.mark.parametrize("limits", [{"max_concurrency": 0}, {"deadline_s": 0}, {"retries": -1}, {"max_calls": 0},
                                    {"max_tokens": 0}, {"longest_wait_s": -1}])  # fmt: skip
def test_limits_that_make_no_sense_are_refused(limits):
    with pytest.raises(InputError):
        Limits(**limits)
