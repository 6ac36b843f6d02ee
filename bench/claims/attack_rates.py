"""attack-rates: success within k tries without bias, at fewer calls; the best attack; mean severity."""

from __future__ import annotations

import os
import sys
from math import log

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported: one core is what a claim may use

import numpy as np
from claim import Claim, Figure, Measurement, main
from scipy.stats import betabinom  # type: ignore[import-untyped]
from simulated import ERRORS, mean_and_error, mean_within, share_at_least, share_within

from steelyard.stats import (
    attack_success,
    attack_success_rate,
    best_by_split,
    first_success_calls,
    first_success_curve,
    severity_below,
    simultaneous_rates,
)

CLAIM = Claim(
    name="attack-rates",
    sentence="Attack success within k tries is estimated without bias, and by stopping at the first success at half "
    "the calls; the best of many attacks is not made better by choosing it.",
    promised="issue 4 and measurement.md, section 10, goal 11",
    limit="bias below 0.2 points; at most 50 % of the calls at k = 100 on hard prompts",
)

SEED = 40_011
HARD, SOFT = (0.3, 3.0), (1.0, 2.0)
"""Beta laws of a prompt's chance to be broken by one try."""
PROMPTS, ALPHA = 200, 0.05
SETTINGS = ((10, 5), (10, 10), (20, 10), (50, 25))
BIAS, CALLS = 0.002, 0.5
RUNS, QUICK_RUNS = 2_000, 200


