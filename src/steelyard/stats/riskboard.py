"""The lists of risks kept up while answers arrive: what counts, what is looked at, which risk is asked next (2.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from .mixture import ABOVE, BELOW, MAX_SIZE
from .multiple import Places, RiskClaim, RiskReading, RiskTally, Rule, Side, best_place, evidence_at, families_to_list
from .rates import open_rate
from .walk import Status


class RiskBoard:
    """The lists kept up while answers arrive, one risk at a time. `limits`: the failure limit of each risk."""

    def __init__(self, limits: Sequence[str | Fraction], alpha: str | Fraction, rule: Rule = "fdr") -> None:
        self._limits = [open_rate(limit, "limit") for limit in limits]
        self._places = Places(len(limits), alpha, rule)
        self._alpha = alpha
        self._tallies = [RiskTally(0, 0, 0) for _ in limits]
        self._best: dict[Side, list[int]] = {
            side: [self._places.count + 1] * self._places.count for side in ("clean", "failing")
        }
        self._stale: set[int] = set()
        self._claims: dict[int, RiskClaim] = {}
        self._known_more: dict[int, tuple[object, int]] = {}
        self.counted = 0

    @property
    def size(self) -> int:
        """How many risks there are."""
        return self._places.count

    def decided(self, risk: int) -> bool:
        """Whether this risk is on a list: its answers count no more."""
        return risk in self._claims

    def tally(self, risk: int) -> RiskTally:
        """What was counted of this risk."""
        return self._tallies[risk]

    def record(self, risk: int, status: Status) -> None:
        """One more answer of a risk, or a fault without one. Raises ValueError for a decided risk or `MISSING`."""
        if status == Status.MISSING:
            raise ValueError("a missing answer cannot be counted")
        if risk in self._claims:
            raise ValueError(f"risk {risk} is decided: its evidence is frozen")
        asked, failures, faults = self._tallies[risk]
        self._tallies[risk] = RiskTally(
            asked + 1, failures + (status == Status.FAILURE), faults + (status == Status.OPEN)
        )
        self.counted += 1
        self._stale.add(risk)

    def look(self) -> None:
        """Put on the lists what the answers so far show; for either list open faults are read against it."""
        moved = [self._find_places(risk) for risk in self._stale]
        self._stale.clear()
        if not any(moved):
            return
        for side, best in self._best.items():
            length = self._places.length(best)
            for risk, place in enumerate(best):
                if risk not in self._claims and self._places.clears(place, length):
                    self._claims[risk] = RiskClaim(risk, side, *self._tallies[risk], self.counted)

    def _find_places(self, risk: int) -> bool:
        """Bring the places of a risk up to date; whether one moved."""
        asked, failures, faults = self._tallies[risk]
        limit, clean, failing = self._limits[risk], self._best["clean"], self._best["failing"]
        before = clean[risk], failing[risk]
        clean[risk] = best_place(self._places, limit, BELOW, asked, failures + faults, clean[risk])
        failing[risk] = best_place(self._places, limit, ABOVE, asked, failures, failing[risk])
        return before != (clean[risk], failing[risk])

    def wanted(self, left: Sequence[int]) -> list[int]:
        """Which risks are asked next, best first, when `left` questions of each remain.

        A risk whose evidence would do once all others are listed too waits until only such risks are left: mostly the
        others follow, and it needs nothing more. Among those not waiting the fewest answers go first. The choice looks
        at past answers only, so that every e-process stays valid.
        """
        open_risks = [risk for risk, count in enumerate(left) if count and risk not in self._claims]
        hungry = [risk for risk in open_risks if all(best[risk] > len(best) for best in self._best.values())]
        return sorted(hungry or open_risks, key=lambda risk: (self._tallies[risk].asked, risk))

    def least_more(self, risk: int, most: int) -> int:
        """A number of further answers without which nothing can put an undecided risk on a list, `most` at most.

        Fewer would not do even if they all came out alike and every other undecided risk joined that list.
        """
        undecided = self.size - len(self._claims)
        lengths = [undecided + sum(claim.side == side for claim in self._claims.values()) for side in self._best]
        known = (self._tallies[risk], *lengths, most)
        if self._known_more.get(risk, (None, 0))[0] != known:
            asked, failures, faults = self._tallies[risk]
            clean, failing = (
                evidence_at(self._limits[risk], factors, self._places.level(length))
                for factors, length in zip((BELOW, ABOVE), lengths, strict=True)
            )
            least = _first(
                most,
                lambda more: (
                    clean.reaches(asked + more, failures + faults) or failing.reaches(asked + more, failures + more)
                ),
            )
            self._known_more[risk] = (known, least)
        return self._known_more[risk][1]

    def needs(self, risk: int) -> int | None:
        """How many further answers without a failure would put an undecided risk on the clean list, all other risks as
        the last look found them; at least 1. None when it would need more than 10**6 answers in all."""
        place, rule = self._last_place(risk, "clean"), self._places.rule
        asked, failures, faults = self._tallies[risk]
        enough = families_to_list(self.size, self._limits[risk], self._alpha, failures + faults, place, rule)
        return max(1, enough - asked) if enough <= MAX_SIZE else None

    def level(self, risk: int) -> Fraction:
        """The error level that a list asks of a risk: of one on a list at the length of the list, of an undecided one
        the stricter of what both lists would ask, all other risks as the last look found them."""
        if risk in self._claims:
            best = self._best[self._claims[risk].side]
            return self._places.level(self._places.length(best))
        return min(self._places.level(self._last_place(risk, side)) for side in self._best)

    def _last_place(self, risk: int, side: Side) -> int:
        return self._places.last_place([best for other, best in enumerate(self._best[side]) if other != risk])

    def reading(self, wanted: Sequence[int] = (), beyond: Iterable[int] = ()) -> RiskReading:
        """What the looks so far showed; `wanted` are the positions that an asker should ask next, `beyond` those read
        beyond the common stream."""
        undecided = tuple(risk for risk in range(self._places.count) if risk not in self._claims)
        return RiskReading(
            claims=tuple(self._claims.values()), undecided=undecided, tallies=tuple(self._tallies),
            counted=self.counted, beyond=frozenset(beyond), ended=not wanted, wanted=tuple(wanted),
        )  # fmt: skip


def _first(most: int, holds: Callable[[int], bool]) -> int:
    """The least number in 0..`most` at which `holds`, true from there on; `most` where it holds at none below."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return high
