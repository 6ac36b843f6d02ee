"""Objectives that a changed system should meet, written by people: what to hold, by which margin, within which gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from steelyard.files import YamlDocument, read_yaml

MOST_OBJECTIVES = 32
_ID = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
_Share = Annotated[float, Meta(gt=0, lt=1)]


class Objective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a system should be good at: to fail rarely at a threshold that both runs measured.

    `margin` is how much larger a failure share still counts as no worse; `gate`, where given, is the largest failure
    share allowed at all.
    """

    id: _ID
    threshold: _ID
    margin: _Share
    gate: _Share | None = None


class Criteria(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a criteria file."""

    objectives: Annotated[tuple[Objective, ...], Meta(min_length=1, max_length=MOST_OBJECTIVES)]


def read_criteria(path: Path) -> Criteria:
    """Read a criteria file. Raises InputError with line and field when it is not one."""
    document = read_yaml(path)
    criteria = document.convert(Criteria, "see `steelyard compare --schema criteria`")
    _refuse_doubles(document, "id", [objective.id for objective in criteria.objectives])
    _refuse_doubles(document, "threshold", [objective.threshold for objective in criteria.objectives])
    return criteria


def criteria_schema() -> dict[str, Any]:
    """JSON Schema of a criteria file."""
    return msgspec.json.schema(Criteria)


def _refuse_doubles(document: YamlDocument, field: str, values: list[str]) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise document.error(
                f"the {field} {value!r} stands in an objective above", f"objectives[{place}].{field}",
                "give each objective an id and a threshold of its own",
            )  # fmt: skip
