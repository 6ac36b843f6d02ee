"""What people's labels decide, computed again in whole numbers.

an answer    fails or passes where its raters agree; else it is in dispute and read both ways until an adjudication
             says what it is; with fewer raters than planned it waits
the order    within a stratum (flagged by the judge, or not) answers stand in the committed order; labels count up to
             the first answer that waits
the claims   one of two readings suffices. Plain: the prefix of the sample that people have read goes through the
             ordinary gates at half of alpha. Stratified: the gates at a quarter of it say how many failures among the
             counted answers meet or fail a claim, and at another quarter the labels of both strata show on which side
             the answers lie
"""

from __future__ import annotations

from fractions import Fraction
from math import perm, prod
from typing import Any, NamedTuple

from . import gates
from .claims import point_rule, reason, state_of, why_undecided
from .path import FAILED, MISSING, OPEN, PASSED, read

_Record = dict[str, Any]

_HALF = Fraction(1, 2)
_TRUST, _STRENGTH = Fraction(3, 5), 100
_PLACES = 10**12


class Stratum(NamedTuple):
    """Answers the judge read alike, and what people read in those labelled."""

    answers: int
    labelled: int
    failures: int
    open_labels: int


class Decided(NamedTuple):
    """The claims by people's labels, the state they make and why."""

    measure: _Record
    state: str
    reason: _Record


def consensus(settled: str | None, panel: list[str], wanted: str, raters: int, counts_as: dict[str, str]) -> int:
    """What people make of an answer. `settled`: an adjudication's reading; `counts_as`: outcome of readings that have
    one, `open` for one that nobody can tell."""

    def status(reading: str) -> int:
        outcome = counts_as.get(reading)
        return OPEN if outcome == "open" else PASSED if outcome == wanted else FAILED

    if len(panel) < raters:
        return MISSING
    found = {status(reading) for reading in panel}
    agreed = found.pop() if len(found) == 1 else OPEN
    return status(settled) if agreed == OPEN and settled is not None else agreed


def stratum_of(statuses: list[int]) -> Stratum:
    """The labels that count, from what people make of a stratum's answers in their order."""
    found = statuses[: statuses.index(MISSING)] if MISSING in statuses else statuses
    return Stratum(len(statuses), len(found), found.count(FAILED), found.count(OPEN))


class _Bound(NamedTuple):
    """Failures among the answers at which a claim is met at most, and failed at least; to be shown at `alpha`."""

    met: int
    failed: int
    alpha: Fraction


def decide(plan: _Record, survey: _Record, flagged: Stratum, rest: Stratum, plain: list[int], faults: int) -> Decided:
    """What a survey comes to by people's labels. `plain`: their status at each position of the sample."""
    sample, n_min = len(survey["families"]), survey["threshold"]["n_min"]
    answers, labelled, failures, disputed = (one + other for one, other in zip(flagged, rest, strict=True))
    counted = answers + faults
    bounds = _bounds(plan, survey, counted, faults)
    means = _expected(flagged.answers, rest.answers, survey["people"])
    claims = [
        _either(alone, _claim((flagged, rest), means, bound))
        for alone, bound in zip(_plain(plan, survey, plain), bounds, strict=True)
    ]
    strict, forecast = claims[0], claims[1] if len(claims) > 1 else "none"
    letter = "none"
    if n_min == sample == counted and labelled == answers:
        letter = point_rule(failures, disputed + faults, _allowed(survey))
    left = answers - labelled + disputed
    reachable = any(
        claim == "open" and (failures <= bound.met or failures + left >= bound.failed)
        for bound, claim in zip(bounds, claims, strict=True)
    )
    state = state_of(letter, forecast, strict, numberless=n_min is None)
    if state != "undecided":
        why = reason("decided")
    elif labelled < answers and reachable:
        state, why = "needs_people", reason("labels_needed", labelled=labelled, most=answers - labelled)
    else:
        why = why_undecided(survey, strict, asked=counted, whole=counted == sample, faults=faults + disputed)
    measure = {
        "flagged": flagged._asdict(), "unflagged": rest._asdict(), "letter": letter, "forecast": forecast,
        "strict": strict,
    }  # fmt: skip
    return Decided(measure, state, why)


def _allowed(survey: _Record) -> int:
    return int(Fraction(survey["threshold"]["limit"]) * len(survey["families"]))


def _part(plan: _Record, parts: int) -> Fraction:
    """One of so many equal parts of alpha, rounded down to the places of a record."""
    return Fraction(int(Fraction(plan["alpha"]) * _PLACES / parts), _PLACES)


def _bounds(plan: _Record, survey: _Record, counted: int, faults: int) -> list[_Bound]:
    """Those of the strict claim, and of the forecast where one is made."""
    sample, limit = len(survey["families"]), survey["threshold"]["limit"]
    quarter = _part(plan, 4)

    def of(table: gates.Table) -> _Bound:
        return _Bound(table.pass_max[counted] - faults, table.fail_min[counted], quarter)

    strict = of(gates.population(sample, limit, gates.decimal(quarter)))
    if survey["threshold"]["n_min"] != sample:
        return [strict]
    if counted == sample:
        level = _part(plan, 2) if plan["complete"] else quarter
        return [strict, _Bound(_allowed(survey) - faults, _allowed(survey) + 1, level)]
    return [strict, of(gates.bank(sample, limit, gates.decimal(quarter)))]


