"""Lists of risks shown clean and shown failing, with one error rate for each list (measurement standard, 2.5).

One shuffle of the bank gives every risk its own shuffle, so that one stream feeds one valid e-process a risk. A look
puts risks on a list by their e-values; a risk that is on a list freezes there with the evidence it had and needs no
more answers. Frozen evidence keeps clearing the bar of a list that grows, so nothing ever leaves a list, and both the
e-BH procedure (R. Wang and A. Ramdas 2022 [recall]) and Holm's steps stay valid at every look, whatever the dependence
between risks. What is on neither list is undecided: never "passed" for want of evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from .mixture import BELOW, PopulationEvidence
from .rates import open_rate

Rule = Literal["fdr", "holm", "bonferroni"]
"""`fdr`: of a list, a share of at most alpha is expected to be wrong (e-BH). `holm`, `bonferroni`: with probability at
least 1 - alpha nothing on a list is wrong (family-wise); Holm's list is never shorter."""

Side = Literal["clean", "failing"]


class RiskClaim(msgspec.Struct, frozen=True):
    """Risk number `risk` is `side`, shown by its first `asked` answers of which `failures` failed, at answer `at`.

    `open_faults` of the asked had no answer; `at` counts the answers of all risks up to the look that showed it.
    """

    risk: int
    side: Side
    asked: int
    failures: int
    open_faults: int
    at: int


class RiskTally(NamedTuple):
    """What was counted of a risk: answers, of which some failed and some are open faults."""

    asked: int
    failures: int
    open_faults: int


class RiskReading(msgspec.Struct, frozen=True):
    """What a stream of answers shows of its risks.

    `claims` in order of the looks that made them; `undecided`: the other risks, by number; `tallies` of all risks, by
    number. `counted`: answers read, those of risks already decided left out; `beyond`: positions of those beyond the
    common stream. `ended`: nothing more needs to be asked, else `wanted` are positions that are sure to be read, best
    first.
    """

    claims: tuple[RiskClaim, ...]
    undecided: tuple[int, ...]
    tallies: tuple[RiskTally, ...]
    counted: int
    beyond: frozenset[int]
    ended: bool
    wanted: tuple[int, ...]

    def listed(self, side: Side) -> tuple[int, ...]:
        """The risks on one of the lists, by number."""
        return tuple(sorted(claim.risk for claim in self.claims if claim.side == side))


class Places:
    """How strong evidence must be for each place on a list of at most `count` risks.

    A list of k risks needs k e-values of at least 1/level(k) (`fdr`), or one of 1/level(1), two of 1/level(2), and so
    on up to k (`holm`). Raises ValueError when `count` is below 1 or `alpha` not strictly between 0 and 1.
    """

    def __init__(self, count: int, alpha: str | Fraction, rule: Rule) -> None:
        if count < 1:
            raise ValueError(f"a list of risks needs at least one risk, not {count}")
        self.count, self.rule, self._alpha = count, rule, open_rate(alpha, "alpha")

    def level(self, place: int) -> Fraction:
        """The error level an e-value must clear for `place` (from 1); rising in `place`."""
        if self.rule == "fdr":
            return self._alpha * place / self.count
        return self._alpha / (self.count - place + 1 if self.rule == "holm" else self.count)

    def length(self, places: Sequence[int]) -> int:
        """How long the list is when the risks clear, at best, these places (`count` + 1: none)."""
        at_most = [0] * (self.count + 2)
        for place in places:
            at_most[place] += 1
        reached, length = 0, 0
        for place in range(1, self.count + 1):
            reached += at_most[place]
            if reached >= place:
                length = place
            elif self.rule == "holm":
                break
        if self.rule == "bonferroni":
            return at_most[1]
        return length

    def last_place(self, others: Sequence[int]) -> int:
        """The weakest place that brings one more risk on the list when all `others` clear, at best, these."""
        if self.rule == "holm":
            return self.length(others) + 1
        return max(place for place in range(1, self.count + 1) if sum(best <= place for best in others) + 1 >= place)

    def clears(self, place: int, length: int) -> bool:
        """Whether a risk whose best place is `place` is on the list of `length`."""
        return place <= (1 if self.rule == "bonferroni" else length)


def families_to_list(count: int, limit: str | Fraction, alpha: str | Fraction, failures: int, place: int,
                     rule: Rule = "fdr") -> int:  # fmt: skip
    """How many families a risk needs to be shown clean with `failures` among them, as the `place`-th of `count` risks.

    `place` = `count` under `fdr` is the case that all others are clean too, `place` = 1 the worst. Raises ValueError
    as `Places`, or when `place` is not in 1..count or `failures` is negative.
    """
    places = Places(count, alpha, rule)
    if not 1 <= place <= count or failures < 0:
        raise ValueError(f"place {place} of {count} with {failures} failures")
    evidence = evidence_at(open_rate(limit, "limit"), BELOW, places.level(place))
    low, high = failures, max(1, 2 * failures)
    while not evidence.reaches(high, failures):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if evidence.reaches(middle, failures) else (middle, high)
    return high


def best_place(
    places: Places, limit: Fraction, factors: tuple[Fraction, ...], asked: int, failures: int, near: int
) -> int:
    """The least place the evidence clears, `count` + 1 when none: by bisection, as the bar falls with the place.

    `near` is where it is looked for first: one answer seldom moves it.
    """
    low, high = 0, places.count + 1
    tries = [near, near - 1]
    while high - low > 1:
        middle = tries.pop(0) if tries else (low + high) // 2
        if low < middle < high:
            clears = evidence_at(limit, factors, places.level(middle)).reaches(asked, failures)
            low, high = (low, middle) if clears else (middle, high)
    return high


@lru_cache(maxsize=1024)
def evidence_at(limit: Fraction, factors: tuple[Fraction, ...], level: Fraction) -> PopulationEvidence:
    """The comparison of a risk's evidence with an error level."""
    return PopulationEvidence(limit, factors, level)
