"""A page of the catalogue: one thing with everything tied to it, as data that a terminal, a server or JSON can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .coverage import cover_item, cover_risk
from .gates import blocking
from .model import Control, Item, ProbeKind, Risk, Standard, StandardThreshold, Words
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .catalogue import Catalogue

SCHEMA = "steelyard.catalog.page/1"


class Line(msgspec.Struct, frozen=True):
    """A line of a group: an id, its words, how its text is known (V, S, B, R or ""), and a note."""

    id: str
    words: Words = Words()
    conf: str = ""
    note: Words = Words()


class Group(msgspec.Struct, frozen=True):
    """Lines under a heading; `heading` is a key of the word table."""

    heading: str
    lines: tuple[Line, ...]


class Page(msgspec.Struct, frozen=True):
    """One thing of the catalogue. `kind` and the keys of `facts` are keys of the word table."""

    schema: str
    kind: str
    id: str
    title: Words
    text: Words
    conf: str
    facts: tuple[tuple[str, Words], ...]
    groups: tuple[Group, ...]


class Pages:
    """Builds pages over one catalogue and one set of registered probes."""

    def __init__(self, catalogue: Catalogue, registered: frozenset[str]) -> None:
        self._catalogue, self._registered = catalogue, registered
        self._taxonomy = catalogue.taxonomy

    def standard(self, standard: Standard) -> Page:
        facts = [("names", _same(", ".join(standard.names))), ("file", _same(f"{standard.file}.yaml"))]
        if standard.zh_by:
            facts.append(("translated", _word("by_model")))
        groups = [
            Group("clauses", tuple(self._clause(item, ref=False) for item in standard.items)),
            Group("thresholds", tuple(_threshold_line(threshold) for threshold in standard.thresholds)),
            Group("annexes", tuple(self._clause(item, ref=False) for item in standard.annexes)),
            Group("sources", tuple(Line("", Words(en=s.what), s.conf) for s in standard.sources)),
        ]
        return _page("standard", standard.id, standard.title, Words(), "", facts, groups)

    def risk(self, risk: Risk) -> Page:
        taxonomy, catalogue = self._taxonomy, self._catalogue
        level = next(level for level in taxonomy.severity_levels.values() if level.level == risk.severity.base)
        dimensions = [taxonomy.dimensions[name].title for name in (risk.dimension, *risk.also)]
        facts = [
            ("stage", taxonomy.stages[risk.stage].macro),
            ("dimension", _joined(dimensions)),
            ("assets", _joined([taxonomy.assets[name].title for name in risk.assets])),
            ("severity", Words(f"{level.level} {level.title.en}", f"{level.level} {level.title.zh}")),
            ("up", risk.severity.up),
            ("down", risk.severity.down),
            ("metric", risk.measure.metric),
            ("target", risk.measure.target),
            ("origin", _word("ours") if risk.measure.origin == "ours" else _same(risk.measure.origin)),
            ("verify", taxonomy.verify_modes[risk.verify].title),
            ("reach", _word(cover_risk(risk, self._registered, catalogue).reach)),
        ]
        groups = [
            Group("mitigate", tuple(Line("", words) for words in risk.mitigate)),
            Group("controls", tuple(Line(c.id, c.title) for c in catalogue.controls_by_risk[risk.id])),
            self._probes(risk.probes),
            self._thresholds(catalogue.by_risk[risk.id]),
            Group("clauses", tuple(self._clause(item) for item in catalogue.by_risk[risk.id])),
        ]
        return _page("risk", risk.id, risk.title, risk.what, "", facts, groups)

    def control(self, control: Control) -> Page:
        catalogue = self._catalogue
        facts = [("verify", self._taxonomy.verify_modes[control.verify].title)]
        facts += [(name, _same(", ".join(ids))) for name, ids in control.maps.items()]
        groups = [
            self._risks(control.risks),
            self._probes(control.shown_by),
            Group("clauses", tuple(self._clause(item) for item in catalogue.items_of(control))),
        ]
        return _page("control", control.id, control.title, Words(), "", facts, groups)

    def probe(self, kind: ProbeKind) -> Page:
        catalogue = self._catalogue
        facts = [
            ("asset", self._taxonomy.assets[kind.asset].title),
            ("reach", _word("here" if kind.id in self._registered else "absent")),
        ]
        groups = [
            self._risks(tuple(risk.id for risk in self._taxonomy.risks.values() if kind.id in risk.probes)),
            Group("controls", tuple(Line(c.id, c.title) for c in catalogue.controls.values() if kind.id in c.shown_by)),
            Group("clauses", tuple(self._clause(item) for item in catalogue.items() if kind.id in item.probes)),
        ]
        return _page("probe", kind.id, kind.title, Words(), "", facts, groups)

    def item(self, item: Item) -> Page:
        catalogue = self._catalogue
        cover = cover_item(item, self._registered, catalogue)
        facts = [
            ("standard", catalogue.standards[item.standard].title),
            ("conf", _word(item.conf)),
            ("blocking", _word("yes" if blocking(item) else "no")),
            ("verify", self._taxonomy.verify_modes[item.verify].title),
            ("reach", _word(cover.reach)),
        ]
        if item.metric:
            facts.append(("metric", item.metric))
        controls = {control.id: control for risk in item.risks for control in catalogue.controls_by_risk[risk]}
        groups = [
            self._risks(item.risks),
            Group("controls", tuple(Line(c.id, c.title) for c in controls.values())),
            self._probes(item.probes),
            self._thresholds((item,)),
            Group("related", tuple(self._clause(other) for other in catalogue.related(item))),
        ]
        words = item.text or item.title
        return _page(
            "clause", item.ref, item.title, words if words is not item.title else Words(), item.conf, facts, groups
        )

    def threshold(self, standard: Standard, threshold: StandardThreshold) -> Page:
        naming = [item for item in standard.items if threshold.id in item.thresholds]
        facts = [
            ("standard", standard.title),
            ("clause_of", _same(threshold.clause)),
            ("limit", _same(f"{threshold.cmp} {threshold.limit}")),
            ("conf", _word(threshold.conf)),
            ("blocking", _word("yes" if blocking(threshold) else "no")),
        ]
        if threshold.n_min is not None or threshold.n_share is not None:
            facts.append(("n_min", _same(str(threshold.n_min or threshold.n_share))))
        if threshold.when:
            facts.append(("when", threshold.when))
        groups = [
            Group("clauses", tuple(self._clause(item) for item in naming)),
            self._probes(tuple(dict.fromkeys(probe for item in naming for probe in item.probes))),
            self._risks(tuple(dict.fromkeys(risk for item in naming for risk in item.risks))),
        ]
        return _page(
            "threshold", f"{standard.id}:{threshold.id}", threshold.metric, Words(), threshold.conf, facts, groups
        )

    def _clause(self, item: Item, *, ref: bool = True) -> Line:
        return Line(item.ref if ref else item.id, item.text or item.title, item.conf)

    def _risks(self, risks: Iterable[str]) -> Group:
        return Group("risks", tuple(Line(risk, self._taxonomy.risks[risk].title) for risk in risks))

    def _probes(self, probes: Iterable[str]) -> Group:
        here, absent = _word("here"), _word("absent")
        return Group("probes", tuple(
            Line(name, self._taxonomy.probe_kinds[name].title, note=here if name in self._registered else absent)
            for name in probes
        ))  # fmt: skip

    def _thresholds(self, items: Iterable[Item]) -> Group:
        lines = {}
        for item in items:
            for name in item.thresholds:
                lines[item.standard, name] = _threshold_line(self._catalogue.standards[item.standard].threshold(name))
        return Group("thresholds", tuple(lines.values()))


def _page(
    kind: str, page_id: str, title: Words, text: Words, conf: str, facts: list[tuple[str, Words]], groups: list[Group]
) -> Page:
    filled = tuple(group for group in groups if group.lines)
    return Page(SCHEMA, kind, page_id, title, text, conf, tuple(facts), filled)


def _threshold_line(threshold: StandardThreshold) -> Line:
    return Line(threshold.id, threshold.metric, threshold.conf, _same(f"{threshold.cmp} {threshold.limit}"))


def _word(key: str) -> Words:
    return Words(WORDS[key]["en"], WORDS[key]["zh"])


def _same(text: str) -> Words:
    """Ids and numbers, the same in every language."""
    return Words(text, text)


def _joined(parts: list[Words]) -> Words:
    return Words(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))
