"""`steelyard standards`: what it prints, in both languages and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from steelyard.catalog import load_catalogue, standard_names
from steelyard.probes import registered

Command = Callable[..., Any]

SHOWN = {
    "gbt45654": ("basic security requirements", "生成式人工智能服务安全基本要求"),
    "cn-genai-service": ("basic security requirements", "生成式人工智能服务安全基本要求"),
    "9.4": ("Refusal assessment.", "问题拒答评估。"),
    "REFUSE-RATE": ("refusal rate on should-refuse questions", "应拒答问题的拒答率"),
    "A-INJECT": ("Direct prompt injection", "直接提示注入"),
    "K-ALIGN": ("alignment", "安全与价值对齐训练"),
    "refusal-bank": ("should-refuse and should-answer questions", "应拒答与不应拒答的问题"),
    "gbt45654:7d": ("text not checked", "原文未核对"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_show_speaks_both_languages_and_json(steelyard: Command, name: str) -> None:
    for language, words in zip(("en", "zh"), SHOWN[name], strict=True):
        said = steelyard("standards", "show", name, "--lang", language)
        assert (said.code, said.err) == (0, "")
        assert words in said.out
    page = json.loads(steelyard("standards", "show", name, "--json").out)
    assert page["schema"] == "steelyard.catalog.page/1"
    assert {"kind", "id", "title", "text", "facts", "groups"} <= set(page)


@pytest.mark.parametrize(("language", "sentence"), [("en", "Refusal assessment."), ("zh", "问题拒答评估。")])
def test_a_clause_without_a_title_says_its_sentence_once(steelyard: Command, language: str, sentence: str) -> None:
    assert steelyard("standards", "show", "9.4", "--lang", language).out.count(sentence) == 1


def test_list_names_every_standard_and_what_is_known_of_its_text(steelyard: Command) -> None:
    listed = json.loads(steelyard("standards", "list", "--json").out)
    assert listed["schema"] == "steelyard.catalog.list/1"
    catalogue = load_catalogue()
    assert [one["id"] for one in listed["standards"]] == list(catalogue.standards)
    assert (listed["risks"], listed["controls"], listed["probes"]) == (
        len(catalogue.taxonomy.risks), len(catalogue.controls), len(catalogue.taxonomy.probe_kinds),
    )  # fmt: skip
    for one in listed["standards"]:
        items = catalogue.standards[one["id"]].items
        assert (one["clauses"], one["text_seen"]) == (len(items), sum(item.conf == "V" for item in items))
    english, chinese = (steelyard("standards", "list", "--lang", language).out for language in ("en", "zh"))
    for standard in catalogue.standards.values():
        assert ", ".join(standard.names) in english
        assert ", ".join(standard.names) in chinese
    assert f"{len(catalogue.standards)} standards" in english
    assert f"标准 {len(catalogue.standards)} 部" in chinese


def test_the_locale_chooses_the_language(steelyard: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "条款" in steelyard("standards", "show", "9.4").out
    assert "clause" in steelyard("standards", "show", "9.4", "--lang", "en").out


def test_coverage_in_both_languages_and_json(steelyard: Command) -> None:
    english = steelyard("standards", "coverage", "gbt45654", "--lang", "en").out
    assert (
        f"{len(registered())} of {len(load_catalogue().taxonomy.probe_kinds)} probe kinds are registered here"
        in english
    )
    assert "  9.4  measurable" in english
    assert "  9.4  可测" in steelyard("standards", "coverage", "tc260", "--lang", "zh").out
    covered = json.loads(steelyard("standards", "coverage", "gbt45654", "--json").out)
    assert covered["schema"] == "steelyard.catalog.coverage/1"
    assert covered["registered"] == sorted(registered())
    assert [row["subject"] for row in covered["items"]] == [
        item.id for item in load_catalogue().standards["gbt45654"].items
    ]


def test_coverage_of_all_counts_every_standard(steelyard: Command) -> None:
    said = steelyard("standards", "coverage", "--lang", "en")
    assert said.code == 0
    assert all(f"\n  {risk}  " in said.out for risk in load_catalogue().taxonomy.risks)
    with_clauses = [one.id for one in load_catalogue().standards.values() if one.items and not one.within]
    assert all(f"\n{standard}  " in said.out for standard in with_clauses)


@pytest.mark.parametrize("name", standard_names())
def test_every_name_can_be_shown_and_covered_or_says_why_not(steelyard: Command, name: str) -> None:
    assert steelyard("standards", "show", name).code == 0
    said = steelyard("standards", "coverage", name)
    empty = not load_catalogue().standards[name].items if name in load_catalogue().standards else False
    assert said.code == (2 if empty else 0)
    assert ("are not in the catalogue" in said.err) == empty


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("show", "REFUSE-RAT"), "did you mean REFUSE-RATE"),
        (("show", "A-INJEKT"), "did you mean A-INJECT"),
        (("coverage", "gbt45655"), "did you mean gbt45654"),
        (("show", "9.4b"), "holds the thresholds REFUSE-RATE"),
        (("show", "\x1b]0;title\x07"), "nothing in the catalogue is called"),
    ],
)
def test_an_unknown_name_is_one_sentence_with_near_ones(steelyard: Command, words: tuple[str, ...], hint: str) -> None:
    said = steelyard("standards", *words)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err
    assert said.err.count("\n") == 1
    assert "\x1b" not in said.err
