"""From rows to the three roots of a run.

    evidence    trials at counted positions and their labels, findings, coverage
    surplus     trials that came in beyond the stopping prefix, and their labels
    telemetry   calls

Leaves stand in the order of row keys, so the evidence root does not depend on which answer came first.

Roots say that something changed; marks say where: the rows are dealt into 2**b buckets by the first b bits of their
keys, and a mark is the first four bytes of SHA-256 over the leaf hashes of a bucket. Nothing rests on marks but the
line that a verifier names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from steelyard.records import CallRow, LabelRow, Row, TrialRow

from .lines import Entry, leaf_of
from .tree import root

_MOST_BITS = 12


class Root(msgspec.Struct, frozen=True):
    """A Merkle root, in hex, and the number of rows below it."""

    root: str
    count: int


class Roots(msgspec.Struct, frozen=True):
    """The three roots of a run, and the marks of all its rows: eight hexadecimal signs a bucket, in one string."""

    evidence: Root
    surplus: Root
    telemetry: Root
    marks: str


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
    return Roots(
        evidence=_root(groups["evidence"]),
        surplus=_root(groups["surplus"]),
        telemetry=_root(groups["telemetry"]),
        marks=_marks([pair for pairs in groups.values() for pair in pairs]),
    )


def _group(row: Row, counted: frozenset[str]) -> str:
    if isinstance(row, CallRow):
        return "telemetry"
    trial = row.key if isinstance(row, TrialRow) else row.trial if isinstance(row, LabelRow) else None
    return "evidence" if trial is None or trial in counted else "surplus"


def _root(pairs: list[tuple[bytes, bytes]]) -> Root:
    pairs.sort()
    return Root(root=root(leaf for _, leaf in pairs).hex(), count=len(pairs))


def _marks(pairs: list[tuple[bytes, bytes]]) -> str:
    """Marks of `pairs` (key, leaf hash): at least one bucket a row, up to 4,096."""
    bits = min(_MOST_BITS, max(len(pairs) - 1, 0).bit_length())
    buckets = [hashlib.sha256() for _ in range(1 << bits)]
    for key, leaf in sorted(pairs):
        buckets[int.from_bytes(key[:2], "big") >> (16 - bits)].update(leaf)
    return "".join(bucket.hexdigest()[:8] for bucket in buckets)
