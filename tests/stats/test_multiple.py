"""Lists of risks: against the procedures written from their definitions, and what freezing promises."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    Places,
    RiskBoard,
    Status,
    families_to_list,
    population_evidence,
    read_risks,
    risk_outlook,
    simulate_risks,
)

RULES = ["fdr", "holm", "bonferroni"]


def listed_by_definition(values, alpha, rule):
    """e-BH, Holm's steps and Bonferroni on e-values, as their authors state them."""
    m, order = len(values), sorted(range(len(values)), key=lambda i: -values[i])
    if rule == "bonferroni":
        return {i for i in order if values[i] * alpha >= m}
    if rule == "fdr":
        sizes = [k for k in range(1, m + 1) if k * values[order[k - 1]] * alpha >= m]
        return set(order[: max(sizes, default=0)])
    chosen = set()
    for step, i in enumerate(order):
        if values[i] * alpha < m - step:
            break
        chosen.add(i)
    return chosen


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.sampled_from(RULES))
def test_places_make_the_lists_of_the_definitions(values, rule):
    alpha = Fraction(1, 10)
    places = Places(len(values), alpha, rule)
    best = [next((r for r in range(1, len(values) + 1) if v * places.level(r) >= 1), len(values) + 1) for v in values]
    length = places.length(best)
    assert {i for i, b in enumerate(best) if places.clears(b, length)} == listed_by_definition(values, alpha, rule)


def draw_stream(data, risks, families):
    risk_of = data.draw(st.permutations([r for r in range(risks) for _ in range(families)]))
    cut = data.draw(st.sampled_from([0, 3, 10, 40]))
    status = st.sampled_from([1] * (40 - cut) + [2] * cut + [3])
    return risk_of, bytes(data.draw(st.lists(status, min_size=len(risk_of), max_size=len(risk_of))))


@settings(max_examples=12, deadline=None)
@given(st.data(), st.sampled_from(RULES))
def test_a_claim_holds_by_the_evidence_of_its_look(data, rule):
    """At the look that lists a risk, the definitions list it from the evidence then, the frozen ones as they were."""
    risks, limit, alpha = 4, "0.2", "0.2"
    board, listed = RiskBoard([limit] * risks, alpha, rule), {}
    risk_of, statuses = draw_stream(data, risks, 25)
    tallies = [[0, 0, 0] for _ in range(risks)]
    for risk, status in zip(risk_of, statuses, strict=True):
        if board.decided(risk):
            continue
        board.record(risk, Status(status))
        board.look()
        tallies[risk][0] += 1
        tallies[risk][1] += status == 2
        tallies[risk][2] += status == 3
        evidence = [population_evidence(n, k, k + o, limit) for n, k, o in tallies]
        for side, values in (("clean", [e.met for e in evidence]), ("failing", [e.failed for e in evidence])):
            chosen = listed_by_definition([Fraction(v) for v in values], Fraction(alpha), rule)
            for r in chosen:
                listed.setdefault(r, side)
        assert {claim.risk: claim.side for claim in board.reading().claims} == listed
        for claim in board.reading().claims:
            assert [claim.asked, claim.failures, claim.open_faults] == tallies[claim.risk]


@settings(max_examples=12, deadline=None)
@given(st.data(), st.sampled_from(RULES), st.sampled_from([1, 4]))
def test_reading_on_never_takes_a_claim_back(data, rule, look_every):
    risk_of, statuses = draw_stream(data, 3, 30)
    stream = data.draw(st.integers(0, len(risk_of)))
    settings_ = {"rule": rule, "look_every": look_every, "stream": stream}
    whole = read_risks(statuses, risk_of, ["0.2"] * 3, "0.2", **settings_)
    seen = bytearray(len(statuses))
    before = read_risks(seen, risk_of, ["0.2"] * 3, "0.2", **settings_)
    while before.wanted:
        for position in before.wanted[:2]:
            seen[position] = statuses[position]
        after = read_risks(seen, risk_of, ["0.2"] * 3, "0.2", **settings_)
        assert after.claims[: len(before.claims)] == before.claims
        before = after
    assert before == whole
    assert before.ended


def test_what_is_asked_of_decided_risks_changes_nothing():
    risk_of = [0, 1] * 60
    statuses = bytearray([1] * 120)
    clean = read_risks(statuses, risk_of, ["0.1", "0.1"], "0.1")
    assert clean.listed("clean") == (0, 1)
    used = {claim.risk: claim.asked for claim in clean.claims}
    assert max(used.values()) < 60
    statuses[-1] = statuses[-2] = Status.FAILURE
    assert read_risks(statuses, risk_of, ["0.1", "0.1"], "0.1") == clean
    statuses[-1] = statuses[-2] = Status.MISSING
    assert read_risks(statuses, risk_of, ["0.1", "0.1"], "0.1") == clean


