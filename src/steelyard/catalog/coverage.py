"""What a report may reach here: computed from the probes that are really registered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from steelyard.records import InputError

from .catalogue import Catalogue, load_catalogue
from .model import Item, Risk, Standard

Reach = Literal["measurable", "partly", "evidence", "nothing_yet"]
"""measurable: every probe it names is here; partly: some are; evidence: it rests on papers and people; nothing_yet."""

REACHES: tuple[Reach, ...] = ("measurable", "partly", "evidence", "nothing_yet")


class Covered(msgspec.Struct, frozen=True):
    """How far one item or risk can be answered. `by_risk`: it names no probe, so those of its risks count."""

    subject: str
    standard: str
    reach: Reach
    registered: tuple[str, ...]
    missing: tuple[str, ...]
    by_risk: bool = False


class Coverage(msgspec.Struct, frozen=True):
    """Coverage of risks and of the clauses of standards (annexes are no clauses)."""

    risks: tuple[Covered, ...]
    items: tuple[Covered, ...]

    def counts(self, standard: str | None = None) -> dict[Reach, int]:
        """How many items reach what, of one standard or of all."""
        rows = [row.reach for row in self.items if standard in (None, row.standard)]
        return {reach: rows.count(reach) for reach in REACHES}


def coverage(registered: frozenset[str], *, standards: Sequence[Standard] = ()) -> Coverage:
    """Coverage by the probe kinds in `registered`, of the `standards` given or of all in the catalogue.

    Raises InputError for a probe kind that the taxonomy does not have.
    """
    catalogue = load_catalogue()
    if unknown := sorted(registered - set(catalogue.taxonomy.probe_kinds)):
        raise InputError(f"no probe kind is called {unknown[0]!r}", mend="register kinds of the taxonomy")
    chosen = standards or [standard for standard in catalogue.standards.values() if not standard.within]
    return Coverage(
        risks=tuple(cover_risk(risk, registered, catalogue) for risk in catalogue.taxonomy.risks.values()),
        items=tuple(cover_item(item, registered, catalogue) for standard in chosen for item in standard.items),
    )


def cover_risk(risk: Risk, registered: frozenset[str], catalogue: Catalogue) -> Covered:
    """How far a risk can be measured."""
    return _covered(risk.id, "", risk.probes, registered, catalogue, by_risk=False)


def cover_item(item: Item, registered: frozenset[str], catalogue: Catalogue) -> Covered:
    """How far a clause can be answered."""
    if item.probes:
        return _covered(item.id, item.standard, item.probes, registered, catalogue, by_risk=False)
    probes = dict.fromkeys(probe for risk in item.risks for probe in catalogue.taxonomy.risks[risk].probes)
    return _covered(item.id, item.standard, tuple(probes), registered, catalogue, by_risk=True)


def _covered(
    subject: str, standard: str, probes: tuple[str, ...], registered: frozenset[str], catalogue: Catalogue, *,
    by_risk: bool,
) -> Covered:  # fmt: skip
    people = catalogue.taxonomy.people_kinds()
    machine = [probe for probe in probes if probe not in people]
    here = tuple(probe for probe in machine if probe in registered)
    missing = tuple(probe for probe in machine if probe not in registered)
    reach: Reach
    if not machine:
        reach = "evidence"
    elif not missing:
        reach = "measurable"
    else:
        reach = "partly" if here else "nothing_yet"
    return Covered(subject, standard, reach, here, missing, by_risk)
