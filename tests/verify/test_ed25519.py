"""Ed25519 as RFC 8032 has it, against another implementation, and strict where others are lenient."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from steelyard_verify.ed25519 import is_usable_key, verify

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

VECTORS = [
    line.split()
    for line in (Path(__file__).parent / "rfc8032.txt").read_text().splitlines()
    if not line.startswith("#")
]


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def orders_of_two() -> list[bytes]:
    """Encodings of all points of order 1, 2, 4 and 8: y = 1, -1, 0, and d*y^4 + 2*y^2 = 1 by the curve equation."""
    root = pow(1 + D, (P + 3) // 8, P)
    if (root * root - 1 - D) % P:
        root = root * pow(2, (P - 1) // 4, P) % P
    assert (root * root - 1 - D) % P == 0
    ys = {0, 1, P - 1}
    for sign in (1, -1):
        square = (-1 + sign * root) * pow(D, -1, P) % P
        y = pow(square, (P + 3) // 8, P)
        for candidate in (y, y * pow(2, (P - 1) // 4, P) % P):
            if (candidate * candidate - square) % P == 0:
                ys |= {candidate, P - candidate}
    return [encoded(y, sign) for y in ys for sign in (0, 1)]


def others_accept(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_the_vectors_of_the_rfc(vector):
    secret, public, message, signature = (bytes.fromhex(part.strip("-")) for part in vector[1:])
    private = Ed25519PrivateKey.from_private_bytes(secret)
    assert private.public_key().public_bytes_raw() == public
    assert private.sign(message) == signature
    assert verify(public, message, signature)
    assert is_usable_key(public)
    for at in range(0, 64, 5):
        changed = bytearray(signature)
        changed[at] ^= 1 << at % 8
        assert not verify(public, message, bytes(changed))
    assert not verify(public, message + b"\0", signature)
    assert not verify(public, message, signature[:63])
    assert not verify(public, message, signature + b"\0")
    assert not verify(public[:31], message, signature)


def agree(count: int, seed: int) -> None:
    draw = random.Random(seed)
    for number in range(count):
        private = Ed25519PrivateKey.from_private_bytes(draw.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), draw.randbytes(draw.randrange(200))
        signature = private.sign(message)
        if number % 2:  # half of them changed somewhere
            whole = bytearray(public + message + signature)
            whole[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
            public, message, signature = bytes(whole[:32]), bytes(whole[32:-64]), bytes(whole[-64:])
        assert verify(public, message, signature) == others_accept(public, message, signature), (seed, number)


def test_random_signatures_as_another_implementation_reads_them():
    agree(250, seed=1)


@pytest.mark.slow
def test_thousands_of_random_signatures_as_another_implementation_reads_them():
    agree(5_000, seed=2)


def test_s_must_be_below_the_order():
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"m")
    scalar = int.from_bytes(signature[32:], "little")
    assert verify(public, b"m", signature)
    for again in range(1, 15):
        if (larger := scalar + again * L) < 2**256:
            assert not verify(public, b"m", signature[:32] + larger.to_bytes(32, "little"))
    for edge in (L - 1, L, L + 1, 2**255, 2**256 - 1):
        assert not verify(public, b"m", signature[:32] + edge.to_bytes(32, "little"))


def test_points_of_small_order_prove_nothing():
    """With such a key S = 0 and R = A would verify for one message in eight, whoever signs."""
    found = orders_of_two()
    assert len(found) == 10  # y of 0, 1, -1 and two of order eight, with either sign
    for weak in found:
        assert not is_usable_key(weak)
        for nonce in found:
            for number in range(4):
                assert not verify(weak, bytes([number]), nonce + bytes(32))
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = private.public_key().public_bytes_raw()
    for nonce in found:
        challenge = int.from_bytes(hashlib.sha512(nonce + public + b"m").digest(), "little") % L
        secret = bytearray(hashlib.sha512(bytes(32)).digest()[:32])
        secret[0] &= 248
        secret[31] = secret[31] & 127 | 64
        scalar = challenge * int.from_bytes(secret, "little") % L
        # S = k*a solves the equation for R = 0; the neutral point as R is refused all the same.
        assert not verify(public, b"m", nonce + scalar.to_bytes(32, "little"))


def test_points_have_one_encoding():
    for excess in range(19):
        for sign in (0, 1):
            assert not is_usable_key(encoded(P + excess, sign)), "y at or above the prime"
            assert not verify(encoded(P + excess, sign), b"", bytes(64))
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"m")
    for excess in range(19):
        assert not verify(public, b"m", encoded(P + excess) + signature[32:])
    assert not is_usable_key(encoded(1, 1)), "x = 0 with a sign"


def test_about_half_of_all_encodings_are_no_points():
    draw = random.Random(3)
    usable = [is_usable_key(draw.randbytes(32)) for _ in range(120)]
    assert 35 < sum(usable) < 85
    for length in (0, 31, 33, 64):
        assert not is_usable_key(bytes([9] * length))
