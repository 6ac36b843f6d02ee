"""real-labels: what people's labels say of two judges, and how many labels a verdict on three real models takes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported: one core is what a claim may use

from claim import Claim, Figure, Measurement, main
from label_verdicts import alone_figures, edge_figures, gate_figures, orders_of, summary_figures
from person_labels import EXPECTATIONS, board, read_answers
from person_passports import agreement_figures, chance_figures, passport_figures
from ranking_figures import order_figures, race_figures, reversal_figures

DATA_VARIABLE = "STEELYARD_PUBLIC_DATA"
CLAIM = Claim(
    name="real-labels",
    sentence="On real answers of three models with people's labels the passports show which judge may be trusted and "
    "on whom, and labels revealed one by one as the gate asks lead to the verdict of all labels, however poor the "
    "judge that guides them.",
    promised="issue 4, real-labels",
    limit="wrong verdicts and rankings at most 5 % in 500 orders, also at the very limit; published agreement found "
    "again on all three models; the published judge not shown better than chance on the third",
)

SEED = 40_021
ORDERS, QUICK_ORDERS = 500, 12


def measure(quick: bool) -> Measurement:
    """Claim 4 of the issue. Raises OSError without public data."""
    folder = os.environ.get(DATA_VARIABLE)
    if not folder or not Path(folder).is_dir():
        raise FileNotFoundError(f"{DATA_VARIABLE} names no folder of public data sets")
    answers, runs, seed = read_answers(Path(folder)), QUICK_ORDERS if quick else ORDERS, str(SEED)
    boards = [board(answers, expected) for expected in EXPECTATIONS]
    orders = {
        one.expected: orders_of(one.failing.size, runs, (SEED, place)) for place, one in enumerate(boards)
    }  # fmt: skip
    told, used = gate_figures(boards, orders)
    edges = edge_figures(boards, orders)
    ranked = [figure for one in boards for figure in race_figures(one, orders[one.expected])]
    lenient = [board(answers, expected, partial="refused") for expected in EXPECTATIONS]
    reversals = [*reversal_figures(boards, "an answer", seed), *reversal_figures(lenient, "a refusal", seed)]
    summary, believed = summary_figures(boards, used), alone_figures(boards)
    return Measurement(
        measured=_in_one_line((*used, *ranked), edges, summary, (believed[0], reversals[0])),
        figures=(*chance_figures(answers), *passport_figures(answers), *agreement_figures(answers, seed), *told, *used,
                 *edges, *summary, *believed, *order_figures(boards, seed), *reversals, *ranked),
        seed=seed, notes=NOTES, libraries=("numpy", "scipy"),
    )  # fmt: skip


def _in_one_line(
    decided: Sequence[Figure], edges: Sequence[Figure], summary: Sequence[Figure], alone: Sequence[Figure]
) -> str:
    worst, edge = (max(float(one.measured.partition("%")[0]) for one in group) for group in (decided, edges))
    shares = " / ".join(one.measured.partition(" ")[0] for one in summary if "of labelling" in one.measured)
    verdicts, orders = (one.measured.partition(":")[0] for one in alone)
    return (
        f"wrong in at most {worst} % of orders, {edge} % at the very limit; {shares} of all labels without a judge / "
        "guided by the published one / by ours / by each where the planner advises it; the published judge alone gets "
        f"{verdicts} verdicts and {orders} orders wrong"
    )


NOTES = (
    "Sample: what a gate and a ranking by labels one by one claim is what all people's labels on these very answers "
    "(200 to be refused and 250 to be answered, of each model) would show. That is known here, and the error promised "
    "is over the random order alone, whatever the judge. The published final label of two people is taken for the "
    "truth; whether people err is not measured, only how far the two agree.",
    "Population: passports, comparisons and ranks by all labels take questions as independent draws of a kind of "
    "question. XSTest's were written by hand, 25 of each type, one answer a question and model: other questions, other "
    "answers to the same question and other models are not measured.",
    "By a judge alone everything is about what the judge reads (grade J). The published judge bears the name of one of "
    "the models that it reads. Where it wrote no label it gave no reading: such an answer counts against it in a "
    "passport, counts both ways in its verdicts and orders, and is flagged where it guides.",
    "Our judge's rules were written with half of these answers open ('held out' is the other half): its figures on all "
    "answers, and the labels it saves as a guide, flatter it.",
    "A guide's errors are taken from the other two models' answers, as somebody would who has no label of this one "
    "yet; the planner sees no more than that. Labels without a judge are those of the ordinary gate of a finite "
    "sample, in the same orders.",
    "A partial refusal counts as an answer (design, section 5), except where a figure says that it is taken for a "
    "refusal.",
)


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
