"""A ranking in words."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.assess import Against, Dimension, ListAgreement, NoTotal, Pareto
from steelyard.records import Language

from .compare_lines import grade_text, reasons_text, run_lines
from .compared import Ranking
from .terminal import Text
from .words_compare import WORDS as COMMON
from .words_compare import listed, points, said, share
from .words_rank import WORDS

_KINDS = ("reversed", "noise", "same", "open")


def rank_lines(found: Ranking, language: Language) -> Iterator[Text]:
    """What several runs come to, line by line."""
    for number, system in enumerate(found.systems, 1):
        yield from run_lines(str(number), system, language)
    yield Text("")
    ranked = any(not each.reasons for each in found.dimensions)
    yield Text(_say("level", language, alpha=share(found.alpha, language)) if ranked else _say("nothing", language))
    for dimension in found.dimensions:
        yield from _dimension_lines(dimension, len(found.systems), language)
    if found.pareto is not None:
        yield from _pareto_lines(found.pareto, found.dimensions, language)
    if found.against is not None:
        yield from _against_lines(found.against, language)
    if found.no_total is not None:
        yield from _total_lines(found.no_total, language)


def ranks_text(best: int, worst: int, language: Language) -> str:
    """Between which ranks a system stands."""
    return str(best) if best == worst else _say("ranks", language, best=best, worst=worst)


def _dimension_lines(each: Dimension, systems: int, language: Language) -> Iterator[Text]:
    if each.reasons:
        reasons = reasons_text(each.reasons, language)
        yield Text(_say("not_ranked", language, threshold=each.threshold, reasons=reasons), "bold")
        if "few_families" in each.reasons:
            yield Text(_say("few_families.mend", language, families=each.families))
        return
    yield Text(_say("ranked", language, threshold=each.threshold, families=each.families, n=systems), "bold")
    for place in each.places:
        yield Text(_say("place", language, ranks=ranks_text(place.best, place.worst, language), system=place.system,
                        failures=place.failures, families=each.families))  # fmt: skip
    for claim in each.claims:
        yield Text(_say("claim", language, better=claim.better, worse=claim.worse,
                        difference=points(claim.difference, plus="")))  # fmt: skip
    yield Text(_say("top", language, systems=listed(each.top, language)) if each.claims else _say("no_claim", language))
    for note in each.notes:
        yield Text(said(COMMON, f"note.{note}", language))
    yield Text(grade_text("A", each.reader, language))


def _pareto_lines(found: Pareto, dimensions: tuple[Dimension, ...], language: Language) -> Iterator[Text]:
    thresholds = listed((each.threshold for each in dimensions if not each.reasons), language)
    yield Text(_say("pareto", language, thresholds=thresholds, margin=points(found.margin, plus=""),
                    front=listed(found.front, language)), "bold")  # fmt: skip
    for pair in found.pairs:
        first, second, better, worse, relation = (
            pair.first, pair.second, pair.better_at, pair.worse_at, pair.relation,
        )  # fmt: skip
        if relation == "dominated" or (relation == "incomparable" and not better):
            first, second, better, worse = second, first, worse, better
        if relation != "not_distinguished":
            key = "dominates" if relation == "dominated" else relation
            yield Text(_say(f"pair.{key}", language, first=first, second=second, better=listed(better, language),
                            worse=listed(worse, language)))  # fmt: skip


def _against_lines(found: Against, language: Language) -> Iterator[Text]:
    if not found.lists:
        yield Text(_say("against.nothing", language, source=found.source), "bold")
    for each in found.lists:
        yield from _list_lines(each, found.source, language)
    if found.left_out:
        yield Text(_say("left_out", language, systems=listed(found.left_out, language)))


def _list_lines(each: ListAgreement, source: str, language: Language) -> Iterator[Text]:
    yield Text(_say("against", language, threshold=each.threshold, source=source, tau=f"{each.tau:.2f}",
                    low=f"{each.low:.2f}", high=f"{each.high:.2f}"), "bold")  # fmt: skip
    for kind in _KINDS:
        pairs = [
            _say("pair", language, first=pair.first, second=pair.second) for pair in each.pairs if pair.kind == kind
        ]
        if pairs:
            yield Text(_say(f"kind.{kind}", language, pairs=listed(pairs, language)))


def _total_lines(found: NoTotal, language: Language) -> Iterator[Text]:
    yield Text(_say("total", language), "bold")
    for order in (*found.orders, *([found.overall] if found.overall else [])):
        name = order.threshold or _say("total.all", language)
        if order.allowed is None:
            yield Text(_say("total.uncounted", language, threshold=name, n=order.systems))
        else:
            key = "total.order" if order.threshold else "total.overall"
            yield Text(_say(key, language, threshold=name, allowed=order.allowed, all=order.all))
    if found.firsts:
        yield Text(_say("total.firsts", language, weightings=found.weightings))
    for first in found.firsts:
        yield Text(_say("total.first", language, system=first.system, share=share(round(first.share, 2), language)))


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values)
