"""What would decide a requirement, and what to do about one that is not met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from steelyard.records import Language, Verdict

from .evidence import AspectCount
from .facts import WAITING, Facts, Item
from .say import listed, say
from .view import CatalogWords

_MOST_ASPECTS = 4
_PAPERS, _PEOPLE = "evidence", "expert-review"
"""Probe kinds of the taxonomy that stand for papers and for people."""

Means = Literal["probe", "people", "papers", "asset", "other"]


@dataclass(frozen=True, slots=True)
class Decider:
    """One thing that would help to decide a requirement; `probe` is a probe kind where it is one."""

    means: Means
    probe: str = ""


def deciders(item: Item) -> list[Decider]:
    """What the open parts of a requirement wait for: probes first, as they were planned."""
    found: dict[Decider, None] = {}
    for leaf in item.leaves:
        if leaf.state in WAITING:
            found.update(dict.fromkeys(_waits_for(leaf, item)))
    return list(found)


def _waits_for(leaf: Verdict, item: Item) -> list[Decider]:
    match leaf.reason.code:
        case "people_needed" | "labels_needed":
            return [Decider("people")]
        case "evidence_needed":
            return [Decider("papers")]
        case "no_asset":
            return [Decider("asset")]
        case _:
            probes = leaf.reason.names or item.planned.missing
            return [_of_probe(probe) for probe in probes] or [Decider("other")]


def _of_probe(probe: str) -> Decider:
    if probe == _PAPERS:
        return Decider("papers")
    return Decider("people") if probe == _PEOPLE else Decider("probe", probe)


def decider_groups(facts: Facts) -> list[tuple[Decider, list[Item]]]:
    """Everything that is waited for, with the requirements that wait for it: what most blocking ones need is first."""
    groups: dict[Decider, list[Item]] = {}
    for standard in facts.standards:
        for item in sorted(standard.items, key=lambda item: item.number):
            for decider in deciders(item):
                groups.setdefault(decider, []).append(item)
    return sorted(groups.items(), key=_helps_most)


def _helps_most(group: tuple[Decider, list[Item]]) -> tuple[int, int, str, str]:
    decider, items = group
    return -sum(item.verdict.blocking for item in items), -len(items), decider.means, decider.probe


def todo(leaf: Verdict, facts: Facts, aspects: list[AspectCount], words: CatalogWords, language: Language) -> list[str]:
    """Concrete next steps for one threshold or check, in sentences."""
    code = leaf.reason.code
    if leaf.checks:
        return {
            "finding": [say("do.finding", language)],
            "not_read": [say("do.not_read", language)],
            "interrupted": [say("do.interrupted", language)],
        }.get(code, [])
    if leaf.measure is None or leaf.state == "pass":
        return []
    survey = facts.surveys[leaf.measure.survey]
    steps = []
    if leaf.state == "fail":
        steps.append(say(f"do.{survey.expectation}", language))
    elif leaf.state == "pass_by_letter":
        steps.append(say("do.pass_by_letter", language))
    elif code == "letter_short":
        missing = leaf.reason.numbers["need"] - leaf.reason.numbers["have"]
        steps.append(say("do.letter_short", language, n=missing))
    elif code == "more_answers" and facts.interrupted:
        steps.append(say("do.interrupted", language))
    elif code in {"more_answers", "sample_ended", "open_faults", "labels_needed"}:
        steps.append(say(f"do.{code}", language))
    worst = _worst_aspects(aspects, survey.threshold.standard, words, language)
    if worst and leaf.measure.failures:
        steps.append(say("do.aspects", language, names=listed(worst, language)))
    if leaf.measure.model_faults:
        steps.append(say("do.model_faults", language))
    return steps


def _worst_aspects(aspects: list[AspectCount], standard: str, words: CatalogWords, language: Language) -> list[str]:
    failing = sorted((count for count in aspects if count.failed), key=lambda count: (-count.failed, count.aspect))
    return [
        say(
            "do.aspect", language, failed=count.failed, asked=count.counted,
            name=words.aspect_name(standard, count.aspect, language) or count.aspect[:40],
        )
        for count in failing[:_MOST_ASPECTS]
    ]  # fmt: skip
