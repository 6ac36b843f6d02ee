"""The compiled rules, and which of them are found in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .rules import Rule

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-zA-Z]")
_REMEMBERED = 4096
"""Sentences whose rules are kept: services repeat themselves, stock refusals above all."""


class Rulebook:
    """Rules by sentence. A Chinese rule needs a Chinese sign, an English one a letter: the others are not tried."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        compiled = [(rule, re.compile(rule.pattern)) for rule in rules]
        self._english = [(rule, pattern) for rule, pattern in compiled if rule.language == "en"]
        self._chinese = [(rule, pattern) for rule, pattern in compiled if rule.language == "zh"]
        self._values = [(rule, pattern) for rule, pattern in compiled if rule.kind == "values"]
        self.found = lru_cache(maxsize=_REMEMBERED)(self._search)
        """The rules found anywhere in a folded sentence, in the order of the rules, English ones first."""

    def values_in(self, text: str) -> frozenset[Rule]:
        """The rules for appeals to values that are found in a folded text of any length."""
        return frozenset(rule for rule, pattern in self._values if pattern.search(text))

    def _search(self, sentence: str) -> tuple[Rule, ...]:
        tried = (self._english if _LATIN.search(sentence) else []) + (self._chinese if _HAN.search(sentence) else [])
        return tuple(rule for rule, pattern in tried if pattern.search(sentence))
