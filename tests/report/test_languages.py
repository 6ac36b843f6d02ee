"""Each language speaks alone: quoted evidence apart, neither page has a sentence of the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.catalog import load_catalogue
from steelyard.report import CatalogueNames

HAN = re.compile(r"[㐀-鿿]")
LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z’'-]+(?:[ ,;:]+[A-Za-z][A-Za-z’'-]+){2,}")
NAMES = ("OWASP AI Exchange",)
"""Proper names that have no Chinese."""


def words_of(page: Any, language: str) -> str:
    """All that language says, in text and in attributes that are read aloud, without what is quoted."""
    parts = [page.of(language).text(without="quoted")]
    parts += [
        node.attributes[name]
        for node in page.of(language).walk()
        for name in ("aria-label",)
        if name in node.attributes
    ]
    text = "\n".join(parts)
    for name in NAMES:
        text = text.replace(name, "")
    return text


def test_neither_language_has_a_sentence_of_the_other(page: Any) -> None:
    assert HAN.findall(words_of(page, "en")) == []
    assert LATIN_RUN.findall(words_of(page, "zh")) == []


def test_no_standard_is_named_in_the_other_language() -> None:
    catalogue = load_catalogue()
    words = CatalogueNames(catalogue)
    for standard in catalogue.standards:
        code, english, chinese = (
            words.standard_code(standard),
            *(words.standard_title(standard, it) for it in ("en", "zh")),
        )
        assert not HAN.search(code + english), standard
        assert not LATIN_RUN.search(code), standard
        assert not LATIN_RUN.search(chinese.replace(NAMES[0], "")), standard
        assert english, standard
        assert chinese, standard


def test_titles_are_short_and_end_without_a_stop() -> None:
    catalogue = load_catalogue()
    words = CatalogueNames(catalogue)
    for standard in catalogue.standards.values():
        for item in standard.items:
            for language in ("en", "zh"):
                title = words.requirement_title(standard.id, item.id, language)  # type: ignore[arg-type]
                assert len(title) <= 112, (standard.id, item.id)
                assert not title.endswith(("。", ".", "；", ";")), (standard.id, item.id)


def test_the_heuristic_finds_a_sentence() -> None:
    assert LATIN_RUN.search("这里 The service refused 6 道题") is not None
    assert LATIN_RUN.search("GB/T 45654-2025 与 OWASP LLM") is None


def test_missing_words_are_left_out_not_borrowed(view: Any, page_of: Callable[..., Any]) -> None:
    class EnglishOnly(CatalogueNames):
        def requirement_title(self, standard: str, requirement: str, language: Any) -> str:
            return super().requirement_title(standard, requirement, language) if language == "en" else ""

        def probe_name(self, probe: str, language: Any) -> str:
            return super().probe_name(probe, language) if language == "en" else ""

    page = page_of(replace(view, words=EnglishOnly(load_catalogue())))
    assert LATIN_RUN.findall(words_of(page, "zh")) == []
    assert "Refusal assessment" in words_of(page, "en")


def test_a_finding_without_advice_in_a_language_says_where_to_look(
    sample: Any, view: Any, page_of: Callable[..., Any]
) -> None:
    rows = tuple(
        msgspec.structs.replace(row, mend={"en": "Take the key out of the file."}) if hasattr(row, "mend") else row
        for row in sample.rows
    )
    page = page_of(replace(view, rows=rows))
    assert "Take the key out" in words_of(page, "en")
    assert "Take the key out" not in words_of(page, "zh")
    assert "见该规则的说明页" in words_of(page, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_quoted_evidence_is_marked_as_such(page: Any, language: str) -> None:
    shown = page.of(language)
    quotes = shown.all("blockquote")
    assert quotes
    assert all(node.has("quoted") and node.attributes["translate"] == "no" for node in quotes)
    assert "flyer" not in shown.text(without="quoted")
    assert "flyer" in shown.text()


def test_chinese_has_no_space_after_its_own_stops(page: Any) -> None:
    spaced = [
        text
        for node in page.of("zh").all("p")
        if not node.has("tally")  # laid out with a gap, not with a space
        for text in re.findall(r".{0,12}[。；：] \S.{0,12}", node.text())
    ]
    assert spaced == []
