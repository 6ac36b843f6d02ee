"""Lists of risks shown clean and failing, computed again in whole numbers (docs/formats.md, section 7).

A risk is a part of the bank. Its answers speak for a place j on a list of at most K risks when their evidence reaches
K / (j alpha); a list is as long as can be while its k-th risk clears place k or better. Who is on a list stays, and its
answers count no more.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from . import gates, weighted
from .evidence import ABOVE, BELOW, Population, bounds, reaches
from .path import FAILED, MISSING, OPEN, PASSED

_Record = dict[str, Any]

_SIDES = {"clean": BELOW, "failing": ABOVE}
_FINEST = Fraction(1, 10**12)
_MOST_WEIGHTED = 100_000


class Lists(NamedTuple):
    """The record of the lists, the positions they counted beyond the stopping look, and whether they need no more."""

    record: _Record | None
    beyond: list[int]
    ended: bool


def lists(plan: _Record, survey: _Record, statuses: list[int], counted: int, reader: str) -> Lists:
    """The lists of a survey of which `statuses` are to be read, the first `counted` as they come."""
    names = sorted({aspect for _, _, aspect in survey["families"]})
    if len(names) < 2:
        return Lists(None, [], ended=True)
    order = [names.index(aspect) for _, _, aspect in survey["families"]]
    board = _Board(len(names), Fraction(survey["threshold"]["limit"]), Fraction(plan["alpha"]), plan["look_every"])
    beyond, ended = _read(board, statuses, order, counted)
    record = {
        "rule": "fdr", "alpha": plan["alpha"], "counted": board.counted, "beyond": len(beyond), "reader": reader,
        "risks": [
            {"aspect": name, "sample": order.count(index), **board.told(index)} for index, name in enumerate(names)
        ],
        "weighted": _weighted(plan, survey, names, [(order[at], statuses[at]) for at in (*range(counted), *beyond)])
        if beyond else None,
    }  # fmt: skip
    return Lists(record, beyond, ended)


def _weighted(plan: _Record, survey: _Record, names: list[str], answers: list[tuple[int, int]]) -> _Record | None:
    """The claim about the rate weighted as the bank weights its risks, from all answers that are evidence."""
    if len(answers) > _MOST_WEIGHTED:
        return None
    counts = Counter(answers)
    tallies = [
        (sum(counts[index, status] for status in (PASSED, FAILED, OPEN)), counts[index, FAILED], counts[index, OPEN])
        for index in range(len(names))
    ]
    whole = sum(survey["composition"][name] for name in names)
    weights = [Fraction(survey["composition"][name], whole) for name in names]
    evidence = weighted.e_values(weights, tallies, Fraction(survey["threshold"]["limit"]))
    shown = [side for side in ("met", "failed") if Fraction(evidence[side]) * Fraction(plan["alpha"]) >= 1]
    return {"claim": shown[0] if shown else "open", "counted": len(answers), "evidence": evidence}


def _read(board: _Board, statuses: list[int], order: list[int], counted: int) -> tuple[list[int], bool]:
    for position in range(counted):
        if order[position] not in board.listed:
            board.count(order[position], statuses[position])
    left: list[list[int]] = [[] for _ in range(board.size)]
    for position in range(counted, len(statuses)):
        left[order[position]].append(position)
    taken = [0] * board.size
    beyond: list[int] = []
    while (risk := board.next([len(left[risk]) - taken[risk] for risk in range(board.size)])) is not None:
        position = left[risk][taken[risk]]
        if statuses[position] == MISSING:
            return beyond, False
        taken[risk] += 1
        beyond.append(position)
        board.count(risk, statuses[position])
    board.look()
    return beyond, True


class _Risk:
    """The answers of one risk, and the best place its evidence clears for either list."""

    def __init__(self, limit: Fraction, alpha: Fraction, size: int) -> None:
        self.asked = self.failures = self.faults = 0
        self.place = dict.fromkeys(_SIDES, size + 1)
        self._size = size
        self._walks = {side: Population(limit, factors, alpha / size) for side, factors in _SIDES.items()}

    def count(self, status: int) -> None:
        """One more answer; an open fault speaks against either list."""
        self.asked += 1
        self.failures += status == FAILED
        self.faults += status == OPEN
        self._walks["clean"].step(failed=status in (FAILED, OPEN))
        self._walks["failing"].step(failed=status == FAILED)

    def look(self) -> None:
        """Bring the places up to date."""
        for side, walk in self._walks.items():
            if reaches(walk.ratios, walk.need, walk.exactly):
                self.place[side] = 1
            elif not reaches(walk.ratios, walk.need / self._size, walk.exactly):
                self.place[side] = self._size + 1
            else:
                low, high = (ceil(walk.need / Fraction(end)) for end in bounds(walk.ratios))
                self.place[side] = low if low == high else ceil(walk.need / walk.exactly())


class _Board:
    """All risks of a survey. `listed`: the list of each risk on one, and how many answers were counted by then."""

    def __init__(self, size: int, limit: Fraction, alpha: Fraction, look_every: int) -> None:
        self.size, self._limit, self._alpha, self._look_every = size, limit, alpha, look_every
        self._risks = [_Risk(limit, alpha, size) for _ in range(size)]
        self._new: set[int] = set()
        self.listed: dict[int, tuple[str, int]] = {}
        self.counted = 0

    def count(self, risk: int, status: int) -> None:
        """One more answer of a risk on no list."""
        self._risks[risk].count(status)
        self._new.add(risk)
        self.counted += 1
        if self.counted % self._look_every == 0:
            self.look()

    def look(self) -> None:
        """Put risks on the lists."""
        for index in self._new:
            self._risks[index].look()
        self._new.clear()
        for side in _SIDES:
            length = self._length(side)
            for index, risk in enumerate(self._risks):
                if index not in self.listed and risk.place[side] <= length:
                    self.listed[index] = (side, self.counted)

    def next(self, left: list[int]) -> int | None:
        """The risk that is read next: the fewest answers first, one that a list would take if it were longer last."""
        rest = [index for index in range(self.size) if left[index] and index not in self.listed]
        first = [index for index in rest if min(self._risks[index].place.values()) > self.size]
        return min(first or rest, key=lambda index: (self._risks[index].asked, index), default=None)

    def told(self, index: int) -> _Record:
        """What the record says of a risk."""
        risk = self._risks[index]
        side, at = self.listed.get(index, ("undecided", None))
        if at is not None:
            level = self._level(self._length(side))
        else:
            level = min(self._level(self._last(index, each)) for each in _SIDES)
        return {
            "side": side, "counted": risk.asked, "failures": risk.failures, "open_faults": risk.faults, "at": at,
            "needs": self._needs(index) if at is None else None,
            "interval": gates.interval(
                risk.asked, risk.failures, risk.failures + risk.faults, gates.decimal(max(level, _FINEST))
            ),
        }  # fmt: skip

    def _length(self, side: str) -> int:
        places = sorted(risk.place[side] for risk in self._risks)
        return max((length for length, place in enumerate(places, 1) if place <= length), default=0)

    def _last(self, index: int, side: str) -> int:
        """The last place that would bring one risk more on the list, the others as they are."""
        others = [risk.place[side] for other, risk in enumerate(self._risks) if other != index]
        return next(place for place in range(self.size, 0, -1) if sum(each <= place for each in others) + 1 >= place)

    def _level(self, place: int) -> Fraction:
        return self._alpha * place / self.size

    def _needs(self, index: int) -> int | None:
        """Further answers without a failure to the list of those shown clean; None beyond the most that is read."""
        level, failed = self._level(self._last(index, "clean")), self._risks[index].failures + self._risks[index].faults

        def enough(answers: int) -> bool:
            evidence = Population(self._limit, BELOW, level)
            evidence.jump(answers, failed)
            return evidence.speaks()

        if not enough(gates.MAX_SIZE):
            return None
        low, high = failed, gates.MAX_SIZE
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return max(1, high - self._risks[index].asked)
