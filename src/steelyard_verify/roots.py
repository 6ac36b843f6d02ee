"""The three roots of a run from its leaves, and where in the journal a change lies.

    evidence    trials that count and their labels, findings, coverage
    surplus     other trials and their labels
    telemetry   calls

Marks (four bytes for each bucket of keys, over all rows) only serve to name lines; the roots decide.
"""

from __future__ import annotations

import hashlib
from typing import Any

from .failed import Failed
from .replay import FILE, Leaf
from .tree import root

_SHOWN = 5


def roots_of(leaves: list[Leaf], counted: set[str]) -> dict[str, Any]:
    """Roots and counts as the seal writes them, without marks."""
    groups: dict[str, list[tuple[bytes, bytes]]] = {"evidence": [], "surplus": [], "telemetry": []}
    for leaf in leaves:
        beyond = leaf.trial is not None and leaf.trial not in counted
        name = "telemetry" if leaf.telemetry else "surplus" if beyond else "evidence"
        groups[name].append((leaf.key, leaf.hash))
    return {
        name: {"root": root([hashed for _, hashed in sorted(pairs)]).hex(), "count": len(pairs)}
        for name, pairs in groups.items()
    }


def check_marks(leaves: list[Leaf], sealed: str, sealed_count: int) -> None:
    """Raises Failed, naming the lines that can have changed, when the rows are not those that were sealed."""
    bits = min(12, max(sealed_count - 1, 0).bit_length())
    if len(sealed) != 8 << bits:
        raise Failed("shape", "attestation.dsse.json", "payload.predicate.seal.roots.marks", wanted=f"{8 << bits}")
    buckets: list[list[Leaf]] = [[] for _ in range(1 << bits)]
    for leaf in sorted(leaves):
        buckets[int.from_bytes(leaf.key[:2], "big") >> (16 - bits)].append(leaf)
    changed = [
        index for index, bucket in enumerate(buckets)
        if hashlib.sha256(b"".join(leaf.hash for leaf in bucket)).hexdigest()[:8] != sealed[8 * index : 8 * index + 8]
    ]  # fmt: skip
    if changed:
        raise Failed("rows_changed", FILE, _place(changed, buckets, bits), sealed=sealed_count, found=len(leaves))


def _place(changed: list[int], buckets: list[list[Leaf]], bits: int) -> str:
    lines = sorted(leaf.line for index in changed for leaf in buckets[index])
    parts = [f"line {line}" for line in lines[:_SHOWN]]
    gone = [index for index in changed if not buckets[index]]
    parts += [f"key {index << (16 - bits):04x}…" for index in gone[: _SHOWN - len(parts)]]
    return ", ".join(parts) + (", …" if len(lines) + len(gone) > len(parts) else "")
