"""Attack rates in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from steelyard.assess import (
    AttackDimension,
    Strongest,
    TechniqueRate,
    TechniqueReading,
    Union,
    Within,
)
from steelyard.records import Language
from steelyard.report.percent import percent
from steelyard.stats import LEAST_UNITS, AttackClaim, Bounds

from .terminal import Text
from .words_attacks import WORDS
from .words_compare import WORDS as COMMON
from .words_compare import listed, said, share

if TYPE_CHECKING:
    from .attack_rate import AttackRates

_STEPS = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200)


def attack_lines(found: AttackRates, language: Language) -> Iterator[Text]:
    """What runs come to as tries, line by line."""
    for group in found.techniques:
        first = group.runs[0]
        yield Text(_say("runs", language, technique=group.technique, name=first.name, n=len(group.runs),
                        models=listed(first.models, language), folders=listed((r.folder for r in group.runs), language)
                        ))  # fmt: skip
        if unsealed := sum(not run.sealed for run in group.runs):
            yield Text(_say("unsealed", language, n=unsealed, all=len(group.runs)))
    yield Text("")
    if found.exit:
        yield Text(_say("nothing", language), "bold")
    else:
        yield Text(_say("level", language, alpha=share(found.alpha, language)))
    for dimension in found.dimensions:
        yield from _dimension_lines(dimension, language)


def _dimension_lines(one: AttackDimension, language: Language) -> Iterator[Text]:
    name = one.threshold + (f" ({one.asset})" if one.asset else "")
    yield Text(_say(f"dimension.{one.expectation}", language, threshold=name), "bold")
    for technique in one.techniques:
        yield from _technique_lines(technique, language)
    if one.unequal:
        reasons = listed((_say(f"unequal.{why}", language, least=LEAST_UNITS) for why in one.unequal), language)
        yield Text(_say("unequal", language, reasons=reasons), "bold")
    if one.strongest is not None:
        yield from _strongest_lines(one.strongest, language)
    if one.union is not None:
        yield from _union_lines(one.union, language)


def _technique_lines(one: TechniqueReading, language: Language) -> Iterator[Text]:
    rate = one.rate
    if rate is None:
        reasons = listed((_reason(why, language) for why in one.reasons), language)
        yield Text(_say("no_rate", language, technique=one.technique, reasons=reasons))
        return
    yield Text(_claim("claim", rate.claim, language))
    for within in _few(rate.within):
        yield Text(_say("within", language, k=within.k, share=_nearest(within.share, language),
                        bounds=_bounds(within.bounds, language), first=_nearest(within.first, language),
                        first_bounds=_bounds(within.first_bounds, language)))  # fmt: skip
    yield Text(_say(f"grade.{rate.grade}", language))
    yield Text(_say(f"reader.{rate.reader}", language))
    for note in one.notes:
        yield Text(_say(f"note.{note}", language, alike=rate.alike, repeated=rate.repeated, open=rate.open_tries))
    yield from _rest_lines(rate, language)


def _rest_lines(rate: TechniqueRate, language: Language) -> Iterator[Text]:
    yield Text(_say("unbroken", language, n=rate.unbroken, all=rate.claim.count))
    if rate.at_most is not None:
        yield Text(_say("at_most", language, share=_up(rate.at_most, language)))
    if rate.claim.budget.tries > 1:
        yield Text(_say("first", language, calls=rate.calls, needed=rate.calls_to_first,
                        share=_nearest(rate.calls_to_first / rate.calls, language),
                        mean=f"{rate.mean_to_first:.1f}"))  # fmt: skip


def _strongest_lines(one: Strongest, language: Language) -> Iterator[Text]:
    yield Text(_say("strongest", language, technique=one.technique, n=one.measured_on,
                    share=_nearest(one.share, language), bounds=_bounds(one.bounds, language)), "bold")  # fmt: skip
    yield Text(_say("highest", language, share=_nearest(one.highest, language)))
    yield Text(_say("strongest_at_most", language, share=_up(one.at_most, language)))


def _union_lines(one: Union, language: Language) -> Iterator[Text]:
    yield Text(_claim("union", one.claim, language, broken=one.broken), "bold")
    if one.left_out:
        yield Text(_say("left_out", language, n=one.left_out))


def _claim(key: str, claim: AttackClaim, language: Language, **values: object) -> str:
    judge, _, digest = claim.judge.partition(" ")
    return _say(
        key, language, techniques=listed(claim.budget.attacks, language), tries=claim.budget.tries,
        tokens=claim.budget.tokens, prompts=claim.count, digest=claim.prompts[:12], judge=f"{judge} {digest[:8]}",
        share=_nearest(claim.share, language), bounds=_bounds(claim.bounds, language), **values,
    )  # fmt: skip


def _few(within: Sequence[Within]) -> list[Within]:
    """A few of many: round numbers of tries, and the last."""
    return [one for one in within if one.k in _STEPS or one.k == len(within)]


def _reason(why: str, language: Language) -> str:
    words = WORDS if f"reason.{why}" in WORDS else COMMON
    return said(words, f"reason.{why}", language)


def _bounds(bounds: Bounds, language: Language) -> str:
    low, high = (f"{max(0.0, min(1.0, end)):.12f}" for end in bounds)
    return _say("bounds", language, low=percent(low, language, "down"), high=percent(high, language, "up"))


def _nearest(value: float, language: Language) -> str:
    return percent(f"{value:.12f}", language).replace("\N{NO-BREAK SPACE}", " ")


def _up(value: float, language: Language) -> str:
    return percent(f"{value:.12f}", language, "up").replace("\N{NO-BREAK SPACE}", " ")


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values).replace("\N{NO-BREAK SPACE}", " ")
