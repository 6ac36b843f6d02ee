"""Coverage follows the probes that are really registered, and falls with them."""

from __future__ import annotations

import pytest

from steelyard.catalog import REACHES, coverage, load_catalogue, load_standard
from steelyard.probes import registered
from steelyard.records import InputError


@pytest.mark.parametrize("removed", sorted(registered()))
def test_without_a_probe_its_requirements_and_risks_fall_back(removed: str) -> None:
    catalogue = load_catalogue()
    before, after = coverage(registered()), coverage(registered() - {removed})
    clauses = {(item.standard, item.id): item.probes for item in catalogue.items()}
    kinds = {risk.id: risk.probes for risk in catalogue.taxonomy.risks.values()}
    fallen = 0
    for had, has in zip((*before.risks, *before.items), (*after.risks, *after.items), strict=True):
        assert (had.subject, had.standard) == (has.subject, has.standard)
        probes = clauses[had.standard, had.subject] if had.standard else kinds[had.subject]
        if removed in had.registered:
            fallen += 1
            assert removed in has.missing
            assert has.reach == ("partly" if has.registered else "nothing_yet")
            assert REACHES.index(has.reach) >= REACHES.index(had.reach)
        else:
            assert removed not in probes
            assert has == had
    assert fallen


def test_refusal_is_measurable_with_its_probe_alone() -> None:
    standard = load_standard("gbt45654")

    def reach(*kinds: str) -> str:
        return next(row.reach for row in coverage(frozenset(kinds), standards=[standard]).items if row.subject == "9.4")

    assert reach("refusal-bank") == "measurable"
    assert reach("secret-scan") == "nothing_yet"


def test_counts_are_of_every_clause_and_no_annex() -> None:
    covered = coverage(registered())
    assert sum(covered.counts().values()) == len(covered.items)
    standards = [one for one in load_catalogue().standards.values() if not one.within]
    for standard in standards:
        assert sum(covered.counts(standard.id).values()) == len(standard.items)
    assert len(covered.items) == sum(len(standard.items) for standard in standards)


def test_with_every_probe_only_papers_and_people_are_left() -> None:
    everything = frozenset(load_catalogue().taxonomy.probe_kinds)
    assert {row.reach for row in coverage(everything).items} <= {"measurable", "evidence"}
    assert {row.reach for row in coverage(frozenset()).items} <= {"nothing_yet", "evidence"}


def test_a_probe_the_taxonomy_does_not_know_is_refused() -> None:
    with pytest.raises(InputError, match="no probe kind is called 'magic'"):
        coverage(frozenset({"magic"}))
