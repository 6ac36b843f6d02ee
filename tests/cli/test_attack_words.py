"""Words of attack rates, boards and exposures: both languages say the same things, and no code is without a word."""

from __future__ import annotations

import string
from typing import Any, get_args

import pytest
from msgspec.structs import fields

from steelyard.assess.exposed import Vendor
from steelyard.assess.strongest import Unequal
from steelyard.assess.tries import TryNote, TryReason
from steelyard.cli import words_attacks, words_exposures, words_ladder
from steelyard.cli.words_compare import WORDS as COMMON


def codes(kind: Any) -> set[str]:
    """All texts of a union of literals."""
    return {code for part in get_args(kind) for code in (codes(part) if get_args(part) else {part})}


@pytest.mark.parametrize("words", [words_attacks.WORDS, words_exposures.WORDS, words_ladder.WORDS])
def test_both_languages_name_the_same_values(words: dict[str, dict[str, str]]) -> None:
    for key, said in words.items():
        names = [
            {name for _, name, _, _ in string.Formatter().parse(said[language]) if name} for language in ("en", "zh")
        ]
        assert names[0] == names[1], key
        assert set(said) == {"en", "zh"} and all(text.strip() for text in said.values())


def test_every_code_has_a_word() -> None:
    assert {f"reason.{code}" for code in codes(TryReason)} <= set(words_attacks.WORDS) | set(COMMON)
    assert {f"note.{code}" for code in codes(TryNote)} <= set(words_attacks.WORDS)
    assert {f"unequal.{code}" for code in codes(Unequal) - {"attacks"}} <= set(words_attacks.WORDS)
    place = next(field for field in fields(Vendor) if field.name == "place")
    assert {f"place.{code}" for code in get_args(place.type)} <= set(words_exposures.WORDS)
