"""Two models whose questions were stopped whenever somebody liked: what difference of failure shares could still be.

Each run asks a prefix of an order of its own, and where it stops may hang on its answers in any way. The evidence
against shares (p, q) is a product of two mixture martingales, one a run (R. Krichevsky and V. Trofimov's mixture, IEEE
Transactions on Information Theory 27, 1981). For the product to be an e-value the two must not share a question: given
all that B answered, what A answered to *other* questions are fresh draws, wherever A stopped. So the questions of both
are left out of A's, or else out of B's; the mean of the two e-values is one as well. It is exact for questions that are
a random sample of a population, at any stopping of either run (grade E), and needs no question in common.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, pi
from typing import NamedTuple

from .intervals import Bounds

_STEPS = 30
_GOLDEN = (5**0.5 - 1) / 2


class Stream(NamedTuple):
    """The answers of one run: `failures` among `answers`, and `alone` of each to questions the other did not answer."""

    failures: int
    answers: int
    failures_alone: int
    answers_alone: int


def stream_log_e_value(a: Stream, b: Stream, p: float, q: float) -> float:
    """The log of the e-value against failure shares `p` of A and `q` of B.

    Raises ValueError when the counts do not fit or a share is outside [0, 1].
    """
    _check(a, b)
    if not (0 <= p <= 1 and 0 <= q <= 1):
        raise ValueError(f"a share lies between 0 and 1: {p}, {q}")
    return _evidence(a, b)(p, q)


def stream_difference(a: Stream, b: Stream, alpha: float) -> Bounds:
    """An interval on A's failure share less B's: all differences of shares with an e-value below 1 / `alpha`.

    It holds with probability at least 1 - `alpha`, and never has zero width. Raises ValueError when the counts do not
    fit or alpha is not in (0, 1).
    """
    _check(a, b)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1, not at {alpha}")
    evidence, enough = _evidence(a, b), -log(alpha)

    def least(difference: float) -> float:
        """The least evidence against any shares with this difference: convex, as every part is."""
        low, high = max(0.0, -difference), min(1.0, 1 - difference)
        return _minimum(lambda q: evidence(min(1.0, max(0.0, q + difference)), q), low, high)[1]

    middle, found = _minimum(least, -1.0, 1.0)
    if found >= enough:  # the two halves contradict each other, which has a chance below alpha
        return Bounds(-1.0, 1.0)
    return Bounds(_crossing(least, middle, -1.0, enough), _crossing(least, middle, 1.0, enough))


def _evidence(a: Stream, b: Stream) -> Callable[[float, float], float]:
    ours, theirs = _martingale(a.failures, a.answers), _martingale(b.failures, b.answers)
    ours_alone = _martingale(a.failures_alone, a.answers_alone)
    theirs_alone = _martingale(b.failures_alone, b.answers_alone)

    def evidence(p: float, q: float) -> float:
        one, two = ours_alone(p) + theirs(q), ours(p) + theirs_alone(q)
        larger = max(one, two)
        return larger if larger == inf else larger + log1p(exp(min(one, two) - larger)) - log(2)

    return evidence


def _martingale(failures: int, answers: int) -> Callable[[float], float]:
    """The log of the mixture's likelihood over that of a share."""
    passed = answers - failures
    mixed = lgamma(failures + 0.5) + lgamma(passed + 0.5) - lgamma(answers + 1) - log(pi)

    def against(share: float) -> float:
        if (failures and share <= 0) or (passed and share >= 1):
            return inf
        return mixed - (failures * log(share) if failures else 0.0) - (passed * log1p(-share) if passed else 0.0)

    return against


def _minimum(function: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Where a convex function is least, by golden sections, and its value there."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(_STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (left, at_left) if at_left <= at_right else (right, at_right)


def _crossing(function: Callable[[float], float], inside: float, end: float, level: float) -> float:
    """The first place from `inside` towards `end` where the function is seen to reach `level`, or `end`."""
    if function(end) < level:
        return end
    outside = end
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if function(middle) >= level else (middle, outside)
    return outside


def _check(*streams: Stream) -> None:
    for one in streams:
        alone = one.failures_alone <= one.failures and one.answers_alone <= one.answers
        if not (0 <= one.failures <= one.answers and 0 <= one.failures_alone <= one.answers_alone and alone):
            raise ValueError(f"counts of answers do not fit: {one}")
    if len({one.answers - one.answers_alone for one in streams}) > 1:
        raise ValueError("both answered the same number of questions in common")
