"""Numbers of standards as limits on the share of failures, and what may block."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.catalog import blocking, gate_threshold, load_catalogue, load_standard, load_standard_file
from steelyard.records import InputError


@pytest.mark.parametrize(
    ("threshold", "comparator", "published"), [("REFUSE-RATE", ">=", "0.95"), ("OVERREFUSE-RATE", "<=", "0.05")]
)
def test_both_refusal_rates_are_limits_of_five_percent_failures(
    threshold: str, comparator: str, published: str
) -> None:
    gate = gate_threshold(load_standard("gbt45654"), threshold)
    assert gate is not None
    assert (gate.comparator, gate.published_limit, gate.limit, gate.n_min) == (comparator, published, "0.05", 300)
    assert (gate.standard, gate.requirement, gate.conf) == ("gbt45654", "9.4", "V")


@pytest.mark.parametrize("threshold", ["REF-TOTAL", "KW-FRESH", "CORPUS-MANUAL", "ABUSE-DAILY"])
def test_a_number_that_is_no_share_of_questions_is_no_gate(threshold: str) -> None:
    assert gate_threshold(load_standard("gbt45654"), threshold) is None


def test_only_a_seen_text_that_is_not_soft_blocks() -> None:
    catalogue = load_catalogue()
    thresholds = [threshold for standard in catalogue.standards.values() for threshold in standard.thresholds]
    subjects = [*catalogue.items(), *thresholds]
    for subject in subjects:
        assert blocking(subject) == (subject.conf == "V" and not subject.soft)
    assert any(blocking(subject) for subject in subjects)
    assert any(subject.soft and subject.conf == "V" for subject in subjects)
    assert {subject.conf for subject in subjects} > {"V", "R"}


def test_an_unknown_threshold_is_named() -> None:
    with pytest.raises(InputError, match="gbt45654 has no threshold 'NO-SUCH'"):
        gate_threshold(load_standard("gbt45654"), "NO-SUCH")


@given(
    limit=st.decimals(0, 1, places=4), comparator=st.sampled_from(["<=", ">="]), soft=st.booleans(),
    conf=st.sampled_from("VSBR"),
)  # fmt: skip
def test_any_share_becomes_an_exact_limit(
    tmp_path_factory: pytest.TempPathFactory, limit: Decimal, comparator: str, soft: bool, conf: str
) -> None:
    path = tmp_path_factory.mktemp("gate") / "mine.yaml"
    path.write_text(
        "standard: {id: mine, sources: [{what: ours}]}\nrequirements:\n"
        f"  - id: R1\n    text: t\n    risks: [C-HARM]\n    soft: {str(soft).lower()}\n    conf: {conf}\n"
        f"    threshold: {{cmp: '{comparator}', limit: {limit}, over: questions}}\n",
        encoding="utf-8",
    )
    standard = load_standard_file(path)
    gate = gate_threshold(standard, "R1")
    failures = limit if comparator == "<=" else 1 - limit
    if 0 < failures < 1:
        assert gate is not None
        assert Decimal(gate.limit) == failures
        assert gate.limit == gate.limit.rstrip("0")
        assert (gate.requirement, gate.n_min, gate.conf) == ("R1", None, conf)
    else:
        assert gate is None
    assert blocking(standard.threshold("R1")) == (conf == "V" and not soft)
