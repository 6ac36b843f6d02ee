"""The taxonomy and the controls: risks, probe kinds, asset kinds, stages, severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from .entries import Entry, Ids, known, listed
from .model import (
    VERIFY,
    AssetKind,
    Control,
    Dimension,
    ProbeKind,
    Risk,
    RiskMeasure,
    Severity,
    SeverityLevel,
    Stage,
    VerifyMode,
    Words,
)
from .overlay import NO_OVERLAY, Overlay
from .yamlread import Located, field

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PEOPLE = "org"
"""The asset kind that people and papers speak for: its probe kinds gather evidence and measure nothing."""


class Taxonomy(msgspec.Struct, frozen=True):
    """Every list of the taxonomy by id, in the file's order."""

    stages: dict[str, Stage]
    dimensions: dict[str, Dimension]
    assets: dict[str, AssetKind]
    severity_levels: dict[str, SeverityLevel]
    severity_rule: Words
    verify_modes: dict[str, VerifyMode]
    probe_kinds: dict[str, ProbeKind]
    risks: dict[str, Risk]

    def people_kinds(self) -> frozenset[str]:
        """Probe kinds that stand for documents and people."""
        return frozenset(kind.id for kind in self.probe_kinds.values() if kind.asset == PEOPLE)


def read_ids(top: Located) -> Ids:
    """Only the ids that a standard may name."""
    fields = top.mapping("the taxonomy")
    return Ids(risks=_ids(fields, "risks"), probes=_ids(fields, "probe_kinds"))


def _ids(fields: dict[str, Located], key: str) -> frozenset[str]:
    return frozenset(node.mapping("an entry")["id"].text("id") for node in fields[key].sequence(key))


def read_taxonomy(top: Located, overlay: Overlay = NO_OVERLAY) -> Taxonomy:
    """The whole taxonomy, every id in it checked."""
    fields = top.mapping("the taxonomy")

    def table(key: str, read: Callable[[Entry], T]) -> dict[str, T]:
        return _table(fields, key, overlay, read)

    assets = table("assets", lambda entry: AssetKind(entry.id(), entry.words("en", zh="zh")))
    stages = table("stages", _stage)
    dimensions = table("dimensions", lambda entry: Dimension(entry.id(), entry.words("en", zh="zh")))
    probes = table("probe_kinds", lambda entry: _probe_kind(entry, frozenset(assets)))
    return Taxonomy(
        stages=stages,
        dimensions=dimensions,
        assets=assets,
        severity_levels=table("severity_levels", _level),
        severity_rule=_rule(fields["severity_rule"], overlay),
        verify_modes=table("verify_modes", lambda entry: VerifyMode(entry.id(), _main(entry))),
        probe_kinds=probes,
        risks=table("risks", lambda entry: _risk(entry, stages, dimensions, assets, frozenset(probes))),
    )


def read_controls(top: Located, ids: Ids) -> dict[str, Control]:
    """Controls by id; the risks and probes they name must exist."""

    def control(entry: Entry) -> Control:
        fields = entry.fields()
        maps = fields["maps"].mapping("maps") if field(fields, "maps") else {}
        return Control(
            id=entry.id(),
            title=entry.words("en", zh="zh"),
            verify=fields["verify"].choice("verify", VERIFY),
            shown_by=known(fields, "shown_by", ids.probes, "probe"),
            risks=known(fields, "risks", ids.risks, "risk"),
            maps={key: node.texts(key) for key, node in maps.items()},
        )

    return _table(top.mapping("the controls"), "controls", NO_OVERLAY, control)


def _table(fields: dict[str, Located], key: str, overlay: Overlay, read: Callable[[Entry], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for node in fields[key].sequence(key):
        bare = Entry(node, {}, "R")
        if bare.id() in found:
            raise node.error(f"repeats the id {bare.id()!r}", "ids are unique in a list")
        found[bare.id()] = read(Entry(node, overlay.words(key, bare.id()), "R"))
    return found


def _main(entry: Entry) -> Words:
    """The one field of an entry that has words, translated by the overlay as a whole."""
    return Words(entry.words("en").en, entry.zh.get("", ""))


def _rule(node: Located, overlay: Overlay) -> Words:
    return Words(node.text("severity_rule"), overlay.words("severity_rule", "rule").get("", ""))


def _stage(entry: Entry) -> Stage:
    macro = entry.fields()["macro"].mapping("macro")
    return Stage(entry.id(), entry.words("en", zh="zh"), Words(macro["en"].text("en"), macro["zh"].text("zh")))


def _level(entry: Entry) -> SeverityLevel:
    fields = entry.fields()
    return SeverityLevel(
        level=fields["level"].count("level"),
        id=entry.id(),
        title=Words(entry.id(), fields["zh"].text("zh")),
        meaning=Words(fields["en"].text("en"), entry.zh.get("en", "")),
        reaction=entry.words("reaction"),
    )


def _probe_kind(entry: Entry, assets: frozenset[str]) -> ProbeKind:
    node = entry.fields()["asset"]
    if node.text("asset") not in assets:
        raise node.error(f"names the unknown asset kind {node.text('asset')!r}")
    return ProbeKind(entry.id(), node.text("asset"), _main(entry))


def _risk(
    entry: Entry, stages: dict[str, Stage], dimensions: dict[str, Dimension], assets: dict[str, AssetKind],
    probes: frozenset[str],
) -> Risk:  # fmt: skip
    fields = entry.fields()
    return Risk(
        id=entry.id(),
        title=entry.words("en", zh="zh"),
        what=entry.words("what"),
        stage=fields["stage"].choice("stage", tuple(stages)),
        dimension=fields["dimension"].choice("dimension", tuple(dimensions)),
        also=known(fields, "also", frozenset(dimensions), "dimension"),
        assets=known(fields, "assets", frozenset(assets), "asset kind"),
        severity=_severity(entry),
        mitigate=_mitigate(entry),
        probes=known(fields, "probes", probes, "probe"),
        verify=fields["verify"].choice("verify", VERIFY),
        measure=_measure(entry),
    )


def _severity(entry: Entry) -> Severity:
    node = entry.fields()["severity"]
    fields = node.mapping("severity")
    base = fields["base"].count("base")
    if not 1 <= base <= 5:
        raise node.error(f"severity {base} is no level from 1 to 5")
    return Severity(
        base,
        up=Words(fields["raise"].text("raise"), entry.zh.get("raise", "")),
        down=Words(fields["lower"].text("lower"), entry.zh.get("lower", "")),
    )


def _measure(entry: Entry) -> RiskMeasure:
    fields = entry.fields()["measure"].mapping("measure")
    return RiskMeasure(
        metric=Words(fields["metric"].text("metric"), entry.zh.get("metric", "")),
        target=Words(fields["pass"].text("pass"), entry.zh.get("pass", "")),
        origin=fields["origin"].text("origin"),
    )


def _mitigate(entry: Entry) -> tuple[Words, ...]:
    english = listed(entry.fields(), "mitigate")
    chinese = entry.zh["mitigate"].split("\n") if "mitigate" in entry.zh else [""] * len(english)
    if len(chinese) != len(english):
        raise entry.node.error(f"{entry.id()} has {len(english)} lines of advice and {len(chinese)} in Chinese")
    return tuple(Words(en, zh) for en, zh in zip(english, chinese, strict=True))
