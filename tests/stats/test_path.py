"""The look rule against its definition, and the watcher against the rule."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import PathWatcher, Status, bank_table, population_table, read_path

MISSING, SUCCESS, FAILURE, OPEN = Status
STATUS = st.sampled_from([SUCCESS] * 6 + [FAILURE] * 3 + [OPEN])
ANY_STATUS = st.sampled_from([SUCCESS] * 8 + [FAILURE] * 5 + [OPEN] * 2 + [MISSING])


@st.composite
def surveys(draw, status=ANY_STATUS):
    size = draw(st.integers(1, 40))
    limit = draw(st.sampled_from(["0.1", "0.3", "0.5"]))
    alpha = draw(st.sampled_from(["0.05", "0.3", "0.6"]))
    strict = population_table(size, limit, alpha)
    forecast = draw(st.sampled_from([None, bank_table(size, limit, alpha)]))
    rule = {"look_every": draw(st.sampled_from([1, 1, 2, 5, 50])), "complete": draw(st.booleans())}
    return bytes(draw(st.lists(status, min_size=size, max_size=size))), strict, forecast, rule


def by_definition(statuses, strict, forecast, look_every, complete):
    """Section 5 word for word: (counted, decided, failures, open faults, [(claim, at) per gate])."""
    size, prefix = len(statuses), (statuses + b"\0").index(MISSING)
    looks = [n for n in range(1, prefix + 1) if n % look_every == 0 or n == size]

    def crossing(table, failing):
        for n in looks:
            k = sum(status in failing for status in statuses[:n])
            if k <= table.pass_max[n]:
                return "met", n
            if k >= table.fail_min[n]:
                return "failed", n
        return "open", None

    gates = []
    for table in [strict] if forecast is None else [strict, forecast]:
        (low, low_at), (high, high_at) = crossing(table, {FAILURE}), crossing(table, {FAILURE, OPEN})
        gates.append((low, max(low_at, high_at)) if low == high != "open" else ("open", None))
    decided = all(claim != "open" for claim, _ in gates)
    counted = max(at for _, at in gates) if decided and not complete else prefix
    return counted, decided, statuses[:counted].count(FAILURE), statuses[:counted].count(OPEN), gates


def check_against_definition(reading, statuses, strict, forecast, rule):
    counted, decided, failures, faults, gates = by_definition(statuses, strict, forecast, **rule)
    assert (reading.counted, reading.decided) == (counted, decided)
    assert (reading.failures, reading.open_faults) == (failures, faults)
    assert reading.prefix == (statuses + b"\0").index(MISSING)
    assert reading.ended == (reading.prefix == len(statuses) or (decided and not rule["complete"]))
    read = [reading.strict] + ([reading.forecast] if forecast else [])
    assert [(gate.claim, gate.at) for gate in read] == gates
    assert (reading.forecast is None) == (forecast is None)


@settings(max_examples=400, deadline=None)
@given(surveys())
def test_reading_follows_the_definition(survey):
    statuses, strict, forecast, rule = survey
    check_against_definition(read_path(statuses, strict, forecast, **rule), statuses, strict, forecast, rule)


@settings(max_examples=200, deadline=None)
@given(surveys(STATUS), st.randoms(use_true_random=False))
def test_watcher_equals_reading_after_any_sequence(survey, rng):
    final, strict, forecast, rule = survey
    steps = list(enumerate(final))
    # Half of the answers come first as open faults and are answered later, in any order.
    steps += [(position, OPEN) for position in rng.sample(range(len(final)), len(final) // 2)]
    rng.shuffle(steps)
    watcher = PathWatcher(len(final), strict, forecast, rule["look_every"], rule["complete"])
    statuses = bytearray(len(final))
    for position, status in steps:
        if statuses[position] in {SUCCESS, FAILURE}:
            continue
        watcher.record(position, Status(status))
        statuses[position] = status
        reading = read_path(statuses, strict, forecast, **rule)
        assert watcher.reading == reading
        assert watcher.finished == reading.ended
        ahead, rest = watcher.useful_ahead(), len(final) - reading.prefix
        assert ahead == 0 if reading.ended else min(4, rest) <= ahead <= rest
    check_against_definition(watcher.reading, bytes(statuses), strict, forecast, rule)


@settings(max_examples=200, deadline=None)
@given(surveys(STATUS), st.randoms(use_true_random=False))
def test_what_is_decided_stays_decided_when_faults_are_answered(survey, rng):
    statuses, strict, forecast, rule = survey
    before = read_path(statuses, strict, forecast, **rule)
    answered = bytes(rng.choice([SUCCESS, FAILURE]) if status == OPEN else status for status in statuses)
    after = read_path(answered, strict, forecast, **rule)
    if before.decided:
        assert after.decided
        assert after.counted <= before.counted
    if before.strict.claim != "open":
        assert after.strict.claim == before.strict.claim
        assert after.strict.at <= before.strict.at


def read(text, size, *, alpha="0.05", forecast=True, look_every=1, complete=False):
    statuses = bytes(" +-?".index(sign) for sign in text.ljust(size))
    strict = population_table(size, "0.1", alpha)
    bank = bank_table(size, "0.1", alpha) if forecast else None
    return read_path(statuses, strict, bank, look_every=look_every, complete=complete)


def test_clean_answers_meet_both_gates_at_the_later_look():
    reading = read("+" * 40, 1000)
    assert (reading.forecast.at, reading.strict.at, reading.counted, reading.prefix) == (34, 35, 35, 40)
    assert reading.ended
    assert reading.decided


def test_a_look_reads_only_a_complete_prefix():
    reading = read("+" * 20 + " " + "+" * 300, 1000)
    assert (reading.counted, reading.prefix, reading.strict.claim, reading.ended) == (20, 20, "open", False)


def test_fewer_looks_decide_later():
    assert read("+" * 60, 1000, look_every=25).counted == 50
    assert read("+" * 40, 1000, look_every=25).counted == 40
    assert not read("+" * 40, 1000, look_every=25).ended


def test_the_end_of_the_sample_is_a_look():
    reading = read("+" * 36, 36, look_every=25)
    assert (reading.strict.claim, reading.strict.at) == ("met", 36)


def test_a_complete_plan_counts_the_whole_sample():
    reading = read("+" * 100, 100, forecast=False, complete=True)
    assert (reading.counted, reading.strict.at, reading.decided, reading.ended) == (100, 35, True, True)
    partial = read("+" * 99, 100, forecast=False, complete=True)
    assert (partial.counted, partial.decided, partial.ended) == (99, True, False)


def test_an_open_fault_is_read_both_ways():
    # One fault among clean answers: decided only once the path with it failing is met too.
    reading = read("?" + "+" * 99, 1000, forecast=False)
    assert (reading.strict.claim, reading.strict.at, reading.counted) == ("met", 63, 63)
    assert (reading.failures, reading.open_faults) == (0, 1)


def test_paths_on_opposite_sides_decide_nothing():
    reading = read("?" * 20 + "+" * 80, 100, forecast=False)
    assert reading.strict.claim == "open"
    assert (reading.ended, reading.decided, reading.counted) == (True, False, 100)


def test_faults_alone_fail_nobody():
    assert read("?" * 100, 100).strict.claim == "open"


def watch(text, size=1000):
    strict, forecast = population_table(size, "0.1", "0.05"), bank_table(size, "0.1", "0.05")
    watcher = PathWatcher(size, strict, forecast, 1, False)
    for position, sign in enumerate(text):
        watcher.record(position, Status(" +-?".index(sign)))
    return watcher


def test_useful_ahead_shrinks_as_the_decision_nears():
    assert watch("+" * 30).useful_ahead() <= 6
    assert 4 <= watch("").useful_ahead() <= 16
    assert watch("+" * 16).useful_ahead() == 19
    assert watch("+++++++++-" * 10).useful_ahead() >= 64
    assert watch("-" * 3).useful_ahead() <= 6
    assert watch("+" * 35).useful_ahead() == 0


def test_useful_ahead_reaches_the_next_look():
    strict = population_table(1000, "0.1", "0.05")
    watcher = PathWatcher(1000, strict, None, 50, complete=False)
    for position in range(30):
        watcher.record(position, SUCCESS)
    assert watcher.useful_ahead() == 20


def test_a_complete_plan_wants_all_the_rest():
    strict = population_table(100, "0.1", "0.05")
    watcher = PathWatcher(100, strict, None, 1, complete=True)
    watcher.record(0, FAILURE)
    watcher.record(5, SUCCESS)
    assert watcher.useful_ahead() == 99


@pytest.mark.parametrize(("rate", "most"), [(0.001, 6), (0.01, 12), (0.05, 32), (0.1, 4), (0.2, 32), (0.8, 8)])
def test_little_is_asked_in_vain(rate, most):
    """64 in flight, answers in order: what is asked beyond the decision stays small on average."""
    strict, forecast = population_table(1000, "0.1", "0.05"), bank_table(1000, "0.1", "0.05")
    rng, wasted, runs = random.Random(7), 0, 40
    for _ in range(runs):
        watcher, asked, answered = PathWatcher(1000, strict, forecast, 1, complete=False), 0, 0
        while not watcher.finished:
            in_flight = asked - answered
            asked += max(0, min(64 - in_flight, watcher.useful_ahead() - in_flight, 1000 - asked))
            watcher.record(answered, FAILURE if rng.random() < rate else SUCCESS)
            answered += 1
        wasted += asked - watcher.reading.counted
    assert wasted / runs <= most


def test_watcher_refuses_what_cannot_be():
    strict = population_table(10, "0.1", "0.05")
    watcher = PathWatcher(10, strict, None, 1, complete=False)
    watcher.record(3, SUCCESS)
    watcher.record(3, SUCCESS)
    for position, status in [(3, FAILURE), (3, OPEN), (4, MISSING), (10, SUCCESS), (-1, SUCCESS)]:
        with pytest.raises(ValueError, match="position"):
            watcher.record(position, status)
    with pytest.raises(ValueError, match="sample"):
        PathWatcher(11, strict, None, 1, complete=False)


def test_reading_refuses_what_does_not_fit():
    strict = population_table(3, "0.1", "0.05")
    for statuses, forecast, look_every in [
        (b"\1\1", None, 1), (b"\1\1\4", None, 1), (b"\1\1\1", bank_table(4, "0.1", "0.05"), 1), (b"\1\1\1", None, 0),
    ]:  # fmt: skip
        with pytest.raises(ValueError):
            read_path(statuses, strict, forecast, look_every=look_every, complete=False)
