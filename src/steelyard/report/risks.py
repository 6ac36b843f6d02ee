"""Risk by risk: which are shown clean, which failing, and what the others would need."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from markupsafe import Markup

from steelyard.records import ListedRisk, ListSide, Measure, RiskLists, Survey, WeightedClaim

from .content import RiskRow, RisksText
from .percent import exact_percent, interval_percent, percent
from .proof import e_value, needed
from .safe import brief
from .say import listed, sentences
from .speaker import Speaker
from .svg import beam_top
from .svg_risks import RiskBar, draw_risk

_CSS = {"clean": "met", "failing": "failed", "undecided": "open"}
_ORDER: tuple[ListSide, ...] = ("failing", "undecided", "clean")
_LIMITS_SHOWN, _BEYOND_LOW = 4, Fraction(5, 4)
"""The scale of the bars reaches so many times the limit, and beyond the lower end of every interval: the upper end of a
risk with few answers would stretch it to 100 %."""
_MOST_NAMED = 6


def risks(survey: Survey, measure: Measure, speaker: Speaker) -> RisksText | None:
    """The lists of a survey, failing risks first; None where the sample is of one risk."""
    lists = measure.risks
    if lists is None:
        return None
    counts = _counts(lists)
    ranked = sorted(lists.risks, key=lambda risk: (_ORDER.index(risk.side), risk.aspect))
    asked_on = speaker.view.plan.risk_lists
    return RisksText(
        title=speaker.say("lists.title", **counts),
        what=sentences(
            [
                speaker.say(f"lists.what.{lists.reader}", alpha=exact_percent(lists.alpha, speaker.language)),
                speaker.say("lists.beyond", n=lists.beyond) if lists.beyond else "",
                _weighted(lists.weighted, lists.alpha, speaker) if lists.weighted else "",
                speaker.say("lists.go_on") if counts["undecided"] and not asked_on else "",
                speaker.say("grade.line", grade=speaker.grade("exact", measure)),
            ],
            speaker.language,
        ),
        folded=not (asked_on or counts["failing"]),
        rows=tuple(_row(risk, survey, _top(lists, survey), speaker) for risk in ranked),
    )


def risks_line(survey: Survey, lists: RiskLists, speaker: Speaker) -> str:
    """The lists in one line for a terminal, failing risks by id."""
    failing = [brief(risk.aspect, 40) for risk in lists.risks if risk.side == "failing"]
    rest = len(failing) - _MOST_NAMED
    more = [speaker.say("decide.more", n=rest)] if rest > 0 else []
    return speaker.say(
        "terminal.lists.failing" if failing else "terminal.lists",
        threshold=brief(survey.threshold.id, 40), n=len(lists.risks),
        names=listed([*failing[:_MOST_NAMED], *more], speaker.language),
        **_counts(lists),
    )  # fmt: skip


def _counts(lists: RiskLists) -> dict[str, int]:
    found = Counter(risk.side for risk in lists.risks)
    return {side: found[side] for side in _ORDER}


def _weighted(claim: WeightedClaim, alpha: str, speaker: Speaker) -> str:
    met, failed = (e_value(value, speaker) for value in (claim.evidence.met, claim.evidence.failed))
    values = {"open": {"met": met, "failed": failed}, "met": {"met": met}, "failed": {"failed": failed}}[claim.claim]
    return speaker.say(f"lists.weighted.{claim.claim}", n=claim.counted, need=needed(alpha), **values)


def _top(lists: RiskLists, survey: Survey) -> Fraction:
    limit = Fraction(survey.threshold.limit)
    reach = max(_LIMITS_SHOWN * limit, *(_BEYOND_LOW * Fraction(risk.interval.low) for risk in lists.risks))
    return beam_top(min(reach, Fraction(1)), limit)


def _row(risk: ListedRisk, survey: Survey, top: Fraction, speaker: Speaker) -> RiskRow:
    language, say = speaker.language, speaker.say
    low, high = interval_percent(risk.interval.low, risk.interval.high, survey.threshold.limit, language)
    count = say("lists.count", failures=risk.failures, counted=risk.counted)
    return RiskRow(
        quoted_id=brief(risk.aspect, 60),
        name=speaker.view.words.aspect_name(survey.threshold.standard, risk.aspect, language),
        outcome=say(f"lists.side.{risk.side}"),
        css=_CSS[risk.side],
        count=sentences([count, say("lists.faults", n=risk.open_faults) if risk.open_faults else ""], language),
        bounds=say("part.interval.value", low=low, high=high),
        note=_note(risk, survey, speaker),
        bar=_bar(risk, survey, (low, high), top, speaker),
    )


def _bar(risk: ListedRisk, survey: Survey, shown: tuple[str, str], top: Fraction, speaker: Speaker) -> Markup:
    words = speaker.say(
        "lists.desc", low=shown[0], high=shown[1], top=percent(top, speaker.language),
        limit=exact_percent(survey.threshold.limit, speaker.language),
    )  # fmt: skip
    share = Fraction(risk.failures, risk.counted) if risk.counted else None
    ends = Fraction(risk.interval.low), Fraction(risk.interval.high)
    return draw_risk(RiskBar(*ends, share, Fraction(survey.threshold.limit), top, _CSS[risk.side], words))


def _note(risk: ListedRisk, survey: Survey, speaker: Speaker) -> str:
    """What an undecided risk would need, and what the bank still has."""
    if risk.side != "undecided":
        return ""
    left = max(0, survey.composition.get(risk.aspect, 0) - risk.counted)
    if risk.needs is None:
        return speaker.say("lists.needs_too_many")
    return speaker.say("lists.needs", n=risk.needs, left=left)
