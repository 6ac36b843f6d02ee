"""The label gate: the hardest null of a sample by trying all, a law that adds up, no error whatever the judge says."""

import itertools
import random
from fractions import Fraction
from math import comb, exp, inf, log, perm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    LabelDesign,
    LabelGate,
    Status,
    StratumTally,
    expected_rates,
    label_outlook,
    simulate_labels,
)
from steelyard.stats.labelgate import log_stratum_mixture
from steelyard.stats.samplefit import sample_fit


def design(kind="sample", flagged=30, unflagged=70, limit="0.1", alpha="0.05", expected=(0.6, 0.02), seed="s"):
    return LabelDesign(kind, flagged, unflagged, limit, alpha, expected, seed)


def label_all(gate, plan, failing, most=10_000):
    """Label as the gate wishes; `failing` failures come first in neither stratum but evenly. Labels made."""
    made = [0, 0]
    while gate.look().claim == "open" and sum(made) < min(most, sum(plan.sizes)):
        (stratum,) = gate.wanted()
        made[stratum] += 1
        share = Fraction(failing[stratum], plan.sizes[stratum])
        is_failure = int(made[stratum] * share) > int((made[stratum] - 1) * share)
        gate.record(stratum, Status.FAILURE if is_failure else Status.SUCCESS)
    return made


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_sample_of_the_null_is_likelier_than_the_hardest(data):
    sizes = [data.draw(st.integers(0, 12)) for _ in range(2)]
    asked = [data.draw(st.integers(0, size)) for size in sizes]
    failures = [data.draw(st.integers(0, n)) for n in asked]
    least = data.draw(st.integers(0, sum(sizes)))

    def chance(size, n, k, m):
        return Fraction(perm(m, k) * perm(size - m, n - k), perm(size, n)) if k <= m and n - k <= size - m else 0

    best = max(
        chance(sizes[0], asked[0], failures[0], m1) * chance(sizes[1], asked[1], failures[1], m0)
        for m1, m0 in itertools.product(range(sizes[0] + 1), range(sizes[1] + 1))
        if m1 + m0 >= least
    )
    fit = sample_fit(sizes, asked, failures, least)
    assert fit.log_likelihood == (pytest.approx(log(best), abs=1e-9) if best else -inf)
    if best:
        assert fit.log_likelihood >= log(best)


@pytest.mark.parametrize("mean", [0.001, 0.3, 0.99])
def test_the_mixture_is_a_law_of_sequences(mean):
    total = sum(comb(9, k) * exp(log_stratum_mixture(mean, 9, k)) for k in range(10))
    assert total == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("failing", "claim"), [((8, 1), "met"), ((10, 0), "met"), ((11, 0), "failed"), ((7, 9), "failed")]
)
def test_a_sample_labelled_to_the_end_gets_its_own_verdict(failing, claim):
    plan = design(alpha="0.001")
    gate = LabelGate(plan)
    label_all(gate, plan, failing)
    assert gate.look().claim == claim


def test_a_good_judge_saves_labels_and_a_useless_one_is_found_out():
    good = design(flagged=95, unflagged=905, expected=(0.5, 0.003))
    gate = LabelGate(good)
    made = label_all(gate, good, (48, 3))
    assert gate.reading.claim == "met"
    assert sum(made) < 200
    inverted = design(flagged=905, unflagged=95, expected=(0.5, 0.003))
    gate = LabelGate(inverted)
    label_all(gate, inverted, (3, 48))
    assert gate.reading.claim == "met"


@pytest.mark.parametrize("kind", ["sample", "population"])
@pytest.mark.parametrize("sizes", [(0, 100), (100, 0)])
def test_a_judge_that_flags_all_or_nothing_leaves_an_ordinary_gate(kind, sizes):
    plan = design(kind, *sizes, expected=None)
    gate = LabelGate(plan)
    made, stratum = 0, 0 if sizes[0] else 1
    while gate.look().claim == "open":
        assert gate.wanted() == [stratum]
        gate.record(stratum, Status.SUCCESS)
        made += 1
    assert gate.reading.claim == "met"
    assert 20 < made < 70


def test_evidence_is_symmetric():
    """Failures and successes change places: the claims do as well."""
    tallies = [StratumTally(20, 9), StratumTally(30, 1)]
    mirrored = [StratumTally(20, 11), StratumTally(30, 29)]
    one = LabelGate(design("population", 40, 60, "0.3", expected=None)).evidence(tallies)
    other = LabelGate(design("population", 40, 60, "0.7", expected=None)).evidence(mirrored)
    assert one.met == pytest.approx(other.failed, abs=1e-6)
    assert one.failed == pytest.approx(other.met, abs=1e-6)


def test_labels_left_open_are_read_both_ways():
    plan = design(flagged=10, unflagged=990, expected=(0.5, 0.001))
    gate, held = LabelGate(plan), LabelGate(plan)
    for stratum, count in ((0, 10), (1, 60)):
        for _ in range(count):
            gate.record(stratum, Status.SUCCESS)
            held.record(stratum, Status.SUCCESS)
    for _ in range(8):
        held.record(1, Status.OPEN)
    assert gate.look().claim == "met"
    assert held.look().claim == "open"