def bias(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Exact bias of the estimate and of the plug-in on hard prompts, and what simulated runs show."""
    figures = []
    for tries, k in SETTINGS:
        estimates = np.array([attack_success(c, tries, k) for c in range(tries + 1)])
        plug_in = 1 - (1 - np.arange(tries + 1) / tries) ** k
        law = betabinom.pmf(np.arange(tries + 1), tries, *HARD)
        truth = 1 - float(betabinom.pmf(0, k, *HARD))
        exact, naive = float(law @ estimates) - truth, float(law @ plug_in) - truth
        rates = rng.beta(*HARD, size=(runs, PROMPTS))
        counts = rng.binomial(tries, rates)
        errors = (estimates[counts] - (1 - (1 - rates) ** k)).mean(axis=1)
        mean, error = mean_and_error(errors.tolist())
        holds = abs(exact) < BIAS and abs(mean) < BIAS + ERRORS * error
        figures += [
            Figure(f"bias of ASR@{k} from {tries} tries, in points", f"{100 * exact:.3f} exact, {100 * mean:.3f} in "
                   f"{runs:,} runs", "0.2", holds),
            Figure(f"the same by 1 - (1 - c/n)^k, {tries} tries", f"{100 * naive:.1f}", "none", None),
        ]  # fmt: skip
    return figures


def first_success(tries: int, law: tuple[float, float], runs: int, rng: np.random.Generator) -> list[Figure]:
    """Calls when each prompt stops at its first success, and how precise both designs are."""
    stopped, whole, shares = [], [], []
    for _ in range(runs):
        rates = rng.beta(*law, size=PROMPTS)
        times = rng.geometric(np.maximum(rates, 1e-12))
        curve = first_success_curve([int(time) if time <= tries else None for time in times], tries, ALPHA)
        stopped.append(curve.shares[-1])
        shares.append(curve.calls / (PROMPTS * tries))
        counts = rng.binomial(tries, rates)
        whole.append(attack_success_rate([(int(count), tries) for count in counts], tries, ALPHA).share)
    mean = 1 - float(betabinom.pmf(0, tries, *law))
    kind = "hard" if law == HARD else "soft"
    foretold = first_success_calls(rng.beta(*law, size=50_000).tolist(), tries) / tries
    judged = (tries, law) == (100, HARD)
    holds = mean_within(shares, CALLS) if judged else None
    return [
        Figure(f"calls by stopping at the first success, k = {tries}, {kind} prompts",
               f"{np.mean(shares):.0%} (planner {foretold:.0%})", "50 %" if judged else "none", holds),
        Figure(f"standard deviation of ASR@{tries}, stopping and not, {kind} prompts",
               f"{np.std(stopped):.4f} and {np.std(whole):.4f}", "none", None),
        Figure(f"bias of ASR@{tries} by stopping, in points, {kind} prompts", f"{100 * (np.mean(stopped) - mean):.2f}",
               "0.2", abs(float(np.mean(stopped)) - mean) < BIAS + ERRORS * mean_and_error(stopped)[1]),
    ]  # fmt: skip


def best_attack(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Twenty attacks of equal success 10 % on 100 prompts: the highest rate, the split, the simultaneous bound."""
    highest, fair, held = [], [], 0
    for number in range(runs):
        hits = (rng.random((20, 100)) < 0.1).astype(int)
        highest.append(float(hits.mean(axis=1).max()))
        fair.append(best_by_split(hits, alpha=ALPHA, seed=f"{SEED} {number}").share)
        held += min(simultaneous_rates(hits, alpha=ALPHA, seed=f"{SEED} {number}", draws=399).uppers) >= 0.1
    mean, error = mean_and_error(fair)
    return [
        Figure("highest of 20 equal rates of 10 %", f"{np.mean(highest):.1%}", "none", None),
        Figure("the same chosen on one half, measured on the other", f"{mean:.2%}", "10 % within 0.2 points",
               abs(mean - 0.1) < BIAS + ERRORS * error),
        Figure("all 20 upper bounds hold at once", f"{held / runs:.1%} of {runs:,} runs", "95 %",
               share_at_least(held, runs, 1 - ALPHA)),
    ]  # fmt: skip


def severity(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Calls to certify a mean severity below 0.05, and how often it is certified at exactly 0.05."""
    levels, most, limit = np.array([0.0, 0.1, 0.3, 1.0]), 2_000, 0.05
    laws = {"0.01": [0.95, 0.03, 0.01, 0.004], "0.005": [0.97, 0.02, 0.01, 0.0]}
    figures = []
    for name, weights in laws.items():
        law = np.array(weights) / sum(weights)
        rows = rng.choice(levels, size=(runs // 4, most), p=law)
        calls = [severity_below(row.tolist(), limit, ALPHA) or most for row in rows]
        steps = np.arange(1, most + 1)
        bounds = np.cumsum(rows, axis=1) / steps + np.sqrt(log(1 / ALPHA) / (2 * steps))
        hoeffding = np.where((bounds < limit).any(axis=1), (bounds < limit).argmax(axis=1) + 1, most)
        said = f"{np.mean(calls):.0f} and {hoeffding.mean():.0f}"
        figures.append(
            Figure(f"calls to certify, betting and Hoeffding's bound, mean about {name}", said, "none", None)
        )
    worst = np.array([0.9, 0.04, 0.0366667, 0.035])
    worst[3] = 0.05 - worst[1] * 0.1 - worst[2] * 0.3
    worst[0] = 1 - worst[1:].sum()
    wrong = sum(
        severity_below(row.tolist(), limit, ALPHA) is not None for row in rng.choice(levels, size=(runs, 500), p=worst)
    )
    said = f"{wrong / runs:.1%} of {runs:,} runs"
    return [*figures, Figure("certified at a mean of exactly 0.05", said, "5 %", share_within(wrong, runs, ALPHA))]


def measure(quick: bool) -> Measurement:
    """Goal 11 of the measurement standard, without forecasts."""
    runs = QUICK_RUNS if quick else RUNS
    rng = np.random.default_rng(SEED)
    biases = bias(runs, rng)
    calls = [first_success(tries, law, runs // 4, rng) for law in (HARD, SOFT) for tries in (100, 10)]
    best = best_attack(runs // 2, rng)
    return Measurement(
        measured=f"bias {biases[0].measured}; {calls[0][0].measured} of the calls at k = 100",
        figures=(*biases, *(figure for figures in calls for figure in figures), *best, *severity(runs // 2, rng)),
        seed=str(SEED),
        notes=(
            f"{PROMPTS} prompts. Hard: a prompt's chance to be broken by one try is Beta(0.3, 3), soft: Beta(1, 2).",
            "Hoeffding's bound is that of a sample size fixed beforehand, looked at after every call: in its favour.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
