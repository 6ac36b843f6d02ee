"""Merkle tree of RFC 9162, section 2.1: root, proofs, and their verification.

    root of nothing      SHA-256 of nothing
    leaf                 SHA-256(0x00 || content)
    node                 SHA-256(0x01 || left || right); the left subtree holds the largest power of two below the size
    inclusion proof      hashes that lead from one leaf to the root
    consistency proof    hashes that show a smaller tree to be the beginning of a larger one

Everything here takes leaf hashes (32 bytes each) and does no I/O. A proof that does not hold is False, never an error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Hash of a leaf with this content."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Root over `leaves` in their order. Holds one hash per level, so a million leaves need no memory."""
    peaks: list[tuple[int, bytes]] = []  # (size, hash) of perfect subtrees, larger ones first
    for leaf in leaves:
        size, top = 1, leaf
        while peaks and peaks[-1][0] == size:
            top = node_hash(peaks.pop()[1], top)
            size *= 2
        peaks.append((size, top))
    if not peaks:
        return EMPTY_ROOT
    top = peaks.pop()[1]
    while peaks:
        top = node_hash(peaks.pop()[1], top)
    return top


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Proof that `leaves[index]` is in the tree, from the leaf upwards. Raises IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"the tree has {len(leaves)} leaves, none at {index}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether `proof` leads from `leaf` at `index` to the root `expected` of a tree of `size` leaves."""
    if not 0 <= index < size:
        return False
    position, last, top = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            top = node_hash(sibling, top)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            top = node_hash(top, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and top == expected


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """Proof that the tree over the first `size` leaves is the beginning of the tree over all.

    Raises IndexError unless 1 <= size <= len(leaves).
    """
    if not 1 <= size <= len(leaves):
        raise IndexError(f"the tree has {len(leaves)} leaves and no beginning of {size}")
    return _subproof(leaves, size, whole=True)


def verify_consistency(size: int, total: int, proof: Sequence[bytes], before: bytes, after: bytes) -> bool:
    """Whether `proof` shows the tree of `size` leaves, root `before`, to begin that of `total` leaves, root `after`."""
    if not 1 <= size <= total:
        return False
    if size == total:
        return not proof and before == after
    path = list(proof)
    if size & (size - 1) == 0:  # the smaller tree is one perfect subtree: the proof need not repeat it
        path.insert(0, before)
    if not path:
        return False
    position, last = size - 1, total - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    small = large = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            small, large = node_hash(sibling, small), node_hash(sibling, large)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            large = node_hash(large, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and small == before and large == after


def _split(size: int) -> int:
    """The largest power of two below `size`, for size > 1."""
    return 1 << ((size - 1).bit_length() - 1)


def _subproof(leaves: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if size <= split:
        return [*_subproof(leaves[:split], size, whole=whole), root(leaves[split:])]
    return [*_subproof(leaves[split:], size - split, whole=False), root(leaves[:split])]
