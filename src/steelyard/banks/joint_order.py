"""An order that no one party chose: a seed from the nonces of several (measurement standard, 7.4).

    nonce        SHA-256(0x03 || nonce || name of its party)
    order seed   SHA-256(0x04 || bank root || SHA-256(system id) || attempt || nonces, sorted by party)

Nonces are 32 random bytes, the attempt 4 bytes, highest first. The commitment to a nonce names its party, so that
nobody can repeat another's; nonces are hashed together, not combined bit by bit, so that a repeated one cancels
nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from .commitment import bytes_of

_SIZE = 32
_MOST_ATTEMPTS = 2**32


def nonce_commitment(party: str, nonce: bytes) -> str:
    """What a party publishes before it has seen another's nonce; hex. Raises ValueError unless 32 bytes."""
    if len(nonce) != _SIZE:
        raise ValueError(f"a nonce has {_SIZE} bytes, not {len(nonce)}")
    return hashlib.sha256(b"\x03" + nonce + party.encode()).hexdigest()


def joint_order_seed(
    bank_root: str, system: str, nonces: Mapping[str, bytes], commitments: Mapping[str, str], attempt: int
) -> str:
    """The seed (hex) of the committed order of attempt `attempt` (from 1), which no party could choose alone.

    `nonces` by party, each checked against the commitment that its party published; a public beacon is a party too.
    Raises ValueError when a nonce is missing, not the committed one, or the same as another's, and for attempts outside
    1 .. 2**32 - 1.
    """
    if not nonces or nonces.keys() != commitments.keys():
        raise ValueError("every party that committed a nonce must reveal it, and no other")
    for party, nonce in nonces.items():
        if not hmac.compare_digest(nonce_commitment(party, nonce), commitments[party]):
            raise ValueError(f"the nonce of {party} is not the one it committed to")
    if len(set(nonces.values())) != len(nonces):
        raise ValueError("two parties have the same nonce")
    if not 1 <= attempt < _MOST_ATTEMPTS:
        raise ValueError(f"attempts count from 1, there is no attempt {attempt}")
    parts = [bytes_of(bank_root, "bank root"), hashlib.sha256(system.encode()).digest(), attempt.to_bytes(4, "big")]
    parts += [nonces[party] for party in sorted(nonces)]
    return hashlib.sha256(b"\x04" + b"".join(parts)).hexdigest()


def attempts_of(log: Sequence[str], plan: str) -> tuple[int, int]:
    """Which attempt a plan (its hash) is of how many registered, from an append-only log of plan hashes.

    Raises ValueError when the plan is not registered, or twice.
    """
    places = [number for number, entry in enumerate(log, 1) if entry == plan]
    if len(places) != 1:
        raise ValueError(f"the plan is registered {len(places)} times instead of once")
    return places[0], len(log)
