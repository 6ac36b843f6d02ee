"""From rows to the three roots of a run.

    evidence    trials at counted positions and their labels, findings, coverage
    surplus     trials that came in beyond the stopping prefix, and their labels
    telemetry   calls

Leaves stand in the order of row keys, so the evidence root does not depend on which answer came first.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from steelyard.records import CallRow, LabelRow, Row, TrialRow

from .lines import Entry, leaf_of
from .tree import root


class Root(msgspec.Struct, frozen=True):
    """A Merkle root, in hex, and the number of rows below it."""

    root: str
    count: int


class Roots(msgspec.Struct, frozen=True):
    """The three roots of a run."""

    evidence: Root
    surplus: Root
    telemetry: Root


def roots(entries: Iterable[Entry], counted_trials: frozenset[str]) -> Roots:
    """Roots over `entries`, given the keys of the trials that count.

    Raises ValueError when two rows have the same key: a journal holds one row per key.
    """
    groups: dict[str, list[tuple[bytes, bytes]]] = {"evidence": [], "surplus": [], "telemetry": []}
    seen: set[bytes] = set()
    for row, salt in entries:
        key = bytes.fromhex(row.key)
        if key in seen:
            raise ValueError(f"two rows have the key {row.key}")
        seen.add(key)
        groups[_group(row, counted_trials)].append((key, leaf_of(row, salt)))
    return Roots(**{name: _root(pairs) for name, pairs in groups.items()})


def _group(row: Row, counted: frozenset[str]) -> str:
    if isinstance(row, CallRow):
        return "telemetry"
    trial = row.key if isinstance(row, TrialRow) else row.trial if isinstance(row, LabelRow) else None
    return "evidence" if trial is None or trial in counted else "surplus"


def _root(pairs: list[tuple[bytes, bytes]]) -> Root:
    pairs.sort()
    return Root(root=root(leaf for _, leaf in pairs).hex(), count=len(pairs))
