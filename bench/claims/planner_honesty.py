"""planner-honesty: what the planners foresee is what happens."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from claim import Claim, Figure, Measurement, main
from simulated import ERRORS, mean_and_error

from steelyard.stats import (
    Family,
    LabelDesign,
    LabelGate,
    PathWatcher,
    Status,
    WeightedGate,
    bank_table,
    family_outlook,
    label_outlook,
    population_table,
    read_families,
    read_risks,
    risk_outlook,
    settle,
    strata_outlook,
    survey_outlooks,
)

CLAIM = Claim(
    name="planner-honesty",
    sentence="What the planners say of calls, labels and the chance of a decision is what happens when the rule itself "
    "is run on answers.",
    promised="measurement.md, section 10, goal 14",
    limit="50 random designs: predicted mean and power within 10 % of the realised",
)

SEED = 60_001
NEAR = 0.10


class Run(NamedTuple):
    """One run of a rule: calls or labels it took, and the share it decided (a risk list decides part)."""

    cost: int
    decided: float


class Design(NamedTuple):
    """A design: what was foreseen (cost, power, their standard errors), and a run of the rule itself."""

    name: str
    cost: float
    cost_error: float
    power: float
    power_error: float
    run: Callable[[random.Random], Run]
    runs: int


def status(rng: random.Random, rate: float) -> Status:
    """One answer that fails with this rate."""
    return Status.FAILURE if rng.random() < rate else Status.SUCCESS


def survey(rng: random.Random) -> Design:
    """A survey with strict and forecast gate, read by the watcher that `assess` uses."""
    n_min = rng.choice([None, 100, 200, 300, 500])
    available = (n_min or 200) + rng.choice([0, 50])
    limit, rate = rng.choice([("0.1", rng.choice(["0.01", "0.03", "0.05", "0.16", "0.25"])),
                              ("0.05", rng.choice(["0.005", "0.02", "0.1", "0.15"]))])  # fmt: skip
    look_every = rng.choice([1, 1, 10])
    gate = {"limit": limit, "alpha": rng.choice(["0.05", "0.1"])}
    (seen,) = survey_outlooks(available=available, n_min=n_min, rates=[rate], look_every=look_every, **gate)
    size = available if n_min is None else n_min
    strict = population_table(size, **gate)
    forecast = None if n_min is None else bank_table(size, **gate)

    def run(rng: random.Random) -> Run:
        watcher, position = PathWatcher(size, strict, forecast, look_every, False), 0
        while not watcher.finished:
            watcher.record(position, status(rng, float(rate)))
            position += 1
        settled = settle(watcher.reading, n_min=n_min, available=available, limit=limit, complete=False)
        return Run(watcher.reading.counted, float(settled.state in {"pass", "fail"}))

    power = sum(seen.states.get(state, 0.0) for state in ("pass", "fail"))
    name = f"survey of {size} at {limit}, {rate} failing, looked at every {look_every}"
    return Design(name, seen.mean_calls, 0.0, power, 0.0, run, 600)


def lists(rng: random.Random) -> Design:
    """Lists of risks, read by `read_risks`; the power is the share of risks listed."""
    count, available = rng.choice([4, 6, 9]), rng.choice([60, 90])
    rates = [rng.choice([0.005, 0.02, 0.05, 0.3]) for _ in range(count)]
    rule = rng.choice(["fdr", "fdr", "holm", "bonferroni"])
    limits = ["0.1"] * count
    survey = {"alpha": "0.05", "rule": rule, "look_every": rng.choice([1, 5])}
    seen = risk_outlook(available=[available] * count, limits=limits, rates=rates, seed=str(rng.random()), runs=1_000,
                        **survey)  # fmt: skip
    risk_of = [risk for risk in range(count) for _ in range(available)]

    def run(rng: random.Random) -> Run:
        order = rng.sample(risk_of, len(risk_of))
        reading = read_risks(bytes(status(rng, rates[risk]) for risk in order), order, limits, **survey)
        return Run(reading.counted, len(reading.claims) / count)

    power = (seen.clean + seen.failing) / count
    error = (power * (1 - power) / seen.runs) ** 0.5
    return Design(f"{rule} lists of {count} risks, {available} families each", seen.mean_calls, seen.calls_error, power,
                  error, run, 120)  # fmt: skip


def by_family(rng: random.Random) -> Design:
    """A gate on families, read by `read_families`; wordings of a family are beta-binomial."""
    wordings, icc = rng.choice([2, 5, 10]), rng.choice([0.1, 0.3, 0.6])
    rate, families = rng.choice([0.01, 0.03, 0.2, 0.3]), rng.choice([100, 250])
    seen = family_outlook(families=families, wordings=wordings, rate=rate, icc=icc, limit="0.1", alpha="0.05",
                          seed=str(rng.random()), runs=2_000)  # fmt: skip
    strength = 1 / icc - 1

    def run(rng: random.Random) -> Run:
        asked = []
        for _ in range(families):
            own = rng.betavariate(rate * strength, (1 - rate) * strength)
            asked.append(Family(wordings, sum(rng.random() < own for _ in range(wordings))))
        reading = read_families(asked, "0.1", "0.05")
        return Run((reading.at or families) * wordings, float(reading.at is not None))

    power, error = seen.met + seen.failed, seen.families_error * wordings
    return Design(f"{families} families of {wordings} wordings, ICC {icc}, {rate} failing", seen.mean_calls, error,
                  power, (power * (1 - power) / seen.runs) ** 0.5, run, 250)  # fmt: skip


def weighted(rng: random.Random) -> Design:
    """A weighted rate over strata, by the gate itself."""
    parts = [rng.randint(1, 4) for _ in range(rng.choice([2, 3]))]
    weights = [Fraction(part, sum(parts)) for part in parts]
    low, high = rng.choice([(0.005, 0.03), (0.25, 0.4)])
    rates = [rng.uniform(low, high) for _ in parts]
    available = [rng.choice([40, 120]) for _ in parts]
    gate = {"limit": "0.1", "alpha": "0.05"}
    seen = strata_outlook(weights=weights, available=available, rates=rates, seed=str(rng.random()), runs=500, **gate)

    def run(rng: random.Random) -> Run:
        state, left = WeightedGate(weights, **gate), list(available)
        while state.look().claim == "open" and any(left):
            stratum = state.wanted(left)[0]
            left[stratum] -= 1
            state.record(stratum, status(rng, rates[stratum]))
        return Run(sum(available) - sum(left), float(state.reading.claim != "open"))

    power = seen.met + seen.failed
    return Design(f"weighted rate over {len(parts)} strata", seen.mean_calls, seen.calls_error, power,
                  (power * (1 - power) / seen.runs) ** 0.5, run, 150)  # fmt: skip


def labelled(rng: random.Random) -> Design:
    """Labels steered by a judge, by the gate itself on a shuffled sample."""
    flagged, unflagged = rng.choice([40, 80]), rng.choice([300, 700])
    rates = rng.choice([(0.6, 0.01), (0.8, 0.004), (0.9, 0.12), (0.95, 0.2)])
    design = LabelDesign("sample", flagged, unflagged, "0.1", "0.05", rates, str(rng.random()))
    holds = [round(rate * size) for rate, size in zip(rates, design.sizes, strict=True)]
    cap = rng.choice([60, 150, 300])
    seen = label_outlook(design, cap=cap, runs=1_000)

    def run(rng: random.Random) -> Run:
        gate = LabelGate(LabelDesign("sample", flagged, unflagged, "0.1", "0.05", rates, str(rng.random())))
        order = [rng.sample([i < fail for i in range(size)], size)
                 for fail, size in zip(holds, design.sizes, strict=True)]  # fmt: skip
        made = 0
        while gate.look().claim == "open" and made < cap:
            (stratum,) = gate.wanted()
            gate.record(stratum, Status.FAILURE if order[stratum].pop() else Status.SUCCESS)
            made += 1
        return Run(made, float(gate.reading.claim != "open"))

    power = seen.guided_met + seen.guided_failed
    return Design(f"labels of {flagged} flagged and {unflagged} other answers, at most {cap}", seen.guided_labels,
                  seen.guided_error, power, (power * (1 - power) / seen.runs) ** 0.5, run, 120)  # fmt: skip


KINDS = {survey: 18, lists: 10, by_family: 10, weighted: 4, labelled: 8}
"""How many designs of each kind: 50 in all."""


class Gap(NamedTuple):
    """How far foreseen and realised lie apart, what was realised, and what chance alone allows (three errors)."""

    apart: float
    realised: float
    allowed: float

    @property
    def near(self) -> bool:
        """Within 10 % of the realised, chance allowed for."""
        return self.apart <= NEAR * self.realised + self.allowed

    @property
    def near_without(self) -> bool:
        """Within 10 % of the realised, nothing allowed."""
        return self.apart <= NEAR * self.realised


def gap(foreseen: float, error: float, values: list[float], *, share: bool = False) -> Gap:
    """How far a foreseen mean lies from the mean of what happened.

    Of a `share` that came out the same in every run the error is not nothing: it is that of a coin of the foreseen
    chance.
    """
    mean, own = mean_and_error(values)
    if share and own == 0:
        own = (foreseen * (1 - foreseen) / len(values)) ** 0.5
    return Gap(abs(foreseen - mean), mean, ERRORS * (error**2 + own**2) ** 0.5)


def measure(quick: bool) -> Measurement:
    """Goal 14 of the measurement standard."""
    rng = random.Random(SEED)
    designs = [build(rng) for build, count in KINDS.items() for _ in range(max(1, count // 6) if quick else count)]
    costs, powers, lines = [], [], []
    for design in designs:
        ran = [design.run(rng) for _ in range(design.runs // 4 if quick else design.runs)]
        cost = gap(design.cost, design.cost_error, [float(one.cost) for one in ran])
        power = gap(design.power, design.power_error, [one.decided for one in ran], share=True)
        costs.append(cost)
        powers.append(power)
        happened = sum(one.cost for one in ran) / len(ran), sum(one.decided for one in ran) / len(ran)
        lines.append(
            Figure(design.name, f"foreseen {design.cost:.1f} and {design.power:.0%}, realised {happened[0]:.1f} and "
                   f"{happened[1]:.0%} in {len(ran)} runs", "none", None)
        )  # fmt: skip
    figures = []
    largest = {
        "mean calls or labels": f"{max(one.apart / one.realised for one in costs):.1%} of the realised",
        "power": f"{100 * max(one.apart for one in powers):.1f} points",
    }
    for (what, most), gaps in zip(largest.items(), (costs, powers), strict=True):
        outside, plain = sum(not one.near for one in gaps), sum(one.near_without for one in gaps)
        figures += [
            Figure(f"designs whose {what} lie more than 10 % off, three standard errors allowed",
                   f"{outside} of {len(gaps)}", "0", outside == 0),
            Figure(f"designs whose {what} lie within 10 %, nothing allowed", f"{plain} of {len(gaps)}", "none", None),
            Figure(f"largest deviation of {what}", most, "none", None),
        ]  # fmt: skip
    return Measurement(
        measured=f"{len(designs)} designs: cost off by at most {largest['mean calls or labels']}, power by at most "
        f"{largest['power']}",
        figures=(*figures, *lines),
        seed=str(SEED),
        notes=(
            "The planners calculate or simulate in arrays; what happens is the rule itself, one answer at a time, on "
            "other random numbers. Power: the chance of a decision (of lists, the share of risks listed).",
        ),
        libraries=("numpy",),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
