"""JSON Schemas of what users write and of what commands print and leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from steelyard.records import Plan, Row, Verdicts
from steelyard.system import manifest_schema

from .assessment import Assessment
from .terminal import print_json

SCHEMAS: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "system": manifest_schema,
    "plan": lambda: msgspec.json.schema(Plan),
    "verdicts": lambda: msgspec.json.schema(Verdicts),
    "row": lambda: msgspec.json.schema(Row),
    "assessment": lambda: msgspec.json.schema(Assessment),
}


def print_schema(schema: Mapping[str, Any]) -> int:
    """Print one, as draft 2020-12."""
    return print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