def _plain(plan: _Record, survey: _Record, statuses: list[int]) -> list[str]:
    """The strict claim, and the forecast where one is made, by the prefix that people have read whole."""
    sample, limit, half = len(survey["families"]), survey["threshold"]["limit"], gates.decimal(_part(plan, 2))
    forecast = gates.bank(sample, limit, half) if survey["threshold"]["n_min"] == sample else None
    path = read(statuses, gates.population(sample, limit, half), forecast, look_every=1, complete=True)
    return [path.strict.claim, *([path.forecast.claim] if path.forecast else [])]


def _either(plain: str, stratified: str) -> str:
    """What one of two readings shows; open where neither does or both contradict each other."""
    shown = {plain, stratified} - {"open"}
    return shown.pop() if len(shown) == 1 else "open"


def _expected(flagged: int, rest: int, people: _Record) -> list[Fraction]:
    """Shares of failures to expect in both strata, to four places, between 0.001 and 0.99."""
    if people["sensitivity"] is None or people["specificity"] is None or flagged + rest == 0:
        return [_HALF, _HALF]
    caught, spared = Fraction(people["sensitivity"]), Fraction(people["specificity"])
    if caught + spared <= 1:
        return [_HALF, _HALF]
    share = Fraction(flagged, flagged + rest)
    rate = min(Fraction(1), max(Fraction(0), (share + spared - 1) / (caught + spared - 1)))
    shares = [rate * caught / share if flagged else Fraction(1), rate * (1 - caught) / (1 - share) if rest else 0]
    return [min(Fraction(99, 100), max(Fraction(1, 1000), Fraction(int(each * 10_000 + _HALF), 10_000)))
            for each in shares]  # fmt: skip


def _claim(strata: tuple[Stratum, Stratum], means: list[Fraction], bound: _Bound) -> str:
    """What the labels of both strata show, disputes read both ways."""
    sides = {_side(strata, means, bound, failing=failing) for failing in (False, True)}
    return sides.pop() if len(sides) == 1 else "open"


def _side(strata: tuple[Stratum, Stratum], means: list[Fraction], bound: _Bound, *, failing: bool) -> str:
    sizes, asked = [stratum.answers for stratum in strata], [stratum.labelled for stratum in strata]
    failures = [stratum.failures + failing * stratum.open_labels for stratum in strata]
    evidence = Fraction(1)
    for mean, n, k in zip(means, asked, failures, strict=True):
        informed = _sequence(mean * _STRENGTH, (1 - mean) * _STRENGTH, n, k)
        evidence *= _TRUST * informed + (1 - _TRUST) * _sequence(_HALF, _HALF, n, k)
    successes = [n - k for n, k in zip(asked, failures, strict=True)]
    if evidence * bound.alpha >= _hardest(sizes, asked, failures, bound.met + 1):
        return "met"
    if evidence * bound.alpha >= _hardest(sizes, asked, successes, sum(sizes) - bound.failed + 1):
        return "failed"
    return "open"


def _sequence(a: Fraction, b: Fraction, n: int, k: int) -> Fraction:
    """The chance of one sequence of n labels with k failures where the rate follows a beta law."""
    chance = Fraction(1)
    for i in range(k):
        chance *= (a + i) / (a + b + i)
    for i in range(n - k):
        chance *= (b + i) / (a + b + k + i)
    return chance


def _hardest(sizes: list[int], asked: list[int], failures: list[int], least: int) -> Fraction:
    """The largest chance of the labels over all ways to have at least `least` failures in both strata together."""
    highs = [size - n + k for size, n, k in zip(sizes, asked, failures, strict=True)]
    if sum(highs) < least:
        return Fraction(0)

    def chance(first: int, second: int) -> int:
        both = zip(sizes, asked, failures, (first, second), strict=True)
        return prod(perm(there, k) * perm(size - there, n - k) for size, n, k, there in both)

    # Most likely by itself, stratum by stratum: all of a stratum where nothing is labelled.
    first, second = (
        high if n == 0 else min(high, k * (size + 1) // n)
        for size, n, k, high in zip(sizes, asked, failures, highs, strict=True)
    )
    if first + second < least:
        # Along this line the chance rises and then falls.
        low, high = max(failures[0], least - highs[1]), min(highs[0], least - failures[1])
        while low < high:
            middle = (low + high) // 2
            rises = chance(middle + 1, least - middle - 1) > chance(middle, least - middle)
            low, high = (middle + 1, high) if rises else (low, middle)
        first, second = low, least - low
    return Fraction(chance(first, second), perm(sizes[0], asked[0]) * perm(sizes[1], asked[1]))
