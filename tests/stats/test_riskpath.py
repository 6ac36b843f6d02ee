"""Lists of risks along an order: nothing is asked in vain, any order of arrival reads the same, and what is needed."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    RiskBoard,
    RiskPath,
    Status,
    SurveyWatcher,
    bank_table,
    population_table,
    read_path,
    read_risks,
)

LIMIT, ALPHA = "0.2", "0.1"


def draw_order(draw, risks, families):
    order = [risk for risk in range(risks) for _ in range(families)]
    draw.shuffle(order)
    return order


def draw_statuses(draw, order, risks):
    rates = [draw.choice([0.0, 0.05, 0.2, 0.6]) for _ in range(risks)]
    faulty = draw.choice([0.0, 0.0, 0.1])
    return bytes(
        Status.OPEN if draw.random() < faulty else Status.FAILURE if draw.random() < rates[risk] else Status.SUCCESS
        for risk in order
    )


def path_of(order, risks, **rule):
    return RiskPath(RiskBoard([LIMIT] * risks, ALPHA), order, **rule)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5), st.sampled_from([1, 1, 5, 40]), st.integers(1, 30))
def test_what_is_sure_is_read_and_the_rest_is_never_asked(seed, risks, look_every, at_once):
    """An asker that takes sure positions alone, in any order and many at once, asks what is read and nothing else."""
    draw = Random(seed)
    order = draw_order(draw, risks, 40)
    truth, seen = draw_statuses(draw, order, risks), bytearray(len(order))
    stream = draw.randint(0, len(order))
    seen[:stream] = truth[:stream]
    path = path_of(order, risks, look_every=look_every, stream=stream)
    path.follow(seen)
    asked: set[int] = set()
    while not path.ended:
        under_way = path.sure(seen)[:at_once]
        assert under_way
        for position in draw.sample(under_way, draw.randint(1, len(under_way))):
            seen[position] = truth[position]
            asked.add(position)
        path.follow(seen)
    assert asked == path.beyond
    assert path.reading(seen) == read_risks(
        truth, order, [LIMIT] * risks, ALPHA, look_every=look_every, stream=stream
    )  # fmt: skip


def test_many_can_be_asked_at_once_where_looks_are_rare():
    order = [0, 1] * 100
    assert len(path_of(order, 2, look_every=50).sure(bytes(200))) >= 50
    assert 2 <= len(path_of(order, 2).sure(bytes(200))) <= 20


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 4), st.sampled_from([1, 6]))
def test_a_watcher_reads_what_is_there_whatever_came_first(seed, risks, look_every):
    draw = Random(seed)
    order = draw_order(draw, risks, 30)
    size = len(order)
    truth = draw_statuses(draw, order, risks)
    strict, forecast = population_table(size, LIMIT, ALPHA), bank_table(size, LIMIT, ALPHA)
    watcher = SurveyWatcher(size, strict, forecast, look_every, complete=False, alpha=ALPHA, risk_of=order)
    arrivals = draw.sample(range(size), size)
    for position in arrivals:
        if draw.random() < 0.2 and truth[position] != Status.OPEN:
            watcher.record(position, Status.OPEN)
            arrivals.append(position)
        else:
            watcher.record(position, Status(truth[position]))
    plain = read_path(truth, strict, forecast, look_every=look_every, complete=False)
    lists = read_risks(truth, order, [LIMIT] * risks, ALPHA, look_every=look_every, stream=plain.counted)
    assert watcher.reading == plain
    assert watcher.finished
    assert watcher.risks == lists
    counted = {position for position in range(size) if watcher.counts(position)}
    assert counted == set(range(plain.counted)) | lists.beyond
    assert watcher.answers == sum(truth[position] != Status.OPEN for position in counted)
    assert watcher.beyond() == []


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 4), st.integers(1, 20))
def test_an_asking_in_rounds_asks_for_the_lists_after_the_gates(seed, risks, at_once):
    draw = Random(seed)
    order = draw_order(draw, risks, 40)
    size, truth = len(order), draw_statuses(draw, order, risks)
    strict = population_table(size, LIMIT, ALPHA)
    watcher = SurveyWatcher(size, strict, None, 1, complete=False, alpha=ALPHA, risk_of=order)
    plain = read_path(truth, strict, None, look_every=1, complete=False)
    for position in range(plain.counted):
        assert watcher.risks is None
        assert not watcher.beyond()
        watcher.record(position, Status(truth[position]))
    asked = set(range(plain.counted))
    while not watcher.finished:
        for position in watcher.beyond()[:at_once]:
            watcher.record(position, Status(truth[position]))
            asked.add(position)
    assert {position for position in range(size) if watcher.counts(position)} == asked
    assert watcher.risks.ended


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 6), st.sampled_from(["fdr", "holm", "bonferroni"]))
def test_so_many_answers_without_a_failure_list_a_risk(seed, risks, rule):
    draw = Random(seed)
    board = RiskBoard([LIMIT] * risks, ALPHA, rule)
    rates = [draw.choice([0.0, 0.05, 0.2]) for _ in range(risks)]
    for _ in range(draw.randint(0, 60)):
        risk = draw.randrange(risks)
        if not board.decided(risk):
            fails = draw.random() < rates[risk]
            board.record(risk, draw.choice([Status.FAILURE, Status.OPEN]) if fails else Status.SUCCESS)
            board.look()
    undecided = board.reading().undecided
    if not undecided:
        return
    risk = draw.choice(undecided)
    needs = board.needs(risk)
    for number in range(1, needs + 1):
        assert not board.decided(risk)
        assert board.least_more(risk, 100) <= needs - number + 1
        board.record(risk, Status.SUCCESS)
        board.look()
    assert board.decided(risk)
    assert risk in board.reading().listed("clean")


def test_lists_err_as_seldom_as_they_say_the_stop_of_the_gates_included():
    """All risks lie on the limit, so that whoever is listed is listed wrongly; gates stop first, the lists go on."""
    draw, runs, risks = Random(11), 300, 3
    order = draw_order(draw, risks, 40)
    strict, forecast = population_table(len(order), LIMIT, ALPHA), bank_table(len(order), LIMIT, ALPHA)
    wrong = {"clean": 0, "failing": 0}
    for _ in range(runs):
        statuses = bytes(2 if draw.random() < 0.2 else 1 for _ in order)
        gates = read_path(statuses, strict, forecast, look_every=1, complete=False)
        lists = read_risks(statuses, order, [LIMIT] * risks, ALPHA, stream=gates.counted)
        for side in wrong:
            wrong[side] += bool(lists.listed(side))
    assert max(wrong.values()) <= 47, wrong  # of 300 at 10 %, more than 47 have a chance below 0.1 %


def test_more_than_a_million_answers_are_told_as_none():
    board = RiskBoard(["0.0001"] * 2, "0.01")
    for _ in range(200):
        board.record(0, Status.FAILURE)
    assert board.needs(0) is None


def test_a_path_that_cannot_be_is_refused():
    for order, rule in (
        ([0, 2], {}),
        ([0, -1], {}),
        ([0], {"stream": 2}),
        ([0], {"stream": -1}),
        ([0], {"look_every": 0}),
    ):
        with pytest.raises(ValueError, match=r"risks are numbered|a stream of|a look comes after"):
            path_of(order, 2, **rule)
    with pytest.raises(ValueError, match="2 statuses for 1 positions"):
        read_risks(bytes(2), [0], [LIMIT], ALPHA)
