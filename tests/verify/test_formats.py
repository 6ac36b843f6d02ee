"""docs/formats.md tells every field of every record, and no field that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from steelyard.catalog import gate_threshold, load_catalogue
from steelyard.journal import PublicKey, Root, Roots
from steelyard.records import Plan, Row, Verdicts
from steelyard.stats import GateTable
from steelyard_verify.shape import inner_rate, rate
from steelyard_verify.statement import METHOD, PREDICATE_TYPE

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def sections() -> dict[str, set[str]]:
    """Names in the first column of the table under each heading of the third level."""
    found: dict[str, set[str]] = {}
    for part in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        cells = [row.split("|")[1] for row in body.splitlines() if row.startswith("| `")]
        found[title.replace("`", "")] = {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
    return found


def records(kind: object) -> dict[str, set[str]]:
    """Fields of a record and of all records in it, by name."""
    found: dict[str, set[str]] = {}
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            if one.__name__ not in found:
                found[one.__name__] = {field.encode_name for field in msgspec.structs.fields(one)}
                waiting += [field.type for field in msgspec.structs.fields(one)]
        else:
            waiting += get_args(one)
    return found


@pytest.mark.parametrize("kind", [Plan, Row, Verdicts, Roots, Root, PublicKey])
def test_every_field_of_every_record_is_told(kind):
    told = sections()
    found = records(kind)
    assert found
    for name, fields in found.items():
        assert told[name] == fields, name


def test_every_gate_of_the_catalogue_can_be_verified():
    """Rates have one spelling in a plan; a standard's file could write another."""
    standards = load_catalogue().standards.values()
    gates = [gate for one in standards for number in one.thresholds if (gate := gate_threshold(one, number.id))]
    assert gates
    for gate in gates:
        rate(gate.published_limit, gate.standard, gate.id)
        inner_rate(gate.limit, gate.standard, gate.id)


def test_boundary_tables():
    assert sections()["Boundary tables"] == {field.name for field in msgspec.structs.fields(GateTable)}


def test_every_field_of_the_statement_is_told(sealed):
    told, statement = sections(), sealed.statement()
    predicate = statement["predicate"]
    assert told["Statement"] == set(statement)
    assert told["Predicate"] == {*predicate, "parent"}, "a successor alone has a parent"
    for name in ("verdicts", "requirements"):
        assert told[f"Predicate {name}"] == set(predicate[name][0])
    assert told["Predicate seal"] == set(predicate["seal"])
    for name in ("claims", "sample", "tables", "evidence", "judge", "grade"):
        line = next(row for row in PAGE.splitlines() if row.startswith(f"| `{name}` | `"))
        assert set(re.findall(r"`([^`]+)`", line)) == {name, *predicate["verdicts"][0][name]}
    assert f'"{PREDICATE_TYPE}"' in PAGE
    assert f"`{METHOD}`" in PAGE
    assert [subject["name"] for subject in statement["subject"]] == re.findall(
        r"`([^`]+)`", next(row for row in PAGE.splitlines() if row.startswith("| `subject` | four"))
    )[2:]


def test_every_field_of_the_outcome_is_told(sealed, verify):
    assert sections()["Outcome"] == set(verify(sealed).said)
    sealed.write("report.html", b"")
    line = next(row for row in PAGE.splitlines() if row.startswith("When it fails:"))
    assert set(re.findall(r"`([^`]+)`", line)) == set(verify(sealed).said)
