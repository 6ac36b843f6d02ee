"""A leaderboard in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from steelyard.assess import NO_IMPROVEMENT, UNSEALED
from steelyard.records import Language

from .terminal import Text
from .words_compare import points, said, share
from .words_ladder import WORDS

if TYPE_CHECKING:
    from .ladder import Entered, LadderReading


def ladder_lines(found: LadderReading, language: Language) -> Iterator[Text]:
    """What was entered, what is shown, and why no more."""
    for folder in dict.fromkeys(one.folder for one in found.entered):
        here = [one for one in found.entered if one.folder == folder]
        for one in here:
            yield from _entered_lines(one, language)
        if any(one.attempt.root == UNSEALED and not one.known for one in here):
            yield Text(_say("unsealed", language))
    if not found.standings:
        yield Text(_say("empty", language))
        return
    for threshold in dict.fromkeys(one.threshold for one in found.standings):
        standings = [one for one in found.standings if one.threshold == threshold]
        yield Text(_say("threshold", language, threshold=threshold), "bold")
        for standing in standings:
            yield Text(_say("standing", language, score=share(float(standing.score), language), owner=standing.owner,
                            system=standing.system, n=standing.attempts))  # fmt: skip
        step = points(max(float(one.step) for one in standings), "up", plus="")
        yield Text(_say("step", language, step=step, n=sum(one.attempts for one in standings)))
    for key in ("why_steps", "why_not_rounding", "not_covered"):
        yield Text(_say(key, language))
    yield Text(_say("head", language, n=found.attempts, head=found.head))


def _entered_lines(one: Entered, language: Language) -> Iterator[Text]:
    attempt = one.attempt
    values = {"folder": one.folder, "threshold": attempt.threshold, "owner": attempt.owner, "n": attempt.attempt}
    if one.known:
        yield Text(_say("known", language, **values))
        return
    if attempt.score == NO_IMPROVEMENT:
        yield Text(_say("no_improvement", language, **values))
    else:
        yield Text(_say("improved", language, score=share(float(attempt.score), language), **values))
    if one.open_faults:
        yield Text(_say("open_faults", language, n=one.open_faults))


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values)
