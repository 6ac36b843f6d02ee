"""What lists of risks will cost and hold, before the first question is asked: the rule of `riskboard`, simulated."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from .mixture import ABOVE, BELOW
from .multiple import Places, Rule
from .rates import open_rate

RUNS = 400
_LATE = 1 << 40


class RiskOutlook(msgspec.Struct, frozen=True):
    """What to expect of one survey of risks: averages over `runs` simulated surveys.

    `mean_calls` answers, its standard error `calls_error`; in a share `quantile` of the surveys no more than
    `calls_at_quantile`. `clean`, `failing`, `undecided`: how many risks end on each list, on average; `listed_clean`:
    the probability of each risk to end on the clean list.
    """

    runs: int
    mean_calls: float
    calls_error: float
    quantile: float
    calls_at_quantile: int
    clean: float
    failing: float
    undecided: float
    listed_clean: tuple[float, ...]


class RiskRuns(NamedTuple):
    """Simulated surveys, one a row: answers used (runs,), and which risks ended on which list (runs, risks)."""

    calls: NDArray[np.int64]
    clean: NDArray[np.bool_]
    failing: NDArray[np.bool_]


def risk_outlook(
    *, available: Sequence[int], limits: Sequence[str | Fraction], rates: Sequence[str | Fraction | float],
    alpha: str | Fraction, rule: Rule = "fdr", look_every: int = 1, runs: int = RUNS, seed: str = "",
    quantile: float = 0.9,
) -> RiskOutlook:  # fmt: skip
    """The outlook of a survey of risks with `available` families, a failure limit and an assumed true rate each.

    The same `seed` gives the same outlook. Raises ValueError as `simulate_risks`.
    """
    found = simulate_risks(
        available=available, limits=limits, rates=rates, alpha=alpha, rule=rule, look_every=look_every, runs=runs,
        seed=seed,
    )  # fmt: skip
    clean, failing = found.clean.mean(axis=0), found.failing.mean(axis=0)
    return RiskOutlook(
        runs=runs, mean_calls=float(found.calls.mean()), calls_error=float(found.calls.std() / np.sqrt(runs)),
        quantile=quantile, calls_at_quantile=int(np.quantile(found.calls, quantile, method="inverted_cdf")),
        clean=float(clean.sum()), failing=float(failing.sum()),
        undecided=float(len(available) - clean.sum() - failing.sum()),
        listed_clean=tuple(float(share) for share in clean),
    )  # fmt: skip


def simulate_risks(
    *, available: Sequence[int], limits: Sequence[str | Fraction], rates: Sequence[str | Fraction | float],
    alpha: str | Fraction, rule: Rule = "fdr", look_every: int = 1, runs: int, seed: str,
) -> RiskRuns:  # fmt: skip
    """`runs` surveys in which every answer of a risk fails independently with its rate and no call faults.

    They follow `read_risks` without a stream before. Raises ValueError when lengths differ, a risk has no family,
    a rate lies outside [0, 1], `runs` or `look_every` is below 1, or a limit or alpha is not strictly in (0, 1).
    """
    shares = np.array([float(rate) for rate in rates])
    if not len(available) == len(limits) == len(shares):
        raise ValueError("every risk has its families, its limit and its assumed rate")
    if min(available, default=0) < 1 or runs < 1 or look_every < 1:
        raise ValueError("every risk has at least one family; runs and looks are at least 1")
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("a rate lies between 0 and 1")
    survey = _Surveys(available, limits, Places(len(limits), alpha, rule), runs)
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(f"risks\0{seed}".encode()).digest())))
    for step in range(1, sum(available) + 1):
        if not survey.ask(shares, rng):
            break
        if step % look_every == 0:
            survey.look()
    survey.look()
    return RiskRuns(survey.asked.sum(axis=1), survey.on["clean"], survey.on["failing"])


class _Surveys:
    """Many surveys side by side; arrays are (surveys, risks)."""

    def __init__(self, available: Sequence[int], limits: Sequence[str | Fraction], places: Places, runs: int) -> None:
        self._available, self._places, self._rows = np.array(available), places, np.arange(runs)
        self.asked = np.zeros((runs, places.count), dtype=np.int64)
        self._failed = np.zeros_like(self.asked)
        self._pending: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        different = sorted({open_rate(limit, "limit") for limit in limits})
        self._limit = np.array([different.index(open_rate(limit, "limit")) for limit in limits])
        self.on = {side: np.zeros(self.asked.shape, dtype=bool) for side in ("clean", "failing")}
        self._best = {side: np.full(self.asked.shape, places.count + 1) for side in self.on}
        self._reached = {side: np.zeros((runs, places.count), dtype=np.int64) for side in self.on}
        self._table = {
            side: np.stack([_places_of(places, max(available), limit, factors) for limit in different])
            for side, factors in (("clean", BELOW), ("failing", ABOVE))
        }

    def ask(self, rates: NDArray[np.float64], rng: np.random.Generator) -> bool:
        """One more answer in every survey that wants one; whether any did."""
        none = self._places.count
        waiting = (self._best["clean"] <= none) | (self._best["failing"] <= none)
        closed = self.on["clean"] | self.on["failing"] | (self.asked >= self._available)
        key = self.asked + _LATE * waiting + 2 * _LATE * closed
        risk = key.argmin(axis=1)
        rows = np.flatnonzero(~closed[self._rows, risk])
        risk = risk[rows]
        self.asked[rows, risk] += 1
        self._failed[rows, risk] += rng.random(len(rows)) < rates[risk]
        self._pending.append((rows, risk))
        return bool(len(rows))

    def look(self) -> None:
        place = np.arange(1, self._places.count + 1)
        for rows, risk in self._pending:
            for side, best in self._best.items():
                new = self._table[side][self._limit[risk], self.asked[rows, risk], self._failed[rows, risk]]
                old = best[rows, risk]
                moved = np.flatnonzero(new != old)
                if len(moved):
                    gain = (place >= new[moved, None]).astype(np.int64) - (place >= old[moved, None])
                    self._reached[side][rows[moved]] += gain
                    best[rows[moved], risk[moved]] = new[moved]
        self._pending.clear()
        for side, best in self._best.items():
            listed = best <= self._length(side)[:, None]
            self.on[side] |= listed & ~(self.on["clean"] | self.on["failing"])

    def _length(self, side: str) -> NDArray[np.int64]:
        """As `Places.length`, a survey a row; 1 stands for any length of a `bonferroni` list."""
        if self._places.rule == "bonferroni":
            return np.ones(len(self._rows), dtype=np.int64)
        filled = self._reached[side] >= np.arange(1, self._places.count + 1)
        if self._places.rule == "holm":
            return np.where(filled.all(axis=1), self._places.count, (~filled).argmax(axis=1))
        last = self._places.count - filled[:, ::-1].argmax(axis=1)
        return np.where(filled.any(axis=1), last, 0)


def _places_of(places: Places, size: int, limit: Fraction, factors: tuple[Fraction, ...]) -> NDArray[np.int64]:
    """The best place that (n, k) clears, n and k from 0 to `size` (entries with k > n mean nothing)."""
    n, k = np.ogrid[0 : size + 1, 0 : size + 1]
    logs = np.full((size + 1, size + 1), -np.inf)
    for factor in factors:
        if limit * factor < 1:
            failure, success = np.log(float(factor)), np.log(float((1 - limit * factor) / (1 - limit)))
            logs = np.logaddexp(logs, k * failure + (n - k) * success)
    logs -= np.log(len(factors))
    bars = np.array([-np.log(float(places.level(place))) for place in range(1, places.count + 1)])
    # Bars fall with the place: as many are out of reach as lie above the evidence.
    return places.count + 1 - np.searchsorted(bars[::-1], logs + 1e-12, side="right")
