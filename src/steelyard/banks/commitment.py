"""Commit first, reveal later: a hidden bank and the coins of its twins (measurement standard, 7.4).

    leaf    SHA-256(0x00 || salt || canonical JSON of the sealed question); the root is that of RFC 9162
    coin    SHA-256(0x02 || salt || 0x00 or 0x01 || pair id)

Salts are 32 random bytes each, written in hexadecimal.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from typing import Literal

import msgspec

from steelyard.journal import leaf_hash, merkle_root
from steelyard.records import canonical_json

COMMITMENT_SCHEMA = "steelyard.bank-commitment/1"
REVEAL_SCHEMA = "steelyard.bank-reveal/1"

Mismatch = Literal["root", "strata", "banks", "coins", "generator"]
"""What of a reveal is not what was committed: the questions or their order, how many there are of each stratum, the
roots of the banks they lie in, the coins of the twins, the generator."""

_SIZE = 32


class SealedQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question as it is committed: the item and rubric digests or texts, its stratum and its template."""

    item: str
    rubric: str
    stratum: str
    template: str


class Coin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which twin of a pair is published: the second when `second`, else the first. `salt`: hex."""

    pair: str
    second: bool
    salt: str


class Reveal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown at the end: questions in the committed order with their salts (hex), coins, generator digest.

    `banks` maps the name of each bank that holds the questions to its root. `seed` (hex) is the secret that all
    was drawn from, so that a stranger can draw it again; empty where nothing was drawn.
    """

    questions: tuple[tuple[SealedQuestion, str], ...]
    coins: tuple[Coin, ...]
    generator: str
    banks: dict[str, str] = {}
    seed: str = ""
    schema: str = REVEAL_SCHEMA


class BankCommitment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published before any run; hashes in hex.

    `coins` maps pair id to the commitment of its coin, `banks` the name of a bank to its root. `order_rule` says in
    words in which order the questions are read.
    """

    schema: str
    root: str
    count: int
    strata: dict[str, int]
    banks: dict[str, str]
    coins: dict[str, str]
    generator: str
    order_rule: str


def commit_bank(reveal: Reveal, order_rule: str) -> BankCommitment:
    """The commitment to what `reveal` will show. Raises ValueError for salts that are not 32 bytes of hex, each its
    own, and for two coins of one pair."""
    salts = [bytes_of(salt, "salt") for _, salt in reveal.questions]
    coins = {coin.pair: coin_commitment(coin) for coin in reveal.coins}
    if len(coins) != len(reveal.coins):
        raise ValueError("a pair has one coin")
    if len({*salts, *(bytes_of(coin.salt, "salt") for coin in reveal.coins)}) != len(salts) + len(coins):
        raise ValueError("two salts are the same: a leaf could be guessed from another")
    leaves = [question_leaf(question, salt) for (question, _), salt in zip(reveal.questions, salts, strict=True)]
    strata = Counter(question.stratum for question, _ in reveal.questions)
    return BankCommitment(
        schema=COMMITMENT_SCHEMA,
        root=merkle_root(leaves).hex(),
        count=len(leaves),
        strata=dict(sorted(strata.items())),
        banks=dict(sorted(reveal.banks.items())),
        coins=dict(sorted(coins.items())),
        generator=reveal.generator,
        order_rule=order_rule,
    )


def check_reveal(commitment: BankCommitment, reveal: Reveal) -> tuple[Mismatch, ...]:
    """What of `reveal` does not match; empty when all does. Raises ValueError as `commit_bank`."""
    found = commit_bank(reveal, commitment.order_rule)
    checks: tuple[tuple[Mismatch, bool], ...] = (
        ("root", (found.root, found.count) == (commitment.root, commitment.count)),
        ("strata", found.strata == commitment.strata),
        ("banks", found.banks == commitment.banks),
        ("coins", found.coins == commitment.coins),
        ("generator", found.generator == commitment.generator),
    )
    return tuple(name for name, same in checks if not same)


def question_leaf(question: SealedQuestion, salt: bytes) -> bytes:
    """Leaf hash, 32 bytes, of a question with its salt (32 bytes)."""
    return leaf_hash(salt + canonical_json(question))


def coin_commitment(coin: Coin) -> str:
    """Hash of a coin, hex. Raises ValueError when its salt is not 32 bytes of hex."""
    side = b"\x01" if coin.second else b"\x00"
    return hashlib.sha256(b"\x02" + bytes_of(coin.salt, "salt") + side + coin.pair.encode()).hexdigest()


def toss(secret: bytes, pair: str) -> Coin:
    """The coin of a pair, with its salt, from a secret of 32 random bytes: fair and fixed by the secret.

    Raises ValueError when the secret is not 32 bytes.
    """
    if len(secret) != _SIZE:
        raise ValueError(f"the secret of the coins has {len(secret)} bytes instead of {_SIZE}")
    salt = hmac.digest(secret, b"coin salt\x00" + pair.encode(), "sha256")
    side = hmac.digest(secret, b"coin side\x00" + pair.encode(), "sha256")
    return Coin(pair, bool(side[0] & 1), salt.hex())


def bytes_of(text: str, what: str) -> bytes:
    """The 32 bytes that 64 hexadecimal signs in lower case mean; `what` names them in the ValueError for others."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != _SIZE or value.hex() != text:
        raise ValueError(f"a {what} is 64 hexadecimal signs in lower case, not {text[:80]!r}")
    return value
