"""contamination: what the twin-pair test costs, what it misses and how often it accuses wrongly."""

from __future__ import annotations

import sys

import numpy as np
from claim import Claim, Figure, Measurement, main
from scipy.special import ndtri  # type: ignore[import-untyped]
from simulated import mean_within, share_at_least, share_within

from steelyard.stats import (
    detection_law,
    detection_power,
    pair_law,
    pairs_needed,
    sequential_outlook,
    sign_test,
    twin_boundary,
    twin_gap,
)

CLAIM = Claim(
    name="contamination",
    sentence="Committed twin pairs, looked at after each, accuse a model that was not trained on the published twins "
    "with a chance of at most 1 %, and find one whose failures fell from 20 to 10 % by a few hundred pairs.",
    promised="issue 4 and measurement.md, section 10, goal 10",
    limit="false alarms at most 1 % over 2,000 pairs; 20 against 10 % found by 220 pairs on average",
)

SEED = 40_010
ALPHA, PAIRS, MEAN_LIMIT = 0.01, 2_000, 220
PRIVATE, PUBLIC, CORRELATION = 0.2, 0.1, 0.5
POWER = 0.9
GAP_PAIRS, GAP_COVERAGE = 200, 0.94
RUNS, QUICK_RUNS = 20_000, 2_000
_PART = 500


def signs(private: float, public: float, correlation: float, runs: int, rng: np.random.Generator) -> np.ndarray:
    """Per row a run of `PAIRS` pairs: 1 where only the private twin fails, -1 where only the public one, else 0."""
    common = rng.standard_normal((runs, PAIRS))
    own, rest = np.sqrt(correlation), np.sqrt(1 - correlation)
    fails = [own * common + rest * rng.standard_normal((runs, PAIRS)) < ndtri(rate) for rate in (private, public)]
    return fails[0].astype(np.int8) - fails[1].astype(np.int8)


def detected_at(rows: np.ndarray, boundary: np.ndarray) -> np.ndarray:
    """Pairs until each row is detected; 0 where it never is."""
    differing = np.cumsum(rows != 0, axis=1)
    reached = np.cumsum(rows == 1, axis=1) >= boundary[differing]
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, 0)


def simulate(private: float, public: float, correlation: float, runs: int, rng: np.random.Generator) -> np.ndarray:
    """Pairs until detection in each of `runs` runs of up to `PAIRS` pairs; 0 for never."""
    boundary = np.asarray(twin_boundary(PAIRS, ALPHA))
    return np.concatenate([
        detected_at(signs(private, public, correlation, min(_PART, runs - start), rng), boundary)
        for start in range(0, runs, _PART)
    ])  # fmt: skip


