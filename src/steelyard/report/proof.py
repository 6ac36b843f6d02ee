"""The evidence of each gate in the annex: e-values in words, and how often the gate errs.

Both are about what the judge of the survey reads, also where people's labels decide.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from steelyard.records import CERTAIN_EVIDENCE, EValues, GateEvidence, Measure
from steelyard.stats import exact_rate

from .content import Entry
from .percent import percent
from .say import sentences
from .speaker import Speaker

_LARGE, _SMALL = 1_000_000, Fraction(1, 1000)
_SHOWN = 3
"""Significant digits of an e-value, rounded down; all of them are in the record."""


def proofs(measure: Measure, speaker: Speaker) -> list[Entry]:
    """An entry for the strict gate, one for the forecast, and what both rest on."""
    gates = [("strict", measure.strict_evidence, measure.strict_at)]
    if measure.forecast_evidence:
        gates.append(("forecast", measure.forecast_evidence, measure.forecast_at))
    entries = []
    for name, evidence, at in gates:
        said = [*_evidence(measure, evidence, at, speaker), _errors(measure, evidence, speaker)]
        entries.append(Entry(speaker.say(f"how.evidence.{name}"), (sentences(said, speaker.language),)))
    return [*entries, Entry(speaker.say("how.evidence.what"), (_what(measure, speaker),))]


def _evidence(measure: Measure, evidence: GateEvidence, at: int | None, speaker: Speaker) -> list[str]:
    """What stood where the gate was decided, and where asking stopped when that is another place."""
    said = []
    if evidence.decided and at is not None:
        said.append(_at("decided", at, evidence.decided, speaker))
    if at != measure.counted:
        said.append(_at("stopped", measure.counted, evidence.stopped, speaker))
    return said


def _at(place: str, n: int, values: EValues, speaker: Speaker) -> str:
    met, failed = (e_value(value, speaker) for value in (values.met, values.failed))
    need = needed(speaker.view.plan.alpha)
    return speaker.say(f"how.evidence.{place}", n=n, met=met, failed=failed, need=need)


def _errors(measure: Measure, evidence: GateEvidence, speaker: Speaker) -> str:
    reader = speaker.facts.read_by(measure)
    if evidence.false_met is None or evidence.false_failed is None:
        return speaker.say(f"how.errors.none.{reader}", alpha=speaker.alpha)
    met, failed = (percent(rate, speaker.language, "up", 2) for rate in (evidence.false_met, evidence.false_failed))
    return speaker.say(f"how.errors.{reader}", met=met, failed=failed)


def _what(measure: Measure, speaker: Speaker) -> str:
    reader = speaker.facts.read_by(measure)
    said = [speaker.say(f"how.evidence.need.{reader}", need=needed(measure.interval.alpha), alpha=speaker.alpha)]
    if measure.open_faults:
        said.append(speaker.say("how.evidence.faults", n=measure.open_faults))
    if measure.people:
        said.append(speaker.say("how.evidence.people"))
    return sentences(said, speaker.language)


def needed(alpha: str) -> str:
    """The e-value at which a side is reached, rounded up to a tenth where it is not whole."""
    tenths = ceil(10 / exact_rate(alpha))
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10:,}"


def e_value(text: str, speaker: Speaker) -> str:
    """An e-value as a reader meets it, rounded down."""
    if text == CERTAIN_EVIDENCE:
        return speaker.say("evidence.certain")
    value = Fraction(text)
    if value >= _LARGE:
        return speaker.say("evidence.large", n=f"{_LARGE:,}")
    if 0 < value < _SMALL:
        return speaker.say("evidence.small", n="0.001")
    places = 0
    while places < _SHOWN and value * 10**places < 10 ** (_SHOWN - 1):
        places += 1
    shown = floor(value * 10**places)
    digits = f"{shown // 10**places:,}" + (f".{shown % 10**places:0{places}d}" if places else "")
    return digits.rstrip("0").rstrip(".") if places else digits
