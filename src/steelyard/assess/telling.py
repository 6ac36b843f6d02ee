"""What tells two surveys of one threshold apart, and what difference may still be. Pure.

Where both plans ask the whole sample, the families both answered are compared by McNemar's exact test at alpha (grade
E). Else answers had a say in where the asking stopped, and alpha is shared in halves by two ways of telling:

* the families both answered, by the same test. They lie in prefixes of two random orders, and a prefix that was stopped
  early is not a fair sample of its own answers: the level of the test is then not exact, and its grade is A. It keeps
  its grade where both orders were asked to their end, for what was asked is then fixed as well;
* the answers of each run by themselves, as two streams that hold wherever they stopped (grade E, `stats.streams`), also
  where hardly a family was answered by both. Where the two ways contradict each other, this one is kept.

Families whose call stayed open are left out of pairs, which then have grade A; streams take them both ways.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from steelyard.records import Reader
from steelyard.stats import Bounds, Comparison, Stream, compare_pairs, stream_difference

from .outcomes import SurveyOutcomes

Told = Literal["better", "worse", "not_distinguished"]
Way = Literal["pairs", "streams"]


class Shown(msgspec.Struct, frozen=True):
    """What was found where the two can be compared.

    Of `pairs` families that both answered A alone failed `only_a` and B alone `only_b`; `difference` is theirs, None
    without any. The difference of shares lies between `low` and `high` with confidence 1 - alpha. `told_by`: the way
    that told A from B. `not_inferior`: A fails no more than the margin more often than B; None without a margin.
    `reader`: `people`, or `J` where a judge program read the answers.
    """

    pairs: int
    only_a: int
    only_b: int
    difference: float | None
    low: float
    high: float
    told_by: Way | None
    grade: Literal["E", "A"]
    reader: Reader
    not_inferior: bool | None


def tell(
    ours: SurveyOutcomes, theirs: SurveyOutcomes, alpha: float, margin: float | None, *, whole: bool
) -> tuple[Told, Shown]:
    """What A is to B at error level `alpha`, from surveys that were asked and read the same; `whole`: both were asked
    the whole sample, as their plans had it."""
    both = [(failed, theirs.failed[family]) for family, failed in ours.failed.items() if family in theirs.failed]
    only_a, only_b = both.count((True, False)), both.count((False, True))
    fixed = whole and bool(both)
    pairs = compare_pairs(only_a, only_b, len(both), alpha if fixed else alpha / 2) if both else None
    apart = None if fixed else _apart(ours, theirs, alpha / 2)
    difference = pairs.difference if pairs else None
    if pairs and apart and max(pairs.low, apart.low) >= min(pairs.high, apart.high):
        pairs = None  # what cannot both hold has a chance below alpha; what holds wherever runs stop is kept
    outcome, told_by = _told(pairs, apart)
    low, high = _ends(pairs, apart)
    exact = told_by == "streams" or all(one.ended and not one.unanswered for one in (ours, theirs))
    return outcome, Shown(
        pairs=len(both), only_a=only_a, only_b=only_b, difference=difference,
        low=low, high=high, told_by=told_by, grade="E" if exact else "A",
        reader="people" if ours.reader == theirs.reader == "people" else "J",
        not_inferior=None if margin is None else high < margin,
    )  # fmt: skip


def _apart(ours: SurveyOutcomes, theirs: SurveyOutcomes, alpha: float) -> Bounds:
    """The difference of shares from each run's answers by themselves, whatever the open calls would have brought."""

    def between(fail_ours: bool, fail_theirs: bool) -> Bounds:
        return stream_difference(
            _stream(ours, theirs, fail_ours), _stream(theirs, ours, fail_theirs), alpha
        )  # fmt: skip

    if not ours.unanswered and not theirs.unanswered:
        return between(False, False)
    return Bounds(between(False, True).low, between(True, False).high)


def _stream(one: SurveyOutcomes, other: SurveyOutcomes, failing: bool) -> Stream:
    """A run's answers, its open calls counted as failures or not."""
    answers = one.failed | dict.fromkeys(one.unanswered, failing)
    known = other.failed.keys() | set(other.unanswered)
    alone = [failed for family, failed in answers.items() if family not in known]
    return Stream(sum(answers.values()), len(answers), sum(alone), len(alone))


def _told(pairs: Comparison | None, apart: Bounds | None) -> tuple[Told, Way | None]:
    if apart is not None and (apart.high < 0 or apart.low > 0):
        return ("better" if apart.high < 0 else "worse"), "streams"
    if pairs is not None and pairs.outcome != "not_distinguished":
        return pairs.outcome, "pairs"
    return "not_distinguished", None


def _ends(pairs: Comparison | None, apart: Bounds | None) -> Bounds:
    """What both ways leave possible."""
    known = [Bounds(one.low, one.high) for one in (apart, pairs) if one is not None]
    return Bounds(max(one.low for one in known), min(one.high for one in known))
