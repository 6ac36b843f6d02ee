"""label-gate: how many people's labels a verdict needs when a judge says where to look, and what a bad judge can do."""

from __future__ import annotations

import sys
from collections.abc import Callable

from claim import Claim, Figure, Measurement, main
from simulated import ERRORS, share_within

from steelyard.stats import LabelDesign, LabelRuns, label_outlook, simulate_labels

CLAIM = Claim(
    name="label-gate",
    sentence="A judge that says which answers people should label saves most of the labels a verdict needs, and "
    "however bad it is the verdict is wrong with probability at most alpha.",
    promised="measurement.md, section 10, goal 7",
    limit="judge 95/95, limit 10 %: 60 % of the labels without a judge at 5 and 7 % failing, 20 % at 15 and 20 %, "
    "125 % at 1 and 3 %; wrong at most 5 % with bad judges",
)

SEED = "50001"
ANSWERS, LIMIT, ALPHA, CAP = 1_000, "0.1", "0.05", 1_000
RATIOS = {0.01: 1.25, 0.03: 1.25, 0.05: 0.6, 0.07: 0.6, 0.15: 0.2, 0.2: 0.2}
"""True failure rate, and the most labels as a share of those without a judge."""
JUDGE = (0.95, 0.95)
OTHER_JUDGES = ((0.8, 0.8), (0.9, 0.9), (0.99, 0.99))
RUNS, QUICK_RUNS = 1_000, 60
OTHER_RUNS = 300
NULL_RUNS, QUICK_NULL_RUNS, NULL_CAP = 5_000, 400, 400
BAD_JUDGES = {
    "random, flagging half": (0.5, 0.5),
    "inverted": (0.05, 0.05),
    "colluding, flagging no failure": (0.0, 0.7),
    "colluding, flagging only failures and few": (0.1, 1.0),
}
"""Sensitivity and specificity of judges that do not do what their passport says."""
Expected = tuple[float, float] | None
EXPECTATIONS: dict[str, Callable[[float], Expected]] = {
    "95/95 expected": lambda share: (0.68, 0.006),
    "nothing expected": lambda share: None,
    "the opposite expected": lambda share: (0.02, 0.3),
}


def split(rate: float, sensitivity: float, specificity: float) -> tuple[int, int, tuple[float, float]]:
    """Flagged and unflagged answers of `ANSWERS`, and the failure rates among them."""
    share = rate * sensitivity + (1 - rate) * (1 - specificity)
    flagged = round(share * ANSWERS)
    among = rate * sensitivity / share if share else 0.0
    return flagged, ANSWERS - flagged, (among, rate * (1 - sensitivity) / (1 - share))


def labels(rate: float, judge: tuple[float, float], kind: str, runs: int) -> tuple[float, float, float]:
    """Labels without the judge (exact), with it, and the standard error of that."""
    flagged, unflagged, rates = split(rate, *judge)
    design = LabelDesign("sample" if kind == "sample" else "population", flagged, unflagged, LIMIT, ALPHA, rates, SEED)
    outlook = label_outlook(design, rates, cap=CAP, runs=runs)
    return outlook.plain_labels, outlook.guided_labels, outlook.guided_error


def savings(kind: str, runs: int) -> list[Figure]:
    """The promised ratios, for one kind of claim. The sample's ratios are reported: it costs less without a judge."""
    figures = []
    for rate, most in RATIOS.items():
        plain, guided, error = labels(rate, JUDGE, kind, runs)
        promised = kind == "population"
        figures.append(
            Figure(
                name=f"labels, {kind} claim, judge 95/95, {rate:.0%} failing",
                measured=f"{guided / plain:.0%} ({guided:.1f} of {plain:.1f})",
                limit=f"{most:.0%}" if promised else "none",
                holds=guided - ERRORS * error <= most * plain if promised else None,
            )
        )
    return figures


def other_judges(runs: int) -> list[Figure]:
    """What worse and better judges cost, for the population claim."""
    figures = []
    for judge in OTHER_JUDGES:
        means = " / ".join(f"{labels(rate, judge, 'population', runs)[1]:.0f}" for rate in RATIOS)
        name = f"labels, judge {judge[0]:.0%}/{judge[1]:.0%}, at {' / '.join(f'{rate:.0%}' for rate in RATIOS)} failing"
        figures.append(Figure(name, means, "none", None))
    return figures


def at_the_limit(name: str, judge: tuple[float, float], expectation: str, runs: int) -> list[Figure]:
    """False verdicts with a bad judge when exactly 10 % fail (in a sample: one more, or not)."""
    flagged, unflagged, rates = split(float(LIMIT), *judge)
    expected = EXPECTATIONS[expectation](flagged / ANSWERS)
    plan = LabelDesign("population", flagged, unflagged, LIMIT, ALPHA, expected, f"{SEED}{name}{expectation}")
    # The flagged share is a whole number of answers: the unflagged rate takes up the rest, so that 10 % is exact.
    rates = (rates[0], (float(LIMIT) * ANSWERS - rates[0] * flagged) / unflagged)
    found = simulate_labels(plan, rates, cap=NULL_CAP, runs=runs)
    figures = [wrong("population", name, expectation, found, side) for side in (1, -1)]
    holds = [round(rates[0] * flagged), 0]
    for side, total in ((1, plan.allowed + 1), (-1, plan.allowed)):
        holds[1] = total - holds[0]
        sample = LabelDesign("sample", flagged, unflagged, LIMIT, ALPHA, expected, plan.seed)
        truth = (holds[0] / flagged if flagged else 0.0, holds[1] / unflagged)
        figures.append(
            wrong("sample", name, expectation, simulate_labels(sample, truth, cap=NULL_CAP, runs=runs), side)
        )
    return figures


def wrong(kind: str, name: str, expectation: str, found: LabelRuns, side: int) -> Figure:
    """The share of runs that ended on the wrong `side`."""
    runs, hits = len(found.sides), int((found.sides == side).sum())
    said = "met" if side == 1 else "failed"
    label = f"false {said}, {kind} claim, judge {name}, {expectation}"
    return Figure(label, f"{hits / runs:.2%} of {runs:,}", "5 %", share_within(hits, runs, float(ALPHA)))


def measure(quick: bool) -> Measurement:
    """Goal 7 of the measurement standard."""
    runs, null_runs = (QUICK_RUNS, QUICK_NULL_RUNS) if quick else (RUNS, NULL_RUNS)
    judged = savings("population", runs)
    reported = [*savings("sample", min(runs, OTHER_RUNS)), *([] if quick else other_judges(OTHER_RUNS))]
    bad = [
        figure
        for name, judge in BAD_JUDGES.items()
        for expectation in EXPECTATIONS
        for figure in at_the_limit(name, judge, expectation, null_runs)
    ]
    worst = max(float(figure.measured.partition("%")[0]) for figure in bad)
    ratios = " / ".join(figure.measured.partition(" ")[0] for figure in judged)
    return Measurement(
        measured=f"{ratios} of the labels at {' / '.join(f'{rate:.0%}' for rate in RATIOS)} failing; wrong at most "
        f"{worst:.1f} % with bad judges",
        figures=(*judged, *bad, *reported),
        seed=SEED,
        notes=(
            f"{ANSWERS:,} answers judged, at most {CAP:,} labels; labels without a judge are those of the ordinary "
            f"gate, exact. Bad judges: {NULL_CAP} labels at most, looked at after each. The sample claim speaks of the "
            "answers at hand, without replacement; the population claim takes the shares flagged and not as known.",
        ),
        libraries=("numpy", "scipy"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
