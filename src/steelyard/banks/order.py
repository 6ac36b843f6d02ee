"""The committed order: which families are asked, in which wording, from a seed alone (design section 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from steelyard.records import InputError, Language

from .family import Family


def committed_order(
    families: Iterable[Family], seed_hex: str, language: Language, size: int | None = None
) -> list[tuple[str, str]]:
    """(family id, wording id) of the first `size` families of a bank, all when None.

    Families without a wording in `language` are left out. Families stand by SHA-256(seed || 0x00 || family id), the
    wording of each is the one with the least SHA-256(seed || 0x01 || wording id). The order does not depend on how
    `families` stands. Raises InputError when the seed is not hexadecimal.
    """
    seed = _seed(seed_hex)
    drawn = [
        (_place(seed, b"\x00", family.id), family.id, min(asked, key=lambda item: _place(seed, b"\x01", item)))
        for family in families
        if (asked := [wording.id for wording in family.in_language(language)])
    ]
    return [(family, item) for _, family, item in sorted(drawn)[:size]]


def further_wordings(
    families: Iterable[Family], seed_hex: str, language: Language, most: int
) -> dict[str, list[str]]:  # fmt: skip
    """By family id, the wordings that follow the first in the order of the seed, at most `most` of all. Raises
    InputError as `committed_order`."""
    seed = _seed(seed_hex)
    return {
        family.id: sorted(
            (wording.id for wording in family.in_language(language)), key=lambda item: _place(seed, b"\x01", item)
        )[1:most]
        for family in families
    }


def _place(seed: bytes, purpose: bytes, identity: str) -> bytes:
    return hashlib.sha256(seed + purpose + identity.encode()).digest()


def _seed(seed_hex: str) -> bytes:
    try:
        return bytes.fromhex(seed_hex)
    except ValueError:
        raise InputError(
            f"the seed {seed_hex[:80]!r} is not hexadecimal", source="--seed", mend="write an even number of hex digits"
        ) from None
