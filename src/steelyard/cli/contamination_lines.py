"""A reading of twin pairs in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from steelyard.assess import Contamination
from steelyard.records import Language

from .compare_lines import grade_text, run_lines
from .terminal import Text
from .words_compare import chance, listed, points, said, share
from .words_contamination import WORDS

if TYPE_CHECKING:
    from .contamination import ContaminationReport

_MOST = 1_000_000


def contamination_lines(found: ContaminationReport, language: Language) -> Iterator[Text]:
    """What two halves come to, line by line."""
    for half, run in (("public", found.public), ("private", found.private)):
        yield from run_lines(_say(half, language), run, language)
    yield Text(_say("committed", language, pairs=found.pairs, root=found.commitment[:16]))
    yield Text("")
    if not found.endpoints:
        yield Text(_say("none", language), "bold")
        return
    yield Text(_say("level", language, alpha=share(found.alpha, language)))
    for one in found.endpoints:
        yield from _endpoint_lines(one, found.alpha, language)
    yield from _meaning_lines({one.outcome for one in found.endpoints}, language)


def _endpoint_lines(one: Contamination, alpha: float, language: Language) -> Iterator[Text]:
    reasons = listed((_say(f"reason.{reason}", language, read=one.read) for reason in one.reasons), language)
    yield Text(_say(one.outcome, language, asset=one.asset, model=one.model, read=one.read, at=one.detected_at,
                    reasons=reasons), "bold")  # fmt: skip
    if one.gap is None or one.outlook is None:
        return
    left = one.pairs - one.read
    yield Text(_say("failures", language, read=one.read, public=one.public_failures, private=one.private_failures,
                    left=_say("left", language, n=left, pairs=one.pairs) if left else ""))  # fmt: skip
    yield Text(_say("tosses", language, private_only=one.private_only, public_only=one.public_only))
    key = "e_value" if one.detected_at is None else "e_value.reached"
    yield Text(_say(key, language, value=_e_value(one.e_value), need=f"{1 / alpha:.0f}", at=one.detected_at))
    low, high = points(one.gap.low, "down"), points(one.gap.high, "up")
    yield Text(_say("gap", language, estimate=points(one.gap.estimate), low=low, high=high))
    yield Text(grade_text("E", one.reader, language))
    ahead = one.outlook
    yield Text(_say(
        "outlook", language, needed=ahead.needed, detects=chance(ahead.detects, language),
        private=share(ahead.private, language), public=share(ahead.public, language),
    ))  # fmt: skip


def _meaning_lines(outcomes: set[str], language: Language) -> Iterator[Text]:
    told = outcomes & {"detected", "not_detected"}
    if not told:
        return
    yield Text("")
    yield Text(_say("shows", language), "bold")
    if "detected" in told:
        yield Text(_say("shows.detected", language))
        yield Text(_say("shows.cause", language))
    if "not_detected" in told:
        yield Text(_say("shows.small", language))
    yield Text(_say("shows.trust", language))


def _e_value(value: float) -> str:
    if value > _MOST:
        return f"> {_MOST:,}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values)
