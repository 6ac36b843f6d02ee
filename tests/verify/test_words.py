"""Whatever the check may say, it can say in English and Chinese."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import steelyard_verify
from steelyard.records import WORST_FIRST
from steelyard_verify.words import LANGUAGES, WORDS, say, shown

SOURCES = sorted(Path(steelyard_verify.__file__).parent.glob("*.py"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def raised() -> dict[str, set[str]]:
    """Codes of all errors in the sources, each with the facts it is always given."""
    found: dict[str, set[str]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Failed", "Usage"} and node.args:
                facts = {keyword.arg for keyword in node.keywords}
                for code in [leaf for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)]:
                    if isinstance(code.value, str) and code.value in WORDS:
                        found[code.value] = found.get(code.value, facts) & facts
                    else:
                        assert not isinstance(node.args[0], ast.Constant), code.value
    return found


def test_every_sentence_is_there_in_both_languages():
    for code, texts in WORDS.items():
        assert set(texts) == set(LANGUAGES), code
        assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1, code
        assert any("\u4e00" <= sign <= "\u9fff" for sign in texts["zh"]), code
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in texts["en"]), code


def test_every_error_that_is_raised_has_its_sentence():
    found = raised()
    assert len(found) > 35
    for code, facts in found.items():
        if code not in {"not_plain", "unreadable"}:  # raised by one call with either code
            assert placeholders(WORDS[code]["en"]) <= facts, code


def test_every_state_has_a_name():
    assert {f"state.{state}" for state in WORST_FIRST} <= set(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_are_shown_safely(language):
    said = say("unknown_key", language, keyid="\x1b[31m\u202e" + "k" * 500)
    assert "\\u001b[31m\\u202e" in said
    assert len(said) < 300
    assert shown(None) == "-"
    assert shown("{keyid}") == "{keyid}"