def test_undecided_is_neither_clean_nor_failing():
    reading = read_risks(bytes([1] * 20), [0] * 20, ["0.1"], "0.05")
    assert reading.undecided == (0,)
    assert reading.ended
    assert reading.listed("clean") == reading.listed("failing") == ()


def test_open_faults_can_hold_back_either_list():
    limits = ["0.1"]
    assert read_risks(bytes([1] * 60), [0] * 60, limits, "0.05").listed("clean") == (0,)
    assert read_risks(bytes([3] * 4 + [1] * 56), [0] * 60, limits, "0.05").undecided == (0,)
    assert read_risks(bytes([2] * 8), [0] * 8, limits, "0.05").listed("failing") == (0,)
    assert read_risks(bytes([3] * 8), [0] * 8, limits, "0.05").undecided == (0,)


def test_families_of_the_measurement_standard():
    """measurement.md 2.5, bank rule: families a risk needs, e-BH when all others are clean, and family-wise."""
    assert [families_to_list(31, "0.1", "0.05", k, 31) for k in range(5)] == [35, 63, 85, 104, 122]
    assert [families_to_list(31, "0.1", "0.05", k, 1) for k in range(5)] == [71, 103, 127, 149, 168]
    assert [families_to_list(31, "0.05", "0.05", k, 31) for k in range(3)] == [72, 129, 173]
    assert [families_to_list(31, "0.05", "0.05", k, 1) for k in range(3)] == [145, 211, 260]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("look_every", [1, 5])
def test_the_simulation_follows_the_rule(rule, look_every):
    """One survey where every answer is certain: simulated and read, the calls and lists are the same."""
    available, limits, rates = [80, 30, 80, 60], ["0.1", "0.1", "0.2", "0.1"], [0, 1, 0, 0]
    found = simulate_risks(
        available=available, limits=limits, rates=rates, alpha="0.05", rule=rule, look_every=look_every, runs=2, seed=""
    )
    risk_of = [r for r, n in enumerate(available) for _ in range(n)]
    statuses = bytes(2 if rates[r] else 1 for r in risk_of)
    reading = read_risks(statuses, risk_of, limits, "0.05", rule=rule, look_every=look_every)
    assert found.calls.tolist() == [reading.counted] * 2
    assert tuple(found.clean[0].nonzero()[0]) == reading.listed("clean")
    assert tuple(found.failing[0].nonzero()[0]) == reading.listed("failing")


def test_an_outlook_adds_up():
    outlook = risk_outlook(available=[60] * 5, limits=["0.1"] * 5, rates=[0.01] * 4 + [0.4], alpha="0.05", runs=50)
    assert outlook.clean + outlook.failing + outlook.undecided == pytest.approx(5)
    assert sum(outlook.listed_clean) == pytest.approx(outlook.clean)
    assert outlook.failing > 0.9
    assert outlook.mean_calls <= outlook.calls_at_quantile <= 300
    again = risk_outlook(available=[60] * 5, limits=["0.1"] * 5, rates=[0.01] * 4 + [0.4], alpha="0.05", runs=50)
    assert again == outlook


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_listed_too_often_at_the_limit(rule):
    found = simulate_risks(
        available=[150] * 10, limits=["0.1"] * 10, rates=[0.1] * 10, alpha="0.2", rule=rule, runs=1000, seed="null"
    )
    # All are within the limit and none is below it: either list is wrong whenever it names a risk.
    for wrong in (found.clean.any(axis=1).mean(), found.failing.any(axis=1).mean()):
        assert wrong <= 0.2 + 3 * (0.2 * 0.8 / 1000) ** 0.5


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError):
        Places(0, "0.05", "fdr")
    with pytest.raises(ValueError):
        read_risks(b"\1", [0, 0], ["0.1"], "0.05")
    with pytest.raises(ValueError):
        read_risks(b"\1", [1], ["0.1"], "0.05")
    with pytest.raises(ValueError):
        read_risks(b"\1", [0], ["0.1"], "0.05", look_every=0)
    with pytest.raises(ValueError):
        read_risks(b"\1", [0], ["0.1"], "0.05", stream=2)
    with pytest.raises(ValueError):
        read_risks(b"\7", [0], ["0.1"], "0.05")
    with pytest.raises(ValueError):
        families_to_list(3, "0.1", "0.05", 0, 4)
    with pytest.raises(ValueError):
        simulate_risks(available=[0], limits=["0.1"], rates=[0.1], alpha="0.05", runs=1, seed="")
    with pytest.raises(ValueError):
        simulate_risks(available=[5], limits=["0.1"], rates=[1.1], alpha="0.05", runs=1, seed="")


def test_a_decided_risk_takes_no_more_answers():
    board = RiskBoard(["0.5"], "0.5")
    while not board.decided(0):
        board.record(0, Status.SUCCESS)
        board.look()
    with pytest.raises(ValueError):
        board.record(0, Status.SUCCESS)
    with pytest.raises(ValueError):
        RiskBoard(["0.5"], "0.5").record(0, Status.MISSING)
