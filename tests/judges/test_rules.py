"""The rules are data that a reader can check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from re import _parser  # the only reader of patterns there is
from typing import Any

import msgspec
import pytest

from steelyard.judges import RefusalJudge, passport_of, refusal
from steelyard.judges.rules import CHINESE, ENGLISH, KINDS, Rule

RULES = ENGLISH + CHINESE


def test_names_are_unique_and_say_the_language():
    assert [name for name, count in Counter(rule.name for rule in RULES).items() if count > 1] == []
    assert all(rule.name.startswith(f"{rule.language}.") for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_why_and_compiles(rule):
    assert rule.kind in KINDS
    assert rule.why.strip().endswith((".", "。"))
    assert re.compile(rule.pattern).search("") is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_repeats_nothing_without_bound(rule):
    bare = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", rule.pattern)
    assert "*" not in bare
    assert "+" not in bare
    assert not re.search(r"\{\d*,\}", bare)


def test_both_languages_have_the_kinds_that_decide():
    deciding = {"refusal", "inability", "rejection", "condemnation", "denial", "values", "redirect", "offer"}
    for rules in (ENGLISH, CHINESE):
        assert deciding <= {rule.kind for rule in rules}


@pytest.fixture
def change(monkeypatch):
    """Puts other rules, or another algorithm, in the judge's place."""

    def put(**changed):
        for name, value in changed.items():
            monkeypatch.setattr(refusal, name, value)
        refusal.rules_digest.cache_clear()

    yield put
    monkeypatch.undo()
    refusal.rules_digest.cache_clear()


@pytest.mark.parametrize("field", ["name", "pattern", "why", "kind"])
def test_a_changed_rule_costs_the_passport(shipped, change, field):
    before = RefusalJudge().identity
    value = "hedge" if field == "kind" else "other."
    change(RULES=(msgspec.structs.replace(refusal.RULES[0], **{field: value}), *refusal.RULES[1:]))
    after = RefusalJudge().identity
    assert (before.passport is None, after.passport) == (False, None)
    assert after.digest != before.digest
    assert passport_of(RefusalJudge()) is None


def test_a_changed_algorithm_costs_the_passport(shipped, change):
    change(ALGORITHM=refusal.ALGORITHM + 1)
    assert RefusalJudge().identity.passport is None


def test_the_identity_names_who_reads(judge):
    assert (judge.identity.id, judge.identity.labeller) == ("refusal", "rule:refusal")
    assert re.fullmatch("[0-9a-f]{64}", judge.identity.digest)


def needs(items: Any, fits: Callable[[int], bool]) -> bool:
    """Whether every match of a parsed pattern holds a sign that fits."""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL" and fits(argument):
            return True
        if name == "IN" and all(
            fits(value) if str(kind) == "LITERAL" else str(kind) == "RANGE" and all(map(fits, value))
            for kind, value in argument
        ):
            return True
        if name.endswith("REPEAT") and argument[0] >= 1 and needs(argument[2], fits):
            return True
        if name == "SUBPATTERN" and needs(argument[3], fits):
            return True
        if name == "BRANCH" and all(needs(branch, fits) for branch in argument[1]):
            return True
    return False


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_can_match_without_a_sign_of_its_language(rule: Rule) -> None:
    """The rulebook tries Chinese rules only where there is a Chinese sign, English ones where there is a letter."""
    fits = {
        "zh": lambda sign: 0x3400 <= sign <= 0x9FFF,
        "en": lambda sign: chr(sign).isascii() and chr(sign).isalpha(),
    }[rule.language]
    assert needs(_parser.parse(rule.pattern), fits)