def false_alarms(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Exact when every pair differs, which is the worst, and simulated for models of several failure rates."""
    exact = sum(detection_law(twin_boundary(PAIRS, ALPHA), 0.5))
    figures = [Figure("false alarms, exact, all 2,000 pairs differing", f"{exact:.2%}", "1 %", exact <= ALPHA)]
    for rate, correlation in ((0.5, 0.0), (0.2, 0.5), (0.02, 0.8)):
        hits = int((simulate(rate, rate, correlation, runs // 4, rng) > 0).sum())
        name = f"false alarms, simulated, both twins failing {rate:.0%}, correlation {correlation:g}"
        said = f"{hits / (runs // 4):.2%} of {runs // 4:,} models"
        figures.append(Figure(name, said, "1 %", share_within(hits, runs // 4, ALPHA)))
    return figures


def detection(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Pairs until a fall from 20 to 10 % is found, exact and simulated, and what a fixed number would need."""
    figures = []
    for correlation in (CORRELATION, 0.0, 0.8):
        outlook = sequential_outlook(pair_law(PRIVATE, PUBLIC, correlation), alpha=ALPHA, cap=PAIRS)
        judged = correlation == CORRELATION
        said = f"{outlook.mean_pairs:.0f} pairs, {outlook.detects:.1%} found"
        name = f"20 against 10 % failing, exact, correlation {correlation:g}"
        holds = outlook.mean_pairs <= MEAN_LIMIT if judged else None
        figures.append(Figure(name, said, f"{MEAN_LIMIT} pairs" if judged else "none", holds))
    found = simulate(PRIVATE, PUBLIC, CORRELATION, runs // 10, rng)
    asked = np.where(found > 0, found, PAIRS)
    figures.insert(1, Figure(f"20 against 10 % failing, simulated, correlation {CORRELATION:g}",
                             f"{asked.mean():.0f} pairs in {len(asked):,} models", f"{MEAN_LIMIT} pairs",
                             mean_within(asked.tolist(), MEAN_LIMIT)))  # fmt: skip
    return figures


def planned(runs: int, rng: np.random.Generator) -> list[Figure]:
    """The planner's number of pairs, and the power and gap that simulated models have at fixed numbers."""
    law = pair_law(PRIVATE, PUBLIC, CORRELATION)
    needed = pairs_needed(law, alpha=ALPHA, power=POWER)
    assert needed is not None
    rows = signs(PRIVATE, PUBLIC, CORRELATION, runs // 10, rng)
    private, public = ((rows[:, :needed] == side).sum(axis=1) for side in (1, -1))
    table = {pair: sign_test(*pair) for pair in set(zip(private.tolist(), public.tolist(), strict=True))}
    hits = sum(table[pair] <= ALPHA for pair in zip(private.tolist(), public.tolist(), strict=True))
    held = [
        gap.low <= PRIVATE - PUBLIC <= gap.high
        for row in rows[:, :GAP_PAIRS]
        for gap in [twin_gap(int((row == 1).sum()), int((row == -1).sum()), GAP_PAIRS, 0.05)]
    ]
    return [
        Figure("pairs fixed beforehand for power 90 %", f"{needed}, power {detection_power(law, needed, ALPHA):.1%}",
               "none", None),
        Figure("power at that number, simulated", f"{hits / len(rows):.1%} of {len(rows):,} models", "90 %",
               share_at_least(hits, len(rows), POWER)),
        Figure("gap of ten points inside its 95 % interval, 200 pairs", f"{sum(held) / len(held):.1%}", "94 %",
               share_at_least(sum(held), len(held), GAP_COVERAGE)),
    ]  # fmt: skip


def leaks(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Chance of finding a model trained on a part of the published twins: 20 % failing, 2 % where trained."""
    boundary = np.asarray(twin_boundary(PAIRS, ALPHA))
    said = []
    for share in (0.1, 0.2, 0.3, 0.5):
        clean = signs(PRIVATE, PRIVATE, CORRELATION, runs // 20, rng)
        trained = signs(PRIVATE, 0.02, CORRELATION, runs // 20, rng)
        rows = np.where(rng.random(clean.shape) < share, trained, clean)[:, :500]
        said.append(f"{(detected_at(rows, boundary) > 0).mean():.0%}")
    return [Figure("found by 500 pairs when 10 / 20 / 30 / 50 % of them leaked", " / ".join(said), "none", None)]


def measure(quick: bool) -> Measurement:
    """Goal 10 of the measurement standard, without fine-tuning."""
    runs = QUICK_RUNS if quick else RUNS
    rng = np.random.default_rng(SEED)
    alarms, found, plan, small = (part(runs, rng) for part in (false_alarms, detection, planned, leaks))
    return Measurement(
        measured=f"false alarms {alarms[0].measured}; 20 against 10 % found by {found[0].measured}",
        figures=(*alarms, *found, *plan, *small),
        seed=str(SEED),
        notes=(
            "A twin fails when a normal difficulty, half of it common to both twins, lies beyond a threshold. Under a "
            "fair coin only the number of differing pairs matters, so that all pairs differing is the worst case.",
            "A small leak stays unseen by what a model does: the last figure says so.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
