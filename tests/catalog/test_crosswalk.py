"""The cross-walk is the inverse of what the files say: nothing missing, nothing more."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
import yaml

from steelyard.catalog import load_catalogue

SUPPORT = {"taxonomy", "controls"}


@functools.cache
def raw() -> dict[str, Any]:
    """Every file of the package as any YAML reader sees it."""
    folder, loader = resources.files("steelyard.catalog") / "data", getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {
        entry.name.removesuffix(".yaml"): yaml.load(entry.read_text("utf-8"), Loader=loader)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }


def entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping below a value that names risks."""
    if isinstance(value, dict):
        if "risks" in value:
            yield value
        for inner in value.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from entries(inner)


def ids(entry: dict[str, Any]) -> list[str]:
    """The id of an entry, or those of its editions."""
    return [str(value) for key, value in entry.items() if value and (key == "id" or key.startswith("id_"))]


def test_items_by_risk_are_those_whose_entries_name_it() -> None:
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for stem, content in raw().items():
        if stem not in SUPPORT:
            for entry in entries(content):
                for risk in entry["risks"]:
                    wanted[risk] |= {(content["standard"]["id"], name) for name in ids(entry)}
    by_risk = load_catalogue().by_risk
    assert set(wanted) <= set(by_risk)
    for risk, items in by_risk.items():
        assert {(item.file, item.id) for item in items} == wanted[risk], risk
        assert len({item.ref for item in items}) == len(items)


def test_controls_by_risk_are_those_that_name_it() -> None:
    controls = raw()["controls"]["controls"]
    for risk, found in load_catalogue().controls_by_risk.items():
        assert [one.id for one in found] == [one["id"] for one in controls if risk in one["risks"]], risk


def test_every_risk_is_spoken_of_by_a_clause_and_a_control() -> None:
    catalogue = load_catalogue()
    assert set(catalogue.by_risk) == set(catalogue.controls_by_risk) == set(catalogue.taxonomy.risks)
    assert all(catalogue.by_risk.values())
    assert all(catalogue.controls_by_risk.values())


def test_related_clauses_share_a_risk_and_stand_in_other_standards() -> None:
    catalogue = load_catalogue()
    item = catalogue.standards["gbt45654"].item("9.4")
    related = catalogue.related(item)
    shared = [len(set(item.risks) & set(other.risks)) for other in related]
    assert all(shared)
    assert shared == sorted(shared, reverse=True)
    assert "gbt45654" not in {other.standard for other in related}
    wanted = {one.ref for one in catalogue.items() if set(one.risks) & set(item.risks) and one.standard != "gbt45654"}
    assert {other.ref for other in related} == wanted


@pytest.mark.parametrize("kind", ["risks", "probe_kinds", "assets", "stages"])
def test_lists_of_the_taxonomy_keep_every_id_in_order(kind: str) -> None:
    assert list(getattr(load_catalogue().taxonomy, kind)) == [entry["id"] for entry in raw()["taxonomy"][kind]]
