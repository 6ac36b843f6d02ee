"""The whole catalogue and its cross-walk, made by inverting the `risks:` fields of standards and controls."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from .entries import LINKS
from .library import load_controls, load_taxonomy, shipped_standards
from .model import Control, Item, Standard
from .taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTROL_LINKS = {"aisvs": "aisvs", "atlas": "atlas"}
"""Control maps that name items of the catalogue; the others name controls of lists outside it."""


class Catalogue(msgspec.Struct, frozen=True):
    """Taxonomy, controls, standards by name, and what ties them together."""

    taxonomy: Taxonomy
    controls: dict[str, Control]
    standards: dict[str, Standard]
    by_risk: dict[str, tuple[Item, ...]]
    controls_by_risk: dict[str, tuple[Control, ...]]

    def items(self) -> Iterator[Item]:
        """Every item once, annexes included."""
        for standard in self.standards.values():
            if not standard.within:
                yield from standard.items
                yield from standard.annexes

    def items_of(self, control: Control) -> tuple[Item, ...]:
        """Every item that speaks of a risk the control answers."""
        return _once(item for risk in control.risks for item in self.by_risk[risk])

    def mapped_items(self, control: Control) -> tuple[Item, ...]:
        """The items that the control names itself, in lists the catalogue holds."""
        return tuple(
            self.standards[standard].item(item_id)
            for key, standard in CONTROL_LINKS.items()
            for item_id in control.maps.get(key, ())
        )

    def related(self, item: Item) -> tuple[Item, ...]:
        """Clauses of other standards that share a risk with this one, those that share most first."""
        risks = set(item.risks)
        shared = _once(other for risk in item.risks for other in self.by_risk[risk] if other.standard != item.standard)
        return tuple(sorted(shared, key=lambda other: -len(risks & set(other.risks))))


@functools.cache
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the package; parsed once. Raises InputError when a link names nothing."""
    standards = {standard.id: standard for standard in shipped_standards()}
    controls = load_controls()
    by_risk: dict[str, list[Item]] = defaultdict(list)
    controls_by_risk: dict[str, list[Control]] = defaultdict(list)
    taxonomy = load_taxonomy()
    catalogue = Catalogue(taxonomy, controls, standards, {}, {})
    for item in catalogue.items():
        for risk in item.risks:
            by_risk[risk].append(item)
    for control in controls.values():
        for risk in control.risks:
            controls_by_risk[risk].append(control)
    full = msgspec.structs.replace(
        catalogue,
        by_risk={risk: tuple(by_risk[risk]) for risk in taxonomy.risks},
        controls_by_risk={risk: tuple(controls_by_risk[risk]) for risk in taxonomy.risks},
    )
    _check_links(full)
    return full


def _check_links(catalogue: Catalogue) -> None:
    for item in catalogue.items():
        for key, targets in item.links.items():
            for target in targets:
                catalogue.standards[LINKS[key]].item(target)
    for control in catalogue.controls.values():
        catalogue.mapped_items(control)


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple({item.ref: item for item in items}.values())
