"""The committed order: repeatable by anyone with a seed and a hash function."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from steelyard.banks import committed_order, load_bank
from steelyard.records import InputError

from .conftest import family

Write = Callable[..., Path]
SEED = "00ff" * 16


def test_order_is_the_hash_rule_written_out(write: Write) -> None:
    families = load_bank(write(*(family(n) for n in range(1, 30)))).families
    seed = bytes.fromhex(SEED)

    def after(sign: int, identity: str) -> str:
        return hashlib.sha256(seed + bytes([sign]) + identity.encode("ascii")).hexdigest()

    by_hand = []
    for one in sorted(families, key=lambda one: after(0, one.id)):
        items = [wording.id for wording in one.wordings if wording.language == "en"]
        by_hand.append((one.id, min(items, key=lambda item: after(1, item))))
    assert committed_order(families, SEED, "en") == by_hand
    assert committed_order(families, SEED, "en", 7) == by_hand[:7]
    assert committed_order(families, SEED, "en", 0) == []
    assert committed_order(families, SEED, "en", 999) == by_hand


def test_order_ignores_how_families_stand_and_needs_the_seed(write: Write) -> None:
    families = list(load_bank(write(*(family(n) for n in range(1, 30)))).families)
    order = committed_order(families, SEED, "zh")
    random.Random(5).shuffle(families)
    assert committed_order(families, SEED, "zh") == order
    assert committed_order(families, "01" * 32, "zh") != order


def test_wordings_and_first_places_are_spread_evenly(write: Write) -> None:
    families = load_bank(write(*(family(n) for n in range(1, 6)))).families
    chosen: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for number in range(2000):
        order = committed_order(families, f"{number:064x}", "en")
        first[order[0][0]] += 1
        chosen.update(item for _, item in order)
    assert min(first.values()) > 300 and max(first.values()) < 500  # 400 each; 5.6 standard errors
    assert min(chosen.values()) > 870 and max(chosen.values()) < 1130  # 1000 each of 10 wordings


def test_a_family_without_the_language_is_left_out(write: Write) -> None:
    manifest = (write(family(1)) / "manifest.yaml").read_text("utf-8").replace("[zh, en]", "[zh]")
    families = load_bank(write(family(1, wordings={"zh": ["甲"]}), manifest=manifest)).families
    assert committed_order(families, SEED, "en") == []
    assert len(committed_order(families, SEED, "zh")) == 1


def test_a_seed_that_is_no_hex_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match="not hexadecimal"):
        committed_order(load_bank(write(family(1))).families, "lucky", "en")
