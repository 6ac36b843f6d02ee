"""ranking: order claims about equal and unequal models, and what adding clones does to them."""

from __future__ import annotations

import os
import sys
from itertools import combinations

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported: one core is what a claim may use

import numpy as np
from claim import Claim, Figure, Measurement, main
from simulated import mean_and_error, mean_within, share_within

from steelyard.stats import claims_of, rank_boards, step_down

CLAIM = Claim(
    name="ranking",
    sentence="Of 20 equal models on six dimensions hardly ever is one claimed better than another; of models in tiers "
    "most true differences are claimed; adding clones of a model changes no claim about others.",
    promised="issue 4 and measurement.md, section 10, goal 9",
    limit="any false claim in at most 5.5 % of boards; at least 80 % of true pairs at 500 items; 0 claims changed",
)

SEED = 40_009
ALPHA = 0.05
MODELS, DIMENSIONS, ITEMS, FAILING = 20, 6, 300, 0.1
TIERS, TIER_ITEMS = (0.02, 0.05, 0.1, 0.2), 500
FALSE_LIMIT, POWER_LIMIT = 0.055, 0.8
CLONES, CLONE_LOSS = 3, 0.01
BOARDS, QUICK_BOARDS = 2_000, 120
TIER_BOARDS, QUICK_TIER_BOARDS = 400, 100
CLONE_BOARDS, QUICK_CLONE_BOARDS = 300, 40
DRAWS = 999


def equal_board(rng: np.random.Generator, *, shared: bool) -> list[np.ndarray]:
    """Scores of equal models, on each dimension; `shared`: an item is as hard for one as for all others."""
    chance = 1 - (rng.beta(0.5, 0.5 / FAILING - 0.5, size=(DIMENSIONS, ITEMS)) if shared else FAILING)
    return list((rng.random((DIMENSIONS, MODELS, ITEMS)) < np.reshape(chance, (-1, 1, ITEMS)) if shared else
                 rng.random((DIMENSIONS, MODELS, ITEMS)) < chance).astype(float))  # fmt: skip


def equal_models(boards: int, rng: np.random.Generator, *, shared: bool) -> list[Figure]:
    """Share of boards with any claim, ours and by unadjusted paired tests."""
    ours = unadjusted = 0
    for number in range(boards):
        scores = equal_board(rng, shared=shared)
        tests = step_down(scores, seed=f"{SEED} {number}", draws=DRAWS)
        ours += any(test.adjusted <= ALPHA for test in tests)
        unadjusted += any(abs(test.statistic or 0) >= 1.96 for test in tests)
    kind = "items of one difficulty for all" if shared else "independent items"
    said = f"{ours / boards:.1%} of {boards:,} boards"
    return [
        Figure(f"any false claim, 20 equal models on 6 dimensions, {kind}", said, f"{FALSE_LIMIT:.1%}",
               share_within(ours, boards, FALSE_LIMIT)),
        Figure(f"the same by unadjusted paired tests, {kind}", f"{unadjusted / boards:.1%}", "none", None),
    ]  # fmt: skip


def tier_board(each: int, boards: int, rng: np.random.Generator) -> tuple[list[float], int, float]:
    """Share of true pairs claimed in each board of `each` models a tier, boards with a false claim, mean rank width."""
    rates = np.repeat(TIERS, each)
    true = {(j, k) for j, k in combinations(range(len(rates)), 2) if rates[j] < rates[k]}
    shares, wrong, width = [], 0, 0.0
    for number in range(boards):
        scores = (rng.random((len(rates), TIER_ITEMS)) >= rates[:, None]).astype(float)
        (board,) = rank_boards([scores], alpha=ALPHA, seed=f"{SEED} {number}", draws=DRAWS)
        claims = claims_of(board.tests, ALPHA)
        shares.append(len(claims & true) / len(true))
        wrong += bool(claims - true)
        width += float(np.mean([1 + place.worst - place.best for place in board.standings]))
    return shares, wrong, width / boards


