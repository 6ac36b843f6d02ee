"""Saying a phrase of `words.py` in a language."""

from __future__ import annotations

from typing import Literal

from steelyard.records import Language

from .words import WORDS


def say(key: str, language: Language, **values: str | int) -> str:
    """The phrase `key`, filled in. Where English has two forms (`one|other`), `n` chooses.

    Raises KeyError when the phrase or one of its values is missing.
    """
    phrase = WORDS[key][language]
    if "|" in phrase:
        one, other = phrase.split("|")
        phrase = one if values["n"] == 1 else other
    return phrase.format(**values)


def listed(parts: list[str], language: Language, between: Literal["comma", "semicolon"] = "comma") -> str:
    """Parts of a sentence in a row."""
    return say(f"list.{between}", language).join(parts)


def sentences(parts: list[str], language: Language) -> str:
    """Whole sentences one after another, empty ones left out."""
    return say("gap", language).join(part for part in parts if part)
