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
from .claims import reason, state_of
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


def decide(plan: _Record, survey: _Record, flagged: Stratum, rest: Stratum, plain: list[int], faults: int) -> Decided:
    """What a survey comes to by people's labels. `plain`: their status at each position of the sample."""
    threshold, sample, n_min = survey["threshold"], len(survey["families"]), survey["threshold"]["n_min"]
    strata, means = (flagged, rest), _expected(flagged.answers, rest.answers, survey["people"])
    answers, labelled = flagged.answers + rest.answers, flagged.labelled + rest.labelled
    failures, disputed = flagged.failures + rest.failures, flagged.open_labels + rest.open_labels
    counted = answers + faults
    half, quarter = (Fraction(int(Fraction(plan["alpha"]) * _PLACES / parts), _PLACES) for parts in (2, 4))
    allowed = int(Fraction(threshold["limit"]) * sample)
    table = gates.population(sample, threshold["limit"], gates.decimal(quarter))
    bounds = [(table.pass_max[counted] - faults, table.fail_min[counted], quarter)]
    if n_min == sample and counted == sample:
        bounds.append((allowed - faults, allowed + 1, half if plan["complete"] else quarter))
    elif n_min == sample:
        table = gates.bank(sample, threshold["limit"], gates.decimal(quarter))
        bounds.append((table.pass_max[counted] - faults, table.fail_min[counted], quarter))
    strict_table = gates.population(sample, threshold["limit"], gates.decimal(half))
    bank_table = gates.bank(sample, threshold["limit"], gates.decimal(half)) if n_min == sample else None
    path = read(plain, strict_table, bank_table, look_every=1, complete=True)
    alone = [path.strict.claim] + ([path.forecast.claim] if path.forecast else [])
    claims = [_either(one, _claim(strata, means, *bound)) for one, bound in zip(alone, bounds, strict=True)]
    strict, forecast = claims[0], claims[1] if len(claims) > 1 else "none"
    letter = "none"
    if n_min == sample == counted and labelled == answers:
        at_most = failures + disputed + faults
        letter = "met" if at_most <= allowed else "failed" if failures > allowed else "open"
    state = state_of(letter, forecast, strict, numberless=n_min is None)
    left = answers - labelled + disputed
    reachable = any(
        claim == "open" and (failures <= met or failures + left >= failed)
        for (met, failed, _), claim in zip(bounds, claims, strict=True)
    )
    if state != "undecided":
        why = reason("decided")
    elif labelled < answers and reachable:
        state, why = "needs_people", reason("labels_needed", labelled=labelled, most=answers - labelled)
    elif strict == "met" and n_min is not None and survey["available"] < n_min:
        why = reason("letter_short", have=survey["available"], need=n_min)
    elif counted < sample:
        why = reason("more_answers", asked=counted, sample=sample)
    elif faults + disputed:
        why = reason("open_faults", faults=faults + disputed)
    else:
        why = reason("sample_ended", asked=sample)
    measure = {
        "flagged": flagged._asdict(), "unflagged": rest._asdict(), "letter": letter, "forecast": forecast,
        "strict": strict,
    }  # fmt: skip
    return Decided(measure, state, why)


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


def _claim(strata: tuple[Stratum, ...], means: list[Fraction], met: int, failed: int, alpha: Fraction) -> str:
    sides = {
        _side(
            [stratum.answers for stratum in strata], [stratum.labelled for stratum in strata],
            [stratum.failures + failing * stratum.open_labels for stratum in strata], means, met, failed, alpha,
        )
        for failing in (0, 1)
    }  # fmt: skip
    return sides.pop() if len(sides) == 1 else "open"


def _side(
    sizes: list[int], asked: list[int], failures: list[int], means: list[Fraction], met: int, failed: int,
    alpha: Fraction,
) -> str:  # fmt: skip
    evidence = Fraction(1)
    for mean, n, k in zip(means, asked, failures, strict=True):
        informed = _sequence(mean * _STRENGTH, (1 - mean) * _STRENGTH, n, k)
        evidence *= _TRUST * informed + (1 - _TRUST) * _sequence(_HALF, _HALF, n, k)
    successes = [n - k for n, k in zip(asked, failures, strict=True)]
    if evidence * alpha >= _hardest(sizes, asked, failures, met + 1):
        return "met"
    if evidence * alpha >= _hardest(sizes, asked, successes, sum(sizes) - failed + 1):
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