def tiers(boards: int, rng: np.random.Generator) -> list[Figure]:
    """Power, false claims and rank intervals of the tier board; the limit is for two models a tier."""
    figures = []
    for each in (2, 3):
        shares, wrong, width = tier_board(each, boards, rng)
        power, error = mean_and_error(shares)
        holds = mean_within([-share for share in shares], -POWER_LIMIT) if each == 2 else None
        name = f"true pairs claimed, {each} models in each of the tiers 2, 5, 10, 20 %, {TIER_ITEMS} items"
        figures += [
            Figure(name, f"{power:.1%} (standard error {error:.1%})", "80 %" if each == 2 else "none", holds),
            Figure(f"any false claim, {each} models a tier", f"{wrong / boards:.1%} of {boards:,} boards",
                   f"{FALSE_LIMIT:.1%}", share_within(wrong, boards, FALSE_LIMIT)),
            Figure(f"mean width of a rank interval, {each} models a tier", f"{width:.1f} of {4 * each}", "none", None),
        ]  # fmt: skip
    return figures


def win_rates(boards: np.ndarray) -> np.ndarray:
    """Mean win rate of each model: (dimensions, models, items) to (models,)."""
    means = boards.mean(axis=2)
    wins = (means[:, :, None] > means[:, None, :]) + 0.5 * (means[:, :, None] == means[:, None, :])
    return np.asarray((wins.sum(axis=2) - 0.5).mean(axis=0) / (means.shape[1] - 1))


def claims_by_board(boards: np.ndarray, seed: str, models: int, waves: list[int] | None = None) -> set[tuple[int, ...]]:
    """(dimension, better, worse) among the first `models`."""
    found = rank_boards(list(boards), alpha=ALPHA, seed=seed, waves=waves, draws=DRAWS)
    return {
        (dimension, *pair)
        for dimension, board in enumerate(found)
        for pair in claims_of([test for test in board.tests if test.second < models], ALPHA)
    }


def clone_attack(boards: int, rng: np.random.Generator) -> list[Figure]:
    """Three slightly worse copies of the second of eight models are entered: what changes among the eight."""
    models, waves = 8, [1] * 8 + [2] * CLONES
    fooled = later = added = withdrawn = claimed = 0
    for number in range(boards):
        rates = rng.uniform(0.03, 0.2, size=(DIMENSIONS, models, 1)) * rng.uniform(0.7, 1.3, size=(1, models, 1))
        scores = (rng.random((DIMENSIONS, models, ITEMS)) >= rates).astype(float)
        first, second = np.argsort(-win_rates(scores))[:2]
        copies = np.repeat(scores[:, [second]], CLONES, axis=1)
        copies *= rng.random(copies.shape) >= CLONE_LOSS
        crowded = np.concatenate([scores, copies], axis=1)
        fooled += win_rates(crowded)[second] > win_rates(crowded)[first]
        seed = f"{SEED} {number}"
        before = claims_by_board(scores, seed, models)
        later += len(before ^ claims_by_board(crowded, seed, models, waves))
        together = claims_by_board(crowded, seed, models)
        added, withdrawn, claimed = (
            added + len(together - before),
            withdrawn + len(before - together),
            claimed + len(before),
        )
    held = f"of {claimed:,}"
    return [
        Figure("claims changed by three clones entered as later submissions", f"{later} {held}", "0", later == 0),
        Figure("claims added or turned by three clones entered with the others", f"{added} {held}", "0", added == 0),
        Figure("claims taken away by three clones entered with the others", f"{withdrawn} {held}", "none", None),
        Figure("boards whose second the clones make first by mean win rate", f"{fooled / boards:.0%}", "none", None),
    ]


def measure(quick: bool) -> Measurement:
    """Goal 9 of the measurement standard."""
    rng = np.random.default_rng(SEED)
    boards = QUICK_BOARDS if quick else BOARDS
    equal = [figure for shared in (False, True) for figure in equal_models(boards // 2, rng, shared=shared)]
    power = tiers(QUICK_TIER_BOARDS if quick else TIER_BOARDS, rng)
    clones = clone_attack(QUICK_CLONE_BOARDS if quick else CLONE_BOARDS, rng)
    worst = max((equal[0].measured, equal[2].measured), key=lambda said: float(said.partition("%")[0]))
    return Measurement(
        measured=f"any false claim in {worst}; {power[0].measured} of true pairs; "
        f"{clones[0].measured} claims changed by clones",
        figures=(*equal, *power, *clones),
        seed=str(SEED),
        notes=(
            "All 1,140 pairs of the six dimensions are one family at 5 %. An item of a tier board says nothing about "
            "another model's answer to it, which is the hardest case.",
            "Clones entered with the others can only take claims away, because more pairs are tested together; entered "
            "as later submissions of the same vendor they are a family of their own and change none.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
