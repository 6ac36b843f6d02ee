"""The identity of rows: the key each must have, recomputed from what it says."""

from __future__ import annotations

from typing import Any

from .strictjson import digest


def key_of(row: dict[str, Any]) -> str:
    """The key, hex, of a label, finding, coverage or call row. Trials: see `trial_key`."""
    kind = row["kind"]
    if kind == "label":
        return digest({"trial": row["trial"], "judge": row["judge"], "labeller": row["labeller"]})
    if kind == "finding":
        return digest({name: row[name] for name in ("scan", "rule", "place", "excerpt")})
    if kind == "coverage":
        return digest({"coverage": row["scan"]})
    return digest({name: row[name] for name in ("trial", "asking", "attempt", "started_us")})


def trial_key(item: str, survey: dict[str, Any], target: str) -> str:
    """The key, hex, of the one trial of a wording in a survey. `target`: digest of the target's identity."""
    return digest({
        "item": item, "technique": survey["technique"], "target": target, "sampling": survey["sampling"], "repeat": 0,
    })  # fmt: skip
