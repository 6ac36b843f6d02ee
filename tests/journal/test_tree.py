"""The tree of RFC 9162 against its definition in section 2.1, written here a second time."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.journal.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

SIZES = range(1, 41)
LEAVES = [leaf_hash(str(number).encode()) for number in range(max(SIZES))]


def defined_root(contents):
    """MTH of section 2.1.1."""
    if not contents:
        return hashlib.sha256(b"").digest()
    if len(contents) == 1:
        return hashlib.sha256(b"\x00" + contents[0]).digest()
    split = 1
    while split * 2 < len(contents):
        split *= 2
    left, right = defined_root(contents[:split]), defined_root(contents[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def tampered(proof):
    """Every proof that differs from this one in one bit, one hash or one place."""
    for at, hashed in enumerate(proof):
        flipped = bytes([hashed[0] ^ 1]) + hashed[1:]
        yield [*proof[:at], flipped, *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        if at and proof[at - 1] != hashed:
            yield [*proof[: at - 1], hashed, proof[at - 1], *proof[at + 1 :]]
    yield [*proof, LEAVES[0]]
    yield [LEAVES[1], *proof]


def test_known_roots():
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root([leaf_hash(b"")]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_roots_are_as_defined(contents):
    assert root(leaf_hash(content) for content in contents) == defined_root(contents)


@pytest.mark.parametrize("size", SIZES)
def test_inclusion(size):
    top = root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        assert verify_inclusion(LEAVES[index], index, size, proof, top)
        assert not any(verify_inclusion(LEAVES[index], index, size, other, top) for other in tampered(proof))
        assert not any(
            verify_inclusion(LEAVES[index], at, size, proof, top) for at in range(-1, size + 2) if at != index
        )
        assert not verify_inclusion(LEAVES[index - 1] if size > 1 else leaf_hash(b"x"), index, size, proof, top)
        assert not verify_inclusion(LEAVES[index], index, size, proof, leaf_hash(b"another root"))


@pytest.mark.parametrize("total", SIZES)
def test_consistency(total):
    after = root(LEAVES[:total])
    for size in range(1, total + 1):
        before, proof = root(LEAVES[:size]), consistency_proof(LEAVES[:total], size)
        assert verify_consistency(size, total, proof, before, after)
        assert not any(verify_consistency(size, total, other, before, after) for other in tampered(proof))
        assert not verify_consistency(size, total, proof, leaf_hash(b"x"), after)
        assert not verify_consistency(size, total, proof, before, leaf_hash(b"x"))
        if size < total:
            assert not verify_consistency(total, size, proof, before, after)
            changed = [leaf_hash(b"changed"), *LEAVES[1:total]]
            forged = consistency_proof(changed, size)
            assert not verify_consistency(size, total, forged, before, root(changed))


def test_proofs_outside_the_tree():
    for index in (-1, 3):
        with pytest.raises(IndexError):
            inclusion_proof(LEAVES[:3], index)
    for size in (0, 4):
        with pytest.raises(IndexError):
            consistency_proof(LEAVES[:3], size)
        assert not verify_consistency(size, 3, [], root([]), root(LEAVES[:3]))
