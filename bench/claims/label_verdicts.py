"""Verdicts on real models at a limit by all people's labels, by a judge alone and by labels one by one, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from claim import Figure
from label_orders import Memory, Order, advised, decide, limit_question
from person_labels import FAILS, JUDGES, PASSES, Board
from simulated import share_within
from three_rankings import ALPHA, NO_JUDGE, of_models

from steelyard.records import Claim
from steelyard.records.outcome import Expectation
from steelyard.stats import decimal_string

LIMITS = ("0.05", "0.1")
GUIDES = (None, *JUDGES)

Orders = Mapping[Expectation, Sequence[Order]]


class Cell(NamedTuple):
    """One model at one limit with one guide: how many of the orders came to the wrong verdict, and labels by order."""

    wrong: int
    labels: tuple[int, ...]


def orders_of(answers: int, runs: int, seed: Sequence[int]) -> list[Order]:
    """Random orders of so many answers."""
    rng = np.random.default_rng(list(seed))
    return [rng.permutation(answers) for _ in range(runs)]


def cell(board: Board, guide: str | None, model: int, limit: str, orders: Sequence[Order]) -> Cell:
    """Label a model's answers in each order until the verdict at `limit` is known."""
    question, memory = limit_question(board, guide, model, limit, ALPHA), [Memory()]
    wrong, labels = 0, []
    for number, order in enumerate(orders):
        own = of_models(order, board.size, (model,))
        found = decide(question, own, f"{board.expected} {model} {limit} {number}", memory)
        wrong += found.claims != question.truth
        labels.append(len(found.labelled))
    return Cell(wrong, tuple(labels))


def alone(board: Board, judge: str, model: int, limit: str) -> Claim:
    """The verdict of a judge that is believed; open where answers it did not read could turn it."""
    judged, allowed = board.judged[judge][model], floor(Fraction(limit) * board.size)
    failing = int((judged == FAILS).sum())
    return "failed" if failing > allowed else "met" if int((judged != PASSES).sum()) <= allowed else "open"


def gate_figures(boards: Sequence[Board], orders: Orders) -> tuple[list[Figure], list[Figure]]:
    """Verdicts at the two limits: what people and judges alone say, and what labels one by one take."""
    told, used = [], []
    for one, model, limit in _cells(boards):
        name = _name(one, model, limit)
        (truth,) = limit_question(one, None, model, limit, ALPHA).truth
        words = [f"people {int(one.failing[model].sum())} of {one.size} failing: {truth}"]
        words += [f"{judge} alone: {alone(one, judge, model, limit)}" for judge in JUDGES]
        told.append(Figure(f"verdict, {name}", "; ".join(words), "none", None))
        for guide in GUIDES:
            found = cell(one, guide, model, limit, orders[one.expected])
            low, high = np.quantile(found.labels, [0.05, 0.95], method="nearest")
            runs = len(found.labels)
            measured = (f"{found.wrong / runs:.1%} of {runs} orders wrong; {np.mean(found.labels):.1f} of {one.size} "
                        f"labels, nine in ten orders {low} to {high}")  # fmt: skip
            holds = share_within(found.wrong, runs, float(ALPHA))
            used.append(Figure(f"labels, {name}, {guide or NO_JUDGE}", measured, "5 % wrong", holds))
    return told, used


def edge_figures(boards: Sequence[Board], orders: Orders) -> list[Figure]:
    """Limits put exactly where people's labels are, and one answer below: nowhere is a wrong verdict likelier."""
    figures = []
    for guide in GUIDES:
        worst, holds, name, cells = -1.0, True, "", 0
        for one in boards:
            for model, count in enumerate(one.failing.sum(axis=1).tolist()):
                for allowed in (count, count - 1):
                    if not 0 < allowed < one.size:
                        continue
                    limit = _limit_of(allowed, one.size)
                    found = cell(one, guide, model, limit, orders[one.expected])
                    runs, cells = len(found.labels), cells + 1
                    holds = holds and share_within(found.wrong, runs, float(ALPHA))
                    if found.wrong / runs > worst:
                        worst = found.wrong / runs
                        name = f"{one.expected}, {one.models[model]}, {count} failing and {allowed} allowed"
        figures.append(
            Figure(f"wrong at the very limit, worst of {cells}, {guide or NO_JUDGE}", f"{worst:.1%} ({name})", "5 %",
                   holds)
        )  # fmt: skip
    return figures


def summary_figures(boards: Sequence[Board], used: Sequence[Figure]) -> list[Figure]:
    """Labels over all models and limits: with each guide always, and with a judge where the planner advises it."""
    means = {figure.name: float(figure.measured.partition("; ")[2].partition(" ")[0]) for figure in used}
    cells = [(one, model, limit, _name(one, model, limit)) for one, model, limit in _cells(boards)]
    everything = sum(one.size for one, *_ in cells)
    figures = []
    for guide in GUIDES:
        total = sum(means[f"labels, {name}, {guide or NO_JUDGE}"] for *_, name in cells)
        figures.append(_labels_in_all(guide or NO_JUDGE, total, everything))
    for judge in JUDGES:
        followed = {name for one, model, limit, name in cells if advised(one, judge, model, limit, ALPHA)}
        total = sum(means[f"labels, {name}, {judge if name in followed else NO_JUDGE}"] for *_, name in cells)
        right = sum(
            (means[f"labels, {name}, {judge}"] < means[f"labels, {name}, {NO_JUDGE}"]) == (name in followed)
            for *_, name in cells
        )
        figures.append(_labels_in_all(f"{judge} where the planner advises it", total, everything))
        told = f"{len(followed)} of {len(cells)} times, {right} of {len(cells)} times rightly"
        figures.append(Figure(f"the planner advises the {judge} as guide", told, "none", None))
    return figures


def alone_figures(boards: Sequence[Board]) -> list[Figure]:
    """Verdicts that a judge alone gets wrong."""
    figures = []
    for judge in JUDGES:
        wrong = [
            f"{one.expected}, {one.models[model]}, {float(limit):.0%}"
            for one, model, limit in _cells(boards)
            if (alone(one, judge, model, limit),) != limit_question(one, None, model, limit, ALPHA).truth
        ]
        told = f"{len(wrong)} of {len(list(_cells(boards)))}" + (f": {'; '.join(wrong)}" if wrong else "")
        figures.append(Figure(f"wrong verdicts by the {judge} alone", told, "none", None))
    return figures


def _labels_in_all(title: str, total: float, everything: int) -> Figure:
    told = f"{total / everything:.0%} of labelling everything ({total:.0f} of {everything:,})"
    return Figure(f"labels over all models and limits, {title}", told, "none", None)


def _name(board: Board, model: int, limit: str) -> str:
    return f"limit {float(limit):.0%}, {board.expected}, {board.models[model]}"


def _limit_of(allowed: int, size: int) -> str:
    """The limit, to six places and rounded up, that allows just so many of `size` (below a million)."""
    return decimal_string(Fraction(ceil(Fraction(allowed * 10**6, size)), 10**6))


def _cells(boards: Sequence[Board]) -> Iterator[tuple[Board, int, str]]:
    return ((one, model, limit) for one in boards for limit in LIMITS for model in range(len(one.models)))
