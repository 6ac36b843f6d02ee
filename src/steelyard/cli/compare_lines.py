"""A comparison in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steelyard.assess import CriteriaReading, ObjectiveReading, Shown, ThresholdComparison
from steelyard.records import Language
from steelyard.stats import LEAST_UNITS

from .compared import Comparison, RunSummary
from .terminal import Text
from .words_compare import WORDS, listed, points, said, share


def compare_lines(found: Comparison, language: Language) -> Iterator[Text]:
    """What two runs come to, line by line."""
    for side, run in (("A", found.a), ("B", found.b)):
        yield from run_lines(side, run, language)
    yield Text("")
    if found.criteria is not None:
        yield from _criteria_lines(found.criteria, found.alpha, language)
        return
    if not any(one.shown for one in found.thresholds):
        yield Text(_say("nothing", language), "bold")
    else:
        yield Text(_say("level", language, alpha=share(found.alpha, language)))
    for one in found.thresholds:
        yield from _threshold_lines(one, found.margin, language)


def run_lines(side: str, run: RunSummary, language: Language) -> Iterator[Text]:
    """A run under the letter or number it goes by, and what is not final about it."""
    yield Text(_say("run", language, side=side, name=run.name, models=listed(run.models, language),
                    plan=run.plan[:8], folder=run.folder))  # fmt: skip
    if not run.finished:
        yield Text(_say("unfinished", language))
    elif not run.sealed:
        yield Text(_say("unsealed", language))


def reasons_text(reasons: Sequence[str], language: Language) -> str:
    """Why two or more cannot be compared, in a row."""
    return listed((_say(f"reason.{reason}", language, least=LEAST_UNITS) for reason in reasons), language)


def grade_text(grade: str, reader: str, language: Language) -> str:
    """How sure an error level is, and who read the answers."""
    return _say(f"reader.{reader}", language, grade=_say(f"grade.{grade}", language))


def _threshold_lines(one: ThresholdComparison, margin: float | None, language: Language) -> Iterator[Text]:
    reasons = reasons_text(one.reasons, language)
    yield Text(_say(one.outcome, language, threshold=one.threshold, reasons=reasons), "bold")
    if one.shown is None or one.a is None or one.b is None:
        return
    yield Text(_say(
        "counts", language, fail_a=one.a.failures, asked_a=one.a.counted - one.a.open_faults,
        fail_b=one.b.failures, asked_b=one.b.counted - one.b.open_faults,
    ))  # fmt: skip
    yield from _shown_lines(one.shown, margin, language)
    for note in one.notes:
        yield Text(_say(f"note.{note}", language))
    yield from _ahead_lines(one, language)


def _shown_lines(shown: Shown, margin: float | None, language: Language) -> Iterator[Text]:
    yield Text(_say("pairs", language, pairs=shown.pairs, only_a=shown.only_a, only_b=shown.only_b))
    seen = ""
    if shown.difference is not None:
        seen = _say("interval.seen", language, difference=points(shown.difference))
    low, high = points(shown.low, "down"), points(shown.high, "up")
    yield Text(_say("interval", language, low=low, high=high, seen=seen))
    if shown.not_inferior is not None and margin is not None:
        yield Text(_say("margin.shown" if shown.not_inferior else "margin.open", language,
                        margin=points(margin, plus="")))  # fmt: skip
    if shown.told_by == "streams":
        yield Text(_say("told.streams", language))
    yield Text(grade_text(shown.grade, shown.reader, language))


def _ahead_lines(one: ThresholdComparison, language: Language) -> Iterator[Text]:
    ahead = one.ahead
    if ahead is None:
        return
    if ahead.needed is not None:
        yield Text(_say("needed", language, n=ahead.needed, most=one.most))
    if ahead.needed_for_margin is not None and one.shown is not None and not one.shown.not_inferior:
        yield Text(_say("needed_for_margin", language, n=ahead.needed_for_margin))
    if ahead.detectable is not None:
        yield Text(_say("detectable", language, most=one.most, share=points(ahead.detectable, "up", plus="")))
    yield Text(_say(f"advice.{ahead.advice}", language))


def _criteria_lines(found: CriteriaReading, alpha: float, language: Language) -> Iterator[Text]:
    gains = listed((each.id for each in found.objectives if each.standing == "better"), language)
    losses = listed((each.id for each in found.objectives if each.standing == "worse"), language)
    sides = _say("relation.better", language, gains=gains) if gains else _say("relation.worse", language, losses=losses)
    yield Text(_say("criteria.level", language, alpha=share(alpha, language)))
    yield Text(_say(f"relation.{found.relation or 'none'}", language, gains=gains, losses=losses, sides=sides), "bold")
    for each in found.objectives:
        yield from _objective_lines(each, language)


def _objective_lines(each: ObjectiveReading, language: Language) -> Iterator[Text]:
    seen = ""
    if each.difference is not None:
        seen = _say("objective.seen", language, difference=points(each.difference), pairs=each.pairs)
    standing = _say(f"standing.{each.standing}", language, reasons=reasons_text(each.reasons, language))
    margin = points(each.margin, plus="")
    yield Text(_say("objective", language, id=each.id, threshold=each.threshold, margin=margin, standing=standing,
                    seen=seen))  # fmt: skip
    if each.gate is not None:
        base, tuned = (_say(f"gate.{state}", language) for state in (each.gate.base, each.gate.tuned))
        yield Text(_say("gate", language, limit=share(each.gate.limit, language), base=base, tuned=tuned))


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values)
