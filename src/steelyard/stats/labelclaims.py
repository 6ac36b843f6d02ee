"""The three claims of a threshold when people's labels decide them: one pure function (design section 5).

People read some answers of a run that has stopped after n of them, each stratum (flagged by the judge, or not) in the
committed order. Two readings of their labels share alpha in halves; one of them is enough.

    plain       the prefix of the order that is labelled whole goes through the ordinary gates at alpha / 2
    stratified  the ordinary gates at alpha / 4 say how many failures among the n answers meet a claim or fail it, at
                every stopping time; the labels of both strata show at another alpha / 4 on which side the answers lie
                (`labelread`). Where the whole sample was asked from the start, the letter needs no gate, and its labels
                have alpha / 2
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import msgspec

from steelyard.records import Claim, Reason, State

from .claims import point_rule, state_of, why_undecided
from .gates import bank_table, population_table
from .labelread import StratumLabels, read_labels
from .path import read_path
from .rates import open_rate, rounded_down


class Labelled(msgspec.Struct, frozen=True):
    """A stopped run as its labels show it.

    `strata`: flagged and unflagged answers. `plain`: a `Status` for each position of the sample, that of people, `OPEN`
    without an answer, `MISSING` where people have not read it. `faults`: counted positions without an answer. `sample`
    is the size of the sample, `available` that of the bank, `n_min` what the standard asks for. `complete`: the plan
    asked all of the sample from the start. `expected` as in `labelread`.
    """

    strata: tuple[StratumLabels, StratumLabels]
    plain: bytes
    faults: int
    sample: int
    available: int
    n_min: int | None
    limit: str
    alpha: str
    complete: bool
    expected: tuple[Fraction, Fraction]

    @property
    def allowed(self) -> int:
        """Failures that the letter allows in the sample."""
        return floor(open_rate(self.limit, "limit") * self.sample)

    @property
    def answers(self) -> int:
        """Answers that people can read."""
        return sum(stratum.answers for stratum in self.strata)

    @property
    def counted(self) -> int:
        """Positions up to the stopping look."""
        return self.answers + self.faults

    @property
    def labelled(self) -> int:
        """Answers with labels, those in dispute among them."""
        return sum(stratum.labelled for stratum in self.strata)

    @property
    def failures(self) -> int:
        """Labelled answers that failed."""
        return sum(stratum.failures for stratum in self.strata)

    @property
    def disputed(self) -> int:
        """Labelled answers that are neither failed nor passed."""
        return sum(stratum.open_labels for stratum in self.strata)


class PeopleSettled(msgspec.Struct, frozen=True):
    """The three claims by people's labels, and what the threshold comes to."""

    letter: Claim
    forecast: Claim
    strict: Claim
    state: State
    reason: Reason


class LabelBounds(msgspec.Struct, frozen=True):
    """A claim about the failures among all answers: met at `met_at_most` of them or fewer, failed at `failed_from` or
    more, to be shown at level `alpha`."""

    met_at_most: int
    failed_from: int
    alpha: Fraction


def settle_labels(run: Labelled) -> PeopleSettled:
    """What a threshold comes to by people's labels."""
    bounds = [strict_bounds(run), forecast_bounds(run)]
    claims = [_either(plain, _claim(run, each)) for plain, each in zip(_plain(run), bounds, strict=True)]
    strict, forecast = claims
    letter = _letter(run)
    state = state_of(letter, forecast, strict, decides_alone=run.n_min is None)
    if state != "undecided":
        return PeopleSettled(letter, forecast, strict, state, Reason("decided"))
    waits = [each for each, claim in zip(bounds, claims, strict=True) if each is not None and claim == "open"]
    if run.labelled < run.answers and any(_within_reach(run, each) for each in waits):
        needed = {"labelled": run.labelled, "most": run.answers - run.labelled}
        return PeopleSettled(letter, forecast, strict, "needs_people", Reason("labels_needed", needed))
    why = why_undecided(
        strict, sample=run.sample, available=run.available, n_min=run.n_min, asked=run.counted,
        whole=run.counted == run.sample, faults=run.faults + run.disputed,
    )  # fmt: skip
    return PeopleSettled(letter, forecast, strict, state, why)


def strict_bounds(run: Labelled) -> LabelBounds:
    """What the answers must hold for the strict claim."""
    level = part_of(run.alpha, 4)
    table = population_table(run.sample, run.limit, level)
    return LabelBounds(table.pass_max[run.counted] - run.faults, table.fail_min[run.counted], level)


def forecast_bounds(run: Labelled) -> LabelBounds | None:
    """What they must hold for the letter of the whole sample; None where the bank is too short for it."""
    if run.n_min != run.sample:
        return None
    level = part_of(run.alpha, 4)
    if run.counted == run.sample:
        return LabelBounds(run.allowed - run.faults, run.allowed + 1, part_of(run.alpha, 2) if run.complete else level)
    table = bank_table(run.sample, run.limit, level)
    return LabelBounds(table.pass_max[run.counted] - run.faults, table.fail_min[run.counted], level)


def part_of(alpha: str, parts: int) -> Fraction:
    """One of so many equal parts of alpha, rounded down to the 12 decimals of a record."""
    return rounded_down(open_rate(alpha, "alpha") / parts)


def _plain(run: Labelled) -> tuple[Claim, Claim]:
    """The strict claim and the forecast by the prefix that people have read whole."""
    level = part_of(run.alpha, 2)
    forecast = bank_table(run.sample, run.limit, level) if run.n_min == run.sample else None
    path = read_path(run.plain, population_table(run.sample, run.limit, level), forecast, look_every=1, complete=True)
    return path.strict.claim, path.forecast.claim if path.forecast else "none"


def _either(plain: Claim, stratified: Claim) -> Claim:
    """What one of two readings shows; `open` where neither does, or where they contradict each other."""
    shown = {plain, stratified} - {"open"}
    return shown.pop() if len(shown) == 1 else "open"


def _claim(run: Labelled, bounds: LabelBounds | None) -> Claim:
    if bounds is None:
        return "none"
    return read_labels(
        run.strata, met_at_most=bounds.met_at_most, failed_from=bounds.failed_from, alpha=bounds.alpha,
        expected=run.expected,
    )  # fmt: skip


def _letter(run: Labelled) -> Claim:
    """The standard's point rule: it speaks only where people read the whole sample."""
    if run.n_min != run.sample or run.counted < run.sample or run.labelled < run.answers:
        return "none"
    return point_rule(run.failures, run.disputed + run.faults, run.allowed)


def _within_reach(run: Labelled, bounds: LabelBounds) -> bool:
    """Whether the answers that are not labelled yet could still show one side."""
    left = run.answers - run.labelled + run.disputed
    return run.failures <= bounds.met_at_most or run.failures + left >= bounds.failed_from
