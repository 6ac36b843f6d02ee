"""The Merkle tree of RFC 9162, section 2.1.1, over leaf hashes, by levels."""

from __future__ import annotations

import hashlib


def leaf_hash(content: bytes) -> bytes:
    """SHA-256(0x00 || content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def root(leaves: list[bytes]) -> bytes:
    """Root over the leaves in their order: pairs level by level, an odd one out goes up as it is."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
