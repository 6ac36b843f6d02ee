"""A published list of systems, written by people: one value each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from steelyard.files import read_yaml

MOST_SYSTEMS = 1_000


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published list: one value a system, by the name that `rank` shows. `better` says which end is good."""

    source: Annotated[str, Meta(min_length=1, max_length=500)]
    better: Literal["higher", "lower"]
    values: Annotated[dict[Annotated[str, Meta(max_length=500)], float], Meta(min_length=2, max_length=MOST_SYSTEMS)]


def read_published(path: Path) -> Published:
    """Read a published list. Raises InputError with line and field when it is not one."""
    document = read_yaml(path)
    published = document.convert(Published, "see `steelyard rank --schema published`")
    for name, value in published.values.items():
        if not abs(value) < float("inf"):
            raise document.error("this is no number", f"values.{name}", "leave the system out")
    return published


def published_schema() -> dict[str, Any]:
    """JSON Schema of a published list."""
    return msgspec.json.schema(Published)
