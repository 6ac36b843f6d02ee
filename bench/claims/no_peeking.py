"""no-peeking: looking after every answer and stopping at the first verdict one likes does no harm."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from claim import Claim, Figure, Measurement, main
from gate_cost import stops
from scipy.stats import binom  # type: ignore[import-untyped]
from simulated import share_within

from steelyard.stats import GateTable, bank_table, family_failures, population_table, simulate_families

CLAIM = Claim(
    name="no-peeking",
    sentence="Whoever looks after every answer and stops at the first verdict gets a wrong one with probability at "
    "most alpha, where families of alike questions are asked as well.",
    promised="measurement.md, section 10, goal 3",
    limit="wrong verdicts at most 5 % in 20,000 runs each",
)

SEED = 30_001
SIZE, LIMIT, ALPHA = 1_000, "0.1", "0.05"
ALLOWED = 100
WORDINGS, ICC = 20, 0.5
RUNS, QUICK_RUNS = 20_000, 2_000
BLOCK = 1_000


def blocks(runs: int) -> Iterator[int]:
    """Sizes of blocks that make up `runs`."""
    yield from [BLOCK] * (runs // BLOCK)


def met_and_failed(failing: np.ndarray, *tables: GateTable) -> tuple[np.ndarray, np.ndarray]:
    """Whether any of the tables says met, or failed, first, at some look (rows are runs)."""
    sides = [stops(failing, table)[1] for table in tables]
    return np.any([side == 1 for side in sides], axis=0), np.any([side == -1 for side in sides], axis=0)


def figure(name: str, hits: int, runs: int) -> Figure:
    """A share of wrong verdicts, held against alpha."""
    return Figure(name, f"{hits / runs:.2%} of {runs:,}", "5 %", share_within(hits, runs, float(ALPHA)))


def independent(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Answers that fail independently at exactly the limit: neither side of the strict claim is true enough to err."""
    met = failed = 0
    for count in blocks(runs):
        by_met, by_failed = met_and_failed(
            rng.random((count, SIZE)) < float(LIMIT), population_table(SIZE, LIMIT, ALPHA)
        )
        met, failed = met + int(by_met.sum()), failed + int(by_failed.sum())
    return [
        figure("strict met, every answer failing with 10 %", met, runs),
        figure("strict failed, every answer failing with 10 %", failed, runs),
    ]


def banks(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Shuffled banks just over the limit, and at it; by the forecast, and by whichever rule speaks first."""
    found = []
    gates = {"forecast": (bank_table(SIZE, LIMIT, ALPHA),),
             "forecast or strict": (bank_table(SIZE, LIMIT, ALPHA), population_table(SIZE, LIMIT, ALPHA))}  # fmt: skip
    for failures, wrong in ((ALLOWED + 1, 0), (ALLOWED, 1)):
        hits = dict.fromkeys(gates, 0)
        for count in blocks(runs):
            shuffled = rng.permuted(np.tile(np.arange(SIZE) < failures, (count, 1)), axis=1)
            for name, tables in gates.items():
                hits[name] += int(met_and_failed(shuffled, *tables)[wrong].sum())
        side = ("met", "failed")[wrong]
        found += [figure(f"{name} {side}, {failures} of {SIZE:,} failing", n, runs) for name, n in hits.items()]
    return found


def clustered_rows(count: int, rng: np.random.Generator) -> np.ndarray:
    """Banks of 50 families of 20 alike questions, family by family; 10 % fail in the population of families."""
    failures = family_failures(rng, (count, SIZE // WORDINGS), WORDINGS, float(LIMIT), ICC)
    order = rng.random((count, SIZE // WORDINGS, WORDINGS)).argsort(axis=2)
    return (order < failures[:, :, None]).reshape(count, SIZE)


def clustered(runs: int, rng: np.random.Generator) -> list[Figure]:
    """Banks of alike questions: shuffled, the forecast of the bank's own verdict; in order, what would go wrong."""
    table, strict = bank_table(SIZE, LIMIT, ALPHA), population_table(SIZE, LIMIT, ALPHA)
    over = within = false_met = false_failed = naive = 0
    for count in blocks(runs):
        rows = clustered_rows(count, rng)
        naive += int((stops(rows, strict)[1] == 1).sum())
        exceeds = rows.sum(axis=1) > ALLOWED
        met, failed = met_and_failed(rng.permuted(rows, axis=1), table)
        over, within = over + int(exceeds.sum()), within + int((~exceeds).sum())
        false_met, false_failed = false_met + int((met & exceeds).sum()), false_failed + int((failed & ~exceeds).sum())
    at = f"families of {WORDINGS}, ICC {ICC}"
    return [
        figure(f"forecast met, shuffled banks over the limit, {at}", false_met, over),
        figure(f"forecast failed, shuffled banks within the limit, {at}", false_failed, within),
        Figure(f"strict by single questions in the order of families, {at}: what the gate on families is for",
               f"{naive / runs:.1%} of {runs:,} met", "none", None),
    ]  # fmt: skip


def families(runs: int, wordings: int, icc: float) -> list[Figure]:
    """The gate whose unit is the family, at exactly the limit."""
    found = simulate_families(
        families=SIZE // max(1, wordings // 4), wordings=wordings, rate=float(LIMIT), icc=icc, limit=LIMIT, alpha=ALPHA,
        runs=runs, seed=str(SEED),
    )  # fmt: skip
    at = f"families of {wordings}, ICC {icc}"
    return [
        figure(f"gate on families {side}, 10 % failing, {at}", int((found.sides == sign).sum()), runs)
        for side, sign in (("met", 1), ("failed", -1))
    ]


def ordinary(runs: int, rng: np.random.Generator) -> Figure:
    """An exact 5 % bound for a fixed sample, looked at after every answer."""
    n = np.arange(1, SIZE + 1)
    most = binom.ppf(float(ALPHA), n, float(LIMIT)).astype(int)
    most -= binom.cdf(most, n, float(LIMIT)) > float(ALPHA)
    hits = 0
    for count in blocks(runs):
        counts = (rng.random((count, SIZE)) < float(LIMIT)).cumsum(axis=1)
        hits += int((counts <= most).any(axis=1).sum())
    return Figure("Clopper-Pearson at 5 %, looked at after every answer, 10 % failing: false met",
                  f"{hits / runs:.1%} of {runs:,}", "none", None)  # fmt: skip


def measure(quick: bool) -> Measurement:
    """Goal 3 of the measurement standard."""
    runs = QUICK_RUNS if quick else RUNS
    rng = np.random.default_rng(SEED)
    judged = [*independent(runs, rng), *banks(runs, rng), *clustered(runs, rng), *families(runs, WORDINGS, ICC),
              *families(runs, 5, 0.2)]  # fmt: skip
    contrast = ordinary(runs, rng)
    worst = max((f for f in judged if f.holds is not None), key=lambda f: float(f.measured.partition("%")[0]))
    return Measurement(
        measured=f"at most {worst.measured.partition(' ')[0]} wrong ({worst.name}); an ordinary interval "
        f"{contrast.measured.partition(' ')[0]}",
        figures=(*judged, contrast),
        seed=str(SEED),
        notes=(
            "Every run looks after each answer and stops at the first verdict of any rule. 'Over' and 'within' split "
            "the clustered banks by their own verdict; each share is of its part.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
