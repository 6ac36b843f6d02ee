"""The page as a file: pure, whole in itself, bounded."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.records import InputError
from steelyard.report import render_report


def test_same_run_same_bytes(sample: Any, view: Any) -> None:
    first = render_report(view)
    shuffled = replace(view, rows=tuple(reversed(sample.rows)))
    assert render_report(view) == first
    assert render_report(shuffled) == first, "the order of rows shows"


def test_the_language_only_chooses_what_is_met_first(view: Any, page_of: Callable[..., Any]) -> None:
    english, chinese = page_of(view, "en"), page_of(view, "zh")
    assert english.root.all("html")[0].attributes["lang"] == "en"
    assert chinese.root.all("html")[0].attributes["lang"] == "zh-Hans"
    for language in ("en", "zh"):
        assert english.of(language).text() == chinese.of(language).text()


def test_policy_allows_this_style_and_this_script_and_nothing_else(page: Any) -> None:
    policies = [
        node.attributes["content"]
        for node in page.root.all("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (node,) = page.root.all(tag)
        digest = base64.b64encode(hashlib.sha256("".join(node.children).encode()).digest()).decode()
        assert rules.pop(rule) == f"'sha256-{digest}'"
    assert rules == {"base-uri": "'none'", "form-action": "'none'"}


def test_nothing_is_loaded_from_anywhere(page: Any) -> None:
    for node in page.root.walk():
        assert node.tag not in {"img", "iframe", "object", "embed", "link", "base", "form", "audio", "video"}
        assert not {"src", "srcset", "action", "style", "background"} & set(node.attributes)
        assert not [name for name in node.attributes if name.startswith("on")]
        assert node.attributes.get("href", "#").startswith("#")
    style = "".join(page.root.all("style")[0].children)
    assert "url(" not in style
    assert "@import" not in style


def test_ids_are_unique_and_every_link_leads_somewhere(page: Any) -> None:
    ids = [node.attributes["id"] for node in page.root.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for language in ("en", "zh"):
        for link in page.of(language).all("a"):
            assert link.attributes["href"].removeprefix("#") in ids
            assert link.attributes["href"].startswith(f"#{language}-"), "a link leads into the other language"
        for node in page.of(language).walk():
            for name in node.attributes.get("aria-labelledby", "").split():
                assert name in ids


def test_an_interrupted_run_says_so(view: Any, page_of: Callable[..., Any]) -> None:
    cut = replace(view, verdicts=msgspec.structs.replace(view.verdicts, interrupted=True))
    for language, words in (("en", "closed before its end"), ("zh", "结束前已被关闭")):
        assert words in page_of(cut).of(language).text()
        assert words not in page_of(view).of(language).text()


def test_a_thousand_failing_examples_stay_bounded(
    view: Any, page_of: Callable[..., Any], limit_run: Callable[..., Any]
) -> None:
    long = "Sure. " + "And then some more of the same. " * 2_000
    run = limit_run(["answered"] * 1_000, available=1_000, complete=True, answered=long)
    page = page_of(run.view())
    assert len(page.html.encode()) < 400_000
    assert len(page.of("en").all("ol", "examples")[0].all("li")) == 10
    assert "990 more failing answers are in the journal." in page.of("en").text()
    assert "另有 990 个失败的回答" in page.of("zh").text()


def test_verdicts_of_another_plan_are_refused(view: Any, changed: Callable[..., Any]) -> None:
    foreign = changed(view, "9.4", lambda it: msgspec.structs.replace(it, subject="99.9\x1b[2J"))
    with pytest.raises(InputError, match=r"99\.9"):
        render_report(foreign)


def test_no_total_score(page: Any) -> None:
    for language in ("en", "zh"):
        text = page.of(language).text(without="quoted")
        assert not re.search(r"score|overall|total|总分|得分|综合", text, re.IGNORECASE)
        assert not re.search(r"\b(certified|compliant|compliance)\b|may launch|合规|认证", text, re.IGNORECASE)
