"""Random signs and orders from a seed by SHAKE-256: the same on every platform, for anyone who repeats a figure.

Nothing that a verifier repeats may hang on a library's generator, whose streams change from version to version.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


def random_signs(seed: str, purpose: str, draws: range, units: int) -> NDArray[np.float64]:
    """-1 or 1, each with probability 1/2: shape (len(`draws`), `units`).

    Row d is the bits of SHAKE-256(purpose || 0x00 || seed || 0x00 || d in decimal), UTF-8, first bit of a byte first;
    a bit of 1 is a sign of 1. A row for fewer units is the beginning of the row for more.
    """
    size = -(-units // 8)
    start = hashlib.shake_256(f"{purpose}\0{seed}\0".encode())
    rows = bytearray()
    for draw in draws:
        row = start.copy()
        row.update(str(draw).encode())
        rows += row.digest(size)
    bits = np.frombuffer(bytes(rows), dtype=np.uint8).reshape(len(draws), size)
    return np.unpackbits(bits, axis=1, count=units).astype(np.float64) * 2 - 1


def random_order(seed: str, purpose: str, size: int) -> list[int]:
    """A uniformly drawn order of 0 .. `size` - 1: by SHA-256(purpose || 0x00 || seed || 0x00 || index in decimal)."""
    start = f"{purpose}\0{seed}\0"
    return sorted(range(size), key=lambda index: hashlib.sha256(f"{start}{index}".encode()).digest())
