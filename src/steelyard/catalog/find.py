"""From what a person types to the one page of the catalogue it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.records import InputError

from .entries import near
from .library import folded, load_standard, standard_names
from .pages import Page, Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .catalogue import Catalogue
    from .model import Item, Standard, StandardThreshold


def find_page(catalogue: Catalogue, wanted: str, registered: frozenset[str]) -> Page:
    """The page of a standard's name, or of the id of a risk, control, probe kind, clause or threshold.

    A clause id that several standards use must be written as STANDARD:ID; names of standards are read as
    `load_standard` reads them. Raises InputError, with near names, when nothing or more than one thing has that id.
    """
    pages = Pages(catalogue, registered)
    taxonomy = catalogue.taxonomy
    for standard in catalogue.standards.values():
        if wanted in standard.names:
            return pages.standard(standard)
    if wanted in taxonomy.risks:
        return pages.risk(taxonomy.risks[wanted])
    if wanted in catalogue.controls:
        return pages.control(catalogue.controls[wanted])
    if wanted in taxonomy.probe_kinds:
        return pages.probe(taxonomy.probe_kinds[wanted])
    items = {item.ref: item for item in catalogue.items() if wanted in (item.id, *_refs(catalogue, item))}
    if len(items) == 1:
        return pages.item(next(iter(items.values())))
    if len(items) > 1:
        raise InputError(f"{wanted} names several clauses", mend=f"write one of {', '.join(items)}")
    if found := _threshold(catalogue, wanted):
        return pages.threshold(*found)
    if named := _standard(catalogue, wanted):
        return pages.standard(named)
    raise InputError(f"nothing in the catalogue is called {wanted[:60]!r}", mend=near(wanted[:60], _names(catalogue)))


def _refs(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    return tuple(f"{name}:{item.id}" for name in catalogue.standards[item.standard].names)


def _threshold(catalogue: Catalogue, wanted: str) -> tuple[Standard, StandardThreshold] | None:
    for standard in catalogue.standards.values():
        for threshold in standard.thresholds:
            if wanted in (threshold.id, *(f"{name}:{threshold.id}" for name in standard.names)):
                return standard, threshold
    clauses = [t.id for s in catalogue.standards.values() for t in s.thresholds if t.clause == wanted]
    if clauses:
        raise InputError(f"{wanted} is no clause of its own", mend=f"it holds the thresholds {', '.join(clauses)}")
    return None


def _standard(catalogue: Catalogue, wanted: str) -> Standard | None:
    """A standard by its name in other spelling, or by the name of its file, which selects all its parts."""
    for standard in catalogue.standards.values():
        if folded(wanted) in map(folded, standard.names):
            return standard
    return load_standard(wanted) if folded(wanted) in map(folded, standard_names()) else None


def _names(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(_every_name(catalogue))


def _every_name(catalogue: Catalogue) -> Iterator[str]:
    yield from standard_names()
    yield from catalogue.taxonomy.risks
    yield from catalogue.controls
    yield from catalogue.taxonomy.probe_kinds
    for item in catalogue.items():
        yield from (item.id, *_refs(catalogue, item))
    for standard in catalogue.standards.values():
        yield from (threshold.id for threshold in standard.thresholds)
