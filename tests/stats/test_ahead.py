"""How far ahead asking looks, against its definition, and what the two readers of a path refuse."""

from math import floor, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import PathWatcher, Status, bank_table, population_table, read_path

MISSING, SUCCESS, FAILURE, OPEN = Status
ANSWERS = st.sampled_from([SUCCESS] * 9 + [FAILURE] * 3 + [OPEN])


def crossing(table, fails, look_every):
    """The side that a path crosses first; `open` for none."""
    for n in range(1, len(fails) + 1):
        k = sum(fails[:n])
        if n % look_every == 0 or n == table.size:
            if k <= table.pass_max[n]:
                return "met"
            if k >= table.fail_min[n]:
                return "failed"
    return "open"


def ahead_by_definition(statuses, size, tables, look_every):
    """The least that may well decide every open gate on one side, up to a look, at least 4, at most what is left."""
    n, rest = len(statuses), size - len(statuses)
    low_fails, high_fails = [s == FAILURE for s in statuses], [s != SUCCESS for s in statuses]
    sides = [
        (table, crossing(table, low_fails, look_every), crossing(table, high_fails, look_every)) for table in tables
    ]
    undecided = [each for each in sides if each[1] == "open" or each[1] != each[2]]
    if not undecided or not rest:
        return 0
    failures, answers = statuses.count(FAILURE), n - statuses.count(OPEN)
    a, b = failures + 0.5, answers - failures + 0.5
    mean, deviation = a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b)
    least, most = max(0.0, mean - deviation), mean + deviation

    def until_met(table, high):
        if high != "open" or least >= float(table.limit):
            return rest
        k = sum(high_fails)
        return next((m for m in range(rest + 1) if k + floor(least * m + 0.5) <= table.pass_max[n + m]), rest)

    def until_failed(table, low):
        if low != "open" or most <= float(table.limit):
            return rest
        return next((m for m in range(rest + 1) if failures + 0.5 + most * m >= table.fail_min[n + m]), rest)

    needed = min(
        max(until_met(table, high) for table, _, high in undecided),
        max(until_failed(table, low) for table, low, _ in undecided),
    )
    while (n + needed) % look_every:
        needed += 1
    return min(rest, max(4, needed))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_as_far_ahead_as_may_well_decide(data):
    size = data.draw(st.integers(1, 300))
    limit, alpha = data.draw(st.sampled_from(["0.05", "0.1", "0.3"])), data.draw(st.sampled_from(["0.05", "0.3"]))
    tables = [population_table(size, limit, alpha)]
    if data.draw(st.booleans()):
        tables.append(bank_table(size, limit, alpha))
    look_every = data.draw(st.sampled_from([1, 1, 3, 20]))
    statuses = data.draw(st.lists(ANSWERS, max_size=min(size, 60)))
    watcher = PathWatcher(size, tables[0], tables[1] if len(tables) == 2 else None, look_every, complete=False)
    for position, status in enumerate(statuses):
        watcher.record(position, status)
    assert watcher.useful_ahead() == ahead_by_definition(statuses, size, tables, look_every)


def test_the_first_crossing_of_a_path_is_kept():
    # Read as successes the faults meet the limit, read as failures they exceed it: no later failure makes them agree.
    strict = population_table(400, "0.1", "0.05")
    statuses = bytes([OPEN] * 20 + [SUCCESS] * 60 + [FAILURE] * 100 + [SUCCESS] * 220)
    assert read_path(statuses, strict, None, look_every=1, complete=False).strict.claim == "open"
    assert read_path(statuses[20:] + b"\1" * 20, strict, None, look_every=1, complete=False).strict.claim == "met"


@pytest.mark.parametrize("size", [9, 11])
def test_lengths_must_agree(size):
    strict, other = population_table(10, "0.1", "0.05"), bank_table(size, "0.1", "0.05")
    rule = {"look_every": 1, "complete": False}
    with pytest.raises(ValueError, match=f"{size} statuses"):
        read_path(bytes(size), strict, None, **rule)
    with pytest.raises(ValueError, match=f"{size} answers"):
        read_path(bytes(10), strict, other, **rule)
    with pytest.raises(ValueError, match=f"sample of {size}"):
        PathWatcher(size, strict, None, 1, complete=False)


@pytest.mark.parametrize("position", [-1, 10, 11])
def test_a_position_outside_the_sample_is_refused(position):
    watcher = PathWatcher(10, population_table(10, "0.1", "0.05"), None, 1, complete=False)
    with pytest.raises(ValueError, match="outside"):
        watcher.record(position, SUCCESS)
    assert watcher.reading.prefix == 0
