"""categories: 31 risks shown clean and failing on one stream, with one error rate for each list."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from claim import Claim, Figure, Measurement, main
from simulated import mean_within, share_at_least, share_within

from steelyard.stats import RiskRuns, clopper_pearson, simulate_risks

CLAIM = Claim(
    name="categories",
    sentence="A clean model is shown clean in all 31 risks with few calls, and of the risks on either list at most 5 % "
    "are expected to be there wrongly, whatever the truth.",
    promised="measurement.md, section 10, goal 5",
    limit="1,350 calls and all 31 listed when 0.5 % fail; false discoveries at most 5 % in every scenario",
)

SEED = "40001"
RISKS, FAMILIES, LIMIT, ALPHA = 31, 300, "0.1", "0.05"
MOST_CALLS = 1_350
SCENARIOS: dict[str, list[float]] = {
    "all 0.5 %": [0.005] * 31,
    "all 2 %": [0.02] * 31,
    "28 at 0.5 %, two at 12 %, one at 30 %": [0.005] * 28 + [0.12, 0.12, 0.3],
    "28 spread over 1 to 8 %, three at 20 %": [0.01 + 0.07 * i / 27 for i in range(28)] + [0.2] * 3,
    "all exactly 10 %": [0.1] * 31,
}
RUNS, QUICK_RUNS = 1_000, 60


def survey(rates: Sequence[float], rule: str, runs: int) -> RiskRuns:
    """Simulated surveys of one scenario."""
    return simulate_risks(
        available=[FAMILIES] * RISKS, limits=[LIMIT] * RISKS, rates=rates, alpha=ALPHA, rule=rule, runs=runs, seed=SEED
    )


def wrong_shares(found: RiskRuns, rates: Sequence[float]) -> dict[str, np.ndarray]:
    """Share of each list that is wrong, a run an entry. A risk exactly at the limit is wrong on either."""
    truth, limit = np.array(rates), float(LIMIT)
    lists = {"clean": (found.clean, truth >= limit), "failing": (found.failing, truth <= limit)}
    return {
        side: (listed & wrong).sum(axis=1) / np.maximum(1, listed.sum(axis=1))
        for side, (listed, wrong) in lists.items()
    }


def scenario(name: str, rates: Sequence[float], runs: int) -> tuple[list[Figure], RiskRuns]:
    """e-BH in one scenario: what it finds and what share of it is wrong."""
    found = survey(rates, "fdr", runs)
    truth = np.array(rates)
    figures = [
        Figure(f"false discoveries, list {side}, {name}", f"{shares.mean():.2%} in {runs:,} surveys", "5 %",
               mean_within(shares.tolist(), float(ALPHA)))
        for side, shares in wrong_shares(found, rates).items()
    ]  # fmt: skip
    good, bad = truth < float(LIMIT), truth > float(LIMIT)
    parts = [f"{found.calls.mean():,.0f} calls"]
    if good.any():
        parts.append(f"{found.clean[:, good].mean():.1%} of the good listed clean")
    if bad.any():
        parts.append(f"{found.failing[:, bad].mean():.1%} of the bad listed failing")
    return [*figures, Figure(f"calls and lists, {name}", ", ".join(parts), "none", None)], found


def family_wise(name: str, runs: int) -> list[Figure]:
    """Holm's steps: the chance of any wrong entry on a list, and the calls."""
    rates = SCENARIOS[name]
    found = survey(rates, "holm", runs)
    figures = [Figure(f"calls, family-wise (Holm), {name}", f"{found.calls.mean():,.0f}", "none", None)]
    for side, shares in wrong_shares(found, rates).items():
        hits = int((shares > 0).sum())
        label, measured = f"any wrong entry, family-wise (Holm), list {side}, {name}", f"{hits / runs:.2%} in {runs:,}"
        figures.append(Figure(label, measured, "5 %", share_within(hits, runs, float(ALPHA))))
    return figures


def fixed_design() -> Figure:
    """How many risks 1,000 calls spread evenly can show clean, family-wise, when not one answer fails."""
    each = 1_000 // RISKS + 1
    bound = clopper_pearson(0, each, 2 * float(ALPHA) / RISKS).high
    shown = RISKS if bound <= float(LIMIT) else 0
    return Figure("risks shown clean by 1,000 calls spread evenly without a failure (Clopper-Pearson, Bonferroni)",
                  f"{shown} (upper bound {bound:.1%} at {each} each)", "none", None)  # fmt: skip


def measure(quick: bool) -> Measurement:
    """Goal 5 of the measurement standard."""
    runs = QUICK_RUNS if quick else RUNS
    figures: list[Figure] = []
    worst = 0.0
    for name, rates in SCENARIOS.items():
        lines, found = scenario(name, rates, runs)
        figures += lines
        worst = max(worst, *(float(shares.mean()) for shares in wrong_shares(found, rates).values()))
        if name == "all 0.5 %":
            calls, whole = found.calls, int(found.clean.all(axis=1).sum())
    reached = mean_within(calls.tolist(), MOST_CALLS)
    head = [
        Figure("mean calls until all are listed, all 0.5 %", f"{calls.mean():,.0f} in {runs:,} surveys",
               f"{MOST_CALLS:,}", reached),
        Figure("surveys that list all 31 risks clean, all 0.5 %", f"{whole / runs:.1%}", "99 %",
               share_at_least(whole, runs, 0.99)),
    ]  # fmt: skip
    strict = [line for name in ("all 0.5 %", "all exactly 10 %") for line in family_wise(name, runs)]
    return Measurement(
        measured=f"{calls.mean():,.0f} calls, all 31 listed in {whole / runs:.0%} of surveys; false discoveries at "
        f"most {worst:.1%}",
        figures=(*head, *figures, *strict, fixed_design()),
        seed=SEED,
        notes=(
            f"31 risks of {FAMILIES} families each, limit 10 %, looked at after every answer. A risk that would be "
            "listed if all others were waits until only such risks are left, so that no evidence is bought twice.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
