"""Keeping a hidden bank hidden: what a leaderboard shows of it, and when a question has been seen too often.

Measurement standard, 7.3. The Ladder is that of A. Blum and M. Hardt (2015): many submissions learn little about the
hidden questions when only a real improvement changes what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

import msgspec

from .rates import exact_rate

_PLACES = 10_000


class LadderState(msgspec.Struct, frozen=True):
    """What a ladder has shown: the best score (None before the first) and how many attempts were made.

    `step` is the least improvement that is shown, as a fraction of all points.
    """

    step: Fraction
    best: Fraction | None = None
    attempts: int = 0


class Release(msgspec.Struct, frozen=True):
    """What is shown after an attempt: the best score so far, in steps, and whether this attempt raised it."""

    shown: Fraction
    improved: bool
    state: LadderState


def new_ladder(items: int) -> LadderState:
    """A ladder over a hidden bank of `items` questions: its step is 1 / sqrt(items), rounded up to 4 decimals.

    Raises ValueError for fewer than two questions.
    """
    if items < 2:
        raise ValueError(f"a hidden bank has at least two questions, not {items}")
    # The least s with s^2 * items >= 10^8.
    return LadderState(Fraction(isqrt((_PLACES**2 - 1) // items) + 1, _PLACES))


def submit_score(state: LadderState, score: str | Fraction) -> Release:
    """One attempt with this score, in [0, 1], higher is better.

    Its score is shown, rounded to the nearest step (halves up, at most 1), when it exceeds what is shown by more than a
    step; otherwise what is shown stays, and nothing is learnt but that. Raises ValueError when `score` is no rate.
    """
    value = exact_rate(score)
    improved = state.best is None or value > state.best + state.step
    if improved or state.best is None:
        steps = (value / state.step + Fraction(1, 2)).__floor__()
        shown = min(Fraction(1), steps * state.step)
    else:
        shown = state.best
    return Release(shown, improved, LadderState(state.step, shown, state.attempts + 1))


class Exposures:
    """How often each question was sent to each vendor's endpoint: whoever owns it may have kept it."""

    def __init__(self, sent: Iterable[tuple[str, str]] = ()) -> None:
        """`sent`: (question, vendor), one for every time."""
        self._counts = Counter(sent)

    def record(self, question: str, vendor: str) -> None:
        """Note one more time."""
        self._counts[question, vendor] += 1

    def count(self, question: str, vendor: str) -> int:
        """How often this vendor has been sent this question."""
        return self._counts[question, vendor]

    def fresh(self, questions: Iterable[str], vendor: str, most: int) -> list[str]:
        """Those of `questions`, in their order, that this vendor may still be asked: sent fewer than `most` times."""
        return [question for question in questions if self._counts[question, vendor] < most]

    def due(self, most: int) -> list[str]:
        """Questions some vendor was sent `most` times or more, sorted: to be published, and counted as public."""
        if most < 1:
            raise ValueError(f"a question is retired after at least one exposure, not {most}")
        return sorted({question for (question, _), count in self._counts.items() if count >= most})