def test_what_to_label_next_depends_on_labels_and_seed_alone():
    plan = design(flagged=200, unflagged=800)
    chosen = LabelGate(plan).wanted(60)
    assert chosen == LabelGate(plan).wanted(60)
    assert chosen[:20] == LabelGate(plan).wanted(20)
    assert {0, 1} == set(chosen)
    assert chosen != LabelGate(design(flagged=200, unflagged=800, seed="t")).wanted(60)
    short = LabelGate(design(flagged=3, unflagged=4))
    assert sorted(short.wanted(50)) == [0] * 3 + [1] * 4


@pytest.mark.parametrize("kind", ["sample", "population"])
def test_the_simulation_follows_the_gate(kind):
    """Mean labels of the gate itself, labelled at random, agree with those of the simulation."""
    rates, runs = (0.5, 0.02), 60
    plan = design(kind, 60, 340, "0.2", "0.1", (0.5, 0.02))
    found = simulate_labels(plan, rates, cap=400, runs=2000)
    rng, made = random.Random(5), []
    for run in range(runs):
        gate = LabelGate(design(kind, 60, 340, "0.2", "0.1", (0.5, 0.02), seed=str(run)))
        holds = [[i < round(rate * size) for i in range(size)] for rate, size in zip(rates, plan.sizes, strict=True)]
        for stratum in holds:
            rng.shuffle(stratum)
        count = 0
        while gate.look().claim == "open":
            (stratum,) = gate.wanted()
            fails = holds[stratum].pop() if kind == "sample" else rng.random() < rates[stratum]
            gate.record(stratum, Status.FAILURE if fails else Status.SUCCESS)
            count += 1
        made.append(count)
    mean = sum(made) / runs
    error = (sum((n - mean) ** 2 for n in made) / runs / runs) ** 0.5
    assert abs(mean - found.labels.mean()) <= 4 * (error + found.labels.std() / 2000**0.5)


JUDGES = {"good": (0.45, 0.045), "random": (0.1, 0.1), "inverted": (0.02, 0.5)}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sample", "population"])
@pytest.mark.parametrize("rates", [(0.5, 0.0), (0.1, 0.1), (0.0, 0.2), (0.2, 0.0)], ids=str)
@pytest.mark.parametrize("expected", [(0.9, 0.001), (0.05, 0.3), None], ids=str)
def test_errors_at_the_limit_keep_alpha_whatever_is_expected(kind, rates, expected):
    """Exactly at the limit (one failure over it, in a sample, for a wrong "met")."""
    share = 0.1 / (rates[0] + rates[1]) if min(rates) == 0 else 0.5
    flagged = round(300 * (share if rates[0] else 1 - share)) if min(rates) == 0 else 150
    plan = LabelDesign(kind, flagged, 300 - flagged, "0.1", "0.1", expected, "null")
    sizes = plan.sizes
    if kind == "sample":
        busy = 0 if rates[0] >= rates[1] else 1
        over = [round(r * n) for r, n in zip(rates, sizes, strict=True)]
        over[busy] += plan.allowed + 1 - sum(over)
        within = list(over)
        within[busy] -= 1
        truths = [tuple(m / n for m, n in zip(holds, sizes, strict=True)) for holds in (over, within)]
    else:
        truths = [rates, rates]
        assert sum(r * n for r, n in zip(rates, sizes, strict=True)) == pytest.approx(30)
    for truth, wrong in zip(truths, (1, -1), strict=True):
        found = simulate_labels(plan, truth, cap=200, runs=600)
        assert (found.sides == wrong).mean() <= 0.1 + 3 * (0.1 * 0.9 / 600) ** 0.5


def test_the_outlook_advises_the_cheaper():
    bad = label_outlook(design("population", 95, 905, expected=(0.5, 0.003)), runs=100)
    assert bad.advice == "guided"
    assert bad.guided_labels < 0.8 * bad.plain_labels
    assert bad.plain_met + bad.plain_failed <= 1
    clean = label_outlook(design("population", 60, 940, expected=(0.16, 0.0005)), runs=100)
    assert clean.advice == "plain"
    assert label_outlook(design(), runs=20, cap=10).guided_labels <= 10


def test_expected_rates_are_those_of_the_passport():
    """Of 1,000 answers 50 fail; a judge catching 90 % and clearing 95 % flags 45 + 47.5 of them."""
    flagged, unflagged = expected_rates(925, 9075, 0.9, 0.95)
    assert flagged == pytest.approx(450 / 925)
    assert unflagged == pytest.approx(50 / 9075)
    assert expected_rates(0, 100, 0.9, 0.95) == (1.0, 0.0)
    assert expected_rates(100, 0, 0.9, 0.95) == (0.9, 0.0)
    for broken in ((0, 0, 0.9, 0.9), (-1, 5, 0.9, 0.9), (1, 1, 0.5, 0.5), (1, 1, 1.1, 0.9)):
        with pytest.raises(ValueError):
            expected_rates(*broken)


def test_impossible_settings_are_refused():
    for broken in (design(flagged=0, unflagged=0), design(flagged=-1), design(limit="1"), design(alpha="0"),
                   design(expected=(1.5, 0))):  # fmt: skip
        with pytest.raises(ValueError):
            LabelGate(broken)
    with pytest.raises(ValueError):
        label_outlook(design(expected=None))
    with pytest.raises(ValueError):
        simulate_labels(design(), (0.1, 1.2), cap=5, runs=5)
    with pytest.raises(ValueError):
        simulate_labels(design(), (0.1, 0.2), cap=0, runs=5)
